"""What the bytes of a text table tell of it by themselves, without reading a cell."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

_WINDOW = 1 << 20
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
    # a byte to either side shows what stands beside the first and the last
    size, window = path.stat().st_size, bytearray(_WINDOW + 2)
    with path.open("rb") as file, memoryview(window) as view:
        begin = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
        for at in range(begin, size, _WINDOW):
            first = int(at == begin)
            # before the file's first byte, and behind its last, it is as at the end of a line
            window[0] = _LINE_END
            file.seek(at + first - 1)
            filled = file.readinto(view[first:]) + first  # always into the same memory: fast
            if filled < len(window):
                window[filled] = _LINE_END
            own = min(filled - 1, _WINDOW)
            codes = np.frombuffer(window, np.uint8, own + 2)
            if window.find(b"\r", 1, own + 1) >= 0:
                count.returns += int(np.count_nonzero(codes[1:-1] == _RETURN))
            if not count.add(codes):
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
        self._before[[separator, _LINE_END, _MARK]] = True
        self._behind[[separator, _LINE_END, _RETURN, _MARK]] = True
        self.marks = self.doubled = self.lines = self.ends = self.returns = self.pairs = 0
        self.ended = False
        self._finder = _Finder()

    def add(self, codes: np.ndarray) -> bool:
        """Count a window between a byte before and a byte behind; say whether its marks fit."""
        found = self._finder.find(codes[1:-1], _MARK, _LINE_END) + 1
        quoting = codes[found] == _MARK
        marks, ends = found[quoting], found[~quoting]
        self.lines += int(((self.marks + np.searchsorted(marks, ends)) % 2 == 0).sum())
        # every other mark opens a cell, or is the second of two within one
        opening, closing = marks[self.marks % 2 :: 2], marks[1 - self.marks % 2 :: 2]
        earlier, later = codes[opening - 1], codes[closing + 1]
        self.doubled += int(np.count_nonzero(earlier == _MARK))
        self.marks += len(marks)
        self.ends += len(ends)
        if self.returns:
            self.pairs += int(np.count_nonzero(codes[ends - 1] == _RETURN))
        self.ended = bool(codes[-2] == _LINE_END)
        return bool(self._before[earlier].all() and self._behind[later].all())


class _Finder:
    """Finds where one of two rare codes stands in a window, always in the same memory."""

    def __init__(self) -> None:
        room = -(-_WINDOW // 8) * 8
        self._one, self._other = (np.zeros(room, dtype=bool) for _ in range(2))

    def find(self, codes: np.ndarray, one: int, other: int) -> np.ndarray:
        """Return the positions; eight codes are looked at together."""
        size = len(codes)
        np.equal(codes, one, out=self._one[:size])
        np.equal(codes, other, out=self._other[:size])
        np.logical_or(self._one, self._other, out=self._one)
        self._one[size:] = False
        eights = self._one.view(np.uint64)
        filled = np.flatnonzero(eights != 0)
        inside = np.flatnonzero(eights[filled].view(bool))
        where: np.ndarray = (filled[inside >> 3] << 3) + (inside & 7)
        return where
