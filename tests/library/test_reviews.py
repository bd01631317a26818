"""Ambiguous names: asked once, decided once, remembered, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from incidents.errors import LayerStoreError, UnknownQuestionError
from incidents.library.decided import DecidedGeocoder
from incidents.library.layer_list import FOLDER
from incidents.library.reviews import CHOICES, QUESTIONS, ReviewList, identify
from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Answer, Status
from incidents.places.areas import load_areas
from incidents.places.surroundings import Context
from incidents.settings import Settings
from tests.library.places_home import make_ambiguous, make_candidate

TODAY = date(2021, 7, 19)
IRAQ = Context("IRQ")


@pytest.fixture
def reviews(tmp_path):
    return ReviewList(tmp_path)


def ask(reviews, *answers, context=IRAQ, times=1):
    return reviews.ask((context, answer, times) for answer in answers)


def test_only_what_is_ambiguous_becomes_a_question(reviews):
    others = [Answer("x", status) for status in Status]
    assert ask(reviews, *others, make_ambiguous()) == 1
    (question,) = reviews.questions()
    assert (question.name, question.country, question.asked) == ("Rashidiya", "IRQ", 1)
    assert question.candidates == make_ambiguous().alternatives


def test_nothing_to_ask_writes_nothing(reviews, tmp_path):
    assert ask(reviews, Answer("x", Status.RESOLVED)) == 0
    assert list(tmp_path.iterdir()) == []


def test_spellings_that_fold_alike_are_one_question(reviews):
    ask(reviews, make_ambiguous("الرّاشديّة"), times=3)
    assert ask(reviews, make_ambiguous("الراشدية"), times=2) == 0
    (question,) = reviews.questions()
    assert question.asked == 5


def test_the_same_name_in_another_governorate_is_another_question(reviews):
    ask(reviews, make_ambiguous(), context=Context("IRQ", "Diyala"))
    assert ask(reviews, make_ambiguous(), context=Context("IRQ", "Ninewa")) == 1
    assert identify("a", Context("IRQ", "DIYALA")) == identify("A", Context("IRQ", "Diyala"))


def test_the_most_asked_comes_first(reviews):
    ask(reviews, make_ambiguous("B"), times=2)
    ask(reviews, make_ambiguous("A"), times=9)
    assert [each.name for each in reviews.questions()] == ["A", "B"]


def test_a_pick_is_remembered_and_not_asked_again(reviews, tmp_path):
    ask(reviews, make_ambiguous())
    question = reviews.questions()[0]
    choice = reviews.pick(question.question_id, 2, TODAY)
    assert (choice.admin1, choice.latitude, choice.chosen_on) == ("IQ-NI", 36.4, "2021-07-19")
    assert reviews.questions() == ()
    assert ask(reviews, make_ambiguous()) == 0
    assert ReviewList(tmp_path).choices() == (choice,)


class Unsure:
    """Finds everything ambiguous."""

    def search_many(self, texts, contexts):
        return [make_ambiguous(text) for text, _ in zip(texts, contexts, strict=True)]


def test_a_pick_answers_the_same_name_in_the_same_place_and_nothing_else(reviews):
    ask(reviews, make_ambiguous("الراشديّة"))
    reviews.pick(reviews.questions()[0].question_id, 2, TODAY)
    search = DecidedGeocoder(Unsure(), reviews.choices(), load_areas(Settings().areas))
    asked = ["other", "الراشدية", "near الراشدية"]
    answers = search.search_many(asked, [IRAQ] * 3)
    assert [each.status for each in answers] == [
        Status.AMBIGUOUS, Status.RESOLVED, Status.AMBIGUOUS,
    ]  # fmt: skip
    assert (answers[1].latitude, answers[1].area.area_id) == (36.4, "IQ-NI")
    assert "2021-07-19" in answers[1].explanation
    assert search.search("الراشدية", Context("IRQ", "Diyala")).status is Status.AMBIGUOUS


def test_a_pick_that_is_only_an_area_gives_no_dot(reviews):
    wide = make_candidate(geo_precision=GeoPrecision.DISTRICT)
    reviews.decide(IRAQ, make_ambiguous("Wide", wide), wide, TODAY)
    search = DecidedGeocoder(Unsure(), reviews.choices(), load_areas(Settings().areas))
    found = search.search("Wide", IRAQ)
    assert (found.status, found.latitude) == (Status.AREA_ONLY, None)


def test_what_is_tried_can_be_decided_at_once_and_the_last_word_stands(reviews):
    answer = make_ambiguous()
    ask(reviews, answer)
    for chosen in answer.alternatives:
        reviews.decide(IRAQ, answer, chosen, TODAY)
    assert [each.admin1 for each in reviews.choices()] == ["IQ-NI"]
    assert reviews.questions() == ()


def test_of_a_relation_the_anchor_is_decided_not_the_phrase(reviews):
    ask(reviews, replace(make_ambiguous("near Rashidiya"), relation="near"))
    assert reviews.pick(reviews.questions()[0].question_id, 1, TODAY).name == "Rashidiya"


def test_what_was_decided_can_be_forgotten(reviews):
    ask(reviews, make_ambiguous())
    question_id = reviews.questions()[0].question_id
    reviews.pick(question_id, 1, TODAY)
    assert reviews.forget(question_id).place == "Rashidiya"
    assert reviews.choices() == ()
    assert ask(reviews, make_ambiguous()) == 1


def test_a_question_set_aside_returns_when_it_is_asked_again(reviews):
    ask(reviews, make_ambiguous())
    reviews.set_aside(reviews.questions()[0].question_id)
    assert reviews.questions() == ()
    assert ask(reviews, make_ambiguous()) == 1


def test_candidates_from_elsewhere_are_added_once(reviews):
    ask(reviews, make_ambiguous())
    question_id = reviews.questions()[0].question_id
    online = make_candidate(source="online", latitude=33.0)
    for _ in range(2):
        question = reviews.offer(question_id, [online])
    assert question.candidates[2:] == (online,)
    assert reviews.pick(question_id, 3, TODAY).source == "online"


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_number_that_no_candidate_has_decides_nothing(reviews, number):
    ask(reviews, make_ambiguous())
    question_id = reviews.questions()[0].question_id
    with pytest.raises(UnknownQuestionError, match="candidates 1 to 2"):
        reviews.pick(question_id, number, TODAY)
    assert reviews.choices() == ()


def test_an_unknown_id_is_said(reviews):
    for attempt in (reviews.find, reviews.set_aside, reviews.forget):
        with pytest.raises(UnknownQuestionError, match="nothing under 'gone'"):
            attempt("gone")


def test_names_with_commas_quotes_and_line_ends_survive(reviews):
    odd = 'Ra"shid,\r\niya; =1+1 \u202e'
    ask(reviews, make_ambiguous(odd))
    reviews.pick(reviews.questions()[0].question_id, 1, TODAY)
    assert reviews.choices()[0].name == odd


@pytest.mark.parametrize(("file", "text"), [
    (QUESTIONS, "{"), (QUESTIONS, '[{"name": "a"}]'), (CHOICES, "name\na\n"),
])  # fmt: skip
def test_a_broken_file_is_named(reviews, tmp_path, file, text):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / file).write_text(text, encoding="utf-8")
    with pytest.raises(LayerStoreError, match=file):
        reviews.questions() if file == QUESTIONS else reviews.choices()
