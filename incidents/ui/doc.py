"""Pages of dataset text as plain nodes; the browser builds them from text, never from markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from incidents.ui.mounting import register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Node = dict[str, Any]
Child = str | Node

_mount = register("doc")


def render_doc(
    nodes: Sequence[Node],
    *,
    key: str,
    on_pick: Callable[[], None] | None = None,
    reveal: str = "",
) -> None:
    """Draw nodes on the page.

    Args:
        nodes: What to draw.
        key: The part's own key.
        on_pick: Called when a `pick` among them is chosen; its value was sent under "pick".
        reveal: What is new about them: the page scrolls to them once for each value; "" for never.
    """
    told: dict[str, Any] = {"nodes": list(nodes)}
    if reveal:
        told["reveal"] = reveal
    if on_pick:
        _mount(key=key, data=told, on_pick_change=on_pick)
    else:
        _mount(key=key, data=told)


def pick(words: str, value: dict[str, str]) -> Node:
    """Return a button that sends `value`."""
    return {"tag": "pick", "attributes": {}, "children": [words], "value": value}


def node(tag: str, *children: Child | None, **attributes: str) -> Node:
    """Return an element; `attributes` may be class_, dir, lang, id, title, scope, testid."""
    kept = {name.rstrip("_"): value for name, value in attributes.items() if value}
    return {"tag": tag, "attributes": kept, "children": [c for c in children if c is not None]}


def text(words: str, tag: str = "p", **attributes: str) -> Node:
    """Return a block of dataset text in its own direction."""
    return node(tag, words, dir="auto", **attributes)


def name(words: str) -> Node:
    """Return a name within a sentence, which cannot disturb the words around it."""
    return node("bdi", words)


def file_name(words: str) -> Node:
    """Return a file's name within a sentence: its ending stands last, whatever its letters."""
    return node("bdi", words, dir="ltr")


def link(words: Child, address: str) -> Child:
    """Return a link if the address is plain web or one of our own pages, else the words."""
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and address.startswith(("./", "/api/"))
    if not own and (parts.scheme not in {"http", "https"} or not parts.netloc):
        return words
    return {"tag": "a", "attributes": {"href": address}, "children": [words]}


def bullets(items: Iterable[Child], **attributes: str) -> Node:
    """Return a list."""
    return node("ul", *(node("li", item, dir="auto") for item in items), **attributes)


def facts(rows: Iterable[tuple[str, Child]]) -> Node:
    """Return terms and what is said of each; blank ones are left out."""
    kept = [(term, said) for term, said in rows if said]
    return node("dl", *(part for term, said in kept
                        for part in (node("dt", term), node("dd", said, dir="auto"))))  # fmt: skip


def grid(heads: Sequence[Child], rows: Iterable[Sequence[Child]], **attributes: str) -> Node:
    """Return a table; each row's first cell is its heading."""
    return node(
        "table",
        node("thead", node("tr", *(node("th", head, scope="col", dir="auto") for head in heads))),
        node("tbody", *(_row(cells) for cells in rows)),
        **attributes,
    )


def _row(cells: Sequence[Child]) -> Node:
    first, *others = cells
    return node("tr", node("th", first, scope="row", dir="auto"),
                *(node("td", cell, dir="auto") for cell in others))  # fmt: skip
