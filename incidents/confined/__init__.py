"""The limited child process in which foreign files are parsed, and how to ask it."""

from incidents.confined.limits import Limits
from incidents.confined.running import run_confined

__all__ = ["Limits", "run_confined"]
