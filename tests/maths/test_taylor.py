import math

import pytest
import sympy

from vctutor.errors import VctutorError
from vctutor.maths.expression import parse
from vctutor.maths.taylor import taylor_coefficients

X = sympy.Symbol("x")


@pytest.mark.parametrize(
    ("text", "centre"),
    [
        ("sin(x)", 0.7), ("cos(2x)", -1), ("tan(x)", 0.4), ("exp(x)", 1), ("ln(1+x)", 0.5), ("sqrt(x)", 2),
        ("x^3 - 2x + 1", 3), ("1/(1+x^2)", 0.5), ("x^x", 1.5), ("2^x", 0.3), ("x^(-2)", 1.5), ("x^2.5", 2),
        ("sinh(x)*cosh(x)", 0.2), ("tanh(x)", 0.6), ("exp(-x^2/2)", 0.5), ("sin(exp(x))", 0.1),
        ("asin(x)", 0.3), ("acos(x)", 0.3), ("atan(x)", 0.9), ("sec(x)", 0.3), ("csc(x)", 1), ("cot(x)", 1),
        ("asinh(x)", 0.4), ("acosh(x)", 1.7), ("atanh(x)", 0.2), ("pi*x^2 + e", 1), ("-x/(x+3)", 1),
        ("abs(x)", -2), ("ln(x)/x", 2),
    ],
)  # fmt: skip
def test_against_symbolic_derivatives(text, centre):
    expression = sympy.sympify(
        text.replace("^", "**").replace("ln", "log").replace("2x", "2*x"),
        {"e": sympy.E, "abs": sympy.Abs},
    )
    found = taylor_coefficients(parse(text, ["x"]), "x", centre, 7)
    at = sympy.Rational(str(centre))
    for k, coefficient in enumerate(found):
        derivative = sympy.diff(expression, X, k).subs(X, at).doit()
        if text == "abs(x)":
            derivative = [2, -1, 0, 0, 0, 0, 0, 0][k]
        assert coefficient == pytest.approx(
            float(derivative) / math.factorial(k), rel=1e-9, abs=1e-12
        )


@pytest.mark.parametrize(
    ("text", "sympy_text"),
    [("sigmoid(x)", "1/(1+exp(-x))"), ("softplus(x)", "log(1+exp(x))"), ("log2(x)", "log(x)/log(2)"),
     ("log10(x)", "log(x)/log(10)"), ("cbrt(x)", "x**Rational(1,3)"), ("relu(x)", "x"),
     ("max(x, 1)", "x"), ("min(x^2, 9)", "x**2")],
)  # fmt: skip
def test_functions_sympy_calls_otherwise(text, sympy_text):
    found = taylor_coefficients(parse(text, ["x"]), "x", 1.25, 6)
    expression = sympy.sympify(sympy_text)
    for k, coefficient in enumerate(found):
        derivative = sympy.diff(expression, X, k).subs(X, sympy.Rational(5, 4))
        assert coefficient == pytest.approx(
            float(derivative) / math.factorial(k), rel=1e-9, abs=1e-12
        )


def test_where_there_is_no_series():
    for text in ("ln(x)", "1/x", "sqrt(x)", "abs(x)", "relu(x)", "max(x, -x)"):
        found = taylor_coefficients(parse(text, ["x"]), "x", 0.0, 3)
        assert any(not math.isfinite(c) for c in found)
    assert taylor_coefficients(parse("step(x)", ["x"]), "x", 1, 2) == (1, 0, 0)
    assert taylor_coefficients(parse("sign(x)", ["x"]), "x", -1, 2) == (-1, 0, 0)


def test_orders_and_other_variables():
    assert taylor_coefficients(parse("x^2", ["x"]), "x", 3, 0) == (9,)
    assert taylor_coefficients(parse("7"), "x", 3, 2) == (7, 0, 0)
    with pytest.raises(VctutorError, match="y"):
        taylor_coefficients(parse("x*y"), "x", 0, 2)
    with pytest.raises(VctutorError):
        taylor_coefficients(parse("[x, 1]"), "x", 0, 2)
