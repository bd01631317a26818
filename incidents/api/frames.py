"""A selection cut into frames of time: what the page plays without a request for each frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.api.filters import Asked, read_address
from incidents.api.responses import answer_json
from incidents.api.state import current_atlas
from incidents.library.editions import current_edition
from incidents.query.bins import Bin
from incidents.query.frames import (
    build_frame_tile,
    scale_frames,
    summarize_area_frames,
    summarize_frames,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter
    from incidents.query.frames import FrameScale

    Build = Callable[[Tables, IncidentFilter, FrameScale], dict[str, Any]]


def read_frames(request: Request) -> Response:
    """`/api/frames.json`: the frames of a selection, and its figures in each."""

    def build(tables: Tables, chosen: IncidentFilter, scale: FrameScale) -> dict[str, Any]:
        frames = [[start.isoformat(), end.isoformat()] for start, end in scale.periods]
        return {"bin": scale.width, "frames": frames, **summarize_frames(tables, chosen, scale)}

    return _answer(request, ("frames",), build)


def read_frame_areas(request: Request) -> Response:
    """`/api/frames/admin1.json`: each area's figures by frame."""

    def build(tables: Tables, chosen: IncidentFilter, scale: FrameScale) -> dict[str, Any]:
        return {"bin": scale.width, "areas": summarize_area_frames(tables, chosen, scale)}

    return _answer(request, ("frames", "areas"), build)


def read_frame_tile(request: Request) -> Response:
    """`/api/frames/{z}/{x}/{y}.json`: a tile's clusters with their counts by frame."""
    address = read_address(request)

    def build(tables: Tables, chosen: IncidentFilter, scale: FrameScale) -> dict[str, Any]:
        return {"bin": scale.width, "clusters": build_frame_tile(tables, chosen, address, scale)}

    return _answer(request, ("frames", str(address)), build)


def _answer(request: Request, question: tuple[str, ...], build: Build) -> Response:
    asked, dataset = Asked(request, "bin"), current_atlas().dataset
    width = asked.word("bin", Bin)

    def compute() -> dict[str, Any]:
        scale = scale_frames(dataset.tables, asked.chosen, width)
        return build(dataset.tables, asked.chosen, scale)

    key = (current_edition(dataset.version), *question, width or "", asked.query)
    return answer_json(request, key, compute)
