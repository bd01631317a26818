import json

import pytest

from incidents.model.codebook import build_codebook, build_datapackage
from incidents.model.tables import TABLES

TABLE_CASES = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


def section_of(table):
    head, *rest = build_codebook().split(f"### {table.file_name}\n")
    assert len(rest) == 1, head
    return rest[0].split("\n### ")[0]


def resource_of(table):
    found = [r for r in build_datapackage({})["resources"] if r["path"] == table.file_name]
    assert len(found) == 1
    return found[0]


@TABLE_CASES
def test_every_column_has_a_line_of_five_cells_in_its_tables_section(table):
    lines = section_of(table).splitlines()
    for column in table.columns:
        found = [line for line in lines if line.startswith(f"| `{column.name}` |")]
        assert len(found) == 1
        assert found[0].replace("\\|", "").count("|") == 6


@TABLE_CASES
def test_the_codebook_lists_every_allowed_word(table):
    section = section_of(table)
    assert [
        word for column in table.columns for word in column.allowed if word not in section
    ] == []


def test_the_codebook_says_which_cells_have_to_be_filled_and_what_they_refer_to():
    section = section_of(TABLES["citations"])
    line = next(line for line in section.splitlines() if line.startswith("| `incident_id`"))
    assert "required" in line
    assert "a key of incidents.csv" in line


def test_the_descriptor_is_json_and_keeps_what_is_said_about_the_dataset():
    described = build_datapackage({"name": "iraq-2021", "title": "حوادث"})
    assert json.loads(json.dumps(described)) == described
    assert described["name"] == "iraq-2021"
    assert described["$schema"].endswith("/2.0/datapackage.json")


@TABLE_CASES
def test_the_descriptors_fields_are_the_tables_columns_in_order(table):
    fields = resource_of(table)["schema"]["fields"]
    assert [field["name"] for field in fields] == list(table.column_names)
    assert [field["type"] for field in fields] == [str(column.type) for column in table.columns]


@TABLE_CASES
def test_the_descriptor_says_the_key(table):
    assert resource_of(table)["schema"]["primaryKey"] == list(table.key)


@TABLE_CASES
def test_a_foreign_key_leads_to_another_resources_primary_key(table):
    resources = {r["name"]: r for r in build_datapackage({})["resources"]}
    for link in resource_of(table)["schema"]["foreignKeys"]:
        target = resources[link["reference"]["resource"]]
        assert link["reference"]["fields"] == target["schema"]["primaryKey"]


@TABLE_CASES
def test_closed_lists_become_enumerations(table):
    for field, column in zip(resource_of(table)["schema"]["fields"], table.columns, strict=True):
        said = field.get("constraints", {})
        assert said.get("enum", []) == ([] if column.many else list(column.allowed))
        assert said.get("required", False) == column.required
        assert said.get("minimum") == column.minimum


def test_resource_names_are_unique_and_lower_case_with_hyphens():
    names = [resource["name"] for resource in build_datapackage({})["resources"]]
    assert len(set(names)) == len(TABLES)
    assert not [name for name in names if name != name.lower() or "_" in name]
