"""The table of what measurements must show: its arithmetic, on figures that are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import pytest

from benchmarks.browser.apps import APPS
from benchmarks.browser.tables import build_size_tables
from benchmarks.measured import SIZES, Measured, list_failed, read_measured
from benchmarks.questions import FILTERS, QUESTIONS
from benchmarks.results import build_results
from benchmarks.targets import build_targets, list_targets
from benchmarks.verdicts import Verdict, judge

BLANK_MS = 500
KINDS = ("socket", "data", "scripts", "styles", "ground", "other")


def make_run(number=0, *, open_ms=100.0, filter_ms=50.0, data=100_000):
    """Return a run; its times are beyond the blank page's of the same round."""
    sent = dict.fromkeys(KINDS, 0) | {"data": data}
    return {
        "round": number,
        "open_ms": BLANK_MS + 10 * number + open_ms,
        "filter_ms": BLANK_MS + 10 * number + filter_ms,
        "open_bytes": sent,
        "filter_bytes": sent,
        "open_requests": [],
    }


def make_record(app, size, *, fail="", runs=None, **figures):
    if runs is None:
        runs = [make_run(number, **figures) for number in range(3)]
    return {"app": app, "size": size, "cold_open_ms": 900, "runs": runs, "fail": fail}


def make_records():
    """Return what meets every target: peers grow with the incidents, ours does not."""
    records = []
    for size, app in product(SIZES, APPS):
        if app == "blank":
            records.append(make_record(app, size, open_ms=0, filter_ms=0, data=0))
        elif app == "atlas":
            records.append(make_record(app, size))
        else:
            slow = 2 * max(1, size // 10_000)
            records.append(make_record(app, size, open_ms=100 * slow, filter_ms=50 * slow,
                                       data=1_000_000 * slow))  # fmt: skip
    return records


def make_query():
    rows = {"timings": [], "loaded": [], "tiles": [], "equal_tiles": []}
    for size in SIZES:
        for question, words in product(QUESTIONS, FILTERS):
            asked = {"size": size, "filter": words, "question": question.name}
            took = {"ours": size / 1e5, "floor": size / 2e5, "plain": size / 1e4}
            rows["timings"].append(asked | took)
        opened = {"size": size, "laid_out_s": 1.0, "opened_s": 0.1}
        held = {"anonymous_mb": size * 20 / 1e6, "mapped_mb": 900.0, "laid_bytes_a_row": 80.0}
        rows["loaded"].append(opened | held)
        rows["equal_tiles"] += [{"size": size, "filter": words, "zoom": 10, "count": 1000,
                                 "ms": 2.0} for words in FILTERS]  # fmt: skip
        rows["tiles"].append({"size": size, "zoom": 8, "count": 1000, "ms": 2.0})
    return rows


def make_sessions(size=1_000_000, **figures):
    load = {"sessions": 50, "interactions": 300, "whole_p95_ms": 1500.0, "failed": 0,
            "openings_failed": 0, "extra_open_mb": 2.0, "extra_end_mb": 3.0}  # fmt: skip
    return {"machine": "2 cores", "size": size, "seconds": 60.0, "pace_s": 10.0,
            "summary": [load | figures], "report": "### Readers"}  # fmt: skip


@pytest.fixture
def measured():
    """Everything measured, and every target met."""
    return Measured(
        {"records": make_records()}, make_query(), make_sessions(), [make_play()], ("2 cores",)
    )


def make_play(**figures):
    play = {"size": 1_000_000, "mode": "marks", "frames_a_second": 55.0, "moments_a_second": 20.0,
            "requests": 2}  # fmt: skip
    return play | figures


def with_record(measured, record):
    """Return the same with one record in the place of that of its app and size."""
    where = record["app"], record["size"]
    kept = [each for each in measured.browser["records"] if (each["app"], each["size"]) != where]
    return replace(measured, browser={"records": [*kept, record]})


def find(measured, *words):
    """Return the one target whose text has all the words."""
    (found,) = [each for each in list_targets(measured) if all(word in each.must for word in words)]
    return found


def test_figures_that_keep_to_every_bound_meet_every_target(measured):
    verdicts = {each.met for each in list_targets(measured)}
    assert verdicts == {Verdict.MET, Verdict.NONE}


def test_without_any_figures_no_target_is_met_and_none_is_missed():
    assert {each.met for each in list_targets(Measured())} == {Verdict.UNMEASURED, Verdict.NONE}


@pytest.mark.parametrize("part", ["browser", "query", "sessions", "playing"])
def test_a_part_that_was_not_run_leaves_its_targets_unmeasured(measured, part):
    left = replace(measured, **{part: getattr(Measured(), part)})
    verdicts = [each.met for each in list_targets(left)]
    assert Verdict.UNMEASURED in verdicts
    assert Verdict.MISSED not in verdicts


def test_times_are_taken_beyond_the_blank_page_of_the_same_round(measured):
    assert find(measured, "10 000 000: opening").measured.startswith("100 ms; at 1 000 100 ms")


def test_opening_that_grows_too_much_is_missed(measured):
    record = make_record("atlas", 1_000_000, open_ms=131)
    assert find(with_record(measured, record), "1 000 000: opening").met is Verdict.MISSED
    record = make_record("atlas", 1_000_000, open_ms=129)
    assert find(with_record(measured, record), "1 000 000: opening").met is Verdict.MET


def test_a_peer_that_was_not_measured_might_be_the_lightest(measured):
    records = [each for each in measured.browser["records"] if each["app"] != "plotly"]
    target = find(replace(measured, browser={"records": records}), "lightest peer's")
    assert target.met is Verdict.UNMEASURED
    assert "not measured: plotly" in target.measured


def test_a_lighter_peer_decides_whatever_others_would_show(measured):
    records = [each for each in measured.browser["records"] if each["app"] != "plotly"]
    left = replace(measured, browser={"records": records})
    lighter = with_record(left, make_record("st_map", 1_000, open_ms=90))
    assert find(lighter, "lightest peer's").met is Verdict.MISSED


def test_a_peer_that_failed_with_fewer_incidents_is_said_to_have_failed(measured):
    failed = make_record("naive", 10_000, fail="open: over 60 s", runs=[])
    later = [each for each in measured.browser["records"]
             if each["app"] != "naive" or each["size"] < 10_000]  # fmt: skip
    target = find(replace(measured, browser={"records": [*later, failed]}), "naive beside ours")
    assert "failed at 10 000: open: over 60 s" in target.measured
    assert target.met is Verdict.NONE


def test_where_ours_failed_the_target_is_missed(measured):
    failed = make_record("atlas", 10_000_000, fail="open: over 60 s", runs=[])
    assert find(with_record(measured, failed), "10 000 000: opening").met is Verdict.MISSED
    assert find(with_record(measured, failed), "a filter sends").met is Verdict.MISSED


def test_a_time_from_a_step_that_failed_does_not_count(measured):
    wrong = make_run() | {"fail": "filter: the page says 3 incidents, the filter selects 4"}
    record = make_record("atlas", 100_000, fail=wrong["fail"], runs=[wrong])
    found = with_record(measured, record)
    assert find(found, "100 000: a filter", "folium peer").met is Verdict.MISSED
    assert find(found, "100 000: opening is", "folium peer").met is Verdict.MET


def test_data_is_counted_as_it_is_and_not_beyond_the_blank_page(measured):
    record = make_record("atlas", 1_000, data=300_001)
    assert find(with_record(measured, record), "opening sends at most").met is Verdict.MISSED


def test_a_question_that_grows_faster_than_its_rows_is_named(measured):
    grown = [each | {"ours": each["ours"] * 2}
             if (each["question"], each["size"]) == ("areas", 10_000_000) else each
             for each in measured.query["timings"]]  # fmt: skip
    target = find(replace(measured, query=measured.query | {"timings": grown}),
                  "1 000 000 to 10 000 000")  # fmt: skip
    assert target.met is Verdict.MISSED
    assert target.measured.startswith("the most 20.0 × (areas")
    assert "2 of 18 by more" in target.measured


def test_a_play_that_stutters_is_missed(measured):
    slow = replace(measured, playing=[make_play(), make_play(frames_a_second=19.9)])
    assert find(slow, "played at 20 steps").met is Verdict.MISSED
    fewer = replace(measured, playing=[make_play(size=1_000)])
    assert find(fewer, "played at 20 steps").met is Verdict.UNMEASURED


def test_pandas_that_was_not_asked_leaves_its_target_unmeasured(measured):
    alone = [each | {"plain": None} for each in measured.query["timings"]]
    target = find(replace(measured, query=measured.query | {"timings": alone}),
                  "timeline", "pandas")  # fmt: skip
    assert target.met is Verdict.UNMEASURED


def test_a_tile_needs_the_largest_dataset_and_a_smaller_one(measured):
    few = [each for each in measured.query["equal_tiles"] if each["size"] < 10_000_000]
    only = [each for each in measured.query["equal_tiles"] if each["size"] == 10_000_000]
    for tiles in (few, only):
        left = replace(measured, query=measured.query | {"equal_tiles": tiles})
        assert find(left, "A tile", "everything").met is Verdict.UNMEASURED


def test_memory_is_what_the_process_has_and_what_is_laid_out(measured):
    assert find(measured, "bytes a row").measured.startswith("100: the process's own growth 20")
    loaded = [each | {"laid_bytes_a_row": 101.0} for each in measured.query["loaded"]]
    heavy = replace(measured, query=measured.query | {"loaded": loaded})
    assert find(heavy, "bytes a row").met is Verdict.MISSED


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ({"whole_p95_ms": 3000.0}, Verdict.MISSED),
        ({"failed": 1}, Verdict.MISSED),
        ({"openings_failed": 1}, Verdict.MISSED),
        ({"whole_p95_ms": None}, Verdict.UNMEASURED),
        ({"size": 1_000}, Verdict.UNMEASURED),
    ],
    ids=str,
)
def test_many_readers_are_judged_at_a_million_incidents(measured, figures, verdict):
    found = replace(measured, sessions=make_sessions(**figures))
    assert find(found, "95th percentile").met is verdict


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([True, True], Verdict.MET),
        ([True, None], Verdict.UNMEASURED),
        ([None, False], Verdict.MISSED),
        ([], Verdict.UNMEASURED),
    ],
    ids=str,
)
def test_one_check_that_fails_decides_and_one_unknown_leaves_it_open(checks, verdict):
    assert judge(checks) is verdict


def test_what_each_size_gave_is_read_as_one(tmp_path, measured):
    for size in (1_000, 10_000_000):
        records = [each for each in measured.browser["records"] if each["size"] == size]
        told = {"machine": f"machine of {size}", "records": records}
        (tmp_path / f"browser-{size}.json").write_text(json.dumps(told), encoding="utf-8")
    for size in (1_000, 1_000_000, 10_000_000):
        told = json.dumps(make_sessions(size))
        (tmp_path / f"sessions-{size}.json").write_text(told, encoding="utf-8")
    found = read_measured(tmp_path)
    assert {each["size"] for each in found.browser["records"]} == {1_000, 10_000_000}
    assert found.sessions == make_sessions()
    assert found.machines[0] == "machine of 1000"
    assert found.query == Measured().query


def test_an_app_that_failed_is_left_out_only_with_more_incidents(tmp_path):
    told = {"machine": "2 cores", "records": [make_record("naive", 10_000, fail="open: crashed")]}
    (tmp_path / "browser-10000.json").write_text(json.dumps(told), encoding="utf-8")
    assert list_failed(tmp_path, 10_000) == set()
    assert list_failed(tmp_path, 100_000) == {"naive"}


@pytest.mark.parametrize("empty", [True, False], ids=["nothing", "everything"])
def test_every_row_of_the_page_has_as_many_cells_as_its_head(measured, empty):
    page = build_results(Measured() if empty else measured)
    blocks = [block.splitlines() for block in page.split("\n\n") if block.startswith("|")]
    assert blocks
    for lines in blocks:
        assert {line.replace(r"\|", "").count("|") for line in lines} == {lines[0].count("|")}


def test_what_a_server_printed_stays_in_its_cell(measured):
    printed = "open: the server ended; it printed: a | b\n<script>\n" + "x" * 500
    record = make_record("naive", 1_000, fail=printed, runs=[])
    found = with_record(measured, record)
    for text in (build_size_tables(found.browser), build_targets(found)):
        line = next(line for line in text.splitlines() if "it printed" in line)
        assert line.endswith("|")
        assert r"a \| b &lt;script>" in line
        assert "x" * 200 not in line
