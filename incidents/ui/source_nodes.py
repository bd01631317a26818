"""The Sources page as nodes: the dataset's card, statements, claims and reported totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.errors import FilterError
from incidents.query.engine import engine_of
from incidents.query.filters import IncidentFilter
from incidents.query.select import count_incidents
from incidents.ui.doc import Child, Node, bullets, facts, grid, link, name, node, text
from incidents.ui.wording import day, figures, number, plural, span, when

if TYPE_CHECKING:
    from incidents.library.datasets import Dataset, Part
    from incidents.model.frames import Tables
    from incidents.ui.names import Names


RESTRICTED = "Restricted: whoever downloads its rows has to accept the terms."


def describe_dataset(dataset: Dataset | Part) -> list[Node]:
    """Return the dataset's card; that of a whole, or of one of the datasets in it."""
    card = dataset.card
    licence = card.licence_name or card.licence
    return [
        text(card.title, "h2", class_="title", testid="dataset-title"),
        text(card.title_ar, class_="title arabic", lang="ar"),
        text(card.description),
        facts(
            [
                ("Coverage", card.coverage),
                ("How it was made", card.method),
                ("Figures", card.toll_convention),
                ("Sensitivity", card.sensitivity),
                ("Updates", card.update_frequency),
                ("Licence", link(licence, card.licence_url)),
                ("Handing on", RESTRICTED if card.redistribution == "restricted" else ""),
                ("Terms", card.terms),
                ("Version", node("code", dataset.version)),
                ("How to cite", f"{card.citation}, version {dataset.version}"),
                ("Home", link(card.homepage, card.homepage)),
                ("Credits", bullets(card.credits) if card.credits else ""),
            ]
        ),
    ]


def describe_limits(dataset: Dataset | Part) -> list[Node]:
    """Return what the table must not be used for, and its caveats."""
    card = dataset.card
    nodes = []
    if card.not_for:
        nodes += [node("h2", "What this table must not be used for"),
                  bullets(card.not_for, class_="caution", testid="not-for")]  # fmt: skip
    if card.caveats:
        nodes += [node("h3", "Read the figures with these cautions"), bullets(card.caveats)]
    return nodes


@dataclass(frozen=True)
class _Lookup:
    """Rows by id, for what the sections below refer to."""

    sources: dict[str, dict[str, Any]]
    incidents: dict[str, dict[str, Any]]
    statements: dict[str, dict[str, Any]]
    totals: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, tables: Tables) -> _Lookup:
        return cls(
            {row["source_id"]: row for row in tables.sources.to_dicts()},
            _read_incidents(tables),
            {row["statement_id"]: row for row in tables.statements.to_dicts()},
            {row["total_id"]: row for row in tables.reported_totals.to_dicts()},
        )

    def cite(self, source_id: str) -> Child:
        row = self.sources.get(source_id)
        return link(name(row["publisher"]), row["url"]) if row else source_id


def _read_incidents(tables: Tables) -> dict[str, dict[str, Any]]:
    """Return the incidents that claims lead to, by their ids."""
    claimed = tables.claims.filter(tables.claims["table"] == "incidents")["record_id"]
    engine = engine_of(tables)
    found = engine.find(set(claimed))
    rows = engine.read(list(found.values()), tables.incidents.columns) if found else []
    return dict(zip(found, rows, strict=True))


def describe_claims(tables: Tables) -> list[Node]:
    """Return where each claim of the seed article went."""
    if tables.claims.is_empty():
        return []
    known = _Lookup.of(tables)
    rows = [
        [row["claim_id"], _said(row), row["treatment"].replace("_", " "), _went(row, known),
         row["notes"]]
        for row in tables.claims.to_dicts()
    ]  # fmt: skip
    return [
        node("h2", "Where the seed article's claims went"),
        node("p", "The dataset starts from one article. Each of its claims stands here with the "
             "record it became; mentions are attached to incidents that other sources state."),
        grid(["Claim", "What it says", "Became", "Record", "Notes"], rows,
             title="Claims of the seed article", testid="claims"),
    ]  # fmt: skip


def _said(row: dict[str, Any]) -> Node:
    quote = node("div", node("q", row["quote"]), dir="auto") if row["quote"] else None
    return node("div", text(row["content"], "div"), quote)


def _went(row: dict[str, Any], known: _Lookup) -> Child:
    record = row["record_id"]
    if found := known.incidents.get(record):
        return link(name(found["title_en"]), f"./?incident={record}")
    if found := known.statements.get(record):
        start = found["event_date"] or found["end_date"]
        return link(name(found["title_en"]),
                    f"./?from={start.isoformat()}&to={found['end_date'].isoformat()}")  # fmt: skip
    if found := known.totals.get(record):
        return node("span", name(found["title_en"]), " (under reported totals)")
    return node("span", record, " (not among the rows that could be read)")


def describe_statements(tables: Tables) -> list[Node]:
    """Return the dated words that are not attacks."""
    if tables.statements.is_empty():
        return []
    known = _Lookup.of(tables)
    rows = [
        [when(row), row["kind"], name(row["speaker"] or row["speaker_ar"]), _statement(row),
         known.cite(row["source_id"])]
        for row in tables.statements.sort("end_date", "statement_id").to_dicts()
    ]  # fmt: skip
    return [
        node("h2", "Statements"),
        node("p", "Threats, announcements and disclaimers: marks above the timeline, never on the "
             "map as attacks."),
        grid(["When", "Kind", "Speaker", "What was said", "Source"], rows, title="Statements",
             testid="statements"),
    ]  # fmt: skip


def _statement(row: dict[str, Any]) -> Node:
    quote = node("div", node("q", row["quote"]), dir="auto") if row["quote"] else None
    arabic = text(row["title_ar"], "div", lang="ar", class_="arabic") if row["title_ar"] else None
    return node("div", text(row["title_en"], "strong"), arabic, text(row["summary"], "div"), quote)


def describe_totals(tables: Tables, names: Names) -> list[Node]:
    """Return each reported total beside what the tables document for the nearest definition."""
    if tables.reported_totals.is_empty():
        return []
    known = _Lookup.of(tables)
    laid = tables.total_attributions.to_dicts()
    cards = [
        _total(tables, row, [each for each in laid if each["total_id"] == row["total_id"]], known,
               names)
        for row in tables.reported_totals.sort("period_end", "total_id").to_dicts()
    ]  # fmt: skip
    return [
        node("h2", "Reported totals, and what this table documents"),
        node("p", "Aggregate figures put forward by somebody, without a list behind them. They "
             "have other definitions than this table: the two numbers are not a check on one "
             "another."),
        *cards,
    ]  # fmt: skip


def _total(
    tables: Tables, row: dict[str, Any], laid: list[dict[str, Any]], known: _Lookup, names: Names
) -> Node:
    start, end = row["period_start"], row["period_end"]
    period = span(start, end) if start and end else (f"to {day(end)}" if end else "not stated")
    arabic = text(row["title_ar"], "div", lang="ar", class_="arabic") if row["title_ar"] else None
    said = figures(row["count_low"], row["count_best"], row["count_high"])
    return node(
        "section",
        text(row["title_en"], "h3"),
        arabic,
        facts(
            [
                ("Reported", node("span", said, class_="big")),
                ("Documented here", _documented(tables, row)),
                ("Period", period),
                ("Definition", row["definition"]),
                ("Put forward", bullets(_laid(each, known, names) for each in laid)),
                ("Notes", row["notes"]),
            ]
        ),
        class_="card", testid="reported-total",
    )  # fmt: skip


def _documented(tables: Tables, row: dict[str, Any]) -> Child:
    try:
        chosen = IncidentFilter.from_query(row["comparable_filter"])
    except FilterError:
        return "the filter given for comparison cannot be read"
    if chosen.is_empty:
        return "no comparable filter is given"
    count = count_incidents(tables, chosen)
    address = f"./?{chosen.to_query()}"
    words = f"{'record' if count == 1 else 'records'} for the nearest definition"
    return node("span", node("span", number(count), class_="big"), " ", link(words, address))


def _laid(row: dict[str, Any], known: _Lookup, names: Names) -> Node:
    by = names.of("actors", row["by"]) or "not stated"
    to = names.of("actors", row["attributed_to"])
    behind: list[Child] = [", attributed to ", name(to)] if to else [""]
    return node("span", f"{row['stance']} by ", name(by), *behind, " (",
                known.cite(row["source_id"]), ")")  # fmt: skip


def describe_rejected(dataset: Dataset) -> list[Node]:
    """Return every row that is not served, with its reason."""
    if not dataset.rejected:
        return [node("p", "Every row of every table could be read; none is left out.",
                     class_="quiet", testid="rejected")]  # fmt: skip
    rows = [
        [f"{row.table}.csv", str(row.row), row.column, row.value, row.reason]
        for row in dataset.rejected
    ]
    return [
        node("p", f"{plural(len(rows), 'problem')}. The rows below are not shown anywhere; all "
             "others are. Correct them in the file and reload; “incidents validate” lists the "
             "same."),
        grid(["Table", "Row", "Column", "Value", "Reason"], rows, title="Rows that are not shown",
             testid="rejected"),
    ]  # fmt: skip
