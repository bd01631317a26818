"""What the installation is told through `INCIDENTS_*` environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where the installation's data lies."""

    data: Path = PROJECT / "data" / "curated"
    """The folder of tables to serve (`INCIDENTS_DATA`)."""
    areas: Path = PROJECT / "data" / "areas"
    """Admin-1 areas and countries (`INCIDENTS_AREAS`)."""
    gazetteer: Path = PROJECT / "data" / "gazetteer"
    """Named places (`INCIDENTS_GAZETTEER`)."""
    home: Path = Path.home() / ".local" / "share" / "incident-atlas"
    """What this installation keeps for itself, such as the index of names (`INCIDENTS_HOME`)."""
    nominatim: str = ""
    """Address of a Nominatim server to ask online; "" is off (`INCIDENTS_NOMINATIM`)."""
    hosts: tuple[str, ...] = ()
    """Names this server answers to besides this machine's own (`INCIDENTS_HOSTS`, by commas)."""


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that `environ` (by default the process's own) asks for."""
    chosen = os.environ if environ is None else environ
    defaults = Settings()
    return Settings(
        data=Path(chosen.get("INCIDENTS_DATA") or defaults.data).resolve(),
        areas=Path(chosen.get("INCIDENTS_AREAS") or defaults.areas).resolve(),
        gazetteer=Path(chosen.get("INCIDENTS_GAZETTEER") or defaults.gazetteer).resolve(),
        home=Path(chosen.get("INCIDENTS_HOME") or _data_home(chosen)).resolve(),
        nominatim=chosen.get("INCIDENTS_NOMINATIM", "").strip(),
        hosts=tuple(filter(None, map(str.strip, chosen.get("INCIDENTS_HOSTS", "").split(",")))),
    )


def _data_home(environ: Mapping[str, str]) -> Path:
    shared = environ.get("XDG_DATA_HOME")
    return Path(shared) / "incident-atlas" if shared else Settings().home
