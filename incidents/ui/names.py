"""Names for the ids that a filter holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incidents.library.countries import load_country_names
from incidents.model.vocabularies import SUB_EVENT_TYPES, EventType
from incidents.query.engine import engine_of
from incidents.settings import read_settings
from incidents.ui.labels import PRECISIONS, RELEVANCES, ROLES, VERIFICATIONS, VIEWPOINTS

if TYPE_CHECKING:
    from incidents.library.datasets import Atlas

_KINDS = {str(kind): str(kind) for kind in EventType}
_SUBS = {sub: sub for subs in SUB_EVENT_TYPES.values() for sub in subs}

_CLOSED: dict[str, dict[str, str]] = {
    "roles": {str(k): v for k, v in ROLES.items()},
    "viewpoint": {str(k): v for k, v in VIEWPOINTS.items()},
    "precisions": {str(k): v for k, v in PRECISIONS.items()},
    "relevances": {str(k): v for k, v in RELEVANCES.items()},
    "verifications": {str(k): v for k, v in VERIFICATIONS.items()},
    "event_types": _KINDS,
    "sub_event_types": _SUBS,
}


@dataclass(frozen=True)
class Names:
    """What to call actors, areas, datasets and countries."""

    actors: dict[str, str]
    areas: dict[str, str]
    sites: dict[str, str]
    datasets: dict[str, str]
    countries: dict[str, str] = field(default_factory=dict)

    def of(self, field: str, value: object) -> str:
        """Return the name of a value of one of the filter's fields, or the value itself."""
        text = str(value)
        return self.listed(field).get(text) or text

    def listed(self, field: str) -> dict[str, str]:
        """Return the known values of a field with their names."""
        known: dict[str, str] = _CLOSED.get(field) or getattr(self, field, {})
        return known


def collect_names(atlas: Atlas) -> Names:
    """Return the names that the atlas knows."""
    tables = atlas.dataset.tables
    datasets = {part.dataset_id: part.card.title for part in atlas.dataset.parts}
    own, *brought = datasets
    actors = {
        row["actor_id"]: row["name_en"] or row["name_ar"]
        for row in tables.actors.select("actor_id", "name_en", "name_ar").iter_rows(named=True)
    }
    if brought:
        actors = _tell_apart(actors, datasets, own)
    words = engine_of(tables).words
    ids = set(words("area_id")) - {""}
    areas = {area_id: area.name for area_id in ids if (area := atlas.areas.get(area_id))}
    sites = {
        site: site[:1].upper() + site[1:]
        for listed in words("site_type")
        for site in listed.split(";")
        if site
    }
    countries = load_country_names(read_settings().areas)
    return Names(actors, areas, sites, datasets, countries)


def _tell_apart(actors: dict[str, str], datasets: dict[str, str], own: str) -> dict[str, str]:
    """Return the same names, those that stand twice followed by their dataset's."""
    often = Counter(actors.values())

    def tell(actor_id: str, name: str) -> str:
        if often[name] == 1:
            return name
        # the ids of a brought dataset begin with its name (`library.union`)
        dataset, _, rest = actor_id.partition(".")
        return f"{name} ({datasets[dataset if rest and dataset in datasets else own]})"

    return {actor_id: tell(actor_id, name) for actor_id, name in actors.items()}
