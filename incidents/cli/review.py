"""`incidents gazetteer review`: names that could mean several places, decided by a person."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from incidents.cli.answers import describe_candidate
from incidents.library.online import describe_disclosure, open_online_search
from incidents.library.reviews import Question, ReviewList
from incidents.places.areas import load_areas
from incidents.settings import read_settings


@click.group(
    epilog="""\b
Examples:
  incidents gazetteer review list
  incidents gazetteer review pick 3f2a90c1d4 2
  incidents gazetteer review forget 3f2a90c1d4"""
)
def review() -> None:
    """Decide names that could mean several places; a decision is remembered.

    The list fills when a file is geocoded. `pick` takes the id of a question and the number of
    the candidate that is meant.
    """


def _reviews() -> ReviewList:
    return ReviewList(read_settings().home)


@review.command("list", epilog="\b\nExample:\n  incidents gazetteer review list --decided")
@click.option("--decided", is_flag=True, help="List what was decided instead.")
def list_questions(*, decided: bool) -> None:
    """List the open questions, the most asked first, with their candidates."""
    if decided:
        for choice in _reviews().choices():
            where = ", ".join(filter(None, (choice.asked_admin1, choice.asked_country)))
            click.echo(
                f"{choice.question_id}  {choice.name} ({where or 'anywhere'}) means "
                f"{choice.place} at {choice.latitude:.4f} {choice.longitude:.4f}, "
                f"decided on {choice.chosen_on}"
            )
        return
    questions = _reviews().questions()
    for question in questions:
        click.echo(_describe(question))
    if not questions:
        click.echo("Nothing is open.", err=True)


def _describe(question: Question) -> str:
    where = ", ".join(filter(None, (question.admin1, question.country)))
    head = (
        f"{question.question_id}  {question.name} ({where or 'anywhere'}), asked {question.asked}×"
    )
    lines = (
        f"  {number:>2}  {describe_candidate(each)}"
        for number, each in enumerate(question.candidates, start=1)
    )
    return "\n".join([head, *lines])


@review.command(epilog="\b\nExample:\n  incidents gazetteer review pick 3f2a90c1d4 2")
@click.argument("question_id", metavar="ID")
@click.argument("number", type=int)
def pick(question_id: str, number: int) -> None:
    """Decide that the name of question ID means its candidate NUMBER."""
    choice = _reviews().pick(question_id, number, datetime.now(tz=UTC).date())
    click.echo(f"{choice.name} now means {choice.place} ({choice.source}).", err=True)


@review.command(
    "set-aside", epilog="\b\nExample:\n  incidents gazetteer review set-aside 3f2a90c1d4"
)
@click.argument("question_id", metavar="ID")
def set_aside(question_id: str) -> None:
    """Take question ID off the list without an answer; it returns when it is asked again."""
    click.echo(f"{_reviews().set_aside(question_id).name} is off the list.", err=True)


@review.command(epilog="\b\nExample:\n  incidents gazetteer review forget 3f2a90c1d4")
@click.argument("question_id", metavar="ID")
def forget(question_id: str) -> None:
    """Take the decision on question ID back."""
    click.echo(f"{_reviews().forget(question_id).name} is undecided again.", err=True)


@review.command(
    epilog="""\b
Example:
  INCIDENTS_NOMINATIM=https://nominatim.example.org \\
    incidents gazetteer review ask-online 3f2a90c1d4"""
)
@click.argument("question_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
def ask_online(*, question_id: str, yes: bool) -> None:
    """Ask the Nominatim server of INCIDENTS_NOMINATIM for candidates for question ID.

    Off unless that setting names a server. What it answers only adds candidates to the question;
    nothing is decided by it.
    """
    settings = read_settings()
    click.echo(describe_disclosure(settings), err=True)
    question = _reviews().find(question_id)
    if not yes:
        click.confirm("Send it?", abort=True, err=True)
    online = open_online_search(settings, load_areas(settings.areas))
    found = online.search(question.name, question.admin1, question.country)
    click.echo(_describe(_reviews().offer(question_id, found)))
