import pytest

from incidents.ui.doc import facts, file_name, grid, link, node, text


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.invalid/x", "http:///x", "", "/etc/passwd",
     " javascript:alert(1)"],
)  # fmt: skip
def test_only_web_addresses_and_our_own_pages_become_links(address):
    assert link("words", address) == "words"


@pytest.mark.parametrize("address", ["https://a.example/x", "./?type=Riots", "/api/citation.txt"])
def test_a_safe_address_becomes_a_link(address):
    made = link("words", address)
    assert made["attributes"]["href"] == address


def test_dataset_text_takes_its_own_direction():
    assert text("نص")["attributes"]["dir"] == "auto"


def test_a_file_name_in_arabic_keeps_its_ending_last():
    assert file_name("حوادث ٢٠٢١.xlsx")["attributes"]["dir"] == "ltr"


def test_blank_facts_are_left_out():
    assert [part["tag"] for part in facts([("A", "x"), ("B", "")])["children"]] == ["dt", "dd"]


def test_a_table_has_headings_for_rows_and_columns():
    head, body = grid(["A", "B"], [["1", "2"]])["children"]
    assert head["children"][0]["children"][0]["attributes"]["scope"] == "col"
    assert body["children"][0]["children"][0]["attributes"]["scope"] == "row"


def test_nothing_is_no_child():
    assert node("p", None, "x")["children"] == ["x"]
