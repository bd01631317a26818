"""From a name to the places that go by it, exactly, by sound or nearly."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from incidents.places.keys import Key, name_of, skeleton_of, sounds_of
from incidents.places.likeness import likeness
from incidents.places.roman import is_arabic
from incidents.places.typewords import Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incidents.places.index import PlaceIndex

SAME, SAME_SOUND, SAME_BONES, SIMILAR = 1.0, 0.95, 0.92, 0.86
"""The most that a match of each kind is worth; each layer of folding costs some certainty."""
OTHER_NAME, OTHER_NAME_SOUND = 0.94, 0.8
"""The same for a name that is no spelling of the usual one."""
LEAST_LIKENESS, LEAST_LIKENESS_SHORT = 0.82, 0.9
"""Of two sounds with the same consonants: Diyala and Dhuluiya share theirs at 0.6."""
LEAST_SIMILAR = 84
"""Per cent, in rapidfuzz's ratio: about one letter in six may differ."""
SHORTEST_SIMILAR = 5
"""Letters of a sound; shorter names have too many neighbours one letter away."""
_MOST_SIMILAR = 8
_SHARED = 3
_PLACES_KEPT, _COUNTRIES_KEPT = 20_000, 8
"""Bounds on what is remembered."""
SURE_LEVELS = frozenset({"exact", "sound"})
WHY = {
    "exact": "same spelling",
    "sound": "same sound",
    "skeleton": "same consonants",
    "similar": "similar spelling",
}


class Match(NamedTuple):
    """A place that a name may mean."""

    place: int
    quality: float
    """0 to 1: how sure it is that the two spellings are of one name."""
    spelling: str
    level: str


class Matcher:
    """Looks names up in an index; keeps what fuzzy matching needs of each country asked about."""

    def __init__(self, index: PlaceIndex) -> None:
        self._index = index
        self._country = index.numbers["country"]
        self._spellings = index.texts["spelling"]
        self._said: dict[int, list[_Said]] = {}
        self._countries: dict[int, Neighbours] = {}

    def find(
        self, text: str, country: int | None = None, *, fuzzy: bool = True, key: Key | None = None
    ) -> list[Match]:
        """Return the places `text` may name, at the most exact layer that has any.

        Args:
            text: A name, its type words included.
            country: The number of the country to look in; None for the whole world.
            fuzzy: Whether to try similar spellings too, where a country is given.
            key: The name's key, where the caller has it.
        """
        key = key or name_of(text)
        if not key.core:
            return []
        found = self._find_key(text, key, country, fuzzy=fuzzy)
        if not found and key.sort is Sort.CITY:
            plain = Key(key.exact.removeprefix(key.mark), Sort.TOWN, key.core)
            found = self._find_key(text, plain, country, fuzzy=fuzzy)
        return found

    def is_country(self, key: Key) -> bool:
        """Say whether a name is that of a country."""
        owner, kinds = self._index.owner, self._index.numbers["kind"]
        places = (owner[row] for row in self._index.find("exact", key.exact))
        return any(self._index.kinds[kinds[place]] == "country" for place in places)

    def is_common(self, text: str, key: Key, level: str) -> bool:
        """Say whether several places of the world are usually called this, as close as at `level`.

        A name that is spelt the same is no more common for others that only sound like it, in
        other languages, or for other names that lists give to places far away.
        """
        rows = self._index.find("exact", key.exact)
        if level != "exact":
            for sound in sounds_of(text, key):
                rows += self._index.find("sound", key.mark + sound.replace(" ", ""))
        owner, usual = self._index.owner, self._index.usual
        return len({owner[row] for row in rows if usual[row]}) > 1

    def _find_key(self, text: str, key: Key, country: int | None, *, fuzzy: bool) -> list[Match]:
        found: dict[int, Match] = {}
        self._spelled(found, "exact", key.exact, country)
        said = sounds_of(text, key)
        arabic = is_arabic(text)
        for sound in said:
            joined = key.mark + sound.replace(" ", "")
            self._spelled(found, "sound", joined, country, arabic=arabic)
        if found:
            return list(found.values())
        for sound in said:
            self._boned(found, key.mark, sound, country, arabic=arabic)
        if not found and fuzzy and country is not None and not key.mark:
            for sound in said:
                self._similar(found, sound.replace(" ", ""), country)
        return list(found.values())

    def _spelled(
        self,
        found: dict[int, Match],
        level: str,
        key: str,
        country: int | None,
        *,
        arabic: bool | None = None,
    ) -> None:
        owner, usual, countries = self._index.owner, self._index.usual, self._country
        same, other = (SAME, OTHER_NAME) if level == "exact" else (SAME_SOUND, OTHER_NAME_SOUND)
        for row in self._index.find(level, key):
            place = owner[row]
            if place in found or (country is not None and countries[place] != country):
                continue
            spelling = self._spellings[row]
            # Arabic leaves vowels out: Samra sounds like what is written for Samarra.
            if arabic is None or is_arabic(spelling) == arabic:
                found[place] = Match(place, same if usual[row] else other, spelling, level)

    def _boned(
        self, found: dict[int, Match], mark: str, sound: str, country: int | None, *, arabic: bool
    ) -> None:
        bones = skeleton_of(sound)
        if not bones:
            return
        least = LEAST_LIKENESS if len(bones) > 2 else LEAST_LIKENESS_SHORT  # noqa: PLR2004  consonants
        for place in self._index.find("skeleton", mark + bones):
            if country is not None and self._country[place] != country:
                continue
            best, spelling = self._closest(place, mark, sound, bones, arabic=arabic)
            if best >= least and (place not in found or found[place].quality < best):
                found[place] = Match(place, SAME_BONES * best, spelling, "skeleton")

    def _closest(
        self, place: int, mark: str, sound: str, bones: str, *, arabic: bool
    ) -> tuple[float, str]:
        best, closest = 0.0, ""
        said = self._said_of(place)
        # A spelling in the same script tells more than one that leaves the vowels out.
        same = [one for one in said if one.arabic == arabic]
        for one in same or said:
            if one.mark != mark or one.bones != bones:
                continue
            like = likeness(sound, one.sound, crossed=arabic != one.arabic, arabic=arabic)
            if like > best:
                best, closest = like, one.spelling
        return best, closest

    def _said_of(self, place: int) -> list[_Said]:
        known = self._said.get(place)
        if known is None:
            if len(self._said) >= _PLACES_KEPT:
                self._said.clear()
            known = self._said[place] = list(_say(self._index.spellings(place)))
        return known

    def _similar(self, found: dict[int, Match], sound: str, country: int) -> None:
        if len(sound) < SHORTEST_SIMILAR:
            return
        texts = self._neighbours(country).like(sound)
        hits = process.extract(
            sound, texts, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILAR, limit=_MOST_SIMILAR
        )
        for text, score, place in hits:
            if place not in found and abs(len(text) - len(sound)) <= 2:  # noqa: PLR2004  letters
                found[place] = Match(place, SIMILAR * score / 100, text, "similar")

    def _neighbours(self, country: int) -> Neighbours:
        """Return how the places of a country are said, worked out when first asked for."""
        known = self._countries.get(country)
        if known is None:
            if len(self._countries) >= _COUNTRIES_KEPT:
                self._countries.pop(next(iter(self._countries)))
            start, end = self._index.country_rows[self._index.countries[country]]
            known = self._countries[country] = Neighbours(
                (one.sound, place)
                for place in range(start, end)
                for one in _say(self._index.spellings(place))
                if not one.mark
            )
        return known


class _Said(NamedTuple):
    spelling: str
    mark: str
    arabic: bool
    sound: str
    bones: str


def _say(spellings: Iterable[str]) -> Iterator[_Said]:
    for spelling in spellings:
        key = name_of(spelling)
        arabic = is_arabic(spelling)
        for sound in sounds_of(spelling, key):
            yield _Said(spelling, key.mark, arabic, sound.replace(" ", ""), skeleton_of(sound))


class Neighbours:
    """Sounds by their first and by their last letters.

    One wrong letter leaves either the beginning or the end of a word as it is.
    """

    def __init__(self, sounds: Iterable[tuple[str, int]]) -> None:
        self._starts: dict[str, dict[int, str]] = defaultdict(dict)
        self._ends: dict[str, dict[int, str]] = defaultdict(dict)
        for sound, place in sounds:
            if len(sound) >= SHORTEST_SIMILAR - 1:
                self._starts[sound[:_SHARED]].setdefault(place, sound)
                self._ends[sound[-_SHARED:]].setdefault(place, sound)

    def like(self, sound: str) -> dict[int, str]:
        """Return sounds by place that begin or end as this one does."""
        starts = self._starts.get(sound[:_SHARED], {})
        ends = self._ends.get(sound[-_SHARED:], {})
        return {**starts, **ends}
