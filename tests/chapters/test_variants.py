"""Variants of every question: two hundred seeds keep mistakes wrong, feedback apart and texts intact."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import (
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    Question,
    VectorAnswer,
)
from vctutor.grading.variants import draw
from vctutor.maths.expression import evaluate, parse
from vctutor.paths import shipped_course

SEEDS = range(200)
COMPUTED = (NumberAnswer, VectorAnswer, MatrixAnswer, ExpressionAnswer)


@cache
def questions() -> dict[str, Question]:
    """Every question by chapter and id."""
    chapters = Catalog.open(shipped_course()).chapters()
    return {f"{chapter.number}/{q.id}": q for chapter in chapters for q in chapter.questions}


def computed() -> list[str]:
    return [name for name, q in questions().items() if isinstance(q.answer, COMPUTED)]


@cache
def parsed(text: str, names: tuple[str, ...]) -> Any:
    return parse(text, variables=list(names))


def value(entry: Any, names: dict[str, Any]) -> Any:
    """An answer's entries at given values; a text holds a list where it has brackets."""
    if isinstance(entry, tuple):
        return np.array([value(each, names) for each in entry])
    return np.asarray(evaluate(parsed(str(entry), tuple(names)), names), float)


def point(question: Question) -> dict[str, float]:
    """A place where expressions in a question's variables are compared."""
    letters = getattr(question.answer, "variables", ()) or ()
    rng = np.random.default_rng(8)
    return {letter: float(rng.uniform(0.6, 1.4)) for letter in letters}


def equal(left: Any, right: Any) -> bool:
    return left.shape == right.shape and bool(np.allclose(left, right, rtol=1e-4, atol=1e-6))


@pytest.mark.parametrize("name", computed())
def test_an_expected_mistake_is_wrong_in_two_hundred_variants(name: str) -> None:
    question = questions()[name]
    at = point(question)
    seen = set()
    for seed in SEEDS:
        values = dict(draw(question, seed).values)
        if tuple(values.items()) in seen:
            continue
        seen.add(tuple(values.items()))
        right = value(question.answer.value, values | at)
        assert np.isfinite(right).all(), values
        for mistake in question.wrong:
            assert not equal(value(mistake.value, values | at), right), (mistake.value, values)


@pytest.mark.parametrize("name", computed())
def test_mistakes_of_the_first_variant_have_answers_of_their_own(name: str) -> None:
    """Two slips that give one value would get the feedback of the first, which may not fit."""
    question = questions()[name]
    names = dict(draw(question, 0).values) | point(question)
    found = [(mistake.value, value(mistake.value, names)) for mistake in question.wrong]
    for index, (text, left) in enumerate(found):
        for other, right in found[index + 1 :]:
            assert not equal(left, right), (text, other)


@pytest.mark.parametrize("name", list(questions()))
def test_a_parameter_does_not_stand_where_a_letter_is_meant(name: str) -> None:
    r"""In \mathbf{p} the braces hold a letter; a parameter p would be put in its place."""
    question = questions()[name]
    texts = [question.ask, *question.hints, question.solution]
    texts += [mistake.say for mistake in question.wrong]
    for text in texts:
        for letter in re.findall(r"\\(?:mathbf|mathrm|mathbb|text)\{(\w+)\}", text or ""):
            assert letter not in (question.vary or {}), (letter, text)
