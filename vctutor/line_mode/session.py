"""Questions one after another: a chapter's, or those that are due. Saying, listening and recording are handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from vctutor.course.model import Question
from vctutor.errors import CourseError
from vctutor.grading import attempts
from vctutor.grading.attempts import Attempt
from vctutor.i18n import N_, _
from vctutor.line_mode.replies import Reply, Tone, hear, hint_lines, worth
from vctutor.page.plain_question import asked, how_to_answer
from vctutor.page.text_options import TextOptions, wrapped

PROMPT = N_("Answer: ")


class Talker(Protocol):
    """Whoever says and asks."""

    def say(self, lines: Sequence[str], tone: Tone = "") -> None:
        """Say lines."""

    def ask(self, prompt: str) -> str | None:
        """Return the next line, None at the end."""


@dataclass(frozen=True)
class Asking:
    """A question to be asked.

    Attributes:
        item: ``chapter/question``, under which its answers are recorded.
        question: the question.
        head: what is said before it, such as ``Question 3 of 12.``
        seed: of the variant to ask; 0 is the first, which a question without variants has alone.
        last: what was recorded of the last answer, where it is gone on from that; empty for a fresh start.
    """

    item: str
    question: Question
    head: str
    seed: int = 0
    last: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How it went.

    Attributes:
        tried: items with an answer that was judged right or wrong.
        right: items answered right.
        first: items answered right at the first try and without help.
        finished: whether the reader went through to the end.
    """

    tried: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    finished: bool = True


def hold(
    questions: Sequence[Asking],
    talker: Talker,
    manner: TextOptions,
    record: Callable[[str, Attempt], str],
) -> Outcome:
    """Ask questions until the last, until the reader quits, or until the input ends.

    Args:
        questions: what to ask, in this order.
        talker: says and listens.
        manner: how it is said.
        record: keeps a judged answer under its item, and returns what to say of that, such as ``Saved.``
    """
    attempts_by_place: dict[int, Attempt] = {}
    counted: dict[str, set[str]] = {"tried": set(), "right": set(), "first": set()}
    place = 0
    while place < len(questions):
        asking = questions[place]
        try:
            then, attempts_by_place[place] = _one(
                asking, attempts_by_place.get(place), talker, manner, record, counted
            )
        except CourseError as error:
            told = f"{asking.head} " + _("It can't be asked: {why}.").format(why=error.message)
            talker.say(["", *wrapped(told, manner)])
            then = "next"
        if then == "quit":
            break
        place = max(0, place - 1) if then == "back" else place + 1
    return Outcome(
        frozenset(counted["tried"]),
        frozenset(counted["right"]),
        frozenset(counted["first"]),
        place >= len(questions),
    )


def _one(
    asking: Asking,
    before: Attempt | None,
    talker: Talker,
    manner: TextOptions,
    record: Callable[[str, Attempt], str],
    counted: dict[str, set[str]],
) -> tuple[str, Attempt]:
    """Ask one question until it is left; return where to go and the attempt."""
    attempt = _begun(asking, before)
    _ask(asking, attempt, talker, manner)
    while True:
        line = talker.ask(_(PROMPT))
        if line is None:
            return "quit", attempt
        reply = hear(attempt, line, manner)
        attempt = reply.attempt
        said = list(reply.said)
        if reply.judged:
            kept = record(asking.item, attempt)
            said[-1:] = wrapped(f"{said[-1]} {kept}", manner) if kept else said[-1:]
            _count(asking.item, reply, counted)
        talker.say(said, reply.tone)
        if reply.then == "ask":
            _ask(asking, attempt, talker, manner)
        elif reply.then != "stay":
            return reply.then, attempt


def _begun(asking: Asking, before: Attempt | None) -> Attempt:
    """Return where to go on: at an unfinished question as it was left, after a finished one at another like it."""
    if before is not None:
        return attempts.another(before) if before.done else before
    if asking.last:
        return attempts.resume(asking.question, asking.last)
    return attempts.begin(asking.question, asking.seed if asking.question.vary else 0)


def _ask(asking: Asking, attempt: Attempt, talker: Talker, manner: TextOptions) -> None:
    talker.say([""])
    talker.say(asked(attempt, _head(asking, attempt), manner), "head")
    said = wrapped(how_to_answer(attempt), manner)
    for number in range(1, attempt.hints + 1):
        said += hint_lines(attempt, number, manner)
    talker.say(said + worth(attempt, manner))


def _head(asking: Asking, attempt: Attempt) -> str:
    if not attempt.variant.seed:
        return asking.head
    return _("{question}, variant {seed}.").format(
        question=asking.head.rstrip("."), seed=attempt.variant.seed
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
