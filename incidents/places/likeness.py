"""How alike two spellings of a name are, across scripts too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from incidents.places.keys import skeleton_of
from incidents.places.roman import VOWELS, is_arabic, sounds

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_VARIANT, LEAST_VARIANT_CROSSED = 0.6, 0.8
"""Of two sounds with other consonants, to be taken for one name: in one script, and across two."""


def is_variant(spelling: str, name: str) -> bool:
    """Say whether two spellings may be of one name, in whatever script."""
    return sound_alike(sounds(spelling), sounds(name), (is_arabic(spelling), is_arabic(name)))


def sound_alike(said: Iterable[str], name: Iterable[str], arabic: tuple[bool, bool]) -> bool:
    """Say whether the sounds of two spellings may be of one name.

    Args:
        said: How the one may be said.
        name: How the other may be said.
        arabic: Whether the one and the other are written in Arabic script.
    """
    crossed = arabic[0] != arabic[1]
    least = LEAST_VARIANT_CROSSED if crossed else LEAST_VARIANT
    for sound in said:
        for other in name:
            bones = skeleton_of(sound)
            if bones == skeleton_of(other):
                if len(bones) > 2 or _begin_alike(sound, other):  # noqa: PLR2004  consonants
                    return True
            elif (
                sound
                and other
                and likeness(sound, other, crossed=crossed, arabic=arabic[0]) >= least
            ):
                return True
    return False


def _begin_alike(sound: str, other: str) -> bool:
    """Say whether both begin with a vowel or neither: one at the start is written in any script.

    Without it Adra and Daraa, of two consonants each, would be one name.
    """
    return (sound[:1] in VOWELS) == (other[:1] in VOWELS)


def likeness(sound: str, other: str, *, crossed: bool, arabic: bool) -> float:
    """Return how alike two sounds with the same consonants are, 0 to 1.

    Across scripts, what Arabic writes must occur in the Latin spelling in its order; Latin vowels
    that Arabic leaves out cost nothing.
    """
    one, two = sound.replace(" ", ""), other.replace(" ", "")
    if not crossed:
        return fuzz.ratio(one, two) / 100
    written, spoken = (one, two) if arabic else (two, one)
    return _in_order(written, spoken) / len(written)


def _in_order(written: str, spoken: str) -> int:
    """Return how many letters of one word occur in the other in order (longest common)."""
    row = [0] * (len(spoken) + 1)
    for letter in written:
        before = 0
        for at, heard in enumerate(spoken, 1):
            above = row[at]
            row[at] = before + 1 if letter == heard else max(above, row[at - 1])
            before = above
    return row[-1]
