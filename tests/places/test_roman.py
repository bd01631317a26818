"""Spellings of one name come to one sound or one skeleton; different names do not."""

from __future__ import annotations

import pytest

from incidents.places.keys import name_of
from incidents.places.likeness import is_variant
from incidents.places.roman import skeleton, sounds

SOUND = [
    ("Fallujah", "Falloujah"), ("Fallujah", "al-Fallūja"), ("Fallujah", "Al Fallujah"),
    ("Nasiriyah", "Nasiriya"), ("Nasiriyah", "an-Nasiriyyah"), ("Nasiriyah", "Al-Nasiryah"),
    ("Baqubah", "Ba'quba"), ("Baqubah", "Baʿqūbah"), ("Sheikh Miskin", "Shaikh Miskin"),
    ("Deir ez-Zor", "Dayr az Zor"), ("Qaim", "al-Qāʾim"), ("Kut", "al-Koot"),
    ("Tell Afar", "Tall ‘Afar"), ("Basra", "Al Başrah"), ("Duhok", "Dohuk".replace("o", "u", 1)),
    ("Mosul", "Mousul"), ("Abd al-Rahman", "Abd ar-Rahman"), ("Erbil", "Arbil"),
]  # fmt: skip
BONES = [
    ("Sadr", "الصدر"), ("Hewlêr", "هه\u200cولێر"), ("Hewlêr", "هەولێر"), ("Arbil", "أربيل"),
    ("Ain al-Asad", "عين الأسد"), ("Basra", "البصرة"), ("Sinjar", "سنجار"), ("Şengal", "شنگال"),
    ("Fallujah", "الفلوجة"), ("Sulaymaniyah", "السليمانية"), ("Silêmanî", "سلێمانی"),
    ("Slemani", "سلێمانی"), ("Qayyarah", "القيارة"), ("Gayara", "القيارة"), ("Baqubah", "بعقوبة"),
    ("Tuz Khurmatu", "طوز خورماتو"), ("Duhok", "دهۆک"), ("Dihok", "دهوك"), ("Kerkûk", "کەرکووک"),
    ("Nasiriyah", "الناصرية"), ("Deir ez-Zor", "دير الزور"), ("Dayr az Zawr", "دير الزور"),
    ("Khirbat al-Ghazala", "خربة غزالة"), ("Abdulrahman", "عبد الرحمن"), ("Diyala", "ديالى"),
    ("Hawija", "الحويجة"), ("Dhuluiya", "الضلوعية"), ("Rutba", "الرطبة"), ("Xanaqîn", "خانقين"),
    ("Khanaqin", "خانەقین"), ("Çemçemal", "چەمچەماڵ"), ("Chamchamal", "جمجمال".replace("ج", "چ")),
    ("Penjwen", "پێنجوێن"), ("Zakho", "زاخۆ"), ("Abu Dhabi", "أبو ظبي"), ("Tehran", "تهران"),
]  # fmt: skip
APART = [
    ("Diyala", "Dhuluiya"), ("Baghdad", "al-Baghdadi"), ("Karbala", "al-Karabla"),
    ("Basra", "Busra"), ("Hit", "Hatay"), ("Kirkuk", "Karak"), ("Mosul", "Musayyib"),
    ("Ramadi", "Rumaitha"), ("Kut", "Kufa"), ("Balad", "Baladruz"),
    ("العباسية", "العباسي"), ("Abbasiya", "العباسي"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SOUND)
def test_two_latin_spellings_sound_alike(one, other):
    joined = [{sound.replace(" ", "") for sound in sounds(text)} for text in (one, other)]
    assert joined[0] & joined[1]


@pytest.mark.parametrize(("one", "other"), BONES)
def test_two_scripts_share_their_consonants(one, other):
    bones = [{skeleton(sound) for sound in sounds(text)} for text in (one, other)]
    assert bones[0] & bones[1]
    assert is_variant(one, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_names_do_not_sound_alike(one, other):
    assert not set(sounds(one)) & set(sounds(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Adra", "Daraa"), ("Adraa", "درعا"), ("Erbil", "Kirkuk"), ("Hit", "Heart")]
)
def test_two_consonants_in_common_make_no_variant_of_what_begins_otherwise(one, other):
    assert not is_variant(one, other)


@pytest.mark.parametrize("text", ["", " ", "؟!", "ـ", "\u200f", "'", "ʿ"])
def test_what_holds_no_letter_has_no_sound(text):
    assert not "".join(sounds(text))


def test_a_cedilla_has_two_values():
    assert set(sounds("Şirnak")) >= {"cirnak", "sirnak"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sadr City", "Madinat as-Sadr"), ("al-Anbar", "Anbar"), ("Tikrit town", "Tikrit"),
        ("Abu Ghraib", "Abughraib"), ("Baghdad International Airport", "Baghdad airport"),
        ("مدينة تكريت", "شاری تكريت"), ("قضاء سنجار", "سنجار"),
        ("Haditha Dam", "the dam of Haditha"),
    ],
)  # fmt: skip
def test_two_spellings_have_one_exact_key(one, other):
    assert name_of(one).exact == name_of(other).exact


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sadr City", "Sadr"), ("Mosul", "Mosul Dam"), ("Baghdad", "Baghdad airport"),
        ("Euphrates river", "Euphrates Dam"), ("Kut", "Kut al-Hayy"), ("Basra", "Basra road"),
    ],
)  # fmt: skip
def test_what_a_place_is_keeps_two_names_apart(one, other):
    assert name_of(one).exact != name_of(other).exact
