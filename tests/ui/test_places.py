"""The page that tries names, and its review list."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.library.reviews import ReviewList
from incidents.places.answers import Answer, Status
from incidents.places.surroundings import Context
from incidents.ui import places_view
from tests.library.places_home import make_ambiguous, make_candidate

HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} ${1} [a](javascript:b)"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("INCIDENTS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def answer(monkeypatch):
    """Let every name be answered so."""

    def set_answer(found):
        geocoder = type("Fake", (), {"search": lambda *_: found})()
        monkeypatch.setattr(places_view, "open_search", lambda _: geocoder)

    return set_answer


def ask(app, name):
    app.app.text_input("try_name").set_value(name).run()
    return app


def test_without_a_name_nothing_is_looked_up(open_app, home, monkeypatch):
    monkeypatch.setattr(places_view, "open_search", lambda _: pytest.fail("it was"))
    app = open_app(page="places")
    assert not app.app.exception
    assert app.has("doc", "review-list")
    assert list(home.iterdir()) == []


def test_what_was_understood_is_said(open_app, home, answer):
    answer(Answer("x", Status.NOT_FOUND, explanation="Not known here."))
    app = ask(open_app(page="places"), "x")
    assert not app.app.exception
    assert "Not known here." in str(app.told("doc", "place-status"))
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("home")
def test_names_are_nodes_and_never_markup(open_app, answer):
    answer(make_ambiguous(HOSTILE, make_candidate(name=HOSTILE), make_candidate(source=HOSTILE)))
    app = ask(open_app(page="places"), HOSTILE)
    assert not app.app.exception
    assert HOSTILE in str(app.told("doc", "place-candidates"))
    others = [*app.app.markdown, *app.app.title, *app.app.error]
    assert not [each for each in others if HOSTILE in each.value]


def test_open_questions_and_decisions_are_listed(open_app, home):
    reviews = ReviewList(home)
    reviews.ask([(Context("IRQ"), make_ambiguous(name), 1) for name in ("Open", "Closed")])
    closed = next(each for each in reviews.questions() if each.name == "Closed")
    reviews.pick(closed.question_id, 1, date(2021, 7, 19))
    app = open_app(page="places")
    assert "Open" in str(app.told("doc", "review-list"))
    assert "Closed" in str(app.told("doc", "review-decided"))


def test_a_damaged_list_is_said_and_the_page_stays(open_app, home):
    (home / "places").mkdir()
    (home / "places" / "questions.json").write_text("{", encoding="utf-8")
    app = open_app(page="places")
    assert not app.app.exception
    (error,) = app.app.error
    assert "INCIDENTS_HOME" in error.value
    assert str(home) not in error.value
