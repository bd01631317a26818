"""A program that changes a library without end and says what it does, to be killed at it.

Before each change it prints what it will do, and after the change has returned, that it is done.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from incidents.library.store import Library
from tests.library.shelf import bring, make_about

NAMES = ("a", "b", "c")
MOST_VERSIONS = 4
SEEDS = 40


def say(*words: object) -> None:
    os.write(1, (json.dumps(words) + "\n").encode())


def choose(library: Library, chance: random.Random) -> tuple[str, str, str]:
    """Return what to do next, to which dataset, and with which version."""
    name, seed = chance.choice(NAMES), chance.randrange(SEEDS)
    found = {each.name: each for each in library.list(removed=True)}.get(name)
    if found is None:
        return "bring", name, str(seed)
    versions = [each.about.version for each in found.versions]
    if len(versions) >= MOST_VERSIONS:
        return "delete", name, ""
    kinds = ["bring"] * 6 + ["activate", "activate", "restore" if found.removed else "remove"]
    kind = chance.choice(kinds)
    return kind, name, {"bring": str(seed), "activate": chance.choice(versions)}.get(kind, "")


def change(library: Library, kind: str, name: str, value: str) -> None:
    if kind == "bring":
        bring(library, name, int(value))
    elif kind == "activate":
        library.activate(name, value)
    else:
        getattr(library, kind)(name)


def main(home: str, seed: str) -> None:
    library, chance = Library(Path(home)), random.Random(seed)  # noqa: S311 (no secret)
    say("ready")
    while True:
        kind, name, value = choose(library, chance)
        version = make_about(int(value)).version if kind == "bring" else value
        say("begins", kind, name, version)
        change(library, kind, name, value)
        say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
