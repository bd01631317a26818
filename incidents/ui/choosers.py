"""The filter's widgets: each is set from the filter before it renders and writes back to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import FilterError
from incidents.query.filters import IncidentFilter
from incidents.query.text_form import FIELD_KEYS
from incidents.ui.options import is_cut, list_options, read_choice
from incidents.ui.state import choose, get_filter

if TYPE_CHECKING:
    from datetime import date

    from incidents.query.facets import Facets
    from incidents.ui.names import Names


def widget_key(field: str) -> str:
    """Return the key of a field's widget."""
    return f"choose_{field}"


def set_field(field: str, values: list[str]) -> None:
    """Set one field of the session's filter; what it cannot hold is refused without a word.

    Widgets are no validation: a client may send anything.
    """
    try:
        said = IncidentFilter.from_query([(FIELD_KEYS[field], value) for value in values])
    except FilterError:
        return
    choose(get_filter().replace(**{field: getattr(said, field)}))


def label_of(labels: dict[str, str], value: object) -> str:
    """Return an option's label; module-level, because a session may have to be pickled."""
    return labels.get(str(value), str(value))


def choose_many(
    field: str, label: str, facets: Facets, names: Names, placeholder: str = "Any"
) -> None:
    """Draw a field of several values as a list with counts; nothing where there is no choice."""
    chosen = sorted(str(value) for value in getattr(get_filter(), field))
    options = {each.value: each for each in list_options(field, facets, names, chosen)}
    key, cut = widget_key(field), is_cut(field, facets)
    # Always assigned: the labels' counts change, and a browser would go on sending the old ones.
    st.session_state[key] = chosen
    st.multiselect(
        label,
        list(options),
        format_func=partial(label_of, {value: each.label for value, each in options.items()}),
        key=key,
        placeholder=f"{placeholder}; type any name" if cut else placeholder,
        accept_new_options=cut,
        select_all=False,
        on_change=_take_many,
        args=(field, names, cut),
    )


def _take_many(field: str, names: Names, cut: bool) -> None:  # noqa: FBT001 (a widget's argument)
    raw = [str(value) for value in st.session_state.get(widget_key(field), [])]
    values = [read_choice(each, field, names) for each in raw]
    if cut:
        known = [value for value in values if value in names.listed(field)]
        if len(known) < len(values):
            # in our own words alone: a message is Markdown, and what was typed may be anything
            st.toast("No single one has that name. Type more of it.")
        values = known
    set_field(field, values)


def choose_one(field: str, label: str, facets: Facets, names: Names) -> None:
    """Draw a field of one value as radio buttons with counts."""
    chosen = str(getattr(get_filter(), field))
    options = {each.value: each for each in list_options(field, facets, names, [chosen])}
    key = widget_key(field)
    st.session_state[key] = chosen
    st.radio(
        label,
        list(options),
        format_func=partial(label_of, {value: each.label for value, each in options.items()}),
        key=key,
        on_change=_take_one,
        args=(field, names),
    )


def _take_one(field: str, names: Names) -> None:
    set_field(field, [read_choice(str(st.session_state.get(widget_key(field))), field, names)])


def choose_whether(field: str, label: str) -> None:
    """Draw a yes-or-no field as a checkbox."""
    key = widget_key(field)
    st.session_state[key] = bool(getattr(get_filter(), field))
    st.checkbox(label, key=key, on_change=_take_whether, args=(field,))


def _take_whether(field: str) -> None:
    choose(get_filter().replace(**{field: bool(st.session_state.get(widget_key(field)))}))


def choose_day(field: str, label: str, least: date, most: date) -> None:
    """Draw one end of the period."""
    value = getattr(get_filter(), field)
    key = widget_key(field)
    if st.session_state.get(key) != value or key not in st.session_state:
        st.session_state[key] = value
    st.date_input(
        label,
        value=None,
        min_value=min(least, value or least),
        max_value=max(most, value or most),
        key=key,
        format="DD/MM/YYYY",
        on_change=_take_day,
        args=(field,),
    )


def _take_day(field: str) -> None:
    value = st.session_state.get(widget_key(field))
    set_field(field, [value.isoformat()] if value else [])


def choose_least(field: str, label: str) -> None:
    """Draw a number from 0 that may be left blank."""
    value = getattr(get_filter(), field)
    key = widget_key(field)
    if st.session_state.get(key) != value or key not in st.session_state:
        st.session_state[key] = value
    st.number_input(
        label, min_value=0, max_value=999_999, value=None, step=1, key=key,
        placeholder="Any", on_change=_take_least, args=(field,),
    )  # fmt: skip


def _take_least(field: str) -> None:
    value = st.session_state.get(widget_key(field))
    set_field(field, [] if value is None else [str(int(value))])


def search_text(label: str) -> None:
    """Draw the search."""
    key = widget_key("text")
    if st.session_state.get(key) != get_filter().text:
        st.session_state[key] = get_filter().text
    st.text_input(
        label, key=key, max_chars=200, placeholder="Words in English or Arabic",
        on_change=_take_text,
    )  # fmt: skip


def _take_text() -> None:
    set_field("text", [str(st.session_state.get(widget_key("text")) or "").strip()])
