"""Spark answers as the embedded engine does: every question, on a cluster of two workers."""

from __future__ import annotations

import gc
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given

from incidents.errors import BinError, SparkStartError, UnknownIncidentError
from incidents.exports.belonging import select_belonging
from incidents.exports.flat import read_flat_rows
from incidents.exports.provenance import build_provenance
from incidents.library.geoparquet import file_of, write_folder
from incidents.model.frames import INCIDENT_TABLES
from incidents.model.laid import LAID_COLUMNS, OPEN_WORDS, LaidInFiles
from incidents.model.vocabularies import Placement
from incidents.query.addresses import TileAddress
from incidents.query.areas import summarize_areas
from incidents.query.bins import Bin
from incidents.query.citing import count_citing
from incidents.query.clusters import build_tile
from incidents.query.engine import engine_of
from incidents.query.extent import find_extent
from incidents.query.facets import count_options
from incidents.query.filters import IncidentFilter
from incidents.query.frames import (
    build_frame_tile,
    scale_frames,
    summarize_area_frames,
    summarize_frames,
)
from incidents.query.records import Listing, list_incidents, order_rows, read_record
from incidents.query.select import count_incidents, select_incidents
from incidents.query.tallies import summarize_tallies
from incidents.query.timeline import date_extent, summarize_timeline
from incidents.ui import actor_rows
from tests.exports.conftest import ACCESSED, Made
from tests.factories import bundled_tables, examples, make_tables
from tests.query.scattered import QUERIES, scattered_tables
from tests.query.strategies import bundled_filters
from tests.query.test_clusters import WHOLE
from tests.spark_cluster import open_on_cluster

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark_session")]

EVERYTHING = IncidentFilter()
BAGHDAD = TileAddress(6, 39, 25)

TILES = (WHOLE, TileAddress(1, 1, 1), BAGHDAD, TileAddress(12, 2553, 1644))


@pytest.fixture(scope="module")
def bundled(spark_session, tmp_path_factory):  # noqa: ARG001 (begun before it is used)
    return packed(bundled_tables(), tmp_path_factory)


@pytest.fixture(scope="module")
def scattered(spark_session, tmp_path_factory):  # noqa: ARG001 (as above)
    return packed(scattered_tables(), tmp_path_factory)


def packed(tables, tmp_path_factory):
    return open_on_cluster(write(tables, tmp_path_factory.mktemp("data")))


def write(tables, parent):
    # letters that Spark takes for a pattern of names
    folder = parent / "a [b] {c} *"
    folder.mkdir(exist_ok=True)
    write_folder(tables, folder)
    return folder


def selected(tables, chosen):
    frame = select_incidents(tables, chosen).select("row", *LAID_COLUMNS)
    return sorted(frame.collect(backend="polars").rows(named=True), key=itemgetter("row"))


def timelines(tables, chosen):
    return [answer_or_error(summarize_timeline, tables, chosen, width) for width in Bin]


def answer_or_error(ask, *asked):
    try:
        return ask(*asked)
    except BinError as error:
        return str(error)


def frames(tables, chosen):
    scale = answer_or_error(scale_frames, tables, chosen)
    if isinstance(scale, str):
        return scale
    return (
        scale,
        summarize_frames(tables, chosen, scale),
        summarize_area_frames(tables, chosen, scale),
        [build_frame_tile(tables, chosen, each, scale) for each in (WHOLE, BAGHDAD)],
    )


def lists(tables, chosen):
    listings = (
        Listing(),
        Listing(offset=3, limit=4, newest=False),
        Listing(placement=Placement.AREA, limit=5),
        Listing(within=TileAddress(3, 4, 3), limit=5),
    )
    return [list_incidents(tables, chosen, each) for each in listings]


def about(tables, chosen):
    engine = engine_of(tables)
    return {
        name: engine.select_about(name, chosen).collect(backend="polars").rows(named=True)
        for name in INCIDENT_TABLES
    }


def belonging(tables, chosen):
    return {name: frame.rows() for name, frame in select_belonging(tables, chosen).items()}


def provenance(tables, chosen):
    return build_provenance(Made(tables), chosen, accessed=ACCESSED, page="").as_dict()


def ledger(tables, chosen):
    """Ask everything that the Actors page is made of."""
    counts = actor_rows.count_words(tables, chosen)
    shown = list(counts)[:2]
    pages = {}
    for actor in shown:
        for word in (None, *list(counts[actor])[:1]):
            page = actor_rows.list_ledger(tables, chosen, actor, word=word)
            # lines of one incident stand in any order
            rows = sorted(page.rows, key=lambda row: (row.incident_id, row.by, str(row)))
            pages[actor, word] = [row.event_date for row in page.rows], rows, page.count
    return (
        list(counts.items()),
        actor_rows.rank_actors(tables, chosen),
        actor_rows.count_sayers(tables, chosen, shown),
        [actor_rows.count_parts(tables, chosen, actor) for actor in shown],
        [actor_rows.count_days(tables, chosen, actor) for actor in shown],
        pages,
    )


QUESTIONS = {
    "the rows": selected,
    "the count": count_incidents,
    "the order": lambda tables, chosen: order_rows(tables, chosen, newest=True),
    "tiles": lambda tables, chosen: [build_tile(tables, chosen, each) for each in TILES],
    "the figures": summarize_tallies,
    "the areas": summarize_areas,
    "where they lie": find_extent,
    "the first and last day": date_extent,
    "timelines": timelines,
    "frames": frames,
    "the options": count_options,
    "lists": lists,
    "lines of other tables": about,
    "flat rows": lambda tables, chosen: list(read_flat_rows(tables, chosen)),
    "what belongs": belonging,
    "the sources": provenance,
    "the ledger": ledger,
}
TRIED = {"timelines": 4, "frames": 4, "the options": 3, "the ledger": 3}
"""How many filters are tried of the questions that take longest; 8 of the others."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_the_bundled_incidents_has_one_answer(bundled, question):
    ask = QUESTIONS[question]

    @examples(TRIED.get(question, 8))
    @given(bundled_filters())
    def holds(chosen):
        assert ask(bundled, chosen) == ask(bundled_tables(), chosen)

    holds()


@pytest.mark.parametrize("query", QUERIES)
def test_every_question_about_scattered_incidents_has_one_answer(scattered, query):
    chosen = IncidentFilter.from_query(query)
    for question, ask in QUESTIONS.items():
        assert ask(scattered, chosen) == ask(scattered_tables(), chosen), question


def test_a_record_has_one_answer(bundled):
    for incident_id in bundled_tables().incidents["incident_id"][:3]:
        assert read_record(bundled, incident_id) == read_record(bundled_tables(), incident_id)
    with pytest.raises(UnknownIncidentError):
        read_record(bundled, "nothing")


def test_what_an_actor_says_of_others_has_one_answer(bundled):
    ours = bundled_tables()
    said = {
        actor: actor_rows.count_said_of_others(ours, EVERYTHING, actor)
        for actor in ours.actors["actor_id"]
    }
    for actor in sorted(said, key=lambda each: -said[each])[:3]:
        assert actor_rows.count_said_of_others(bundled, EVERYTHING, actor) == said[actor] > 0


def test_sources_are_cited_as_often(bundled, scattered):
    assert count_citing(bundled) == count_citing(bundled_tables())
    assert count_citing(scattered) == count_citing(scattered_tables())


def test_words_are_those_that_stand_in_a_column(scattered):
    for column in OPEN_WORDS:
        ours = engine_of(scattered_tables()).words(column)
        assert engine_of(scattered).words(column) == sorted(ours)


def test_rows_are_read_in_the_order_that_is_asked(scattered):
    tables, rows = scattered_tables(), [7, 3, 250, 3]
    ids = tables.incidents["incident_id"].gather(tables.laid.incidents["rank"])
    read = engine_of(scattered).read(rows, ["incident_id"])
    assert [each["incident_id"] for each in read] == ids.gather(rows).to_list()
    assert engine_of(scattered).read([], ["incident_id"]) == []
    assert engine_of(scattered).find([ids[5], "gone"]) == {ids[5]: 5}
    assert engine_of(scattered).read_about("citations", []) == []


def test_many_readers_at_once_have_the_same_answers(scattered):
    months = [IncidentFilter(date_from=date(2021, month, 1)) for month in (2, 5, 8)]
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda each: summarize_tallies(scattered, each), months * 2))
    assert found == [summarize_tallies(scattered_tables(), each) for each in months] * 2


@pytest.fixture
def held(spark_session):
    """Return how many selections the cluster holds."""
    return lambda: len(spark_session.sparkContext._jsc.getPersistentRDDs())  # noqa: SLF001


def test_selections_are_held_within_bounds_and_given_back(held, tmp_path):
    give_back()  # what other tests have left
    before = held()
    tables = open_on_cluster(write(make_tables(*[{}] * 12), tmp_path))
    for killed in range(11):
        chosen = IncidentFilter(killed=killed)
        for _ in range(2):
            order_rows(tables, chosen)
    assert held() - before == 8
    del tables
    give_back()
    assert held() == before


def give_back():
    gc.collect()
    for each in threading.enumerate():
        if each.name == "clear-selections":
            each.join(60)


def test_changed_files_give_other_answers(tmp_path):
    old = open_on_cluster(write(make_tables({}, {}), tmp_path))
    assert [summarize_tallies(old, EVERYTHING).count for _ in range(2)] == [2, 2]
    new = open_on_cluster(write(make_tables({"title_en": "One"}, {}, {}), tmp_path))
    assert summarize_tallies(new, EVERYTHING).count == 3
    assert list_incidents(new, EVERYTHING, Listing(newest=False)).items[0]["title_en"] == "One"


def test_nothing_can_be_asked_of_no_incidents(tmp_path):
    ours, folder = make_tables(), write(make_tables(), tmp_path)
    for name in INCIDENT_TABLES:
        (folder / file_of(name)).unlink()
    tables = open_on_cluster(folder)
    for question in ("the figures", "the options", "tiles", "frames", "lists", "flat rows"):
        ask = QUESTIONS[question]
        assert ask(tables, EVERYTHING) == ask(ours, EVERYTHING), question
    assert belonging(tables, IncidentFilter(killed=1)) == belonging(ours, IncidentFilter(killed=1))


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="lists sockets as Linux does")
def test_nothing_listens_where_another_machine_reaches_it(scattered):
    assert engine_of(scattered).words("country")
    listening = _listening_of_java()
    assert listening
    assert {address.partition(":")[0] for address in listening} <= {V4, V4_MAPPED, V6}


V4, V6 = "0100007F", "0" * 24 + "01000000"
V4_MAPPED = "0" * 16 + "FFFF0000" + V4
"""127.0.0.1 and ::1, as the lists of /proc write them."""


def _listening_of_java() -> list[str]:
    held = {
        _target_of(handle)
        for process in Path("/proc").glob("[0-9]*")
        if _name_of(process) == "java"
        for handle in (process / "fd").iterdir()
    }
    lines = [line.split() for family in ("tcp", "tcp6")
             for line in Path("/proc/self/net", family).read_text().splitlines()[1:]]  # fmt: skip
    listens = "0A"
    return [line[1] for line in lines if line[3] == listens and f"socket:[{line[9]}]" in held]


def _target_of(handle: Path) -> str:
    try:
        return str(handle.readlink())
    except OSError:  # it was closed meanwhile
        return ""


def _name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:  # it has ended
        return ""


def test_another_master_than_the_one_that_runs_is_refused(scattered):
    laid = LaidInFiles(scattered.laid.files, "local[1]")
    with pytest.raises(SparkStartError, match="already uses"):
        engine_of(replace(scattered, laid=laid))


def test_part_files_in_any_order_give_the_same_answers(spark_session, tmp_path):
    """As docs/scaling.md lays them out: by year, and along the curve within each part."""
    folder = write(scattered_tables(), tmp_path)
    for name in ("incidents", "attributions", "parties"):
        path = folder / file_of(name)
        whole = spark_session.read.parquet(re.sub(r"([*\[\]{}])", r"\\\1", str(path))).cache()
        whole.count()
        path.unlink()
        parts = whole.repartition(3, "row").sortWithinPartitions("row")
        if name == "incidents":
            years = "cast(floor((month + 1) / 12) as int) as year"
            parts.selectExpr("*", years).write.partitionBy("year").parquet(str(path))
        else:
            parts.write.parquet(str(path))
        whole.unpersist()
    tables = open_on_cluster(folder)
    for query in QUERIES[:2]:
        chosen = IncidentFilter.from_query(query)
        for question in ("the rows", "the figures", "tiles", "flat rows", "the ledger"):
            ask = QUESTIONS[question]
            assert ask(tables, chosen) == ask(scattered_tables(), chosen), question
