"""What may go wrong while an app is measured."""

from __future__ import annotations


class MeasuringError(Exception):
    """Base class: the app could not be measured, for the reason it says."""


class TabCrashedError(MeasuringError):
    """The browser's tab is gone."""

    def __init__(self) -> None:
        super().__init__("the browser's tab crashed")


class TooSlowError(MeasuringError):
    """A step took longer than the limit."""

    def __init__(self, limit_s: float, found: str = "") -> None:
        self.limit_s = limit_s
        super().__init__(f"over {limit_s:.0f} s" + (f" ({found})" if found else ""))


class PageError(MeasuringError):
    """The page shows an error, or a script of ours failed in it."""

    def __init__(self, said: str) -> None:
        super().__init__(" ".join(said.split())[:300])


class WrongCountError(MeasuringError):
    """The page says another number of incidents than the filter selects."""

    def __init__(self, said: int | None, expected: int) -> None:
        self.said, self.expected = said, expected
        super().__init__(f"the page says {said} incidents, the filter selects {expected}")


class MissingPartError(MeasuringError):
    """Something that is needed on the page is not there."""

    def __init__(self, part: str) -> None:
        super().__init__(f"there is no {part} on the page")


class ServerError(MeasuringError):
    """An app's server did not start, or ended by itself."""

    def __init__(self, name: str, log: str) -> None:
        super().__init__(f"the server of {name} does not run; it printed: {log[-1000:]}")


class MissingToolError(MeasuringError):
    """A program or file that the benchmark needs is not on this machine."""
