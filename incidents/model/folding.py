"""One spelling for many: what text search and name matching compare."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Letters that writers of Arabic, Persian and Kurdish use for one another, and Latin letters that
# Unicode does not take apart. What only sounds alike is left to `incidents.places.roman`.
_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "ۆ": "و",
        "ۇ": "و",
        "ئ": "ي",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ێ": "ي",
        "ة": "ه",
        "ە": "ه",
        "ھ": "ه",
        "ہ": "ه",
        "ک": "ك",
        "گ": "ك",
        "ڵ": "ل",
        "ڕ": "ر",
        "ڤ": "ف",
        "ـ": None,  # tatweel
        "ء": None,
        "’": "'",
        "‘": "'",
        "ʿ": None,
        "ʾ": None,
        "ʼ": None,
        "ʻ": None,
        "`": "'",
        "ı": "i",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ø": "o",
        "Ø": "o",
        "æ": "ae",
        "Æ": "ae",
        "ə": "a",
        "Ə": "a",
    }
)


class _Folded(dict[int, str]):
    """Each character's folded form, worked out when it first occurs."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character.translate(_LETTERS)).translate(_LETTERS)
    kept = "".join(
        str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c
        for c in decomposed
        if unicodedata.category(c) not in {"Mn", "Me", "Cf"}
    )
    folded = kept.replace("'", "").casefold()
    return "".join(c if c.isalnum() or c == "_" else " " for c in folded)


_TABLE = _Folded()


def fold(text: str) -> str:
    """Return `text` as search compares it: case, accents, Arabic marks and punctuation folded.

    Alef, hamza, taa marbuta, yaa, waw and Kurdish letter forms become one letter each; tatweel,
    short vowels and direction marks go; digits of any script become ASCII; runs of punctuation
    become one space.
    """
    return " ".join(text.translate(_TABLE).split())


def fold_column(texts: pl.Series) -> pl.Series:
    """Return `fold` of each of many texts; nulls stay null."""
    foreign = texts.filter(texts.str.len_bytes() != texts.str.len_chars())
    characters = set(map(chr, range(128))).union(*foreign.str.replace_all(r"[\x00-\x7f]+", ""))
    table = {one: folded for one in characters if (folded := _TABLE[ord(one)]) != one}
    replaced = texts.str.replace_many(list(table), list(table.values()))
    return replaced.str.replace_all("  +", " ").str.strip_chars(" ")
