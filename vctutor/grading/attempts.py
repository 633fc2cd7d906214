"""One reader at one question: what is chosen or typed, what was tried, which help was taken.

Pure: every function returns a new `Attempt`. The card in the application and the line mode both run
on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from vctutor.course.model import ManyChoices, OneChoice, OrderAnswer, Question
from vctutor.grading import grade
from vctutor.grading.credit import credit
from vctutor.grading.variants import Variant, draw, option_order, substitute
from vctutor.grading.verdict import Verdict
from vctutor.progress.events import answer_payload, draft_payload


class Attempt(Struct, frozen=True):
    """Where a reader stands with a question.

    Attributes:
        question: the question.
        variant: the variant shown; it stays the same while retrying.
        order: the options or steps as shown, as indexes into the file's list; the reader's own
            arrangement for an ``order`` question.
        cursor: the option under the cursor, counted as shown.
        picked: the chosen options, as indexes into the file's list.
        typed: what stands in the field.
        hints: how many hints were shown.
        solution: whether the worked solution was shown.
        wrong_tries: wrong answers that cost a try.
        verdict: on the last answer; None before one and after a change of it.
        earned: the credit of the right answer; None until there is one.
    """

    question: Question
    variant: Variant
    order: tuple[int, ...] = ()
    cursor: int = 0
    picked: frozenset[int] = frozenset()
    typed: str = ""
    hints: int = 0
    solution: bool = False
    wrong_tries: int = 0
    verdict: Verdict | None = None
    earned: float | None = None

    @property
    def done(self) -> bool:
        """Whether it was answered right."""
        return self.earned is not None

    @property
    def offers(self) -> bool:
        """Whether the answer is chosen or arranged, and not typed."""
        return isinstance(self.question.answer, OneChoice | ManyChoices | OrderAnswer)

    @property
    def many(self) -> bool:
        """Whether several options may be chosen."""
        return isinstance(self.question.answer, ManyChoices)

    @property
    def arranges(self) -> bool:
        """Whether steps are put in order."""
        return isinstance(self.question.answer, OrderAnswer)

    @property
    def credit(self) -> float:
        """What a right answer is worth now, or was worth when it came."""
        if self.earned is not None:
            return self.earned
        return credit(
            self.question, wrong_tries=self.wrong_tries, hints=self.hints, solution=self.solution
        )

    @property
    def varies(self) -> bool:
        """Whether there is another like it."""
        return bool(self.question.vary)

    def answer(self) -> str | tuple[int, ...]:
        """Return the answer as a judge takes it."""
        if self.arranges:
            return self.order
        return tuple(sorted(self.picked)) if self.offers else self.typed


def begin(question: Question, seed: int = 0) -> Attempt:
    """Return a fresh attempt at the variant of this seed; seed 0 is the first variant.

    Raises:
        CourseError: the question's variants can't be drawn.
    """
    variant = draw(question, seed)
    return Attempt(question, variant, option_order(question, variant))


def resume(question: Question, last: Mapping[str, Any]) -> Attempt:
    """Return the attempt as it was when its last answer was recorded; a fresh one where that no longer fits.

    Args:
        question: the question.
        last: what `record` returned then; what is missing or strange in it counts as never given.

    Raises:
        CourseError: the question's variants can't be drawn.
    """
    fresh, outcome = _same_variant(question, last), last.get("outcome")
    given = _given(fresh, last.get("answer"))
    if given is None or outcome not in ("right", "wrong", "undecided", "unreadable"):
        return fresh
    right, credit = outcome == "right", last.get("credit")
    earned = float(credit) if right and isinstance(credit, int | float) else None
    return replace(
        _helped(given, last),
        wrong_tries=max(0, _count(last, "attempt") - int(right)),
        verdict=Verdict(outcome, str(last.get("feedback") or "")),
        earned=earned,
    )


def take_up(question: Question, kept: Mapping[str, Any]) -> Attempt:
    """Return a attempt that was left before it was answered; as much of it as still fits the question.

    Args:
        question: the question.
        kept: what `unanswered` returned then; what is missing or strange in it counts as never done.

    Raises:
        CourseError: the question's variants can't be drawn.
    """
    fresh = _same_variant(question, kept)
    given = _given(fresh, kept.get("answer")) or fresh
    return replace(_helped(given, kept), wrong_tries=_count(kept, "attempt"))


def _same_variant(question: Question, kept: Mapping[str, Any]) -> Attempt:
    seed = kept.get("seed")
    return begin(question, seed if isinstance(seed, int) and seed >= 0 else 0)


def _helped(attempt: Attempt, kept: Mapping[str, Any]) -> Attempt:
    """Return the attempt with the help shown that was shown then."""
    question = attempt.question
    return replace(
        attempt,
        hints=min(_count(kept, "hints"), len(question.hints)),
        solution=kept.get("solution") is True and bool(question.solution),
    )


def _given(fresh: Attempt, answer: object) -> Attempt | None:
    """Return the attempt with a recorded answer given, or None where it does not fit the question."""
    if isinstance(answer, str):
        return None if fresh.offers else replace(fresh, typed=answer)
    if not isinstance(answer, list) or not fresh.offers:
        return None
    if fresh.arranges:
        return (
            replace(fresh, order=tuple(answer)) if sorted(answer) == sorted(fresh.order) else None
        )
    if not set(answer) <= set(fresh.order):
        return None
    return replace(fresh, picked=frozenset(answer))


def _count(last: Mapping[str, Any], name: str) -> int:
    value = last.get(name)
    return value if isinstance(value, int) and value > 0 else 0


def move(attempt: Attempt, rows: int) -> Attempt:
    """Return the attempt with the cursor moved by so many options, stopping at the first and last."""
    last = max(0, len(attempt.order) - 1)
    return replace(attempt, cursor=min(last, max(0, attempt.cursor + rows)))


def pick(attempt: Attempt, shown: int) -> Attempt:
    """Return the attempt with the option at this place, as shown, chosen; of many, chosen or not."""
    if attempt.done or attempt.arranges or not 0 <= shown < len(attempt.order):
        return attempt
    option = attempt.order[shown]
    picked = attempt.picked ^ {option} if attempt.many else frozenset({option})
    return replace(attempt, cursor=shown, picked=picked, verdict=None)


def carry(attempt: Attempt, rows: int) -> Attempt:
    """Return the attempt with the step under the cursor moved up (negative) or down."""
    goal = attempt.cursor + rows
    if attempt.done or not attempt.arranges or not 0 <= goal < len(attempt.order):
        return attempt
    order = list(attempt.order)
    order.insert(goal, order.pop(attempt.cursor))
    return replace(attempt, order=tuple(order), cursor=goal, verdict=None)


def write(attempt: Attempt, typed: str) -> Attempt:
    """Return the attempt with this text in its field."""
    if attempt.done or typed == attempt.typed:
        return attempt
    return replace(attempt, typed=typed, verdict=None)


def submit(attempt: Attempt) -> Attempt:
    """Return the attempt with its answer judged. A right one ends it with the credit it is worth.

    Raises:
        CourseError: the question itself is broken.
    """
    if attempt.done:
        return attempt
    verdict = grade(attempt.question, attempt.variant, attempt.answer())
    if verdict.outcome == "right":
        if not verdict.feedback and not attempt.solution:
            verdict = replace(verdict, feedback=why_right(attempt.question, attempt.variant))
        return replace(attempt, verdict=verdict, earned=attempt.credit)
    cost = int(verdict.outcome == "wrong" and verdict.costs_attempt)
    return replace(attempt, verdict=verdict, wrong_tries=attempt.wrong_tries + cost)


_SENTENCE = re.compile(r"(?:\$[^$]*\$|[^$\n])+?[.!?](?=\s|$)")


def why_right(question: Question, variant: Variant) -> str:
    """Return the first sentence of the worked solution, which says what makes a right answer right; or nothing.

    Whoever chose by luck, or came to it at the third try, learns the reason with the verdict.
    """
    text = substitute(question.solution or "", variant).strip()
    found = _SENTENCE.match(text)
    return found[0] if found else ""


def hint(attempt: Attempt) -> Attempt:
    """Return the attempt with one more hint shown, where there is one."""
    if attempt.done:
        return attempt
    return replace(attempt, hints=min(len(attempt.question.hints), attempt.hints + 1))


def solve(attempt: Attempt) -> Attempt:
    """Return the attempt with its worked solution shown, where there is one."""
    return replace(attempt, solution=True) if attempt.question.solution else attempt


def another(attempt: Attempt) -> Attempt:
    """Return a fresh attempt at the next variant; without variants, at the same question."""
    return begin(attempt.question, attempt.variant.seed + 1 if attempt.varies else 0)


def unanswered(attempt: Attempt) -> dict[str, Any]:
    """Return the payload of a ``draft`` event for a card left before it is answered, as `take_up` reads it."""
    return draft_payload(attempt.answer(), attempt=attempt.wrong_tries, **_card(attempt))


def record(attempt: Attempt) -> dict[str, Any]:
    """Return the payload of an ``answer`` event for a judged answer, as `resume` reads it."""
    assert attempt.verdict is not None
    return answer_payload(
        attempt.answer(),
        outcome=attempt.verdict.outcome,
        credit=attempt.credit if attempt.done else 0.0,
        attempt=attempt.wrong_tries + int(attempt.done),
        diagnosis=attempt.verdict.diagnosis,
        costs_attempt=attempt.verdict.costs_attempt,
        feedback=attempt.verdict.feedback,
        **_card(attempt),
    )


def _card(attempt: Attempt) -> dict[str, Any]:
    return {
        "seed": attempt.variant.seed,
        "hints": attempt.hints,
        "solution": attempt.solution,
    }
