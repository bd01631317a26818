from incidents.query.citing import count_citing
from tests.factories import bundled_tables, make_tables


def test_every_line_of_the_citations_counts_for_its_source():
    counts = count_citing(bundled_tables())
    assert sum(counts.values()) == bundled_tables().citations.height
    assert set(counts) == set(bundled_tables().citations["source_id"])


def test_a_source_that_nothing_cites_is_left_out():
    tables = make_tables({}, citations=[{"source_id": "read"}], sources=[{"source_id": "unread"}])
    assert count_citing(tables) == {"read": 1}
