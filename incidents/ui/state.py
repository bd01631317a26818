"""The one place where a session's filter lives, and its only way into and out of the address.

The address (`st.query_params`) says the filter; the widgets are set from it before they render,
and their callbacks write it back. Streamlit's own `bind="query-params"` is not used: it writes
the options' labels into the address, and ours carry counts that change with every choice.

The filter's text is also kept in the session: switching pages drops the address's keys, and a
callback may run before the browser has shown the previous change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import streamlit as st

from incidents.errors import FilterError
from incidents.query.filters import IncidentFilter
from incidents.query.text_form import FILTER_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILTER = "atlas_filter"
_PAGE = "atlas_page"
_KEPT = "atlas_page_keys"

PAGE_KEYS = ("incident", "map", "base", "who")
"""Keys of the address that belong to a page and never to the filter."""

# Streamlit's own: ?embed=true and ?embed_options=…
_FOREIGN = ("embed", "embed_options")

Pairs = list[tuple[str, str]]


def begin_run(page: str) -> list[FilterError]:
    """Take the filter from the address, or from the page that was just left.

    Returns:
        What could not be read; it is left out of the filter.
    """
    pairs = _address()
    switched = st.session_state.get(_PAGE) not in {None, page}
    st.session_state[_PAGE] = page
    if switched and not any(key in FILTER_KEYS for key, _ in pairs):
        own = [pair for pair in pairs if pair[0] in PAGE_KEYS]
        kept = dict(st.session_state.get(_KEPT, {})) | dict(own)
        _write(get_filter(), kept)
        return []
    chosen, problems = read_pairs(pairs)
    st.session_state[_FILTER] = chosen.to_query()
    st.session_state[_KEPT] = {key: value for key, value in pairs if key in PAGE_KEYS}
    return problems


def get_filter() -> IncidentFilter:
    """Return the session's filter."""
    return IncidentFilter.from_query(st.session_state.get(_FILTER, ""))


def choose(chosen: IncidentFilter) -> None:
    """Make `chosen` the filter, in the session and in the address."""
    st.session_state[_FILTER] = chosen.to_query()
    _write(chosen, {key: value for key, value in _address() if key in PAGE_KEYS})


def get_page_key(key: str) -> str:
    """Return a page-only key of the address; "" when it is not there."""
    return str(st.query_params.get(key, ""))


def set_page_key(key: str, value: str) -> None:
    """Set a page-only key of the address, or remove it with ""."""
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


def filter_pairs(chosen: IncidentFilter) -> Pairs:
    """Return a filter's text as decoded pairs."""
    return parse_qsl(chosen.to_query())


def read_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[IncidentFilter, list[FilterError]]:
    """Return the filter that the readable pairs say, and what is wrong with the others."""
    readable: Pairs = []
    problems: list[FilterError] = []
    for key, value in pairs:
        if key in PAGE_KEYS or key in _FOREIGN:
            continue
        try:
            IncidentFilter.from_query([*readable, (key, value)])
        except FilterError as problem:
            problems.append(problem)
        else:
            readable.append((key, value))
    return IncidentFilter.from_query(readable), problems


def _address() -> Pairs:
    return [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]


def _write(chosen: IncidentFilter, page_keys: dict[str, str]) -> None:
    keys: dict[str, list[str]] = {}
    for key, value in filter_pairs(chosen):
        keys.setdefault(key, []).append(value)
    keys |= {key: [value] for key, value in page_keys.items()}
    st.query_params.from_dict(keys)
