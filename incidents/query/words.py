"""A filter in words: for the reader's choices on the page, and for what is taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.model.vocabularies import GeoPrecision, Role, Viewpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from incidents.model.frames import Tables
    from incidents.query.filters import BoundingBox, IncidentFilter

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_VIEWPOINTS = {
    Viewpoint.CLAIMED: "claimed by the actor itself",
    Viewpoint.ATTRIBUTED: "attributed by a named party",
    Viewpoint.ACKNOWLEDGED: "acknowledged by a state as its own",
}
_BY_ACTOR = {
    Viewpoint.ANY: "involving {}",
    Viewpoint.CLAIMED: "claimed by {}",
    Viewpoint.ATTRIBUTED: "attributed to {} by a named party",
    Viewpoint.ACKNOWLEDGED: "acknowledged as done by {}",
}
_PLACES = {
    GeoPrecision.SITE: "known to the site",
    GeoPrecision.NEIGHBOURHOOD: "known to the neighbourhood",
    GeoPrecision.CITY: "known to the city or town",
    GeoPrecision.VICINITY: "known to be near a named place",
    GeoPrecision.DISTRICT: "known to the district",
    GeoPrecision.GOVERNORATE: "known to the governorate",
    GeoPrecision.COUNTRY: "known to the country only",
    GeoPrecision.NONE: "not known",
}


@dataclass(frozen=True)
class Choice:
    """One thing the reader chose and can take back."""

    field: str
    """The filter's field."""
    value: str
    """The value within it, as the filter's text writes it; "" where the field has only one."""
    label: str
    """What it asks for, in words. May hold names and words of the dataset or of the reader."""

    def removed_from(self, chosen: IncidentFilter) -> IncidentFilter:
        """Return `chosen` without this choice; unchanged if it does not hold it."""
        present = getattr(chosen, self.field)
        if not isinstance(present, frozenset):
            return chosen.without(self.field)
        return chosen.replace(
            **{self.field: frozenset(each for each in present if str(each) != self.value)}
        )


def describe_fields(chosen: IncidentFilter, tables: Tables) -> list[Choice]:
    """Return one entry for each choice that can be removed by itself, in the order of the fields.

    Args:
        chosen: The filter.
        tables: Where names of actors and areas stand; an id without a name stands for itself.
    """
    names = _Names(tables)
    choices = []
    for field in chosen.chosen_fields:
        label, present = _LABELS[field], getattr(chosen, field)
        values = sorted(present) if isinstance(present, frozenset) else [present]
        many = isinstance(present, frozenset)
        choices += [
            Choice(field, str(value) if many else "", label(value, names)) for value in values
        ]
    return choices


def describe_filter(chosen: IncidentFilter, tables: Tables) -> list[str]:
    """Return what `chosen` asks for, one phrase a field; empty when it asks for everything.

    Dates are one phrase, and so are actors with their roles and the viewpoint, as in "from 1 Jan
    2021 to 31 Jul 2021" and "claimed by Kataib Hezbollah".
    """
    names = _Names(tables)
    joined = {"date_from", "date_to", "actors", "roles", "viewpoint"}
    phrases = [_period(chosen.date_from, chosen.date_to), _parties(chosen, names)]
    for field in chosen.chosen_fields:
        if field in joined:
            continue
        present, label = getattr(chosen, field), _LABELS[field]
        if isinstance(present, frozenset):
            prefix = _PREFIXES.get(field, "")
            phrases.append(
                prefix + _either(_bare(field, value, names) for value in sorted(present))
            )
        else:
            phrases.append(label(present, names))
    return [phrase for phrase in phrases if phrase]


def format_date(day: date) -> str:
    """Return a date as `29 Jul 2021`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


class _Names:
    """Names of actors and areas, looked up when first asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def actor(self, actor_id: str) -> str:
        actors = self._tables.actors
        found = actors.filter(actors["actor_id"] == actor_id)["name_en"].to_list()
        return str(found[0]) if found else actor_id

    def area(self, area_id: str) -> str:
        areas = self._tables.areas
        found = areas.filter(areas["area_id"] == area_id)["name"].to_list()
        return str(found[0]) if found else area_id


def _period(first: date | None, last: date | None) -> str:
    words = [f"from {format_date(first)}"] if first else []
    words += [f"{'to' if first else 'up to'} {format_date(last)}"] if last else []
    return f"on {format_date(first)}" if first and first == last else " ".join(words)


def _parties(chosen: IncidentFilter, names: _Names) -> str:
    actors = _either(names.actor(actor) for actor in sorted(chosen.actors))
    if chosen.roles:
        roles = _either(_role(role, chosen.viewpoint) for role in sorted(chosen.roles))
        return f"with {actors or 'an actor'} as {roles}"
    if actors:
        return _BY_ACTOR[chosen.viewpoint].format(actors)
    return _VIEWPOINTS.get(chosen.viewpoint, "")


def _role(role: Role, viewpoint: Viewpoint) -> str:
    if role is Role.PERPETRATOR and viewpoint in _VIEWPOINTS:
        return f"perpetrator ({_VIEWPOINTS[viewpoint]})"
    return {
        Role.PERPETRATOR: "perpetrator by anyone's account",
        Role.AFFECTED: "affected party",
    }.get(role, role)


def _either(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} or {last}" if most else last


def _bare(field: str, value: Any, names: _Names) -> str:  # noqa: ANN401 (any field's value)
    label = _LABELS[field](value, names)
    return label.removeprefix(_PREFIXES.get(field, ""))


def _view(bounds: BoundingBox) -> str:
    west, south, east, north = (f"{degrees:.6g}" for degrees in bounds)
    return f"in the view from longitude {west} to {east} and latitude {south} to {north}"


_PREFIXES = {
    "precisions": "place ",
    "relevances": "relevance: ",
    "datasets": "dataset ",
    "sites": "site: ",
    "areas": "in ",
    "countries": "country: ",
}

_LABELS: dict[str, Callable[[Any, _Names], str]] = {
    "date_from": lambda day, _: f"from {format_date(day)}",
    "date_to": lambda day, _: f"up to {format_date(day)}",
    "datasets": lambda dataset, _: f"dataset {dataset}",
    "actors": lambda actor, names: names.actor(actor),
    "roles": lambda role, _: f"as {_role(role, Viewpoint.ANY)}",
    "viewpoint": lambda view, _: _VIEWPOINTS[view],
    "without_denied": lambda _, __: "without what is denied",
    "event_types": lambda kind, _: str(kind),
    "sub_event_types": lambda kind, _: str(kind),
    "countries": lambda country, _: f"country: {country}",
    "areas": lambda area, names: f"in {names.area(area)}",
    "sites": lambda site, _: f"site: {site}",
    "precisions": lambda precision, _: f"place {_PLACES[precision]}",
    "killed": lambda killed, _: (
        f"at least {killed} killed (best figure)" if killed else "number of killed reported"
    ),
    "with_casualties": lambda _, __: "with killed or injured",
    "relevances": lambda relevance, _: f"relevance: {relevance}",
    "verifications": lambda verification, _: str(verification),
    "text": lambda text, _: f"containing “{' '.join(text.split())}”",
    "bounds": lambda bounds, _: _view(bounds),
}
