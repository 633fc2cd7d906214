"""``vctutor review``: what is due for review, or what an examination's plan has for today."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.manners import add_manners
from vctutor.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from vctutor.course.catalog import Catalog
    from vctutor.line_mode.session import Asking
    from vctutor.page.manner import Manner
    from vctutor.progress.projection import Progress
    from vctutor.progress.store import Store

_EXAMPLES = """\
vctutor review
vctutor review --limit 5 --speak
vctutor review --exam 2026-12-18

Asks again what was answered wrong or long ago, mixed over the chapters, in new variants. --exam spreads all
questions over the days before an examination; give it again on each of them.
"""
MOST = 200


def parser() -> Parser:
    """Return the parser of the command."""
    made = Parser("review", "Ask again what is due for review.", _EXAMPLES)
    made.add_argument(
        "--exam", type=day, metavar="DATE", help="prepare for an examination, as in 2026-12-18"
    )
    made.add_argument(
        "--limit", type=int, metavar="N", help="ask at most so many (10; with --exam, all of today)"
    )
    add_manners(made)
    add_course(made)
    return made


def day(text: str) -> date:
    """Return the day of an ISO date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is no date; write it as in 2026-12-18") from None


def run(arguments: Sequence[str]) -> int:
    """Ask what is due, and say when the next is."""
    from vctutor.cli.manners import manner_of
    from vctutor.cli.quiz import closing, recorder
    from vctutor.cli.stores import opened_store, wait
    from vctutor.cli.talk import conversation
    from vctutor.course.catalog import Catalog
    from vctutor.line_mode.hearing import WORDS
    from vctutor.line_mode.session import hold
    from vctutor.page.manner import wrapped
    from vctutor.paths import course_dir

    options = parser().parse_args(arguments)
    if options.limit is not None and not 1 <= options.limit <= MOST:
        raise UsageError(f"--limit can't be {options.limit}", f"give a number from 1 to {MOST}")
    manner = manner_of(options)
    catalog = Catalog.open(course_dir(options.course))
    talk = conversation()
    with opened_store() as store:
        now = store.now()
        progress = wait(store.progress())
        if options.exam:
            progress = _prepare(store, progress, options.exam, now)
        items, told = _today(catalog, progress, now, options.exam, options.limit)
        questions = askings(catalog, items, now.toordinal(), manner)
        talk.say(wrapped(told, manner))
        if not questions:
            talk.say(wrapped(following(catalog, progress, now), manner))
            return 0
        talk.say(wrapped(f"Type an answer. {WORDS}", manner))
        outcome = hold(questions, talk, manner, recorder(store, review=True))
        if outcome.finished:
            done = {"asked": len(questions), "right": len(outcome.right)}
            store.record("review", "", done)
        after = wait(store.progress())
    talk.say(["", *closing(outcome, manner)])
    talk.say(wrapped(following(catalog, after, now), manner))
    return 0


def _prepare(store: Store, progress: Progress, exam: date, now: datetime) -> Progress:
    """Record that preparing for an examination begins, unless it has begun.

    Raises:
        UsageError: the day is not to come.
    """
    from vctutor.cli.stores import wait

    if exam <= now.date():
        raise UsageError(f"{exam} is not to come", "give the day of the examination")
    if exam.isoformat() in progress.exams:
        return progress
    wait(store.record("exam", exam.isoformat()))
    return wait(store.progress())


def _today(
    catalog: Catalog, progress: Progress, now: datetime, exam: date | None, limit: int | None
) -> tuple[Sequence[str], str]:
    """Return the items to ask today, and what to say of them."""
    from vctutor.progress import review

    known = course_items(catalog)
    if exam is None:
        due = review.due([one for one in review.cards(progress) if one.question in known], now)
        chosen = review.mixed([one.question for one in due[: limit or review.SESSION]])
        if not chosen:
            return (), "Nothing is due for review today."
        return chosen, f"{_count(len(due))} due for review; {_here(len(chosen), len(due))}."
    plan = review.exam_plan(progress, now, exam, known)
    left = [item for items in plan.values() for item in items if item in known]
    today = [item for item in plan.get(now.date(), ()) if item in known][:limit]
    days = (exam - now.date()).days
    when = "tomorrow" if days == 1 else f"in {days} days"
    if not left:
        return (), f"The examination is {when}, and everything was asked once more."
    if not today:
        return (), f"The examination is {when}. {_count(len(left))} left, none of them for today."
    return today, f"The examination is {when}. {_count(len(left))} left, {len(today)} for today."


def _here(chosen: int, due: int) -> str:
    return "here they are" if chosen == due else f"here are {chosen}"


def _count(number: int) -> str:
    return "One question is" if number == 1 else f"{number} questions are"


def course_items(catalog: Catalog) -> list[str]:
    """Return every question of the course, as ``chapter/question``."""
    return [
        f"{chapter.id}/{question.id}"
        for chapter in catalog.chapters()
        for question in chapter.questions
    ]


def askings(catalog: Catalog, items: Sequence[str], seed: int, manner: Manner) -> list[Asking]:
    """Return the questions of these items, each with its chapter's name, in the variant of the day."""
    from vctutor.line_mode.session import Asking
    from vctutor.page.manner import phrase

    made = []
    for number, item in enumerate(items, 1):
        name, _, wanted = item.partition("/")
        chapter = catalog.chapter(name)
        question = next(one for one in chapter.questions if one.id == wanted)
        head = f"Question {number} of {len(items)}, from chapter {chapter.number}, {phrase(chapter.title, manner)}."
        made.append(Asking(item, question, head, seed))
    return made


def following(catalog: Catalog, progress: Progress, now: datetime) -> str:
    """Return when the next questions are due."""
    from vctutor.progress import review

    known = set(course_items(catalog))
    cards = [one for one in review.cards(progress) if one.question in known]
    if not cards:
        return "What you answer comes back here when it is about to fade. Begin with: vctutor quiz 0"
    due = review.due(cards, now)
    if due:
        return f"{_count(len(due))} due today: 'vctutor review' asks them."
    first = min(one.due for one in cards)
    days = (first - now.date()).days
    when = "tomorrow" if days == 1 else f"in {days} days, on {first}"
    count = sum(one.due == first for one in cards)
    return f"The next {'one comes' if count == 1 else f'{count} come'} back {when}."
