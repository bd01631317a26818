"""A dataset's notes as nodes: headings, paragraphs, lists and emphasis, nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.ui.doc import Child, Node, node

if TYPE_CHECKING:
    from collections.abc import Iterator

_INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|`(?P<code>[^`]+)`")
_HEADING = re.compile(r"(?P<marks>#{1,4}) +(?P<words>.+)")


def read_prose(source: str) -> list[Node]:
    """Return the nodes of a text in plain Markdown; whatever is not known stays as it stands."""
    blocks = (block for block in re.split(r"\n\s*\n", source.replace("\r\n", "\n")))
    return [made for block in blocks for made in _read_block(block.strip("\n"))]


def _read_block(block: str) -> Iterator[Node]:
    heading = _HEADING.fullmatch(block.split("\n", 1)[0]) if block else None
    if heading:
        level = "h3" if len(heading["marks"]) <= len("##") else "h4"
        yield node(level, *_read_inline(heading["words"]), dir="auto")
        yield from _read_block(block.partition("\n")[2].strip("\n"))
    elif block.startswith("- "):
        yield node("ul", *(node("li", *_read_inline(item), dir="auto") for item in _items(block)))
    elif block.strip():
        yield node("p", *_read_inline(" ".join(block.split("\n"))), dir="auto")


def _items(block: str) -> list[str]:
    items: list[str] = []
    for line in block.split("\n"):
        if line.startswith("- "):
            items.append(line[2:])
        else:
            items[-1] += " " + line.strip()
    return items


def _read_inline(words: str) -> Iterator[Child]:
    at = 0
    for found in _INLINE.finditer(words):
        if found.start() > at:
            yield words[at : found.start()]
        tag = found.lastgroup or "span"
        yield node(tag, found[tag])
        at = found.end()
    if at < len(words):
        yield words[at:]
