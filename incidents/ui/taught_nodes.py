"""What a dataset teaches of its names as nodes: how much, from which rows, and what it does not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incidents.library.taught import MOST_SPREAD_KM
from incidents.ui.doc import Child, Node, grid, name, node
from incidents.ui.report_nodes import list_sentences
from incidents.ui.wording import day, number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incidents.library.layer_list import StoredLayer
    from incidents.library.stored_names import StoredNames
    from incidents.library.taught import Lesson

_SHOWN = 20
_PURPOSE = (
    "A row of another table that names a place and has no coordinates can be placed where this "
    "dataset puts that name."
)
_TERMS = (
    "Handing on its rows is restricted. A point that another table takes from it is one of its "
    "points: its terms hold for that, too."
)
_APART = f"{MOST_SPREAD_KM:.0f} km"


def describe_teaching(names: StoredNames) -> list[Node]:
    """Return what it is for and what a version teaches, every row of it accounted for."""
    restricted = names.version.about.card.redistribution == "restricted"
    return [
        node("p", _PURPOSE),
        *([node("p", _TERMS, class_="caution")] if restricted else []),
        *_count(*_part(names), names.left_out),
    ]


def list_names(
    names: StoredNames, areas: Mapping[str, str], countries: Mapping[str, str]
) -> list[Node]:
    """Return the best attested names, and folded those that are not used.

    Args:
        names: What a version teaches.
        areas: Names of governorates by `area_id`.
        countries: Names of countries by ISO 3166-1 alpha-3.
    """
    taught, apart = _part(names)
    return [*_best(taught, areas, countries), *_apart(apart, areas, countries)]


def _part(names: StoredNames) -> tuple[list[Lesson], list[Lesson]]:
    taught = [each for each in names.lessons if each.is_taught]
    return taught, [each for each in names.lessons if not each.is_taught]


def _count(
    taught: Sequence[Lesson], apart: Sequence[Lesson], left_out: Mapping[str, int]
) -> list[Node]:
    used, scattered = (sum(each.count for each in lessons) for lessons in (taught, apart))
    every = used + scattered + sum(left_out.values())
    said = (
        f"{plural(len(taught), 'name')} at a point, from {number(used)} of {plural(every, 'row')}."
    )
    reasons = sorted(left_out.items(), key=lambda each: -each[1])
    sentences = [f"{plural(count, 'row')} {reason}" for reason, count in reasons]
    if apart:
        words = f"{plural(scattered, 'row')} with a name whose points lie over {_APART} apart"
        sentences.append(words)
    lines = [node("p", node("strong", said), testid="names-count")]
    if sentences:
        lines += [node("p", "Left out:", class_="quiet"),
                  list_sentences(sentences, testid="names-left-out")]  # fmt: skip
    return lines


def _best(
    taught: Sequence[Lesson], areas: Mapping[str, str], countries: Mapping[str, str]
) -> list[Node]:
    if not taught:
        return []
    title = "Best attested names"
    more = f"The {_SHOWN} that most rows name, of {number(len(taught))}."
    return [
        node("h4", title),
        *([node("p", more, class_="quiet")] if len(taught) > _SHOWN else []),
        _list(taught, areas, countries, title, "names-best"),
    ]


def _apart(
    apart: Sequence[Lesson], areas: Mapping[str, str], countries: Mapping[str, str]
) -> list[Node]:
    if not apart:
        return []
    title = f"{plural(len(apart), 'name')} not used: their points lie over {_APART} apart"
    if len(apart) == 1:
        title = f"1 name not used: its points lie over {_APART} apart"
    more = f"The {_SHOWN} that most rows name."
    return [
        node(
            "details",
            node("summary", title),
            *([node("p", more, class_="quiet")] if len(apart) > _SHOWN else []),
            _list(apart, areas, countries, title, "names-apart"),
        )
    ]


def _list(
    lessons: Sequence[Lesson], areas: Mapping[str, str], countries: Mapping[str, str], title: str,
    testid: str,
) -> Node:  # fmt: skip
    rows: list[list[Child]] = [
        [
            _both(each),
            _where(each, areas, countries),
            number(each.count),
            f"{each.spread_km:.1f}",
        ]
        for each in lessons[:_SHOWN]
    ]
    heads = ["Name", "Governorate", "Rows", "Spread, km"]
    return grid(heads, rows, title=title, testid=testid)


def _both(lesson: Lesson) -> Node:
    shown = [name(each) for each in (lesson.name, lesson.name_ar) if each]
    return node("span", *(part for each in shown for part in (each, " ")))


def _where(lesson: Lesson, areas: Mapping[str, str], countries: Mapping[str, str]) -> Child:
    country = countries.get(lesson.country, lesson.country)
    return name(", ".join(filter(None, (areas.get(lesson.admin1, "not known"), country))))


def describe_use(layer: StoredLayer | None, shown: str) -> list[Node]:
    """Return whether a dataset's names are used, since when and from which version.

    Args:
        layer: What they are kept as; None where they are not used.
        shown: The version that is shown.
    """
    wait = "After a change the next look-up builds the index of names anew: about half a minute."
    if layer is None:
        return [node("p", "Its names are not in use. ", wait, class_="quiet", testid="names-use")]
    said: list[Child] = [
        node("strong", f"In use since {day(date.fromisoformat(layer.added))}"),
        f", with {plural(layer.places, 'name')} of version ",
        node("code", layer.version),
        ".",
    ]
    if layer.version != shown:
        said += [" Version ", node("code", shown), " is shown now, and can teach them anew."]
    fate = (
        "When the dataset is removed or deleted, its names go with it; putting it back does not "
        "bring them back. Rows that were placed by them stay where they are, and say so. "
    )
    return [node("p", *said, testid="names-use"), node("p", fate, wait, class_="quiet")]
