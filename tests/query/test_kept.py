"""What is kept stays within its bounds, and is computed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from incidents.query.kept import Kept


def test_the_oldest_is_forgotten_within_the_bounds():
    kept = Kept(3, 100, len)
    for name in "abcd":
        kept.get(name, lambda: b"x" * 20)
    assert kept.size == (3, 60)
    assert kept.get("a", lambda: b"again") == b"again"
    kept.get("big", lambda: b"x" * 1000)
    assert kept.size == (0, 0)


def test_what_is_asked_for_stays_longer():
    kept = Kept(2)
    for name in "aba":
        kept.get(name, lambda name=name: name)
    kept.get("c", lambda: "c")
    assert kept.get("a", pytest.fail) == "a"


def test_what_is_forgotten_is_released_once():
    released = []
    kept = Kept(2, release=released.append)
    for name in "abca":
        kept.get(name, lambda name=name: name)
    assert released == ["a", "b"]
    kept.clear()
    assert released == ["a", "b", "c", "a"]


def test_it_is_shared_between_threads():
    kept = Kept(10, 1000, len)
    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(lambda n: kept.get(n % 20, lambda: str(n % 20).encode()), range(4000))
        )
    assert answers == [str(n % 20).encode() for n in range(4000)]
    assert kept.size[0] <= 10


def test_whoever_asks_while_it_is_computed_waits_for_the_same():
    kept, built, ready, go = Kept(10), [], Barrier(4), Event()

    def build():
        built.append(1)
        go.wait(10)
        return object()

    def ask(_):
        ready.wait(10)
        return kept.get("slow", build)

    with ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(ask, number) for number in range(3)]
        ready.wait(10)
        go.set()
        found = {id(answer.result()) for answer in answers}
    assert len(built) == len(found) == 1


def test_what_fails_is_tried_again_by_the_next():
    kept = Kept(10)

    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1


def test_clearing_forgets_everything():
    kept = Kept(10, 100, len)
    kept.get("a", lambda: b"xx")
    kept.clear()
    assert kept.size == (0, 0)
    assert kept.get("a", lambda: b"y") == b"y"
