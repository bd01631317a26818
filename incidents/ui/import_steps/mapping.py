"""Step 3, for plain tables only: which column means what."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from incidents.library.countries import load_country_names
from incidents.library.mappings import recall_mapping
from incidents.model.vocabularies import EventType
from incidents.readers.mapping import DATE_ORDERS, TableMapping
from incidents.ui.choosers import label_of
from incidents.ui.doc import Child, Node, name, node, render_doc
from incidents.ui.import_steps.fields import FIELD_WORDS, GROUPS
from incidents.ui.report_nodes import list_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from incidents.settings import Settings
    from incidents.ui.import_work import Work

_ORDERS = {
    "": "Not said: what can be read two ways is rejected",
    "ymd": "Year, month, day (2021-03-05)",
    "dmy": "Day, month, year (05/03/2021 is 5 March)",
    "mdy": "Month, day, year (05/03/2021 is 3 May)",
}
_CALENDARS = {"gregorian": "Gregorian", "hijri": "Hijri (Umm al-Qura)"}
_CHOOSE_ORDER = (
    "Choose the order: nothing in the table proves it, and it is never guessed. Until then, dates "
    "that can be read two ways are rejected."
)
_NOT_THERE = "— not in the table —"
_NO_CONSTANT = "— nothing in common —"
_SWAP = "Swap them: each stands in the other's column"
_LIKELY, _SURE = 0.7, 0.9
_ALWAYS_OPEN = ("When", "Where")
"""Without a date and a country no row is accepted."""
_EXAMPLES = 3
_ABREAST = 3


@dataclass
class _Asked:
    """What is asked about one table, and what was answered so far."""

    work: Work
    start: TableMapping
    """What is preselected."""
    guess: dict[str, Any]
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def key(self, name_: str) -> str:
        """Return a widget's key: another sheet has other columns, and is asked about anew."""
        return f"map_{table_key(self.work)}_{name_}"


def table_key(work: Work) -> str:
    """Return what tells the widgets about one table from those about another."""
    return f"{work.number}_{zlib.crc32(repr(work.told.get('columns')).encode())}"


def map_columns(work: Work, settings: Settings) -> TableMapping:
    """Draw a choice of column for each field, the likeliest preselected; return what is chosen.

    Raises:
        LibraryError: What was remembered of such a table cannot be read.
    """
    kept = recall_mapping(settings.home, work.told["columns"])
    guessed = work.told.get("mapping")
    start = kept or (TableMapping.from_json(guessed) if guessed else TableMapping())
    asked = _Asked(work, start, work.told.get("guess") or {})
    _introduce(asked, remembered=kept is not None)
    reading = work.reading
    mapping = replace(start, encoding=reading.encoding or "", separator=reading.separator or "",
                      part=reading.part or "")  # fmt: skip
    for group, fields in GROUPS.items():
        found = not start.columns.keys().isdisjoint(fields)
        with st.expander(group, expanded=found or group in _ALWAYS_OPEN):
            _choose_columns(asked, fields)
            mapping = _choose_more(asked, group, mapping, settings)
    return replace(mapping, columns=asked.columns, constants=asked.constants)


def _introduce(asked: _Asked, *, remembered: bool) -> None:
    words = (
        "A table with these columns was brought before; they are mapped as they were then."
        if remembered
        else "Each choice is the likeliest column, with its reason. Correct what is wrong: the "
        "first rows stand below as they are read."
    )
    findings = asked.guess.get("findings", ())
    found = [each["words"] for each in findings if each["kind"] != "reading"]
    cautions = [list_sentences(found, class_="caution", testid="import-findings")] if found else []
    render_doc([node("p", words, testid="import-mapping"), *cautions], key="atlas_import_guess")


def _choose_columns(asked: _Asked, fields: Sequence[str]) -> None:
    """Draw what is preselected one a row, and what is not in a few columns below."""
    for each in fields:
        if each in asked.start.columns:
            _choose_column(asked, each, *st.columns([1, 1.4], vertical_alignment="center"))
    others = [each for each in fields if each not in asked.start.columns]
    for at in range(0, len(others), _ABREAST):
        for each, where in zip(others[at:], st.columns(_ABREAST), strict=False):
            _choose_column(asked, each, where, where)


def _choose_column(
    asked: _Asked, field_: str, where: DeltaGenerator, beside: DeltaGenerator
) -> None:
    options = ["", *asked.work.told["columns"]]
    begin = asked.start.columns.get(field_, "")
    column = where.selectbox(
        FIELD_WORDS[field_], options, index=options.index(begin) if begin in options else 0,
        format_func=_column_label, key=asked.key(field_), persist_state="session",
    )  # fmt: skip
    if column:
        asked.columns[field_] = column
        with beside:
            render_doc(_why(asked, field_, column), key=f"atlas_{asked.key(field_)}")


def _column_label(column: str) -> str:
    return column or _NOT_THERE


def _why(asked: _Asked, field_: str, column: str) -> list[Node]:
    """Return what a column's first cells are, and why it was preselected."""
    guessed = asked.guess.get("fields", {}).get(field_)
    said = "Your choice"
    if guessed and guessed["column"] == column:
        said = f"{_confidence(guessed['confidence'])}: {guessed['why']}"
    elif asked.start.columns.get(field_) == column:
        said = "As before"
    cells = asked.guess.get("examples", {}).get(column) or _first_cells(asked.work, column)
    shown: list[Child] = [
        part for cell in cells[:_EXAMPLES] for part in (" · ", name(cell))
    ][1:]  # fmt: skip
    return [
        node("div", node("div", *(shown or ["Every cell is blank"]), dir="auto"),
             node("div", f"{said}.", class_="quiet", dir="auto"), testid=f"why-{field_}")
    ]  # fmt: skip


def _confidence(confidence: float) -> str:
    if confidence >= _SURE:
        return "Sure"
    return "Likely" if confidence >= _LIKELY else "Perhaps"


def _first_cells(work: Work, column: str) -> list[str]:
    return list(dict.fromkeys(row[column] for row in work.told["sample"] if row[column]))


def _choose_more(
    asked: _Asked, group: str, mapping: TableMapping, settings: Settings
) -> TableMapping:
    """Draw what a group needs besides columns, and return the mapping with it."""
    if group == "When":
        return _choose_dates(asked, mapping)
    if group == "Where":
        _choose_constant(asked, "country", load_country_names(settings.areas))
        return _choose_swap(asked, mapping)
    if group == "What":
        kinds = {each.value: each.value for each in EventType if each is not EventType.UNCODED}
        _choose_constant(asked, "event_type", kinds)
    return mapping


def _choose_dates(asked: _Asked, mapping: TableMapping) -> TableMapping:
    orders, calendars = ["", *DATE_ORDERS], list(_CALENDARS)
    left, right = st.columns(2)
    order = left.selectbox(
        "Order in dates that are numbers", orders, index=orders.index(mapping.date_order),
        format_func=partial(label_of, _ORDERS), key=asked.key("date_order"),
        persist_state="session",
    )  # fmt: skip
    calendar = right.selectbox(
        "Calendar", calendars, index=calendars.index(mapping.calendar),
        format_func=partial(label_of, _CALENDARS), key=asked.key("calendar"),
        persist_state="session",
    )  # fmt: skip
    kinds = {each["kind"] for each in asked.guess.get("findings", ())}
    if not order and "date order not proven" in kinds:
        render_doc([node("p", _CHOOSE_ORDER, class_="caution", testid="choose-order")],
                   key="atlas_import_order")  # fmt: skip
    return replace(mapping, date_order=order or "", calendar=calendar or mapping.calendar)


def _choose_constant(asked: _Asked, field_: str, labels: dict[str, str]) -> None:
    """Offer one value for every row where no column gives the field."""
    if field_ in asked.columns:
        return
    options = ["", *labels]
    begin = asked.start.constants.get(field_, "")
    value = st.selectbox(
        f"{FIELD_WORDS[field_]}, the same in every row", options,
        index=options.index(begin) if begin in options else 0,
        format_func=partial(label_of, {"": _NO_CONSTANT} | labels),
        key=asked.key(f"all_{field_}"), persist_state="session",
    )  # fmt: skip
    if value:
        asked.constants[field_] = value


def _choose_swap(asked: _Asked, mapping: TableMapping) -> TableMapping:
    offered = asked.guess.get("swapped") or mapping.swap_coordinates
    if not offered or not {"latitude", "longitude"} <= set(asked.columns):
        return mapping
    swap = st.checkbox(
        _SWAP, value=mapping.swap_coordinates, key=asked.key("swap"), persist_state="session"
    )
    return replace(mapping, swap_coordinates=swap)
