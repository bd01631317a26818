"""The tables' definition as papers: the codebook and the Data Package descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.model.columns import ColumnType
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from incidents.model.columns import Column, Table

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def build_codebook() -> str:
    """Return every table and column as Markdown."""
    return "\n".join(_table_section(table) for table in TABLES.values())


def _table_section(table: Table) -> str:
    head = [
        f"### {table.file_name}",
        "",
        f"{table.meaning} Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type | meaning | allowed | example |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *map(_column_line, table.columns), ""])


def _column_line(column: Column) -> str:
    kind = f"list of {column.type}" if column.many else str(column.type)
    cells = (f"`{column.name}`", kind, column.meaning, _allowed(column), column.example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _allowed(column: Column) -> str:
    said = ["required"] if column.required else []
    if column.allowed:
        said.append(" · ".join(column.allowed))
    if column.references:
        said.append(f"a key of {column.references}.csv")
    if column.minimum is not None and column.maximum is not None:
        said.append(f"{column.minimum:g} to {column.maximum:g}")
    elif column.minimum is not None:
        said.append(f"{column.minimum:g} or more")
    if column.type is ColumnType.DATE:
        said.append("YYYY-MM-DD")
    return "; ".join(said)


def build_datapackage(about: dict[str, Any]) -> dict[str, Any]:
    """Return a Data Package (v2) descriptor: `about` the dataset, then one resource per table."""
    return {"$schema": _PROFILE, **about, "resources": [_resource(t) for t in TABLES.values()]}


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "path": table.file_name,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": table.meaning,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    # A list cell refers to several rows, which a Table Schema foreign key cannot say.
    links = [c for c in table.columns if c.references and not c.many]
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": [c.name],
                "reference": {
                    "resource": c.references.replace("_", "-"),
                    "fields": [TABLES[c.references].key[0]],
                },
            }
            for c in links
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    if column.required:
        rules["required"] = True
    if column.allowed and not column.many:
        rules["enum"] = list(column.allowed)
    if column.pattern and not column.many:
        rules["pattern"] = column.pattern
    for name in ("minimum", "maximum"):
        if (limit := getattr(column, name)) is not None:
            rules[name] = limit
    described = {"name": column.name, "type": str(column.type), "description": column.meaning}
    return {**described, "constraints": rules} if rules else described
