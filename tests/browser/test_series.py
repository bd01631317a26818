"""The numbers behind playing and density, as the browser computes them."""

from __future__ import annotations

import pytest

from tests.browser.test_words import go_to_a_page

RUN = """async ([module, body, values]) => {
  const code = await import(`/api/browser/${module}.js`);
  return RUNS[body](code, ...values);
}"""
RUNS = """{
  within: (code, series, window) => code.within(code.sumUp(series), window),
  windowAt: (code, last, width) => code.windowAt(last, width),
  roundUp: (code, value) => code.roundUp(value),
  back: (code, place, most) => code.placeOf(code.valueAt(place, most), most),
  mass: (code, points, size, spread) => {
    const grid = code.makeGrid({ x: 0, y: 0 }, { x: size, y: size });
    code.addPoints(grid, points);
    code.smooth(grid, spread);
    const sum = grid.values.reduce((total, value) => total + value, 0);
    const { across, values } = grid;
    const peak = values.indexOf(Math.max(...values));
    return { sum, x: (peak % across) * code.STEP_PX, y: Math.floor(peak / across) * code.STEP_PX };
  },
}"""


@pytest.fixture
def run(visitor):
    """Run one of `RUNS` on a script of the map, in the browser."""
    go_to_a_page(visitor.page, visitor.server)
    script = RUN.replace("RUNS", RUNS)
    return lambda module, name, *values: visitor.page.evaluate(script, [module, name, list(values)])


def test_a_window_holds_what_began_by_its_end_and_did_not_end_before_it(run):
    spans = [sorted((frame, frame * step % 12)) for frame in range(12) for step in (0, 1, 5, 7)]
    starts = [sum(first == frame for first, _ in spans) for frame in range(12)]
    ends = [sum(last == frame for _, last in spans) for frame in range(12)]
    late = [end - start for end, start in zip(ends, starts, strict=True)]
    for first, last in [(0, 11), (0, 0), (3, 5), (11, 11), (4, 4)]:
        expected = sum(begins <= last and ends >= first for begins, ends in spans)
        assert run("series", "within", [starts, late], [first, last]) == expected


def test_without_spans_no_second_list_is_needed(run):
    assert run("series", "within", [[1, 2, 3], []], [1, 2]) == 5


@pytest.mark.parametrize(
    ("last", "width", "window"), [(5, 1, [5, 5]), (5, 3, [3, 5]), (1, 3, [0, 1]), (5, 0, [0, 5])]
)
def test_a_window_ends_at_its_frame(run, last, width, window):
    assert run("series", "windowAt", last, width) == window


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.9, 1), (1, 1), (1.1, 2), (3, 5), (7, 10), (30, 50), (0.03, 0.05)]
)
def test_scales_end_at_round_numbers(run, value, rounded):
    assert run("heat", "roundUp", value) == pytest.approx(rounded)


@pytest.mark.parametrize("place", [0, 0.3, 1])
def test_places_on_the_scale_and_values_are_each_others_opposite(run, place):
    assert run("heat", "back", place, 42) == pytest.approx(place)


def test_smoothing_keeps_every_incident_and_its_place(run):
    points = [{"x": 160, "y": 240, "count": 30}, {"x": 300, "y": 100, "count": 4}]
    found = run("heat", "mass", points, 480, 18)
    assert found["sum"] == pytest.approx(34, rel=1e-4)
    assert (found["x"], found["y"]) == (160, 240)
