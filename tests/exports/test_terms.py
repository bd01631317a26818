"""Rows of a restricted dataset are handed on to those who accepted its terms, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from incidents.errors import TermsError
from incidents.exports.citation_file import build_citation
from incidents.exports.downloads import FileKind, build_download
from incidents.exports.provenance import build_provenance
from incidents.exports.sizes import estimate_sizes
from incidents.exports.terms import check_terms, leave_out_restricted, list_restricted
from incidents.library.card import DatasetCard
from incidents.library.datasets import Part
from incidents.query.filters import IncidentFilter
from tests.exports.conftest import ACCESSED, EVERYTHING, Made
from tests.exports.files import build
from tests.factories import make_tables

OPEN = DatasetCard(dataset_id="open", title="Open data", licence="CC0-1.0", citation="Open data")
CLOSED = DatasetCard(
    dataset_id="closed",
    title="Closed data",
    licence="EULA",
    citation="Closed data by somebody",
    redistribution="restricted",
    terms="Rows stay with whoever registered.",
    credits=("the closed",),
)
FIRST = IncidentFilter.from_query("dataset=open")


@pytest.fixture(scope="module")
def dataset():
    tables = make_tables({"dataset_id": "open"}, {"dataset_id": "closed"}, {"dataset_id": "closed"})
    return Made(tables, replace(OPEN, title="Both"), others=(Part(CLOSED, "v2", Path()),))


def test_without_acceptance_nothing_is_built(dataset):
    for kind in FileKind:
        with pytest.raises(TermsError, match=r"Closed data \(Rows stay with whoever registered"):
            build_download(dataset, EVERYTHING, kind, accessed=ACCESSED)


def test_accepting_another_dataset_is_no_acceptance(dataset):
    with pytest.raises(TermsError) as caught:
        check_terms(dataset, EVERYTHING, {"open"})
    assert caught.value.names == ["closed"]


@pytest.mark.parametrize("kind", FileKind)
def test_with_acceptance_it_is(dataset, kind):
    assert build(dataset, kind, accepted=["closed"])


def test_a_selection_without_its_rows_needs_none(dataset):
    assert list_restricted(dataset, FIRST) == []
    assert build(dataset, FileKind.CSV, FIRST)


def test_what_may_be_handed_on_can_be_chosen(dataset):
    left = leave_out_restricted(dataset, EVERYTHING)
    assert left is not None
    assert left.datasets == {"open"}
    check_terms(dataset, left)
    only = IncidentFilter.from_query("dataset=closed")
    assert leave_out_restricted(dataset, only) is None


def test_every_dataset_in_the_selection_is_cited_with_its_terms(dataset):
    told = build_provenance(dataset, EVERYTHING, accessed=ACCESSED, page="")
    assert [(each.dataset_id, each.version, each.count) for each in told.datasets] == [
        ("open", "0123456789ab", 1), ("closed", "v2", 2)
    ]  # fmt: skip
    assert len(told.how_to_cite.splitlines()) == 2
    text = build_citation(told).decode()
    for words in ("Datasets (2)", "Closed data by somebody, version v2", "Credit: the closed",
                  "Terms: Rows stay with whoever registered."):  # fmt: skip
        assert words in text


def test_a_dataset_that_is_not_in_the_selection_is_not_cited(dataset):
    told = build_provenance(dataset, FIRST, accessed=ACCESSED, page="")
    assert [each.dataset_id for each in told.datasets] == ["open"]


@pytest.mark.parametrize("query", ["", "from=2021-06-01"])
def test_a_size_is_told_before_that_is_about_right(atlas, query):
    chosen = IncidentFilter.from_query(query)
    sizes = estimate_sizes(atlas.dataset.tables, chosen)
    for kind in FileKind:
        written = len(build(atlas.dataset, kind, chosen))
        assert written / 2 < sizes[kind] < written * 2, kind
