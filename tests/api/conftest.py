"""A client of the API over the bundled data."""

from __future__ import annotations

from datetime import date

import pytest

from tests.api.serving import Client


@pytest.fixture(scope="session")
def client():
    return Client()


@pytest.fixture(scope="session")
def today():
    return date(2026, 1, 2)
