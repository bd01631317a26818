"""Every kind can be told from every other, and from the ground, by anybody."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from incidents.maps.styles import (
    CIVIDIS,
    DARK,
    KINDS,
    LIGHT,
    MARK_CONTRAST,
    OTHER,
    SIZES,
    browser_styles,
    contrast,
    mark_radius_px,
    relative_luminance,
    style_of,
)
from incidents.model.vocabularies import EventType

WORD_CONTRAST = 4.5
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
EACH_KIND = pytest.mark.parametrize("kind", [*KINDS, OTHER], ids=lambda kind: kind.label)


def test_every_event_type_has_a_style_of_its_own():
    assert sorted(kind.event_type for kind in KINDS) == sorted(EventType)


def test_no_two_kinds_share_a_colour_or_a_shape():
    assert len({kind.colour for kind in KINDS}) == len(KINDS)
    assert len({kind.shape for kind in KINDS}) == len(KINDS)


def test_an_unknown_kind_is_drawn_as_other():
    assert style_of("Weather") is OTHER
    assert style_of("Riots").label == "Riots"


@EACH_KIND
def test_a_mark_stands_out_from_land_and_paper_in_both_themes(kind):
    assert contrast(kind.edge_light, LIGHT.land) >= MARK_CONTRAST
    assert contrast(kind.edge_light, LIGHT.paper) >= MARK_CONTRAST
    assert contrast(kind.edge_dark, DARK.land) >= MARK_CONTRAST
    assert contrast(kind.edge_dark, DARK.paper) >= MARK_CONTRAST


@THEMES
@pytest.mark.parametrize("words", ["ink", "muted", "accent", "warning"])
def test_words_can_be_read_on_paper_and_land(theme, words):
    assert contrast(getattr(theme, words), theme.paper) >= WORD_CONTRAST
    assert contrast(getattr(theme, words), theme.land) >= WORD_CONTRAST


@THEMES
def test_place_names_can_be_read_on_land_and_water(theme):
    assert contrast(theme.label, theme.land) >= WORD_CONTRAST
    assert contrast(theme.label, theme.water) >= WORD_CONTRAST


def test_no_base_colour_is_a_colour_of_data():
    bases = {getattr(theme, name) for theme in (LIGHT, DARK) for name in ("land", "water", "paper")}
    assert not bases & {kind.colour.lower() for kind in KINDS}


def test_the_scale_grows_lighter_step_by_step():
    assert all(
        relative_luminance(darker) < relative_luminance(lighter)
        for darker, lighter in pairwise(CIVIDIS)
    )


def test_contrast_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)


def test_a_marks_area_grows_by_the_same_step_for_each_death():
    areas = [mark_radius_px(killed) ** 2 for killed in range(6)]
    steps = [larger - smaller for smaller, larger in pairwise(areas)]
    assert steps == pytest.approx([SIZES.area_step] * len(steps))


def test_not_reported_is_no_toll_and_the_largest_mark_has_a_limit():
    assert mark_radius_px(None) == SIZES.not_reported
    assert mark_radius_px(100_000) == SIZES.most


def test_the_browser_gets_the_same_definition_as_plain_json():
    styles = json.loads(json.dumps(browser_styles()))
    assert [kind["event_type"] for kind in styles["kinds"]] == [kind.event_type for kind in KINDS]
    assert styles["themes"]["dark"]["land"] == DARK.land
    assert styles["sizes"]["least"] == SIZES.least
