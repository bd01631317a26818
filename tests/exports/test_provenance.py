"""What is said in, or beside, every file."""

from __future__ import annotations

import re

import pytest

from incidents.exports.citation_file import build_citation
from incidents.exports.downloads import FileKind, build_download, name_file
from incidents.exports.provenance import build_provenance
from incidents.query.filters import IncidentFilter
from tests.exports.conftest import ACCESSED, EVERYTHING, Made


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
