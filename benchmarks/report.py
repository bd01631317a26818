"""Results of the queries as tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ABOUT = """\
Every question cold: no condition and no answer is remembered, the columns are in memory. *Floor*
is one pass of numpy over the columns that any answer must read whole (their sums), in the same
run; *pandas* is the same written plainly, over a frame whose words are categories. The answers are
equal. Milliseconds, medians of 7 calls, of 3 where one takes a second."""


def build_query_tables(found: dict[str, Any]) -> str:
    """Return what `benchmarks.query` measured."""
    sizes = sorted({each["size"] for each in found["timings"]})
    parts = ["## Questions", _ABOUT]
    for size in sizes:
        for words in dict.fromkeys(each["filter"] for each in found["timings"]):
            chosen = [
                each
                for each in found["timings"]
                if each["size"] == size and each["filter"] == words
            ]
            parts += [f"### {number(size)} incidents, {words}", _timings(chosen)]
    parts += ["### How cost grows", _growth(found["timings"], sizes)]
    parts += ["### One tile, by zoom", _TILES, _tiles(found["tiles"])]
    parts += ["### One tile that holds about as much", _EQUAL, _equal(found["equal_tiles"])]
    parts += ["### Memory", _MEMORY, _memory(found["loaded"])]
    return "\n\n".join(parts) + "\n"


_TILES = """\
One cold tile over the same town, a tenth of the period chosen and its conditions known. The larger
the dataset, the more it holds. Milliseconds (incidents shown)."""
_EQUAL = """\
The same tile holds more in a larger dataset. Here it is another one in each, in the same busy town:
of those from zoom 8 to 16 the one whose count is closest to 1 000. Where none holds from 500 to
2 000, none is measured. If what a tile costs does not follow the incidents elsewhere, these are
alike. Conditions are known, as above."""
_MEMORY = """\
*Columns* is what queries read of incidents and their parties; it is mapped from a file. *Own* is
what the process itself grew by from opening the dataset until every question was answered once with
both filters, what it remembers of conditions and answers included. *Pages* are those of all mapped
files, the columns among them, that were in memory then; the system takes them back at need."""


def number(value: float) -> str:
    """Return a whole number with blanks between thousands."""
    return f"{round(value):,}".replace(",", " ")


def ms(value: float | None) -> str:
    """Return milliseconds with as many digits as matter."""
    if value is None:
        return "–"
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 100 else number(value)  # noqa: PLR2004


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, cells)) + " |" for cells in lines)


def _timings(chosen: list[dict[str, Any]]) -> str:
    head = ("question", "ours", "floor", "ours / floor", "pandas", "pandas / ours")
    return table(head, [
        (
            each["question"], ms(each["ours"]), ms(each["floor"]),
            f"{each['ours'] / each['floor']:.1f}", ms(each["plain"]),
            f"{each['plain'] / each['ours']:.1f}" if each["plain"] else "–",
        )
        for each in chosen
    ])  # fmt: skip


def _growth(timings: list[dict[str, Any]], sizes: list[int]) -> str:
    rows: dict[tuple[str, str], dict[int, float]] = {}
    for each in timings:
        rows.setdefault((each["question"], each["filter"]), {})[each["size"]] = each["ours"]
    head = ("question", "filter", *(f"{number(size)}" for size in sizes))
    return table(head, [(*key, *(ms(by.get(size)) for size in sizes)) for key, by in rows.items()])


def _tiles(tiles: list[dict[str, Any]]) -> str:
    sizes = sorted({each["size"] for each in tiles})
    by_zoom: dict[int, dict[int, str]] = {}
    for each in tiles:
        words = f"{ms(each['ms'])} ({number(each['count'])})"
        by_zoom.setdefault(each["zoom"], {})[each["size"]] = words
    head = ("zoom", *(number(size) for size in sizes))
    return table(
        head, [(zoom, *(by.get(size, "–") for size in sizes)) for zoom, by in by_zoom.items()]
    )


def _equal(tiles: list[dict[str, Any]]) -> str:
    if not tiles:
        return "Not measured."
    head = ("filter", "incidents", "zoom", "shown in the tile", "not in it", "ms")
    return table(head, [
        (
            each["filter"], number(each["size"]), each["zoom"], number(each["count"]),
            number(each["size"] - each["count"]), ms(each["ms"]),
        )
        for each in sorted(tiles, key=lambda each: (each["filter"], each["size"]))
    ])  # fmt: skip


def _memory(loaded: list[dict[str, Any]]) -> str:
    head = ("incidents", "laid out in, s", "opened in, s", "columns, bytes a row", "own, MB",
            "own, bytes a row", "pages, MB")  # fmt: skip
    return table(head, [
        (
            number(each["size"]), f"{each['laid_out_s']:.1f}", f"{each['opened_s']:.2f}",
            f"{each['laid_bytes_a_row']:.0f}", number(each["anonymous_mb"]),
            number(each["anonymous_mb"] * 1e6 / each["size"]), number(each["mapped_mb"]),
        )
        for each in loaded
    ])  # fmt: skip
