import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.api.responses import dump_json
from incidents.errors import TileError
from incidents.model.mercator import MAX_ZOOM, WORLD, project, unproject
from incidents.model.vocabularies import EventType
from incidents.query.addresses import TileAddress, check_address
from incidents.query.clusters import (
    CELLS_PER_SIDE,
    FINE_PER_SIDE,
    LEVELS,
    LONGEST_WORDS,
    build_tile,
)
from incidents.query.filters import BoundingBox, IncidentFilter
from incidents.query.records import Listing, list_incidents
from incidents.query.tallies import summarize_tallies
from tests.factories import bundled_tables, examples, make_tables
from tests.query.strategies import bundled_filters

EVERYTHING = IncidentFilter()
MOST_BYTES = 128 * 1024
WHOLE = TileAddress(0, 0, 0)
# Six decimals of a degree, to which a cluster's place is rounded, in world units.
ROUNDING = 8


@st.composite
def busy_tiles(draw):
    """Draw the address of a tile in which some bundled incident lies."""
    located = bundled_tables().incidents.drop_nulls("x")
    x, y = draw(st.sampled_from(located.select("x", "y").rows()))
    zoom = draw(st.integers(0, MAX_ZOOM))
    size = WORLD >> zoom
    return TileAddress(zoom, x // size, y // size)


def tile(address, chosen=EVERYTHING):
    return build_tile(bundled_tables(), chosen, address)


@examples(100)
@given(busy_tiles(), bundled_filters())
def test_clusters_sum_to_the_tiles_count(address, chosen):
    found = tile(address, chosen)
    assert sum(cluster["count"] for cluster in found.clusters) == found.count
    for cluster in found.clusters:
        assert sum(cluster["types"].values()) == cluster["count"] > 0


@examples(60)
@given(bundled_filters())
def test_the_tile_of_the_whole_world_counts_the_located(chosen):
    assert tile(WHOLE, chosen).count == summarize_tallies(bundled_tables(), chosen).located


@examples(60)
@given(busy_tiles(), bundled_filters())
def test_four_children_sum_to_their_parent(address, chosen):
    if address.zoom < MAX_ZOOM:
        children = [
            TileAddress(address.zoom + 1, 2 * address.column + east, 2 * address.row + south)
            for east in (0, 1)
            for south in (0, 1)
        ]
        assert sum(tile(c, chosen).count for c in children) == tile(address, chosen).count


@examples(100)
@given(busy_tiles())
def test_a_cluster_lies_within_one_cell_and_no_cell_has_two(address):
    cells = set()
    for cluster in tile(address).clusters:
        cell = cell_of(cluster)
        assert cell not in cells
        cells.add(cell)
        assert cell.zoom == address.zoom + LEVELS
        assert (cell.column >> LEVELS, cell.row >> LEVELS) == address[1:]
        x, y = project(cluster["longitude"], cluster["latitude"])
        assert cell.west - ROUNDING <= x <= cell.west + cell.size + ROUNDING
        assert cell.north - ROUNDING <= y <= cell.north + cell.size + ROUNDING


@examples(60)
@given(busy_tiles())
def test_a_cluster_does_not_change_when_a_filter_removes_other_cells(address):
    for cluster in tile(address).clusters:
        cell = cell_of(cluster)
        west, north = unproject(cell.west + 0.001, cell.north + 0.001)
        east, south = unproject(cell.west + cell.size - 0.001, cell.north + cell.size - 0.001)
        view = BoundingBox(west, south, east, north)
        assert tile(address, IncidentFilter(bounds=view)).clusters == [cluster]


@examples(100)
@given(busy_tiles(), bundled_filters())
def test_the_cell_of_a_cluster_lists_its_incidents(address, chosen):
    for cluster in tile(address, chosen).clusters[:5]:
        page = list_incidents(bundled_tables(), chosen, Listing(within=cell_of(cluster)))
        assert page.count == cluster["count"]
        assert "incident" not in cluster or page.items == [cluster["incident"]]


@examples(100)
@given(busy_tiles(), bundled_filters())
def test_the_density_counts_what_the_clusters_count(address, chosen):
    found = tile(address, chosen)
    side = FINE_PER_SIDE // CELLS_PER_SIDE
    counts = {}
    for number, count in zip(found.density[::2], found.density[1::2], strict=True):
        row, column = divmod(number, FINE_PER_SIDE)
        cell = address.part(LEVELS, column // side, row // side)
        counts[cell] = counts.get(cell, 0) + count
    assert counts == {cell_of(cluster): cluster["count"] for cluster in found.clusters}


def test_a_tile_has_a_largest_size_whatever_it_holds():
    side = 2 * FINE_PER_SIDE
    longest = {"title_en": "\U00010348" * 999, "title_ar": "م" * 999, "location": "ع" * 999}
    alone = {"event_type": "Explosions/Remote violence", "fatalities": (10**9,) * 3} | longest
    rows = [alone | place for place in in_grid(CELLS_PER_SIDE)]
    kinds = [{"event_type": kind.value} | place for kind in EventType for place in in_grid(side)]
    for some in (rows, kinds):
        told = dump_json(vars(build_tile(make_tables(*some), EVERYTHING, WHOLE)))
        assert len(told) <= MOST_BYTES


def test_long_words_are_cut_in_a_tile_and_whole_in_a_list():
    tables = make_tables({"title_en": "x" * 500})
    (cluster,) = build_tile(tables, EVERYTHING, WHOLE).clusters
    assert cluster["incident"]["title_en"] == "x" * (LONGEST_WORDS - 1) + "…"
    assert list_incidents(tables, EVERYTHING).items[0]["title_en"] == "x" * 500


def in_grid(side):
    """Yield a place in the middle of each square of the world."""
    step = WORLD // side
    for x, y in itertools.product(range(side), repeat=2):
        longitude, latitude = unproject((x + 0.5) * step, (y + 0.5) * step)
        yield {"longitude": longitude, "latitude": latitude}


def cell_of(cluster):
    return TileAddress(*map(int, cluster["cell"].split("/")))


def test_incidents_in_one_place_stay_one_cluster_at_every_zoom():
    tables = make_tables(*[{"longitude": 44.4, "latitude": 33.3}] * 3)
    x, y = tables.incidents.select("x", "y").row(0)
    for zoom in range(MAX_ZOOM + 1):
        size = WORLD >> zoom
        (cluster,) = build_tile(
            tables, EVERYTHING, TileAddress(zoom, x // size, y // size)
        ).clusters
        assert cluster["count"] == 3
        assert "incident" not in cluster


def test_a_cluster_of_one_carries_its_incident():
    tables = make_tables({"title_en": "Alone", "fatalities": (0, 0, 0)})
    (cluster,) = build_tile(tables, EVERYTHING, WHOLE).clusters
    incident = cluster["incident"]
    assert incident["title_en"] == "Alone"
    assert incident["event_date"] == "2021-07-19"
    assert incident["fatalities"] == {"low": 0, "best": 0, "high": 0}
    assert incident["injured"] is None


def test_what_is_known_only_to_an_area_is_in_no_tile():
    tables = make_tables({"placement": "area"}, {"placement": "none"})
    assert build_tile(tables, EVERYTHING, WHOLE).count == 0


def test_the_rims_of_the_world_are_in_a_tile():
    corners = [(-180, 89), (180, 89), (-180, -89), (180, -89)]
    tables = make_tables(*({"longitude": x, "latitude": y} for x, y in corners))
    for zoom in (0, 1, MAX_ZOOM):
        last = (1 << zoom) - 1
        tiles = {TileAddress(zoom, c, r) for c in (0, last) for r in (0, last)}
        assert sum(build_tile(tables, EVERYTHING, address).count for address in tiles) == 4


@pytest.mark.parametrize(
    "address",
    [(-1, 0, 0), (21, 0, 0), (0, 1, 0), (0, 0, 1), (0, -1, 0), (3, 8, 0), (3, 0, 8), (99, 0, 0)],
)
def test_an_address_outside_the_world_is_refused(address):
    with pytest.raises(TileError, match="There is no tile"):
        check_address(*address)


@pytest.mark.parametrize("address", [(0, 0, 0), (3, 7, 7), (20, 2**20 - 1, 0)])
def test_an_address_in_the_world_is_kept(address):
    assert check_address(*address) == address


@pytest.mark.parametrize("zoom", [1, 2, 10])
def test_an_incident_on_the_corner_of_four_tiles_is_in_one_of_them(zoom):
    tables = make_tables({"longitude": 0.0, "latitude": 0.0})
    middle = 1 << (zoom - 1)
    around = [TileAddress(zoom, c, r) for c in (middle - 1, middle) for r in (middle - 1, middle)]
    assert [build_tile(tables, EVERYTHING, each).count for each in around] == [0, 0, 0, 1]
