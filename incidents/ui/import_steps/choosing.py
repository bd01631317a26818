"""Step 1: which file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import IncidentsError
from incidents.ui.doc import bullets, file_name, node, render_doc
from incidents.ui.import_work import begin_work, end_work, forget_upload, get_work, upload_key
from incidents.ui.messages import render_error

if TYPE_CHECKING:
    from incidents.settings import Settings

EXAMPLE = Path(__file__).parent.parent / "examples" / "made-up-incidents.csv"
_ENDINGS = (
    "csv", "tsv", "txt", "xlsx", "json", "geojson", "gpkg", "zip", "kml", "kmz", "parquet",
    "geoparquet",
)  # fmt: skip
_FORMATS = (
    "ACLED, UCDP GED, GTD and GDELT, as they are downloaded",
    "any table: CSV, text with tabs or semicolons, Excel (.xlsx); with HXL tags or without",
    "GeoJSON, GeoPackage, a zipped shapefile, KML or KMZ, GeoParquet",
    "an export of this app, also from another installation",
)
_PROMISE = (
    "The file stays on this machine: nothing of it is sent anywhere. It is read by a process "
    "that can reach nothing else, and nothing of it is shown before you have seen the report on "
    "every row and confirmed it."
)
_LIMIT = "Up to {most} MB here. Larger files, up to 8 GB, come in on the command line: "
_COMMAND = "incidents import FILE --dataset NAME"


def choose_file(settings: Settings) -> None:
    """Draw the uploader, or the file that was chosen with a way to choose another."""
    work = get_work()
    if work is not None:
        _show_chosen(work.file_name)
        return
    render_doc(
        [
            node("p", _PROMISE, testid="import-page"),
            node("details", node("summary", "What can be read"), bullets(_FORMATS)),
        ],
        key="atlas_import_promise",
    )
    uploaded = st.file_uploader("A file with one incident a row", type=_ENDINGS, key=upload_key())
    _say_limit()
    if uploaded is not None:
        forget_upload()
        _begin(settings, uploaded.name, uploaded.getbuffer())
    _offer_example(settings)


def _say_limit() -> None:
    """Say how large a file may be and the way for a larger one, where a refusal stands too."""
    limit = _LIMIT.format(most=st.get_option("server.maxUploadSize"))
    render_doc(
        [node("p", limit, node("code", _COMMAND), class_="quiet", testid="import-limit")],
        key="atlas_import_limit",
    )


def _show_chosen(chosen: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        render_doc(
            [node("p", node("strong", file_name(chosen)), testid="import-file")],
            key="atlas_import_file",
        )
        st.button("Choose another file", key="import_another", on_click=end_work)


def _offer_example(settings: Settings) -> None:
    content = EXAMPLE.read_bytes()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Try it with a made-up table", key="import_example"):
            _begin(settings, EXAMPLE.name, content)
        st.download_button(
            "Download that table as a template", content, EXAMPLE.name, "text/csv",
            on_click="ignore", key="import_template",
        )  # fmt: skip


def _begin(settings: Settings, chosen: str, content: bytes | memoryview) -> None:
    try:
        begin_work(settings, chosen, content)
    except IncidentsError as error:
        render_error(error, key="atlas_import_error")
        return
    st.rerun()
