"""What is said of points, against limits and one-sided slopes computed by mpmath with 160 digits."""

import importlib.util
import math
from pathlib import Path

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vctutor.maths.expression import parse, to_text
from vctutor.maths.point_text import sentences
from vctutor.maths.points import analyse
from vctutor.maths.tree import Call, Number, Product, Sum, Symbol

_spec = importlib.util.spec_from_file_location(
    "point_oracle", Path(__file__).with_name("point_oracle.py")
)
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

TABLE = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("points.tsv").read_text().splitlines()
    if not line.startswith("#")
]


def test_the_table_is_what_mpmath_computes():
    assert len(TABLE) >= 400
    assert list(oracle.rows()) == TABLE


def same(told, found):
    """Whether a number of the table is the one found; None where the table does not know."""
    if told == "?":
        return None
    if found is None or told == "none":
        return (found is None) == (told == "none")
    return float(told) == found or abs(float(told) - found) <= 1e-6 * max(1, abs(found))


def kind_of(value, left, right):
    """The kind that a row of the table stands for; None where it is not known."""
    (a, p), (b, q) = left, right
    if "?" in (a, b):
        return None
    if "none" in (a, b):
        if a == b:
            return "outside"
        return "pole" if "inf" in a + b else "edge"
    if "inf" in a + b:
        return "pole"
    if abs(float(a) - float(b)) > 1e-9:
        return "jump"
    if value == "none":
        return "gap"
    if abs(float(a) - float(value)) > 1e-9:
        return "jump"
    if "?" in (p, q):
        return None
    if "inf" in p + q:
        return "vertical" if p == q else "cusp" if "inf" in p and "inf" in q else "corner"
    return "smooth" if abs(float(p) - float(q)) < 1e-6 * max(1, abs(float(p))) else "corner"


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]} at {row[1]}" for row in TABLE])
def test_a_point_is_what_it_is(row):
    text, at, value, left, left_slope, right, right_slope = row
    found = analyse(parse(text, ["x"]), {"x": float(at)}, ("x",))
    (profile,) = found.profiles
    assert found.kind != "unknown"
    assert same(value, found.value) is not False
    for limit, slope, side in (
        (left, left_slope, profile.left),
        (right, right_slope, profile.right),
    ):
        if side.status == "outside":
            assert limit in ("none", "?")
            continue
        assert same(limit, side.limit) is not False
        if side.status == "value" and slope not in ("none", "?"):
            assert same(slope, side.slope)
    expected = kind_of(value, (left, left_slope), (right, right_slope))
    assert expected in (None, found.kind)
    said = " ".join(sentences(found))
    # What must and must not be said.
    assert bool(said) is (found.kind != "smooth")
    if found.value is None:
        assert "no value" in said and found.gradient == (None,) and not found.stationary
    if found.kind == "smooth":
        assert found.stationary is (abs(profile.right.slope) <= profile.right.slope_error)
    else:
        assert not found.stationary
    if found.kind == "corner":
        assert "corner" in said and found.gradient == (None,)


@pytest.mark.parametrize(
    ("text", "at", "kind", "slope"),
    [
        ("sqrt(x^2+y^2)", (0, 0), "cone", 1),
        ("3sqrt(x^2+y^2) + 2", (0, 0), "cone", 3),
        ("sqrt(x^2+y^2)^2", (0, 0), "smooth", None),
        ("sqrt(x^2+y^2)", (3, 4), "smooth", None),
        ("|x| + y^2", (0, 1), "corner", None),
        ("|x|y", (0, 3), "corner", None),
        ("|x|y", (0, 0), "smooth", None),
        ("|x||y|", (0, 0), "smooth", None),
        ("sqrt(|x y|)", (0, 0), "corner", None),
        ("max(x, y)", (1, 1), "corner", None),
        ("max(x, y)", (1, 2), "smooth", None),
        ("relu(x) + y", (0, 3), "corner", None),
        ("relu(x)^2 + y", (0, 3), "smooth", None),
        ("sign(x) + y", (0, 3), "jump", None),
        ("x y/(x^2+y^2)", (0, 0), "unknown", None),
        ("1/(x - y)", (1, 1), "pole", None),
        ("x/y", (1, 0), "pole", None),
        ("ln(x) + y", (-1, 1), "outside", None),
        ("x^y", (2, 3), "smooth", None),
        ("x^2 - y^2", (0, 0), "smooth", None),
        ("sqrt(x^4 + y^4)", (0, 0), "smooth", None),
        ("cbrt(x) + y", (0, 0), "vertical", None),
        ("sqrt(x) + y", (0, 1), "edge", None),
    ],
)
def test_points_of_several_variables(text, at, kind, slope):
    found = analyse(parse(text, ["x", "y"]), dict(zip("xy", at, strict=True)))
    assert found.kind == kind
    assert found.slope == (None if slope is None else pytest.approx(slope))
    if found.value is None:
        assert found.gradient == (None, None)


@pytest.mark.parametrize(
    ("text", "at", "partials"),
    [
        ("x^y", {"x": 0, "y": 2}, (0, 0)),
        ("y^x", {"x": 40, "y": 0}, (0, 0)),
        ("|x1|x2", {"x1": 0, "x2": 3}, (None, 0)),
        ("|x| + y", {"x": 0, "y": 1}, (None, 1)),
        ("max(x, y)", {"x": 3, "y": 1}, (1, 0)),
    ],
)
def test_partial_derivatives_at_edges(text, at, partials):
    assert analyse(parse(text, list(at)), at).gradient == partials


def test_a_tiny_slope_is_not_zero():
    for text, x in (("e^-x", 30), ("sigma(x)", 25), ("arctan(x)", 1e9), ("1/x", 1e8)):
        found = analyse(parse(text), {"x": x})
        assert found.kind == "smooth" and found.gradient[0] != 0 and not found.stationary
    for text, x in (("sin(x)", math.pi / 2), ("(x-0.1)^2", 0.1), ("cos(x)", math.pi)):
        assert analyse(parse(text), {"x": x}).stationary


def test_what_is_not_known_is_not_said():
    for text, x in (("sin(ln(|x|))", 0), ("exp(1000x)", 1), ("x^x", -2), ("sqrt(-x^2)", 0)):
        found = analyse(parse(text), {"x": x})
        assert found.kind in ("unknown", "oscillating", "smooth")
        assert not found.differentiable
    assert analyse(parse("sin(1/x)"), {"x": 0}).kind == "oscillating"
    assert analyse(parse("x sin(1/x)"), {"x": 0}).profiles[0].limit == 0


# Functions with corners: sums, products and nests of polynomials, abs, relu, max and min.
LEAVES = st.one_of(
    st.integers(-3, 3).map(lambda n: Number(float(n))), st.just(Symbol("x")), st.just(Symbol("x"))
)
KINKED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(Sum),
        st.tuples(inner, inner).map(Product),
        inner.map(lambda e: Call("abs", (e,))),
        inner.map(lambda e: Call("relu", (e,))),
        st.tuples(inner, inner).map(lambda pair: Call("max", pair)),
        st.tuples(inner, inner).map(lambda pair: Call("min", pair)),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(KINKED, st.integers(-3, 3))
def test_one_sided_slopes_of_random_functions_with_corners(e, at):
    text = to_text(e)
    found = analyse(parse(text, ["x"]), {"x": at}, ("x",))
    assume(found.kind != "unknown")
    (profile,) = found.profiles
    with mpmath.workdps(oracle.DIGITS):
        h, x = mpmath.mpf(10) ** -40, mpmath.mpf(at)
        value, left, right = (oracle.value_at(text, p) for p in (x, x - h, x + h))
        slopes = [float((value - left) / h), float((right - value) / h)]
    assert found.value == pytest.approx(float(value))
    assert profile.left.slope == pytest.approx(slopes[0], abs=1e-9)
    assert profile.right.slope == pytest.approx(slopes[1], abs=1e-9)
    assert found.kind == ("smooth" if abs(slopes[0] - slopes[1]) < 1e-9 else "corner")
