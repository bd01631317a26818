"""Text and Parquet that is too wide, too long, torn or not what it says; and good files cut off."""

from __future__ import annotations

import json
import struct
import tempfile
from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyarrow import parquet as arrow_parquet

from tests.hostile import HTML, SCRIPT, TEMPLATES
from tests.hostile_files.building import (
    CSV,
    GEOJSON,
    HEADER,
    KML,
    ROW,
    Traps,
    fixed,
    geopackage,
    hostile,
    parquet,
    shapefile,
    workbook,
    zipped,
)


@hostile("CSV with one cell of sixty megabytes", "cell.csv")
def long_cell(_: Traps) -> bytes:
    return CSV.replace(b"A bomb went off.", b"x" * 60_000_000)


@hostile("CSV with one quoted cell of sixty megabytes of lines", "lines.csv")
def long_quoted_cell(_: Traps) -> bytes:
    return CSV.replace(b"A bomb went off.", b'"' + b"x,y\n" * 15_000_000 + b'"')


@hostile("text with no line end", "endless.csv")
def one_line(_: Traps) -> bytes:
    return b"a," * 5_000_000


@hostile("CSV with an open quotation mark", "open.csv")
def open_quote(_: Traps) -> bytes:
    return (
        CSV + ROW.replace("A bomb", '"A bomb').encode() + b"\n" + (ROW.encode() + b"\n") * 100_000
    )


fixed("CSV of a hundred thousand columns", "wide.csv",
      ",".join(f"c{n}" for n in range(100_000)) + "\n" + "1," * 99_999 + "1\n")  # fmt: skip
fixed("CSV of ten thousand columns with one name", "names.csv",
      "a," * 9_999 + "a\n" + "1," * 9_999 + "1\n")  # fmt: skip
fixed("CSV whose every row has another length", "ragged.csv",
      HEADER + "\n" + "\n".join("x," * (n % 500) for n in range(5_000)))  # fmt: skip
fixed("five million line ends", "blank.csv", b"\n" * 5_000_000)
fixed("a million quotation marks", "quotes.csv", HEADER.encode() + b"\n" + b'"' * 1_000_001)
fixed("a million separators and quotation marks", "torn.csv",
      HEADER.encode() + b"\n" + b'",' * 500_000 + b"\n")  # fmt: skip
fixed("CSV with zeros in it", "zeros.csv", CSV.replace(b"Mosul", b"Mo\0sul\0") + b"\0" * 1_000)
fixed("CSV that is only a mark", "mark.csv", b"\xef\xbb\xbf")
fixed("CSV that is only a header", "header.csv", HEADER)
fixed("CSV with a header of blanks", "blanks.csv", ",,,,,,,\n" + ROW + "\n")
fixed("UTF-7", "utf7.csv", HEADER + "\n" + ROW.replace("Mosul", "+ADw-script+AD4-") + "\n")
fixed("UTF-16 that does not say so", "utf16.csv", CSV.decode().encode("utf-16-le"))
fixed("UTF-16 that is half a character short", "short16.csv", CSV.decode().encode("utf-16")[:-1])
fixed("UTF-32", "utf32.csv", CSV.decode().encode("utf-32"))
fixed("UTF-8 that is none", "bytes.csv", CSV.replace(b"Mosul", b"M\xc3\x28\xed\xa0\x80\xf5sul"))
fixed("CSV with every line end there is", "ends.csv",
      f"{HEADER}\r\n{ROW}" + "\r" + ROW + "\n\r" + ROW + "\u2028" + ROW + "\x0b\x0c\x85\n")  # fmt: skip
fixed("CSV with a terminal's commands", "terminal.csv", HEADER + "\n" + ROW.replace(
    "A bomb", "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b5n\x08\x7f A bomb") + "\n")  # fmt: skip
fixed("CSV with a terminal's commands for a header", "\x1b[2Jhead.csv",
      CSV.replace(b"notes", b"\x1b[2Jno\x07tes\xe2\x80\xae"))  # fmt: skip
fixed("CSV with text that runs the other way", "bidi.csv",
      HEADER + "\n" + ROW.replace("Mosul", "\u202emoc.live\u2066\u200b") + "\n")  # fmt: skip
fixed("CSV of formulas", "formulas.csv", HEADER + "\n" + "\n".join(
    ROW.replace("A bomb went off.", each) for each in (
        "=1+1", "@SUM(A1)", "+1+1", "-2+3", "=cmd|' /C calc'!A0", "\t=1", "＝1+1",
        '"=HYPERLINK(""http://127.0.0.1:9/"")"')) + "\n")  # fmt: skip
_WORDS = [each.replace('"', '""') for each in (*TEMPLATES, *HTML, *SCRIPT)]
fixed("CSV of templates, markup and scripts", "words.csv", HEADER + "\n" + "\n".join(
    ROW.replace("A bomb went off.", f'"{each}"') for each in _WORDS) + "\n")  # fmt: skip
fixed("CSV with templates and markup for a header", "columns.csv",
      ",".join(f'"{each}"' for each in _WORDS) + "\n" + ",".join("x" for _ in _WORDS) + "\n")  # fmt: skip
fixed("CSV of numbers that are none", "numbers.csv", HEADER + "\n" + "\n".join(
    f"{n},2021-07-19,Riots,Mosul,{each},{each},{each},x" for n, each in enumerate((
        "NaN", "inf", "-inf", "1e999", "9" * 5_000, "0x1F", "1_000", "١٢٣", "--1", "1,5", "-0",
        "99999999999999999999", "1e-400", "null", "None"))) + "\n")  # fmt: skip
fixed("CSV of days that are none", "days.csv", HEADER + "\n" + "\n".join(
    f"{n},{each},Riots,Mosul,36.3,43.1,2,x" for n, each in enumerate((
        "0000-00-00", "2021-02-30", "99999-01-01", "-1", "2021-13-01", "1" * 3_000, "today",
        "2021-07-19T99:99:99Z", "31/31/2021", "1899-12-31", "9999-12-31"))) + "\n")  # fmt: skip
fixed("HXL tags that are none", "tags.csv",
      HEADER + "\n#event+id,#date+" + "x" * 100_000 + ",#,#+,#{{7*7}},#geo+lat,#geo+lon,#x\n" + ROW)  # fmt: skip
fixed("JSON in lines under the name of CSV", "lines.json", '{"a": 1}\n' * 1_000)
fixed("a shell script", "run.csv", "#!/bin/sh\ntrue; `true`; $(true)\n")


@hostile("Parquet of a hundred million equal rows", "equal.parquet")
def equal_rows(_: Traps) -> bytes:
    buffer, many = BytesIO(), 1 << 22
    zeros = pa.array(memoryview(bytearray(4 * many)).cast("i"), pa.int32())
    chunk = pa.DictionaryArray.from_arrays(zeros, pa.array(["x" * 1_000]))
    schema = pa.schema([("a", chunk.type)])
    with arrow_parquet.ParquetWriter(buffer, schema, compression="zstd") as writer:
        for _each in range(24):
            writer.write_table(pa.table({"a": chunk}), row_group_size=many)
    return buffer.getvalue()


@hostile("Parquet of ten thousand columns", "wide.parquet")
def wide_parquet(_: Traps) -> bytes:
    return parquet(pl.DataFrame({f"c{n}": ["x"] for n in range(10_000)}))


@hostile("Parquet of lists in lists", "lists.parquet")
def lists(_: Traps) -> bytes:
    value: object = "x"
    for _each in range(60):
        value = [value]
    return parquet(pl.DataFrame({"a": [value]}))


@hostile("GeoParquet whose description is nested too deeply", "geo.parquet")
def deep_description(_: Traps) -> bytes:
    table = pa.table({"geometry": pa.array([b"\1\1\0\0\0"], pa.binary()), "notes": ["x"]})
    described = table.replace_schema_metadata({"geo": "[" * 100_000})
    buffer = BytesIO()
    arrow_parquet.write_table(described, buffer)
    return buffer.getvalue()


@hostile("GeoParquet that names columns it has not", "absent.parquet")
def absent_columns(traps: Traps) -> bytes:
    said = {"version": "1.1.0", "primary_column": f"../{traps.canary}",
            "columns": {"nowhere": {"encoding": "WKB", "crs": f"{traps.url}/crs"}}}  # fmt: skip
    table = pa.table({"a": ["x"]}).replace_schema_metadata({"geo": json.dumps(said)})
    buffer = BytesIO()
    arrow_parquet.write_table(table, buffer)
    return buffer.getvalue()


_PARQUET = parquet()
fixed("Parquet with the end of another", "magic.parquet", _PARQUET[:-4] + b"PARE")
fixed("Parquet whose end is four gigabytes long", "footer.parquet",
      _PARQUET[:-8] + struct.pack("<I", 0xFFFFFFFF) + b"PAR1")  # fmt: skip
fixed("Parquet whose description is noise", "noise.parquet",
      b"PAR1" + bytes(range(256)) * 8 + struct.pack("<I", 2_000) + b"PAR1")  # fmt: skip
fixed("Parquet under the name of CSV", "parquet.csv", _PARQUET)
fixed("Arrow", "arrow.parquet", b"ARROW1\0\0" + bytes(500) + b"ARROW1")


def _good() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        package = geopackage(Path(folder))
    good = "\n".join([HEADER, *[ROW] * 50, ""]).encode()
    return {"csv": good, "xlsx": workbook(), "geojson": GEOJSON, "gpkg": package, "kml": KML,
            "zip": zipped(shapefile()), "kmz": zipped({"doc.kml": KML}),
            "parquet": _PARQUET}  # fmt: skip


for _ending, _content in _good().items():
    fixed(f"half of a good {_ending}", f"half.{_ending}", _content[: len(_content) // 2])
    fixed(f"a good {_ending} but for its end", f"cut.{_ending}", _content[:-9])
    _flipped = bytearray(_content)
    for _at in range(7, len(_flipped), max(len(_flipped) // 40, 1)):
        _flipped[_at] ^= 0x55
    fixed(f"a good {_ending} with forty bytes changed", f"flipped.{_ending}", bytes(_flipped))
