"""How much a reader of a foreign file may take before it is ended."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

_NICENESS = 5


@dataclass(frozen=True)
class Limits:
    """What the child process may take at most."""

    memory_bytes: int = 6 << 30
    """Of address space: Polars and Arrow reserve more than they touch, about 0.5 GB at first."""
    cpu_seconds: int = 300
    """Over all cores."""
    wall_seconds: float = 600.0
    file_bytes: int = 8 << 30
    """Of any file it writes, and of all of them together."""
    open_files: int = 512
    answer_bytes: int = 16 << 20
    """Of what it answers, as JSON."""


def apply_limits(limits: Limits) -> tuple[str, ...]:
    """Limit this process for good; return the names of the limits that hold.

    There is no limit on the number of processes: it would count the threads of everything else
    that the same person runs. The filter of system calls allows threads and no process.
    """
    if sys.platform == "win32":
        return ()
    import resource  # noqa: PLC0415 (Windows has no such module)

    wanted = {
        "memory": (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        # A second more: the first signal says what happened, the second cannot be ignored.
        "cpu": (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        "file size": (resource.RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes),
        "open files": (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        "core": (resource.RLIMIT_CORE, 0, 0),
    }
    held = []
    for name, (which, soft, hard) in wanted.items():
        _, highest = resource.getrlimit(which)
        most = hard if highest == resource.RLIM_INFINITY else min(hard, highest)
        try:
            resource.setrlimit(which, (min(soft, most), most))
        except (ValueError, OSError):  # macOS has the name of a memory limit only
            continue
        held.append(name)
    # Whoever is looking at a page goes first.
    os.nice(_NICENESS)
    return tuple(held)
