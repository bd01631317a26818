"""What a person says of a dataset: the fields of its card, for a new one and for corrections."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from incidents.library.stored import StoredCard

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 2_000
_FIRST_DAY = date(1990, 1, 1)
_ALLOWED, _RESTRICTED = "allowed", "restricted"
_HANDING_ON = {
    _ALLOWED: "May be handed on",
    _RESTRICTED: "Restricted: whoever downloads raw rows has to accept the terms",
}
_FIRST = {
    "title": ("Title", "What to call it, such as “Field office, weekly log”"),
    "source": ("Source: who says so", "The party to whom its attributions are due"),
    "version_name": ("What its source calls this version", "GED 26.1, or the day it was made"),
    "filters_used": ("What was chosen where it was taken from", "Iraq, 2018 to 2025"),
}
_TERMS = {
    "licence": ("Licence, in short", "CC-BY-4.0"),
    "licence_name": ("Licence, by its name", ""),
    "licence_url": ("Where the licence stands", "https://…"),
    "citation": ("How to cite it", ""),
    "homepage": ("Where it comes from", "https://…"),
}
_AREAS = {
    "sensitivity": "How sensitive it is",
    "toll_convention": "What its figures for killed and injured mean",
    "method": "How it was made",
}


def card_from(facts: Mapping[str, Any]) -> StoredCard:
    """Return a card that says what a format says of every dataset that has it."""
    known = {each.name for each in fields(StoredCard)}
    said = {name: value for name, value in facts.items() if name in known and value}
    caveats = tuple(str(each) for each in said.pop("caveats", ()))
    return StoredCard(**said, caveats=caveats)


def edit_card(card: StoredCard, key: str) -> StoredCard:
    """Draw the fields, `card` standing in them; return what stands in them now."""
    said: dict[str, Any] = {}
    left, right = st.columns(2)
    for at, (name, (label, hint)) in enumerate(_FIRST.items()):
        said[name] = _line(name, label, hint, card, key, left if at % 2 == 0 else right)
    with left:
        said["accessed"] = _day(card, key)
    with st.expander("Licence, terms and how to read it", expanded=False):
        said |= _more(card, key)
    return replace(card, **said)


def _more(card: StoredCard, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    said: dict[str, Any] = {}
    for at, (name, (label, hint)) in enumerate(_TERMS.items()):
        said[name] = _line(name, label, hint, card, key, left if at % 2 == 0 else right)
    chosen = st.radio(
        "Handing its rows on", list(_HANDING_ON), format_func=_HANDING_ON.get,
        index=list(_HANDING_ON).index(card.redistribution), key=f"{key}_redistribution",
        persist_state="session",
    )  # fmt: skip
    said["redistribution"] = chosen or card.redistribution
    said["terms"] = _area("terms", "Terms, in a sentence or two", card.terms, key)
    for name, label in _AREAS.items():
        said[name] = _area(name, label, getattr(card, name), key)
    caveats = _area("caveats", "Cautions for whoever reads it, one a line",
                    "\n".join(card.caveats), key)  # fmt: skip
    said["caveats"] = tuple(filter(None, map(str.strip, caveats.splitlines())))
    said["licence"] = said["licence"] or StoredCard().licence
    return said


def _line(  # noqa: PLR0913, PLR0917 (a field's name, words and where it stands)
    name: str, label: str, hint: str, card: StoredCard, key: str, where: Any,  # noqa: ANN401
) -> str:  # fmt: skip
    value = where.text_input(
        label, value=getattr(card, name), max_chars=_LONGEST, placeholder=hint,
        key=f"{key}_{name}", persist_state="session",
    )  # fmt: skip
    return str(value or "").strip()


def _area(name: str, label: str, value: str, key: str) -> str:
    said = st.text_area(
        label, value=value, max_chars=_LONGEST, height=80, key=f"{key}_{name}",
        persist_state="session",
    )  # fmt: skip
    return str(said or "").strip()


def _day(card: StoredCard, key: str) -> str:
    try:
        start = date.fromisoformat(card.accessed) if card.accessed else None
    except ValueError:
        start = None
    chosen = st.date_input(
        "When it was taken from its source", value=start, min_value=_FIRST_DAY,
        format="DD/MM/YYYY", key=f"{key}_accessed", persist_state="session",
    )  # fmt: skip
    return chosen.isoformat() if isinstance(chosen, date) else ""
