"""Ids for what comes without ours: stable from one version of a dataset to the next."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.folding import fold, fold_column

if TYPE_CHECKING:
    from collections.abc import Iterable

_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
_LONGEST_WORDS = 60
_DIGITS = 12
_NONE = "x"


def name_incidents(native: pl.Series, content: pl.DataFrame) -> pl.Series:
    """Return an id for each incident: the dataset's own, or one made of what the row says.

    Args:
        native: The dataset's own ids, "" where it has none.
        content: What each row says; equal rows are told apart by how many came before.
    """
    frame = pl.DataFrame({"native": native})
    fits = native.str.contains(_ID)
    if fits.all():
        return native.alias("incident_id")
    strange = native.filter(~fits & (native != "")).unique()
    slugs = pl.DataFrame(
        {"native": strange, "slug": [f"{_plain(each)}-{digest(each)}" for each in strange]},
        schema={"native": pl.String, "slug": pl.String},
    )
    made = frame.join(slugs, on="native", how="left", maintain_order="left")["slug"]
    ids = native.zip_with(fits, made)
    blank = native == ""
    if blank.any():
        ids = ids.to_frame("id").with_row_index("at").join(
            _hash_rows(content, blank), on="at", how="left", maintain_order="left"
        ).select(pl.coalesce("hashed", "id")).to_series()  # fmt: skip
    return ids.alias("incident_id")


def _hash_rows(content: pl.DataFrame, wanted: pl.Series) -> pl.DataFrame:
    """Return `at` and `hashed` of the wanted rows."""
    cells = [pl.col(name).cast(pl.String).fill_null("") for name in content.columns]
    words = content.with_row_index("at").filter(wanted).select(
        "at", pl.concat_str(cells, separator="\x1f").alias("words")
    )  # fmt: skip
    hashed = pl.Series("hashed", [f"R{digest(each)}" for each in words["words"]], dtype=pl.String)
    told = pl.DataFrame({"at": words["at"], "hashed": hashed})
    nth = pl.col("hashed").cum_count().over("hashed")
    return told.with_columns(
        pl.when(nth == 1).then("hashed").otherwise(pl.format("{}-{}", "hashed", nth))
    )


def name_actors(names: Iterable[str]) -> dict[str, str]:
    """Return an id for each name; spellings that fold to the same text are one actor's."""
    listed = pl.Series(list(dict.fromkeys(names)), dtype=pl.String)
    ids: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name, folded in zip(listed, fold_column(listed), strict=True):
        made = slug(name)
        if taken.setdefault(made, folded) != folded:
            made = f"{made}-{digest(folded)[:6]}"
            taken[made] = folded
        ids[name] = made
    return ids


def slug(words: str) -> str:
    """Return words as an id: Latin letters and digits, with a few digits more if any were lost."""
    folded, plain = fold(words), _plain(words)
    if len(plain) <= _LONGEST_WORDS and folded.isascii() and plain != _NONE:
        return plain
    return f"{plain[:_LONGEST_WORDS].strip('-')}-{digest(folded)}"


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[: _LONGEST_WORDS + 1] or _NONE


def digest(words: str) -> str:
    """Return 12 hexadecimal digits that other words do not have."""
    return hashlib.blake2b(words.encode(), digest_size=_DIGITS // 2).hexdigest()
