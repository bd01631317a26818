"""Step 2: what was found in the file, and other ways of reading it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from incidents.readers.raw import Container, Format, Reading
from incidents.ui.choosers import label_of
from incidents.ui.doc import Child, Node, bullets, facts, name, node, render_doc
from incidents.ui.messages import render_error
from incidents.ui.report_nodes import FORMATS, describe_sample, list_sentences
from incidents.ui.wording import number

if TYPE_CHECKING:
    from incidents.ui.import_work import Work

_ENCODINGS = {
    "": "As found",
    "utf-8": "UTF-8",
    "cp1256": "Arabic (Windows-1256)",
    "iso-8859-6": "Arabic (ISO 8859-6)",
    "cp1252": "Western European (Windows-1252)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1251": "Cyrillic (Windows-1251)",
    "utf-16": "UTF-16",
}
_SEPARATORS = {"": "As found", ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar"}
_HEADERS = {"": "As found", "yes": "Yes", "no": "No"}
_HELD = {
    "delimited text": "text file",
    "workbook": "workbook",
    "GeoJSON": "GeoJSON file",
    "GeoPackage": "GeoPackage",
    "zipped shapefile": "zipped shapefile",
    "KML": "KML file",
    "GeoParquet": "GeoParquet file",
    "bundle": "zip file",
}
_LETTERS = {
    "encoding": ("Encoding", _ENCODINGS),
    "separator": ("Between columns", _SEPARATORS),
    "header": ("First row names the columns", _HEADERS),
}
_WAYS = (*_LETTERS, "part")
_LIKELY, _SURE = 0.7, 0.9


def show_found(work: Work) -> str:
    """Draw what the file is; return whose columns it is read as having, "" if it cannot be read."""
    with st.spinner("Reading the first rows"):
        work.inspect(_chosen_reading(work))
    facts_at, sample_at = st.container(), st.container()
    _choose_reading(work)
    if work.problem is not None:
        with facts_at:
            render_error(work.problem, key="atlas_import_error")
        return ""
    told = work.told
    with facts_at:
        render_doc(_describe(told), key="atlas_import_found")
        chosen = _choose_format(work)
    if told.get("sample"):
        with sample_at:
            render_doc(_sample(told), key="atlas_import_sample")
    return chosen


def _describe(told: dict[str, Any]) -> list[Node]:
    remarks = [list_sentences(told["remarks"], class_="caution", testid="import-remarks")]
    return [
        node("p", node("strong", _say_format(told)), testid="import-found"),
        facts(
            [
                ("Rows", number(told["rows"])),
                ("Columns", number(len(told["columns"])) if "columns" in told else ""),
                ("Tables", _tables(told)),
                ("Encoding", (told.get("reading") or {}).get("encoding") or ""),
                ("Says of itself", bullets(_said(told)) if told.get("about") else ""),
            ]
        ),
        *(remarks if told["remarks"] else []),
    ]


def _say_format(told: dict[str, Any]) -> str:
    what, held = FORMATS.get(told["format"], told["format"]), _HELD.get(told["container"], "file")
    if told["format"] == Format.PLAIN:
        return f"This {held} is nobody's known format: it is read as {what}."
    if told["confidence"] >= _SURE:
        return f"This {held} is {what}."
    if told["confidence"] >= _LIKELY:
        return f"This {held} is likely {what}."
    return f"This {held} may be {what}: look at its columns below."


def _tables(told: dict[str, Any]) -> str:
    tables = told.get("tables") or {}
    return ", ".join(f"{each} ({number(rows)})" for each, rows in tables.items())


def _said(told: dict[str, Any]) -> list[Child]:
    return [node("span", name(key), ": ", name(value)) for key, value in told["about"].items()]


def _sample(told: dict[str, Any]) -> list[Node]:
    shown = "The first rows, as they stand in the file"
    return [
        node(
            "details",
            node("summary", shown),
            *describe_sample(told["sample"], shown, "import-sample"),
        )
    ]


def _choose_format(work: Work) -> str:
    found = str(work.told["format"])
    if found in {Format.PLAIN, Format.OWN} or work.told["confidence"] >= _SURE:
        return found
    labels = {
        found: FORMATS[found],
        Format.PLAIN.value: "a plain table: I say what its columns are",
    }
    return str(
        st.selectbox(
            "Read it as", list(labels), format_func=partial(label_of, labels),
            key=f"import_format_{work.number}", persist_state="session",
        )
    )  # fmt: skip


def _chosen_reading(work: Work) -> Reading:
    """Return what the widgets below say; asked before they are drawn."""
    said = {name_: st.session_state.get(f"import_{name_}_{work.number}") for name_ in _WAYS}
    parts = work.told.get("parts") or [None]
    return Reading(
        encoding=said["encoding"] or None,
        separator=said["separator"] or None,
        header=said["header"] == "yes" if said["header"] else None,
        part=None if said["part"] in {None, parts[0]} else str(said["part"]),
    )


def _choose_reading(work: Work) -> None:
    """Draw the choices that this sort of file leaves."""
    parts = work.told.get("parts") or []
    if len(parts) > 1:
        st.selectbox(
            "Sheet or layer", parts, key=f"import_part_{work.number}", persist_state="session"
        )
    if work.told.get("container", Container.DELIMITED) != Container.DELIMITED:
        return
    with st.expander("Do letters look wrong, or cells stand in other columns?"):
        where = st.columns(3)
        for column, (way, (label, labels)) in zip(where, _LETTERS.items(), strict=True):
            column.selectbox(
                label, list(labels), format_func=partial(label_of, labels),
                key=f"import_{way}_{work.number}", persist_state="session",
            )  # fmt: skip
