"""Tables written a stretch of rows at a time, and read as whatever they were."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from incidents.library.stretch_files import StretchWriter, without_blanks
from incidents.library.version_files import write_others
from incidents.model.frames import build_frame
from incidents.model.tables import TABLES

STRETCHES = [
    pl.DataFrame(
        {
            "incident_id": [f"IRQ{n}" for n in range(start, start + 50)],
            "actor_id": pl.Series([f"actor {n % 3}" for n in range(50)], dtype=pl.Categorical),
            "summary": [f"Of {n} a long report, " * 9 for n in range(start, start + 50)],
            "notes": [""] * 50,
            "stated_on": pl.Series([None] * 50, dtype=pl.Date),
        }
    )
    for start in (0, 50)
]


@pytest.fixture
def written(tmp_path):
    with StretchWriter(tmp_path / "x.parquet") as writer:
        for stretch in STRETCHES:
            writer.write(without_blanks(stretch))
        writer.told = {"of": "itself"}
    return tmp_path / "x.parquet"


def test_lists_of_words_are_read_as_texts(written):
    whole = pl.concat(STRETCHES).with_columns(pl.col("actor_id").cast(pl.String))
    read = pl.read_parquet(written)
    assert read.schema == whole.schema
    assert read.with_columns(pl.col("notes").fill_null("")).equals(whole)
    assert pl.read_parquet_metadata(written)["of"] == "itself"


def test_only_what_repeats_is_looked_up_in_a_list(written):
    group = pq.ParquetFile(written).metadata.row_group(0)
    columns = {group.column(n).path_in_schema: group.column(n) for n in range(5)}
    listed = {name for name, each in columns.items() if each.has_dictionary_page}
    assert {"actor_id"} <= listed <= {"actor_id", "notes", "stated_on"}
    assert {each.compression for each in columns.values()} == {"LZ4"}


def test_words_are_said_to_be_there_and_are_refused_if_they_are_not(written, tmp_path):
    fields = pq.read_schema(written)
    assert [name for name in fields.names if not fields.field(name).nullable] == ["actor_id"]
    gap = pl.DataFrame({"actor_id": ["a", None]}, schema={"actor_id": pl.Categorical})
    with pytest.raises(pa.ArrowInvalid), StretchWriter(tmp_path / "gap.parquet") as writer:
        writer.write(gap)


def test_a_whole_table_s_words_are_read_as_texts_too(tmp_path):
    frames = {name: build_frame(table, []) for name, table in TABLES.items()}
    ledger = pl.DataFrame(
        {
            "incident_id": ["IRQ1", "IRQ2"], "actor_id": ["a", "b"], "stance": ["claimed"] * 2,
            "by": ["a", "b"], "stated_on": None, "source_id": ["s"] * 2, "notes": [""] * 2,
        },
        schema=frames["attributions"].schema,
    )  # fmt: skip
    words = ledger.with_columns(pl.col("actor_id", "stance", "by").cast(pl.Categorical))
    write_others(frames | {"attributions": words}, tmp_path)
    assert pl.read_parquet(tmp_path / "attributions.parquet").equals(ledger.drop("notes"))
