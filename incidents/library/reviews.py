"""Names that could mean several places: a list for a person, and what the person decided.

A question is answered once; the choice is remembered, and stands before every layer.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from incidents.errors import LayerStoreError, UnknownQuestionError
from incidents.files import write_atomically
from incidents.library.choices import Choice, read_choices, write_choices
from incidents.library.layer_list import FOLDER
from incidents.model.folding import fold
from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Answer, Candidate, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from pathlib import Path

    from incidents.places.surroundings import Context

QUESTIONS = "questions.json"
CHOICES = "choices.csv"


@dataclass(frozen=True)
class Question:
    """A name that was asked for and could mean several places."""

    question_id: str
    name: str
    country: str
    admin1: str
    asked: int
    """How many times it was asked for."""
    explanation: str
    relation: str
    """`near`, `south of`, …: then the candidates are what the place is told by."""
    candidates: tuple[Candidate, ...]


def identify(name: str, context: Context) -> str:
    """Return the id of a question: the same for every spelling that folds alike."""
    parts = (fold(name), context.country, fold(context.admin1), fold(context.district))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


class ReviewList:
    """Open questions and remembered choices on disk."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def questions(self) -> tuple[Question, ...]:
        """Return the open questions, the most asked first.

        Raises:
            LayerStoreError: The file cannot be read.
        """
        path = self.folder / QUESTIONS
        if not path.is_file():
            return ()
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            found = [
                Question(**row | {"candidates": tuple(map(_read_candidate, row["candidates"]))})
                for row in rows
            ]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LayerStoreError(path, str(error)) from error
        return tuple(sorted(found, key=lambda each: (-each.asked, each.name)))

    def choices(self) -> tuple[Choice, ...]:
        """Return what was decided, the newest last.

        Raises:
            LayerStoreError: The file cannot be read.
        """
        return read_choices(self.folder / CHOICES)

    def ask(self, asked: Iterable[tuple[Context, Answer, int]]) -> int:
        """Put the ambiguous ones of `asked` on the list; return how many questions are new.

        Args:
            asked: Context, answer, and how often it was asked. A question that is open already
                is counted further; one that was decided is not asked again.
        """
        questions = {each.question_id: each for each in self.questions()}
        decided = {each.question_id for each in self.choices()}
        before = len(questions)
        for context, answer, times in asked:
            if answer.status is not Status.AMBIGUOUS or not answer.alternatives:
                continue
            question_id = identify(answer.query, context)
            if question_id in decided:
                continue
            known = questions.get(question_id)
            asked_so_far = times + (known.asked if known else 0)
            questions[question_id] = _question(context, answer, asked_so_far)
        self._write_questions(questions.values())
        return len(questions) - before

    def offer(self, question_id: str, candidates: Iterable[Candidate]) -> Question:
        """Add candidates from elsewhere to an open question, and return it.

        Raises:
            UnknownQuestionError: No open question has the id.
        """
        question = self.find(question_id)
        known = {(each.source, each.latitude, each.longitude) for each in question.candidates}
        new = [c for c in candidates if (c.source, c.latitude, c.longitude) not in known]
        question = replace(question, candidates=(*question.candidates, *new))
        others = [each for each in self.questions() if each.question_id != question_id]
        self._write_questions([*others, question])
        return question

    def forget_layers(self, names: Collection[str]) -> None:
        """Take what layers offered off the open questions; those left with nothing go, too."""
        questions = self.questions()
        left = []
        for question in questions:
            kept = tuple(each for each in question.candidates if each.layer not in names)
            if kept:
                left.append(replace(question, candidates=kept))
        if left != list(questions):
            self._write_questions(left)

    def find(self, question_id: str) -> Question:
        """Return an open question.

        Raises:
            UnknownQuestionError: No open question has the id.
        """
        for each in self.questions():
            if each.question_id == question_id:
                return each
        raise UnknownQuestionError(question_id)

    def pick(self, question_id: str, number: int, today: date) -> Choice:
        """Decide that a question's name means its candidate `number`, counted from 1.

        Raises:
            UnknownQuestionError: No open question has the id, or it has fewer candidates.
        """
        question = self.find(question_id)
        if not 1 <= number <= len(question.candidates):
            raise UnknownQuestionError(question_id, number, len(question.candidates))
        return self._remember(_decide(question, question.candidates[number - 1], today))

    def decide(self, context: Context, answer: Answer, chosen: Candidate, today: date) -> Choice:
        """Decide what was asked just now, on the list or not; the last word stands."""
        return self._remember(_decide(_question(context, answer, 1), chosen, today))

    def _remember(self, choice: Choice) -> Choice:
        others = [each for each in self.choices() if each.question_id != choice.question_id]
        self._write_choices([*others, choice])
        self._drop(choice.question_id)
        return choice

    def set_aside(self, question_id: str) -> Question:
        """Take a question off the list undecided, and return it.

        Raises:
            UnknownQuestionError: No open question has the id.
        """
        question = self.find(question_id)
        self._drop(question_id)
        return question

    def forget(self, question_id: str) -> Choice:
        """Take a decision back, and return what it was.

        Raises:
            UnknownQuestionError: Nothing was decided under the id.
        """
        choices = self.choices()
        gone = next((each for each in choices if each.question_id == question_id), None)
        if gone is None:
            raise UnknownQuestionError(question_id)
        self._write_choices([each for each in choices if each is not gone])
        return gone

    def _drop(self, question_id: str) -> None:
        self._write_questions(each for each in self.questions() if each.question_id != question_id)

    def _write_questions(self, questions: Iterable[Question]) -> None:
        rows = [asdict(each) for each in questions]
        if not rows and not (self.folder / QUESTIONS).is_file():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        write_atomically(self.folder / QUESTIONS, [text.encode()])

    def _write_choices(self, choices: Iterable[Choice]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_choices(self.folder / CHOICES, choices)


def _question(context: Context, answer: Answer, asked: int) -> Question:
    return Question(
        question_id=identify(answer.query, context),
        name=answer.query,
        country=context.country,
        admin1=context.admin1,
        asked=asked,
        explanation=answer.explanation,
        relation=answer.relation,
        candidates=answer.alternatives,
    )


def _decide(question: Question, chosen: Candidate, today: date) -> Choice:
    # "near X" was asked, but it is X that has been decided
    name = chosen.matched if question.relation and chosen.matched else question.name
    return Choice(
        question_id=question.question_id,
        name=name,
        asked_country=question.country,
        asked_admin1=question.admin1,
        place=chosen.name,
        place_ar=chosen.name_ar,
        kind=chosen.kind,
        country=chosen.country,
        admin1=chosen.admin1,
        latitude=chosen.latitude,
        longitude=chosen.longitude,
        geo_precision=chosen.geo_precision.value,
        radius_m=chosen.radius_m,
        source=chosen.source,
        chosen_on=today.isoformat(),
    )


def _read_candidate(row: dict[str, object]) -> Candidate:
    return Candidate(**row | {"geo_precision": GeoPrecision(str(row["geo_precision"]))})  # type: ignore[arg-type]  # checked by its own fields
