"""The answer keys of chapters 5 to 9, computed another way for the first variant and forty others.

Derivatives are taken numerically from what the question describes, and the rest is linear algebra
by numpy, so that a slip in a key and the same slip here are unlikely to agree.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from vctutor.course.loader import load_chapter, load_course
from vctutor.course.model import (
    Chapter,
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    OneChoice,
    Question,
    ShapeAnswer,
    VectorAnswer,
)
from vctutor.grading.variants import draw
from vctutor.maths.expression import evaluate, parse

COURSE = Path(__file__).parents[2] / "chapters"
NUMBERS = (5, 6, 7, 8, 9)
SEEDS = range(41)
Values = SimpleNamespace
Key = Callable[[Values], Any]


@cache
def chapter(number: int) -> Chapter:
    return load_chapter(COURSE, load_course(COURSE).course.chapters[number]).chapter


def slope(f: Callable[[Any], Any], x: Any, h: float = 1e-5) -> Any:
    return (np.asarray(f(x + h)) - np.asarray(f(x - h))) / (2 * h)


def gradient(f: Callable[..., Any], *at: Any) -> list[Any]:
    return [
        slope(lambda t, i=i: f(*[t if j == i else v for j, v in enumerate(at)]), at[i])
        for i in range(len(at))
    ]


def jacobian(f: Callable[..., Any], *at: Any) -> Any:
    return np.stack(gradient(f, *at), axis=1)


LINE = np.array([[1.0, 1], [1, 2], [1, 3]])
SEEN = np.array([2.0, 4, 3])


def line_loss(p: Values) -> Callable[[Any, Any], Any]:
    return lambda v, u: sum(
        (row[0] * v + row[1] * u - y) ** 2 for row, y in zip(LINE, SEEN, strict=True)
    )


def fitted_line(p: Values) -> Any:
    x = np.array([[1.0, -1], [1, 0], [1, 1]])
    return np.linalg.lstsq(x, np.array([p.p, p.q, p.r], float), rcond=None)[0]


def loss(w: Any, b: Any, x: Any, y: Any) -> Any:
    return (w * x + b - y) ** 2


def dual_product(p: Values) -> list[float]:
    def product(e: float) -> float:
        return (p.p + p.q * e) * (p.r + p.s * e)

    return [product(0), slope(product, 0.0)]


def by_matrix(f: Callable[[Any], Any], shape: tuple[int, int]) -> Any:
    """Return the gradient of a function that is linear in a matrix: its value on each unit matrix."""
    found = np.zeros(shape)
    for index in np.ndindex(*shape):
        unit = np.zeros(shape)
        unit[index] = 1
        found[index] = f(unit)
    return found


def multiplications(shapes: list[tuple[int, int]], from_the_right: bool = False) -> int:
    """Count the multiplications of a product of matrices, worked out from one side."""
    total = 0
    while len(shapes) > 1:
        i = len(shapes) - 2 if from_the_right else 0
        (a, b), (_, c) = shapes[i : i + 2]
        total += a * b * c
        shapes = [*shapes[:i], (a, c), *shapes[i + 2 :]]
    return total


def cross_entropy(z: Any, right: int) -> Any:
    return np.log(np.sum(np.exp(z))) - z[right]


def two_units(p: Values) -> Callable[[float], float]:
    """The loss of from-the-loss's network, the first weight moved by t from where it was."""

    def sigma(z: float) -> float:
        return float(1 / (1 + np.exp(-z)))

    z1, z2 = np.log(p.h / (1 - p.h)), np.log(p.a / (1 - p.a))
    bias = z2 - p.w * p.h
    return lambda t: (sigma(p.w * sigma(z1 + t * p.x) + bias) - p.y) ** 2


def two_layers(p: Values) -> Callable[[Any], Any]:
    """The loss of first-weight's network as a function of its first weight matrix, near the given run."""
    x, w2 = np.array([p.s, p.t], float), np.array([[p.m, 1], [2, p.n]], float)
    kept = np.array([p.u, p.v], float)
    start = np.log([1 - p.g, p.g]) - w2 @ np.maximum(kept, 0)  # the second bias, from what was kept
    return lambda w1: cross_entropy(w2 @ np.maximum(kept + w1 @ x, 0) + start, 0)


def matrix_gradient(f: Callable[[Any], Any], shape: tuple[int, int]) -> Any:
    """The gradient at zero by central differences."""
    found = np.zeros(shape)
    for index in np.ndindex(*shape):
        unit = np.zeros(shape)
        unit[index] = 1e-5
        found[index] = (f(unit) - f(-unit)) / 2e-5
    return found


# What a question without variables is answered by, from its parameters.
KEYS: dict[str, Key] = {
    "5/sum-over-paths": lambda p: slope(lambda t: p.p * p.r * t + p.q * p.s * t, 0.0),
    "5/weight-and-bias": lambda p: gradient(
        lambda w, b: p.p * p.u * p.q * (w * p.c + b), 0.3, -0.2
    ),
    "5/at-most": lambda p: np.prod([0.25] * p.n),
    "5/shrink-or-grow": lambda p: np.prod([p.u * 0.25] * p.n),
    "6/check": lambda p: np.zeros((p.m, p.n)).shape,
    "6/nudge": lambda p: np.array([[p.p, p.q], [p.r, p.s]]) @ [p.h, p.k],
    "6/area-factor": lambda p: abs(np.linalg.det([[p.p, p.q], [p.r, p.s]])),
    "6/composition-shape": lambda p: (np.zeros((p.k, p.m)) @ np.zeros((p.m, p.n))).shape,
    "6/composition-product": lambda p: (
        np.array([[2, p.c], [1, p.h]]) @ np.array([[p.a, 1], [0, p.b]])
    ),
    "6/hessian": lambda p: jacobian(
        lambda x, y: np.array(gradient(lambda x, y: p.a * x**2 + p.b * x * y + p.c * y**2, x, y)),
        0.4,
        -0.3,
    ),
    "5/where-each-factor": lambda p: slope(lambda t: p.q * (p.u + p.s * t - p.u), 0.0),
    "5/from-the-loss": lambda p: slope(two_units(p), 0.0),
    "5/skip-connection": lambda p: np.prod([1 + p.d] * 50),
    "5/tanh-unit": lambda p: slope(lambda w: np.tanh(np.arctanh(p.a) + w * p.x), 0.0),
    "6/hessian-at-a-point": lambda p: jacobian(
        lambda x, y: np.array(
            [
                slope(lambda t: p.a * t**2 * y + y**3, x, 1e-3),
                slope(lambda t: p.a * x**2 * t + t**3, y, 1e-3),
            ]
        ),
        float(p.p),
        float(p.q),
    ),
    "7/differential-of-an-inverse": lambda p: slope(
        lambda t: np.linalg.inv(np.array([[p.p, t * p.r], [0, p.q]])), 0.0
    ),
    "6/mixed-term": lambda p: np.linalg.eigvalsh([[p.a, p.b], [p.b, p.a]]),
    "6/second-order-change": lambda p: (
        np.array([p.g, p.k]) @ [0.1, -0.1]
        + np.array([0.1, -0.1]) @ [[p.a, p.b], [p.b, p.c]] @ [0.1, -0.1] / 2
    ),
    "6/newton-in-two": lambda p: (
        np.array([p.p, p.q]) - np.linalg.solve([[2, 1], [1, p.c]], [p.g, p.k])
    ),
    "6/hessian-times-direction": lambda p: (
        (np.array([p.g + 0.01 * p.u, p.k + 0.01 * p.v]) - [p.g, p.k]) / 0.01
    ),
    "6/layer-jacobian-numbers": lambda p: jacobian(
        lambda a, b: np.maximum(
            np.array([[p.p, p.q], [p.r, p.s]]) @ np.array([a, b]) + [p.u, p.v], 0
        ),
        1.0,
        1.0,
    ),
    "6/softmax-jacobian": lambda p: jacobian(
        lambda a, b: np.exp([a, b]) / np.sum(np.exp([a, b])), np.log(p.u), np.log(1 - p.u)
    ),
    "6/cost-of-the-order": lambda p: [
        multiplications([(1, p.m), (p.m, p.m), (p.m, p.n)]),
        multiplications([(1, p.m), (p.m, p.m), (p.m, p.n)], from_the_right=True),
    ],
    "7/quadratic-form-gradient": lambda p: gradient(
        lambda a, b: p.a * a * a + (p.b + p.c) * a * b + p.h * b * b, float(p.p), float(p.q)
    ),
    "7/differential-of-a-product": lambda p: slope(
        lambda t: np.array([[1, p.p], [p.r * t, 1]]) @ np.array([[p.q, p.s * t], [0, 1]]),
        0.0,
    ),
    "7/ridge": lambda p: np.linalg.lstsq(
        np.array([[2], [1], [np.sqrt(p.k)]]), np.array([p.p, p.q, 0]), rcond=None
    )[0][0],
    "7/shape-of-the-gradient": lambda p: (
        (
            np.ones((p.m, p.n)).T @ (np.ones((p.m, p.n)) @ np.ones((p.n, 1)) - np.ones((p.m, 1)))
        ).shape
    ),
    "7/trace-gradient": lambda p: by_matrix(
        lambda x: np.trace(np.array([[p.p, p.q], [p.r, p.s]]) @ x), (2, 2)
    ),
    "7/two-traces": lambda p: np.reshape(
        gradient(
            lambda *x: sum(v * v + v * a for v, a in zip(x, [1, 3, -2, 4], strict=True)),
            *map(float, [p.p, p.q, p.r, p.s]),
        ),
        (2, 2),
    ),
    "7/bilinear-gradient": lambda p: by_matrix(
        lambda x: np.array([p.p, p.q]) @ x @ np.array([p.r, p.s, p.t]), (2, 3)
    ),
    "7/gradient-numbers": lambda p: gradient(line_loss(p), float(p.p), float(p.q)),
    "7/solve-normal-equation": fitted_line,
    "7/check-by-nudging": lambda p: np.polyfit([-0.01, 0.01], [p.v, p.u], 1)[0],
    "8/forward-pass": lambda p: loss(p.u, p.c, p.x, p.y),
    "8/both-derivatives": lambda p: gradient(
        lambda w, b: loss(w, b, p.x, p.y), float(p.u), float(p.c)
    ),
    "8/one-training-step": lambda p: (
        p.u - p.s * slope(lambda w: (p.r + (w - p.u) * p.x) ** 2, float(p.u))
    ),
    "8/relu-gate": lambda p: gradient(
        lambda a, b, c: np.array([p.g, p.k, p.m]) @ np.maximum([a, b, c], 0),
        *map(float, [p.p, -p.q, p.r]),
    ),
    "8/layer-shapes": lambda p: np.outer(np.ones(p.m), np.ones(p.n)).shape,
    "8/layer-weights": lambda p: by_matrix(
        lambda w: np.array([p.g, p.k]) @ w @ np.array([p.p, p.q]), (2, 2)
    ),
    "8/layer-input": lambda p: gradient(
        lambda a, b: p.g * (p.m * a + p.n * b) + p.k * (p.p * a + p.q * b), 0.1, 0.2
    ),
    "8/used-twice-sum": lambda p: slope(lambda x: (x + p.c) * (p.k * x), float(p.p)),
    "8/probabilities-less-answer": lambda p: gradient(
        lambda *z: cross_entropy(np.array(z), 1), *np.log([p.u, p.v, 1 - p.u - p.v])
    ),
    "8/second-layer": lambda p: matrix_gradient(
        lambda w: cross_entropy(w @ np.array([p.u, 0, p.v]) + np.log([p.g, 1 - p.g]), 1), (2, 3)
    ),
    "8/back-to-the-hidden-layer": lambda p: gradient(
        lambda a, b: (
            np.array([p.g, -p.g])
            @ (np.array([[p.m, p.n], [p.p, p.q]]) @ np.maximum(np.array([a, b]), 0))
        ),
        float(p.u),
        -float(p.v),
    ),
    "8/first-weight": lambda p: matrix_gradient(two_layers(p), (2, 2)),
    "8/bias-in-a-batch": lambda p: np.mean([[p.p, p.q], [p.r, 0], [p.s, p.t]], axis=0),
    "8/relative-error": lambda p: abs(p.u - p.v) / (abs(p.u) + abs(p.v)),
    "8/mean-of-gradients": lambda p: slope(
        lambda w: ((w - p.p) ** 2 + (2 * w - p.q) ** 2) / 2, float(p.w)
    ),
    "9/dual-product-numbers": dual_product,
    "9/both-inputs": lambda p: gradient(lambda x, y: x * y + p.k * x**2, float(p.p), float(p.q)),
    "9/forward-column": lambda p: slope(
        lambda x: np.array([x**2 + p.c * p.q, p.k * x * p.q]), float(p.p)
    ),
    "9/shared-weight": lambda p: slope(lambda w: (w * w * p.p - p.q) ** 2, float(p.u)),
    "9/jvp": lambda p: slope(
        lambda t: np.array(
            [(p.p + t * p.u) * (p.q + t * p.v), (p.p + t * p.u) ** 2 + p.q + t * p.v]
        ),
        0.0,
    ),
    "9/vjp": lambda p: gradient(
        lambda x, y: p.u * x * y + p.v * (x**2 + y), float(p.p), float(p.q)
    ),
    "9/cheaper-way": lambda p: sorted([2 * p.n, 4 * p.m])[0],
    "9/without-zero-grad": lambda p: sum([p.g] * p.n),
}

# What a question with variables is answered by, at a point.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "5/power-of-inner": lambda p, x: slope(lambda x: (p.a * x**2 + p.c) ** p.n, x),
    "5/two-paths-expression": lambda p, x: slope(lambda x: x**p.n * np.exp(p.k * x), x),
    "5/path-with-a-chain": lambda p, x: slope(lambda x: x * (x**2 + p.c) ** p.n, x),
    "5/one-unit": lambda p, w, x, b: slope(lambda w: 1 / (1 + np.exp(-(w * x + b))), w),
    "6/jacobian-of-a-function": lambda p, x, y: jacobian(
        lambda x, y: np.array([x**2 + p.a * y, p.b * x * y]), x, y
    ),
    "6/jacobian-of-three-outputs": lambda p, x, y: jacobian(
        lambda x, y: np.array([p.a * x + y**2, x * y, p.b * y]), x, y
    ),
    "6/row-of-the-loss": lambda p, u, v: gradient(
        lambda u, v: (u - p.p) ** 2 + p.k * (v - p.q) ** 2, u, v
    ),
    "7/one-weight": lambda p, w: slope(lambda w: (p.p * w - p.q) ** 2 + (p.r * w - p.s) ** 2, w),
    "9/tangent-expression": lambda p, x, y: slope(lambda x: p.k * x**2 * y + p.c * y, x),
}


def questions() -> list[Any]:
    found = [(f"{n}/{q.id}", q) for n in NUMBERS for q in chapter(n).questions]
    return [pytest.param(name, question, id=name) for name, question in found]


def value(text: Any, names: dict[str, Any]) -> Any:
    if isinstance(text, tuple):
        return np.array([value(entry, names) for entry in text])
    return evaluate(parse(text, variables=list(names)), names)


COMPUTED = (NumberAnswer, VectorAnswer, MatrixAnswer, ShapeAnswer, ExpressionAnswer)


def test_every_computed_answer_has_an_independent_key() -> None:
    asked = {
        f"{n}/{q.id}"
        for n in NUMBERS
        for q in chapter(n).questions
        if isinstance(q.answer, COMPUTED)
    }
    assert asked == set(KEYS) | set(FUNCTIONS)


@pytest.mark.parametrize("name", KEYS)
def test_key_without_variables(name: str) -> None:
    question = find(name)
    for seed in SEEDS:
        values = dict(draw(question, seed).values)
        right = np.asarray(KEYS[name](Values(**values)), float)
        given = np.asarray(value(question.answer.value, values), float)
        np.testing.assert_allclose(given, right, rtol=1e-6, atol=1e-6, err_msg=f"{values}")
        assert given.shape == right.shape


@pytest.mark.parametrize("name", FUNCTIONS)
def test_key_with_variables(name: str) -> None:
    question = find(name)
    rng = np.random.default_rng(5)
    for seed in SEEDS:
        values = dict(draw(question, seed).values)
        point = {v: float(rng.uniform(-1.5, 1.5)) for v in question.answer.variables}
        right = np.asarray(FUNCTIONS[name](Values(**values), **point), float)
        given = np.asarray(value(question.answer.value, values | point), float)
        np.testing.assert_allclose(given, right, rtol=1e-5, atol=1e-6, err_msg=f"{values} {point}")
        assert given.shape == right.shape


def find(name: str) -> Question:
    number, identity = name.split("/")
    return next(q for q in chapter(int(number)).questions if q.id == identity)


@pytest.mark.parametrize(("name", "question"), questions())
def test_question_is_complete(name: str, question: Question) -> None:
    assert question.idea and question.solution and question.hints
    options = getattr(question.answer, "options", ())
    assert all(option.say for option in options if not option.right)
    assert not isinstance(question.answer, OneChoice) or sum(o.right for o in options) == 1
    if isinstance(question.answer, COMPUTED):
        verdicts = {expectation.verdict for expectation in question.expect}
        assert verdicts == {"right", "wrong"} and question.wrong


@pytest.mark.parametrize("number", NUMBERS)
def test_chapter_asks_enough(number: int) -> None:
    asked = chapter(number).questions
    rich = (ExpressionAnswer, VectorAnswer, MatrixAnswer)
    assert len(asked) >= 8
    assert sum(bool(q.vary) for q in asked) >= 4
    assert sum(isinstance(q.answer, rich) for q in asked) >= 2
    assert [q.id for q in asked].count("check") == 1
