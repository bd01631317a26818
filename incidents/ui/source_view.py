"""The Sources and methods page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from incidents.query.citing import count_citing
from incidents.ui.cache import load_names
from incidents.ui.doc import Node, bullets, link, node, render_doc
from incidents.ui.prose import read_prose
from incidents.ui.source_nodes import (
    describe_claims,
    describe_dataset,
    describe_limits,
    describe_rejected,
    describe_statements,
    describe_totals,
)
from incidents.ui.wording import number, plural

if TYPE_CHECKING:
    from incidents.library.datasets import Dataset

_NOTES = "notes.md"
_LONGEST_NOTES = 200_000
_FILES = (("csv", "CSV, one row an incident"), ("geojson", "GeoJSON"),
          ("xlsx", "Excel workbook with every table"))  # fmt: skip


def render_sources(dataset: Dataset) -> None:
    """Draw the page; it is about the whole dataset, whatever the filter."""
    tables, names = dataset.tables, load_names(dataset.version)
    st.title("Sources and methods", anchor=False)
    render_doc(
        [node("div", *_cards(dataset), *_downloads(), testid="sources-page")],
        key="atlas_about",
    )  # fmt: skip
    _coding(dataset)
    _table(dataset)
    render_doc(
        [
            *describe_claims(tables),
            *describe_statements(tables),
            *describe_totals(tables, names),
            node("h2", "Rows that are not shown"),
            *describe_rejected(dataset),
        ],
        key="atlas_sections",
    )


def _cards(dataset: Dataset) -> list[Node]:
    """Return the card of each dataset that is served."""
    if len(dataset.parts) == 1:
        return [*describe_dataset(dataset), *describe_limits(dataset)]
    words = f"{plural(len(dataset.parts), 'dataset')} are shown together, each under its own terms."
    return [
        node("p", words, class_="quiet"),
        *(node("section", *describe_dataset(part), *describe_limits(part), class_="card")
          for part in dataset.parts),
    ]  # fmt: skip


def _downloads() -> list[Node]:
    files = [link(words, f"/api/incidents.{ending}") for ending, words in _FILES]
    cite = link("How to cite, with licence and sources", "/api/citation.txt")
    return [node("h3", "Take the whole dataset away"), bullets([*files, cite])]


def _coding(dataset: Dataset) -> None:
    path = dataset.folder / _NOTES
    if not path.is_file():
        return
    # Somebody else's folder may hold anything: read a bounded piece, and no markup of it.
    notes = path.read_bytes()[:_LONGEST_NOTES].decode("utf-8", errors="replace")
    summary = node("summary", "How the records were coded, and every caution")
    render_doc([node("h2", "How it was coded"),
                node("details", summary, *read_prose(notes), testid="notes")],
               key="atlas_notes")  # fmt: skip


def _table(dataset: Dataset) -> None:
    cited = pl.col("source_id").replace_strict(
        count_citing(dataset.tables), default=None, return_dtype=pl.UInt32
    )
    frame = dataset.tables.sources.with_columns(cited.alias("Incidents")).sort(
        "publisher", "published", "source_id"
    )
    columns = {
        "publisher": "Publisher", "title": "Title", "published": "Published",
        "language": "Language", "reliability": "Reliability",
        "reliability_reason": "Why", "url": "Link", "Incidents": "Incidents", "notes": "Notes",
    }  # fmt: skip
    safe = pl.when(pl.col("url").str.contains(r"^https?://")).then(pl.col("url"))
    render_doc(
        [
            node("h2", f"Sources ({number(len(frame))})"),
            node("p", "Reliability is the Admiralty scale of the publisher: B usually reliable, "
                 "C fairly reliable, D not usually reliable, E unreliable, F cannot be judged; "
                 "A is not given. Blank dates were not shown on the page.", class_="quiet"),
        ],
        key="atlas_sources_title",
    )  # fmt: skip
    st.dataframe(
        frame.with_columns(safe.alias("url")).select(columns.keys()).rename(columns),
        height=420,
        hide_index=True,
        column_config={
            "Published": st.column_config.DateColumn(format="D MMM YYYY", width=105),
            "Title": st.column_config.TextColumn(width=380),
            "Link": st.column_config.LinkColumn(display_text="Open", width="small"),
        },
        key="sources",
        alt="Table of sources with reliability and links",
    )
