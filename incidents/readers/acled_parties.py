"""Who took part, as ACLED names it: whom it attributes an event to, and whom it befell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.model.vocabularies import ActorKind, EventType, Role, Stance
from incidents.readers.acled_words import (
    CIVILIANS,
    EXCESSIVE_FORCE,
    EXTERNAL,
    KINDS,
    NAME_BEGINNINGS,
    PROTESTERS,
    STATE,
)
from incidents.readers.saying import say_party

if TYPE_CHECKING:
    from collections.abc import Mapping

_ATTRIBUTED, _TARGET = str(Stance.ATTRIBUTED), str(Role.TARGET)
_AFFECTED, _RESPONDER = str(Role.AFFECTED), str(Role.RESPONDER)
_HARMING = (str(EventType.VIOLENCE), str(EventType.EXPLOSIONS))
_DEMONSTRATIONS = (str(EventType.PROTESTS), str(EventType.RIOTS))
INVOLVED = ("row", "_type", "_sub", "actor1", "actor2", "assoc_actor_1", "assoc_actor_2",
            "_inter1", "_inter2")  # fmt: skip
"""What the parties are told from: the kind of event, who is named, and the codes of both actors."""


def say_acled_parties(accepted: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the parties: actor 1 and those with it, then actor 2 and those with it.

    Args:
        accepted: `INVOLVED` of accepted rows.
    """
    frame = accepted.select(
        pl.exclude("_inter1", "_inter2"),
        *(_code(pl.col(f"actor{side}"), pl.col(f"_inter{side}")).alias(f"_code{side}")
          for side in ("1", "2")),
    )  # fmt: skip
    known = _known_codes(frame)
    said: list[pl.DataFrame] = []
    for side, answer in (("1", _answer_first), ("2", _answer_second)):
        stance, role, note = answer(pl.col(f"_code{side}"))
        said.append(
            say_party(frame, pl.col(f"actor{side}"), _kind(f"actor{side}", f"_code{side}"),
                      stance=stance, role=role, note=note)
        )  # fmt: skip
        said.append(_say_associates(frame, side, known))
    return said


def _say_associates(frame: pl.DataFrame, side: str, known: Mapping[str, str]) -> pl.DataFrame:
    """Return those said to be with an actor; they have its part, but civilians are targets."""
    column = f"assoc_actor_{side}"
    some = frame.filter(pl.col(column) != "")
    split = some.with_columns(_name=pl.col(column).str.split(";")).explode("_name")
    names = split.with_columns(pl.col("_name").str.strip_chars())
    codes = pl.col("_name").replace_strict(known, default="", return_dtype=pl.String)
    coded = names.with_columns(_own=_code(pl.col("_name"), codes))
    answer = _answer_first if side == "1" else _answer_second
    stance, role, _ = answer(pl.col(f"_code{side}"))
    targets = pl.col("_own") == CIVILIANS
    note = pl.format(f"associated with {{}} (assoc_actor_{side})", f"actor{side}")
    alone = pl.lit(f"assoc_actor_{side}")
    return say_party(
        coded,
        pl.col("_name"),
        _kind("_name", "_own"),
        stance=pl.when(targets).then(pl.lit("")).otherwise(stance),
        role=pl.when(targets).then(pl.lit(_TARGET)).otherwise(role),
        note=pl.when(pl.col(f"actor{side}") != "").then(note).otherwise(alone),
    )


def _answer_first(code: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return stance, role and note of actor 1: the event is attributed to it.

    But where excessive force was used against protesters, whom ACLED puts first, they are who it
    was used against.
    """
    hit = (pl.col("_sub") == EXCESSIVE_FORCE) & (code == PROTESTERS)
    stance = pl.when(hit).then(pl.lit("")).otherwise(pl.lit(_ATTRIBUTED))
    return stance, pl.when(hit).then(pl.lit(_TARGET)).otherwise(pl.lit("")), pl.lit("")


def _answer_second(code: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return stance, role and note of actor 2: the other side, or whom it befell."""
    kind = pl.col("_type")
    against = (pl.col("_sub") == EXCESSIVE_FORCE) & (code != PROTESTERS) & (code != CIVILIANS)
    side = (kind == str(EventType.BATTLES)) & (code != CIVILIANS)
    role = (
        pl.when(against | side).then(pl.lit(""))
        .when((code == CIVILIANS) | kind.is_in(_HARMING)).then(pl.lit(_TARGET))
        .when(pl.col("_sub") == EXCESSIVE_FORCE).then(pl.lit(_TARGET))
        .when(kind.is_in(_DEMONSTRATIONS) & code.is_in((STATE, EXTERNAL)))
        .then(pl.lit(_RESPONDER))
        .otherwise(pl.lit(_AFFECTED))
    )  # fmt: skip
    note = (
        pl.when(against).then(pl.lit("named with the protesters that excessive force met"))
        .when(side).then(pl.lit("other side"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    stance = pl.when(against | side).then(pl.lit(_ATTRIBUTED)).otherwise(pl.lit(""))
    return stance, role, note


def _code(name: pl.Expr, inter: pl.Expr) -> pl.Expr:
    """Return what the table says of an actor, or else how ACLED begins such names."""
    begun = pl.coalesce(
        *(pl.when(name.str.starts_with(begin)).then(pl.lit(code))
          for begin, code in NAME_BEGINNINGS.items()),
        pl.lit(""),
    )  # fmt: skip
    return pl.when(inter != "").then(inter).otherwise(begun)


def _kind(name: str, code: str) -> pl.Expr:
    kinds = {each: str(kind) for each, kind in KINDS.items()}
    unidentified = pl.lit(str(ActorKind.UNIDENTIFIED))
    said = pl.col(code).replace_strict(kinds, default=str(ActorKind.UNIDENTIFIED))
    return pl.when(pl.col(name).str.starts_with("Unidentified")).then(unidentified).otherwise(said)


def _known_codes(frame: pl.DataFrame) -> dict[str, str]:
    """Return the codes of actors by name, as the file itself gives them first."""
    both = pl.concat(
        frame.select(name=f"actor{side}", code=f"_code{side}").unique(maintain_order=True)
        for side in ("1", "2")
    )
    told = both.filter((pl.col("name") != "") & (pl.col("code") != ""))
    return dict(told.unique("name", keep="first", maintain_order=True).iter_rows())
