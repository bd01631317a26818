"""Processes that change the library are killed at any moment; what they said is done, is."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from incidents.library.store import Library
from tests.library.shelf import bring, faults_of, make_about

PROJECT = Path(__file__).parents[2]
KILLS = int(os.environ.get("INCIDENTS_KILLS", "40"))
LATEST_S = 0.150
# -S: the programs need nothing that is installed, and begin sooner without
PROGRAM = [sys.executable, "-S", "-m"]
State = dict[str, tuple[tuple[str, ...], str, bool]]
"""Name to versions, the active one, and whether it is removed."""


def run_and_kill(home: Path, number: int, after_s: float) -> list[list[str]]:
    """Let the program change the library for so long, kill it, and return what it said."""
    command = [*PROGRAM, "tests.library.shelf_program", str(home), str(number)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as child:  # noqa: S603 (ours)
        ready = child.stdout.readline()
        time.sleep(after_s)
        assert child.poll() is None, "the program ended by itself"
        child.kill()
        said = child.stdout.read()
    # a line that the kill cut short is not said
    return [json.loads(line) for line in (ready + said).splitlines(keepends=True)
            if line.endswith(b"\n")]  # fmt: skip


def after(state: State, kind: str, name: str, version: str) -> State:
    """Return what a change makes of a state, by the rules alone."""
    others = {each: told for each, told in state.items() if each != name}
    versions, active, removed = state.get(name, ((), "", False))
    if kind == "bring" and version not in versions:
        return others | {name: ((*versions, version), version, False)}
    if kind == "activate":
        return others | {name: (versions, version, removed)}
    if kind in {"remove", "restore"}:
        return others | {name: (versions, active, kind == "remove")}
    return others if kind == "delete" else state


def replay(state: State, said: list[list[str]]) -> tuple[State, State]:
    """Return the state after all that is done, and after what was begun besides."""
    begun = state
    for what, *told in said:
        if what == "begins":
            begun = after(state, *told)
        elif what == "done":
            state = begun
    return state, begun


def read_state(home: Path) -> State:
    """Return what a new reader sees, and make sure that it is whole."""
    library = Library(home)
    assert library.problems() == ()
    found = library.list(removed=True)
    assert [fault for each in found for v in each.versions for fault in faults_of(v)] == []
    return {
        each.name: (tuple(v.about.version for v in each.versions), each.active, each.removed)
        for each in found
    }


def count_left(home: Path, tidied: list[str]) -> Counter[str]:
    """Count what kills left, by its sort."""
    assert not [path for path in (home / "datasets").rglob("*") if path.name.startswith(".d")]
    sorts = {".staging": "staging", ".deleting": "deleting", "dataset.json": "manifest"}
    return Counter(
        next((sort for part, sort in sorts.items() if part in left), "unnamed version")
        for left in tidied
        if not left.endswith(".lock")
    )


CHANGES = {
    "bring a first version": ("bring", "new", "7"),
    "bring a next version": ("bring", "a", "7"),
    "bring a known version": ("bring", "a", "1"),
    "activate": ("activate", "a", make_about(1).version),
    "remove": ("remove", "a", ""),
    "restore": ("restore", "b", ""),
    "delete": ("delete", "a", ""),
}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="nothing there kills as SIGKILL does")


@pytest.mark.parametrize("told", CHANGES.values(), ids=CHANGES)
def test_a_change_that_is_killed_at_any_step_is_made_or_not_and_never_half(tmp_path, told):
    library = Library(tmp_path / "home")
    for name, seed in [("a", 1), ("a", 2), ("b", 3)]:
        bring(library, name, seed)
    library.remove("b")
    kind, name, value = told
    before = read_state(tmp_path / "home")
    done = after(before, kind, name, make_about(int(value)).version if kind == "bring" else value)
    program = [*PROGRAM, "tests.library.step_program"]
    where = [str(tmp_path / "home"), str(tmp_path / "copies")]
    (tmp_path / "copies").mkdir()
    subprocess.run([*program, *where, *told], cwd=PROJECT, check=True)  # noqa: S603 (ours)
    copies = sorted((tmp_path / "copies").iterdir())
    states = []
    for copy in copies:
        states.append(read_state(copy))
        Library(copy).tidy(datetime.now(UTC) + timedelta(days=2))
        assert read_state(copy) == states[-1]
        assert not [path for path in (copy / "datasets").rglob("*") if path.name.startswith(".d")]
        assert list((copy / "datasets" / ".staging").iterdir()) == []
    assert len(copies) > 3
    assert states[0] == before
    assert states[-1] == done
    # once made, it stays made: there is one step at which it is
    assert states == sorted(states, key=lambda state: state == done and state != before)
    assert all(state in (before, done) for state in states)


def test_nothing_acknowledged_is_lost_and_nothing_half_done_is_seen(tmp_path, record_property):
    chance = random.Random(20210719)  # noqa: S311 (no secret)
    state: State = {}
    counts: Counter[str] = Counter()
    for number in range(KILLS):
        said = run_and_kill(tmp_path, number, chance.uniform(0, LATEST_S))
        done, begun = replay(state, said)
        state = read_state(tmp_path)
        assert state in (done, begun), f"kill {number}: {said[-1]}"
        counts["done"] += sum(line[0] == "done" for line in said)
        if said[-1][0] == "begins":
            counts[f"killed in {said[-1][1]}"] += 1
            counts["begun, found done"] += state == begun != done
        tidied = Library(tmp_path).tidy(datetime.now(UTC) + timedelta(days=2))
        counts += count_left(tmp_path, tidied)
        assert read_state(tmp_path) == state
    for what, count in counts.items():
        record_property(what, count)
    print(KILLS, "kills:", dict(counts))  # noqa: T201 (shown with -s)
    # else the kills came between changes, and this shows nothing
    assert counts["staging"] > KILLS / 10
    assert sum(n for what, n in counts.items() if what.startswith("killed")) > KILLS / 4


def test_who_reads_during_changes_sees_no_damage(tmp_path):
    command = [*PROGRAM, "tests.library.shelf_program", str(tmp_path), "1"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL) as child:  # noqa: S603 (ours)
        seen = set()
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            library = Library(tmp_path)
            assert library.problems() == ()
            seen |= {each.active for each in library.list(removed=True)}
            library.stamp()
        assert child.poll() is None, "the program ended by itself"
        child.kill()
    assert len(seen) > 1
