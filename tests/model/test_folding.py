import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.folding import fold, fold_column
from tests.factories import examples


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("أربيل", "اربيل", id="alef with hamza above"),
        pytest.param("إيران", "ايران", id="alef with hamza below"),
        pytest.param("آمد", "امد", id="alef with madda"),
        pytest.param("ٱلرشيد", "الرشيد", id="alef wasla"),
        pytest.param("مؤتمر", "موتمر", id="hamza on waw"),
        pytest.param("الطائرات", "الطايرات", id="hamza on yaa"),
        pytest.param("فدائي", "فداءي".replace("ء", "ئ"), id="hamza on yaa at the end"),
        pytest.param("سماء", "سما", id="hamza alone"),
        pytest.param("المنطقة", "المنطقه", id="taa marbuta"),
        pytest.param("مصطفى", "مصطفي", id="alef maqsura"),
        pytest.param("بغـــداد", "بغداد", id="tatweel"),
        pytest.param("بَغْدَادُ", "بغداد", id="short vowels"),
        pytest.param("الرشّيد", "الرشيد", id="shadda"),
        pytest.param("هٰذا", "هذا", id="dagger alef"),
        pytest.param("١٩ تموز ٢٠٢١", "19 تموز 2021", id="Arabic-Indic digits"),
        pytest.param("۱۹ تموز ۲۰۲۱", "19 تموز 2021", id="Persian digits"),
        pytest.param("کرکوک", "كركوك", id="Persian kaf"),
        pytest.param("گارا", "كارا", id="gaf"),
        pytest.param("علی", "علي", id="Persian yaa"),
        pytest.param("پێشمەرگە", "پێشمهركه", id="Kurdish ae"),
        pytest.param("ھەولێر", "ههولێر", id="Kurdish he"),
        pytest.param("ﺑﻐﺪﺍﺩ", "بغداد", id="presentation forms"),
        pytest.param("ﷲ", "الله", id="a ligature"),
        pytest.param("ERBIL", "erbil", id="case"),
        pytest.param("Straße", "STRASSE", id="sharp s"),
        pytest.param("Kérbela", "kerbela", id="accents"),
        pytest.param("e\u0301", "é", id="combining and composed"),
        pytest.param("\u202bبغداد\u202c", "بغداد", id="embedding marks"),
        pytest.param("\u2067بغداد\u2069\u200f", "بغداد", id="isolate and direction marks"),
        pytest.param("پێش\u200cمەرگە", "پێشمەرگە", id="zero width non-joiner"),
        pytest.param("\ufeffErbil", "Erbil", id="byte order mark"),
        pytest.param("Ba'ath", "Ba’ath", id="kinds of apostrophe"),
        pytest.param("Qaʿim", "Qaim", id="ayn"),
        pytest.param("Kata'ib", "Kataib", id="apostrophe or none"),
        pytest.param("Salah al-Din", "salah  al din", id="hyphen and spaces"),
        pytest.param("صاروخان، ثم ثالث؟", "صاروخان ثم ثالث", id="Arabic punctuation"),
        pytest.param("Ain\u00a0al\tAsad\n", "ain al asad", id="kinds of space"),
    ],
)
def test_two_spellings_fold_to_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("بغداد", "بغدان"), ("Balad", "Baladruz"), ("19", "91"), ("سماء", "سماد")],
)
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " ", "؟!", "\u200f", "َ", "ـ"])
def test_text_without_letters_or_digits_folds_to_nothing(text):
    assert fold(text) == ""


def test_words_stay_words():
    assert fold("Ain al-Asad: 10 rockets.") == "ain al asad 10 rockets"


@examples(500)
@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@examples(300)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "M", "P", "Cf"])))
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@examples(300)
@given(st.text())
def test_folded_text_has_single_spaces_and_no_marks_or_directions(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert not {unicodedata.category(c) for c in folded} & {"Mn", "Me", "Cf", "Po", "Ps"}


def test_every_letter_of_the_basic_plane_folds_once_for_all():
    letters = [chr(n) for n in range(0x10000) if not 0xD800 <= n < 0xE000]
    assert [c for c in letters if fold(fold(c)) != fold(c)] == []


@examples(300)
@given(st.lists(st.text(), max_size=5))
def test_a_column_is_folded_as_each_of_its_texts(texts):
    column = pl.Series(texts, dtype=pl.String)
    assert fold_column(column).to_list() == [fold(text) for text in texts]
