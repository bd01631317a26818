"""The child process itself: it confines itself, does one task, and says what came of it."""

from __future__ import annotations

import gc
import importlib
import json
import math
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from incidents.confined.answers import Asked, describe, write_message
from incidents.confined.limits import Limits, apply_limits
from incidents.confined.surroundings import NOWHERE, system_files
from incidents.confined.watching import watch

if TYPE_CHECKING:
    from types import TracebackType

_SECONDS_BETWEEN = 0.1
_OBJECTS_BETWEEN = 200_000
"""So many objects more than before are made before unused ones are looked for."""


def main() -> None:
    """Do the task that standard input asks for, and say on standard output what came of it."""
    speak = _Speaker(_keep_output())
    sys.excepthook = speak.error
    asked = Asked(**json.loads(sys.stdin.readline()))
    os.chdir(asked.writable)
    readable, writable = [*map(Path, asked.readable)], [Path(asked.writable), NOWHERE]
    system = system_files()
    # The kernel's fences come first of all: Landlock holds for threads that start after it, and
    # a package may start some when it is imported.
    fences = _confine(asked, [*readable, *system], writable)
    gc.disable()
    module, _, name = asked.task.partition(":")
    task = getattr(importlib.import_module(module), name)
    # what was imported stays, and rows make few cycles: looking for them costs more than it frees
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN)
    gc.enable()
    watch([*readable, *system], writable)
    speak.message("began", fences | {"watched": True})
    sys.stdin.readline()  # what the task is about is there by then
    speak.message("result", task(asked.arguments, speak.progress))
    # everything is said and written: gigabytes need not be taken apart piece by piece
    os._exit(0)


def _confine(asked: Asked, readable: list[Path], writable: list[Path]) -> dict[str, Any]:
    fences: dict[str, Any] = {"limits": apply_limits(Limits(**asked.limits))}
    if sys.platform != "linux":
        return fences
    # Only here: what it imports is Linux's own.
    from incidents.confined import kernel, landlock  # noqa: PLC0415

    fences["ends_with_parent"] = kernel.end_with_parent(asked.parent)
    fences["no_new_privileges"] = kernel.forgo_privileges()
    fences["landlock"] = landlock.restrict_files(readable, writable)
    fences["calls_refused"] = kernel.refuse_calls()
    return fences


def _keep_output() -> BinaryIO:
    """Return standard output, and let whatever else is printed go where errors go."""
    kept = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return kept


class _Speaker:
    """What is said to the parent."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._stage, self._said_at = "", -math.inf

    def message(self, kind: str, value: Any) -> None:  # noqa: ANN401 (any JSON)
        self._stream.write(write_message(kind, value))
        self._stream.flush()

    def progress(self, stage: str, fraction: float) -> None:
        """Say how far the task is: a stage's name, and 0 to 1."""
        now = time.monotonic()
        if stage != self._stage or now - self._said_at >= _SECONDS_BETWEEN:
            self._stage, self._said_at = stage, now
            self.message("progress", [stage, float(fraction)])

    def error(self, _: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        """Say why the task ended, in place of Python's traceback, which may hold data."""
        self.message("error", describe(error))
