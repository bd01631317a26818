import csv
import json

import pytest

from incidents.library.datasets import hash_folder
from incidents.library.papers import build_descriptor, build_readme, write_papers
from incidents.model.tables import TABLES
from tests.library.copies import BUNDLED, copy_bundled

DRIFTED = "the data or its definition changed: run `make papers`"


def test_the_data_readme_says_what_the_tables_are_now():
    written = (BUNDLED.parent / "README.md").read_text(encoding="utf-8")
    assert written == build_readme(BUNDLED), DRIFTED


def test_the_descriptor_says_what_the_tables_are_now():
    written = (BUNDLED / "datapackage.json").read_text(encoding="utf-8")
    assert written == build_descriptor(BUNDLED), DRIFTED


@pytest.mark.parametrize("resource", json.loads(build_descriptor(BUNDLED))["resources"],
                         ids=lambda resource: resource["name"])  # fmt: skip
def test_the_descriptors_fields_are_the_header_of_the_file(resource):
    with (BUNDLED / resource["path"]).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_the_readme_holds_the_card_the_notes_and_the_codebook():
    text = build_readme(BUNDLED)
    notes = (BUNDLED / "notes.md").read_text(encoding="utf-8").strip()
    assert notes in text
    assert text.count("\n### ") >= len(TABLES)
    assert hash_folder(BUNDLED) in text
    assert "CC-BY-4.0" in text


def test_papers_are_written_beside_and_into_the_folder(tmp_path):
    folder = copy_bundled(tmp_path)
    (folder / "datapackage.json").unlink()
    assert write_papers(folder) == [tmp_path / "README.md", folder / "datapackage.json"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == build_readme(folder)
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["name"]


def test_writing_papers_twice_changes_nothing(tmp_path):
    folder = copy_bundled(tmp_path)
    before = [path.read_bytes() for path in write_papers(folder)]
    assert [path.read_bytes() for path in write_papers(folder)] == before


def test_a_folder_without_card_and_notes_still_gets_papers(tmp_path):
    folder = copy_bundled(tmp_path)
    (folder / "notes.md").unlink()
    (folder / "dataset.toml").unlink()
    assert build_readme(folder).startswith("# curated\n")
    assert json.loads(build_descriptor(folder))["licenses"][0]["name"] == "not stated"
