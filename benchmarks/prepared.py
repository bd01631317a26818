"""Synthetic datasets as files, written once and shared by everything that measures."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.datasets import write_dataset
from benchmarks.paths import DATA, HOME, PROJECT
from benchmarks.synthetic import make_incidents
from incidents.library.layouts import open_folder
from incidents.settings import Settings

TABLE = "incidents.parquet"
"""The peers' incidents, in the folder of a dataset."""
SERVED = "atlas"
"""Our app's folder, in the folder of a dataset."""
_LAID_OUT = "laid-out.json"


def prepare_data(size: int, data: Path = DATA, *, served: bool = True) -> Path:
    """Return the folder with the dataset of a size, writing what is not there yet.

    It is written by a process of its own, which leaves nothing in the memory of this one.

    Args:
        size: Number of incidents.
        data: Where datasets are kept.
        served: Whether our app is to serve it, too.
    """
    folder = _folder_of(size, data)
    wanted = [folder / TABLE, *([folder / _LAID_OUT] if served else [])]
    if not all(file.is_file() for file in wanted):
        command = [sys.executable, "-m", "benchmarks.prepared", str(size), "--data", str(data)]
        command += [] if served else ["--peers-only"]
        subprocess.run(command, cwd=PROJECT, check=True)  # noqa: S603 (our own module)
    return folder


def read_laying_out_s(folder: Path) -> float:
    """Return the seconds in which a prepared dataset was laid out for queries."""
    told = json.loads((folder / _LAID_OUT).read_text(encoding="utf-8"))
    return float(told["seconds"])


def _folder_of(size: int, data: Path) -> Path:
    # what writes a dataset, and what says how the app wants it
    own = [PROJECT / "benchmarks" / name for name in ("synthetic.py", "datasets.py")]
    rooms = [PROJECT / "incidents" / name for name in ("model", "library")]
    writers = own + sorted(path for room in rooms for path in room.glob("*.py"))
    edition = hashlib.sha256(b"".join(path.read_bytes() for path in writers)).hexdigest()[:8]
    # layouts go by the whole path of their folder
    return data.resolve() / f"{size}-{edition}"


def _write(size: int, folder: Path, *, served: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        unfinished = Path(scratch)
        if not (folder / TABLE).is_file():
            make_incidents(size).write_parquet(unfinished / TABLE)
            (unfinished / TABLE).rename(folder / TABLE)
        if served and not (folder / SERVED).is_dir():
            write_dataset(size, unfinished / SERVED)
            (unfinished / SERVED).rename(folder / SERVED)
    if served:
        _lay_out(folder)


def _lay_out(folder: Path) -> None:
    """Lay out what queries read, as the app does when it first opens a dataset."""
    began = time.perf_counter()
    open_folder(folder / SERVED, replace(Settings(), home=HOME))
    told = {"seconds": time.perf_counter() - began}
    (folder / _LAID_OUT).write_text(json.dumps(told), encoding="utf-8")


def main() -> None:
    """Write one dataset."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prepared", description=__doc__)
    parser.add_argument("size", type=int, help="number of incidents")
    parser.add_argument("--data", type=Path, default=DATA, help="folder for datasets")
    parser.add_argument("--peers-only", action="store_true", help="not what our app serves")
    asked = parser.parse_args()
    print(f"Writing {asked.size:,} incidents", flush=True)
    _write(asked.size, _folder_of(asked.size, asked.data), served=not asked.peers_only)


if __name__ == "__main__":
    main()
