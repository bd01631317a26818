from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import openpyxl
import polars as pl
import pyogrio
import pytest

import shapely

from incidents.confined import Limits, landlock, run_confined
from incidents.confined.answers import read_message
from incidents.confined.running import _Listener
from incidents.errors import MappingError, SourceFileError
from tests.confined.conftest import QUICK, TESTS
from tests.confined.tasks import ATTEMPTS

CANARY = "the canary sings at dawn"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the fences of Linux")
# What only the kernel can refuse: code that is not Python's does it.
IN_C = {each for each in ATTEMPTS if " in " in each}


def test_a_task_is_answered_and_says_how_far_it_is(confined):
    steps = []
    answer = confined("echo", {"a": "ü\u2028", "b": [1, None]}, progress=lambda *s: steps.append(s))
    assert answer["a"] == "ü\u2028"
    assert answer["b"] == [1, None]
    assert steps == [("half", 0.5), ("whole", 1.0)]


def test_a_task_waits_for_what_is_done_while_its_process_starts(confined, tmp_path):
    path = tmp_path / "a.csv"
    path.touch()

    def fill():
        time.sleep(2)  # a process has long started by then
        path.write_text("filled")

    asked = {"what": "read", "path": str(path)}
    came = confined("attempt", asked, readable=[path], meanwhile=fill)["came"]
    assert came == "done: filled"


def test_what_fails_while_a_process_starts_ends_it(confined):
    def fail():
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        confined("echo", meanwhile=fail)


@LINUX
def test_every_fence_that_the_kernel_offers_holds(confined):
    fences = confined("echo")["fences"]
    assert fences == {
        "limits": ["memory", "cpu", "file size", "open files", "core"],
        "ends_with_parent": True,
        "no_new_privileges": True,
        "landlock": landlock.landlock_version(),
        "calls_refused": True,
        "watched": True,
    }


def test_the_child_inherits_no_descriptor_and_no_credential(confined, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    (tmp_path / "open").write_text("x")
    descriptor = os.open(tmp_path / "open", os.O_RDONLY)
    os.set_inheritable(descriptor, True)  # noqa: FBT003 (its only way)
    found = confined("surroundings")
    os.close(descriptor)
    assert not [each for each in found["opened"] if str(tmp_path / "open") in each]
    assert not [each for each in found["opened"] if "socket" in each]
    assert not {"HTTPS_PROXY", "AWS_SECRET_ACCESS_KEY"} & set(found["environment"])
    assert found["folder"] == found["environment"]["HOME"] == str(tmp_path / "home")


@LINUX
@pytest.mark.parametrize("what", ATTEMPTS)
def test_there_is_no_way_out(confined, tmp_path, listener, what):
    if what in IN_C and not landlock.landlock_version():
        pytest.skip("the kernel has no Landlock")
    canary = tmp_path / "canary.csv"
    canary.write_text(f"{CANARY}\n{CANARY}\n")
    hits = listener.hits
    outside = tmp_path / "outside.csv"
    asked = {"what": what, "path": str(canary), "outside": str(outside), "port": listener.port}
    came = confined("attempt", asked)["came"]
    assert came.startswith("refused")
    assert CANARY not in came
    assert listener.hits == hits
    assert sorted(path.name for path in tmp_path.iterdir()) == ["canary.csv", "home"]
    assert CANARY in canary.read_text()


@pytest.mark.parametrize(
    ("tried", "refused"),
    [
        ("socket.socket()", "PermissionError"),
        ("socket.socketpair()", "PermissionError"),
        ("os.fork()", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        ("os.posix_spawn('/bin/true', ['true'], {})", "PermissionError"),
        ("os.kill(os.getppid(), 0)", "PermissionError"),
        ("os.chown('.', 0, 0)", "PermissionError"),
        ("resource.setrlimit(resource.RLIMIT_CPU, (9, 9))", "ValueError"),
        ("ctypes.CDLL(None, use_errno=True).ptrace(0, 0, 0, 0) == -1 and os.x", "AttributeError"),
        ("threading.Thread(target=print).start()", "nothing"),
        ("resource.getrlimit(resource.RLIMIT_CPU)", "nothing"),
    ],
)
@LINUX
def test_the_kernel_refuses_by_itself_what_no_reader_needs(tried, refused):
    code = f"""
import ctypes, os, resource, socket, sys, threading
from incidents.confined import kernel
assert kernel.forgo_privileges() and kernel.refuse_calls()
try:
    {tried}
except Exception as error:
    print(type(error).__name__)
else:
    print("nothing")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,  # noqa: S603 (ours)
                          cwd=TESTS.parent, check=False)  # fmt: skip
    assert done.stdout.split() == [refused], done.stderr


@LINUX
def test_an_abort_is_still_an_abort():
    code = (
        "from incidents.confined import kernel; import os; "
        "kernel.forgo_privileges(); kernel.refuse_calls(); os.abort()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TESTS.parent, check=False)  # noqa: S603 (ours)
    assert done.returncode == -signal.SIGABRT


def test_what_readers_do_works_inside(confined, tmp_path):
    files = {name: tmp_path / f"in.{name}" for name in ("csv", "xlsx", "gpkg")}
    rows = 1_000_000
    pl.DataFrame({"a": pl.int_range(rows, eager=True)}).with_columns(
        b=pl.col("a") % 7, c=pl.lit("some words")
    ).write_csv(files["csv"])
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.save(files["xlsx"])
    points = shapely.to_wkb(shapely.points([1, 2], [3, 4]))
    pyogrio.raw.write(files["gpkg"], points, [], [], crs="EPSG:4326", geometry_type="Point")
    asked = {name: str(path) for name, path in files.items()}
    answer = confined("work", asked, readable=list(files.values()))
    answer.pop("fences")
    assert answer == {"rows": rows, "groups": 7, "nearest": 2, "cells": [["a", 1]],
                      "features": 2, "threads": 1}  # fmt: skip


MB = 1 << 20


@pytest.mark.parametrize(
    ("task", "limits", "reason"),
    [
        ("take_memory", Limits(memory_bytes=2048 * MB), "more than 2 GB of memory"),
        ("take_memory_in_rust", Limits(memory_bytes=1024 * MB), "more than 1 GB of memory"),
        ("compute", Limits(cpu_seconds=1), "more than 1 seconds of computing"),
        ("take_time", Limits(wall_seconds=1), "longer than 1 seconds"),
        ("write_much", Limits(file_bytes=8 * MB), "would take more than 0.00781 GB"),
        ("write_many", Limits(file_bytes=8 * MB), "would take more than 0.00781 GB"),
        ("say_much", Limits(answer_bytes=MB), "more than 1 MB to say"),
        ("say_deeply", QUICK, "to say about it"),
        ("say_nonsense", QUICK, "to say about it"),
        ("recurse", QUICK, "nested too deeply"),
        ("break_off", QUICK, "broke off"),
    ],
)
@LINUX
def test_a_reader_that_takes_too_much_is_ended(confined, task, limits, reason):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    with pytest.raises(SourceFileError, match=reason) as caught:
        confined(task, limits=limits)
    assert caught.value.file_name == "a.csv"
    assert time.monotonic() - began < 25
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_what_a_reader_prints_is_no_answer_and_blocks_nothing(confined):
    assert confined("print_much")["answer"] == 1


def test_errors_on_purpose_come_back_as_they_are(confined):
    with pytest.raises(SourceFileError) as refused:
        confined("refuse_file")
    assert refused.value.file_name == "a.csv"
    assert refused.value.reason == r"it is \x1b[31mred\x1b[0m"
    assert refused.value.cure == "Paint it."
    with pytest.raises(MappingError, match=r"it maps nothing\. Map a column"):
        confined("refuse_mapping")


@pytest.mark.parametrize("task", ["have_a_defect", "refuse_name"])
def test_a_defect_says_where_it_is_and_not_what_it_read(confined, task):
    with pytest.raises(RuntimeError, match=rf"tasks\.py:\d+ in {task}") as caught:
        confined(task)
    assert "secret" not in str(caught.value)


def test_a_task_of_others_is_refused(tmp_path):
    for task in ("os:system", "incidents.files", "incidentsx.a:b", "incidents.a:b:c"):
        with pytest.raises(ValueError, match="no task"):
            run_confined(task, {}, readable=[], writable=tmp_path)


def test_what_is_no_plain_file_is_never_opened(confined, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "missing", type(tmp_path)("/dev/zero")):
        with pytest.raises(SourceFileError):
            confined("echo", readable=[path])


class StopWatchingError(Exception):
    """A page that nobody looks at any more."""


def test_a_child_does_not_outlive_whoever_stops_listening(confined):
    def stop(*_):
        raise StopWatchingError

    children = set(_children())
    with pytest.raises(StopWatchingError):
        confined("echo", progress=stop)
    assert set(_children()) <= children


@LINUX
def test_a_child_is_gone_soon_after_its_answer_which_does_not_wait_for_that(confined, monkeypatch):
    children, close, later = set(_children()), _Listener.close, threading.Event()

    def close_later(listener):
        later.wait(10)
        close(listener)

    monkeypatch.setattr(_Listener, "close", close_later)
    assert confined("echo", {"a": 1})["a"] == 1
    assert set(_children()) - children
    later.set()
    last = time.monotonic() + 10
    while set(_children()) - children and time.monotonic() < last:
        time.sleep(0.01)
    assert set(_children()) <= children


def _children() -> list[str]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that has ended meanwhile
            found += (task / "children").read_text().split()
    return found


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[1, 2]", b'["a"]', b'["a", NaN]', b'["a", Infinity]', b"[" * 100_000,
     b'["a", ' + b"[" * 50 + b"]" * 50 + b"]", b'["a", ' + b"9" * 5_000 + b"]", b"\xff"],
)  # fmt: skip
def test_what_is_no_message_is_not_read_as_one(line):
    with pytest.raises(ValueError):  # noqa: PT011 (any of them)
        read_message(line)


def test_a_reader_starts_without_the_packages_that_take_long_to_import():
    code = "import incidents.library.worker, sys; print({'pandas', 'geopandas'} & {*sys.modules})"
    program = [sys.executable, "-c", code]
    run = subprocess.run(  # noqa: S603  our own program
        program, capture_output=True, text=True, check=True, cwd=TESTS.parent
    )
    assert run.stdout == "set()\n"
