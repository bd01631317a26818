"""Every hostile file is refused in plain words or read; nothing else comes of it."""

from __future__ import annotations

import os
import re
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from incidents.confined import Limits, run_confined, running
from incidents.errors import IncidentsError, MappingError, SourceFileError
from tests.confined.conftest import Listener
from tests.hostile_files import CORPUS, EXHAUSTING, Hostile, Traps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TESTS = Path(__file__).parent.parent
CANARY = "the canary sings at dawn"
TIGHT = Limits(memory_bytes=3 << 30, cpu_seconds=40, wall_seconds=60, file_bytes=1 << 30)
MOST_SECONDS = 60
MOST_GROWTH_KB = 100 * 1024
TOGETHER = 24
# Words of programs, which nobody who brings a file can do anything with.
_JARGON = re.compile(
    r"Traceback|Error\b|Exception|errno|index out of|0x[0-9a-f]{4}|NoneType|object at|incidents\."
    r"|polars|pyarrow|pyogrio|openpyxl|Rust|panicked|\.py\b"
)
ALONE = [each for each in CORPUS if each.name in EXHAUSTING]
OTHERS = [each for each in CORPUS if each.name not in EXHAUSTING]
GROUPS = [OTHERS[start : start + TOGETHER] for start in range(0, len(OTHERS), TOGETHER)]


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.close()


@pytest.fixture
def traps(tmp_path, listener, monkeypatch) -> Iterator[Traps]:
    """What files may try to reach; afterwards, that none did."""
    monkeypatch.setattr(running, "TASKS_BEGIN", ("tests.hostile_files.",))
    canary = tmp_path / "canary.csv"
    canary.write_text(f"{CANARY},{CANARY}\n1,2\n" * 2)
    for folder in ("home", "given"):
        (tmp_path / folder).mkdir()
    hits = listener.hits
    yield Traps(str(canary), listener.port, str(tmp_path / "outside"))
    assert listener.hits == hits
    assert sorted(os.listdir(tmp_path)) == ["canary.csv", "given", "home"]  # noqa: PTH208 (names)
    assert canary.read_text() == f"{CANARY},{CANARY}\n1,2\n" * 2
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert not [path for path in kept if CANARY.encode() in path.read_bytes()]


def built(files: Sequence[Hostile], traps: Traps, folder: Path) -> dict[Path, Hostile]:
    paths = {folder / f"{number}": each for number, each in enumerate(files)}
    for path, each in paths.items():
        path.write_bytes(each.build(traps))
    return paths


def ask(task: str, asked: dict[str, Any], folder: Path, progress: Any = None) -> dict[str, Any]:
    """Return what is answered, once nothing but an answer came of it."""
    given = sorted((folder / "given").iterdir())
    before = [(path.stat().st_mtime_ns, path.stat().st_size) for path in given]
    grown, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    try:
        return run_confined(
            f"tests.hostile_files.reading:{task}", asked, readable=[folder / "given", TESTS],
            writable=folder / "home", limits=TIGHT, progress=progress,
        )  # fmt: skip
    finally:
        assert time.monotonic() - began < MOST_SECONDS
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown < MOST_GROWTH_KB
        assert [(path.stat().st_mtime_ns, path.stat().st_size) for path in given] == before


def assert_plain(words: str, file_name: str) -> None:
    said = words.replace(file_name, "")
    assert not _JARGON.search(said), words
    assert "\n" not in said
    assert len(words) < 1_500


@pytest.mark.parametrize("each", ALONE, ids=[each.name for each in ALONE])
def test_a_file_that_exhausts_its_reader_is_refused_or_read(each, traps, tmp_path):
    (path,) = built([each], traps, tmp_path / "given")
    try:
        said = ask("read_and_code", {"file": str(path), "file_name": each.file_name}, tmp_path)
    except (SourceFileError, MappingError) as error:
        assert_plain(str(error), each.file_name)
        said = {"error": f"{error} {getattr(error, '__notes__', '')}"}
    assert CANARY not in str(said)


@pytest.mark.parametrize("group", GROUPS, ids=[group[0].name for group in GROUPS])
def test_a_hostile_file_is_refused_in_plain_words_or_read(group, traps, tmp_path):
    files = built(group, traps, tmp_path / "given")
    asked = {each.name: [str(path), each.file_name] for path, each in files.items()}
    begun: list[str] = []
    try:
        said = ask("read_each", {"files": asked, "file_name": "one of them"}, tmp_path,
                   lambda name, _: begun.append(name))  # fmt: skip
    except (IncidentsError, RuntimeError) as error:
        pytest.fail(f"{begun[-1:]}: {error} {getattr(error, '__notes__', '')}")
    assert CANARY not in str(said)
    for each in group:
        if isinstance(said[each.name], str):
            assert_plain(said[each.name], each.file_name)


@pytest.mark.parametrize("given", ["pipe", "/dev/zero", "/dev/random", "missing", "loop"])
def test_what_is_no_file_is_refused_at_once(tmp_path, given):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "home").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    path = tmp_path / given
    asked = {"file": str(path), "file_name": given}
    began = time.monotonic()
    with pytest.raises(SourceFileError):
        run_confined("incidents.library.worker:inspect_file", asked, readable=[path],
                     writable=tmp_path / "home")  # fmt: skip
    assert time.monotonic() - began < 5


def test_no_two_hostile_files_are_one():
    names = [each.name for each in CORPUS]
    assert len(set(names)) == len(names) >= 45
    assert set(names) >= EXHAUSTING
