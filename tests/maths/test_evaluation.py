"""Values: on floats, on arrays, at the edges, and without warnings."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vctutor.errors import VctutorError
from vctutor.maths.expression import compile_expression, evaluate, parse, substitute, to_text
from vctutor.maths.names import FUNCTIONS


@pytest.mark.parametrize(
    ("typed", "values", "expected"),
    [
        ("x^2*y + 3*y", {"x": 2, "y": 1}, 7),
        ("2^-1", {}, 0.5),
        ("-3^2", {}, -9),
        ("e^0 + ln e", {}, 2),
        ("sin(pi/2)", {}, 1),
        ("|x|", {"x": -2.5}, 2.5),
        ("cbrt(x)", {"x": -27}, -3),
        ("sigma(0)", {}, 0.5),
        ("relu(-3) + relu(3)", {}, 3),
        ("max(x, 2) - min(x, 2)", {"x": 5}, 3),
        ("sign(x)", {"x": -7}, -1),
        ("step(x)", {"x": 0}, 0),
        ("greater(x, 0)", {"x": 0}, 0.5),
        ("log10(1000) + log2(8)", {}, 6),
        ("softplus(0)", {}, math.log(2)),
        ("x_1 + θ", {"x₁": 1, "theta": 2}, 3),
        ("sec(0) + tan(0)", {}, 1),
        ("x - y - z", {"x": 10, "y": 3, "z": 2}, 5),
        ("x/y/z", {"x": 12, "y": 3, "z": 2}, 2),
    ],
)
def test_values(typed, values, expected):
    found = evaluate(parse(typed), values)
    assert isinstance(found, float)
    assert found == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("typed", "x", "expected"),
    [
        ("1/x", 0.0, math.inf),
        ("-1/x", 0.0, -math.inf),
        ("x/x", 0.0, math.nan),
        ("ln x", 0.0, -math.inf),
        ("ln x", -1.0, math.nan),
        ("sqrt x", -1.0, math.nan),
        ("x^(1/3)", -8.0, math.nan),
        ("x^-1", 0.0, math.inf),
        ("e^x", 1000.0, math.inf),
        ("x^400", 10.0, math.inf),
        ("arcsin x", 2.0, math.nan),
        ("sin x", math.inf, math.nan),
        ("sigma(x)", -1000.0, 0.0),
        ("sigma(x)", 1000.0, 1.0),
        ("softplus(x)", 1000.0, 1000.0),
        ("tanh(x)", 1000.0, 1.0),
        ("cosh(x)", 1000.0, math.inf),
        ("x*x*x*x", 1e200, math.inf),
    ],
)
def test_edges_are_values_without_warnings(typed, x, expected):
    e = parse(typed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = [
            evaluate(e, {"x": x}),
            evaluate(e, {"x": np.float64(x)}),
            float(evaluate(e, {"x": np.array([x])})[0]),
        ]
    for value in found:
        assert value == pytest.approx(expected, nan_ok=True)


def test_integers_never_grow():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert evaluate(parse("x^9 x^9 x^9"), {"x": 10**40}) == math.inf
        assert evaluate(parse("x^20"), {"x": np.int64(10)}) == 1e20
        assert evaluate(parse("x^20"), {"x": np.array([10])})[0] == 1e20


def test_arrays_broadcast():
    x, y = np.arange(3.0), np.arange(2.0)[:, None]
    assert np.array_equal(evaluate(parse("x + 10y"), {"x": x, "y": y}), x + 10 * y)
    assert evaluate(parse("5"), {"x": x}).tolist() == [5, 5, 5]
    assert evaluate(parse("[x, y]"), {"x": x, "y": y}).shape == (2, 2, 3)
    assert evaluate(parse("[[x, 1], [2, y], [0, 0]]"), {"x": x, "y": 1}).shape == (3, 2, 3)
    assert evaluate(parse("2[1, 2] - [1, 1]/2"), {}).tolist() == [1.5, 3.5]
    assert evaluate(parse("[x, x^2]"), {"x": 3}).tolist() == [3, 9]
    assert evaluate(parse("x^2"), {"x": []}).shape == (0,)


def test_a_missing_value_is_named():
    with pytest.raises(VctutorError, match="no value for y"):
        evaluate(parse("x + y"), {"x": 1})


def test_compiled_functions_take_arguments_in_order():
    f = compile_expression(parse("x - 2y"), ["y", "x"])
    assert f(1, 10) == 8
    assert f(1.0, np.array([10.0, 11.0])).tolist() == [8, 9]


def test_substitution_happens_all_at_once():
    e = parse("x + y^2")
    assert to_text(substitute(e, {"x": parse("y"), "y": parse("x")})) == "y + x^2"
    assert evaluate(substitute(e, {"x_1": 3, "x": 1, "y": 2}), {}) == 5
    assert substitute(e, {"z": 1}) is e


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_floats_and_arrays_agree(name, a, b):
    arguments = "x" if FUNCTIONS[name] == 1 else "x, y"
    f = compile_expression(parse(f"{name}({arguments})"), ["x", "y"])
    one, many = f(a, b), f(np.array([a]), np.array([b]))[0]
    assert one == pytest.approx(many, rel=1e-12, nan_ok=True)
