"""``vctutor quiz``: ask the questions of a chapter, line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.text_arguments import add_text_options
from vctutor.errors import UsageError
from vctutor.i18n import N_, _, plural

if TYPE_CHECKING:
    from vctutor.course.model import Block, Chapter
    from vctutor.grading.attempts import Attempt
    from vctutor.line_mode.session import SessionQuestion, SessionResult
    from vctutor.page.text_options import TextOptions
    from vctutor.progress.projection import Progress
    from vctutor.progress.store import Store

_EXAMPLES = N_("""\
vctutor quiz 4
vctutor quiz the-gradient --all --seed 7
vctutor quiz 4 --speak
printf '[6, 4]\\nquit\\n' | vctutor quiz 4

Type an answer, or one of the words hint (or ?), solution, another, again, skip, back, help and quit. Without
--all, what was answered right already is left out. Answers count as in the tutor.
""")


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser("quiz", _("Ask a chapter's questions one after another."), _(_EXAMPLES))
    add = command.add_argument
    add("chapter", help=_("a chapter's number or name, with #QUESTION to begin there"))
    add("--seed", type=int, default=0, metavar="N", help=_("the variants to ask (0, the first)"))
    add("--all", action="store_true", help=_("ask also what was answered right already"))
    add_text_options(command)
    add_course(command)
    return command


def run(arguments: Sequence[str]) -> int:
    """Ask the questions and print the score."""
    from vctutor.cli.course_choice import open_catalog
    from vctutor.cli.line_terminal import standard_terminal
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.cli.text_arguments import text_options_of
    from vctutor.line_mode.session import run_session

    options = parser().parse_args(arguments)
    if options.seed < 0:
        message = _("--seed can't be {seed}").format(seed=options.seed)
        raise UsageError(message, _("give a whole number from 0"))
    text_options = text_options_of(options)
    catalog = open_catalog(options.course)
    found = catalog.find(options.chapter)
    chapter = catalog.chapter(found.entry)
    terminal = standard_terminal()
    with opened_store(catalog.course.id, needed=False) as store:
        progress = wait(store.progress())
        begin = None if options.all else progress
        questions = session_questions(chapter, begin, options.seed, found.place)
        terminal.write(_opening(chapter, questions, progress, text_options))
        outcome = run_session(questions, terminal, text_options, recorder(store))
        after = wait(store.progress())
    if questions:
        terminal.write(["", *closing(outcome, text_options), *_score(chapter, after, text_options)])
    return 0


def session_questions(
    chapter: Chapter, progress: Progress | None, seed: int, place: str | None
) -> list[SessionQuestion]:
    """Return the questions of a chapter, from a place on, without those that are solved in ``progress``."""
    from vctutor.line_mode.session import SessionQuestion

    questions: list[SessionQuestion] = []
    count = len(chapter.questions)
    reached = {block.place for block in _from(chapter, place)}
    for number, question in enumerate(chapter.questions, 1):
        solved = progress is not None and progress.question(chapter.id, question.id).solved
        if question.place in reached and not solved:
            head = _("Question {number} of {count}.").format(number=number, count=count)
            # As in the tutor, an unfinished question continues with its tries and hints.
            last = {}
            if progress is not None and not seed:
                last = progress.question(chapter.id, question.id).last
            questions.append(
                SessionQuestion(f"{chapter.id}/{question.id}", question, head, seed, last)
            )
    return questions


def _from(chapter: Chapter, place: str | None) -> Sequence[Block]:
    places = [block.place for block in chapter.body]
    return (
        chapter.body[places.index(place) :]
        if place is not None and place in places
        else chapter.body
    )


def recorder(store: Store, **more: object) -> Callable[[str, Attempt], str]:
    """Return a function that stores a judged answer, together with ``more``, and returns the message about that."""
    from vctutor.cli.store_session import wait
    from vctutor.grading.attempts import record

    def keep(item: str, attempt: Attempt) -> str:
        receipt = wait(store.record("answer", item, {**record(attempt), **more}))
        if not receipt.saved:
            return (
                _("Kept aside; it is stored as soon as that can be done.")
                if receipt.spilled
                else _("Not saved.")
            )
        return _("Saved.") if attempt.done else ""

    return keep


def _opening(
    chapter: Chapter,
    questions: Sequence[SessionQuestion],
    progress: Progress,
    text_options: TextOptions,
) -> list[str]:
    from vctutor.line_mode.replies import WORDS
    from vctutor.page.plain import chapter_sim
    from vctutor.page.text_options import phrase, sentence, wrapped

    count = len(chapter.questions)
    solved = sum(progress.question(chapter.id, one.id).solved for one in chapter.questions)
    name = _("Chapter {number}. {title}").format(
        number=chapter.number, title=phrase(chapter.title, text_options)
    )
    message = _of(solved, count) if count else _("No questions.")
    lines = wrapped(f"{sentence(name)} {message}", text_options)
    if not questions and solved == count and count:
        again = _("To be asked them again: {command}")
        lines.append(again.format(command=text_options.command(f"quiz {chapter.number} --all")))
    for ref in chapter.simulations:
        lines.append(
            _("Its simulation: {command}").format(command=chapter_sim(ref, chapter, text_options))
        )
    if questions:
        lines += wrapped(" ".join((_("Type an answer."), _(WORDS))), text_options)
    return lines


def _of(solved: int, count: int) -> str:
    if solved >= count:
        message = plural(
            "The question is answered right.", "All {count} questions are answered right.", count
        )
        return message.format(count=count)
    if solved:
        message = _("{solved} of {count} questions answered right.")
        return message.format(solved=solved, count=count)
    return plural("One question.", "{count} questions.", count).format(count=count)


def closing(outcome: SessionResult, text_options: TextOptions) -> list[str]:
    """Return the summary of a session."""
    from vctutor.page.text_options import wrapped

    tried, right, first = len(outcome.tried), len(outcome.right), len(outcome.first)
    if not tried:
        return [_("Nothing was answered this time.")]
    message = plural(
        "This time: {right} of {tried} question right, {first} at the first try without help.",
        "This time: {right} of {tried} questions right, {first} at the first try without help.",
        tried,
    )
    return wrapped(message.format(right=right, tried=tried, first=first), text_options)


def _score(chapter: Chapter, progress: Progress, text_options: TextOptions) -> list[str]:
    from vctutor.grading.credit import left_of_tried, percent, tried_and_left
    from vctutor.page.text_options import wrapped

    score = progress.score(chapter.id, chapter.question_ids)
    message = plural(
        "Chapter {number}: {answered} of {count} question answered, score {score}.",
        "Chapter {number}: {answered} of {count} questions answered, score {score}.",
        score.questions,
    ).format(
        number=chapter.number,
        answered=score.answered,
        count=score.questions,
        score=percent(score.share),
    )
    tried = tried_and_left(score.tried, left_of_tried(chapter, progress))
    return wrapped(f"{message} {tried}." if tried else message, text_options)
