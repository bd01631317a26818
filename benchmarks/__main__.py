"""Measures everything, one process after another, and writes RESULTS.md.

    python -m benchmarks
    python -m benchmarks --parts query,browser --sizes 1000,10000
    python -m benchmarks --report

What a part and size gave is kept under test-results/benchmark until it is measured anew, and
RESULTS.md says all that is kept: what was broken off goes on with --parts and --sizes.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.browser.errors import MissingToolError
from benchmarks.measured import SIZES, read_measured
from benchmarks.parts import PARTS, check_tools, usual_parts
from benchmarks.paths import HOME, KEPT, PROJECT
from benchmarks.results import build_results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.parts import Step

RESULTS = PROJECT / "benchmarks" / "RESULTS.md"
_HEEDED = ("INCIDENTS_REAL_DATA", "INCIDENTS_CHROMIUM")
"""What the benchmark itself is told; other settings would change what is measured."""


def main() -> int:
    """Measure what was asked for, and write what is known by then."""
    asked = _read_arguments()
    failed: list[str] = []
    if not asked.report:
        parts = asked.parts or usual_parts()
        try:
            check_tools(parts)
        except MissingToolError as error:
            print(error, file=sys.stderr)
            return 1
        # ended from outside, it still lets its part end what that has started
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        failed = _run_parts(parts, sorted(asked.sizes), asked.kept)
    asked.out.write_text(build_results(read_measured(asked.kept)), encoding="utf-8")
    print(f"Written: {asked.out}")
    if failed:
        print(f"Not measured, for what is said above: {'; '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _run_parts(parts: Sequence[str], sizes: Sequence[int], kept: Path) -> list[str]:
    """Run every step of some parts, and return which failed."""
    kept.mkdir(parents=True, exist_ok=True)
    failed = []
    for part, list_steps in PARTS.items():
        if part in parts:
            for step in list_steps(sizes, kept):
                print(f"== {step.words}", flush=True)
                failed += [] if _run(step) else [step.words]
    return failed


def _run(step: Step) -> bool:
    """Run a step, and keep its results only if it did not fail."""
    unfinished = step.kept.with_suffix(".unfinished") if step.kept else None
    out = ["--out", str(unfinished)] if unfinished else []
    command = [sys.executable, *step.command, *out]
    with subprocess.Popen(command, cwd=PROJECT, env=_environ()) as process:  # noqa: S603 (our own)
        try:
            done = process.wait() == 0
        finally:
            process.terminate()
    if done and step.kept and unfinished:
        unfinished.replace(step.kept)
    return done


def _environ() -> dict[str, str]:
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("INCIDENTS_") or name in _HEEDED
    }
    return others | {"INCIDENTS_HOME": str(HOME)}


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--parts", type=_read_parts, help=f"some of {','.join(PARTS)}; "
                        "by default all but spark")  # fmt: skip
    parser.add_argument("--sizes", type=_read_sizes, default=SIZES, help="numbers of incidents")
    parser.add_argument("--report", action="store_true", help="measure nothing, only write")
    parser.add_argument("--kept", type=Path, default=KEPT, help="folder for what was measured")
    parser.add_argument("--out", type=Path, default=RESULTS, help="file to write")
    return parser.parse_args()


def _read_parts(text: str) -> tuple[str, ...]:
    parts = tuple(text.split(","))
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(
            f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}"
        )
    return parts


def _read_sizes(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


if __name__ == "__main__":
    sys.exit(main())
