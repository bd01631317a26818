"""What every test may use: the bundled data, and a factory for tables of a few rows."""

from __future__ import annotations

import atexit
import os
import platform
import shutil
import tempfile
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from incidents.library.datasets import load_atlas
from incidents.library.placing import place_incidents
from incidents.model.frames import Tables, build_frames, lay_out
from incidents.model.tables import TABLES
from incidents.model.validation import RawRow, validate_tables
from incidents.places.geocoder import Geocoder
from incidents.settings import read_settings
from tests.spark_cluster import begin_cluster

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.library.datasets import Atlas

# What somebody set up or brought on this machine is none of the tests' business.
for _name in [each for each in os.environ if each.startswith("INCIDENTS_")]:
    if _name not in {"INCIDENTS_REAL_DATA", "INCIDENTS_CHROMIUM", "INCIDENTS_KILLS"}:
        del os.environ[_name]
os.environ["INCIDENTS_HOME"] = tempfile.mkdtemp(prefix="incidents-tests-")
atexit.register(shutil.rmtree, os.environ["INCIDENTS_HOME"], ignore_errors=True)

# A loaded machine is slow, not wrong; a failure prints what repeats it.
settings.register_profile("tests", deadline=None, print_blob=True)
settings.load_profile("tests")

REPORTED = (
    "streamlit", "starlette", "folium", "streamlit-folium", "polars", "narwhals", "pandas",
    "geopandas", "pyarrow", "altair", "playwright",
)  # fmt: skip

INCIDENT = {
    "event_date": "2021-07-19",
    "time_precision": "day",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Remote explosive/landmine/IED",
    "title_en": "Bombing at a market",
    "country": "IRQ",
    "geo_precision": "none",
    "summary": "A bomb went off.",
    "relevance": "core",
    "verification": "multiple publishers",
}
ACTOR = {"kind": "armed group"}
SOURCE = {
    "title": "A report",
    "publisher": "A newspaper",
    "reliability": "B",
    "reliability_reason": "corrects itself",
}
FILLED: dict[str, dict[str, str]] = {
    "incidents": INCIDENT,
    "actors": ACTOR,
    "sources": SOURCE,
    "attributions": {"stance": "attributed", "source_id": "source-1"},
    "involvements": {"role": "perpetrator"},
    "citations": {"source_id": "source-1", "credibility": "2"},
}


def pytest_report_header() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in REPORTED)
    return f"Python {platform.python_version()}, {packages}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: while its driver runs, no other event loop can."""
    items.sort(key=lambda item: "/tests/browser/" in item.path.as_posix())


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """The bundled dataset and places, loaded once."""
    return load_atlas(read_settings())


@pytest.fixture(scope="session")
def tables(atlas) -> Tables:
    """The bundled tables."""
    return atlas.dataset.tables


@pytest.fixture(scope="session")
def spark_session() -> Any:
    """A Spark cluster of two workers on this machine, for tests marked `spark`."""
    return begin_cluster()


@pytest.fixture(scope="session")
def geocoder(atlas) -> Geocoder:
    """The bundled geocoder."""
    return Geocoder(atlas.areas, atlas.gazetteer)


@pytest.fixture(scope="session")
def make_incidents(geocoder) -> Callable[..., Tables]:
    """A factory: `make_incidents({"event_type": "Riots", ...}, {}, actors=[{...}])`.

    Each dict is one row; what it leaves out is filled in. Rows of other tables are given by the
    table's name. Every row has to be valid.
    """

    def make(*rows: dict[str, Any], **others: list[dict[str, Any]]) -> Tables:
        given = {"incidents": list(rows), **others}
        raw = {
            name: [RawRow(number, _fill(name, number - 1, row))
                   for number, row in enumerate(table_rows, start=2)]
            for name, table_rows in given.items()
        }  # fmt: skip
        result = validate_tables(raw)
        assert not result.rejected, "\n".join(map(str, result.rejected))
        frames = build_frames(result.accepted)
        frames["incidents"] = place_incidents(frames, geocoder, "made")
        return lay_out(frames)

    return make


def _fill(name: str, number: int, row: dict[str, Any]) -> dict[str, str]:
    blank = dict.fromkeys(TABLES[name].column_names, "")
    own_id = {"incidents": {"incident_id": f"incident-{number}"},
              "actors": {"actor_id": f"actor-{number}", "name_en": f"Actor {number}"},
              "sources": {"source_id": f"source-{number}"}}  # fmt: skip
    cells = blank | own_id.get(name, {}) | FILLED.get(name, {})
    cells |= {key: "" if value is None else str(value) for key, value in row.items()}
    if name == "incidents":
        cells["end_date"] = cells["end_date"] or cells["event_date"]
        if cells["latitude"]:
            cells["coordinate_source"] = cells["coordinate_source"] or "a test"
    return cells
