"""What the child and the process that asked it say to one another: lines of JSON, never objects."""

from __future__ import annotations

import errno
import json
import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incidents.confined.watching import ReachError
from incidents.errors import LibraryError, MappingError, SourceFileError

if TYPE_CHECKING:
    from incidents.confined.limits import Limits

DEEPEST = 40
_LONGEST_WORDS = 2_000
_FRAMES = 12
# How Rust's way of ending, and Arrow's and Python's of having no memory, name themselves.
_PANIC = "PanicException"
_TOO_LARGE = re.compile(r"os error 27\b|File too large|EFBIG")
_DISK_FULL = re.compile(r"os error 28\b|No space left on device|ENOSPC")

_LARGE = {"memory", "cpu", "time", "file size", "answer"}

SPLIT = "Split it into smaller files, or keep only the rows and columns that are needed."
ANEW = "Save it anew in the program it came from, or as CSV, and try that file."


@dataclass
class Asked:
    """What the child is asked; the names of fields are the keys of the JSON."""

    task: str
    arguments: dict[str, Any]
    readable: list[str]
    writable: str
    limits: dict[str, Any]
    parent: int


def write_message(kind: str, value: Any) -> bytes:  # noqa: ANN401 (any JSON)
    """Return one line that says `value` of a kind."""
    # ASCII, so that no half of a character and no odd line end can split a line.
    return json.dumps([kind, value], allow_nan=False, ensure_ascii=True).encode() + b"\n"


def read_message(line: bytes) -> tuple[str, Any]:
    """Return the kind and the value that a line says.

    Raises:
        ValueError: It says nothing, or is nested too deeply to be an answer.
    """
    try:
        said = json.loads(line, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(said, list) or len(said) != 2 or not isinstance(said[0], str):  # noqa: PLR2004 (a pair)
        raise ValueError("no message")
    _check_depth(said)
    return said[0], said[1]


def describe(error: BaseException) -> dict[str, str]:
    """Return what the parent is told of an error: no more of the file than the words on purpose."""
    if isinstance(error, SourceFileError | MappingError):
        kind = "source file" if isinstance(error, SourceFileError) else "mapping"
        return {"kind": kind, "reason": error.reason, "cure": error.cure}
    if isinstance(error, ReachError):
        return {"kind": "reach", "where": f"{_where(error)}: {error}"}
    kind = _known_end(error)
    return {"kind": kind} if kind else {"kind": "defect", "where": _where(error)}


def _known_end(error: BaseException) -> str:
    """Return which end that a file can bring about an error is; "" for a defect."""
    name = type(error).__name__
    plain_kinds = {"RecursionError": "depth", _PANIC: "panic"}
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError) or "polars" in type(error).__module__:
        code = getattr(error, "errno", None)
        if code == errno.EFBIG or _TOO_LARGE.search(str(error)):
            return "file size"
        if code == errno.ENOSPC or _DISK_FULL.search(str(error)):
            return "disk"
    return plain_kinds.get(name, "")


def error_of(said: Any, file_name: str, writable: Path, limits: Limits) -> Exception:  # noqa: ANN401
    """Return the error that the child's description is of."""
    facts = said if isinstance(said, dict) else {}
    words = {key: plain(value) for key, value in facts.items() if isinstance(value, str)}
    match words.get("kind"):
        case "source file" if {"reason", "cure"} <= set(words):
            return SourceFileError(file_name, words["reason"], words["cure"])
        case "mapping" if {"reason", "cure"} <= set(words):
            return MappingError(words["reason"], words["cure"])
        case "disk":
            return LibraryError(writable, "the disk is full")
        case "defect":
            return RuntimeError(f"A reader failed:\n{words.get('where', '')}")
        case kind:
            error = ended(kind or "", file_name, limits)
            # Not for whoever brought the file, but for a log.
            error.add_note(words.get("where", ""))
            return error


def ended(kind: str, file_name: str, limits: Limits) -> SourceFileError:
    """Return the error of a file whose reader ended before it had finished."""
    gib, mib = 1 << 30, 1 << 20
    reason = {
        "memory": f"reading it takes more than {limits.memory_bytes / gib:.3g} GB of memory",
        "cpu": f"reading it takes more than {limits.cpu_seconds} seconds of computing",
        "time": f"reading it takes longer than {limits.wall_seconds:.3g} seconds",
        "file size": f"its rows would take more than {limits.file_bytes / gib:.3g} GB on disk",
        "answer": f"there is more than {limits.answer_bytes / mib:.3g} MB to say about it",
        "depth": "what it holds is nested too deeply",
        "reach": "it leads to another file or machine, and only the file itself is opened",
    }.get(kind, "its reader broke off, as it does on a file that is damaged")
    cures = {"depth": ANEW, "reach": "Save everything into one file, and try that."}
    cure = cures.get(kind, SPLIT if kind in _LARGE else ANEW)
    return SourceFileError(file_name, reason, cure)


def plain(words: str) -> str:
    """Return words that a child wrote as one may show them: short, and printable."""
    shown = (c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode()
             for c in words[:_LONGEST_WORDS].encode("utf-8", "replace").decode())  # fmt: skip
    return "".join(shown)


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    lines = [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    # The message is left out: it may hold a cell of the file.
    kind = type(error)
    return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}"])


def _check_depth(said: Any) -> None:  # noqa: ANN401 (any JSON)
    level = [said]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise ValueError("nested too deeply")


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
