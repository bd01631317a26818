import pytest

from incidents.ui.state import read_pairs


@pytest.mark.parametrize(
    ("pairs", "query", "keys"),
    [
        (
            [("type", "Riots"), ("incident", "X"), ("map", "6/33/44"), ("who", "a")],
            "type=Riots",
            [],
        ),
        ([("type", "Riots"), ("type", "Nope")], "type=Riots", ["type"]),
        ([("from", "x"), ("to", "2021-01-01")], "to=2021-01-01", ["from"]),
        ([("killed", "1"), ("killed", "2")], "killed=1", ["killed"]),
        ([("colour", "red"), ("embed", "true")], "", ["colour"]),
    ],
    ids=["page keys", "one bad value", "bad date", "twice", "unknown key"],
)
def test_what_can_be_read_of_an_address_is_kept(pairs, query, keys):
    chosen, problems = read_pairs(pairs)
    assert chosen.to_query() == query
    assert [problem.key for problem in problems] == keys
