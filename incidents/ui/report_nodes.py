"""The report on an import as nodes: every row accounted for, every doubt with examples."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from incidents.ui.doc import Child, Node, bullets, facts, grid, link, name, node, text
from incidents.ui.wording import number, plural, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incidents.library.report import Doubts, ImportReport, Reason
    from incidents.library.stored import Counts

FORMATS = {
    "acled": "ACLED",
    "ucdp-ged": "UCDP GED",
    "gtd": "GTD (Global Terrorism Database)",
    "gdelt": "GDELT events",
    "hxl": "a table with HXL tags",
    "incident-atlas": "an export of this app",
    "table": "a plain table",
}
"""What to call a `readers.raw.Format` in a sentence."""
CHANGES = {
    "added": "added",
    "removed": "removed",
    "moved": "moved",
    "re_attributed": "attributed otherwise",
    "toll_changed": "with another toll",
    "dated": "with another date",
    "otherwise_changed": "with other words",
}
"""The sorts of change that `library.differences` tells apart."""
_NONE_LEFT = (
    "No incident that is shown at present is in this file: all of them would go. Mended rows are "
    "put back among the others where that is chosen under “What was found”."
)
_SHOWN_ROWS = 5
_SHOWN_COLUMNS = 60
_SHOWN_REASONS = 100
_SHOWN_EXAMPLES = 8
_SHOWN_COUNTRIES = 12
_LONGEST_CELL = 120
_METRES_PER_KM = 1000


def describe_report(report: ImportReport, countries: Mapping[str, str]) -> list[Node]:
    """Return everything a report says.

    Args:
        report: The report.
        countries: Names of countries by ISO 3166-1 alpha-3.
    """
    return [
        node("p", node("strong", say_counts(report.counts)), testid="import-counts"),
        facts(
            [
                ("Incidents among them", _incidents(report)),
                ("Where they are", _placed(report)),
                ("Period", _period(report)),
                ("Countries", _countries(report, countries)),
                ("Read as", f"{FORMATS.get(report.format, report.format)} ({report.container})"),
                ("SHA-256 of the file", node("code", report.sha256)),
            ]
        ),
        *_remarks(report),
        *_reasons(report.reasons),
        *_repeats(report),
        *_warnings(report.warnings),
        *_questions(report),
        *describe_differences(report.differences),
    ]


def say_counts(counts: Counts) -> str:
    """Return one sentence in which every row of the file is counted once."""
    return (
        f"{plural(counts.rows, 'row')} in the file = {number(counts.accepted)} accepted + "
        f"{number(counts.rejected)} rejected + {plural(counts.duplicates, 'duplicate')}."
    )


def _incidents(report: ImportReport) -> str:
    """Return how many there are where other tables' rows are counted, too."""
    return "" if report.incidents is None else number(report.incidents)


def _placed(report: ImportReport) -> Child:
    placed = report.placements
    parts = [
        (placed.point, "as points"),
        (placed.area, "by their area"),
        (placed.tray, "beside the map: no place is known"),
    ]
    words = ", ".join(f"{number(count)} {where}" for count, where in parts if count)
    if placed.geocoded:
        words += f"; {number(placed.geocoded)} of them found by the name of the place"
    return words


def _period(report: ImportReport) -> str:
    if not report.first or not report.last:
        return ""
    return span(date.fromisoformat(report.first), date.fromisoformat(report.last))


def _countries(report: ImportReport, countries: Mapping[str, str]) -> str:
    found = [countries.get(code, code) for code in report.countries]
    if len(found) <= _SHOWN_COUNTRIES:
        return ", ".join(found)
    more = len(found) - _SHOWN_COUNTRIES
    return f"{', '.join(found[:_SHOWN_COUNTRIES])} and {number(more)} more"


def _remarks(report: ImportReport) -> list[Node]:
    if not report.remarks:
        return []
    return [node("h4", "How it was read"), list_sentences(report.remarks)]


def list_sentences(sentences: Iterable[str], **attributes: str) -> Node:
    """Return a list of our own sentences: English, also where one begins with a file's word."""
    return node("ul", *(node("li", each, dir="ltr") for each in sentences), **attributes)


def _reasons(reasons: tuple[Reason, ...]) -> list[Node]:
    if not reasons:
        return []
    rows: list[list[Child]] = [
        [
            each.column or "the whole row",
            each.reason,
            each.cure,
            number(each.count),
            _first_rows(each),
        ]
        for each in reasons[:_SHOWN_REASONS]
    ]
    heads = ["Column", "What is wrong", "What to do", "Rows", "First rows, and what they say"]
    return [
        node("h4", "Rejected rows"),
        node("p", "They are not shown anywhere. A row may have several reasons.", class_="quiet"),
        grid(heads, rows, title="Reasons for rejected rows", testid="import-reasons"),
    ]


def _first_rows(reason: Reason) -> Node:
    """Return the numbers of the first rows, each with its cell where there is one."""
    more = " …" if reason.count > _SHOWN_ROWS else ""
    rows, values = reason.rows[:_SHOWN_ROWS], reason.values[:_SHOWN_ROWS]
    if not any(values):
        return node("span", f"{', '.join(map(number, rows))}{more}")
    said: list[Child] = []
    for row, value in zip(rows, values, strict=True):
        said += [f"{', ' if said else ''}{number(row)}: ", name(_cut(value) or "blank")]
    return node("span", *said, more)


def _repeats(report: ImportReport) -> list[Node]:
    if not report.repeats:
        return []
    pairs = [f"row {number(one.row)} is the same as row {number(one.same_as)}"
             for one in report.repeats[:_SHOWN_EXAMPLES]]  # fmt: skip
    more = report.counts.duplicates > len(pairs)
    return [
        node("h4", "Duplicates"),
        node("p", f"{'; '.join(pairs)}{' …' if more else '.'}", testid="import-repeats"),
    ]


def _warnings(warnings: tuple[Doubts, ...]) -> list[Node]:
    if not warnings:
        return []
    folded = [
        node(
            "details",
            node("summary", f"{each.kind}: {plural(each.count, 'row')}", dir="auto"),
            node("ul", *(_doubt(one.row, one.words) for one in each.examples[:_SHOWN_EXAMPLES])),
        )
        for each in warnings
    ]
    return [
        node("h4", "Accepted, and worth a look"),
        node("div", *folded, testid="import-warnings"),
    ]  # fmt: skip


def _doubt(row: int, words: str) -> Node:
    return node("li", f"row {number(row)}: ", name(_cut(words)), dir="auto")


def _questions(report: ImportReport) -> list[Node]:
    if not report.questions:
        return []
    count, rows = len(report.questions), report.placements.ambiguous
    names = [f"{each.name} ({number(each.rows)})" for each in report.questions[:_SHOWN_EXAMPLES]]
    return [
        node("h4", "Names that could mean several places"),
        node(
            "p",
            f"{plural(count, 'name')} in {plural(rows, 'row')} could mean several places, and "
            "none is picked for you. Once the dataset is on the map they stand on the ",
            link("review list on Places", "./places"),
            ".",
            testid="import-questions",
        ),
        bullets(map(_cut, names)),
    ]


def describe_differences(told: Mapping[str, Any] | None) -> list[Node]:
    """Return what a version says otherwise than the one shown before; nothing for a first."""
    if not told:
        return []
    found = [f"{number(told[sort]['count'])} {words}" for sort, words in CHANGES.items()
             if told[sort]["count"]]  # fmt: skip
    same = f"{number(told['unchanged'])} of {plural(told['old_rows'], 'incident')} unchanged"
    return [
        node("h4", "Since the version before"),
        node(
            "p",
            "; ".join([same, *([", ".join(found)] if found else [])]) + ".",
            testid="import-differences",
        ),
        *(
            [text(_NONE_LEFT, class_="caution")]
            if told["removed"]["count"] == told["old_rows"] > 0
            else []
        ),
        *(_change(words, told[sort]) for sort, words in CHANGES.items() if told[sort]["count"]),
    ]


def _change(words: str, change: Mapping[str, Any]) -> Node:
    examples = change["examples"][:_SHOWN_EXAMPLES]
    return node(
        "details",
        node("summary", f"{number(change['count'])} {words}"),
        node("ul", *(_example(each) for each in examples)),
    )


def _example(example: Mapping[str, Any]) -> Node:
    said: list[Child] = [node("code", example["incident_id"]), " ", name(_cut(example["title"]))]
    if example["distance_m"] is not None:
        said.append(f", by {_distance(example['distance_m'])}")
    for column in example["new"]:
        old, new = (_value(example[when].get(column)) for when in ("old", "new"))
        said += [f"; {column.replace('_', ' ')}: ", name(old), " → ", name(new)]
    return node("li", *said, dir="auto")


def _value(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(f"{each['stance']} {each['actor_id']}" for each in value) or "nobody"
    return _cut(str(value)) if value not in {None, ""} else "not stated"


def _distance(metres: float) -> str:
    if metres < _METRES_PER_KM:
        return f"{metres:.0f} m"
    return f"{metres / _METRES_PER_KM:.1f} km"


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_CELL else words[:_LONGEST_CELL] + "…"


def describe_sample(rows: list[dict[str, str]], title: str, testid: str) -> list[Node]:
    """Return the first rows of a file as they stand in it."""
    if not rows:
        return [text("No rows.", class_="quiet")]
    columns = list(rows[0])[:_SHOWN_COLUMNS]
    left = len(rows[0]) - len(columns)
    more = (
        [node("p", f"{plural(left, 'more column')} to the right.", class_="quiet")] if left else []
    )
    cells: list[list[Child]] = [
        [str(at), *(_cut(row[column]) for column in columns)] for at, row in enumerate(rows, 1)
    ]
    return [grid(["", *columns], cells, title=title, testid=testid), *more]
