"""Judges of numbers and of expressions."""

from __future__ import annotations

import re

from vctutor.course.model import ExpressionAnswer, NumberAnswer, Question
from vctutor.errors import CourseError
from vctutor.grading.comparison.entries import compare_expression, within
from vctutor.grading.comparison.equivalence import Comparison, Ground
from vctutor.grading.comparison.forms import missed_form
from vctutor.grading.diagnosis.diagnose import at, diagnose
from vctutor.grading.reading import Read, Unreadable, read_key, read_scalar
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Caret, Verdict, right, undecided, unreadable, wrong
from vctutor.i18n import _
from vctutor.maths.tree import Expression

_DECIMAL_COMMA = re.compile(r"\s*[-+−]?\d+,\d+\s*")


def judge_number(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge a number by the tolerance of the question, or as a rounding of the key: see `within`."""
    assert isinstance(question.answer, NumberAnswer)
    key = read_key(question, variant)
    try:
        read = read_number(question.answer, str(answer))
    except Unreadable as error:
        return unreadable(error.message, caret=error.caret, reading=error.reading)
    ground = Ground(parameters=key.ground.parameters)
    target, given = _value(key.entries[0], ground), _value(read.entries[0], Ground())
    if target is None:
        raise CourseError(_("the answer of '{id}' has no finite value").format(id=question.id))
    if given is None:
        return unreadable(_("That has no finite value."), reading=read.latex)
    if within(question.answer, target, given, read.texts[0]):
        return right(reading=read.latex)
    found = diagnose(question, variant, key, read, (False,))
    return wrong(
        found.say, diagnosis=found.slip, reading=read.latex, costs_attempt=found.costs_attempt
    )


def read_number(answer: NumberAnswer, text: str) -> Read:
    """Return a typed number, its unit taken off; ``25%`` is 0.25 unless the unit itself is the percent.

    Raises:
        Unreadable: it can't be read, or has a variable in it.
    """
    if _DECIMAL_COMMA.fullmatch(text):
        place = text.index(",")
        caret = Caret(place, 1, _("decimals have a point here"), text.replace(",", ".").strip())
        raise Unreadable(
            _("A single number is asked for, and decimals are typed with a point."), caret
        )
    body = text.rstrip()
    if answer.unit and body.endswith(answer.unit):
        return read_scalar(body[: -len(answer.unit)].rstrip(), ())
    return read_scalar(text, ())


def _value(expression: Expression, ground: Ground) -> float | None:
    import numpy as np

    value = float(ground.measure(expression).value[0])
    return value if np.isfinite(value) else None


def judge_expression(
    question: Question, variant: Variant, answer: str | tuple[int, ...]
) -> Verdict:
    """Judge an expression: by its value first, then by its form where the question asks for one."""
    assert isinstance(question.answer, ExpressionAnswer)
    key = read_key(question, variant)
    try:
        read = read_scalar(str(answer), key.variables, key.by)
    except Unreadable as error:
        return unreadable(error.message, caret=error.caret, reading=error.reading)
    compared = compare_expression(key.entries[0], read.entries[0], read.texts[0], key.ground)
    if compared.verdict == "undecided":
        return undecided(doubt(compared), reading=read.latex)
    if compared.verdict == "different":
        found = diagnose(question, variant, key, read, (False,))
        return wrong(found.say, diagnosis=found.slip, reading=read.latex)
    form = missed_form(question.answer.form, read.entries[0])
    if form:
        return wrong(form, diagnosis="form", reading=read.latex, costs_attempt=False)
    return right(domain_note([compared]), reading=read.latex)


def doubt(compared: Comparison) -> str:
    """Return what to say where the comparison settled nothing."""
    if compared.differs_at is not None:
        return _(
            "That is equal nearly everywhere, but not {place}, so it is not decided "
            "here. It costs nothing; try to write it another way."
        ).format(place=at(compared.differs_at))
    if compared.only_key is not None:
        return _(
            "That can't be decided: your expression has no value {place} and in too many "
            "other places. It costs nothing; try to write it another way."
        ).format(place=at(compared.only_key))
    return _(
        "That can't be decided by comparing values. It costs nothing; try to write it another way."
    )


def domain_note(comparisons: list[Comparison]) -> str:
    """Return what to say of a right answer that is defined elsewhere than the key; often nothing."""
    for compared in comparisons:
        if compared.only_key is not None:
            return _("Right wherever both have a value. Yours has none {place}.").format(
                place=at(compared.only_key)
            )
        if compared.only_answer is not None:
            place = at(compared.only_answer)
            return _(
                "Right wherever both have a value. Yours has one {place}, where the key has none."
            ).format(place=place)
    return ""
