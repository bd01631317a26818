"""Starting the child process, hearing it out, and ending it when it takes too much."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from incidents.confined.answers import ANEW, Asked, ended, error_of, plain, read_message
from incidents.confined.limits import Limits
from incidents.confined.surroundings import ROOT, child_environment
from incidents.errors import SourceFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TASKS_BEGIN = ("incidents.",)
"""What the name of a task begins with."""

# Only this package's own folder is added to what an isolated Python finds.
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from incidents.confined.child import main; main()"
)
_LOOK_EVERY_S = 0.2
_GRACE_S = 5.0
_MOST_FILES = 10_000
_LONGEST_ERRORS = 16_384
_NO_MEMORY = (
    b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate memory",
    b"start new thread", b"failed to spawn thread", b"out of memory", b"Out of memory",
)  # fmt: skip


def run_confined(  # noqa: PLR0913 (what is asked, and what may be touched, each by name)
    task: str,
    arguments: dict[str, Any],
    *,
    readable: Sequence[Path],
    writable: Path,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    progress: Callable[[str, float], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Return what a function answers in a process that can reach nothing but a few files.

    Args:
        task: `incidents.some.module:function`. It is called with `arguments` and a function that
            takes a stage's name and how far it is, 0 to 1; it returns what JSON can hold.
        arguments: What JSON can hold; paths as whole, for the process works in `writable`.
            `file_name`, if there is one, is what errors call the file.
        readable: Files and folders that may be read.
        writable: The folder that may be written to, and that is its home.
        limits: What it may take.
        progress: Called in this thread with what the task says.
        meanwhile: Called in this thread while the process starts; the task waits until it is done.
            Whatever it fills has to exist already.

    Returns:
        The answer, and under `fences` which fences of the operating system held.

    Raises:
        SourceFileError: The file cannot be used, by what the task says or because reading it
            takes too much.
        MappingError: The task says so.
        LibraryError: The disk is full.
        RuntimeError: The task has a defect.
        ValueError: The task is none of ours.
    """
    if not task.startswith(TASKS_BEGIN) or task.count(":") != 1:
        raise ValueError(f"{task!r} is no task")
    name = _shown_name(arguments, readable)
    for path in readable:
        _require_plain(path, name)
    asked = Asked(task, arguments, [str(each.resolve()) for each in readable],
                  str(writable.resolve()), asdict(limits), os.getpid())  # fmt: skip
    child = _start(writable)
    listener = _Listener(child, limits, writable)
    with ExitStack() as undo:
        undo.callback(listener.close)
        listener.ask(asked, meanwhile)
        said = listener.hear(progress)
        if isinstance(said.get("result"), dict):
            undo.pop_all()
            listener.release()
    return _judge(said, listener, name, writable)


def _judge(said: dict[str, Any], heard: _Listener, name: str, writable: Path) -> dict[str, Any]:
    if "error" in said:
        raise error_of(said["error"], name, writable, heard.limits)
    result = said.get("result")
    if isinstance(result, dict) and not heard.why:
        return result | {"fences": said.get("began", {})}
    if not heard.why and "began" not in said:
        # Before it begins it has read nothing of the file, so that its words can be shown.
        tail = plain(heard.errors.decode("utf-8", "replace")[-1_500:])
        raise RuntimeError(f"A reader did not start ({heard.child.returncode}):\n{tail}")
    raise ended(heard.why or _why(heard), name, heard.limits)


def _why(heard: _Listener) -> str:
    """Return why a child ended that nobody here ended."""
    code = -heard.child.returncode
    if code == getattr(signal, "SIGXCPU", None):
        return "cpu"
    if code == getattr(signal, "SIGXFSZ", None):
        return "file size"
    if code == getattr(signal, "SIGKILL", None) or any(w in heard.errors for w in _NO_MEMORY):
        return "memory"
    return "broke off"


def _start(writable: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own program, without a shell)
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BEGIN, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(writable.resolve()),
        cwd=writable,
        start_new_session=True,
    )


class _Listener:
    """Hears a child out, and ends it once it has taken too much."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits, writable: Path) -> None:
        self.child, self.limits, self.writable = child, limits, writable
        self.errors = b""
        self.why = ""
        """Why it was ended from here; "" when it was not."""
        self._over = threading.Event()
        self._threads = [threading.Thread(target=each, daemon=True)
                         for each in (self._keep_errors, self._watch)]  # fmt: skip
        for thread in self._threads:
            thread.start()

    def ask(self, asked: Asked, meanwhile: Callable[[], None] | None) -> None:
        """Tell the child its task, and to begin once `meanwhile` is done."""
        # A child that ended at once does not listen; why it did is found later.
        with suppress(BrokenPipeError), _stream(self.child.stdin) as stream:
            stream.write(json.dumps(asdict(asked), allow_nan=False).encode() + b"\n")
            stream.flush()
            if meanwhile:
                meanwhile()
            stream.write(b"\n")

    def hear(self, progress: Callable[[str, float], None] | None) -> dict[str, Any]:
        """Return what the child says, by kind, until it says its result or has no more to say."""
        said: dict[str, Any] = {}
        output = _stream(self.child.stdout)
        while line := output.readline(self.limits.answer_bytes):
            if not line.endswith(b"\n"):
                # Cut off: by its own end, which its exit tells of, or by our limit.
                self._end("answer" if len(line) == self.limits.answer_bytes else "")
                break
            try:
                kind, value = read_message(line)
            except ValueError:
                self._end("answer")
                break
            if kind == "result":
                return said | {kind: value}
            if kind != "progress":
                said[kind] = value
            elif progress and (step := _step_of(value)):
                progress(*step)
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(_GRACE_S)
        return said

    def release(self) -> None:
        """End a child that has said its result, without waiting for its memory to be given back."""
        if sys.platform == "win32":  # where its folder cannot be moved as long as it is there
            self.close()
        else:
            threading.Thread(target=self.close, daemon=True).start()

    def close(self) -> None:
        """End the child and whatever it may have started, if any of it is still there."""
        self._end("")
        self.child.wait()
        self._over.set()
        for thread in self._threads:
            thread.join(_GRACE_S)
        _stream(self.child.stdout).close()

    def _keep_errors(self) -> None:
        with _stream(self.child.stderr) as stream:
            while part := stream.read1(4096):  # type: ignore[attr-defined]  # it is buffered
                self.errors = (self.errors + part)[-_LONGEST_ERRORS:]

    def _watch(self) -> None:
        last = time.monotonic() + self.limits.wall_seconds
        while not self._over.wait(_LOOK_EVERY_S):
            if time.monotonic() > last:
                self._end("time")
            elif _takes_too_much(self.writable, self.limits.file_bytes):
                self._end("file size")

    def _end(self, why: str) -> None:
        if self.child.returncode is not None:
            return
        self.why = self.why or why
        if sys.platform == "win32":
            self.child.kill()
        else:
            # It leads a group of its own, and is not waited for yet: the number is still its.
            with suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("no pipe")
    return stream


def _step_of(said: Any) -> tuple[str, float] | None:  # noqa: ANN401 (any JSON)
    match said:
        case [str() as stage, float() | int() as fraction]:
            return plain(stage)[:200], min(max(float(fraction), 0.0), 1.0)
    return None


def _takes_too_much(folder: Path, most_bytes: int) -> bool:
    size = files = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # gone meanwhile
                size += (Path(place) / name).lstat().st_size
            files += 1
            if size > most_bytes or files > _MOST_FILES:
                return True
    return False


def _shown_name(arguments: dict[str, Any], readable: Sequence[Path]) -> str:
    given = arguments.get("file_name")
    return given if isinstance(given, str) else readable[0].name if readable else "The file"


def _require_plain(path: Path, name: str) -> None:
    # Anything else may wait for ever, or never end.
    if not path.exists():
        raise SourceFileError(name, "there is no such file", "Check its name and folder.")
    if not path.is_file() and not path.is_dir():
        raise SourceFileError(name, "it is no file but a device or a pipe", ANEW)
