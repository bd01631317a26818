"""Steps 5 and 6: every row checked, the report, and then on the map or not."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import IncidentsError
from incidents.library.about import REJECTED_FILE
from incidents.library.countries import load_country_names
from incidents.library.doubts import SWAPPED
from incidents.library.mending import prepare_mended
from incidents.readers.raw import Format
from incidents.ui.doc import link, node, render_doc
from incidents.ui.import_work import end_work
from incidents.ui.map_address import map_address
from incidents.ui.messages import render_error
from incidents.ui.report_nodes import describe_report
from incidents.ui.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from incidents.library.importing import Prepared, Request
    from incidents.library.report import ImportReport
    from incidents.settings import Settings
    from incidents.ui.import_work import Work

    Progress = Callable[[str, float], None]

_DONE = "import_done"
_CHECKING = "Checking all rows"
_OUTDATED = "Something above was changed since the rows were checked. Check them again."
_KNOWN = "Exactly this file, read in this way, is in the library already. Nothing would change."
_MEND = (
    "To mend the rejected rows, download them here and put the others on the map. Correct the "
    "cells in a spreadsheet, leave the column rejected_row as it is, and bring that file: each row "
    "is then put back where it belongs. Or mend the file itself, and bring it again as a new "
    "version."
)
_TURN = (
    "They lie outside their country, and inside it once latitude and longitude are exchanged. Each "
    "incident says so of its point; the file stays as it is, and is checked again."
)
_AS_GIVEN = "Leave points as the file has them"
_LEAVE = "Points that seem swapped are then shown where the file says, and listed."
_MEND_WHOLE = "Mend the rejected rows in the file itself, and bring it again as a new version."
_NOTHING = "No row was accepted, so that there is nothing to show. Mend the file, or its mapping."
_STRANGE = re.compile(r"[^A-Za-z ,.]")
_LONGEST_STEP = 60


def check_rows(work: Work, request: Request, settings: Settings, *, mended: bool = False) -> None:
    """Draw the button that reads every row, then the report and what can be done with it.

    Args:
        work: The file.
        request: What is asked for.
        settings: Where the library lies.
        mended: Whether its rows are put back into the dataset, and the whole of that is checked.
    """
    again, work.again = work.again, False
    if work.prepared is not None and not _is_of(work.prepared, request, mended=mended):
        work.let_go()
        if not again:
            st.info(_OUTDATED)
    # above the button: it stands at the end of the page, and below it nobody sees what goes on
    slot = st.empty()
    asked = st.button(
        "Check all rows", type="primary" if work.prepared is None else "secondary",
        key="import_check",
    )  # fmt: skip
    if asked or again:
        work.let_go()
        read = partial(prepare_mended, settings) if mended else work.importer.prepare
        _prepare(work, partial(read, request), slot)
    if work.prepared is not None:
        _report(work.prepared, settings)
        if not mended:
            _offer_turning(work, work.prepared)
        _decide(work, work.prepared)


def _is_of(prepared: Prepared, request: Request, *, mended: bool) -> bool:
    return prepared.request == request and (prepared.about.composed is not None) == mended


def _prepare(work: Work, read: Callable[[Progress], Prepared], slot: DeltaGenerator) -> None:
    bar = slot.progress(0.0, _CHECKING)
    try:
        work.take(read(_teller(bar.progress)))
    except IncidentsError as error:
        with slot.container():
            render_error(error, key="atlas_import_error")
        return
    st.rerun()


def _teller(show: Callable[[float, str], object]) -> Progress:
    def tell(step: str, share: float) -> None:
        # the process that read the file says this, and a label is Markdown
        words = _STRANGE.sub("", step)[:_LONGEST_STEP]
        show(min(max(share, 0.0), 1.0), f"{_CHECKING}: {words}" if words else _CHECKING)

    return tell


def _report(prepared: Prepared, settings: Settings) -> None:
    report = prepared.report
    render_doc(
        [node("div", *describe_report(report, load_country_names(settings.areas)),
              class_="card", testid="import-report")],
        key="atlas_import_report", reveal=prepared.staging.name,
    )  # fmt: skip
    name = prepared.request.dataset
    rejected = prepared.staging / REJECTED_FILE
    if report.counts.rejected and rejected.is_file():
        words = _MEND_WHOLE if report.format == Format.OWN else _MEND
        render_doc(
            [node("p", words, class_="quiet", testid="import-mend")], key="atlas_import_mend"
        )
    with st.container(horizontal=True):
        if report.counts.rejected and rejected.is_file():
            st.download_button(
                f"Download the {plural(report.counts.rejected, 'rejected row')} to mend",
                rejected.read_bytes, f"{name}-rejected.csv", "text/csv", on_click="ignore",
                key="import_rejected",
            )  # fmt: skip
        st.download_button(
            "Download the report", report.to_json(), f"{name}-report.json", "application/json",
            on_click="ignore", key="import_report",
        )  # fmt: skip


def _offer_turning(work: Work, prepared: Prepared) -> None:
    """Draw what exchanges latitude and longitude of points that seem swapped, or takes it back."""
    swapped = sum(each.count for each in prepared.report.warnings if each.kind == SWAPPED)
    if not swapped and not work.turned:
        return
    words = f"Exchange latitude and longitude of {plural(swapped, 'point')}"
    if st.button(_AS_GIVEN if work.turned else words, key="import_turn",
                 help=_LEAVE if work.turned else _TURN):  # fmt: skip
        work.turned, work.again = not work.turned, True
        st.rerun()


def _decide(work: Work, prepared: Prepared) -> None:
    if prepared.known:
        st.info(_KNOWN)
    elif not prepared.report.counts.accepted:
        st.warning(_NOTHING)
    confirmed = False
    with st.container(horizontal=True):
        if not prepared.known and prepared.report.counts.accepted:
            confirmed = st.button("Put it on the map", type="primary", key="import_confirm")
        left = st.button("Close" if prepared.known else "Discard", key="import_discard")
    if confirmed:
        _confirm(work, prepared)
    elif left:
        end_work()
        st.rerun()


def _confirm(work: Work, prepared: Prepared) -> None:
    try:
        with st.spinner("Putting it on the map"):
            version = work.importer.confirm(prepared)
    except IncidentsError as error:
        render_error(error, key="atlas_import_error")
        return
    st.session_state[_DONE] = {
        "dataset": version.dataset,
        "address": map_address(version.dataset, version.folder),
        "title": prepared.about.card.title or version.dataset,
        "version": version.about.version,
        "incidents": _count_incidents(prepared.report),
        "questions": len(prepared.report.questions),
    }
    end_work()
    st.rerun()


def _count_incidents(report: ImportReport) -> int:
    return report.counts.accepted if report.incidents is None else report.incidents


def show_done() -> None:
    """Draw what was brought in last, until another file is chosen."""
    done = st.session_state.get(_DONE)
    if not done:
        return
    questions = node(
        "p", f"{plural(done['questions'], 'name')} could mean several places: ",
        link("decide them on Places", "./places"), ".",
    ) if done["questions"] else None  # fmt: skip
    render_doc(
        [
            node(
                "div",
                node("p", node("strong", node("bdi", done["title"]), " is on the map"),
                     f": {plural(done['incidents'], 'incident')}, version ",
                     node("code", done["version"]), "."),
                node("p", link("See it on the map", done["address"]), " · ",
                     link("All datasets", "./datasets")),
                questions,
                class_="card", testid="import-done",
            )
        ],
        key="atlas_import_done",
    )  # fmt: skip


def forget_done() -> None:
    """Say no more of what was brought in before."""
    st.session_state.pop(_DONE, None)
