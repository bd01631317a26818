"""What is kept of how a version came in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from incidents.errors import LibraryError
from incidents.library.about import (
    ABOUT_FILE,
    is_version,
    original_file,
    read_about,
    version_id,
    write_about,
)
from incidents.library.stored import StoredCard
from incidents.readers.raw import Container
from tests.library.shelf import make_about


def test_everything_that_is_written_is_read_back(tmp_path):
    about = replace(make_about(1), mapping='{"columns": {}}', card=StoredCard("ت", caveats=("a",)))
    write_about(tmp_path, about)
    assert read_about(tmp_path) == about


def test_a_version_is_of_the_bytes_and_of_how_they_are_read():
    told = ("ab" * 32, "{}", "table", 1)
    assert version_id(*told) == version_id(*told)
    assert is_version(version_id(*told))
    others = [("ac" * 32, "{}", "table", 1), ("ab" * 32, "", "table", 1),
              ("ab" * 32, "{}", "hxl", 1), ("ab" * 32, "{}", "table", 2)]  # fmt: skip
    assert len({version_id(*each) for each in [told, *others]}) == 5


@pytest.mark.parametrize("text", ["", "0" * 11, "0" * 13, "g" * 12, "A" * 12, "../../../abc"])
def test_nothing_else_is_a_version(text):
    assert not is_version(text)


def test_no_original_is_taken_for_a_table_or_for_another():
    files = [original_file(container) for container in Container]
    assert len(set(files)) == len(files)
    assert all(name.startswith("original.") and not name.endswith(".parquet") for name in files)


def test_a_key_that_is_not_there_takes_its_default(tmp_path):
    write_about(tmp_path, make_about(1))
    said = json.loads((tmp_path / ABOUT_FILE).read_text(encoding="utf-8"))
    del said["card"]["caveats"], said["warnings"]
    (tmp_path / ABOUT_FILE).write_text(json.dumps(said | {"later": None}), encoding="utf-8")
    expected = replace(make_about(1), warnings={}, card=StoredCard(title="Table 1"))
    assert read_about(tmp_path) == expected


WRONG = {
    "bytes is '7', not a whole number": {"bytes": "7"},
    "bytes is True, not a whole number": {"bytes": True},
    "card is None, not an object": {"card": None},
    "card.caveats[1] is 3, not text": {"card": {"caveats": ["a", 3]}},
    "warnings.x is 0.5, not a whole number": {"warnings": {"x": 0.5}},
    "'sha256' is missing": {"sha256": ...},
}


@pytest.mark.parametrize("words", WRONG)
def test_a_value_of_another_type_is_named(tmp_path, words):
    write_about(tmp_path, make_about(1))
    said = json.loads((tmp_path / ABOUT_FILE).read_text(encoding="utf-8")) | WRONG[words]
    said = {name: value for name, value in said.items() if value is not ...}
    (tmp_path / ABOUT_FILE).write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(LibraryError) as caught:
        read_about(tmp_path)
    assert words in str(caught.value)
    assert str(tmp_path / ABOUT_FILE) in str(caught.value)


def test_what_is_no_text_is_an_error_of_the_library(tmp_path):
    (tmp_path / ABOUT_FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(LibraryError, match=r"import\.json"):
        read_about(tmp_path)
