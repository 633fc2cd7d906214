"""Equality against an independent oracle, and what the comparison promises at its edges."""

import random
import re

import numpy as np
import pytest
import sympy

from vctutor.errors import CourseError
from vctutor.grading.comparison.equivalence import Ground, compare, offset, ratio
from vctutor.grading.comparison.measured import measure
from vctutor.grading.comparison.points import Interval, interval, points, special_count
from vctutor.maths.expression import parse

XY = Ground((("x", None), ("y", None)), "test")
X = Ground((("x", None),), "test")
x, y = sympy.symbols("x y")


def text(expression):
    return re.sub(r"\bE\b", "e", str(expression)).replace("**", "^")


def grown(rng, depth):
    """A random expression in x and y."""
    if depth == 0:
        return rng.choice(
            [x, y, x, sympy.Integer(rng.randint(1, 5)), sympy.Rational(rng.randint(1, 5), 3)]
        )
    kind = rng.random()
    one = grown(rng, depth - 1)
    if kind < 0.35:
        return one + rng.choice([1, -1]) * grown(rng, depth - 1)
    if kind < 0.6:
        return one * grown(rng, depth - 1)
    if kind < 0.8:
        return one ** rng.randint(2, 3)
    return rng.choice([sympy.sin, sympy.cos, sympy.exp, sympy.tanh, sympy.atan])(one)


def pairs(count):
    rng = random.Random(20)
    while count:
        expression = grown(rng, rng.choice([2, 3]))
        if expression.free_symbols and not expression.has(sympy.zoo, sympy.nan):
            count -= 1
            yield rng, expression


def test_equal_forms_made_by_sympy_are_equal():
    for rng, expression in pairs(150):
        other = rng.choice([sympy.expand, sympy.factor, sympy.together, sympy.expand_trig])(
            expression
        )
        one, two = parse(text(expression), ["x", "y"]), parse(text(other), ["x", "y"])
        assert compare(one, two, XY).equal, (text(expression), text(other))


def test_near_misses_are_never_equal():
    for rng, expression in pairs(300):
        missed = rng.choice(
            [
                expression * sympy.Rational(1001, 1000),
                expression + sympy.Rational(1, 1000),
                expression + x / 1000,
                -expression,
                sympy.diff(expression, x) + expression + 1,
            ]
        )
        if abs(sympy.N((missed - expression).subs({x: 0.731, y: 1.213}), 30)) < 1e-9:
            continue
        one, two = parse(text(expression), ["x", "y"]), parse(text(missed), ["x", "y"])
        assert not compare(one, two, XY).equal, (text(expression), text(missed))


def test_comparison_is_symmetric_and_repeatable():
    for _, expression in pairs(30):
        one, two = parse(text(expression), ["x", "y"]), parse(text(expression + x), ["x", "y"])
        assert compare(one, two, XY).verdict == compare(two, one, XY).verdict == "different"
        assert compare(one, two, XY) == compare(one, two, XY)


@pytest.mark.parametrize(
    ("key", "answer", "only_key", "only_answer"),
    [
        ("ln(x^2)", "2*ln(x)", True, False),
        ("2*ln(x)", "ln(x^2)", False, True),
        ("x", "sqrt(x)^2", True, False),
        ("(x^2-1)/(x-1)", "x + 1", False, True),
        ("x^2", "x*x", False, False),
    ],
)
def test_domains_that_differ_are_reported(key, answer, only_key, only_answer):
    found = compare(parse(key), parse(answer), X)
    assert found.equal
    assert (found.only_key is not None, found.only_answer is not None) == (only_key, only_answer)


def test_nothing_undefined_or_vanishing_is_agreement():
    assert compare(parse("sqrt(-1-x^2)"), parse("ln(-1-x^2)"), X).verdict == "undecided"
    positive = Ground((("x", Interval(1.0, 4.0)),), "test")
    vanishing = compare(parse("exp(-1000*x)"), parse("2*exp(-1000*x)"), positive)
    assert vanishing.verdict != "equal"


def test_error_bounds_hold_where_terms_cancel():
    rng = np.random.default_rng(1)
    at = rng.uniform(-3, 3, 500)
    cases = {
        "(x + 1e8) - 1e8 - x": 0 * at,
        "(x+1)^10 - x^10 - 10*x^9 - 45*x^8 - 120*x^7 - 210*x^6 - 252*x^5 - 210*x^4 - 120*x^3 - 45*x^2 - 10*x": 1
        + 0 * at,
        "sin(x)^2 + cos(x)^2 - 1": 0 * at,
        "exp(x)*exp(-x)": 1 + 0 * at,
        "sqrt(x^2) - abs(x)": 0 * at,
        "ln(exp(x)) - x": 0 * at,
        "tan(x)*cos(x) - sin(x)": 0 * at,
        "(x^3)^(1/3)*sign(x)^0": at,
    }
    for expression, truth in cases.items():
        found = measure(parse(expression), {"x": at}, len(at))
        defined = np.isfinite(found.value)
        assert defined.sum() > 100, expression
        assert np.all(np.abs(found.value - truth)[defined] <= found.error[defined]), expression


def test_rounding_puts_no_argument_out_of_a_domain():
    at = np.random.default_rng(2).uniform(-3, 3, 500)
    for expression in (
        "sqrt((x + 0.1)^2 - x^2 - 0.2*x - 0.01)",
        "arccos(sin(x)^2 + cos(x)^2)",
        "arcosh(cosh(x)^2 - sinh(x)^2)",
    ):
        found = measure(parse(expression), {"x": at}, len(at))
        assert np.isfinite(found.value).all(), expression
        assert np.all(np.abs(found.value) <= found.error + 1e-300), expression


def test_underflow_and_overflow_are_no_values():
    found = measure(parse("exp(x)"), {"x": np.array([-1000.0, 1000.0, 0.0])}, 3)
    assert np.isinf(found.error[:2]).all()
    assert np.isnan(found.value[1])
    assert found.value[2] == 1


def test_points_depend_on_the_question_and_on_nothing_else():
    domains = (("x", None), ("y", Interval(0.0, 2.0)))
    one, same, other = points(domains, "q"), points(domains, "q"), points(domains, "r")
    assert all(np.array_equal(one[name], same[name]) for name in one)
    assert not np.array_equal(one["x"], other["x"])
    assert one["y"].min() >= 0 and one["y"].max() <= 2
    drawn = one["x"][special_count(domains) :]
    assert (drawn < 0).sum() >= 8 and (drawn > 0).sum() >= 8
    assert {0.0, 1.0, -1.0, 0.5} <= set(one["x"][: special_count(domains)])
    again = points(domains, "q", 1)
    assert len(again["x"]) > 3 * len(one["x"])
    assert again["y"].min() >= 0 and again["y"].max() <= 2


def test_intervals_of_authors():
    assert interval("", {}) is None
    assert interval("-2..2", {}) == Interval(-2, 2)
    assert interval("0.1..2*a", {"a": 3}) == Interval(0.1, 6)
    assert interval("-pi..pi", {})[1] == pytest.approx(np.pi)
    for text_of_none in ("2..1", "1..1", "5", "a..2"):
        with pytest.raises(CourseError):
            interval(text_of_none, {})


def test_ratio_and_offset():
    assert ratio(parse("x^2"), parse("3*x^2"), X) == pytest.approx(3)
    assert ratio(parse("x^2"), parse("x^3"), X) is None
    assert offset(parse("x^2"), parse("x^2 - 7"), X) == pytest.approx(-7)
    assert offset(parse("x^2"), parse("x^2 + x"), X) is None


def test_a_domain_without_special_values_is_met_at_its_ends():
    found = points((("x", Interval(10.0, 12.0)),), "q")["x"]
    assert {10.0, 12.0} <= set(found)
    assert found.min() >= 10 and found.max() <= 12
