"""What ``vctutor diff --speak`` says: derivatives in words, for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from vctutor.errors import UsageError

if TYPE_CHECKING:
    from vctutor.maths.expression import Expression


def aloud(
    e: Expression, names: Sequence[str], at: Mapping[str, float] | None, *, steps: bool
) -> Iterator[str]:
    """Yield what is said of an expression's derivatives, a sentence a line.

    Args:
        e: the expression, or a vector of them.
        names: the variables it is differentiated by.
        at: a point, where numbers are wanted.
        steps: say the rule of every step.

    Raises:
        UsageError: it is a matrix.
    """
    from vctutor.line_mode.words import in_words
    from vctutor.maths.expression import Matrix, Vector
    from vctutor.maths.symbolic import differentiate

    if isinstance(e, Matrix):
        raise UsageError("a matrix is not differentiated here", "give its entries as a vector")
    yield f"The function: {_said(e)}."
    for name in names:
        found = differentiate(e, name)
        if steps:
            for number, step in enumerate(found.steps, 1):
                yield f"Step {number}. {in_words(step.sentence)}"
        yield f"Its derivative with respect to {in_words(name)}: {_said(found.expression)}."
    if at is not None:
        yield from _vector_at(e, at, names) if isinstance(e, Vector) else _at(e, at, names)


def _said(e: Expression) -> str:
    from vctutor.maths.expression import to_latex
    from vctutor.typesetting import spoken

    return spoken(to_latex(e))


def _point(at: Mapping[str, float]) -> str:
    from vctutor.line_mode.words import in_words

    return in_words(" and ".join(f"{name} = {_number(value)}" for name, value in at.items()))


def _number(value: float) -> str:
    from vctutor.simulations.base import number

    return number(float(value), 6)


def _at(e: Expression, at: Mapping[str, float], names: Sequence[str]) -> Iterator[str]:
    from vctutor.line_mode.words import in_words
    from vctutor.maths.agreement import compare

    found = compare(e, at, tuple(names))
    yield in_words(f"At {_point(at)} its value is {_number(found.value)}.")
    for name, value in zip(names, found.symbolic, strict=True):
        yield in_words(f"There the derivative with respect to {name} is {_number(value)}.")
    yield _agreement(found.agree)


def _vector_at(e: Expression, at: Mapping[str, float], names: Sequence[str]) -> Iterator[str]:
    from vctutor.line_mode.words import in_words
    from vctutor.maths.agreement import compare_jacobian

    found = compare_jacobian(e, at, tuple(names))  # type: ignore[arg-type]
    values = ", ".join(_number(value) for value in found.value.tolist())
    yield in_words(f"At {_point(at)} its value is the vector {values}.")
    for row, entries in enumerate(found.symbolic.tolist(), 1):
        told = ", ".join(_number(entry) for entry in entries)
        yield in_words(f"Row {row} of the Jacobian: {told}.")
    yield _agreement(found.agree)


def _agreement(agree: bool) -> str:
    if agree:
        return "The rules, forward mode, reverse mode and differences agree."
    return "The methods do not agree here: see the numbers without --speak."
