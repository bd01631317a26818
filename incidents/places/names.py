"""How names of places are compared: folded, without articles and words such as governorate."""

from __future__ import annotations

import re
from functools import lru_cache

from incidents.model.folding import fold

# Sun letters assimilate the article: an-Najaf, as-Samawah, ad-Dujayl.
_LATIN_ARTICLE = re.compile(r"^(?:al|el|an|ar|as|ash|at|az|ad|adh) (?=\w)")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{3})")
_GENERIC = re.compile(
    r"\b(?:governorate|province|muhafazat|muhafaza|mohafaza)\b|^(?:محافظه|مدينه) (?=\w)"
)


@lru_cache(maxsize=65_536)  # records repeat their names
def name_key(name: str) -> str:
    """Return what two spellings of one place have in common."""
    plain = " ".join(_GENERIC.sub(" ", fold(name)).split())
    return _ARABIC_ARTICLE.sub("", _LATIN_ARTICLE.sub("", plain))
