"""A file appears whole or not at all."""

from __future__ import annotations

import pytest

from incidents.files import write_atomically


def broken():
    yield b"half"
    raise OSError(28, "No space left on device")


def test_what_was_there_is_replaced(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    write_atomically(tmp_path / "a.csv", [b"new", b"er"])
    assert (tmp_path / "a.csv").read_bytes() == b"newer"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_an_interrupted_write_leaves_what_was_there(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "a.csv", broken())
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
