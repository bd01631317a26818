"""The datasets of the library on disk."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from incidents.errors import DatasetNameError, LibraryError, UnknownDatasetError
from incidents.library import leftovers, locking, manifest, store
from incidents.library.about import read_about
from incidents.library.store import Library
from tests.library.shelf import bring, faults_of, fill, make_about

PROJECT = Path(__file__).parents[2]
LATER = datetime.now(UTC) + timedelta(days=2)


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "home")


def names(library, *, removed=False):
    return [each.name for each in library.list(removed=removed)]


def hidden(library):
    """Return what lies in the library's folder besides datasets, the lock aside."""
    staged = library.folder / leftovers.STAGING
    return sorted(
        path.name
        for path in [*library.folder.iterdir(), *staged.iterdir()]
        if path.name.startswith(leftovers.DELETING) or path.parent == staged
    )


def full_disk(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_home_without_datasets_has_none_and_is_not_made(tmp_path):
    library = Library(tmp_path / "home")
    assert library.list() == []
    assert library.problems() == ()
    assert library.tidy() == []
    assert library.stamp() == Library(tmp_path / "home").stamp()
    with pytest.raises(UnknownDatasetError, match="It has: none"):
        library.get("acled")
    assert not (tmp_path / "home").exists()


def test_what_is_brought_in_is_listed_with_everything_that_is_said_of_it(library, tmp_path):
    stored = bring(library, "acled-iraq", 1)
    (found,) = Library(tmp_path / "home").list()
    assert found.current == stored
    assert stored.about == make_about(1)
    assert stored.folder == library.folder / "acled-iraq" / make_about(1).version
    assert faults_of(stored) == []
    assert hidden(library) == []


def test_the_files_own_name_is_no_part_of_any_path(library):
    stored = bring(library, "a", 1)
    assert stored.about.file_name.startswith("../../")
    assert sorted(path.name for path in stored.folder.iterdir()) == [
        "actors.parquet", "import.json", "incidents.parquet", "original.csv", "rejected.csv",
        "report.json",
    ]  # fmt: skip


def test_a_new_version_is_shown_and_the_old_one_kept(library):
    old, new = bring(library, "a", 1), bring(library, "a", 2)
    found = library.get("a")
    assert found.versions == (old, new)
    assert found.current == new
    assert library.activate("a", old.about.version).current == old
    assert library.get("a").versions == (old, new)


def test_the_same_version_again_changes_nothing(library):
    old = bring(library, "a", 1)
    bring(library, "a", 2)
    before, content = library.stamp(), (old.folder / "import.json").read_bytes()
    staging = library.begin()
    fill(staging, 3)
    again = library.commit(staging, "a", replace(make_about(1), imported="2027-01-01T00:00:00Z"))
    assert again == old
    assert library.stamp() == before
    assert (old.folder / "import.json").read_bytes() == content
    assert library.get("a").active == make_about(2).version
    assert faults_of(again) == hidden(library) == []


@pytest.mark.parametrize("name", ["", "A", "1a", "a b", "../a", "a/b", "a" * 41, "a\n", "عين", "."])
def test_a_name_that_could_be_anything_else_is_refused_and_nothing_is_lost(library, name):
    staging = library.begin()
    fill(staging, 1)
    with pytest.raises(DatasetNameError):
        library.commit(staging, name, make_about(1))
    library.commit(staging, "a", make_about(1))
    for change in (library.get, library.remove, library.restore, library.delete):
        with pytest.raises(UnknownDatasetError, match="It has: 'a'"):
            change(name)
    assert names(library) == ["a"]


def test_a_version_that_is_no_id_never_becomes_a_path(library):
    staging = library.begin()
    with pytest.raises(ValueError, match="no version"):
        library.commit(staging, "a", replace(make_about(1), version="../../../x"))
    library.discard(staging)


def test_a_folder_from_elsewhere_is_neither_taken_in_nor_removed(library, tmp_path):
    (tmp_path / "mine").mkdir()
    for end in (library.discard, lambda it: library.commit(it, "a", make_about(1))):
        with pytest.raises(ValueError, match="no staging folder"):
            end(tmp_path / "mine")
    assert (tmp_path / "mine").is_dir()


def test_what_is_discarded_leaves_nothing(library):
    staging = library.begin()
    fill(staging, 1)
    library.discard(staging)
    library.discard(staging)
    assert hidden(library) == []


def test_a_removed_dataset_is_kept_and_can_be_restored(library):
    stored = bring(library, "a", 1)
    bring(library, "b", 2)
    assert library.remove("a").removed
    assert names(library) == ["b"]
    assert names(library, removed=True) == ["a", "b"]
    assert library.get("a").current == stored
    assert not library.restore("a").removed
    assert names(library) == ["a", "b"]


def test_a_new_version_brings_a_removed_dataset_back(library):
    bring(library, "a", 1)
    library.remove("a")
    bring(library, "a", 1)
    assert names(library) == []
    bring(library, "a", 2)
    assert names(library) == ["a"]


def test_a_deleted_dataset_is_gone_for_good(library):
    bring(library, "a", 1)
    library.delete("a")
    assert names(library, removed=True) == hidden(library) == []
    assert not (library.folder / "a").exists()
    bring(library, "a", 2)
    assert [each.about.version for each in library.get("a").versions] == [make_about(2).version]


def test_a_corrected_card_stands_and_the_import_keeps_the_first(library, tmp_path):
    stored = bring(library, "a", 1)
    before = library.stamp()
    card = replace(stored.about.card, licence="CC-BY-4.0", caveats=("a", "ب"))
    assert library.update_card("a", stored.about.version, card).current.about.card == card
    assert library.stamp() != before
    assert Library(tmp_path / "home").get("a").current.about == replace(stored.about, card=card)
    assert read_about(stored.folder).card == stored.about.card


def test_the_stamp_changes_with_everything_that_is_shown(library):
    first = bring(library, "a", 1).about.version
    stamps = [library.stamp()]
    for change in (
        lambda: bring(library, "a", 2),
        lambda: library.activate("a", first),
        lambda: library.remove("a"),
        lambda: bring(library, "b", 1),
        lambda: library.delete("a"),
    ):
        change()
        stamps.append(library.stamp())
    assert len(set(stamps)) == 6
    library.discard(library.begin())
    library.remove("b")
    library.restore("b")
    assert library.stamp() == stamps[-1]


def test_a_version_that_is_not_there_is_named_with_those_that_are(library):
    version = bring(library, "a", 1).about.version
    with pytest.raises(UnknownDatasetError, match=f"no '000000000000'. It has: '{version}'"):
        library.activate("a", "0" * 12)
    with pytest.raises(UnknownDatasetError, match=version):
        library.update_card("a", "0" * 12, make_about(1).card)


DAMAGED = {
    "no JSON": "{",
    "another shape": "[]",
    "no versions": '{"versions": [], "active": ""}',
    "a path": '{"versions": ["../../../../x"], "active": "../../../../x"}',
    "a number": '{"versions": ["0123456789ab"], "active": 7}',
    "a stranger active": '{"versions": ["0123456789ab"], "active": "ba9876543210"}',
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("content", [*DAMAGED.values(), None], ids=[*DAMAGED, "gone"])
def test_a_damaged_dataset_is_named_and_the_others_are_listed(library, content):
    folder = bring(library, "a", 1).folder.parent
    bring(library, "b", 2)
    if content is None:
        (folder / "dataset.json").unlink()
    else:
        (folder / "dataset.json").write_text(content, encoding="utf-8")
    assert names(library) == ["b"]
    (problem,) = library.problems()
    assert problem.path == folder / "dataset.json"
    for change in (library.get, library.remove, library.restore, lambda it: bring(library, it, 3)):
        with pytest.raises(LibraryError, match=r"dataset\.json"):
            change("a")
    assert library.tidy(LATER) == []
    assert (folder / make_about(1).version / "original.csv").is_file()
    library.delete("a")
    assert library.problems() == ()


def test_a_damaged_version_is_named_and_the_rest_of_its_dataset_is_listed(library):
    old, new = bring(library, "a", 1), bring(library, "a", 2)
    (old.folder / "import.json").write_text('{"version": 3}', encoding="utf-8")
    assert library.get("a").versions == (new,)
    (problem,) = library.problems()
    assert "version is 3, not text" in str(problem)
    (new.folder / "import.json").unlink()
    assert names(library) == []
    with pytest.raises(LibraryError, match=r"import\.json"):
        library.get("a")


def test_what_a_later_program_says_besides_is_passed_over(library):
    stored = bring(library, "a", 1)
    for path in (stored.folder / "import.json", stored.folder.parent / "dataset.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(said | {"colour": {"sea": [1]}}), encoding="utf-8")
    assert library.get("a").current == stored


def test_strange_files_among_the_datasets_are_let_be(library):
    folder = bring(library, "a", 1).folder.parent
    strange = [library.folder / "Notes.txt", library.folder / "My Folder", folder / "mine"]
    for path in strange:
        path.mkdir()
    assert names(library) == ["a"]
    assert library.tidy(LATER) == []
    assert all(path.is_dir() for path in strange)


@pytest.mark.parametrize("step", ["write_about", "sync_tree", "write_manifest"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "next"])
def test_a_full_disk_leaves_the_library_as_it_was(library, monkeypatch, step, first):
    if not first:
        bring(library, "a", 1)
    before = (library.stamp(), names(library))
    staging = library.begin()
    fill(staging, 2)
    monkeypatch.setattr(store, step, full_disk)
    with pytest.raises(LibraryError, match=r"No space left on device\. Nothing was changed"):
        library.commit(staging, "a", make_about(2))
    monkeypatch.undo()
    assert (library.stamp(), names(library)) == before
    assert hidden(library) == library.tidy(LATER) == []
    assert faults_of(bring(library, "a", 2)) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_the_library(tmp_path):
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(LibraryError, match="Nothing was changed"):
        Library(tmp_path / "home").begin()


def test_staging_of_a_living_process_is_never_tidied_away(library, tmp_path):
    code = (
        "import sys; from pathlib import Path; from incidents.library.store import Library\n"
        "print(Library(Path(sys.argv[1])).begin(), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "home")]
    with subprocess.Popen(  # noqa: S603 (a program of ours)
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        staging = Path(child.stdout.readline().strip())
        mine = library.begin()
        assert library.tidy(LATER) == []
        assert staging.is_dir()
        child.kill()
        child.wait()
    tidied = library.tidy()
    assert tidied == [f".staging/{staging.name}", f".staging/{staging.name}.lock"]
    assert hidden(library) == [mine.name, f"{mine.name}.lock"]
    library.discard(mine)


@pytest.mark.parametrize("said", ["another machine", None], ids=["elsewhere", "no lock"])
def test_staging_that_another_machine_may_hold_is_left_for_a_day(library, said):
    staging = library.begin()
    lock = leftovers.lock_of(staging)
    locking.let_go(lock)
    if said:
        lock.write_text(said, encoding="utf-8")
    assert library.tidy() == []
    assert staging.is_dir()
    assert f".staging/{staging.name}" in library.tidy(LATER)
    assert hidden(library) == []


def test_what_killed_processes_left_is_tidied_away_and_nothing_else(library):
    stored = bring(library, "a", 1)
    folder = stored.folder.parent
    for left in (folder / ("0" * 12), library.folder / f"{leftovers.DELETING}1"):
        left.mkdir()
        (left / "original.csv").write_text("a", encoding="utf-8")
    (folder / f".{manifest.MANIFEST_FILE}.k3jx").write_text("{", encoding="utf-8")
    before = library.stamp()
    assert sorted(library.tidy()) == [".deleting-1", "a/.dataset.json.k3jx", "a/000000000000"]
    assert library.tidy() == hidden(library) == []
    assert library.stamp() == before
    assert sorted(path.name for path in folder.iterdir()) == [stored.about.version, "dataset.json"]


def test_a_version_folder_that_nothing_names_gives_way_to_the_whole_one(library):
    bring(library, "a", 1)
    half = library.folder / "a" / make_about(2).version
    half.mkdir()
    (half / "stale.parquet").write_bytes(b"half")
    assert faults_of(bring(library, "a", 2)) == []


def test_who_waits_too_long_for_a_change_is_told(library, monkeypatch):
    bring(library, "a", 1)
    monkeypatch.setattr(locking, "PATIENCE_S", 0.05)
    with locking.locked(library.folder / store.LOCK):
        assert names(library) == ["a"]
        with pytest.raises(LibraryError, match="another process has been changing it"):
            library.remove("a")
    assert library.remove("a").removed
