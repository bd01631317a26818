"""What readers do: each step is drawn, with a seed, from what the page offers at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from streamlit.proto.BackMsg_pb2 import BackMsg

    from benchmarks.sessions.page import BrowserPage

_MARK = " · "
_SHORTEST_DAYS, _LONGEST_DAYS = 14, 150
SHARED_LINKS = ("", "", "", "type=Riots", "from=2021-01-01&to=2021-07-31", "view=claimed")
"""With what address readers come: most with none, some by a link that was sent to them."""


@dataclass(frozen=True)
class Step:
    """One interaction, ready to be sent."""

    name: str
    asked: BackMsg
    changes_filter: bool = True
    """Whether the filter has to be another one afterwards."""
    mounts_map: bool = False
    """Whether the map's frame is made anew."""


def draw_step(page: BrowserPage, random: Random) -> Step:
    """Return what the reader does next."""
    if page.strip.get("empty") and (back := _take_back(page, random)):
        return back  # nothing to be seen: one goes back
    step = None
    while step is None:
        draw = random.choices(list(_HABITS), weights=list(_HABITS.values()))[0]
        step = draw(page, random)
    return step


def _pick(page: BrowserPage, random: Random, label: str) -> bool:
    """Add one more option of a list; False when it offers no other."""
    chosen = page.value(label) if label in page.widgets else []
    left = [one for one in page.options(label) if one not in chosen and _count(one)]
    if left:
        page.set_value(label, [*chosen, random.choice(left)])
    return bool(left)


def _kind(page: BrowserPage, random: Random) -> Step | None:
    return Step("kind", page.rerun()) if _pick(page, random, "Kind") else None


def _actor(page: BrowserPage, random: Random) -> Step | None:
    return Step("actor", page.rerun()) if _pick(page, random, "Actor") else None


def _period(page: BrowserPage, random: Random) -> Step | None:
    held = page.value("Period")
    left = [one for one in page.options("Period") if one not in held and _count(one)]
    if not left:
        return None
    page.set_value("Period", random.choice(left))
    return Step("period", page.rerun())


def _day(page: BrowserPage, random: Random) -> Step | None:
    """Set one end of the period in its field."""
    label = random.choice(("From", "To"))
    day = _some_day(page, random).isoformat()
    if page.value(label) == [day]:
        return None
    page.set_value(label, [day])
    return Step("day", page.rerun())


def _drag(page: BrowserPage, random: Random) -> Step | None:
    """Drag over the timeline."""
    if not page.holds("timeline"):
        return None
    first = _some_day(page, random)
    last = first + timedelta(random.randint(_SHORTEST_DAYS, _LONGEST_DAYS))
    told = {"from": first.isoformat(), "to": last.isoformat()}
    return Step("drag", page.trigger("timeline", "dates", told))


def _take_back(page: BrowserPage, random: Random) -> Step | None:
    chips = page.strip.get("chips") or []
    if not chips:
        return None
    chip = random.choice(chips)
    told = {"field": chip["field"], "value": chip["value"]}
    return Step("chip", page.trigger("strip", "remove", told))


def _reset(page: BrowserPage, _: Random) -> Step | None:
    if not page.strip.get("chips"):
        return None
    return Step("reset", page.trigger("strip", "reset", value=True))


def _turn_page(page: BrowserPage, _: Random) -> Step | None:
    """Go to the table, or back from it to the map."""
    back = page.page_hash == page.links["Table"].page_script_hash
    link = page.links["Map" if back else "Table"]
    page.query = link.query_string
    name = "to the map" if back else "to the table"
    asked = page.rerun(link.page_script_hash)
    return Step(name, asked, changes_filter=False, mounts_map=back)


_HABITS: dict[Callable[[BrowserPage, Random], Step | None], int] = {
    _period: 20,
    _day: 10,
    _drag: 12,
    _kind: 18,
    _actor: 15,
    _take_back: 12,
    _reset: 6,
    _turn_page: 7,
}


def _count(option: str) -> int:
    """Return the count that stands in an option's label."""
    digits = "".join(filter(str.isdigit, option.rpartition(_MARK)[2]))
    return int(digits or 0)


def _some_day(page: BrowserPage, random: Random) -> date:
    _, widget = page.widgets["From"]
    first, last = date.fromisoformat(widget.min), date.fromisoformat(widget.max)
    return first + timedelta(random.randint(0, max(0, (last - first).days - _SHORTEST_DAYS)))
