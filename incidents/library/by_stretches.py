"""A large file brought in a stretch of rows at a time: memory does not grow with its every cell.

What comes out is what the usual way makes of the file (`worker.import_file`). Where a row turns
out to depend on others, such as one that repeats an id, the file goes the usual way after all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from incidents.ahead import work_ahead
from incidents.library.about import REJECTED_FILE
from incidents.library.assembling import Teller, cite, name_rows, tell_incidents
from incidents.library.cards import fill_card
from incidents.library.doubts import find_doubts
from incidents.library.enforcing import enforce
from incidents.library.geoparquet import INCIDENTS_FILE, file_of
from incidents.library.kept_rows import NUMBER, Kept, Part
from incidents.library.naming_places import NamedPlaces, fill_countries
from incidents.library.party_pieces import write_parties
from incidents.library.placing import PlaceFinder
from incidents.library.rejected_rows import write_rejected
from incidents.library.reporting import Judged, report_on
from incidents.library.stored import Counts
from incidents.library.stretch_files import StretchWriter, without_blanks
from incidents.library.turning import turn_points
from incidents.library.version_files import (
    NATIVE_FILE,
    describe_native,
    describe_points,
    find_same,
    lay_out_incidents,
    lay_out_native,
    write_others,
)
from incidents.model.frames import build_frame
from incidents.model.tables import TABLES
from incidents.places.areas import load_areas
from incidents.places.gazetteer import load_gazetteer
from incidents.places.geocoder import Geocoder
from incidents.readers.coded import CODED_COLUMNS, PARTY_COLUMNS, Coded, empty
from incidents.readers.coding import STRETCHED
from incidents.readers.findings import has_repeats
from incidents.readers.opening import sniff
from incidents.readers.raw import Container, Format
from incidents.readers.recognising import recognise
from incidents.readers.stretches import NeedsWholeError, open_stretches

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from incidents.library.task import Task
    from incidents.places.areas import AreaIndex
    from incidents.readers.coded import CardFacts
    from incidents.readers.raw import RawTable
    from incidents.readers.stretches import Stretches
    from incidents.settings import Settings

    Progress = Callable[[str, float], None]
    Name = Callable[[Coded], NamedPlaces]

_STEP, _BEGUN, _DONE = "Reading each row", 0.02, 0.9
_AHEAD = 2  # stretches that are worked on while another is written: more keep no core busier


def import_by_stretches(
    task: Task, folder: Path, name: Name, progress: Progress
) -> dict[str, Any] | None:
    """Write a file's tables to the folder, and return what `worker.import_file` returns.

    Args:
        task: What is told of the file.
        folder: Where the tables go; it is empty.
        name: Places rows that have only a name to be placed by.
        progress: Told how far this is.

    Returns:
        None where the file has to be read whole; then nothing is left in the folder.
    """
    if sniff(task.file, task.file_name) is not Container.DELIMITED:
        return None
    stretches = open_stretches(task.file, task.reading)
    if stretches is None:
        return None
    found, sure = (Format(task.format), 1.0) if task.format else recognise(stretches.head)
    if found not in STRETCHED:
        return None
    try:
        # the areas are read while the first rows are
        with ThreadPoolExecutor(1, "areas") as aside:
            places = aside.submit(_load_places, task.settings)
            return _Bringing(task, folder, name, stretches, found, places).bring(sure, progress)
    except NeedsWholeError:
        for file in folder.iterdir():
            file.unlink()
        return None


class _Places(NamedTuple):
    """What rows are placed by."""

    areas: AreaIndex
    finder: PlaceFinder


def _load_places(settings: Settings) -> _Places:
    areas = load_areas(settings.areas)
    return _Places(areas, PlaceFinder(Geocoder(areas, load_gazetteer(settings.gazetteer))))


class _Files(NamedTuple):
    """Where the rows go."""

    incidents: StretchWriter
    native: StretchWriter
    cited: StretchWriter


class _Told(NamedTuple):
    """What the first rows tell of all."""

    teller: Teller
    facts: CardFacts
    same: dict[str, str]
    """As `find_same`."""


@dataclass(frozen=True, eq=False)
class _Bringing:
    """One file on its way in."""

    task: Task
    folder: Path
    name: Name
    stretches: Stretches
    format: Format
    places: Future[_Places]

    def bring(self, sure: float, progress: Progress) -> dict[str, Any]:
        """Write the tables, and return the report and the card."""
        progress(_STEP, _BEGUN)
        kept = Kept()
        with (
            StretchWriter(self.folder / INCIDENTS_FILE) as incidents,
            StretchWriter(self.folder / NATIVE_FILE) as native,
            StretchWriter(self.folder / file_of("citations")) as cited,
        ):
            told = self._write_rows(kept, _Files(incidents, native, cited), progress)
            # the last rows are still being written
            progress("Writing the tables", _DONE)
            incidents.told = describe_points(kept.take("placed"))
            native.told = describe_native(self.stretches.head.columns, told.same)
            return self._end(kept, told, sure)

    def _write_rows(self, kept: Kept, files: _Files, progress: Progress) -> _Told:
        """Write incidents and the file's own cells, and keep of them what is wanted at the end."""
        told: _Told | None = None
        for part in work_ahead(self.stretches.read(), self._work, _AHEAD):
            ours = part.coded.incidents.with_columns(part.ids)
            own = part.rows(ours["row"])
            if told is None:
                facts = part.coded.facts
                card = fill_card(self.task.card, facts)
                told = _Told(Teller(self.task.dataset, card), facts, find_same(own, ours))
            files.incidents.write(without_blanks(lay_out_incidents(part.placed)))
            files.native.write(without_blanks(lay_out_native(own, ours, told.same), but=told.same))
            sources, citations = cite(part.coded.incidents, part.ids, told.teller)
            files.cited.write(without_blanks(citations))
            kept.add(part, sources)
            share = min(1.0, kept.rows / max(1, self.stretches.rows))
            progress(_STEP, _BEGUN + (_DONE - _BEGUN) * share)
        if told is None:
            raise NeedsWholeError("no rows")
        return told

    def _end(self, kept: Kept, told: _Told, sure: float) -> dict[str, Any]:
        """Write what only all rows tell, and return the report and the card."""
        with ThreadPoolExecutor(2, "report") as aside:
            repeats = aside.submit(has_repeats, kept.take("native ids").to_series())
            report = aside.submit(self._report, kept, told.facts, sure)
            how = STRETCHED[self.format]
            codes = how.learn([each.involved for each in kept.pieces])
            tell = partial(how.tell, codes=codes)
            frames = {name: build_frame(table, []) for name, table in TABLES.items()}
            frames["actors"] = write_parties(kept.pieces, tell, told.teller, self.folder)
            frames["sources"] = kept.take("sources").unique("source_id", maintain_order=True)
            write_others(frames, self.folder, but=("attributions", "involvements"))
            if repeats.result():
                raise NeedsWholeError("an id that is repeated")
            return {"report": report.result(), "card": asdict(told.teller.card)}

    def _work(self, raw: RawTable) -> Part:
        stretch = STRETCHED[self.format].code(raw)
        named = self.name(stretch.coded)
        areas, finder = self.places.result()
        filled = fill_countries(named.coded, areas)
        coded = enforce(turn_points(filled, areas) if self.task.reading.turned else filled)
        ids = name_rows(coded)
        placed = finder.find(tell_incidents(coded.incidents, ids))
        return Part(raw, stretch, coded, named, ids, placed)

    def _report(self, kept: Kept, facts: CardFacts, sure: float) -> dict[str, Any]:
        rejected, placed = kept.take("rejected"), kept.take("placed")
        if rejected.height:
            rows = kept.take("refused")
            original, numbers = rows.drop(NUMBER), rows[NUMBER]
            write_rejected(self.folder / REJECTED_FILE, original, numbers, rejected)
        coded = Coded(empty(CODED_COLUMNS), empty(PARTY_COLUMNS), rejected,
                      pl.DataFrame(), kept.take("warnings"), facts)  # fmt: skip
        refused = rejected["row"].n_unique()
        return report_on(
            Judged(
                file_name=self.task.file_name,
                raw=self.stretches.head,
                format=self.format,
                confidence=sure,
                coded=coded,
                doubts=find_doubts(kept.take("coded"), placed, self.places.result().areas),
                placed=placed,
                named=kept.named(coded),
                counts=Counts(kept.rows, kept.rows - refused, refused),
            )
        )
