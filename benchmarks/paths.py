"""Where the benchmarks keep what they write and measure; nothing of it is a reader's."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
KEPT = PROJECT / "test-results" / "benchmark"
"""Results as JSON, one file for each part and size."""
DATA = KEPT / "data"
"""Synthetic datasets, each written once."""
HOME = KEPT / "home"
"""`INCIDENTS_HOME` of everything measured: layouts are made once, and in nobody's own folder."""
