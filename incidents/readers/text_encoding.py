"""The letters of a text file: told by its bytes, and said where that is a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from incidents.errors import SourceFileError

LEGACY = ("cp1252", "cp1256", "cp1251", "cp1253", "cp1255")
"""What a file that is not Unicode is tried as; the first is preferred where several fit alike."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SAMPLE = 200_000
_CHUNK = 1 << 22
_ABOUT_AS_WELL = 0.05
# Arabic, accented letters and quotation marks whose UTF-8 bytes were read as Windows' Latin.
_TWICE_CODED = re.compile(
    r"(?:[ØÙ][\u00a0-\u00bf\u0152-\u2122\u0080-\u009f]){2}|Ã[©¨¢§®´»¼]|â€[™œ“”\u009d]"
)
# Words of Windows' Arabic read as Windows' Latin: nothing but accented capitals and a few more.
_WRONG_PAGE = re.compile(r"(?<![A-Za-z])[À-ÿ]{4,}(?![A-Za-z])")
_SEVERAL = 3
_LOST = "\ufffd"
_WHOLE_TO_LOST = 20
_SOME_LOST = f"Some letters were lost before the file was saved, and stand as {_LOST}."


@dataclass(frozen=True)
class Letters:
    """A file's text, how it was read, and what a person should know about that."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def marked_encoding(head: bytes) -> str:
    """Return the encoding that a byte order mark says, "" without one."""
    return next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")


def is_utf8(encoding: str | None) -> bool:
    """Return whether a name means UTF-8; False for none."""
    return bool(encoding) and (encoding or "").lower().replace("_", "-") in {
        "utf-8", "utf8", "utf-8-sig",
    }  # fmt: skip


def is_valid_utf8(content: bytes) -> bool:
    """Return whether bytes are UTF-8 throughout, without holding their text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for at in range(0, len(view), _CHUNK):
            decoder.decode(view[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def read_letters(content: bytes, file_name: str, encoding: str | None = None) -> Letters:
    """Return the text of a file, its byte order mark left off.

    Args:
        content: The whole file.
        file_name: What to call it in an error.
        encoding: What a person said it is; None: found.

    Raises:
        SourceFileError: The encoding is unknown, or the file is not in it.
    """
    if encoding:
        return Letters(_decoded(content, file_name, encoding), encoding)
    marked = marked_encoding(content)
    if marked and not is_utf8(marked):
        return Letters(_decoded(content, file_name, marked), marked)
    text = content.decode("utf-8", errors="replace").removeprefix("\ufeff")
    lost = text.count(_LOST)
    if not lost:
        return Letters(text, marked or "utf-8")
    # Programs that cut long notes cut letters too: a few broken ones are no other encoding.
    whole = sum(1 for letter in text if letter > "\x7f") - lost
    if marked or whole > _WHOLE_TO_LOST * lost:
        return Letters(text, marked or "utf-8", (_SOME_LOST,))
    found = _guess(content)
    text = content.decode(found, errors="replace")
    remark = (
        f"The text is not Unicode; it was read as {found} by its look. "
        "If names look wrong, say the encoding."
    )
    return Letters(text, found, (remark, _SOME_LOST) if _LOST in text else (remark,))


def _decoded(content: bytes, file_name: str, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except LookupError as error:
        cure = "Use a name such as utf-8, utf-16, cp1256 (Arabic) or cp1252 (Western)."
        raise SourceFileError(file_name, f"no encoding is called {encoding!r}", cure) from error
    except UnicodeError as error:
        cure = "Say another encoding, or let it be found."
        raise SourceFileError(file_name, f"it is not {encoding} throughout", cure) from error
    return text.removeprefix("\ufeff")


def _guess(content: bytes) -> str:
    # Only lines with letters beyond ASCII tell the encodings apart.
    lines = [line for line in content[: 20 * _SAMPLE].splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE] or content[-_SAMPLE:]
    matches = list(charset_normalizer.from_bytes(sample, cp_isolation=list(LEGACY)))
    if not matches:
        return LEGACY[0]
    least = min(each.chaos for each in matches)
    fitting = [each.encoding for each in matches if each.chaos <= least + _ABOUT_AS_WELL]
    return next((name for name in LEGACY if name in fitting), LEGACY[0])


def doubts_about(text: str) -> tuple[str, ...]:
    """Return a remark for each way in which a text's letters look spoilt before it was saved."""
    found = []
    if len(_TWICE_CODED.findall(text)) >= _SEVERAL:
        found.append(
            "Some words look as if UTF-8 was once read as Windows Latin (such as Ø§Ù„). "
            "They are kept as they stand; export the table anew from where it came."
        )
    elif len(_WRONG_PAGE.findall(text)) >= _SEVERAL:
        found.append(
            "Some words look like Arabic that was read with a Western encoding. "
            "Try the encoding cp1256, or export the table anew as UTF-8."
        )
    if _LOST in text:
        found.append(_SOME_LOST)
    return tuple(found)
