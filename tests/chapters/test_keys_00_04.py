"""The answer keys of chapters 0 to 4, found again without the keys, and what every question there must have."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
import yaml
from sympy.parsing.sympy_parser import (
    convert_xor,
    implicit_multiplication,
    parse_expr,
    standard_transformations,
)

CHAPTERS = Path(__file__).parents[2] / "chapters"
FILES = (
    "00-why-calculus.yaml",
    "01-derivatives.yaml",
    "02-taylor-series.yaml",
    "03-many-variables.yaml",
    "04-the-gradient.yaml",
)

x, y, h, t, theta, alpha = sp.symbols("x y h t theta alpha")


def questions(name: str) -> list[dict[str, Any]]:
    """The questions of a chapter file."""
    chapter = yaml.safe_load((CHAPTERS / name).read_text(encoding="utf-8"))
    return [block["question"] for block in chapter["body"] if "question" in block]


def descend(slope: Callable[[Any], Any], start: Any, rate: float, steps: int = 1) -> list[Any]:
    """Points after each step of gradient descent."""
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - rate * slope(points[-1]))
    return points[1:]


def taylor(f: Any, centre: float, order: int) -> Any:
    """A Taylor polynomial in x."""
    return sum(
        sp.diff(f, x, k).subs(x, centre) / math.factorial(k) * (x - centre) ** k
        for k in range(order + 1)
    )


def sigmoid(at: Any) -> Any:
    """The sigmoid from its exponential."""
    return 1 / (1 + sp.exp(-at))


# The first variant's answer of every question whose key is computed, found without the key.
FIRST: dict[str, dict[str, Any]] = {
    "00-why-calculus.yaml": {
        "one-step": descend(lambda v: 2 * v, 5.0, 0.1)[0],
        "three-steps": descend(lambda v: 2 * v, 8.0, 0.25, 3),
        "general-step": theta - alpha * sp.diff(3 * theta**2, theta),
        "landing": sp.solve(theta - alpha * sp.diff(4 * theta**2, theta), alpha)[0],
        "two-dials": sum(slope * (-0.1 * slope) for slope in (3, -1)),
        "read-a-run": sp.solve(6 - (10 - 0.1 * sp.diff(x * t**2, t).subs(t, 10)), x)[0],
    },
    "01-derivatives.yaml": {
        "difference-quotient": sp.cancel((3 * (x + h) ** 2 - 3 * x**2) / h),
        "slope-at-a-point": sp.limit((2 * (-3 + h) ** 2 - 18) / h, h, 0),
        "power-rule": sp.diff(4 * x**3, x),
        "sigmoid-slope": sp.diff(1 / (1 + sp.exp(-x)), x).subs(x, sp.log(4)),
        "sum-rule": sp.diff(2 * x**3 + 5 * x + 9, x),
        "product-rule": sp.diff(x**3 * sp.exp(x), x),
        "product-of-brackets": sp.diff(sp.expand((2 * x + 3) * (x**2 + 4)), x),
        "check": 18 * x + 6,
        "chain-of-a-power": sp.diff(sp.expand((2 * x - 1) ** 4), x),
        "log-likelihood": sp.diff(-sp.log(sigmoid(sp.Symbol("z"))), sp.Symbol("z")),
        "softplus": sp.diff(sp.log(1 + sp.exp(3 * x)), x),
        "where-it-is-level": max(sp.solve(sp.diff(x**2 * sp.exp(-x / 3), x), x)),
        "two-sigmoids": sp.diff(sigmoid(sigmoid(2 * x)), x).subs(x, 0),
    },
    "02-taylor-series.yaml": {
        "tangent-line": taylor(3 * x**2, 2, 1),
        "parabola": taylor(sp.exp(2 * x), 0, 2),
        "parabola-elsewhere": taylor(sp.log(x), 2, 2),
        "second-derivative": sp.diff(2 * x**3 - 3 * x**2, x, 2).subs(x, 2),
        "how-far-off": taylor(sp.exp(x), 0, 3).subs(x, 0.2) - taylor(sp.exp(x), 0, 2).subs(x, 0.2),
        "what-a-step-gains": (6 * x + x**2 / 0.2).subs(x, sp.solve(6 + x / 0.1, x)[0]),
        "sine-by-hand": taylor(sp.sin(x), 0, 3).subs(x, 0.6),
        "coefficients": [2, 7, 6 / 2, 12 / 6],
        "newton-step": sp.solve(sp.diff(12 * (x - 4) + (x - 4) ** 2, x), x)[0],
        "size-of-the-hessian": list(
            sp.hessian(sum(v**2 for v in sp.symbols("v:10")), sp.symbols("v:10")).shape
        ),
    },
    "03-many-variables.yaml": {
        "partial-by-x": sp.diff(2 * x**2 * y + 5 * y, x),
        "partial-at-a-point": sp.diff(2 * x**2 * y + 3 * y, y).subs({x: 3, y: 4}),
        "both-partials": [sp.diff(3 * x**2 * y + 2 * x * y**2, v) for v in (x, y)],
        "partial-of-a-product": sp.diff(sp.exp(3 * sp.log(x) + x * y), x),
        "total-by-numbers": sp.diff(5 * (-3 * t) + 4 * (2 * t), t),
        "total-along-a-path": sp.diff(t**3 * (2 * t + 1), t),
        "small-change": 5 * 0.01 + 4 * -0.02,
        "best-nudge": min(a * b for a in (4, -7) for b in (-0.01, 0.01)),
        "partial-against-total": [
            sp.diff(x**2 * y, x).subs({x: 2, y: 6}),
            sp.diff(x**2 * (3 * x), x).subs(x, 2),
        ],
        "which-way-along-the-curve": sp.diff(
            3 * sp.cos(t) ** 2 - 4 * sp.cos(t) * sp.sin(t), t
        ).subs(t, 0),
        "check": sp.diff(x * y**2 + x**3, x),
    },
    "04-the-gradient.yaml": {
        "gradient-of-a-bowl": [sp.diff(3 * x**2 + 4 * x * y, v) for v in (x, y)],
        "check": [6, 4],
        "gradient-at-a-point": [
            sp.diff(3 * x**2 + 2 * y**2, v).subs({x: -1, y: 4}) for v in (x, y)
        ],
        "row-or-column": list(
            sp.Matrix([sum(sp.symbols("v:5"))]).jacobian(sp.symbols("v:5")).shape
        ),
        "derivative-as-a-row": list(
            sp.Matrix([sp.exp(2 * x) + 3 * x * y]).jacobian(sp.Matrix([x, y]))
        ),
        "steepness": float(np.linalg.norm([9, -12])),
        "steepest-descent": list(-np.array([15.0, 20.0]) / np.linalg.norm([15, 20])),
        "slope-in-a-direction": float(np.array([10, -10]) @ np.array([0.8, 0.6])),
        "one-step": list(descend(lambda v: np.array([2, 4]) * v, np.array([4.0, 1.0]), 0.1)[0]),
        "factors": list(descend(lambda v: np.array([2, 4]) * v, np.ones(2), 0.3)[0]),
        "largest-rate": 2 / sp.diff(4 * y**2, y, 2),
        "normalise-first": float(np.array([10, 5]) @ np.array([6, 8]) / np.hypot(6, 8)),
        "stationary-by-hand": list(
            sp.solve(
                [sp.diff(x**2 + x * y + y**2 - 6 * x - 3 * y, v) for v in (x, y)], [x, y]
            ).values()
        ),
        "sure-gain": sp.maximum(100 * x - 5 * 100 * x**2 / 2, x),
        "keep-the-level": sp.solve(3 * 0.1 + 5 * y, y)[0],
        "slope-of-a-contour": sp.idiff(x**2 + x * y + y**2 - 7, y, x).subs({x: 1, y: 2}),
        "on-a-line": [
            sp.solve(sp.diff(2 * x**2 + 3 * (10 - x) ** 2, x), x)[0],
            10 - sp.solve(sp.diff(2 * x**2 + 3 * (10 - x) ** 2, x), x)[0],
        ],
        "momentum-step": 4 + 0.5 * -1 - 0.1 * sp.diff(x**2, x).subs(x, 4),
    },
}

_READ = (*standard_transformations, convert_xor, implicit_multiplication)


def read(text: str, values: dict[str, Any]) -> Any:
    """An expression of the course, with parameters put in."""
    names = {
        name: sp.Symbol(name) for name in re.findall(r"[A-Za-z_]+", text) if not hasattr(sp, name)
    }
    names.update(
        {
            name: sp.Symbol(name)
            for name in ("x", "y", "h", "t", "k", "s", "theta", "alpha", "n", "q", "c")
        }
    )
    names |= {"abs": sp.Abs, "max": sp.Max, "min": sp.Min}
    expression = parse_expr(text, local_dict=names, transformations=_READ)
    return expression.subs({name: sp.nsimplify(value) for name, value in values.items()})


def options(given: Any) -> list[Any]:
    """The values of a parameter."""
    if isinstance(given, list):
        return given
    low, high = str(given).split("..")
    return list(range(int(low), int(high) + 1))


def variants(question: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every allowed combination of a question's parameters."""
    ranges = {name: options(given) for name, given in question.get("vary", {}).items()}
    for row in product(*ranges.values()):
        values = dict(zip(ranges, row, strict=True))
        if all(eval(rule, {}, values) for rule in question.get("where", [])):
            yield values


def key(question: dict[str, Any]) -> list[str] | None:
    """The entries of a computed answer, or None for other kinds."""
    answer = question["answer"]
    for kind in ("number", "expression"):
        if kind in answer:
            return [str(answer[kind])]
    return next(
        (list(map(str, answer[kind])) for kind in ("vector", "shape") if kind in answer), None
    )


def entries(question: dict[str, Any], text: str) -> list[str]:
    """The entries of an answer as it is typed."""
    if "shape" in question["answer"]:
        return text.split(" x ")
    return text[1:-1].split(",") if text.startswith("[") else [text]


def close(left: Any, right: Any) -> bool:
    """Whether two expressions agree at a few points of their symbols."""
    free = sorted((sp.sympify(left).free_symbols | sp.sympify(right).free_symbols), key=str)
    at = {symbol: sp.Rational(7 + 4 * place, 13) for place, symbol in enumerate(free)}
    return abs(float(sp.sympify(left - right).subs(at))) < 1e-9


def asked() -> Iterator[Any]:
    """Every question whose answer is computed."""
    for name in FILES:
        for question in questions(name):
            if key(question) is not None:
                yield pytest.param(name, question, id=f"{name[:2]}-{question['id']}")


@pytest.mark.parametrize("name", FILES)
def test_every_computed_answer_has_an_independent_one(name: str) -> None:
    assert {q["id"] for q in questions(name) if key(q) is not None} == set(FIRST[name])


@pytest.mark.parametrize(("name", "question"), list(asked()))
def test_key_of_the_first_variant(name: str, question: dict[str, Any]) -> None:
    wanted = FIRST[name][question["id"]]
    wanted = wanted if isinstance(wanted, list) else [wanted]
    found = [read(text, question.get("first", {})) for text in key(question) or []]
    assert len(found) == len(wanted)
    assert all(close(a, sp.sympify(b)) for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize(("name", "question"), [p for p in asked() if "about" in p.values[1]])
def test_key_is_the_derivative_for_all_parameters(name: str, question: dict[str, Any]) -> None:
    about = question["about"]
    point = {sp.Symbol(v): read(str(value), {}) for v, value in about.get("at", {}).items()}
    for text, by in zip(key(question) or [], about["by"], strict=True):
        derivative = sp.diff(read(about["function"], {}), sp.Symbol(by)).subs(
            point, simultaneous=True
        )
        assert sp.simplify(derivative - read(text, {})) == 0


@pytest.mark.parametrize(("name", "question"), list(asked()))
def test_an_expected_mistake_is_never_right(name: str, question: dict[str, Any]) -> None:
    for values in list(variants(question))[:60]:
        right = [read(text, values) for text in key(question) or []]
        for wrong in question.get("wrong", []):
            given = [read(text, values) for text in entries(question, str(wrong["value"]))]
            same_shape = len(given) == len(right)
            assert not (same_shape and all(map(close, given, right))), (values, wrong["value"])


@pytest.mark.parametrize("name", FILES)
def test_choices_are_explained_and_differ(name: str) -> None:
    for question in questions(name):
        answer = question["answer"]
        offered = answer.get("choice") or answer.get("choices") or []
        assert all(option.get("right") or option.get("say") for option in offered), question["id"]
        assert "choice" not in answer or sum(bool(option.get("right")) for option in offered) == 1
        for values in variants(question):
            shown = [fill(option["text"], values) for option in offered]
            assert len(set(shown)) == len(shown), (question["id"], values)


def fill(text: str, values: dict[str, Any]) -> str:
    """A choice's text with parameters put in."""
    return re.sub(
        r"\{(=?)([^{}]*)\}",
        lambda hit: str(read(hit[2], values)) if hit[1] or hit[2] in values else hit[0],
        text,
    )


@pytest.mark.parametrize("name", FILES)
def test_questions_are_many_and_of_several_kinds(name: str) -> None:
    given = questions(name)
    kinds = [next(iter(question["answer"])) for question in given]
    assert len(given) >= 8
    assert sum("vary" in question for question in given) >= 4
    assert sum(kind in ("expression", "vector", "matrix") for kind in kinds) >= 2
    assert [question["id"] for question in given].count("check") == 1
    assert all(question.get("hints") and question.get("solution") for question in given)
