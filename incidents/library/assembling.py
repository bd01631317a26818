"""A coded table as the model's tables: ids, parties, the dataset as a source, places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.library.identities import digest, name_actors, name_incidents, slug
from incidents.library.placing import find_places
from incidents.model.frames import build_frame
from incidents.model.tables import INCIDENTS, TABLES
from incidents.model.vocabularies import LOCATED_PRECISIONS, ActorKind, Relevance, Stance
from incidents.readers.repeats import say_words, tell_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.library.stored import StoredCard
    from incidents.places.geocoder import Geocoder
    from incidents.readers.coded import Coded

UNGRADED = "F"
UNJUDGED = "6"
_WHY_UNGRADED = "not graded: the dataset was brought as a whole"
_DATASET = "dataset"
_PAGE = r"^https?://[^\s<>\"]+$"


@dataclass(frozen=True)
class Teller:
    """The dataset as a party to what it says: who attributes, and where it stands."""

    name: str
    """The dataset's name in the library."""
    card: StoredCard

    @property
    def actor(self) -> str:
        """What the party is called."""
        return self.card.source or self.card.title or self.name

    @property
    def source_id(self) -> str:
        """The id of the dataset among its own sources."""
        return slug(f"{_DATASET} {self.name}")


def name_rows(coded: Coded) -> pl.Series:
    """Return an id for each incident of a coded table."""
    words = coded.incidents.drop("row", "native_id")
    return name_incidents(coded.incidents["native_id"], words)


def assemble(
    coded: Coded, teller: Teller, geocoder: Geocoder, ids: pl.Series | None = None
) -> dict[str, pl.DataFrame]:
    """Return every table of the model; `incidents` has its place, in the order of `coded`.

    Args:
        coded: A table that keeps the rules (see `enforcing`).
        teller: The dataset.
        geocoder: Places what has no point of its own.
        ids: What `name_rows` gives, where that is known already.
    """
    ids = name_rows(coded) if ids is None else ids
    numbered = pl.DataFrame({"row": coded.incidents["row"], "incident_id": ids})
    sources, citations = cite(coded.incidents, ids, teller)
    incidents = find_places(tell_incidents(coded.incidents, ids), geocoder)
    told = {"incidents": incidents, "sources": sources, "citations": citations}
    told |= tell_parties(coded.parties, numbered, teller)
    return {name: build_frame(table, []) for name, table in TABLES.items()} | told


def tell_parties(
    parties: pl.DataFrame, numbered: pl.DataFrame, teller: Teller
) -> dict[str, pl.DataFrame]:
    """Return the actors, the attributions and the involvements.

    Args:
        parties: `PARTY_COLUMNS`.
        numbered: `row` and `incident_id` of the incidents.
        teller: The dataset.
    """
    actors = name_all([count_names(parties)], teller)
    ledger, involved = tell_part(parties, numbered, actors, teller)
    return {"actors": list_actors(actors), "attributions": ledger, "involvements": involved}


def tell_incidents(coded: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """Return the model's columns and `radius_m`; only what may be a point keeps one."""
    pointed = pl.col("geo_precision").is_in([each.value for each in LOCATED_PRECISIONS])
    held = pointed & pl.col("latitude").is_not_null()
    given = pl.when(pl.col("coordinate_source") == "").then(pl.lit("the dataset's own"))
    own: dict[str, pl.Expr | pl.Series] = {
        "incident_id": ids,
        "latitude": pl.when(held).then("latitude"),
        "longitude": pl.when(held).then("longitude"),
        "coordinate_source": pl.when(held)
        .then(given.otherwise("coordinate_source"))
        .otherwise(pl.lit("")),
        "relevance": pl.lit(Relevance.CORE.value),
    }
    columns = [own.get(name, pl.col(name)) for name in INCIDENTS.column_names]
    named = [
        column.alias(name) for column, name in zip(columns, INCIDENTS.column_names, strict=True)
    ]
    return coded.select(*named, pl.when(held).then("radius_m").alias("radius_m"))


def count_names(parties: pl.DataFrame) -> pl.DataFrame:
    """Return how often each name is one of which kind: `speaks`, `name`, `kind`, `len`.

    Those who are only said to say something (`speaks`) come last, and the others as they do.
    """
    by = parties.filter(pl.col("by") != "").select(
        pl.col("by").alias("name"),
        pl.lit(ActorKind.UNIDENTIFIED.value, pl.Categorical).alias("kind"),
    )
    return pl.concat(
        [_count(parties.select("name", "kind"), speaks=False), _count(by, speaks=True)]
    )


def _count(named: pl.DataFrame, *, speaks: bool) -> pl.DataFrame:
    apart = tell_apart(named.get_columns())
    counted = apart.ask(named).with_columns(apart.count().alias("len"))
    return counted.select(pl.lit(speaks).alias("speaks"), "name", "kind", "len")


def name_all(counts: Iterable[pl.DataFrame], teller: Teller) -> pl.DataFrame:
    """Return the table of actors, with `name`: each spelling of a name, one row each.

    Args:
        counts: What `count_names` gives of the rows, part by part in their order.
        teller: The dataset.
    """
    own = {"speaks": False, "name": teller.actor, "kind": ActorKind.MONITOR.value, "len": 1}
    parts = list(counts)
    schema = parts[0].schema if parts else None
    kinds = (
        pl.concat([pl.DataFrame([own], schema=schema), *parts])
        .sort("speaks", maintain_order=True)
        .group_by("name", "kind", maintain_order=True)
        .agg(pl.sum("len"))
        .sort("len", descending=True, maintain_order=True)
        .group_by("name", maintain_order=True)
        .agg(pl.first("kind"), pl.sum("len"))
    )
    ids = name_actors(kinds["name"])
    listed = kinds.with_columns(
        pl.col("name").replace_strict(ids, return_dtype=pl.String).alias("actor_id")
    )
    arabic = pl.col("name").str.contains(r"\p{Arabic}")
    first = pl.col("name").first().over("actor_id")
    aliases = pl.col("name").filter(pl.col("name") != first).str.replace_all(";", ",")
    return listed.with_columns(
        first.alias("name_en"),
        pl.when(arabic)
        .then("name")
        .otherwise(pl.lit(""))
        .first()
        .over("actor_id")
        .alias("name_ar"),
        aliases.str.join(";").over("actor_id").alias("aliases"),
        pl.col("kind").first().over("actor_id"),
        pl.lit("").alias("parent_id"),
        pl.lit("").alias("notes"),
    )


def list_actors(named: pl.DataFrame) -> pl.DataFrame:
    """Return the table of actors of what `name_all` gives."""
    columns = TABLES["actors"].column_names
    return named.select(columns).unique("actor_id", keep="first", maintain_order=True)


def tell_part(
    parties: pl.DataFrame, numbered: pl.DataFrame, actors: pl.DataFrame, teller: Teller
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the ledger and the involvements of some rows.

    Args:
        parties: `PARTY_COLUMNS`.
        numbered: `row` and `incident_id` of at least their incidents, in the order of the rows.
        actors: What `name_all` gives of all rows.
        teller: The dataset.
    """
    ids = dict(actors.select("name", "actor_id").iter_rows())
    own = ids[teller.actor]
    named = parties.with_columns(
        numbered["incident_id"].gather(_find_rows(parties["row"], numbered["row"])),
        pl.col("name").replace_strict(ids, return_dtype=pl.Categorical).alias("actor_id"),
        pl.col("by").replace_strict(ids, default=own, return_dtype=pl.Categorical),
    )
    stated = pl.when(pl.col("stance") == Stance.CLAIMED.value).then("actor_id")
    ledger = named.filter(pl.col("stance") != "").select(
        "incident_id",
        "actor_id",
        "stance",
        stated.otherwise("by").alias("by"),
        pl.lit(None, pl.Date).alias("stated_on"),
        pl.lit(teller.source_id, pl.Categorical).alias("source_id"),
        pl.col("note").alias("notes"),
    )
    involved = named.filter(pl.col("role") != "").select(
        "incident_id", "actor_id", "role", pl.col("note").alias("notes")
    )
    if not actors["actor_id"].is_duplicated().any():
        return ledger, involved
    # two spellings of one name may have been told apart until here
    tables = TABLES["attributions"], TABLES["involvements"]
    return tuple(  # type: ignore[return-value]  # two tables in, two out
        frame.unique(list(table.key), keep="first", maintain_order=True)
        for frame, table in zip((ledger, involved), tables, strict=True)
    )


def _find_rows(sought: pl.Series, rows: pl.Series) -> pl.Series:
    """Return where each of some rows, which all are there, stands in a table of rows."""
    if rows.is_empty():
        return sought.clear()
    first, last = int(rows[0]), int(rows[-1])
    at = np.zeros(last - first + 1, np.uint32)
    at[rows.to_numpy() - first] = np.arange(len(rows), dtype=np.uint32)
    return pl.Series(at.take(sought.to_numpy() - first))


def cite(coded: pl.DataFrame, ids: pl.Series, teller: Teller) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the sources and which incident each states: the dataset, and pages it names."""
    card = teller.card
    whole = ", ".join(filter(None, (card.title or teller.name, card.version_name)))
    page: dict[str, str | None] = {
        "source_id": teller.source_id, "title": whole, "publisher": teller.actor,
        "url": card.homepage,
    }  # fmt: skip
    cited = pl.DataFrame(
        {"incident_id": ids, "notes": coded["sources"], "url": coded["source_url"]}
    )
    named = pl.when(pl.col("notes") != "").then(pl.format("It names as its sources: {}", "notes"))
    own = say_words(cited, ("notes",), notes=named.otherwise(pl.lit(""))).select(
        "incident_id", pl.lit(teller.source_id, pl.Categorical).alias("source_id"),
        pl.lit("").alias("quote"), "notes",
    )  # fmt: skip
    told = cited.filter(pl.col("url").str.contains(_PAGE)) if (cited["url"] != "").any() else None
    pages, citations = [page], own
    if told is not None and told.height:
        urls = told["url"].unique(maintain_order=True)
        names = {url: f"page-{digest(url)}" for url in urls}
        pages += [_page(url, name) for url, name in names.items()]
        linked = told.select(
            "incident_id",
            pl.col("url").replace_strict(names, return_dtype=pl.Categorical).alias("source_id"),
            pl.lit("").alias("quote"), pl.lit("", pl.Categorical).alias("notes"),
        )  # fmt: skip
        citations = pl.concat([own, linked]).unique(
            ["incident_id", "source_id"], maintain_order=True
        )
    blank: dict[str, str | None] = {"language": "", "published": None, "reliability": UNGRADED,
             "reliability_reason": _WHY_UNGRADED, "notes": ""}  # fmt: skip
    judged = citations.with_columns(pl.lit(UNJUDGED, pl.Categorical).alias("credibility"))
    columns = TABLES["citations"].column_names
    return build_frame(TABLES["sources"], [blank | each for each in pages]), judged.select(columns)


def _page(url: str, source_id: str) -> dict[str, str | None]:
    host = url.split("/")[2]
    return {"source_id": source_id, "title": url, "publisher": host, "url": url}
