"""One spelling for many: what text search and name matching compare."""

from __future__ import annotations

import re
import unicodedata

# Letters that writers of Arabic, Persian and Kurdish use for one another.
_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "ئ": "ي",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ة": "ه",
        "ە": "ه",
        "ھ": "ه",
        "ک": "ك",
        "گ": "ك",
        "ـ": None,  # tatweel
        "ء": None,
        "’": "'",
        "‘": "'",
        "ʿ": None,
        "ʾ": None,
        "`": "'",
    }
)
_SPACES = re.compile(r"[^\w]+", re.UNICODE)


def fold(text: str) -> str:
    """Return `text` as search compares it: case, accents, Arabic marks and punctuation folded.

    Alef, hamza, taa marbuta and yaa forms become one letter each; tatweel, short vowels and
    direction marks go; digits of any script become ASCII; runs of punctuation become one space.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS)
    kept = "".join(
        str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c
        for c in decomposed
        if unicodedata.category(c) not in {"Mn", "Me", "Cf"}
    )
    return _SPACES.sub(" ", kept.replace("'", "").casefold()).strip()
