"""What a phrase says of a place."""

from __future__ import annotations

import pytest

from incidents.model.folding import fold
from incidents.places.phrase import read_phrase
from incidents.places.typewords import Sort, split_type


def told(text: str):
    return next(one for one in read_phrase(text) if one.relation)


@pytest.mark.parametrize(
    ("text", "relation", "anchors"),
    [
        ("highway near Nasiriyah", "near", ("nasiriyah",)),
        ("in the vicinity of Baqubah", "near", ("baqubah",)),
        ("outskirts of Baqubah", "near", ("baqubah",)),
        ("Jurf al-Sakhar area", "near", ("jurf al sakhar",)),
        ("between Tikrit and Baiji", "between", ("tikrit", "baiji")),
        ("road between As Sukhnah and Tadmur", "on the road", ("as sukhnah", "tadmur")),
        ("on the road from Kirkuk to Tikrit", "on the road", ("kirkuk", "tikrit")),
        ("Baghdad-Basra highway", "on the road", ("baghdad", "basra")),
        ("Al-Kut - Amarah road", "on the road", ("al kut", "amarah")),
        ("12 km west of Makhmur", "west of", ("makhmur",)),
        ("north-east of Erbil", "northeast of", ("erbil",)),
        ("western Mosul", "part of", ("mosul",)),
        ("قرب الفلوجة", "near", ("الفلوجه",)),
        ("منطقة الطارمية", "near", ("الطارميه",)),
        ("في منطقة الطارمية شمالي بغداد", "near", ("الطارميه",)),
        ("ناوچەی شێخان", "near", ("شيخان",)),
        ("منطقة في قضاء كفري", "in", ("قضا كفري",)),
        ("شمال شرق أربيل", "northeast of", ("اربيل",)),
        ("جنوبي بغداد", "south of", ("بغداد",)),
        ("بين تكريت وبيجي", "between", ("تكريت", "بيجي")),
        ("على طريق بغداد - البصرة", "on the road", ("بغداد", "البصره")),
        ("12 كم غرب الموصل", "west of", ("الموصل",)),
        ("نزیک هەولێر", "near", ("ههولير",)),
        ("باکووری کەرکووک", "north of", ("كهركووك",)),
        ("قرية جنوبي بغداد", "south of", ("بغداد",)),
        ("checkpoint west of Ramadi", "west of", ("ramadi",)),
        ("قرى مجاورة للرشاد", "near", ("الرشاد",)),
        ("قرى مجاورة لبغداد", "near", ("بغداد",)),
        ("villages neighbouring Tikrit", "near", ("tikrit",)),
        ("القرى المحيطة بالفلوجة", "near", ("الفلوجه",)),
        ("Village in Kifri district", "in", ("kifri district",)),
        ("قرية في قضاء كفري", "in", ("قضا كفري",)),
        ("گوندێک لە قەزای کفری", "in", ("قهزاي كفري",)),
        ("قرى كفري", "in", ("كفري",)),
        ("الطريق السريع، محافظة صلاح الدين", "in", ("محافظة صلاح الدين",)),
        ("Main road at Nasiriyah", "in", ("nasiriyah",)),
    ],
)
def test_relations_are_read_in_three_languages(text, relation, anchors):
    assert (told(text).relation, told(text).anchors) == (relation, anchors)


@pytest.mark.parametrize(
    ("text", "kilometres"),
    [("12 km west of X", 12), ("1.5 km east of X", 1.5), ("10 miles south of X", 16.09),
     ("20 كم غرب الموصل", 20)],
)  # fmt: skip
def test_distances_are_read(text, kilometres):
    assert told(text).distance_km == pytest.approx(kilometres)


@pytest.mark.parametrize("text", ["محيط مطار بغداد الدولي وحي الجهاد", "near Tikrit and Baiji"])
def test_near_two_is_read_as_near_both_and_as_near_the_first(text):
    both, first = (one for one in read_phrase(text) if one.relation)
    assert both.anchors[0].startswith(first.anchors[0])
    assert len(first.anchors[0]) < len(both.anchors[0])


@pytest.mark.parametrize(
    "text",
    ["Village of Kojo, Sinjar", "الحي، واسط", "Camp Speicher, Tikrit", "Farm 7, Diyala", "village"],
)
def test_a_name_beside_the_word_for_its_sort_is_a_name(text):
    assert not any(one.nameless for one in read_phrase(text))


@pytest.mark.parametrize(
    ("text", "around"),
    [("village in Fallujah", True), ("market in Fallujah", False), ("سوق في الفلوجة", False),
     ("Highway, Ramadi", True), ("Highway in Ramadi", False), ("حقل نفط في البصرة", True)],
)  # fmt: skip
def test_a_village_lies_around_a_town_and_a_market_in_it(text, around):
    assert told(text).around is around


def test_brackets_hold_a_further_area():
    assert read_phrase("Road, Samawah (Muthanna)")[1].within == ("Muthanna",)


def test_the_literal_reading_comes_first():
    assert read_phrase("North Sinai")[0].names == ("North Sinai",)


def test_what_follows_a_comma_is_what_it_lies_in():
    assert read_phrase("Dora, Baghdad")[1].within == ("Baghdad",)


def test_slashes_and_brackets_give_other_names():
    assert read_phrase("Kobane/Ayn al Arab town")[1].names == ("Kobane town", "Ayn al Arab town")
    assert read_phrase("Aaliyah (Qurujah) village")[1].bynames == ("Qurujah",)


@pytest.mark.parametrize("text", ["", " ", "?!", "a", "N/A", "https://example.org/x", "{% x %}"])
def test_what_is_no_name_has_no_reading(text):
    assert read_phrase(text) == ()


@pytest.mark.parametrize(
    ("folded", "core", "sort"),
    [
        ("tikrit city", "tikrit", Sort.CITY),
        ("qaryat al jafariyah village", "al jafariyah", Sort.VILLAGE),
        ("قضاء سنجار", "سنجار", Sort.DISTRICT), ("محافظه ديالي", "ديالي", Sort.GOVERNORATE),
        ("مطار بغداد الدولي", "بغداد", Sort.INSTALLATION), ("mosul dam", "mosul", Sort.FEATURE),
        ("kut al hayy", "kut al hayy", Sort.ANY), ("camp", "camp", Sort.ANY),
    ],
)  # fmt: skip
def test_type_words_part_from_names(folded, core, sort):
    assert split_type(fold(folded))[:2] == (core, sort)
