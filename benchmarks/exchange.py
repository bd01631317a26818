"""Measures bringing a file in and taking everything away, against reading and writing alone.

python -m benchmarks.exchange --sizes 100000,1000000
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import polars as pl
import pyarrow.parquet as pq

from benchmarks.acled_files import write_acled
from benchmarks.machine import describe_machine
from benchmarks.paths import DATA
from incidents.exports.downloads import FileKind, build_download
from incidents.library.datasets import load_atlas
from incidents.library.importing import Importer, Request
from incidents.query.filters import IncidentFilter
from incidents.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incidents.library.datasets import Dataset
    from incidents.settings import Settings

RESULTS = Path(__file__).parent / "RESULTS-exchange.md"
RUNS = 3
_REST_S = 0.5
_DAY = date(2026, 1, 1)
_NAME = "acled-bench"
_MOST_IMPORT, _MOST_EXPORT = 6, 2
_MB = 1e6
_FILES = ((FileKind.CSV, "CSV"), (FileKind.PARQUET, "GeoParquet"))
_KEPT = (
    f"To keep: importing at most {_MOST_IMPORT} × reading, exporting at most {_MOST_EXPORT} × "
    "writing, at 1,000,000 rows."
)
_HEAD = "| rows | file, MB | reading, s | import, s | ratio | child's peak, MB | first view, s |"
ABOUT = """\
Written by `python -m benchmarks.exchange`. The file is synthetic, in ACLED's layout of 31 columns
(`acled_files.py`). *Import* is everything from the file to a dataset on disk: copied, hashed, read
in the confined process, every row judged, coded and placed, tables written and synced. *Reading*
is `polars.read_csv` alone on the same file, in turns with it. *First view* is what the first page
afterwards waits for: the datasets put together and laid out, once. *Export* is a download read to
its end and written to disk; *writing* is the bare writer (`polars.write_csv`,
`pyarrow.parquet.write_table`) on a frame of the same rows and columns that is in memory already.
Medians; the files lie in the system's cache."""


@dataclass
class Found:
    """What one size came to, in seconds."""

    size: int
    file_mb: float
    reading: list[float] = field(default_factory=list)
    importing: list[float] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    child_mb: float = 0.0
    view: float = 0.0
    exports: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Of each kind: ours and the bare writer."""


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100000,1000000")
    sizes = [int(each) for each in parser.parse_args().sizes.split(",")]
    found = [measure(size) for size in sizes]
    RESULTS.write_text(build_page(found), encoding="utf-8")
    print(f"Written: {RESULTS}")


def measure(size: int) -> Found:
    """Return what one size comes to."""
    file = DATA / f"acled-{size}.csv"
    if not file.is_file():
        write_acled(size, file)
    found = Found(size, file.stat().st_size / _MB)
    with tempfile.TemporaryDirectory(dir=DATA) as folder:
        settings = replace(read_settings(), home=Path(folder))
        for number in range(RUNS):
            if number:
                Importer(settings).delete(_NAME)
            for taken, call in (
                (found.reading, lambda: pl.read_csv(file)),
                (found.importing, lambda: _import(file, settings, found)),
            ):
                os.sync()
                time.sleep(_REST_S)  # what went before is written and gone
                taken.append(_time(call))
        found.child_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / _MB
        found.view = _time(lambda: load_atlas(settings))
        _export(load_atlas(settings).dataset, Path(folder), found)
    return found


def _time(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _import(file: Path, settings: Settings, found: Found) -> None:
    importer = Importer(settings)
    seen = [("", time.perf_counter())]

    def progress(step: str, share: float) -> None:
        del share
        now = time.perf_counter()
        if seen[-1][0] != step:
            found.stages[seen[-1][0]] = now - seen[-1][1]
            seen.append((step, now))

    prepared = importer.prepare(Request(file, file.name, _NAME), progress)
    progress("Confirming", 1)
    importer.confirm(prepared)
    progress("", 1)


def _export(dataset: Dataset, folder: Path, found: Found) -> None:
    chosen = IncidentFilter(datasets=frozenset({_NAME}))
    os.sync()  # what was written before is not written meanwhile
    for kind, words in _FILES:
        path = folder / f"export.{kind}"
        taken = [_time(lambda: _write(path, dataset, chosen, kind)) for _ in range(RUNS)]  # noqa: B023
        bare = list(_write_bare(path, kind))
        found.exports[words] = (median(taken), median(bare))


def _write(path: Path, dataset: Dataset, chosen: IncidentFilter, kind: FileKind) -> None:
    download = build_download(dataset, chosen, kind, accessed=_DAY, accepted=(_NAME,))
    with path.open("wb") as file:
        for chunk in download.chunks:
            file.write(chunk)


def _write_bare(path: Path, kind: FileKind) -> Iterator[float]:
    """Yield the seconds that the bare writer takes for the rows that were just exported."""
    again = path.with_name("again")
    if kind is FileKind.CSV:
        frame = pl.read_csv(path)
        for _ in range(RUNS):
            yield _time(lambda: frame.write_csv(again))
    else:
        table = pq.read_table(path)
        for _ in range(RUNS):
            yield _time(lambda: pq.write_table(table, again, compression="zstd"))
    again.unlink()


def build_page(found: list[Found]) -> str:
    """Return the page, as Markdown."""
    rows = [
        f"| {each.size:,} | {each.file_mb:.0f} | {median(each.reading):.2f} | "
        f"{median(each.importing):.2f} | {median(each.importing) / median(each.reading):.1f} × | "
        f"{each.child_mb:,.0f} | {each.view:.1f} |"
        for each in found
    ]
    exports = [
        f"| {each.size:,} | {words} | {ours:.2f} | {bare:.2f} | {ours / bare:.1f} × |"
        for each in found
        for words, (ours, bare) in each.exports.items()
    ]
    last = max(found, key=lambda each: each.size)
    stages = [f"| {words} | {taken:.2f} |" for words, taken in last.stages.items() if words]
    return "\n".join(
        [
            "# Bringing in and taking away", "", ABOUT, "", f"{describe_machine()}.", "",
            _KEPT, "", _HEAD, "|--:|--:|--:|--:|--:|--:|--:|", *rows, "",
            "| rows | kind | export, s | writing, s | ratio |", "|--:|---|--:|--:|--:|", *exports,
            "", f"Where an import of {last.size:,} rows spends its time:", "",
            "| stage | s |", "|---|--:|", *stages, "",
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
