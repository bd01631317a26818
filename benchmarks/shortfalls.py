"""Why a target is not met, in words, and what design would meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.verdicts import Target

_COUNTED_BEFORE = "Counts kept by cell, day and kind would answer it without looking at rows."
REASONS = {
    "1 000 000, cold: a tile of the region, at most 4 ×": (
        "With nothing chosen, the floor only adds up two numbers and a byte of each row. A tile "
        "has to work out each row's cell as well, and the mean place of each cell. "
        f"{_COUNTED_BEFORE}"
    ),
    "1 000 000, cold: a tile of a town, at least 5 ×": (
        "About two milliseconds go into preparing the question and putting the answer together, "
        "however many rows there are; pandas has few rows left to group in a town."
    ),
    "1 000 000, cold: timeline, months, at most 4 ×": (
        "Its columns are the narrowest of all, a few bits and bytes, so that the floor is under a "
        "millisecond with nothing chosen. The bars of months and kinds take one pass that makes a "
        "number of each row and one that counts those; putting two hundred spans and their titles "
        f"together takes three milliseconds more. {_COUNTED_BEFORE}"
    ),
    "1 000 000, cold: timeline, months, at least 5 ×": (
        "With a tenth of the period chosen, pandas groups a tenth of the rows, and the same three "
        "milliseconds weigh the more. An order of rows by day beside the spatial one, four bytes a "
        "row, would find that tenth without a pass over all rows."
    ),
    "1 000 000, cold: figures, with actors, at least 5 ×": (
        "It is within 4 × the floor, and the floor alone takes a sixth of what pandas takes: each "
        "actor's part in each incident has to be looked at. Counts by day and actor, kept "
        "beforehand, would answer filters of dates."
    ),
    "1 000 000 to 10 000 000 incidents": (
        "A tenth of the rows fits into the processor's caches and all of them do not, so that each "
        "row takes a little longer."
    ),
    "1 000 000: an extra session": (
        "A session itself takes what it takes when it is open. What grows while readers read is "
        "most likely what is remembered for all of them, within bounds, and memory that the "
        "allocator keeps for the next answer: one reader fills less of both than many do."
    ),
}
"""By what a target's words begin with; `5 ×` and `5 times` say the same."""


def build_shortfalls(targets: Iterable[Target]) -> str:
    """Return a list in Markdown of the targets that are not met; "" if there is none."""
    lines = []
    for target in targets:
        if target.met is Verdict.MISSED:
            said = target.must.replace(" times", " ×")
            reasons = (why for begins, why in REASONS.items() if said.startswith(begins))
            lines.append(f"- *{target.must}.* {next(reasons, 'The reason is not known.')}")
    return "\n".join(lines)
