"""A program that makes one change to copies of a library, killed at its first step, its second, …

A step is anything that makes, renames, removes or opens a file or folder. The last copy is the one
on which the change came to its end.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from incidents.library.store import Library
from tests.library.shelf_program import change

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}


def die_at(last: int) -> None:
    """Have this process killed just before its step number `last`."""
    count = 0

    def step(event: str, _told: object) -> None:
        nonlocal count
        count += event in STEPS
        if count > last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)


def main(home: str, copies: str, kind: str, name: str, value: str) -> None:
    number, ended = 0, False
    while not ended:
        copy = shutil.copytree(home, Path(copies) / f"{number:03}")
        child = os.fork()
        if not child:
            library = Library(Path(copy))
            die_at(number)
            change(library, kind, name, value)
            os._exit(0)
        ended = os.waitpid(child, 0)[1] == 0
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
