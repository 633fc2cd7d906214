"""``vctutor diff --speak``: derivatives in words, for a screen reader."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from vctutor.errors import UsageError
from vctutor.i18n import _

if TYPE_CHECKING:
    from vctutor.maths.expression import Expression


def aloud(
    e: Expression, names: Sequence[str], at: Mapping[str, float] | None, *, steps: bool, brief: bool
) -> Iterator[str]:
    """Yield sentences about the derivatives of an expression, one for each line.

    Args:
        e: a scalar expression or a vector.
        names: the variables of differentiation.
        at: the point for numeric values; None for none.
        steps: whether to include the rule of every step.
        brief: leave out the words that only close a part of a formula.

    Raises:
        UsageError: the expression is a matrix.
    """
    from vctutor.line_mode.vocabulary import in_words
    from vctutor.maths.expression import Matrix, Vector
    from vctutor.maths.symbolic import differentiate

    if isinstance(e, Matrix):
        raise UsageError(
            _("a matrix is not differentiated here"), _("give its entries as a vector")
        )
    yield _("The function: {function}.").format(function=_said(e, brief))
    for name in names:
        found = differentiate(e, name)
        if steps:
            for number, step in enumerate(found.steps, 1):
                message = _("Step {number}. {rule}: {of} gives {result}.")
                yield message.format(
                    number=number,
                    rule=in_words(step.sentence),
                    of=_said(step.of, brief),
                    result=_said(step.result, brief),
                )
        message = _("Its derivative with respect to {variable}: {derivative}.")
        yield message.format(variable=in_words(name), derivative=_said(found.expression, brief))
    if at is not None:
        yield from _vector_at(e, at, names) if isinstance(e, Vector) else _at(e, at, names)


def _said(e: Expression, brief: bool) -> str:
    from vctutor.maths.expression import to_latex
    from vctutor.typesetting import spoken

    return spoken(to_latex(e), brief=brief)


def _point(at: Mapping[str, float]) -> str:
    from vctutor.line_mode.vocabulary import in_words

    return in_words(_(" and ").join(f"{name} = {_number(value)}" for name, value in at.items()))


def _number(value: float) -> str:
    from vctutor.simulations.base import number

    return number(float(value), 6)


def _at(e: Expression, at: Mapping[str, float], names: Sequence[str]) -> Iterator[str]:
    from vctutor.line_mode.vocabulary import in_words
    from vctutor.maths.agreement import compare

    found = compare(e, at, tuple(names))
    if found.defined:
        message = _("At {point} its value is {value}.")
        yield message.format(point=_point(at), value=in_words(_number(found.value)))
    for text in found.says:
        yield _("At {point}: {text}.").format(point=_point(at), text=in_words(text))
    if not found.defined or found.analysis.kind not in ("smooth", "unknown"):
        return
    slopes = found.analysis.gradient if found.analysis.differentiable else found.symbolic
    for name, value in zip(names, slopes, strict=True):
        message = _("There the derivative with respect to {variable} is {value}.")
        yield message.format(
            variable=in_words(name), value=in_words(_number(math.nan if value is None else value))
        )
    yield _agreement(found.agree)


def _vector_at(e: Expression, at: Mapping[str, float], names: Sequence[str]) -> Iterator[str]:
    from vctutor.line_mode.vocabulary import in_words
    from vctutor.maths.agreement import compare_jacobian

    found = compare_jacobian(e, at, tuple(names))  # type: ignore[arg-type]
    for text in found.says:
        yield _("At {point}: {text}.").format(point=_point(at), text=in_words(text))
    if not found.defined:
        return
    values = ", ".join(_number(value) for value in found.value.tolist())
    message = _("At {point} its value is the vector {values}.")
    yield message.format(point=_point(at), values=in_words(values))
    for row, entries in enumerate(found.symbolic.tolist(), 1):
        shown = in_words(", ".join(_number(entry) for entry in entries))
        yield _("Row {row} of the Jacobian: {entries}.").format(row=row, entries=shown)
    yield _agreement(found.agree)


def _agreement(agree: bool) -> str:
    if agree:
        return _("The rules, forward mode, reverse mode and differences agree.")
    return _("The methods do not agree here: see the numbers without --speak.")
