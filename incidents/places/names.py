"""How names of places are compared: folded, without articles and words such as governorate."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from incidents.model.folding import fold, fold_column

if TYPE_CHECKING:
    import polars as pl

# Sun letters assimilate the article: an-Najaf, as-Samawah, ad-Dujayl. Folded text has single
# blanks, none of them at its end: a word follows each.
_LATIN_ARTICLE = re.compile(r"^(?:al|el|an|ar|as|ash|at|az|ad|adh) ")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{3})")
_GENERIC = re.compile(
    r"\b(?:governorate|province|muhafazat|muhafaza|mohafaza)\b|^(?:محافظه|مدينه) "
)


@lru_cache(maxsize=65_536)  # records repeat their names
def name_key(name: str) -> str:
    """Return what two spellings of one place have in common."""
    plain = " ".join(_GENERIC.sub(" ", fold(name)).split())
    return _ARABIC_ARTICLE.sub("", _LATIN_ARTICLE.sub("", plain))


def name_keys(names: pl.Series) -> pl.Series:
    """Return `name_key` of each of many names."""
    plain = fold_column(names).str.replace_all(_GENERIC.pattern, " ").str.replace_all("  +", " ")
    keys = plain.str.strip_chars(" ").str.replace(_LATIN_ARTICLE.pattern, "")
    foreign = names.str.len_bytes() != names.str.len_chars()
    told = [name_key(each) for each in names.filter(foreign)]
    return keys.scatter(foreign.arg_true(), told) if told else keys
