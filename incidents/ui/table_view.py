"""The table on the page: sortable, with a choice of columns; a chosen row opens its card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from incidents.errors import UnknownIncidentError
from incidents.query.select import count_incidents
from incidents.ui.cache import load_incident_table
from incidents.ui.card_view import render_card
from incidents.ui.choosers import label_of
from incidents.ui.incident_table import COLUMNS, DEFAULT_COLUMNS, PAGE_ROWS, order_columns
from incidents.ui.messages import render_error
from incidents.ui.state import get_filter, get_page_key, set_page_key
from incidents.ui.wording import EN_DASH, number, plural

if TYPE_CHECKING:
    import polars as pl

    from incidents.library.datasets import Dataset

_HEIGHT_PX = 640
_ROW_PX = 35
_COLUMNS = "table_columns"
_WIDTHS_PX = {"title_en": 330, "title_ar": 260, "ledger": 280, "location": 200}


def render_table(dataset: Dataset) -> None:
    """Draw the table of the session's filter, and the card of the row that is chosen."""
    query = get_filter().to_query()
    page = _choose_page(count_incidents(dataset.tables, get_filter()), query)
    frame = load_incident_table(dataset.version, query, (page - 1) * PAGE_ROWS)
    shown = st.session_state.get(_COLUMNS, DEFAULT_COLUMNS)
    opened = get_page_key("incident")
    beside = st.columns([1.9, 1], gap="medium") if opened else [st.container()]
    with beside[0]:
        _draw(frame, order_columns(shown), opened, f"table_{query}_{page}")
        _choose_columns()
    if opened:
        with beside[1]:
            _open_card(dataset, opened)


def _choose_page(count: int, query: str) -> int:
    """Return which page of a long table is shown, and let the reader turn it."""
    pages = -(-count // PAGE_ROWS)
    if pages <= 1:
        return 1
    # the key names the filter: another selection begins at its first page
    page = st.pagination(pages, key=f"table_page_{query}")
    first, last = (page - 1) * PAGE_ROWS + 1, min(count, page * PAGE_ROWS)
    st.text(
        f"Incidents {number(first)}{EN_DASH}{number(last)} of {number(count)}, newest first. "
        "Columns are sorted within the page; filters and downloads hold the whole selection."
    )
    return page


def _draw(frame: pl.DataFrame, columns: list[str], opened: str, key: str) -> None:
    ids = frame["incident_id"].to_list()
    start = [ids.index(opened)] if opened in ids else []
    # The key names the filter: another selection has other rows, and no row of it is chosen.
    st.dataframe(
        frame,
        height=min(_HEIGHT_PX, _ROW_PX * (len(ids) + 1) + 2),
        hide_index=True,
        column_order=columns,
        column_config=_column_config(),
        on_select=partial(_opened, key, ids),
        selection_mode="single-row",
        selection_default={"selection": {"rows": start}},
        key=key,
        alt=f"Table of {plural(len(ids), 'incident')}, newest first. Choose a row for its card.",
    )


def _opened(key: str, ids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    set_page_key("incident", ids[rows[0]] if rows and rows[0] < len(ids) else "")


def _column_config() -> dict[str, Any]:
    config: dict[str, Any] = {
        name: st.column_config.TextColumn(words, width=_WIDTHS_PX.get(name))
        for name, words in COLUMNS.items()
    }
    config["event_date"] = st.column_config.DateColumn(COLUMNS["event_date"], format="D MMM YYYY")
    for name in ("killed_best", "injured_best"):
        config[name] = st.column_config.NumberColumn(
            COLUMNS[name], help="Blank is not reported, not zero.", width="small"
        )
    return config


def _choose_columns() -> None:
    st.session_state.setdefault(_COLUMNS, list(DEFAULT_COLUMNS))
    with st.popover("Choose columns"):
        st.multiselect(
            "Columns",
            list(COLUMNS),
            format_func=partial(label_of, COLUMNS),
            key=_COLUMNS,
            persist_state="session",
        )


def _open_card(dataset: Dataset, incident_id: str) -> None:
    try:
        with st.container(height=_HEIGHT_PX, border=False, key="card_beside"):
            render_card(dataset, incident_id)
    except UnknownIncidentError as error:
        render_error(error)
