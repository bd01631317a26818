"""A file appears whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import nullcontext

import pytest

from incidents.files import sync_folder, sync_tree, write_atomically


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


def test_everything_below_a_folder_is_brought_to_disk(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one.csv").write_bytes(b"1")
    (tmp_path / "a" / "b" / "two.csv").write_bytes(b"2")
    synced, fsync = [], os.fsync

    def record(descriptor):
        synced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", record)
    sync_tree(tmp_path)
    expected = {path.stat().st_ino for path in [tmp_path, *tmp_path.rglob("*")]}
    assert len(synced) == len(expected) == 5
    assert set(synced) == expected


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced there")
def test_a_folder_is_brought_to_disk_after_what_it_names(tmp_path, monkeypatch):
    kinds, fsync = [], os.fsync

    def record(descriptor):
        kinds.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", record)
    write_atomically(tmp_path / "a.csv", [b"1"])
    assert kinds == ["file", "folder"]


@pytest.mark.parametrize(("number", "passes"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_a_file_system_that_keeps_no_folders_apart_is_no_error(
    tmp_path, monkeypatch, number, passes
):
    def refuse(_descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with nullcontext() if passes else pytest.raises(OSError, match="error"):
        sync_folder(tmp_path)
