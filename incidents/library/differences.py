"""What a new version of a dataset says otherwise than an old one, incident by incident."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

from incidents.errors import LibraryError
from incidents.library.geoparquet import INCIDENTS_FILE, file_of
from incidents.library.given_points import GIVEN, differ, scan_given_points
from incidents.model.laid import TOLLS
from incidents.model.tables import TABLES
from incidents.places.distances import EARTH_KM

if TYPE_CHECKING:
    from pathlib import Path

MOST_EXAMPLES = 50
_KEY = "incident_id"
_POINT = ("latitude", "longitude")
_SAID_BY = ("actor_id", "stance", "by")
ASPECTS: dict[str, tuple[str, ...]] = {
    "moved": (*_POINT, "geo_precision", "area_id", "placement", "radius_m"),
    "toll_changed": TOLLS,
    "dated": ("event_date", "end_date"),
}
ASPECTS["otherwise_changed"] = tuple(
    name
    for name in TABLES["incidents"].column_names
    if name != _KEY and not any(name in columns for columns in ASPECTS.values())
)
"""The sort of change to the columns that show it. What only says how a place was found, and what
is computed from other columns, is no change. Moved is also what stays without a point of its own,
where the file gives it other coordinates."""


@dataclass(frozen=True)
class Example:
    """One incident that changed."""

    incident_id: str
    title: str
    """The new version's title, or the old one's where there is no other."""
    old: dict[str, Any] = field(default_factory=dict)
    """The columns that differ, as they were; dates as YYYY-MM-DD. Of those re-attributed it is
    `attributions`: all of them, each as `actor_id`, `stance` and `by`."""
    new: dict[str, Any] = field(default_factory=dict)
    """The same columns, as they are."""
    distance_m: float | None = None
    """How far a point moved; None without a point in either version. What no point is drawn of has
    none, whatever coordinates the file gives."""


@dataclass(frozen=True)
class Change:
    """Incidents that changed in one way."""

    count: int = 0
    examples: tuple[Example, ...] = ()
    """Up to 50, by id; of those that moved, the farthest first."""


@dataclass(frozen=True)
class Difference:
    """Two versions beside each other; an incident may have changed in several ways."""

    old_rows: int
    new_rows: int
    unchanged: int
    """Incidents of both versions that changed in no way."""
    added: Change = Change()
    removed: Change = Change()
    moved: Change = Change()
    re_attributed: Change = Change()
    toll_changed: Change = Change()
    dated: Change = Change()
    otherwise_changed: Change = Change()

    def to_dict(self) -> dict[str, Any]:
        """Return the same for JSON."""
        return asdict(self)


def compare(old: Path, new: Path) -> Difference:
    """Return what differs between the tables of two versions' folders.

    Of a million incidents, what is held at once is their ids, points and one number for each
    sort of change; words are read of the examples only.

    Raises:
        LibraryError: A folder lacks its tables, or they cannot be read.
    """
    try:
        return _Comparison(_Version(old), _Version(new)).tell()
    except (pl.exceptions.PolarsError, OSError) as error:
        if isinstance(error, LibraryError):
            raise
        raise LibraryError(new, f"it cannot be compared with {old} ({error})") from error


class _Version:
    """The tables of one version, left in their files."""

    def __init__(self, folder: Path) -> None:
        for name in (INCIDENTS_FILE, file_of("attributions")):
            if not (folder / name).is_file():
                raise LibraryError(folder / name, "it is missing; import the file again")
        found = pl.scan_parquet(folder / INCIDENTS_FILE)
        there = set(found.collect_schema().names())
        # a column without a word in it is in no file
        texts = (each.name for each in TABLES["incidents"].columns if each.type == "string")
        blank = [pl.lit("").alias(name) for name in texts if name not in there]
        self.incidents = found.with_columns(*blank, cs.string().fill_null(""))
        self.columns = set(self.incidents.collect_schema().names())
        self._attributions = pl.scan_parquet(folder / file_of("attributions"))
        self.given_points = scan_given_points(folder)

    def hashed(self, aspects: dict[str, list[str]]) -> pl.LazyFrame:
        """Return ids, points and a number for each aspect that is equal where all its columns are.

        Numbers of 64 bits: that two of a million differing rows look equal is one chance in 10^13.
        """
        return self.incidents.select(
            _KEY, *_POINT, *(pl.struct(columns).hash().alias(name)
                             for name, columns in aspects.items()),
        )  # fmt: skip

    def ledger(self) -> pl.LazyFrame:
        """Return each attribution once, whatever sources and however many state it."""
        return self._attributions.select(_KEY, *_SAID_BY).unique()

    def rows_of(self, ids: pl.Series, columns: list[str]) -> dict[str, dict[str, Any]]:
        """Return some incidents by id."""
        found = self.incidents.filter(pl.col(_KEY).is_in(ids.implode())).select(
            _KEY, *(_worded(name) for name in columns)
        )
        return {row.pop(_KEY): row for row in found.collect(engine="streaming").to_dicts()}

    def ledger_of(self, ids: pl.Series) -> dict[str, list[dict[str, str]]]:
        """Return the attributions of some incidents by id."""
        found = self.ledger().filter(pl.col(_KEY).is_in(ids.implode())).sort(_KEY, *_SAID_BY)
        by_id: dict[str, list[dict[str, str]]] = {each: [] for each in ids}
        for row in found.collect(engine="streaming").to_dicts():
            by_id[row.pop(_KEY)].append(row)
        return by_id


class _Comparison:
    """Two versions, and which incidents of them differ in what."""

    def __init__(self, old: _Version, new: _Version) -> None:
        self._old, self._new = old, new
        shared = old.columns & new.columns
        self._aspects = {
            name: [column for column in columns if column in shared]
            for name, columns in ASPECTS.items()
        }
        self._given = self._given_otherwise()
        self._marked = self._mark()

    def _mark(self) -> pl.DataFrame:
        """Return a row an incident of either version: its id, marks and how far it moved."""
        old = self._old.hashed(self._aspects).with_columns(pl.lit(value=True).alias("in_old"))
        new = self._new.hashed(self._aspects).with_columns(pl.lit(value=True).alias("in_new"))
        both = pl.col("in_old").is_not_null() & pl.col("in_new").is_not_null()
        joined = old.join(new, on=_KEY, how="full", coalesce=True, suffix="_new").join(
            self._re_attributed(), on=_KEY, how="left"
        )
        elsewhere = pl.col(_KEY).is_in(self._given[_KEY].implode())
        return joined.select(
            _KEY,
            pl.col("in_old").is_null().alias("added"),
            pl.col("in_new").is_null().alias("removed"),
            both.alias("both"),
            (both & pl.col("re_attributed").is_not_null()).alias("re_attributed"),
            *((both & (pl.col(name) != pl.col(f"{name}_new"))).alias(name)
              for name in self._aspects),
            pl.when(both).then(_distance_m()).alias("distance_m"),
        ).with_columns(pl.col("moved") | elsewhere).collect(engine="streaming")  # fmt: skip

    def _given_otherwise(self) -> pl.DataFrame:
        """Return the incidents without a point in both versions whose file puts them elsewhere."""
        old, new = self._old.given_points, self._new.given_points
        joined = old.join(new, on=_KEY, suffix=" now")
        otherwise = pl.any_horizontal(differ(name, f"{name} now") for name in GIVEN)
        return joined.filter(otherwise).collect(engine="streaming")

    def _re_attributed(self) -> pl.LazyFrame:
        """Return the ids with attributions that one version has and the other has not."""
        old, new = self._old.ledger(), self._new.ledger()
        key = [_KEY, *_SAID_BY]
        gone = old.join(new, on=key, how="anti", nulls_equal=True)
        come = new.join(old, on=key, how="anti", nulls_equal=True)
        ids = pl.concat([gone.select(_KEY), come.select(_KEY)]).unique()
        return ids.with_columns(pl.lit(value=True).alias("re_attributed"))

    def tell(self) -> Difference:
        """Return the counts and examples."""
        marked = self._marked
        changed = pl.any_horizontal("re_attributed", *self._aspects)
        return Difference(
            old_rows=marked.height - int(marked["added"].sum()),
            new_rows=marked.height - int(marked["removed"].sum()),
            unchanged=marked.filter(pl.col("both") & ~changed).height,
            added=self._change("added", []),
            removed=self._change("removed", []),
            re_attributed=self._tell_re_attributed(),
            **{name: self._change(name, columns) for name, columns in self._aspects.items()},
        )

    def _first(self, name: str) -> pl.DataFrame:
        found = self._marked.filter(name)
        if name == "moved":
            return found.sort(
                "distance_m", _KEY, descending=[True, False], nulls_last=True
            ).head(MOST_EXAMPLES)  # fmt: skip
        return found.sort(_KEY).head(MOST_EXAMPLES)

    def _change(self, name: str, columns: list[str]) -> Change:
        first = self._first(name)
        wanted = list(dict.fromkeys([*columns, "title_en"]))
        old = self._old.rows_of(first[_KEY], wanted)
        new = self._new.rows_of(first[_KEY], wanted)
        examples = []
        for key, distance_m in first.select(_KEY, "distance_m").iter_rows():
            was, now = old.get(key, {}), new.get(key, {})
            differing = [each for each in columns if was[each] != now[each]]
            examples.append(Example(
                key,
                (now or was)["title_en"],
                {each: was[each] for each in differing},
                {each: now[each] for each in differing},
                distance_m if name == "moved" else None,
            ))  # fmt: skip
        if name == "moved":
            examples = self._add_given(examples)
        return Change(int(self._marked[name].sum()), tuple(examples))

    def _add_given(self, examples: list[Example]) -> list[Example]:
        """Return examples of what moved, with the file's coordinates where no point is drawn."""
        ids = pl.Series(_KEY, [each.incident_id for each in examples], pl.String)
        told = self._given.filter(pl.col(_KEY).is_in(ids.implode())).rows_by_key(
            _KEY, named=True, unique=True
        )
        added = []
        for each in examples:
            row = told.get(each.incident_id, {})
            columns = [name for name in GIVEN if row and row[name] != row[f"{name} now"]]
            old = each.old | {name: row[name] for name in columns}
            new = each.new | {name: row[f"{name} now"] for name in columns}
            added.append(replace(each, old=old, new=new))
        return added

    def _tell_re_attributed(self) -> Change:
        plain = self._change("re_attributed", [])
        ids = pl.Series(_KEY, [each.incident_id for each in plain.examples], pl.String)
        old, new = self._old.ledger_of(ids), self._new.ledger_of(ids)
        examples = tuple(
            Example(each.incident_id, each.title,
                    {"attributions": old[each.incident_id]},
                    {"attributions": new[each.incident_id]})
            for each in plain.examples
        )  # fmt: skip
        return Change(plain.count, examples)


def _worded(name: str) -> pl.Expr:
    """Return a column as JSON can hold it."""
    is_date = name in ASPECTS["dated"]
    return pl.col(name).cast(pl.String) if is_date else pl.col(name)


def _distance_m() -> pl.Expr:
    """Return the great-circle distance between an incident's two points, in metres."""
    y, other_y = (pl.col(name).radians() for name in ("latitude", "latitude_new"))
    half_x = (pl.col("longitude_new") - pl.col("longitude")).radians() / 2
    half = ((other_y - y) / 2).sin() ** 2 + y.cos() * other_y.cos() * half_x.sin() ** 2
    return 2 * EARTH_KM * 1000 * half.clip(0, 1).sqrt().arcsin()
