"""Which coder reads which table."""

from __future__ import annotations

import pytest

from incidents.errors import SourceFileError
from incidents.readers.coding import code
from incidents.readers.mapping import TableMapping
from incidents.readers.raw import Format
from incidents.readers.recognising import recognise
from tests.readers import test_acled, test_gdelt, test_gtd, test_ucdp
from tests.readers.foreign import make_raw, row_of


@pytest.mark.parametrize(
    ("columns", "row", "source"),
    [
        (test_acled.NEW, test_acled.GOOD, "ACLED"),
        (test_ucdp.ALL_COLUMNS, test_ucdp.GOOD, "UCDP"),
        (test_gtd.COLUMNS, test_gtd.GOOD, "GTD"),
        (test_gdelt.LAYOUTS[61], test_gdelt.GOOD, "GDELT (machine coded)"),
    ],
)
def test_a_table_goes_to_the_coder_of_its_format(columns, row, source):
    raw = make_raw(list(columns), row)
    assert code(raw, recognise(raw)[0]).facts.source == source


def test_a_plain_table_is_read_by_its_mapping():
    raw = make_raw(["when", "what"], ["2021-03-05", "Shots"])
    said = TableMapping(columns={"event_date": "when", "title_en": "what"},
                        constants={"country": "IRQ"})  # fmt: skip
    assert row_of(code(raw, Format.PLAIN, said))["title_en"] == "Shots"


@pytest.mark.parametrize("format_", [Format.PLAIN, Format.HXL])
def test_a_plain_table_without_a_mapping_is_refused(format_):
    with pytest.raises(SourceFileError, match="what its columns mean"):
        code(make_raw(["when"], ["2021"]), format_)


def test_one_table_of_our_own_is_not_coded_by_itself():
    with pytest.raises(SourceFileError, match="incident-atlas"):
        code(make_raw(["incident_id"], ["1"]), Format.OWN)
