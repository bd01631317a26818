"""The options of a filter's field: what to call each, and how many incidents it would give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.model.folding import fold
from incidents.model.vocabularies import SUB_EVENT_TYPES, EventType, Role, Viewpoint
from incidents.ui.labels import PRECISIONS, RELEVANCES, VERIFICATIONS
from incidents.ui.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incidents.query.facets import Facets
    from incidents.ui.names import Names

_MARK = " · "

_ORDERS: dict[str, Sequence[str]] = {
    "event_types": [str(kind) for kind in EventType],
    "sub_event_types": [sub for subs in SUB_EVENT_TYPES.values() for sub in subs],
    "roles": [str(role) for role in Role],
    "viewpoint": [str(view) for view in Viewpoint],
    "precisions": [str(precision) for precision in PRECISIONS],
    "relevances": [str(relevance) for relevance in RELEVANCES],
    "verifications": [str(verification) for verification in VERIFICATIONS],
}
_BY_MOST = {"event_types", "sub_event_types"}


@dataclass(frozen=True)
class Option:
    """One value that a field may take."""

    value: str
    words: str
    """Its name; may be dataset text."""
    count: int

    @property
    def label(self) -> str:
        """The name with its count."""
        return f"{self.words}{_MARK}{number(self.count)}"


MOST_OPTIONS = 200
"""A longer list is no list to read, and is sent anew with every choice; see `is_cut`."""


def is_cut(field: str, facets: Facets) -> bool:
    """Return whether only the options with most incidents are listed; others can be typed."""
    return len(facets.counts.get(field, {})) > MOST_OPTIONS


def list_options(
    field: str, facets: Facets, names: Names, chosen: Iterable[object] = ()
) -> list[Option]:
    """Return the options that would give something, and the chosen ones even if they would not.

    Closed lists keep their order, kinds and open lists go by count; long ones are cut.
    """
    present = {str(value) for value in chosen}
    # most first, as `count_options` gives them
    counts = dict(list(facets.counts.get(field, {}).items())[:MOST_OPTIONS])
    counts |= {value: facets.count(field, value) for value in present}
    values = list(dict.fromkeys([*_ORDERS.get(field, ()), *counts, *sorted(present)]))
    kept = [value for value in values if counts.get(value) or value in present]
    if field not in _ORDERS or field in _BY_MOST:
        kept.sort(key=lambda value: (-counts.get(value, 0), names.of(field, value)))
    words = {value: names.of(field, value) for value in kept}
    doubled = Counter(words.values())
    return [
        Option(
            value,
            words[value] if doubled[words[value]] == 1 else f"{words[value]} ({value})",
            counts.get(value, 0),
        )
        for value in kept
    ]


def read_choice(raw: str, field: str, names: Names) -> str:
    """Return the value that a widget's raw answer stands for.

    A browser answers with an option's label. One that was shown before the counts changed is no
    longer an option, and streamlit hands it over as it is; its name still says the value.
    """
    known = names.listed(field)
    words, mark, _ = raw.rpartition(_MARK)
    if not mark:
        return raw if raw in known else find_value(raw, field, names) or raw
    if words in known:
        return words
    return next((value for value, said in known.items() if said == words), raw)


def find_value(typed: str, field: str, names: Names) -> str:
    """Return the one value whose name is, or else holds, what was typed; "" for none or several.

    Names are compared as search compares them, in either script.
    """
    wanted = fold(typed).strip()
    if not wanted:
        return ""
    folded = {value: fold(name).strip() for value, name in names.listed(field).items()}
    for matches in (wanted.__eq__, lambda name: wanted in name):
        found = [value for value, name in folded.items() if matches(name)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""
