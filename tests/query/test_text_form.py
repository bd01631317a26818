from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import FilterError
from incidents.query.filters import IncidentFilter
from incidents.query.text_form import FIELD_KEYS, FILTER_KEYS
from tests.factories import examples
from tests.query.strategies import writable_filters

FULL = (
    "from=2021-01-01&to=2021-07-31&dataset=iraq-2021&actor=islamic-state&actor=pkk"
    "&role=perpetrator&role=target&view=claimed&denied=exclude"
    "&type=Battles&type=Explosions/Remote+violence&sub=Grenade&country=IRQ&area=IQ-BG&site=base"
    "&precision=city&killed=0&casualties=1&relevance=core&verification=single+publisher"
    "&q=%D8%B5%D8%A7%D8%B1%D9%88%D8%AE&bbox=44,33.12345,45,34"
)


def read(query):
    return IncidentFilter.from_query(query)


def read_or_refuse(query):
    """Return the filter or the refusal; anything else is a defect and is left to fail."""
    try:
        return read(query), None
    except FilterError as error:
        return None, error


def test_every_field_of_the_filter_has_a_key():
    assert set(FIELD_KEYS) == set(IncidentFilter.__dataclass_fields__)


def test_a_filter_that_asks_for_everything_is_no_text():
    assert IncidentFilter().to_query() == ""
    assert read("") == read("?") == read([]) == IncidentFilter()


def test_a_full_filter_is_written_as_it_is_read():
    assert read(FULL).to_query() == FULL
    assert set(read(FULL).chosen_fields) == set(FIELD_KEYS)


def test_the_designs_own_example_is_canonical():
    query = (
        "from=2021-01-01&to=2021-07-31&actor=kataib-hezbollah&view=claimed"
        "&type=Explosions/Remote+violence&area=IQ-BG"
    )
    assert read(query).to_query() == query


@examples(400)
@given(writable_filters())
def test_writing_then_reading_gives_the_same_filter(chosen):
    assert read(chosen.to_query()) == chosen
    assert read("?" + chosen.to_query()) == chosen


@examples(150)
@given(writable_filters(), st.randoms(use_true_random=False))
def test_the_same_choices_in_any_order_are_one_text(chosen, random):
    pairs = parse_qsl(chosen.to_query(), keep_blank_values=True)
    random.shuffle(pairs)
    assert read(pairs).to_query() == chosen.to_query()


@examples(300)
@given(st.text(), st.sampled_from(["text", "actors", "sites", "areas", "datasets"]))
def test_no_brace_quote_bracket_or_backslash_survives(text, field):
    value = text if field == "text" else frozenset({text})
    written = IncidentFilter(**{field: value}).to_query()
    assert not set(written) & set("{}<>\"'`()[]\\ ;\n\r\0")
    assert written.isascii()


@pytest.mark.parametrize("text", ["{{7*7}}", "${x}", "</script>", "\"'`", "a&b=c", "a#b?c", "+%2B"])
def test_hostile_text_comes_back_as_it_was(text):
    written = IncidentFilter(text=text).to_query()
    assert read(written).text == text
    assert set(written) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+=/,:-._~*"
    )


@pytest.mark.parametrize(
    "query", ["view=any", "denied=include", "q=", "actor=", "from=", "actor=&q=&killed=", "&&"]
)
def test_defaults_and_blanks_ask_for_nothing_and_are_left_out(query):
    assert read(query) == IncidentFilter()
    assert read(query).to_query() == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *((key, bad) for key in ("from", "to") for bad in
          ("yesterday", "2021-13-01", "2021-02-30", "20210101", "2021-W01-1", "01.01.2021",
           "2021-01-01T00:00", "٢٠٢١-٠١-٠١", "2021-001", " 2021-1-1 ")),
        *((key, "nonsense") for key in
          ("role", "view", "denied", "type", "precision", "relevance", "verification")),
        ("type", "battles"),
        ("view", "CLAIMED"),
        *(("killed", bad) for bad in ("-1", "1.5", "many", "1e3", "٣", "²", "12345678", " 1")),
        *(("casualties", bad) for bad in ("0", "true", "yes", "11")),
        *(("bbox", bad) for bad in
          ("44,33,45", "44,33,45,34,35", "a,b,c,d", "44,34,45,33", "-181,0,0,0", "0,0,181,1",
           "0,-91,1,1", "0,0,1,91", "nan,0,1,1", "0,nan,1,1", "0,0,nan,1", "0,0,1,nan",
           "inf,0,1,1", "0,0,1e999,1", ",,,", "44;33;45;34")),
        *((key, "x" * 501) for key in ("q", "actor", "dataset", "sub", "country", "area", "site")),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused_by_its_key(key, value):
    with pytest.raises(FilterError) as caught:
        read([(key, value)])
    assert caught.value.key == key
    assert caught.value.reason
    assert repr(key)[1:-1] in str(caught.value)


@pytest.mark.parametrize("query", ["colour=red", "From=2021-01-01", "actors=x", "=x", "x", "q[]=a"])
def test_an_unknown_key_is_refused_and_the_known_ones_named(query):
    with pytest.raises(FilterError, match="the keys are from, to, dataset") as caught:
        read(query)
    assert caught.value.key not in FILTER_KEYS


@pytest.mark.parametrize("key", ["incident", "map", "base", "offset", "limit"])
def test_keys_of_the_page_are_not_keys_of_the_filter(key):
    with pytest.raises(FilterError):
        read([(key, "1")])


def test_a_single_choice_given_twice_is_refused_unless_it_says_the_same():
    assert read("killed=3&killed=03").killed == 3
    with pytest.raises(FilterError, match="given twice"):
        read("killed=3&killed=4")
    with pytest.raises(FilterError, match="given twice"):
        read("view=any&view=claimed")


def test_a_key_given_without_end_is_refused():
    with pytest.raises(FilterError, match="more than 500 times"):
        read([("actor", str(n)) for n in range(501)])


def test_a_long_value_is_not_repeated_whole_in_the_refusal():
    with pytest.raises(FilterError) as caught:
        read([("x" * 10_000, "y" * 10_000)])
    assert len(str(caught.value)) < 400


@examples(200)
@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_refused(query):
    chosen, refused = read_or_refuse(query)
    assert refused is None or str(refused)
    assert chosen is None or read(chosen.to_query()) == chosen


@examples(200)
@given(st.lists(st.tuples(st.sampled_from(FILTER_KEYS), st.text(max_size=12)), max_size=4))
def test_any_value_under_a_known_key_is_read_or_refused(pairs):
    chosen, refused = read_or_refuse(pairs)
    assert refused is None or refused.key in FILTER_KEYS
    assert chosen is None or read(chosen.to_query()).to_query() == chosen.to_query()


def test_degrees_are_written_to_five_decimals_and_without_minus_zero():
    written = read("bbox=44.123456789,-0.0000001,45,1e-9").to_query()
    assert written == "bbox=44.12346,0,45,0"


def test_dates_are_read_as_days():
    assert read("from=2021-07-19").date_from == date(2021, 7, 19)
