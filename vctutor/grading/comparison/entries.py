"""Whether one entry of an answer is right: a number within its tolerance, an expression by comparison."""

from __future__ import annotations

import math

from vctutor.course.model import NumberAnswer
from vctutor.grading.comparison.equivalence import Comparison, Ground, compare
from vctutor.grading.comparison.rounding import (
    decimal_text,
    is_rounding,
    is_short,
    last_place,
    significant_digits,
)
from vctutor.maths.evaluation import evaluate
from vctutor.maths.tree import Constant, Expression, Negate, Number, transform, walk

_WHOLE = 1e-9
_NOISE = 1e-12  # relative; what computing an exact expression in floats may be off
_NOTHING = 1e-15  # absolute
_MANY_DIGITS = 8  # a decimal of so many digits stands for the number that it is a rounding of


def within(answer: NumberAnswer, target: float, given: float, text: str = "") -> bool:
    """Return whether a number is near enough to the key.

    An author's tolerance is the tolerance. Where there is none, the number must be the key's, or a decimal that the
    key rounds to with digits enough.

    Args:
        answer: with its tolerances and digits.
        target: the key's value.
        given: the answer's value.
        text: the answer as it was typed.
    """
    difference = abs(given - target)
    decimal = decimal_text(text)
    if difference <= (_NOTHING if decimal else max(_NOTHING, _NOISE * abs(target))):
        return True
    if answer.digits is not None and is_rounding(target, text, answer.digits):
        return True
    if answer.tolerance is None and answer.relative is None:
        return answer.digits is None and is_rounding(target, text)
    # The bound itself is within: 0.1 + 0.2 is not more than 0.3 away from 0.
    if difference <= (answer.tolerance or 0) * (1 + _WHOLE):
        return True
    # A relative tolerance is there for rounding, and a whole number was not rounded.
    if _whole(target) and (_whole(given) or is_short(target)):
        return difference <= _WHOLE * max(1.0, abs(target)) and round(given) == round(target)
    return difference <= (answer.relative or 0) * abs(target) * (1 + _WHOLE)


def _whole(value: float) -> bool:
    return abs(value) < 2**53 and abs(value - round(value)) <= _WHOLE * min(1.0, abs(value))


def compare_entry(target: Expression, given: Expression, text: str, ground: Ground) -> Comparison:
    """Compare one entry of a vector or matrix; a decimal typed for a number may be rounded."""
    compared = compare_expression(target, given, text, ground)
    if compared.equal or target.free_symbols & {name for name, __ in ground.domains}:
        return compared
    value = float(ground.measure(target).value[0])
    return Comparison("equal", agreeing=1) if is_rounding(value, text) else compared


def same_entry(target: Expression, given: Expression, text: str, ground: Ground) -> bool:
    """Return whether an entry is the same as one that a slip leads to; most are told apart at a glance."""
    # One point, computed without arrays, tells most of them apart; no rounding is off by as much.
    values = ground.sample()
    one, other = evaluate(target, values), evaluate(given, values)
    if (
        math.isfinite(one)
        and math.isfinite(other)
        and abs(one - other) > 0.01 * max(abs(one), abs(other))
    ):
        return False
    return compare_entry(target, given, text, ground).equal


def compare_expression(
    target: Expression, given: Expression, text: str, ground: Ground
) -> Comparison:
    """Compare an expression with the key; decimals of many digits stand for what they are roundings of.

    That is e or pi in either of them, and the whole of a number without variables: 0.99999999 for 99999998/99999999.
    """
    compared = compare(_named_constants(target), _named_constants(given), ground)
    if compared.verdict == "equal" or target.free_symbols or given.free_symbols:
        return compared
    for exact, rounded in ((target, given), (given, target)):
        decimal = _literal(rounded)
        if decimal is None or _literal(exact) is not None:
            continue
        value, text = float(ground.measure(exact).value[0]), repr(decimal)
        if significant_digits(text) < _MANY_DIGITS or not math.isfinite(value):
            continue
        # Keys are also copied from a calculator, which cuts its last digit off.
        if abs(value - decimal) < float(last_place(text)) * (1.0 if rounded is target else 0.5):
            return Comparison("equal", agreeing=1)
    return compared


def _literal(node: Expression) -> float | None:
    if isinstance(node, Negate):
        inner = _literal(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, Number) else None


def _named_constants(expression: Expression) -> Expression:
    """Return the expression with 2.718281828 as e and 3.14159265 as pi."""
    long = any(
        isinstance(n, Number) and 2 < n.value < 4 and n.value % 0.01 for n in walk(expression)
    )
    return transform(expression, _named_constant) if long else expression


def _named_constant(node: Expression) -> Expression:
    if isinstance(node, Number) and 2 < node.value < 4:
        text = repr(node.value)
        if significant_digits(text) >= _MANY_DIGITS:
            for name, value in (("pi", math.pi), ("e", math.e)):
                if is_rounding(value, text, _MANY_DIGITS):
                    return Constant(name)
    return node
