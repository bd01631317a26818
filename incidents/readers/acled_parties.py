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
from incidents.readers.coded import PARTY_COLUMNS, empty
from incidents.readers.repeats import say_words
from incidents.readers.saying import say_party

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ATTRIBUTED, _TARGET = str(Stance.ATTRIBUTED), str(Role.TARGET)
_AFFECTED, _RESPONDER = str(Role.AFFECTED), str(Role.RESPONDER)
_HARMING = (str(EventType.VIOLENCE), str(EventType.EXPLOSIONS))
_DEMONSTRATIONS = (str(EventType.PROTESTS), str(EventType.RIOTS))
_ASSOCIATES = ("row", "_type", "_sub", "actor1", "actor2", "assoc_actor_1", "assoc_actor_2",
               "_code1", "_code2")  # fmt: skip
_SIDES = ("1", "2")


def say_acled_parties(accepted: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return what each row says of parties by itself; `join_acled_parties` tells the rest.

    Args:
        accepted: Accepted rows: `row`, the kind of event (`_type`, `_sub`), who is named, and the
            codes of both actors (`_inter1`, `_inter2`); categories all.

    Returns:
        `actor1` and `actor2`: `PARTY_COLUMNS`; `with`: what associates are told from; `code1` and
        `code2`: which code goes with a name, in the order of the rows.
    """
    columns = set(_ASSOCIATES) - {"row", "_code1", "_code2"} | {"_inter1", "_inter2"}
    frame = accepted.select("row", *sorted(columns))
    for side in _SIDES:
        actor, inter = f"actor{side}", f"_inter{side}"
        code = _code(pl.col(actor), pl.col(inter))
        words = {f"_code{side}": code, f"_kind{side}": _kind(actor, code)}
        frame = say_words(frame, (actor, inter), **words)
    said: dict[str, pl.DataFrame] = {}
    for side, answer in zip(_SIDES, (_answer_first, _answer_second), strict=True):
        stance, role, note = answer(pl.col(f"_code{side}"))
        kind = ("_type", "_sub", f"_code{side}")
        told = say_words(frame, kind, stance=stance, role=role, note=note)
        said[f"actor{side}"] = _say(told, f"actor{side}", f"_kind{side}")
        pairs = frame.select(name=f"actor{side}", code=f"_code{side}")
        said[f"code{side}"] = pairs.unique(maintain_order=True)
    some = pl.any_horizontal(pl.col(f"assoc_actor_{side}") != "" for side in _SIDES)
    said["with"] = frame.select(_ASSOCIATES).filter(some)
    return said


def learn_acled_codes(said: Sequence[Mapping[str, pl.DataFrame]]) -> dict[str, str]:
    """Return the codes of actors by name, as the file itself gives them first.

    Args:
        said: What `say_acled_parties` returned, of all rows: an actor's code in one row tells what
            it is where it is with another.
    """
    pairs = [each[f"code{side}"] for side in _SIDES for each in said]
    both = pl.concat(pairs).unique(maintain_order=True).cast(pl.String)
    told = both.filter((pl.col("name") != "") & (pl.col("code") != ""))
    return dict(told.unique("name", keep="first", maintain_order=True).iter_rows())


def join_acled_parties(
    said: Mapping[str, pl.DataFrame], codes: Mapping[str, str]
) -> list[pl.DataFrame]:
    """Return the parties: actor 1 and those with it, then actor 2 and those with it.

    Args:
        said: What `say_acled_parties` returned of some rows.
        codes: What `learn_acled_codes` returned of all.
    """
    return [
        frame
        for side in _SIDES
        for frame in (said[f"actor{side}"], _say_associates(said["with"], side, codes))
    ]


def _say_associates(frame: pl.DataFrame, side: str, known: Mapping[str, str]) -> pl.DataFrame:
    """Return those said to be with an actor; they have its part, but civilians are targets."""
    column, code, actor = f"assoc_actor_{side}", f"_code{side}", f"actor{side}"
    some = frame.filter(pl.col(column) != "")
    if some.is_empty():
        return empty(PARTY_COLUMNS)
    lists = some.select(column).unique()
    split = lists.with_columns(_name=pl.col(column).cast(pl.String).str.split(";"))
    names = split.explode("_name").with_columns(pl.col("_name").str.strip_chars())
    each = some.join(names.with_columns(pl.col("_name").cast(pl.Categorical)), on=column,
                     how="left", maintain_order="left_right")  # fmt: skip
    codes = pl.col("_name").replace_strict(known, default="", return_dtype=pl.String)
    own = _code(pl.col("_name"), codes)
    coded = say_words(each, ("_name",), _own=own, _kind=_kind("_name", own))
    answer = _answer_first if side == "1" else _answer_second
    stance, role, _ = answer(pl.col(code))
    targets = pl.col("_own") == CIVILIANS
    told = say_words(
        coded,
        ("_type", "_sub", code, "_own"),
        stance=pl.when(targets).then(pl.lit("")).otherwise(stance),
        role=pl.when(targets).then(pl.lit(_TARGET)).otherwise(role),
    )
    note = pl.format(f"associated with {{}} (assoc_actor_{side})", actor)
    note = pl.when(pl.col(actor) != "").then(note).otherwise(pl.lit(column))
    return _say(say_words(told, (actor,), note=note), "_name", "_kind")


def _say(told: pl.DataFrame, name: str, kind: str) -> pl.DataFrame:
    said = {part: pl.col(part) for part in ("stance", "role", "note")}
    return say_party(told, pl.col(name), pl.col(kind), **said)


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


def _kind(name: str, code: pl.Expr) -> pl.Expr:
    kinds = {each: str(kind) for each, kind in KINDS.items()}
    unidentified = pl.lit(str(ActorKind.UNIDENTIFIED))
    said = code.replace_strict(kinds, default=str(ActorKind.UNIDENTIFIED))
    return pl.when(pl.col(name).str.starts_with("Unidentified")).then(unidentified).otherwise(said)
