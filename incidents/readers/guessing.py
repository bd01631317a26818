"""Which column means what: a guess for a person to confirm, each with its reason."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from incidents.readers.column_words import NAMES, field_of_tag, plain_name
from incidents.readers.coordinates import read_degrees
from incidents.readers.dates import guess_order, is_ambiguous, read_days
from incidents.readers.mapping import FIELDS, TableMapping
from incidents.readers.plain_kinds import find_country
from incidents.readers.plain_words import FACILITIES, plain_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.readers.raw import RawTable

SURE_ENOUGH = 0.5
_EXAMPLES, _LONGEST_EXAMPLE = 3, 80
_SAMPLE = 400
_MOST = 0.8
_FEW = 0.2
_FEW_KINDS = 40
"""A column of sorts of places has no more than so many."""
_REPEATED = 0.02
"""So large a share of ids may repeat, as they do where rows were pasted twice."""
_TOLLS = ("fatalities_", "injured_")
_LIMITS = {"latitude": 90, "longitude": 180}
_LEAST_HIJRI, _MOST_HIJRI = 1343, 1500


@dataclass(frozen=True)
class FieldGuess:
    """The column that likely gives a field."""

    column: str
    confidence: float
    """From 0 to 1."""
    examples: tuple[str, ...]
    """The column's first distinct cells."""
    why: str


@dataclass(frozen=True)
class Finding:
    """Something about a table that a person should look at before it is taken in."""

    kind: str
    words: str


@dataclass(frozen=True)
class Guess:
    """What the columns of a table likely mean."""

    fields: dict[str, FieldGuess]
    """Field to column, of `mapping.FIELDS` and in their order; each column once."""
    findings: tuple[Finding, ...] = ()
    date_order: str = ""
    """Proven by the column, or ""."""
    swapped: bool = False
    """The coordinates are certainly in each other's column."""
    examples: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Every column of the table and its first distinct cells."""

    def mapping(self, least: float = SURE_ENOUGH) -> TableMapping:
        """Return the guess as a mapping, without what is less sure than `least`.

        Coordinates are never swapped here: a person has to say so.
        """
        sure = {name: each.column for name, each in self.fields.items()
                if each.confidence >= least}  # fmt: skip
        return TableMapping(columns=sure, date_order=self.date_order)

    def to_dict(self) -> dict[str, Any]:
        """Return the guess as plain JSON values."""
        said = asdict(self)
        said["examples"] = {name: list(cells) for name, cells in self.examples}
        said["findings"] = list(said["findings"])
        for each in said["fields"].values():
            each["examples"] = list(each["examples"])
        return said


class _Candidate(NamedTuple):
    confidence: float
    rank: int
    column: str
    field: str
    why: str


def guess_mapping(raw: RawTable) -> Guess:
    """Return which columns likely give which fields, by their names, tags and cells."""
    samples = {name: _sample(raw.frame[name]) for name in raw.columns}
    examples = {name: _examples(cells) for name, cells in samples.items()}
    taken: dict[str, _Candidate] = {}
    used: set[str] = set()
    candidates = sorted(_candidates(raw, samples), key=lambda each: (-each.confidence, each.rank))
    for each in candidates:
        if each.field not in taken and each.column not in used:
            taken[each.field] = each
            used.add(each.column)
    fields = {
        name: FieldGuess(
            taken[name].column,
            round(taken[name].confidence, 2),
            examples[taken[name].column],
            taken[name].why,
        )
        for name in FIELDS
        if name in taken
    }
    return _with_findings(raw, fields, tuple(examples.items()))


def _sample(cells: pl.Series) -> pl.Series:
    """Return some distinct cells from all over a column."""
    if not cells.len():
        return cells
    some = cells.gather_every(max(1, cells.len() // (20 * _SAMPLE)))
    distinct = some.str.strip_chars().unique(maintain_order=True)
    return distinct.filter(distinct != "").head(_SAMPLE)


def _examples(cells: pl.Series) -> tuple[str, ...]:
    return tuple(cell[:_LONGEST_EXAMPLE] for cell in cells.head(_EXAMPLES))


def _candidates(raw: RawTable, samples: dict[str, pl.Series]) -> Iterator[_Candidate]:
    tags = raw.tags or ("",) * len(raw.columns)
    for at, (name, tag) in enumerate(zip(raw.columns, tags, strict=True)):
        field, better = field_of_tag(tag) if tag.startswith("#") else ("", 0)
        found = [*_by_name(name)]
        if field:
            found.append((field, 0.95 + better / 100, -better, f"its tag is {tag}"))
        elif not found:
            found = list(_by_content(samples[name]))
        sorts = any(field == "location" for field, *_ in found) and _are_facilities(samples[name])
        if sorts:
            found.append(("site_type", 0.6, 90, "its cells are sorts of places"))
        for field, confidence, rank, why in found:
            weight, seen = _fits(field, samples[name], raw.frame[name])
            if sorts and field == "location":
                weight, seen = 0.3, "its cells are sorts of places, not names"
            told = f"{why}, and {seen}" if seen else why
            yield _Candidate(confidence * weight, rank * 1_000 + at, name, field, told)


def _by_name(name: str) -> Iterator[tuple[str, float, int, str]]:
    plain = plain_name(name)
    for field, known in NAMES.items():
        if plain in known:
            yield field, 0.95 - known[plain] / 200, known[plain], f"it is called {name!r}"
            continue
        within = [each for each in known if len(each) > 2 and f" {each} " in f" {plain} "]  # noqa: PLR2004 (letters)
        if within:
            longest = max(within, key=len)
            share = len(longest) / len(plain)
            # "health workers killed" counts some of the dead: offered, and taken by a person only
            sure = 0.45 if field.startswith(_TOLLS) else 0.45 + 0.35 * share
            yield field, sure, 50, f"its name has {longest!r} in it"


def _by_content(sample: pl.Series) -> Iterator[tuple[str, float, int, str]]:
    if not sample.len():
        return
    if sample.str.contains(r"^https?://").mean() == 1:
        yield "source_url", 0.6, 90, "its cells are addresses"
    elif sample.str.contains(r"\d[-/. ]\S+[-/. ]\d").mean() == 1 and _share_of_days(sample) == 1:
        yield "event_date", 0.55, 90, "its cells are dates"


def _are_facilities(sample: pl.Series) -> bool:
    """Say whether most cells are sorts of places, such as a hospital, and none's name."""
    words = [re.findall(r"\w+", plain_word(cell)) for cell in sample]
    sorts = sum(1 for each in words if each and FACILITIES.issuperset(each))
    return 0 < sample.len() <= _FEW_KINDS and sorts >= _MOST * sample.len()


def _share_of_days(sample: pl.Series) -> float:
    days = read_days(sample).days
    hijri = read_days(sample, calendar="hijri").days["first"].is_not_null()
    known = days["first"].is_not_null() | days["reason"].str.starts_with("could be") | hijri
    return float(known.sum()) / max(sample.len(), 1)


def _fits(field: str, sample: pl.Series, cells: pl.Series) -> tuple[float, str]:
    """Return how far a column's cells fit a field, from 0 to 1, and why."""
    if not sample.len():
        return 0.5, "it is blank"
    if field in {"event_date", "end_date"}:
        share, what = _share_of_days(sample), "dates"
    elif field in _LIMITS:
        degrees = read_degrees(sample, axis="")
        share, what = (
            float((degrees.abs() <= max(_LIMITS.values())).sum()) / sample.len(),
            "degrees",
        )
    elif field.startswith(_TOLLS):
        share, what = float(sample.str.contains(r"^[\d٠-٩۰-۹]").sum()) / sample.len(), "numbers"
    elif field == "native_id":
        filled = cells.filter(cells != "")
        repeated = 1 - filled.n_unique() / max(filled.len(), 1)
        few = "nearly all of its cells differ" if repeated else "its cells differ"
        return (0.3, "its cells repeat") if repeated > _REPEATED else (1.0, few)
    elif field == "country":
        known = sum(1 for cell in sample if find_country(cell))
        return (
            (1.0, "") if known >= _FEW * sample.len() else (0.5, "few of its cells are countries")
        )
    else:
        return 1.0, ""
    if share >= _MOST:
        return 1.0, f"its cells are {what}"
    return max(share, 0.1), f"only some of its cells are {what}"


def _with_findings(
    raw: RawTable,
    fields: dict[str, FieldGuess],
    examples: tuple[tuple[str, tuple[str, ...]], ...],
) -> Guess:
    findings = [Finding("reading", remark) for remark in raw.remarks]
    order = ""
    if "event_date" in fields:
        column = fields["event_date"].column
        cells = raw.frame[column]
        order = guess_order(cells)
        findings += _about_dates(column, cells, order)
    swapped = _are_swapped(raw, fields)
    if swapped:
        words = (
            "Latitudes run to 90 and longitudes to 180: the two columns are in each other's place."
        )
        findings.append(Finding("swapped coordinates", words))
    return Guess(fields, tuple(findings), order, swapped, examples)


def _about_dates(column: str, cells: pl.Series, order: str) -> Iterator[Finding]:
    said = {"dmy": "day, month, year", "mdy": "month, day, year"}.get(order)
    if said:
        yield Finding(
            "date order", f"{column!r} is in the order {said}: a number above 12 proves it."
        )
    elif is_ambiguous(cells):
        words = f"{column!r} has days that could be months. Say in which order they are written."
        yield Finding("date order not proven", words)
    years = cells.str.extract(r"(?:^|\D)(\d{4})(?:\D|$)").cast(pl.Int64, strict=False).drop_nulls()
    if years.len() and years.is_between(_LEAST_HIJRI, _MOST_HIJRI).sum() > _MOST * years.len():
        yield Finding("hijri dates", f"The years of {column!r} look like the Hijri calendar's.")


def _are_swapped(raw: RawTable, fields: dict[str, FieldGuess]) -> bool:
    if not set(_LIMITS) <= set(fields):
        return False
    north = read_degrees(raw.frame[fields["latitude"].column], axis="").abs().drop_nulls()
    east = read_degrees(raw.frame[fields["longitude"].column], axis="").abs().drop_nulls()
    limit = _LIMITS["latitude"]
    beyond = north.is_between(limit, _LIMITS["longitude"], closed="right")
    return bool(beyond.any()) and bool((east <= limit).all())
