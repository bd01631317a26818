"""Progress of long work, on standard error, so that standard output holds answers only."""

from __future__ import annotations

import sys
import time

import click

_REPORT_EVERY_S = 5.0


def plural(count: int, one: str) -> str:
    """Return "1 row" or "2 rows"."""
    return f"{count} {one if count == 1 else one + 's'}"


class Progress:
    """Shows a step and the share done: in place on a terminal, now and then in a log."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._step = ""
        self._said = -_REPORT_EVERY_S

    def __call__(self, step: str, share: float) -> None:
        """Say what is being done and the share done, 0 to 1."""
        words = f"{step} … {share:.0%}"
        if self._live:
            click.echo(f"\r\x1b[K{words}", nl=False, err=True)
        elif step != self._step or time.monotonic() - self._said >= _REPORT_EVERY_S:
            click.echo(words, err=True)
            self._said = time.monotonic()
        self._step = step

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self._live and self._step:
            click.echo("\r\x1b[K", nl=False, err=True)
        self._step = ""
