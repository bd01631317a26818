"""The dates below the timeline, as the browser works them out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from incidents.ui.mounting import COMPONENTS

RUN = """async ([code, first, last, width]) => {
  const scale = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const ticks = scale.ticksOf(scale.makeScale(first, last, width));
  return ticks.map(({ day, label }) => [scale.isoDay(day), label]);
}"""


@pytest.fixture
def ticks(visitor):
    """Return the days of an axis that have a label, and the labels."""
    visitor.page.goto("about:blank")
    code = (COMPONENTS / "timeline_scale.js").read_text(encoding="utf-8")

    def run(first, last, width):
        found = visitor.page.evaluate(RUN, [code, first, last, width])
        return [(day, label) for day, label in found if label]

    return run


@pytest.mark.parametrize(
    ("first", "last", "width", "labels"),
    [
        ("2024-03-02", "2024-03-06", 1000, ["2 Mar 2024", "3 Mar", "4 Mar", "5 Mar", "6 Mar"]),
        ("2024-03-02", "2024-03-06", 300, ["2 Mar 2024", "4 Mar", "6 Mar"]),
        ("2024-03-02", "2024-03-02", 300, ["2 Mar 2024"]),
        ("2024-12-30", "2025-01-02", 1000, ["30 Dec 2024", "31 Dec", "1 Jan 2025", "2 Jan"]),
        ("2024-01-15", "2024-06-20", 1000, ["Feb", "Mar", "Apr", "May", "Jun"]),
    ],
)
def test_an_axis_of_days_has_days_and_one_of_months_months(ticks, first, last, width, labels):
    assert [label for _, label in ticks(first, last, width)] == labels


@pytest.mark.parametrize("width", [280, 1000])
@pytest.mark.parametrize("days", [1, 2, 7, 30, 62, 75, 76, 120, 400, 4000])
@pytest.mark.parametrize("first", [date(2021, 1, 1), date(2020, 12, 31), date(2024, 2, 15)])
def test_every_axis_has_a_date_and_none_has_too_many(ticks, first, days, width):
    last = first + timedelta(days=days - 1)
    found = ticks(first.isoformat(), last.isoformat(), width)
    assert found
    assert len(found) <= max(1, width / 30)
    assert all(first.isoformat() <= day <= last.isoformat() for day, _ in found)
