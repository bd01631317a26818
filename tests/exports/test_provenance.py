"""What is said in, or beside, every file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from incidents.errors import TermsError
from incidents.exports.about_lines import describe
from incidents.exports.bundle_papers import build_methodology
from incidents.exports.citation_file import build_citation
from incidents.exports.downloads import FileKind, build_download, name_file
from incidents.exports.provenance import build_provenance
from incidents.exports.terms import check_terms
from incidents.library.card import DatasetCard
from incidents.library.datasets import Part
from incidents.query.filters import IncidentFilter
from tests.exports.conftest import ACCESSED, EVERYTHING, Made
from tests.factories import make_tables


def test_the_text_says_everything_that_is_asked_of_a_citation(atlas):
    chosen = IncidentFilter.from_query("from=2021-01-01&to=2021-07-31&view=claimed")
    told = build_provenance(atlas.dataset, chosen, accessed=ACCESSED, page="https://atlas.example/")
    text = build_citation(told).decode()
    for words in (
        "Filter: from 1 Jan 2021 to 31 Jul 2021, claimed by the actor itself",
        "Link: https://atlas.example/?from=2021-01-01&to=2021-07-31&view=claimed",
        "Accessed: 2 Jan 2026",
        f"version {atlas.dataset.version}",
        "CC-BY-4.0",
        "How to cite",
        "GeoNames",
        f"Sources ({len(told.sources)})",
    ):
        assert words in text
    assert all(source["source_id"] in text for source in told.sources)


def test_sources_are_those_of_the_selected_incidents_only(atlas):
    chosen = IncidentFilter.from_query("q=nothingofthatname")
    assert build_provenance(atlas.dataset, chosen, accessed=ACCESSED, page="").sources == ()


def test_without_a_page_there_is_no_link(atlas):
    chosen = IncidentFilter.from_query("killed=3")
    told = build_provenance(atlas.dataset, chosen, accessed=ACCESSED, page="")
    assert told.link == ""
    assert "filter killed=3" in told.how_to_cite
    assert "Link:" not in build_citation(told).decode()


@pytest.fixture
def twice():
    """Two datasets of one title and citation, and their incidents."""
    cards = [
        DatasetCard(dataset_id=name, title="Field notes", redistribution="restricted",
                    terms="Ask first.", not_for=(f"targeting {name}",))
        for name in ("north", "south")
    ]  # fmt: skip
    tables = make_tables(*({"dataset_id": card.dataset_id} for card in cards))
    return Made(tables, cards[0], "v1", others=(Part(cards[1], "v2", Path()),))


def test_datasets_of_one_title_are_told_apart_by_their_names(twice):
    told = build_provenance(twice, EVERYTHING, accessed=ACCESSED, page="")
    assert told.title == "Field notes (north); Field notes (south)"
    assert told.terms == "Field notes (north): Ask first. Field notes (south): Ask first."
    assert [line.partition(", accessed")[0] for line in told.how_to_cite.splitlines()] == [
        "Field notes, dataset north, version v1", "Field notes, dataset south, version v2"
    ]  # fmt: skip
    method = build_methodology(twice.parts).decode()
    assert "## Field notes (north)\n" in method
    assert "## Field notes (south)\n" in method
    with pytest.raises(TermsError, match=r"Field notes \(south\) \(Ask first"):
        check_terms(twice, EVERYTHING, {"north"})


def test_no_heading_of_a_citation_stands_alone_and_no_warning_is_lost(twice):
    told = build_provenance(twice, EVERYTHING, accessed=ACCESSED, page="")
    lines = build_citation(told).decode().splitlines()
    headings = [line for line, after in zip(lines, [*lines[1:], ""], strict=True)
                if line and not after]  # fmt: skip
    assert not {"Credits", "Mind", "Not for", "Columns"}.intersection(headings)
    assert "    Not for: targeting south" in lines
    assert any("Not for: targeting north" in words for _, words in describe(told))


def test_words_of_a_dataset_cannot_add_lines(make_hostile):
    tables = make_hostile("x\r\nLicence: none\nfree")
    told = build_provenance(Made(tables), EVERYTHING, accessed=ACCESSED, page="")
    lines = build_citation(told).decode().splitlines()
    assert [line for line in lines if line.startswith("Licence")] == [
        "Licence: Public domain (CC0-1.0)"
    ]


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_name_holds_nothing_that_a_system_minds(make_incidents, kind):
    dataset = Made(make_incidents({}))
    download = build_download(dataset, EVERYTHING, kind, accessed=ACCESSED)
    assert download.file_name == f"incidents_made-up-data_0123456789ab_2026-01-02.{kind}"
    assert re.fullmatch(r"[\w.-]+", name_file(dataset, ACCESSED, kind))
