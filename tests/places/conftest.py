from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incidents.places.areas import load_areas
from incidents.places.gazetteer import load_gazetteer
from incidents.places.geocoder import Geocoder
from incidents.settings import Settings

if TYPE_CHECKING:
    from incidents.places.areas import AreaIndex
    from incidents.places.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def areas() -> AreaIndex:
    return load_areas(Settings().areas)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer(Settings().gazetteer)


@pytest.fixture(scope="session")
def geocoder(areas, gazetteer) -> Geocoder:
    return Geocoder(areas, gazetteer)
