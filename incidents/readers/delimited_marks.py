"""What the bytes of a text table tell of it by themselves, without reading a cell."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

_WINDOW = 1 << 22
_MARK, _LINE_END, _RETURN = ord('"'), ord("\n"), ord("\r")


@dataclass(frozen=True)
class Marks:
    """What stands in a file whose quotation marks are where they should be."""

    bytes: int
    """Without a byte order mark."""
    lines: int
    """Line ends outside of quotation marks."""
    line_end: int
    """How many bytes each of them takes."""
    quotation: int
    """Bytes of quotation marks that are no letters of a cell."""
    ended: bool
    """Whether the last line has its end."""

    def make(self, rows: int, width: int, cells: int) -> bool:
        """Say whether so many records of a width, with so many bytes in cells, are all there is."""
        between = rows * (width - 1) + self.lines * self.line_end + self.quotation
        return self.lines + (not self.ended) == rows and self.bytes == cells + between


def count_marks(path: Path, separator: str) -> Marks | None:
    """Return what a file holds, None where marks stand where a reader may take them otherwise.

    Quotation marks open and close whole cells, and are doubled within; all lines end alike.
    """
    count = _Count(ord(separator))
    size, window = path.stat().st_size, bytearray(_WINDOW + 2)
    with path.open("rb") as file:
        begin = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
        for at in range(begin, size, _WINDOW):
            # a byte to either side shows what stands beside the first and the last
            before = int(at > begin)
            file.seek(at - before)
            read = file.readinto(window)  # always into the same memory, which is fast
            if not count.add(np.frombuffer(window, np.uint8, read), before):
                return None
    alike = count.returns == count.pairs and count.pairs in {0, count.ends}
    if count.marks % 2 or not alike:
        return None
    end = 2 if count.pairs else 1
    return Marks(size - begin, count.lines, end, count.marks - count.doubled, count.ended)


class _Count:
    """What was counted so far."""

    def __init__(self, separator: int) -> None:
        self._before, self._behind = np.zeros(256, dtype=bool), np.zeros(256, dtype=bool)
        self._before[[separator, _LINE_END]] = True
        self._behind[[separator, _LINE_END, _RETURN]] = True
        self.marks = self.doubled = self.lines = self.ends = self.returns = self.pairs = 0
        self.ended = False

    def add(self, codes: np.ndarray, before: int) -> bool:
        """Count a window, whose own bytes begin at `before`; say whether its marks are in place."""
        own = codes[before : before + _WINDOW]
        marks, ends = (np.flatnonzero(own == code) + before for code in (_MARK, _LINE_END))
        odd = (self.marks + np.arange(len(marks))) % 2 == 1
        # before the file's first byte, and behind its last, it is as at the end of a line
        earlier = np.where(marks > 0, codes[marks - 1], _LINE_END)
        last = len(codes) - 1
        later = np.where(marks < last, codes[np.minimum(marks + 1, last)], _LINE_END)
        doubled = ~odd & (earlier == _MARK)
        opening, closing = ~odd & ~doubled, odd & (later != _MARK)
        self.doubled += int(doubled.sum())
        self.lines += int(((self.marks + np.searchsorted(marks, ends)) % 2 == 0).sum())
        self.marks += len(marks)
        self.ends += len(ends)
        self.returns += int(np.count_nonzero(own == _RETURN))
        self.pairs += int(np.count_nonzero(codes[ends[ends > 0] - 1] == _RETURN))
        self.ended = own[-1] == _LINE_END
        return bool(self._before[earlier[opening]].all() and self._behind[later[closing]].all())
