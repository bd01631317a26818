"""From a table of any format to our own words: which coder reads which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.errors import SourceFileError
from incidents.readers.acled import code_acled, code_acled_stretch, tell_acled_parties
from incidents.readers.gdelt import code_gdelt
from incidents.readers.gtd import code_gtd
from incidents.readers.plain import code_plain
from incidents.readers.raw import Format
from incidents.readers.ucdp import code_ucdp

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from incidents.readers.coded import Coded, CodedStretch
    from incidents.readers.mapping import TableMapping
    from incidents.readers.raw import RawTable

    TellParties = Callable[[pl.DataFrame], pl.DataFrame]

_CODERS: dict[Format, Callable[[RawTable], Coded]] = {
    Format.ACLED: code_acled,
    Format.UCDP: code_ucdp,
    Format.GTD: code_gtd,
    Format.GDELT: code_gdelt,
}
STRETCHED: dict[Format, tuple[Callable[[RawTable], CodedStretch], TellParties]] = {
    Format.ACLED: (code_acled_stretch, tell_acled_parties)
}
"""The formats that can be read a stretch of rows at a time: how the rows are coded, and how the
parties are told from `CodedStretch.involved` of all of them."""
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
