"""Judging what a reader predicted before a simulation shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vctutor.course.model import NumberAnswer, Position, Prediction, Question
from vctutor.errors import VctutorError
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Verdict
from vctutor.i18n import _, plural

_DECIMAL_COMMA = re.compile(r"[-+−]?\d+,\d+")
_LONGEST = 400
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Guess:
    """What became of a prediction.

    Attributes:
        right: whether it was; None where the text could not be read, which costs nothing.
        feedback: what to tell, prose.
    """

    right: bool | None
    feedback: str


def judge_choice(prediction: Prediction, chosen: int) -> Guess:
    """Judge a prediction that was chosen, by its place among the choices."""
    choice = prediction.choices[chosen]
    parts = [choice.say or "", prediction.explain or ""]
    return Guess(choice.right, " ".join(part.strip() for part in parts if part))


def judge_typed(prediction: Prediction, typed: str) -> Guess:
    """Judge a prediction that was typed: one number, or as many as the answer has, separated by commas.

    Each number is read and judged as the answer to a question would be, so the same notations are read and the same
    slips are named.
    """
    try:
        wanted = numbers(prediction.answer)
    except VctutorError:
        return Guess(None, _("What is right here can't be read; 'vctutor check' tells why."))
    asked = plural(
        "This asks for one number.", "This asks for {n} numbers, such as 1, 2.", len(wanted)
    ).format(n=len(wanted))
    if len(wanted) == 1 and _DECIMAL_COMMA.fullmatch(typed.strip()):
        point = typed.strip().replace(",", ".")
        advice = _("A decimal is typed with a point: {point}.").format(point=point)
        return Guess(None, f"{asked} {advice}")
    entries = _entries(typed, len(wanted))
    if entries is None:
        return Guess(None, asked)
    verdicts = [
        _judge_number(value, entry, prediction)
        for value, entry in zip(wanted, entries, strict=True)
    ]
    unread = [verdict for verdict in verdicts if verdict.outcome == "unreadable"]
    if any(verdict.reading is None for verdict in unread):
        word = not typed.strip() or _WORD.search(typed)
        return Guess(None, asked if word or len(wanted) > 1 else unread[0].feedback)
    right = all(verdict.right for verdict in verdicts)
    if right:
        return Guess(True, prediction.explain or "")
    shown = ", ".join(f"{value:.6g}" for value in wanted)
    reason = _slips(verdicts)
    said = prediction.explain or _("It is {told}.").format(told=shown)
    return Guess(False, f"{reason} {said}".strip())


def _judge_number(value: float, entry: str, prediction: Prediction) -> Verdict:
    from vctutor.grading import grade

    answer = NumberAnswer(value=repr(value), tolerance=prediction.tolerance)
    asked = Question(id="prediction", ask=prediction.ask, answer=answer, at=Position("", 1, 1))
    return grade(asked, Variant(), entry)


def _slips(verdicts: list[Verdict]) -> str:
    """Return the slips that were recognised in single numbers, as one sentence each."""
    named = [
        (place, verdict.feedback)
        for place, verdict in enumerate(verdicts, 1)
        if verdict.diagnosis and verdict.outcome == "wrong"
    ]
    if len(verdicts) == 1:
        return " ".join(feedback for __, feedback in named)
    return " ".join(
        _("Number {n}: {feedback}").format(n=place, feedback=feedback) for place, feedback in named
    )


def _entries(typed: str, wanted: int) -> list[str] | None:
    """Return the text of each number, or None where they are not as many as wanted."""
    from vctutor.grading.answer_syntax import LayoutError, take_apart
    from vctutor.grading.left_side import sides
    from vctutor.grading.typed_text import normalize

    if len(typed) > _LONGEST:
        return None
    text = normalize(typed, ()).text
    try:
        rows = take_apart(sides(text)[-1].text).rows
    except LayoutError:
        return [typed] if wanted == 1 else None
    entries = [entry.text for row in rows for entry in row]
    return entries if len(entries) == wanted and 1 in (len(rows), len(rows[0])) else None


def numbers(texts: Iterable[str]) -> list[float]:
    """Return the value of each text, and every entry of one that is a list, such as a column of one entry.

    Raises:
        VctutorError: one can't be read, or has no value.
    """
    import numpy as np

    from vctutor.maths.expression import evaluate, parse

    values = [evaluate(parse(text.strip(), variables=()), {}) for text in texts]
    return [float(entry) for value in values for entry in np.ravel(np.asarray(value))]
