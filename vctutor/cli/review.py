"""``vctutor review``: ask the questions that are due, or those that an examination plan has for today."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.text_arguments import add_text_options
from vctutor.errors import UsageError
from vctutor.i18n import N_, _, plural

if TYPE_CHECKING:
    from datetime import datetime

    from vctutor.course.catalog import Catalog
    from vctutor.line_mode.session import SessionQuestion
    from vctutor.page.text_options import TextOptions
    from vctutor.progress.projection import Progress
    from vctutor.progress.store import Store

_EXAMPLES = N_("""\
vctutor review
vctutor review --limit 5 --speak
vctutor review --exam 2026-12-18

Asks again what was answered wrong or long ago, mixed over the chapters, in new variants. --exam spreads all
questions over the days before an examination; give it again on each of them.
""")
MOST = 200


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser("review", _("Ask again what is due for review."), _(_EXAMPLES))
    command.add_argument(
        "--exam", type=day, metavar="DATE", help=_("prepare for an examination, as in 2026-12-18")
    )
    command.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help=_("ask at most so many (10; with --exam, all of today)"),
    )
    add_text_options(command)
    add_course(command)
    return command


def day(text: str) -> date:
    """Parse an ISO date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("'{text}' is no date; write it as in 2026-12-18").format(text=text)
        raise ArgumentTypeError(message) from None


def run(arguments: Sequence[str]) -> int:
    """Ask the questions that are due, and print when the next ones are."""
    from vctutor.cli.course_choice import open_catalog
    from vctutor.cli.line_terminal import standard_terminal
    from vctutor.cli.quiz import closing, recorder
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.cli.text_arguments import text_options_of
    from vctutor.line_mode.replies import WORDS
    from vctutor.line_mode.session import run_session
    from vctutor.page.text_options import wrapped

    options = parser().parse_args(arguments)
    if options.limit is not None and not 1 <= options.limit <= MOST:
        message = _("--limit can't be {limit}").format(limit=options.limit)
        raise UsageError(message, _("give a number from 1 to {most}").format(most=MOST))
    text_options = text_options_of(options)
    catalog = open_catalog(options.course)
    terminal = standard_terminal()
    with opened_store(catalog.course.id, needed=False) as store:
        now = store.now()
        progress = wait(store.progress())
        if options.exam:
            progress = _prepare(store, progress, options.exam, now)
        items, message = _today(catalog, progress, now, options.exam, options.limit)
        questions = session_questions(catalog, items, now.toordinal(), text_options)
        terminal.write(wrapped(message, text_options))
        if not questions:
            terminal.write(wrapped(following(catalog, progress, now, text_options), text_options))
            return 0
        terminal.write(wrapped(" ".join((_("Type an answer."), _(WORDS))), text_options))
        outcome = run_session(questions, terminal, text_options, recorder(store, review=True))
        if outcome.finished:
            done = {"asked": len(questions), "right": len(outcome.right)}
            store.record("review", "", done)
        after = wait(store.progress())
    terminal.write(["", *closing(outcome, text_options)])
    terminal.write(wrapped(following(catalog, after, now, text_options), text_options))
    return 0


def _prepare(store: Store, progress: Progress, exam: date, now: datetime) -> Progress:
    """Record the examination, unless it is recorded, and return the progress after that.

    Raises:
        UsageError: the day is not in the future.
    """
    from vctutor.cli.store_session import wait

    if exam <= now.date():
        message = _("{day} is not to come").format(day=exam)
        raise UsageError(message, _("give the day of the examination"))
    if exam.isoformat() in progress.exams:
        return progress
    wait(store.record("exam", exam.isoformat()))
    return wait(store.progress())


def _today(
    catalog: Catalog, progress: Progress, now: datetime, exam: date | None, limit: int | None
) -> tuple[Sequence[str], str]:
    """Return the items to ask today, and a sentence about them."""
    from vctutor.progress import review

    known = course_items(catalog)
    if exam is None:
        due = review.due([one for one in review.cards(progress) if one.question in known], now)
        chosen = review.mixed([one.question for one in due[: limit or review.SESSION]])
        if not chosen:
            return (), _("Nothing is due for review today.")
        return chosen, _due(len(due), len(chosen))
    plan = review.exam_plan(progress, now, exam, known)
    left = [item for items in plan.values() for item in items if item in known]
    today = [item for item in plan.get(now.date(), ()) if item in known][:limit]
    days = (exam - now.date()).days
    when = plural(
        "The examination is tomorrow.", "The examination is in {days} days.", days
    ).format(days=days)
    if not left:
        return (), " ".join((when, _("Everything was asked once more.")))
    count = plural("One question is left", "{count} questions are left", len(left))
    message = _("{left}, {today} for today.").format(
        left=count.format(count=len(left)), today=len(today) or _("none")
    )
    return today, f"{when} {message}"


def _due(due: int, chosen: int) -> str:
    """Return a sentence about the number of due questions and the number asked now."""
    message = plural(
        "One question is due for review.", "{count} questions are due for review.", due
    ).format(count=due)
    if chosen == due:
        return message
    return message + " " + plural("Here is one.", "Here are {count}.", chosen).format(count=chosen)


def course_items(catalog: Catalog) -> list[str]:
    """Return every question of the course, as ``chapter/question``."""
    return [
        f"{chapter.id}/{question.id}"
        for chapter in catalog.chapters()
        for question in chapter.questions
    ]


def session_questions(
    catalog: Catalog, items: Sequence[str], seed: int, text_options: TextOptions
) -> list[SessionQuestion]:
    """Return the questions of the items, each with the name of its chapter, in the variant of the day."""
    from vctutor.line_mode.session import SessionQuestion
    from vctutor.page.text_options import phrase

    questions = []
    for number, item in enumerate(items, 1):
        name, wanted = item.split("/", 1)
        chapter = catalog.chapter(name)
        question = next(one for one in chapter.questions if one.id == wanted)
        head = _("Question {number} of {count}, from chapter {chapter}, {title}.").format(
            number=number,
            count=len(items),
            chapter=chapter.number,
            title=phrase(chapter.title, text_options),
        )
        questions.append(SessionQuestion(item, question, head, seed))
    return questions


def following(
    catalog: Catalog, progress: Progress, now: datetime, text_options: TextOptions
) -> str:
    """Return a sentence that says when the next questions are due."""
    from vctutor.progress import review

    known = set(course_items(catalog))
    cards = [one for one in review.cards(progress) if one.question in known]
    if not cards:
        message = _(
            "What you answer comes back here when it is about to fade. Begin with: {command}"
        )
        return message.format(command=text_options.command("quiz 0"))
    return review.comes_back(cards, now)
