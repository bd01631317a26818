"""The parties that a plain table names: nobody is one whom it does not name."""

from __future__ import annotations

import polars as pl

from incidents.model.vocabularies import ActorKind, Role, Stance
from incidents.readers.coded import PARTY_COLUMNS, stack
from incidents.readers.plain_words import NOT_NAMED, PARTS, VALUELESS, plain_word

PARTY_FIELDS = ("perpetrator", "claimed_by", "denied_by", "victim")
_SAID: dict[str, tuple[str, str]] = {
    "perpetrator": (str(Stance.ATTRIBUTED), ""),
    "claimed_by": (str(Stance.CLAIMED), ""),
    "denied_by": (str(Stance.DENIED), ""),
    "victim": ("", str(Role.TARGET)),
}
_SPEAK_FOR_THEMSELVES = ("claimed_by", "denied_by")


def is_named(name: str) -> bool:
    """Return whether words name somebody, which `unidentified gunmen` do not."""
    plain = plain_word(name)
    return bool(plain) and plain not in VALUELESS and not NOT_NAMED.intersection(plain.split())


def kind_of(name: str) -> str:
    """Return the sort of party that a name says by itself."""
    plain = f" {plain_word(name)} "
    found = {kind for word, kind in PARTS.items() if f" {word} " in plain}
    return found.pop() if len(found) == 1 else str(ActorKind.UNIDENTIFIED)


def read_parties(accepted: pl.DataFrame) -> pl.DataFrame:
    """Return the parties of rows, several in a cell where `;` stands between them.

    Args:
        accepted: Has `row` and the columns `PARTY_FIELDS`.
    """
    found = [_parties_of(accepted, field) for field in PARTY_FIELDS]
    whole = stack(found, PARTY_COLUMNS).sort("row", maintain_order=True)
    return whole.filter(pl.struct("row", "name", "stance", "role").is_first_distinct())


def _parties_of(accepted: pl.DataFrame, field: str) -> pl.DataFrame:
    stance, role = _SAID[field]
    named = (
        accepted.select("row", name=pl.col(field))
        .filter(pl.col("name") != "")
        .with_columns(pl.col("name").str.split(";"))
        .explode("name")
        .with_columns(pl.col("name").str.strip_chars())
    )
    names = named["name"].unique()
    known = pl.DataFrame(
        [(name, kind_of(name)) for name in names if is_named(name)],
        schema={"name": pl.String, "kind": pl.String},
        orient="row",
    )
    joined = named.join(known, on="name", how="inner", maintain_order="left")
    by = pl.col("name") if field in _SPEAK_FOR_THEMSELVES else pl.lit("")
    return joined.with_columns(stance=pl.lit(stance), role=pl.lit(role), by=by, note=pl.lit(""))


def unnamed_words(frame: pl.DataFrame) -> pl.Series:
    """Return what a row says of a perpetrator whom it does not name, "" for nothing."""
    cells = frame["perpetrator"].unique()
    words = [
        cell if not is_named(cell) and plain_word(cell) not in VALUELESS else "" for cell in cells
    ]
    known = pl.DataFrame(
        {"perpetrator": cells, "words": words}, schema_overrides={"words": pl.String}
    )
    return frame.select("perpetrator").join(
        known, on="perpetrator", how="left", maintain_order="left"
    )["words"]
