"""Measures apps in a real browser and prints the results as tables.

Examples:
    python -m benchmarks.browser --apps blank,naive,atlas --sizes 1000,10000 --runs 3
    python -m benchmarks.browser --report results.json
    python -m benchmarks.browser --report results.json --waterfall atlas:1000:open
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from benchmarks.browser.apps import APPS
from benchmarks.browser.errors import MissingToolError
from benchmarks.browser.session import Plan, measure
from benchmarks.browser.tables import build_tables, build_waterfall
from benchmarks.paths import DATA, KEPT


def main() -> int:
    """Measure, or report what was measured."""
    asked = _read_arguments()
    if asked.report:
        results = json.loads(asked.report.read_text(encoding="utf-8"))
    else:
        plan = Plan(
            apps=tuple(asked.apps.split(",")),
            sizes=tuple(map(int, asked.sizes.split(","))),
            runs=asked.runs,
            tries=asked.tries,
            limit_s=asked.limit,
            data=asked.data,
            pictures=asked.pictures,
        )
        # ended from outside, it still ends the servers and the browser it started
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        try:
            for results in measure(plan):
                asked.out.write_text(json.dumps(results, indent=1), encoding="utf-8")
        except MissingToolError as error:
            print(error, file=sys.stderr)
            return 1
    if asked.waterfall:
        app, size, step = asked.waterfall.split(":")
        print(build_waterfall(results, app, int(size), step))
    else:
        print(build_tables(results))
    return 0


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.browser",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--apps", default=",".join(APPS), help="some of: %(default)s")
    parser.add_argument("--sizes", default="1000,100000", help="numbers of incidents")
    parser.add_argument("--runs", type=int, default=3, help="how often each app is measured")
    parser.add_argument("--tries", type=int, default=3, help="for a run that others disturb")
    parser.add_argument("--limit", type=float, default=60, help="seconds that a step may take")
    parser.add_argument("--out", type=Path, default=KEPT / "results.json", help="file for results")
    parser.add_argument("--data", type=Path, default=DATA, help="folder for datasets")
    parser.add_argument("--pictures", type=Path, default=KEPT / "pictures", help="screenshots")
    parser.add_argument("--report", type=Path, metavar="FILE", help="only print results of FILE")
    parser.add_argument(
        "--waterfall", metavar="APP:SIZE:STEP", help="print the requests of a step, open or filter"
    )
    asked = parser.parse_args()
    unknown = set(asked.apps.split(",")) - set(APPS)
    if unknown:
        parser.error(f"there is no app {', '.join(sorted(unknown))}; there are {', '.join(APPS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
