"""A coded table as the model's tables: ids, parties, the dataset as a source, places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from incidents.library.identities import digest, name_actors, name_incidents, slug
from incidents.library.placing import find_places
from incidents.model.frames import build_frame
from incidents.model.tables import INCIDENTS, TABLES
from incidents.model.vocabularies import LOCATED_PRECISIONS, ActorKind, Relevance, Stance

if TYPE_CHECKING:
    from incidents.library.stored import StoredCard
    from incidents.places.geocoder import Geocoder
    from incidents.readers.coded import Coded

UNGRADED = "F"
UNJUDGED = "6"
_WHY_UNGRADED = "not graded: the dataset was brought as a whole"
_DATASET = "dataset"


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
    actors = _name_all(parties, teller)
    ledger, involved = _parties(parties, numbered, actors, teller)
    columns = TABLES["actors"].column_names
    own = actors.select(columns).unique("actor_id", keep="first", maintain_order=True)
    return {"actors": own, "attributions": ledger, "involvements": involved}


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


def _name_all(parties: pl.DataFrame, teller: Teller) -> pl.DataFrame:
    """Return the table of actors, with `name`: each spelling of a name, one row each."""
    said = parties.select("name", "kind")
    by = parties.filter(pl.col("by") != "").select(
        pl.col("by").alias("name"), pl.lit(ActorKind.UNIDENTIFIED.value).alias("kind")
    )
    own = pl.DataFrame({"name": [teller.actor], "kind": [ActorKind.MONITOR.value]})
    kinds = (
        pl.concat([own, said, by])
        .group_by("name", "kind", maintain_order=True)
        .len()
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


def _parties(
    parties: pl.DataFrame, numbered: pl.DataFrame, actors: pl.DataFrame, teller: Teller
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the ledger and the involvements."""
    ids = dict(actors.select("name", "actor_id").iter_rows())
    own = ids[teller.actor]
    named = parties.with_columns(
        pl.col("name").replace_strict(ids, return_dtype=pl.String).alias("actor_id")
    ).join(numbered, on="row", how="inner", maintain_order="left")
    stated = pl.when(pl.col("stance") == Stance.CLAIMED.value).then("actor_id")
    other = pl.col("by").replace_strict(ids, default=own, return_dtype=pl.String)
    ledger = named.filter(pl.col("stance") != "").select(
        "incident_id",
        "actor_id",
        "stance",
        stated.otherwise(other).alias("by"),
        pl.lit(None, pl.Date).alias("stated_on"),
        pl.lit(teller.source_id).alias("source_id"),
        pl.col("note").alias("notes"),
    )
    involved = named.filter(pl.col("role") != "").select(
        "incident_id", "actor_id", "role", pl.col("note").alias("notes")
    )
    tables = TABLES["attributions"], TABLES["involvements"]
    return tuple(  # type: ignore[return-value]  # two tables in, two out
        frame.unique(list(table.key), keep="first", maintain_order=True)
        for frame, table in zip((ledger, involved), tables, strict=True)
    )


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
    own = cited.select(
        "incident_id", pl.lit(teller.source_id).alias("source_id"), pl.lit("").alias("quote"),
        pl.when(pl.col("notes") != "")
        .then(pl.format("It names as its sources: {}", "notes"))
        .otherwise(pl.lit("")).alias("notes"),
    )  # fmt: skip
    told = cited.filter(pl.col("url").str.contains(r"^https?://[^\s<>\"]+$"))
    urls = told["url"].unique(maintain_order=True)
    names = {url: f"page-{digest(url)}" for url in urls}
    pages = [page, *(_page(url, name) for url, name in names.items())]
    linked = told.select(
        "incident_id",
        pl.col("url").replace_strict(names, default="", return_dtype=pl.String).alias("source_id"),
        pl.lit("").alias("quote"), pl.lit("").alias("notes"),
    )  # fmt: skip
    blank: dict[str, str | None] = {"language": "", "published": None, "reliability": UNGRADED,
             "reliability_reason": _WHY_UNGRADED, "notes": ""}  # fmt: skip
    citations = pl.concat([own, linked]).with_columns(pl.lit(UNJUDGED).alias("credibility"))
    columns = TABLES["citations"].column_names
    return build_frame(TABLES["sources"], [blank | each for each in pages]), (
        citations.select(columns).unique(["incident_id", "source_id"], maintain_order=True)
    )


def _page(url: str, source_id: str) -> dict[str, str | None]:
    host = url.split("/")[2]
    return {"source_id": source_id, "title": url, "publisher": host, "url": url}
