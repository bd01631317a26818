"""The sound of a name: one Latin form for spellings in Arabic, Kurdish, Persian and Latin script.

Two keys, each coarser than the last. `sound` keeps vowels, so it tells Hit from Hatay; `skeleton`
keeps consonants only, because Arabic does not write short vowels.
"""

from __future__ import annotations

import re

from incidents.model.folding import fold

ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
ARTICLES = frozenset(
    {"al", "el", "an", "ar", "as", "ash", "at", "ath", "az", "ad", "adh", "aš", "aṣ", "il", "ul",
     "ed", "er", "es", "esh", "et", "ez", "en", "eş", "ud", "us", "ur", "ut"}
)  # fmt: skip
"""al- and what becomes of it before sun letters: an-Najaf, as-Samawah, Deir ez-Zor."""

# In Kurdish as written before Unicode had ە, he and a non-joiner stand for it.
_OLD_KURDISH_E = re.compile("ه\u200c")
_ARABIC_SOUNDS = str.maketrans(
    {
        "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ى": "a", "ە": "a", "ء": None, "ع": None,
        "ئ": "i", "ي": "i", "ی": "i", "ې": "i", "ێ": "i", "ؤ": "u", "و": "u", "ۆ": "u", "ۇ": "u",
        "ب": "b", "پ": "p", "ت": "t", "ث": "t", "ط": "t", "ج": "j", "ح": "h", "ه": "h", "ھ": "h",
        "ہ": "h", "خ": "x", "چ": "c", "ش": "c", "د": "d", "ذ": "d", "ض": "d", "ر": "r", "ڕ": "r",
        "ز": "z", "ظ": "z", "ژ": "j", "س": "s", "ص": "s", "غ": "g", "گ": "g", "ف": "f", "ڤ": "v",
        "ق": "k", "ك": "k", "ک": "k", "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ة": "h",
    }
)  # fmt: skip
_KURMANJI = re.compile(r"[çêîûığ]|ş(?=[^\u0327]*[êîûçe])", re.IGNORECASE)
_HACEKS = str.maketrans({"š": "sh", "Š": "sh", "ḫ": "kh", "ḵ": "kh", "ġ": "gh", "ḏ": "dh",
    "ṯ": "th", "ç": "ch", "Ç": "ch"})  # fmt: skip
_CEDILLA = str.maketrans({"ş": "sh", "Ş": "sh"})

# Order matters: longer writings first, vowels last.
_BREATHED = (
    ("kh", "x"), ("gh", "g"), ("tch", "c"), ("sch", "c"), ("ch", "c"), ("sh", "c"), ("th", "t"),
    ("dh", "d"), ("ph", "f"),
)  # fmt: skip
"""Consonants written with an h."""
_LONG_I = re.compile("ee|ie")
_LETTERS = str.maketrans({"o": "u", "w": "u", "y": "i", "e": "a"})
_ABD = re.compile(r"^abd[aeiou]l?l(?=\w{2})")
_CONSTRUCT = re.compile("(?<=..[^aiu]a)t$")
_DOUBLED = re.compile(r"(.)\1+")
VOWELS = frozenset("aiu")
"""Those that a sound is written with."""
_VOWELS = str.maketrans({"a": None, "i": None, "u": None, "v": None, "z": "d", "g": "k", "p": "b"})


def sounds(text: str, folded: str = "") -> tuple[str, ...]:
    """Return the ways `text` may be said, words apart, without articles.

    More than one only where a letter has two values: ş is ṣād in Başrah and shīn in Şengal.

    Args:
        text: A name.
        folded: The same, folded, where the caller has it.
    """
    if text.isascii():
        return (_latin(folded or fold(text), kurmanji=False),)
    if ARABIC_LETTER.search(text):
        return (_arabic(text),)
    kurmanji = _KURMANJI.search(text) is not None
    plain = text.translate(_HACEKS)
    first = _latin(folded if folded and plain == text else fold(plain), kurmanji=kurmanji)
    if "ş" not in text and "Ş" not in text:
        return (first,)
    second = _latin(fold(plain.translate(_CEDILLA)), kurmanji=kurmanji)
    return (first, second) if not kurmanji else (second, first)


def skeleton(sound: str) -> str:
    """Return the consonants of a sound, without spaces, those often confused made one."""
    joined = sound.replace(" ", "").translate(_VOWELS)
    return _DOUBLED.sub(r"\1", joined)


def is_arabic(text: str) -> bool:
    """Say whether `text` is written in Arabic script, at least in part."""
    return not text.isascii() and ARABIC_LETTER.search(text) is not None


def _latin(folded: str, *, kurmanji: bool) -> str:
    if " " not in folded:
        return _latin_word(folded, kurmanji=kurmanji, last=True) if folded else ""
    words = folded.split()
    kept = [word for word in words if word not in ARTICLES] or words
    last = len(kept) - 1
    return " ".join(
        _latin_word(word, kurmanji=kurmanji, last=place == last) for place, word in enumerate(kept)
    )


_CACHE: dict[tuple[str, bool, bool], str] = {}
_CACHE_SIZE = 200_000


def _latin_word(word: str, *, kurmanji: bool, last: bool) -> str:
    asked = word, kurmanji, last
    known = _CACHE.get(asked)
    if known is not None:
        return known
    sound = _ABD.sub("abd", word) if word.startswith("abd") else word
    if kurmanji:
        sound = sound.replace("ch", "ç").replace("sh", "ş").replace("c", "j")
        sound = sound.replace("ç", "c").replace("ş", "c")
    if "h" in sound:
        for written, said in _BREATHED:
            sound = sound.replace(written, said)
    sound = sound.replace("q", "k").replace("ck", "k")
    if "e" in sound:
        sound = _LONG_I.sub("i", sound)
    sound = _DOUBLED.sub(r"\1", sound.translate(_LETTERS))
    if sound.endswith(("ah", "ih", "uh", "iat")):
        sound = sound[:-1]
    if not last and sound.endswith("t"):
        sound = _CONSTRUCT.sub("", sound)
    if not kurmanji:
        sound = _hard_c(word, sound)
    if len(_CACHE) >= _CACHE_SIZE:
        _CACHE.clear()
    _CACHE[asked] = sound
    return sound


def _hard_c(word: str, sound: str) -> str:
    """Return `sound` with a c that was no ch as k, as in Cizre's English fellow Carchemish."""
    if "c" not in word or "ch" in word or "sh" in word:
        return sound
    return sound.replace("c", "k")


def _arabic(text: str) -> str:
    spelled = _OLD_KURDISH_E.sub("ە", text)
    words = []
    for raw in spelled.split():
        word = raw.removeprefix("ال") if len(fold(raw)) > 4 else raw  # noqa: PLR2004  الب is no article
        said = fold(word.translate(_ARABIC_SOUNDS))
        said = _DOUBLED.sub(r"\1", said.replace(" ", ""))
        if len(said) > 2 and said.endswith("h"):  # noqa: PLR2004  taa marbuta; al-Abbasiya is not al-Abbasi
            said = said[:-1] + ("a" if said.endswith("ih") else "")
        if said:
            words.append(said)
    return " ".join(words)
