"""The strip's figures: what a selection adds up to, each with what it means."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from incidents.ui.wording import EN_DASH, number, plural

if TYPE_CHECKING:
    from incidents.query.tallies import Tallies, Toll


@dataclass(frozen=True)
class Figure:
    """One figure of the strip."""

    name: str
    words: str
    about: str
    """What it counts, in a sentence or two."""

    def as_dict(self) -> dict[str, str]:
        """Return the figure as plain data."""
        return asdict(self)


def describe_tallies(tallies: Tallies) -> list[Figure]:
    """Return the strip's figures in reading order."""
    count = tallies.count
    lead = Figure(
        "count",
        plural(count, "incident"),
        "Records that match the filters. A documented selection, not a census: "
        "no record does not mean no attack.",
    )
    if not count:
        return [lead]
    return [
        lead,
        Figure("killed", _toll("killed", tallies.fatalities, count),
               _about("killed", tallies.fatalities, count)),
        Figure("injured", _toll("injured", tallies.injured, count),
               _about("injured", tallies.injured, count)),
        Figure("actors", plural(tallies.actors, "actor"),
               "Parties with a part in these incidents: named as having done it, targets, "
               "affected or responding, as the chosen roles and viewpoint count them."),
        Figure("places", plural(tallies.places, "place"),
               "Different places named in these incidents."),
        *_placements(tallies),
    ]  # fmt: skip


def _placements(tallies: Tallies) -> list[Figure]:
    return [
        Figure("located", f"{number(tallies.located)} located",
               "Known to a site, a neighbourhood or a town: drawn as a point with its radius."),
        Figure("area", f"{number(tallies.area_only)} area only",
               "Known to a district or a governorate only: drawn as that area, never as a dot."),
        Figure("unlocated", f"{number(tallies.unlocated)} unlocated",
               "Place not known, or known to the country only: listed beside the map."),
    ]  # fmt: skip


def _toll(word: str, toll: Toll, count: int) -> str:
    if toll.not_reported == count:
        return f"{word} not reported"
    said = f"{word} {number(toll.best)}"
    if toll.low != toll.high:
        said = f"{word} {number(toll.low)}{EN_DASH}{number(toll.high)}, best {number(toll.best)}"
    return said + (f" ({number(toll.not_reported)} not reported)" if toll.not_reported else "")


def _about(word: str, toll: Toll, count: int) -> str:
    given = count - toll.not_reported
    sums = (
        f"At least {number(toll.low)}, at most {number(toll.high)} {word}; best figures add up "
        f"to {number(toll.best)}. "
    )
    missing = f"{plural(toll.not_reported, 'record')} with no figure, not counted as zero."
    return (sums if given else "") + f"Summed over {plural(given, 'record')}; {missing}"
