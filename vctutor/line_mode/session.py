"""A session: questions one after another. The terminal and the recording are handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from vctutor.course.model import Question
from vctutor.errors import CourseError
from vctutor.grading import attempts
from vctutor.grading.attempts import Attempt
from vctutor.i18n import N_, _
from vctutor.line_mode.replies import Reply, Tone, hint_lines, reply_to, worth
from vctutor.page.plain_question import asked, how_to_answer
from vctutor.page.text_options import TextOptions, wrapped

PROMPT = N_("Answer: ")


class LineDevice(Protocol):
    """Prints lines and reads lines."""

    def write(self, lines: Sequence[str], tone: Tone = "") -> None:
        """Print lines."""

    def ask(self, prompt: str) -> str | None:
        """Print a prompt and return the next line; None at the end of the input."""


@dataclass(frozen=True)
class SessionQuestion:
    """A question of a session.

    Attributes:
        item: ``chapter/question``, the key under which answers are recorded.
        question: the question.
        head: the text before it, such as ``Question 3 of 12.``
        seed: the seed of the variant; 0 is the first one, and the only one of a question without variants.
        last: the recorded payload to continue from; empty for a fresh attempt.
    """

    item: str
    question: Question
    head: str
    seed: int = 0
    last: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SessionResult:
    """The result of a session.

    Attributes:
        tried: items with an answer that was judged right or wrong.
        right: items answered right.
        first: items answered right at the first try and without help.
        finished: whether the last question was left by answering or skipping it.
    """

    tried: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    finished: bool = True


def run_session(
    questions: Sequence[SessionQuestion],
    terminal: LineDevice,
    options: TextOptions,
    record: Callable[[str, Attempt], str],
) -> SessionResult:
    """Ask questions until the last one, until the reader quits, or until the input ends.

    Args:
        questions: the questions in order.
        terminal: where to print and read.
        options: how to print.
        record: stores a judged attempt under an item and returns a message such as ``Saved.``
    """
    attempts_by_place: dict[int, Attempt] = {}
    counted: dict[str, set[str]] = {"tried": set(), "right": set(), "first": set()}
    place = 0
    while place < len(questions):
        entry = questions[place]
        try:
            then, attempts_by_place[place] = _one(
                entry, attempts_by_place.get(place), terminal, options, record, counted
            )
        except CourseError as error:
            message = f"{entry.head} " + _("It can't be asked: {why}.").format(why=error.message)
            terminal.write(["", *wrapped(message, options)])
            then = "next"
        if then == "quit":
            break
        place = max(0, place - 1) if then == "back" else place + 1
    return SessionResult(
        frozenset(counted["tried"]),
        frozenset(counted["right"]),
        frozenset(counted["first"]),
        place >= len(questions),
    )


def _one(
    entry: SessionQuestion,
    before: Attempt | None,
    terminal: LineDevice,
    options: TextOptions,
    record: Callable[[str, Attempt], str],
    counted: dict[str, set[str]],
) -> tuple[str, Attempt]:
    """Ask one question until the reader leaves it; return where to go and the attempt."""
    attempt = _attempt(entry, before)
    _ask(entry, attempt, terminal, options)
    while True:
        line = terminal.ask(_(PROMPT))
        if line is None:
            return "quit", attempt
        reply = reply_to(attempt, line, options)
        attempt = reply.attempt
        lines = list(reply.lines)
        if reply.judged:
            kept = record(entry.item, attempt)
            lines[-1:] = wrapped(f"{lines[-1]} {kept}", options) if kept else lines[-1:]
            _count(entry.item, reply, counted)
        terminal.write(lines, reply.tone)
        if reply.then == "ask":
            _ask(entry, attempt, terminal, options)
        elif reply.then != "stay":
            return reply.then, attempt


def _attempt(entry: SessionQuestion, before: Attempt | None) -> Attempt:
    """Return the attempt to continue: the unfinished one, or a new variant after a finished one."""
    if before is not None:
        return attempts.another(before) if before.done else before
    if entry.last:
        return attempts.resume(entry.question, entry.last)
    return attempts.begin(entry.question, entry.seed if entry.question.vary else 0)


def _ask(
    entry: SessionQuestion, attempt: Attempt, terminal: LineDevice, options: TextOptions
) -> None:
    terminal.write([""])
    terminal.write(asked(attempt, _head(entry, attempt), options), "head")
    lines = wrapped(how_to_answer(attempt), options)
    for number in range(1, attempt.hints + 1):
        lines += hint_lines(attempt, number, options)
    terminal.write(lines + worth(attempt, options))


def _head(entry: SessionQuestion, attempt: Attempt) -> str:
    if not attempt.variant.seed:
        return entry.head
    return _("{question}, variant {seed}.").format(
        question=entry.head.rstrip("."), seed=attempt.variant.seed
    )


def _count(item: str, reply: Reply, counted: dict[str, set[str]]) -> None:
    verdict = reply.attempt.verdict
    if verdict is None or not verdict.costs_attempt:
        return
    if reply.attempt.done:
        counted["right"].add(item)
        if item not in counted["tried"] and not reply.attempt.hints and not reply.attempt.solution:
            counted["first"].add(item)
    counted["tried"].add(item)
