"""From a table of any format to our own words: which coder reads which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from incidents.errors import SourceFileError
from incidents.readers.acled import code_acled, code_acled_stretch, tell_acled_parties
from incidents.readers.acled_parties import learn_acled_codes
from incidents.readers.gdelt import code_gdelt
from incidents.readers.gtd import code_gtd
from incidents.readers.plain import code_plain
from incidents.readers.raw import Format
from incidents.readers.ucdp import code_ucdp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl

    from incidents.readers.coded import Coded, CodedStretch
    from incidents.readers.mapping import TableMapping
    from incidents.readers.raw import RawTable

    Involved = Mapping[str, pl.DataFrame]

_CODERS: dict[Format, Callable[[RawTable], Coded]] = {
    Format.ACLED: code_acled,
    Format.UCDP: code_ucdp,
    Format.GTD: code_gtd,
    Format.GDELT: code_gdelt,
}


class Stretched(NamedTuple):
    """How a format is read a stretch of rows at a time."""

    code: Callable[[RawTable], CodedStretch]
    learn: Callable[[Sequence[Involved]], object]
    """Returns what `CodedStretch.involved` of all stretches tells of the parties of each."""
    tell: Callable[..., pl.DataFrame]
    """Returns `PARTY_COLUMNS` of a stretch, by its `involved` and, as `codes`, what was learned."""


STRETCHED = {Format.ACLED: Stretched(code_acled_stretch, learn_acled_codes, tell_acled_parties)}
"""The formats that can be read so."""
_MAPPED = (Format.PLAIN, Format.HXL)


def code(raw: RawTable, format_: Format, mapping: TableMapping | None = None) -> Coded:
    """Return a table in our words.

    Args:
        raw: The table.
        format_: Whose columns it is read as having.
        mapping: What its columns mean; only a plain or tagged table needs one.

    Raises:
        SourceFileError: The format's required columns are missing, or a mapping is.
    """
    if format_ in _CODERS:
        return _CODERS[format_](raw)
    if format_ in _MAPPED and mapping is not None:
        return code_plain(raw, mapping)
    if format_ in _MAPPED:
        reason = "nobody has said yet what its columns mean"
        raise SourceFileError("The table", reason, "Map its columns first.")
    cure = "Choose all of its tables together, as the bundle that was exported."
    raise SourceFileError("The table", f"a table of {format_} is not coded by itself", cure)
