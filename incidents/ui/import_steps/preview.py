"""Step 3, the outcome: the first rows as they are read, each beside its cells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from incidents.model.vocabularies import EventType
from incidents.ui.doc import Child, Node, name, node, text
from incidents.ui.import_steps.fields import GROUPS
from incidents.ui.wording import figures, number, plural, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incidents.readers.mapping import TableMapping

_UNCODED = str(EventType.UNCODED)
_HEADS = ("Row", "When", "Where", "What", "Who", "Killed · injured")
_RAW_GROUPS = ("When", "Where", "What", "Who", "Toll")
_LONGEST_CELL = 90
_STANCES = {"attributed": "attributed to", "claimed": "claimed by", "denied": "denied for",
            "acknowledged": "acknowledged by"}  # fmt: skip


def describe_preview(
    told: Mapping[str, Any],
    sample: Sequence[Mapping[str, str]],
    mapping: TableMapping,
    countries: Mapping[str, str],
) -> list[Node]:
    """Return the first rows as read, those that would be rejected with their reasons.

    Args:
        told: What `Importer.preview` said.
        sample: The first rows as they stand in the file.
        mapping: What the columns mean.
        countries: Names of countries by ISO 3166-1 alpha-3.
    """
    counts = told["counts"]
    read = {
        int(row["row"]): {**row, "country": countries.get(row["country"], row["country"])}
        for row in told["incidents"]
    }
    rejected = _by_row(told["rejected"])
    parties = _by_row(told["parties"])
    rows = [
        _row(at, raw, read.get(at), rejected.get(at, []), parties.get(at, []), mapping)
        for at, raw in zip(told["numbers"], sample, strict=False)
    ]
    said = (
        f"First {plural(told['rows'], 'row')}: {number(counts['accepted'])} can be read, "
        f"{number(counts['rejected'])} would be rejected, "
        f"{plural(counts['duplicates'], 'duplicate')}."
    )
    if len(rows) < told["rows"]:
        said += f" The first {number(len(rows))} of them are shown."
    heads = node("tr", *(node("th", head, scope="col") for head in _HEADS))
    return [
        node("p", node("strong", said), testid="preview-counts"),
        node("table", node("thead", heads),
             node("tbody", *rows), title="The first rows as read", class_="as-read",
             testid="import-preview"),
    ]  # fmt: skip


def _by_row(rows: Sequence[Mapping[str, str]]) -> dict[int, list[Mapping[str, str]]]:
    found: dict[int, list[Mapping[str, str]]] = {}
    for row in rows:
        found.setdefault(int(row["row"]), []).append(row)
    return found


def _row(  # noqa: PLR0913, PLR0917 (a row, and everything that was made of it)
    at: int, raw: Mapping[str, str], read: Mapping[str, str] | None,
    rejected: Sequence[Mapping[str, str]], parties: Sequence[Mapping[str, str]],
    mapping: TableMapping,
) -> Node:  # fmt: skip
    stands = [_raw(raw, group, mapping) for group in _RAW_GROUPS]
    cells: list[list[Node]]
    if read is None:
        cells = [_reasons(rejected, group, mapping) for group in _RAW_GROUPS]
        fate = "rejected" if rejected else "duplicate"
    else:
        others = (_when(read), _what(read), _who(parties), _toll(read))
        when_, *said = ([text(each, "div")] if each else [] for each in others)
        cells = [when_, _where(read), *said]
        fate = ""
    head = [number(at), node("div", fate, class_="quiet") if fate else None]
    return node(
        "tr",
        node("th", *head, scope="row"),
        *(node("td", *cell, _quiet(words)) for cell, words in zip(cells, stands, strict=True)),
        class_=fate,
    )


def _quiet(words: Sequence[str]) -> Node | None:
    return node("div", *_joined(map(name, words), " | "), class_="quiet") if words else None


def _joined(parts: Iterable[Node], mark: str) -> list[Child]:
    """Return parts with a mark between them; each is isolated, and none turns the others round."""
    return [each for part in parts for each in (mark, part)][1:]


def _reasons(
    rejected: Sequence[Mapping[str, str]], group: str, mapping: TableMapping
) -> list[Node]:
    """Return why a row is rejected, of the cells that a group is read from."""
    columns, first = _columns(group, mapping), group == _RAW_GROUPS[0]
    seen = {column for each in _RAW_GROUPS for column in _columns(each, mapping)}
    return [
        node("div", node("strong", name(_cut(each["value"]) or each["column"] or "The row")),
             f" {each['reason']}. {each['cure']}", dir="auto", class_="caution")
        for each in rejected
        if each["column"] in columns or (first and each["column"] not in seen)
    ]  # fmt: skip


def _columns(group: str, mapping: TableMapping) -> set[str]:
    """Return what a group's columns are called in reasons: what has none goes by its field."""
    return {mapping.columns.get(field, field) for field in GROUPS[group]}


def _raw(raw: Mapping[str, str], group: str, mapping: TableMapping) -> list[str]:
    """Return the cells that a group of fields is read from, as they stand."""
    columns = dict.fromkeys(
        mapping.columns[field] for field in GROUPS[group] if field in mapping.columns
    )
    return [_cut(raw[column]) for column in columns if raw.get(column)]


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_CELL else words[:_LONGEST_CELL] + "…"


def _when(read: Mapping[str, str]) -> str:
    start, end = (
        date.fromisoformat(read[each]) if read[each] else None
        for each in ("event_date", "end_date")
    )
    if end is None:
        return ""
    return when({"event_date": start, "end_date": end, "time_precision": read["time_precision"]})


def _where(read: Mapping[str, str]) -> list[Node]:
    place = read["location"] or read["location_ar"]
    parts = [name(each) for each in (place, read["admin1"], read["country"]) if each]
    if read["latitude"]:
        parts.append(node("bdi", f"{read['latitude']}, {read['longitude']}", dir="ltr"))
    return [node("div", *_joined(parts, " · "))] if parts else []


def _what(read: Mapping[str, str]) -> str:
    sub = read["sub_event_type"]
    return f"{read['event_type']}: {sub}" if sub not in {"", _UNCODED} else read["event_type"]


def _who(parties: Sequence[Mapping[str, str]]) -> str:
    said = (
        f"{_STANCES.get(each['stance'], each['role'] + ':')} {each['name']}" for each in parties
    )
    return "; ".join(said)


def _toll(read: Mapping[str, str]) -> str:
    killed, injured = (_figures(read, kind) for kind in ("fatalities", "injured"))
    return f"{killed} · {injured}"


def _figures(read: Mapping[str, str], kind: str) -> str:
    low, best, high = (
        int(read[f"{kind}_{which}"]) if read[f"{kind}_{which}"] else None
        for which in ("low", "best", "high")
    )
    return figures(low, best, high)
