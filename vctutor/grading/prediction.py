"""Judging what a reader predicted before a simulation shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vctutor.course.model import Prediction
from vctutor.errors import VctutorError
from vctutor.i18n import _, plural

_DECIMAL_COMMA = re.compile(r"[-+−]?\d+,\d+")
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
    """Judge a prediction that was typed: one number, or as many as the answer has, separated by commas."""
    try:
        wanted = numbers(prediction.answer)
    except VctutorError:
        told = _("What is right here can't be read; 'vctutor check' tells why.")
        return Guess(None, told)
    asked = plural(
        "This asks for one number.", "This asks for {n} numbers, such as 1, 2.", len(wanted)
    ).format(n=len(wanted))
    if len(wanted) == 1 and _DECIMAL_COMMA.fullmatch(typed.strip()):
        point = typed.strip().replace(",", ".")
        said = _("A decimal is typed with a point: {point}.").format(point=point)
        return Guess(None, f"{asked} {said}")
    try:
        given = _numbers(typed)
    except VctutorError as error:
        return Guess(None, asked if not typed.strip() or _WORD.search(typed) else str(error))
    if len(given) != len(wanted):
        return Guess(None, asked)
    right = all(
        abs(one - other) <= prediction.tolerance for one, other in zip(given, wanted, strict=True)
    )
    told = ", ".join(f"{value:.6g}" for value in wanted)
    said = prediction.explain or ("" if right else _("It is {told}.").format(told=told))
    return Guess(right, said)


def _numbers(typed: str) -> list[float]:
    inner = typed.strip()
    if inner[:1] in "([" and inner[-1:] in ")]":
        inner = inner[1:-1]
    return numbers(_split(inner))


def _split(text: str) -> list[str]:
    """Split at the commas outside brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        if char in ",;" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def numbers(texts: Iterable[str]) -> list[float]:
    """Return the value of each text, and every entry of one that is a list, such as a column of one entry.

    Raises:
        VctutorError: one can't be read, or has no value.
    """
    import numpy as np

    from vctutor.maths.expression import evaluate, parse

    values = [evaluate(parse(text.strip(), variables=()), {}) for text in texts]
    return [float(entry) for value in values for entry in np.ravel(np.asarray(value))]
