"""Measures many readers at once, on a server of its own for each number of sessions.

    python -m benchmarks.sessions --size 1000000 --sessions 1,10,50 --seconds 60 --out sessions.json

Readers are Streamlit's own protocol over WebSockets, without a browser; each has a map that asks
the API for what a browser's map asks for. Client and server share the machine: the tables say what
either took of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.machine import describe_machine
from benchmarks.paths import PROJECT
from benchmarks.prepared import SERVED, prepare_data
from benchmarks.sessions.load import Load, Measured, measure_load
from benchmarks.sessions.report import build_report, summarize_load
from benchmarks.sessions.served import ServedApp
from benchmarks.sessions.tiles import Throughput, measure_ceiling, measure_tiles

UNPACED_SESSIONS = 4
UNPACED_S = 20.0
TILES_S = 6.0
CONNECTIONS = (1, 10, 50)


def measure_readers(data: Path, loads: list[Load]) -> list[Measured]:
    """Return what each load did, each to a server of its own."""
    found = []
    for load in loads:
        with ServedApp(data) as app:
            found.append(asyncio.run(measure_load(app, load)))
        print(f"{load}: {len(found[-1].interactions)} interactions", file=sys.stderr, flush=True)
    return found


def measure_throughput(data: Path, seconds: float) -> list[Throughput]:
    """Return how many tiles a second the server gives, and what the client takes at most."""
    with ServedApp(data) as app:
        found = asyncio.run(measure_tiles(app, CONNECTIONS, seconds))
    return found + asyncio.run(measure_ceiling(CONNECTIONS, seconds))


def parse_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sessions", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--data", type=Path, default=PROJECT / "data" / "curated",
                        help="folder of tables to serve")  # fmt: skip
    parser.add_argument("--size", type=int, help="so many synthetic incidents instead of a folder")
    parser.add_argument("--sessions", default="1,10,50", help="numbers of sessions, by commas")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long readers read")
    parser.add_argument("--pace", type=float, default=10.0,
                        help="seconds from one interaction of a reader to its next")  # fmt: skip
    parser.add_argument("--out", type=Path, help="file for everything measured, as JSON")
    return parser.parse_args()


def main() -> None:
    """Measure everything and print the tables."""
    given = parse_arguments()
    data = prepare_data(given.size) / SERVED if given.size else given.data
    counts = sorted({int(part) for part in given.sessions.split(",")})
    loads = measure_readers(data, [Load(count, given.seconds, given.pace) for count in counts])
    unpaced = measure_readers(
        data, [Load(UNPACED_SESSIONS, UNPACED_S, 0, with_map=whether) for whether in (False, True)]
    )
    tiles = measure_throughput(data, TILES_S)
    machine, report = describe_machine(), build_report(loads, unpaced, tiles)
    if given.out:
        told = {
            "machine": machine,
            "size": given.size,
            "seconds": given.seconds,
            "pace_s": given.pace,
            "summary": [asdict(summarize_load(loads[0], each)) for each in loads],
            "report": report,
            "loads": [asdict(each) for each in loads],
            "unpaced": [asdict(each) for each in unpaced],
            "tiles": [asdict(each) for each in tiles],
        }
        given.out.write_text(json.dumps(told), encoding="utf-8")
    print(f"{machine}.\n")
    print(report)


if __name__ == "__main__":
    main()
