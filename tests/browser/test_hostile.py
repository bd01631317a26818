"""Hostile text in every column of every table: nothing runs, nothing loads, all of it is shown."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest

from incidents.library.datasets import load_atlas
from incidents.model.columns import ColumnType
from incidents.model.tables import INCIDENTS, TABLES
from incidents.model.text_cells import restore
from incidents.query.records import read_record
from incidents.settings import Settings
from tests.browser.atlas_page import AtlasPage
from tests.browser.hostile_folder import TITLE, build_hostile_folder, row_ids
from tests.browser.serving import serve
from tests.hostile import HOSTILE

OWN_IMAGES = re.compile(r"/(favicon|static/|api/browser/)")
SEVERAL = ("H-010", "H-060", "H-110", "H-160", "H-210")

# Every text node below `root`, shadow roots included, without the blanks around it.
TEXTS = """(root) => {
  const found = new Set();
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) found.add(node.data.trim());
    if (node.shadowRoot) walk(node.shadowRoot);
    node.childNodes.forEach(walk);
  };
  walk(root ?? document.body);
  return found;
}"""
MISSING = f"""([wanted, selector]) => {{
  const found = ({TEXTS})(selector ? document.querySelector(selector) : null);
  return wanted.filter((text) => !found.has(text.trim()));
}}"""

# Opens card after card as the page would, and returns what a card does not show.
CARDS = f"""async (expected) => {{
  const lacking = [];
  for (const [id, wanted] of Object.entries(expected)) {{
    parent.dispatchEvent(new parent.CustomEvent("atlas:open", {{ detail: id }}));
    const ends = Date.now() + 20000;
    let card = null;
    while (!card && Date.now() < ends) {{
      await new Promise(requestAnimationFrame);
      card = document.querySelector(`article[data-incident="${{CSS.escape(id)}}"]`);
    }}
    const found = card ? ({TEXTS})(card) : new Set();
    wanted.filter((text) => !found.has(text.trim()))
      .forEach((text) => lacking.push([id, text]));
  }}
  return lacking;
}}"""

BAIT = """() => {
  const bait = document.createElement("div");
  bait.innerHTML = '<img src="data:,x" onerror=window.__hit=1>';
  document.body.append(bait);
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_hostile_folder(tmp_path_factory.mktemp("hostile") / "tables")


@pytest.fixture(scope="module")
def stored(folder):
    """The tables as they were read, without a browser in between."""
    return load_atlas(Settings(data=folder)).dataset


@pytest.fixture(scope="module")
def server(folder, tmp_path_factory):
    with serve(folder, tmp_path_factory.mktemp("hostile-server") / "log.txt") as running:
        yield running


def assert_unharmed(visitor):
    hits = [frame.evaluate("() => window.__hit ?? null") for frame in visitor.page.frames]
    assert [hit for hit in hits if hit is not None] == []
    assert visitor.foreign == []
    assert [url for url in visitor.images if is_foreign_image(visitor, url)] == []
    assert visitor.problems == []
    assert visitor.page.get_by_test_id("stException").count() == 0


def is_foreign_image(visitor, url):
    parts = urlsplit(url)
    home = urlsplit(visitor.server.url).netloc
    own = parts.netloc == home and OWN_IMAGES.match(parts.path)
    return not own and parts.scheme not in {"data", "blob"}


def missing(visitor, wanted, selector=None):
    return visitor.page.evaluate(MISSING, [sorted(set(wanted)), selector])


def map_frame(visitor):
    return next(frame for frame in visitor.page.frames if "st_folium" in frame.url)


def column(frame, name):
    return [text for text in frame[name].to_list() if text]


def card_texts(dataset, incident_id):
    record = read_record(dataset.tables, incident_id)
    incident = record["incident"]
    texts = [incident[name] for name in ("title_en", "title_ar", "location", "location_ar",
             "weapon", "target", "summary", "notes")]  # fmt: skip
    for row in record["attributions"]:
        texts += [row["actor"]["name_en"], row["source"]["publisher"], row["notes"]]
    for row in record["involvements"]:
        texts += [row["actor"]["name_en"], row["notes"]]
    for row in record["sources"]:
        texts += [row["title"], row["publisher"], row["quote"]]
    for row in record["statements"]:
        texts += [row["title_en"], row["title_ar"], row["speaker"]]
    for row in record["claims"]:
        texts += [row["content"], row["quote"]]
    return [text for text in texts if text]


def test_every_string_is_in_every_free_column_and_every_row_is_accounted_for(stored):
    assert set(row_ids("H")) <= set(stored.tables.incidents["incident_id"].to_list())
    assert {row.table for row in stored.rejected} == {"incidents"}
    assert len({row.row for row in stored.rejected}) == len(HOSTILE)
    for name in ("title_en", "title_ar", "location", "weapon", "target", "summary", "notes"):
        assert set(HOSTILE) <= set(stored.tables.incidents[name].to_list())
    assert set(HOSTILE) <= set(stored.tables.actors["name_en"].to_list())
    assert set(HOSTILE) <= set(stored.tables.sources["title"].to_list())


def test_the_watch_would_see_harm_and_words_that_are_not_shown(server, open_visitor):
    """The tests below prove something only if this one does."""
    visitor = open_visitor(server)
    visitor.open()
    AtlasPage(visitor).map.locator(".atlas-item").first.wait_for()
    assert missing(visitor, ["words that are stored nowhere"]) != []
    # in the map's frame, whose policy cannot forbid a handler: streamlit-folium runs strings there
    frame = map_frame(visitor)
    frame.evaluate(BAIT)
    frame.wait_for_function("() => window.__hit === 1")
    with pytest.raises(AssertionError):
        assert_unharmed(visitor)


def test_the_page_would_not_run_a_handler_even_if_one_came_through(server, open_visitor):
    visitor = open_visitor(server)
    visitor.open("/sources")
    with visitor.page.expect_console_message(lambda said: "inline event handler" in said.text):
        visitor.page.evaluate(BAIT)
    assert visitor.page.evaluate("() => window.__hit ?? null") is None


def test_every_card_shows_what_is_stored(server, stored, open_visitor):
    visitor = open_visitor(server)
    visitor.open()
    AtlasPage(visitor).map.locator(".atlas-item").first.wait_for()
    expected = {each: card_texts(stored, each) for each in row_ids("H")}
    assert map_frame(visitor).evaluate(CARDS, expected) == []
    assert_unharmed(visitor)


def test_the_map_its_lists_and_the_timeline_show_what_is_stored(server, stored, open_visitor):
    visitor = open_visitor(server)
    visitor.open()
    atlas = AtlasPage(visitor)
    atlas.map.locator(".atlas-mark").first.wait_for()
    for mark in atlas.map.locator(".atlas-mark:not(.atlas-area-chip)").all():
        mark.hover(force=True)
    atlas.map.get_by_role("button", name=re.compile("Not on the map")).click()
    atlas.map.locator(".atlas-panel-title").get_by_text("Not on the map").wait_for()
    more = atlas.map.locator(".atlas-more")
    while more.count():
        shown = atlas.map.locator(".atlas-item").count()
        more.click()
        atlas.map.locator(".atlas-item").nth(shown).wait_for()
        visitor.settle()
    unlocated = stored.tables.incidents.filter(stored.tables.incidents["placement"] == "none")
    wanted = [*column(unlocated, "title_en"), *column(unlocated, "title_ar")]
    assert map_frame(visitor).evaluate(MISSING, [wanted, ".atlas-panel"]) == []
    assert missing(visitor, column(stored.tables.statements, "title_en")) == []
    visitor.page.get_by_test_id("timeline-statement").first.click(force=True)
    visitor.page.get_by_test_id("timeline-note").locator(".said").first.wait_for()
    assert_unharmed(visitor)


@pytest.mark.parametrize("incident_id", SEVERAL)
def test_the_table_and_the_card_beside_it(server, stored, open_visitor, incident_id):
    visitor = open_visitor(server)
    visitor.open(f"/table?incident={incident_id}")
    visitor.page.get_by_test_id("card").locator("article").wait_for()
    assert missing(visitor, card_texts(stored, incident_id)) == []
    assert_unharmed(visitor)


def test_the_actors_page_shows_every_name(server, stored, open_visitor):
    visitor = open_visitor(server)
    visitor.open("/actors")
    visitor.page.get_by_test_id("actor-name").wait_for()
    names = stored.tables.actors.filter(stored.tables.actors["actor_id"].is_in(row_ids("h")))
    assert missing(visitor, column(names, "name_en")) == []
    assert_unharmed(visitor)


@pytest.mark.parametrize("number", [3, 50, 100, 150, 200, 240])
def test_an_actors_own_words(server, stored, open_visitor, number):
    visitor = open_visitor(server)
    actor = row_ids("h")[number]
    row = next(r for r in stored.tables.actors.iter_rows(named=True) if r["actor_id"] == actor)
    visitor.open(f"/actors?{urlencode({'who': actor})}")
    visitor.page.get_by_test_id("actor-name").wait_for()
    assert missing(visitor, [row["name_en"], row["name_ar"], row["notes"]]) == []
    assert_unharmed(visitor)


def test_the_sources_page_shows_the_card_claims_statements_totals_and_refused_rows(
    server, stored, open_visitor
):
    visitor = open_visitor(server)
    visitor.open("/sources")
    visitor.page.get_by_test_id("rejected").wait_for()
    tables = stored.tables
    for frame, names in (
        (tables.claims, ("content", "quote", "notes")),
        (tables.statements, ("title_en", "title_ar", "summary", "quote")),
        (tables.reported_totals, ("title_en", "title_ar", "definition", "notes")),
    ):
        for name in names:
            assert missing(visitor, column(frame, name)) == [], name
    assert missing(visitor, [TITLE, *HOSTILE]) == []
    assert_unharmed(visitor)


def test_filters_by_hostile_names_are_shown_as_they_are(server, stored, open_visitor):
    visitor = open_visitor(server)
    chosen = row_ids("h")[::3]
    visitor.open(f"/?{urlencode([('actor', each) for each in chosen])}")
    visitor.page.get_by_test_id("chip").first.wait_for()
    rows = stored.tables.actors.iter_rows(named=True)
    names = [row["name_en"] for row in rows if row["actor_id"] in set(chosen)]
    chips = visitor.page.get_by_test_id("chip").locator("span").all_text_contents()
    assert [name for name in names if not any(name.strip() in chip for chip in chips)] == []
    visitor.page.get_by_test_id("stMultiSelect").first.locator("input").first.click()
    visitor.page.get_by_role("option").first.wait_for()
    assert_unharmed(visitor)


@pytest.mark.parametrize("number", range(0, len(HOSTILE), 25))
def test_a_search_for_hostile_words_is_shown_as_it_is(server, open_visitor, number):
    visitor = open_visitor(server)
    words = HOSTILE[number][:200]
    visitor.open(f"/?{urlencode({'q': words})}")
    visitor.page.get_by_test_id("chip").first.wait_for()
    chip = visitor.page.get_by_test_id("chip").locator("span").first.text_content()
    # a search is for words, so the blanks between them do not count
    assert " ".join(words.split()) in " ".join(chip.split())
    assert_unharmed(visitor)


def texts_of(row):
    return {c.name: row[c.name] for c in INCIDENTS.columns if c.type is ColumnType.STRING}


def test_the_csv_gives_back_what_is_stored(server, stored):
    answer = server.get("/api/incidents.csv")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    given = {restore(row["incident_id"]): {k: restore(v) for k, v in row.items()} for row in rows}
    for row in stored.tables.incidents.iter_rows(named=True):
        assert texts_of(given[row["incident_id"]]) == texts_of(row)
    assert len(given) == stored.tables.incidents.height


def test_the_geojson_gives_back_what_is_stored(server, stored):
    features = server.get("/api/incidents.geojson").json()["features"]
    given = {each["properties"]["incident_id"]: each["properties"] for each in features}
    for row in stored.tables.incidents.iter_rows(named=True):
        assert texts_of(given[row["incident_id"]]) == texts_of(row)


def test_the_workbook_gives_back_what_is_stored_and_holds_no_formula(server, stored):
    answer = server.get("/api/incidents.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    kinds = {cell.data_type for sheet in book for cells in sheet.iter_rows() for cell in cells}
    assert "f" not in kinds
    for name in TABLES:
        header, *rows = book[name].iter_rows(values_only=True)
        assert len(rows) == len(stored.tables.by_name()[name])
        titles = header.index("notes")
        shown = {unescaped(row[titles]) for row in rows}
        assert set(HOSTILE) <= shown | {""}, name


def unescaped(text):
    """Undo the escapes of OOXML, which openpyxl leaves in place."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text or "")


@pytest.mark.parametrize("name", ["incidents.csv", "incidents.geojson", "incidents.xlsx"])
def test_a_download_has_a_name_that_any_file_system_takes(server, name):
    said = server.get(f"/api/{name}").headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9_.-]+"', said)
