"""Everything measured, read from the JSON files that the parts leave, one for each size."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THOUSAND, HUNDRED_THOUSAND, MILLION, TEN_MILLION = 1_000, 100_000, 1_000_000, 10_000_000
SIZES = (THOUSAND, 10_000, HUNDRED_THOUSAND, MILLION, TEN_MILLION)
_QUERY_TABLES = ("timings", "loaded", "tiles", "equal_tiles")


@dataclass(frozen=True)
class Measured:
    """What there is; whatever was not measured is empty."""

    browser: dict[str, Any] = field(default_factory=lambda: {"records": []})
    """As `benchmarks.browser` gives it, all sizes in one."""
    query: dict[str, list[Any]] = field(
        default_factory=lambda: {name: [] for name in _QUERY_TABLES}
    )
    """As `benchmarks.query` gives it, all sizes in one."""
    sessions: dict[str, Any] | None = None
    """As `benchmarks.sessions` gives it, of a million incidents where there are several."""
    playing: list[dict[str, Any]] = field(default_factory=list)
    """As `benchmarks.playing` gives it, a row for each reading of the map."""
    machines: tuple[str, ...] = ()
    """What each part said of the machine and the versions."""


def file_of(part: str, kept: Path, size: int) -> Path:
    """Return where the results of a part are kept."""
    return kept / f"{part}-{size}.json"


def read_measured(kept: Path) -> Measured:
    """Return what a folder holds."""
    browser, query, sessions, playing = (
        list(_read_sizes(part, kept)) for part in ("browser", "query", "sessions", "playing")
    )
    read = max(sessions, key=lambda each: (each["size"] == MILLION, each["size"]), default=None)
    found = [*browser, *query, *([read] if read else []), *playing]
    return Measured(
        {"records": [record for each in browser for record in each["records"]]},
        {name: [row for each in query for row in each.get(name, [])] for name in _QUERY_TABLES},
        read,
        [row for each in playing for row in each["playing"]],
        tuple(dict.fromkeys(each["machine"] for each in found)),
    )


def list_failed(kept: Path, size: int) -> set[str]:
    """Return the apps that failed in the browser with fewer incidents."""
    records = read_measured(kept).browser["records"]
    return {each["app"] for each in records if each["fail"] and each["size"] < size}


def _read_sizes(part: str, kept: Path) -> Iterator[dict[str, Any]]:
    files = {}
    for file in kept.glob("*.json"):
        if named := re.fullmatch(rf"{part}-(\d+)", file.stem):
            files[int(named[1])] = file
    for _, file in sorted(files.items()):
        yield json.loads(file.read_text(encoding="utf-8"))
