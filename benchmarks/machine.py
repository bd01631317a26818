"""The machine that measures: what it is, and what this process has of its memory."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("streamlit", "polars", "narwhals", "pandas", "numpy", "folium", "streamlit-folium")
_GB = 1e9


@dataclass(frozen=True)
class Memory:
    """Resident memory, in MB of a million bytes."""

    anonymous_mb: float
    """The process's own."""
    mapped_mb: float
    """Pages of files, which the system takes back when others need room."""


def describe_machine(*more: str) -> str:
    """Return the machine and the versions, as every file of results says them.

    Args:
        more: Packages to be named besides the usual.
    """
    packages = ", ".join(f"{name} {version(name)}" for name in (*_PACKAGES, *more))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _GB
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {memory:.0f} GB of memory"
    return f"{machine}, Python {platform.python_version()}, {packages}"


def read_memory() -> Memory:
    """Return what this process has now."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kilobytes = {
        line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Rss")
    }
    return Memory(kilobytes["RssAnon"] * 1.024e-3, kilobytes["RssFile"] * 1.024e-3)
