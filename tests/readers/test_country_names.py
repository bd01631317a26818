"""Countries as the field writes them."""

from __future__ import annotations

import pytest

from incidents.readers.country_codes import ALPHA_3
from incidents.readers.country_names import (
    BY_FIPS,
    BY_GLEDITSCH_WARD,
    BY_NAME,
    BY_NUMBER,
    find_by_code,
    find_by_fips,
    find_by_gleditsch_ward,
    find_by_name,
    find_by_number,
)

PAST = {"SUN", "YUG", "CSK"}


@pytest.mark.parametrize(
    ("find", "cell", "country"),
    [
        (find_by_number, "368", "IRQ"), (find_by_number, "004", "AFG"),
        (find_by_number, "4.0", "AFG"), (find_by_number, "999", ""), (find_by_number, "", ""),
        (find_by_number, "٣", ""), (find_by_gleditsch_ward, "645", "IRQ"),
        (find_by_gleditsch_ward, "652.0", "SYR"), (find_by_gleditsch_ward, "0", ""),
        (find_by_fips, "IZ", "IRQ"), (find_by_fips, " gz ", "PSE"), (find_by_fips, "OS", ""),
        (find_by_name, "Iraq", "IRQ"), (find_by_name, "CÔTE D’IVOIRE", "CIV"),
        (find_by_name, "Trinidad & Tobago", "TTO"), (find_by_name, "Myanmar (Burma)", "MMR"),
        (find_by_name, "Kingdom of eSwatini (Swaziland)", "SWZ"), (find_by_name, "", ""),
        (find_by_name, "Türkiye", "TUR"), (find_by_name, "Nowhere", ""),
        (find_by_code, "irq", "IRQ"), (find_by_code, "IQ", "IRQ"), (find_by_code, "QQ", ""),
    ],
)  # fmt: skip
def test_a_country_is_found_or_not(find, cell, country):
    assert find(cell) == country


@pytest.mark.parametrize("table", [BY_NUMBER, BY_FIPS, BY_GLEDITSCH_WARD, BY_NAME])
def test_every_table_leads_to_codes_that_are_known(table):
    assert set(table.values()) <= set(ALPHA_3.values()) | PAST


def test_every_country_has_a_name():
    assert set(BY_NAME.values()) - PAST == set(ALPHA_3.values())
