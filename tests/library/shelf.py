"""Versions of a few small files, for tests of the library on disk."""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING

from incidents.library.about import original_file, version_id
from incidents.library.stored import READER_VERSION, Counts, StoredCard, VersionAbout
from incidents.readers.raw import Container, Format

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.library.store import Library
    from incidents.library.stored import StoredVersion

PART = 16_384
WRITTEN = {original_file(Container.DELIMITED): 12 * PART, "incidents.parquet": 4 * PART,
           "actors.parquet": 2000, "rejected.csv": 300}  # fmt: skip
"""The files of a version, and how many bytes each has."""


def make_about(seed: int = 0) -> VersionAbout:
    """Return what is said of the version that `seed` makes."""
    sha256 = hashlib.sha256(str(seed).encode()).hexdigest()
    return VersionAbout(
        version=version_id(sha256, "", Format.PLAIN, READER_VERSION),
        imported="2026-03-05T10:20:30Z",
        file_name=f"../../أحداث {seed}.csv",
        bytes=WRITTEN["original.csv"],
        sha256=sha256,
        format=Format.PLAIN,
        container=Container.DELIMITED,
        reader_version=READER_VERSION,
        card=StoredCard(title=f"Table {seed}", caveats=("made up",)),
        counts=Counts(rows=3, accepted=1, rejected=1, duplicates=1),
        warnings={"province disagrees with the point": 1},
    )


def fill(staging: Path, seed: int) -> None:
    """Write the files of a version, in parts as a reader does, and last what they hash to."""
    hashes = {}
    for name, size in WRITTEN.items():
        content = random.Random(f"{seed} {name}").randbytes(size)  # noqa: S311 (no secret)
        hashes[name] = hashlib.sha256(content).hexdigest()
        with (staging / name).open("wb") as file:
            for start in range(0, size, PART):
                file.write(content[start : start + PART])
                file.flush()
    (staging / "report.json").write_text(json.dumps(hashes), encoding="utf-8")


def bring(library: Library, name: str, seed: int) -> StoredVersion:
    """Bring a version in, as an import does."""
    staging = library.begin()
    fill(staging, seed)
    return library.commit(staging, name, make_about(seed))


def faults_of(version: StoredVersion) -> list[str]:
    """Return which files of a version are not what they were when it was made."""
    told = version.folder / "report.json"
    if not told.is_file():
        return ["report.json is missing"]
    hashes = json.loads(told.read_text(encoding="utf-8"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in version.folder.iterdir()
        if path.name not in {"report.json", "import.json"}
    }
    return [] if found == hashes and set(found) == set(WRITTEN) else [f"{found} is not {hashes}"]
