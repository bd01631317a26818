"""What the installation is told through `INCIDENTS_*` environment variables."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from incidents.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent


_MASTER = re.compile(
    r"local(\[([0-9]+|\*)(,[0-9]+)?\])?|local-cluster\[[0-9]+,[0-9]+,[0-9]+\]"
    r"|spark://[^\s/]+:[0-9]+|yarn|k8s://\S+"
)


class EngineKind(StrEnum):
    """What computes the answers."""

    EMBEDDED = "embedded"
    SPARK = "spark"


@dataclass(frozen=True)
class Settings:
    """Where the installation's data lies, and what answers from it."""

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
    engine: EngineKind = EngineKind.EMBEDDED
    """`embedded` computes in this process, `spark` on a cluster (`INCIDENTS_ENGINE`)."""
    spark_master: str = "local[*]"
    """Where that is; `local[*]` is this machine, every core (`INCIDENTS_SPARK_MASTER`)."""


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that `environ` (by default the process's own) asks for.

    Raises:
        SettingError: A value cannot be used.
    """
    chosen = os.environ if environ is None else environ
    defaults = Settings()
    return Settings(
        data=Path(chosen.get("INCIDENTS_DATA") or defaults.data).resolve(),
        areas=Path(chosen.get("INCIDENTS_AREAS") or defaults.areas).resolve(),
        gazetteer=Path(chosen.get("INCIDENTS_GAZETTEER") or defaults.gazetteer).resolve(),
        home=Path(chosen.get("INCIDENTS_HOME") or _data_home(chosen)).resolve(),
        nominatim=chosen.get("INCIDENTS_NOMINATIM", "").strip(),
        hosts=tuple(filter(None, map(str.strip, chosen.get("INCIDENTS_HOSTS", "").split(",")))),
        engine=_read_engine(chosen.get("INCIDENTS_ENGINE") or defaults.engine),
        spark_master=_read_master(chosen.get("INCIDENTS_SPARK_MASTER") or defaults.spark_master),
    )


def _read_engine(value: str) -> EngineKind:
    try:
        return EngineKind(value.strip())
    except ValueError:
        known = " or ".join(EngineKind)
        raise SettingError("INCIDENTS_ENGINE", value, known) from None


def _read_master(value: str) -> str:
    master = value.strip()
    if _MASTER.fullmatch(master):
        return master
    expected = "a Spark master such as local[4], spark://host:7077 or yarn"
    raise SettingError("INCIDENTS_SPARK_MASTER", value, expected)


def _data_home(environ: Mapping[str, str]) -> Path:
    shared = environ.get("XDG_DATA_HOME")
    return Path(shared) / "incident-atlas" if shared else Settings().home
