"""A large file brought in a stretch of rows at a time: memory does not grow with its every cell.

What comes out is what the usual way makes of the file (`worker.import_file`). Where a row turns
out to depend on others, such as one that repeats an id, the file goes the usual way after all.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.ahead import work_ahead
from incidents.library.about import REJECTED_FILE
from incidents.library.assembling import Teller, cite, name_rows, tell_incidents, tell_parties
from incidents.library.cards import fill_card
from incidents.library.doubts import find_doubts
from incidents.library.enforcing import enforce
from incidents.library.geoparquet import INCIDENTS_FILE, file_of
from incidents.library.naming_places import NamedPlaces, fill_countries
from incidents.library.placing import PlaceFinder
from incidents.library.rejected_rows import write_rejected
from incidents.library.reporting import Judged, report_on
from incidents.library.stored import Counts
from incidents.library.stretch_files import StretchWriter, without_blanks
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
from incidents.readers.opening import sniff
from incidents.readers.raw import Container, Format
from incidents.readers.recognising import recognise
from incidents.readers.stretches import NeedsWholeError, open_stretches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incidents.library.task import Task
    from incidents.places.areas import AreaIndex
    from incidents.readers.coded import CardFacts, CodedStretch
    from incidents.readers.raw import RawTable
    from incidents.readers.stretches import Stretches

    Progress = Callable[[str, float], None]
    Name = Callable[[Coded], NamedPlaces]

_STEP, _BEGUN, _DONE = "Reading each row", 0.02, 0.9
_AHEAD = 2  # stretches that are worked on while another is written: more keep no core busier
_CODED = ["row", "admin1", "country", "latitude", "longitude", "geo_precision"]
_NUMBER = "\x1frow"
_PLACED = ["event_date", "end_date", "country", "latitude", "longitude", "placement", "area_id"]


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
    areas = load_areas(task.settings.areas)
    try:
        return _Bringing(task, folder, name, stretches, found, areas).bring(sure, progress)
    except NeedsWholeError:
        for file in folder.iterdir():
            file.unlink()
        return None


@dataclass(frozen=True, eq=False)
class _Part:
    """What became of one stretch."""

    raw: RawTable
    stretch: CodedStretch
    coded: Coded
    """After every rule was held over it."""
    named: NamedPlaces
    ids: pl.Series
    placed: pl.DataFrame

    def rows(self, numbers: pl.Series) -> pl.DataFrame:
        """Return some of the file's rows as they stand."""
        own = self.raw.frame
        return own if len(numbers) == own.height else own[numbers - self.raw.first_row]


class _Kept:
    """The few columns of all rows that something at the end is told from."""

    def __init__(self) -> None:
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self.rows = 0
        self.resolved = 0
        self._questions: Counter[tuple[str, str, str]] = Counter()

    def add(self, part: _Part, sources: pl.DataFrame) -> None:
        """Keep what will be wanted of a stretch, and the sources that it names."""
        coded, accepted = part.coded, part.coded.incidents["row"]
        involved = part.stretch.involved
        if involved.height > len(accepted):
            involved = involved.filter(pl.col("row").is_in(accepted.implode()))
        refused = coded.rejected["row"].unique().sort()
        more = {
            "native ids": part.stretch.ids.to_frame(),
            "numbered": pl.DataFrame({"row": accepted, "incident_id": part.ids}),
            "involved": involved,
            "coded": coded.incidents.select(_CODED),
            "placed": part.placed.select(_PLACED),
            "rejected": coded.rejected,
            "refused": part.rows(refused).with_columns(refused.alias(_NUMBER)),
            "warnings": coded.warnings,
            "sources": sources,
        }
        for name, frame in more.items():
            self._frames.setdefault(name, []).append(frame)
        self.rows += part.raw.frame.height
        self.resolved += part.named.resolved
        for each in part.named.questions:
            self._questions[each["name"], each["country"], each["admin1"]] += each["rows"]

    def take(self, name: str) -> pl.DataFrame:
        """Return what was kept of all stretches."""
        return pl.concat(self._frames[name], rechunk=True)

    def named(self, coded: Coded) -> NamedPlaces:
        """Return what became of the names of rows without coordinates."""
        words = ("name", "country", "admin1")
        questions = (dict(zip(words, asked, strict=True)) | {"rows": rows}
                     for asked, rows in self._questions.items())  # fmt: skip
        return NamedPlaces(coded, self.resolved, tuple(questions))


@dataclass(frozen=True, eq=False)
class _Bringing:
    """One file on its way in."""

    task: Task
    folder: Path
    name: Name
    stretches: Stretches
    format: Format
    areas: AreaIndex

    def bring(self, sure: float, progress: Progress) -> dict[str, Any]:
        """Write the tables, and return the report and the card."""
        progress(_STEP, _BEGUN)
        kept = _Kept()
        teller, facts = self._write_rows(kept, progress)
        progress("Writing the tables", _DONE)
        if kept.take("native ids").to_series().is_duplicated().any():
            raise NeedsWholeError("an id that is repeated")
        with ThreadPoolExecutor(1, "report") as aside:
            report = aside.submit(self._report, kept, facts, sure)
            frames = {name: build_frame(table, []) for name, table in TABLES.items()}
            parties = STRETCHED[self.format][1](kept.take("involved"))
            frames |= tell_parties(parties, kept.take("numbered"), teller)
            frames["sources"] = kept.take("sources").unique("source_id", maintain_order=True)
            write_others(frames, self.folder)
            return {"report": report.result(), "card": asdict(teller.card)}

    def _write_rows(self, kept: _Kept, progress: Progress) -> tuple[Teller, CardFacts]:
        """Write incidents and the file's own cells, and keep of them what is wanted at the end."""
        settings = self.task.settings
        geocoder = Geocoder(self.areas, load_gazetteer(settings.gazetteer))
        work = partial(self._work, PlaceFinder(geocoder))
        told: tuple[Teller, CardFacts, dict[str, str]] | None = None
        with (
            StretchWriter(self.folder / INCIDENTS_FILE) as incidents,
            StretchWriter(self.folder / NATIVE_FILE) as native,
            StretchWriter(self.folder / file_of("citations")) as cited,
        ):
            for part in work_ahead(self.stretches.read(), work, _AHEAD):
                ours = part.coded.incidents.with_columns(part.ids)
                own = part.rows(ours["row"])
                if told is None:
                    facts = part.coded.facts
                    card = fill_card(self.task.card, facts)
                    told = Teller(self.task.dataset, card), facts, find_same(own, ours)
                teller, facts, same = told
                incidents.write(without_blanks(lay_out_incidents(part.placed)))
                native.write(without_blanks(lay_out_native(own, ours, same), but=same))
                sources, citations = cite(part.coded.incidents, part.ids, teller)
                cited.write(without_blanks(citations))
                kept.add(part, sources)
                share = min(1.0, kept.rows / max(1, self.stretches.rows))
                progress(_STEP, _BEGUN + (_DONE - _BEGUN) * share)
            if told is None:
                raise NeedsWholeError("no rows")
            incidents.told = describe_points(kept.take("placed"))
            native.told = describe_native(self.stretches.head.columns, told[2])
        return told[:2]

    def _work(self, finder: PlaceFinder, raw: RawTable) -> _Part:
        stretch = STRETCHED[self.format][0](raw)
        named = self.name(stretch.coded)
        coded = enforce(fill_countries(named.coded, self.areas))
        ids = name_rows(coded)
        placed = finder.find(tell_incidents(coded.incidents, ids))
        return _Part(raw, stretch, coded, named, ids, placed)

    def _report(self, kept: _Kept, facts: CardFacts, sure: float) -> dict[str, Any]:
        rejected, placed = kept.take("rejected"), kept.take("placed")
        if rejected.height:
            rows = kept.take("refused")
            original, numbers = rows.drop(_NUMBER), rows[_NUMBER]
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
                doubts=find_doubts(kept.take("coded"), placed, self.areas),
                placed=placed,
                named=kept.named(coded),
                counts=Counts(kept.rows, kept.rows - refused, refused),
            )
        )
