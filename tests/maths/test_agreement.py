"""Four methods side by side, what is a choice, and what the Hessian says."""

import math

import pytest

from vctutor.errors import VctutorError
from vctutor.maths.agreement import compare, compare_jacobian, curvature
from vctutor.maths.expression import parse, to_text
from vctutor.maths.nonsmooth import nonsmooth_parts


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
    found = compare(parse("sin(1e7x)"), {"x": 1})
    assert found.spread < 1e-9
    assert not found.agree
    assert not compare(parse("1/x"), {"x": 0}).finite


def test_vectors():
    found = compare_jacobian(parse("[x y, |x|, 3]"), {"x": 2, "y": 5})
    assert found.reverse.tolist() == [[5, 2], [1, 0], [0, 0]]
    assert found.agree
    assert found.value.tolist() == [10, 2, 3]


@pytest.mark.parametrize(
    ("typed", "x", "part", "taken"),
    [
        ("2|x|", 0, "abs(x)", 0),
        ("relu(x - 1)", 1, "relu(x - 1)", 0),
        ("max(x, x^2)", 1, "max(x, x^2)", 0.5),
        ("min(x, 0)", 0, "min(x, 0)", 0.5),
        ("sign(x)", 0, "sign(x)", 0),
        ("sqrt(x)", 0, "sqrt(x)", math.inf),
        ("x^(1/3)", 0, "x^(1/3)", math.inf),
    ],
)
def test_choices_are_named(typed, x, part, taken):
    (choice,) = nonsmooth_parts(parse(typed), {"x": x})
    assert (to_text(choice.part), choice.taken) == (part, taken)
    assert part in choice.text
    assert nonsmooth_parts(parse(typed), {"x": 7.5}) == ()


def test_a_choice_is_what_is_computed():
    for typed in ("|x|", "relu(x)", "max(x, 0)", "min(0, x)"):
        found = compare(parse(typed), {"x": 0})
        (choice,) = found.choices
        assert (
            found.symbolic
            == found.forward
            == found.reverse
            == found.complex_step
            == (choice.taken,)
        )
        assert "choice" in choice.text
        assert found.agree


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
    ],
)
def test_the_hessian_speaks(typed, point, kind, stationary):
    found = curvature(parse(typed), dict(zip("xy", point, strict=True)))
    assert (found.kind, found.stationary) == (kind, stationary)
    assert ("not a stationary" in found.text) is not stationary
    assert list(found.eigenvalues) == sorted(found.eigenvalues)


def test_corners_and_poles_are_not_judged():
    assert "corner" in curvature(parse("|x| + y^2"), {"x": 0, "y": 0}).text
    assert "not finite" in curvature(parse("1/x"), {"x": 0}).text


def test_a_hessian_too_large_for_a_formula_has_numbers():
    found = curvature(parse("sin(" * 31 + "x" + ")" * 31), {"x": 1})
    step = 1e-4
    slopes = [
        compare(parse("sin(" * 31 + "x" + ")" * 31), {"x": 1 + d}).reverse[0] for d in (step, -step)
    ]
    assert found.matrix[0, 0] == pytest.approx((slopes[0] - slopes[1]) / (2 * step), rel=1e-5)
