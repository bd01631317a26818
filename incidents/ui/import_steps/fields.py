"""The fields that a column may give, in the words and groups of the page."""

from __future__ import annotations

FIELD_WORDS = {
    "event_date": "Date",
    "end_date": "Last day, if it took several",
    "location": "Place",
    "location_ar": "Place in Arabic",
    "admin1": "Province or governorate",
    "country": "Country",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "geo_precision": "How exactly the place is known",
    "site_type": "Kind of site",
    "event_type": "Kind of event",
    "sub_event_type": "Sub-kind",
    "weapon": "Weapon",
    "target": "What was hit",
    "title_en": "Title",
    "title_ar": "Title in Arabic",
    "perpetrator": "Who did it, as the table says",
    "claimed_by": "Who claimed it",
    "denied_by": "Who denied it",
    "victim": "Who was hit",
    "fatalities_low": "Killed, at least",
    "fatalities_best": "Killed",
    "fatalities_high": "Killed, at most",
    "injured_low": "Injured, at least",
    "injured_best": "Injured",
    "injured_high": "Injured, at most",
    "summary": "What happened",
    "notes": "Notes",
    "sources": "Sources it names",
    "source_url": "Address of a source",
    "native_id": "The table's own id",
}
"""What to call each of `readers.mapping.FIELDS`."""

GROUPS: dict[str, tuple[str, ...]] = {
    "When": ("event_date", "end_date"),
    "Where": ("location", "location_ar", "admin1", "country", "latitude", "longitude",
              "geo_precision", "site_type"),
    "What": ("event_type", "sub_event_type", "title_en", "title_ar", "weapon", "target"),
    "Who": ("perpetrator", "claimed_by", "denied_by", "victim"),
    "Toll": ("fatalities_best", "fatalities_low", "fatalities_high", "injured_best",
             "injured_low", "injured_high"),
    "Words": ("summary", "notes"),
    "Sources": ("sources", "source_url", "native_id"),
}  # fmt: skip
"""The question that each field answers; every field stands in one."""
