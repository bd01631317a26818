import pytest

from incidents.errors import TableError
from incidents.library.card import CARD_FILE, DatasetCard, read_card
from incidents.library.cards import complete_citation
from incidents.library.stored import StoredCard
from tests.library.copies import BUNDLED


def write(folder, text):
    (folder / CARD_FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_card(folder)


def test_a_folder_without_a_card_is_called_by_its_name(tmp_path):
    assert read_card(tmp_path) == DatasetCard(dataset_id=tmp_path.name, title=tmp_path.name)
    assert read_card(tmp_path).licence == "not stated"


def test_what_the_card_says_is_kept_and_other_keys_are_not(tmp_path):
    card = write(tmp_path, 'title = "حوادث"\ncountries = ["IRQ", "SYR"]\ncolour = "red"\n')
    assert card.title == "حوادث"
    assert card.countries == ("IRQ", "SYR")
    assert card.credits == ()


@pytest.mark.parametrize(
    "text",
    ["title = ", "= 1", b'title = "\xff"', 'title = "a"\ntitle = "b"'],
    ids=["no value", "no key", "not UTF-8", "twice"],
)
def test_a_card_that_is_not_toml_is_unreadable(tmp_path, text):
    with pytest.raises(TableError, match=r"dataset\.toml could not be read"):
        write(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    ['countries = "IRQ"', 'title = ["a", "b"]', "title = 2021", "credits = [1, 2]",
     '[title]\nen = "a"'],
    ids=["text for a list", "list for text", "number", "list of numbers", "table"],
)  # fmt: skip
def test_a_card_that_holds_something_else_than_text_is_unreadable(tmp_path, text):
    with pytest.raises(TableError, match=r"dataset\.toml could not be read"):
        write(tmp_path, text)


def test_the_bundled_card_says_terms_credits_and_what_the_data_must_not_be_used_for():
    card = read_card(BUNDLED)
    assert card.licence == "CC-BY-4.0"
    assert card.dataset_id == "iraq-2021"
    assert any("GeoNames" in credit for credit in card.credits)
    assert all((card.citation, card.method, card.coverage, card.not_for, card.caveats))


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ({}, "ACLED, acleddata.com."),
        ({"accessed": "2026-11-20"}, "ACLED, acleddata.com. Accessed: 2026-11-20."),
        ({"version_name": "26.1", "filters_used": "Iraq"},
         "ACLED, acleddata.com. Edition: 26.1. Filters: Iraq."),
    ],
)  # fmt: skip
def test_a_citation_says_what_was_said_and_asks_for_nothing_else(said, cited):
    asks = "ACLED, acleddata.com. Edition: [edition]. Accessed: [date]. Filters: [filters]."
    assert complete_citation(StoredCard(citation=asks, **said)) == cited
