"""What is said of an actor over time: a row of marks for each stance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_ROW_PX = 26
_AXIS_PX = 40


def build_stance_chart(
    marks: Sequence[tuple[date, str]],
    words: Sequence[str],
    period: tuple[date, date],
    colour: str,
) -> alt.Chart:
    """Return a chart of incidents over time, one row for each of `words`.

    Args:
        marks: The date of each incident and the word that stands on it.
        words: The rows, from the top.
        period: First and last day of the axis.
        colour: Of every mark; the row says which word it is.
    """
    values = [{"date": day.isoformat(), "word": word} for day, word in marks]
    first, last = (day.isoformat() for day in period)
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_point(filled=True, size=70, opacity=0.75, color=colour)
        .encode(
            x=alt.X(
                "date:T",
                title=None,
                scale=alt.Scale(domain=[first, last]),
                axis=alt.Axis(format="%b %Y", tickCount=6, grid=True),
            ),
            y=alt.Y("word:N", title=None, sort=list(words), scale=alt.Scale(domain=list(words)),
                    axis=alt.Axis(labelLimit=240, grid=True)),
            shape=alt.Shape("word:N", legend=None, sort=list(words)),
            tooltip=[
                alt.Tooltip("date:T", format="%d %b %Y", title="Date"),
                alt.Tooltip("word:N", title="Word"),
            ],
        )
        .properties(height=_ROW_PX * max(1, len(words)) + _AXIS_PX)
    )  # fmt: skip
    return chart
