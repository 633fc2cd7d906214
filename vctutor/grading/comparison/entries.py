"""Whether one entry of an answer is right: a number within its tolerance, an expression by comparison."""

from __future__ import annotations

from vctutor.course.model import NumberAnswer
from vctutor.grading.comparison.equivalence import Comparison, Ground, compare
from vctutor.grading.comparison.rounding import is_rounding
from vctutor.maths.tree import Expression

_WHOLE = 1e-9


def within(answer: NumberAnswer, target: float, given: float) -> bool:
    """Return whether a number is near enough to the key."""
    difference = abs(given - target)
    if difference <= answer.tolerance:
        return True
    # Tolerances are there for rounding, and a whole number was not rounded.
    if _whole(target) and _whole(given):
        return difference <= _WHOLE * max(1.0, abs(target)) and round(given) == round(target)
    return difference <= answer.relative * abs(target)


def _whole(value: float) -> bool:
    return abs(value) < 2**53 and abs(value - round(value)) <= _WHOLE * min(1.0, abs(value))


def compare_entry(target: Expression, given: Expression, text: str, ground: Ground) -> Comparison:
    """Compare one entry; a decimal typed for a number may be rounded, to three digits or more."""
    compared = compare(target, given, ground)
    if compared.equal or target.free_symbols & {name for name, __ in ground.domains}:
        return compared
    value = float(ground.measure(target).value[0])
    return Comparison("equal", agreeing=1) if is_rounding(value, text) else compared
