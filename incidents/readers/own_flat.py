"""What the words of a flat row say of the other tables, where those did not come with it.

A flat file names who says who did it, who was hit and which pages state it. It does not say which
page says what, what sort of actor each is, nor how reliable a page is: that is said not to be
known.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incidents.model.folding import fold
from incidents.model.validation import RawRow, RejectedRow
from incidents.model.vocabularies import ActorKind, Role, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

SEPARATOR = "; "
STANCES = {
    "claimed_by": Stance.CLAIMED,
    "denied_by": Stance.DENIED,
    "attributed_to": Stance.ATTRIBUTED,
    "acknowledged_by": Stance.ACKNOWLEDGED,
}
ROLES = {"targets": Role.TARGET, "affected": Role.AFFECTED, "responders": Role.RESPONDER}
PAGES = "sources"
NOT_STATED = "not stated"
FILE_SOURCE = "the-file"
_UNKNOWN_RELIABILITY, _UNKNOWN_CREDIBILITY = "F", "6"
_WHY_UNKNOWN = "The file that was brought does not say."
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_BY = re.compile(r"(?P<actor>.+) \(by (?P<by>.+)\)", re.DOTALL)
_FOR = re.compile(r"(?P<by>.+) \(for (?P<actor>.+)\)", re.DOTALL)
_LONGEST_SLUG = 60


@dataclass
class Spread:
    """Rows of the other tables, made of the words of flat rows."""

    rows: dict[str, list[RawRow]] = field(default_factory=dict)
    unread: list[RejectedRow] = field(default_factory=list)
    """Words that do not say what their column says, by the flat row that has them."""


def spread(frame: pl.DataFrame, numbers: Iterable[int], title: str) -> Spread:
    """Return what flat rows say of actors, the ledger, parts and sources.

    Args:
        frame: Flat rows of incidents that were accepted; a column that is not there says nothing.
        numbers: Each row's number in the file.
        title: What to call the file as a source.
    """
    maker = _Maker()
    columns = [*STANCES, *ROLES, PAGES]
    named = [name for name in ("incident_id", *columns) if name in frame.columns]
    cells = frame.select(named).iter_rows(named=True)
    for number, row in zip(numbers, cells, strict=True):
        maker.read(number, row)
    return maker.finish(title)


class _Maker:
    """Gathers rows; each is kept once."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.ids: set[str] = set()
        self.tables: dict[str, dict[tuple[str, ...], None]] = {
            name: {} for name in ("attributions", "involvements", "citations", "sources")
        }
        self.unread: list[RejectedRow] = []

    def read(self, number: int, row: Mapping[str, str]) -> None:
        incident = row["incident_id"]
        for column, stance in STANCES.items():
            for words in _split(row.get(column, "")):
                said = _parse(stance, words)
                if said is None:
                    reason = "without saying who says so, as `A (by B)` does"
                    self.unread.append(RejectedRow("incidents", number, column, words, reason))
                    continue
                actor, by = map(self.name, said)
                self.tables["attributions"][incident, actor, stance.value, by, FILE_SOURCE] = None
        for column, role in ROLES.items():
            for words in _split(row.get(column, "")):
                self.tables["involvements"][incident, self.name(words), role.value] = None
        for address in row.get(PAGES, "").split():
            page = _page_id(address)
            self.tables["sources"][page, address] = None
            self.tables["citations"][incident, page, _UNKNOWN_CREDIBILITY] = None

    def name(self, name: str) -> str:
        """Return the id of whoever has this name."""
        if name not in self.names:
            made = _slug(name)
            self.names[name] = made if made not in self.ids else f"{made}-{_digest(name)}"
            self.ids.add(self.names[name])
        return self.names[name]

    def finish(self, title: str) -> Spread:
        sources = [_source(page, address) for page, address in self.tables["sources"]]
        if self.tables["attributions"]:
            sources.append(_source(FILE_SOURCE, title))
        kind = ActorKind.UNIDENTIFIED.value
        actors = [{"actor_id": each, "name_en": name, "kind": kind}
                  for name, each in self.names.items()]  # fmt: skip
        keys = {
            "attributions": ("incident_id", "actor_id", "stance", "by", "source_id"),
            "involvements": ("incident_id", "actor_id", "role"),
            "citations": ("incident_id", "source_id", "credibility"),
        }
        listed = {
            name: [dict(zip(columns, row, strict=True)) for row in self.tables[name]]
            for name, columns in keys.items()
        }
        made = {"actors": actors, "sources": sources, **listed}
        rows = {name: [RawRow(at, cells) for at, cells in enumerate(table, 1)]
                for name, table in made.items()}  # fmt: skip
        return Spread(rows, self.unread)


def _split(cell: str) -> list[str]:
    return [words for each in cell.split(SEPARATOR) if (words := each.strip())]


def _parse(stance: Stance, words: str) -> tuple[str, str] | None:
    """Return the actor spoken of and who says so, or None if the words do not tell."""
    if stance is Stance.CLAIMED:
        return words, words
    if stance is Stance.ATTRIBUTED:
        found = _BY.fullmatch(words)
        return (found["actor"], found["by"]) if found else None
    found = _FOR.fullmatch(words)
    return (found["actor"], found["by"]) if found else (words, words)


def _source(page: str, address: str) -> dict[str, str]:
    return {
        "source_id": page,
        "title": address,
        "publisher": NOT_STATED,
        "url": address if _ADDRESS.fullmatch(address) else "",
        "reliability": _UNKNOWN_RELIABILITY,
        "reliability_reason": _WHY_UNKNOWN,
    }


def _page_id(address: str) -> str:
    """Return the id of a page: what stands for it if it is one, else one made of its address."""
    return address if _ID.fullmatch(address) else f"page-{_digest(address)}"


def _slug(name: str) -> str:
    folded = fold(name)
    plain = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_LONGEST_SLUG].strip("-")
    if folded.isascii() and plain and len(folded) <= _LONGEST_SLUG:
        return plain
    return f"{plain or 'x'}-{_digest(name)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
