"""Four methods side by side, what is a choice, and what the Hessian says."""

import math

import autograd
import autograd.numpy as anp
import pytest
from msgspec.structs import replace

from vctutor.errors import VctutorError
from vctutor.maths.agreement import compare, compare_jacobian, curvature
from vctutor.maths.expression import parse
from vctutor.maths.frameworks import RETURNED


def test_the_example_of_the_handbook():
    found = compare(parse("x^2*y + 3*y"), {"x": 2, "y": 1})
    assert found.value == 7
    assert found.symbolic == found.forward == found.reverse == (4, 7)
    assert found.central == pytest.approx((4, 7))
    assert found.complex_step == pytest.approx((4, 7))
    assert found.agree and found.finite and found.spread == 0
    assert found.rows[-1].value == 7
    assert found.counts.ratio <= 5


def test_names_choose_order_and_variables():
    found = compare(parse("x y + z"), {"x": 2, "y": 3, "z": 1}, ["z", "x"])
    assert (found.names, found.symbolic, found.reverse, found.forward) == (
        ("z", "x"),
        (1, 3),
        (1, 3),
        (1, 3),
    )
    with pytest.raises(VctutorError, match="no value for y"):
        compare(parse("x y"), {"x": 2})


def test_disagreement_is_seen():
    found = compare(parse("sin(x)"), {"x": 1})
    assert found.agree
    wrong = replace(found, forward=(found.forward[0] * (1 + 1e-8),))
    assert wrong.spread > 1e-9 and not wrong.agree
    assert not replace(found, central=(found.central[0] * 1.001,)).agree
    assert not replace(found, symbolic=(math.nan,)).agree
    assert not compare(parse("1/x"), {"x": 0}).finite
    assert not compare(parse("1/x"), {"x": 0}).agree


def test_small_values_are_compared_in_their_own_scale():
    found = compare(parse("(x^2-y)^2"), {"x": 1e-6, "y": 0})
    assert found.symbolic[0] == pytest.approx(4e-18)
    assert found.agree
    assert not replace(found, central=(1.5e-16, found.central[1])).agree


@pytest.mark.parametrize(
    ("typed", "x"),
    [("ln(x)", 1e-3), ("ln(x)", 1e-4), ("sqrt(x)", 1e-4), ("1/x", 1e-3), ("x^1.5", 0), ("sin(x)", 5000),
     ("sin(1e7x)", 1)],
)  # fmt: skip
def test_differences_follow_the_scale(typed, x):
    assert compare(parse(typed), {"x": x}).agree


def test_vectors():
    found = compare_jacobian(parse("[x y, |x|, 3]"), {"x": 2, "y": 5})
    assert found.reverse.tolist() == [[5, 2], [1, 0], [0, 0]]
    assert found.agree
    assert found.value.tolist() == [10, 2, 3]


@pytest.mark.parametrize(
    ("typed", "said", "taken"),
    [
        ("|x|", "JAX 0.10 1: it is a choice", 0),
        ("relu(x)", "it is a choice", 0),
        ("max(x, 0)", "half", 0.5),
        ("min(0, x)", "half", 0.5),
    ],
)
def test_a_choice_is_what_is_computed(typed, said, taken):
    found = compare(parse(typed), {"x": 0})
    corner, choice = found.says
    assert "corner" in corner and said in choice
    assert found.symbolic == found.forward == found.reverse == found.complex_step == (taken,)
    assert found.agree and not found.comparable


def test_the_table_of_frameworks_holds_what_this_package_returns():
    for name, row in RETURNED.items():
        typed = f"{name}(x, y)" if name in ("max", "min") else f"{name}(x)"
        found = compare(parse(typed), {"x": 0, "y": 0} if "y" in typed else {"x": 0}, ["x"])
        assert found.reverse == (row.here,)


def test_autograd_takes_what_the_table_says_of_pytorch():
    for name, function in {"abs": anp.abs, "max": anp.maximum, "min": anp.minimum}.items():
        arguments = (0.0,) if name == "abs" else (0.0, 0.0)
        assert autograd.grad(function)(*arguments) == RETURNED[name].pytorch


@pytest.mark.parametrize(
    ("typed", "point", "kind", "stationary"),
    [
        ("x^2 + y^2", (0, 0), "minimum", True),
        ("-x^2 - 3y^2", (0, 0), "maximum", True),
        ("x^2 - y^2", (0, 0), "saddle", True),
        ("x^2 + y^4", (0, 0), "undecided", True),
        ("x^2 + y^2", (1, 0), "minimum", False),
        ("(1-x)^2 + 100(y-x^2)^2", (1, 1), "minimum", True),
        ("(x^2+y-11)^2 + (x+y^2-7)^2", (3, 2), "minimum", True),
        ("e^(-x) + y^2", (30, 0), "undecided", False),
        ("sigma(x) + y", (25, 0), "undecided", False),
    ],
)
def test_the_hessian_speaks(typed, point, kind, stationary):
    found = curvature(parse(typed), dict(zip("xy", point, strict=True)))
    assert (found.kind, found.stationary) == (kind, stationary)
    assert ("not a stationary" in found.text) is not stationary
    assert list(found.eigenvalues) == sorted(found.eigenvalues)


def test_corners_and_poles_are_not_judged():
    assert "not smooth" in curvature(parse("|x| + y^2"), {"x": 0, "y": 0}).text
    assert "no value" in curvature(parse("1/x"), {"x": 0}).text
    assert "no value" in curvature(parse("ln(x)"), {"x": -1}).text
    assert "no second derivative" in curvature(parse("x|x|"), {"x": 0}).text
    assert curvature(parse("relu(x)^3"), {"x": 0}).stationary


def test_a_hessian_too_large_for_a_formula_has_numbers():
    found = curvature(parse("sin(" * 31 + "x" + ")" * 31), {"x": 1})
    step = 1e-4
    slopes = [
        compare(parse("sin(" * 31 + "x" + ")" * 31), {"x": 1 + d}).reverse[0] for d in (step, -step)
    ]
    assert found.matrix[0, 0] == pytest.approx((slopes[0] - slopes[1]) / (2 * step), rel=1e-5)


@pytest.mark.parametrize(
    ("typed", "point", "said"),
    [
        ("sqrt(x^4)", {"x": 0}, "the derivative is 0 here"),
        ("x^y", {"x": 0, "y": 2}, "the partial derivatives are 0, 0 here"),
        ("sqrt(x^2+y^2)^2", {"x": 0, "y": 0}, "the partial derivatives are 0, 0 here"),
    ],
)
def test_a_derivative_that_the_rules_do_not_find_is_said(typed, point, said):
    found = compare(parse(typed), point)
    assert not found.finite and not found.agree
    assert any(said in sentence for sentence in found.says)


def test_nothing_is_said_of_a_derivative_where_there_is_no_value():
    for typed, x in (("ln(x)", -1), ("x^3/x", 0), ("1/x", 0), ("sin(x)/x", 0)):
        found = compare(parse(typed), {"x": x})
        assert not found.defined and math.isnan(found.value)
        assert found.analysis.gradient == (None,)
        assert not any("slope" in sentence for sentence in found.says)
    assert compare(parse("cbrt(x)"), {"x": 0}).says == (
        "the tangent is vertical here: the slope is infinite",
    )


@pytest.mark.parametrize(
    "typed",
    ["x^2", "sin(x)", "e^(-x)", "ln(x)", "sqrt(x)", "1/x", "tanh(x)", "x^x", "x^1.5", "tan(x)"],
)
def test_no_false_alarm_and_no_wrong_derivative_missed(typed):
    for k in range(-16, 4):
        found = compare(parse(typed), {"x": round(1.31 * 10 ** (k / 4), 7)})
        assert found.agree, found.point
        wrong = (found.symbolic[0] * 1.001,)
        assert not replace(found, symbolic=wrong, forward=wrong, reverse=wrong).agree, found.point
