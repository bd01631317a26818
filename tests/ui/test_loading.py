"""Datasets are put together to the end, whatever somebody clicks meanwhile."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import StopException

from incidents.ui import loading


class Bar:
    def __init__(self, ends):
        self.said, self.ends, self.gone = [], ends, False

    def progress(self, share, words):
        if share >= self.ends:
            raise StopException
        self.said.append((share, words.partition(".")[0]))

    def empty(self):
        self.gone = True


@pytest.fixture
def bars(monkeypatch):
    made = []

    def prepare(ends, shares=(0.0, 0.5, 1.0)):
        bar, done = Bar(ends), []

        def load(progress):
            for share in shares:
                progress("Putting together", share)
            done.append(True)
            return SimpleNamespace(dataset="the dataset")

        monkeypatch.setattr(loading, "load_atlas", load)
        monkeypatch.setattr(loading.st, "progress", lambda _share: made.append(bar) or bar)
        return bar, done

    return SimpleNamespace(prepare=prepare, made=made)


def test_what_takes_long_says_how_far_it_is_and_then_goes(bars):
    bar, _ = bars.prepare(ends=2)
    assert loading.load_shown() == "the dataset"
    assert bar.said == [(share, "Putting together") for share in (0.0, 0.5, 1.0)]
    assert bar.gone


def test_what_is_there_already_draws_nothing(bars):
    bars.prepare(ends=2, shares=())
    assert loading.load_shown() == "the dataset"
    assert bars.made == []


def test_a_run_that_ends_meanwhile_ends_when_the_work_is_done(bars):
    bar, done = bars.prepare(ends=0.5)
    with pytest.raises(StopException):
        loading.load_shown()
    assert done == [True]
    assert bar.said == [(0.0, "Putting together")]
