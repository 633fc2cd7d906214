"""Derivatives a learner recognises, rule by rule, and against sympy."""

import math

import pytest
import sympy
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from vctutor.errors import VctutorError
from vctutor.maths.expression import (
    Call,
    Constant,
    Expression,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    evaluate,
    parse,
    to_text,
)
from vctutor.maths.names import FUNCTIONS
from vctutor.maths.simplification import simplify
from vctutor.maths.symbolic import OUTER, differentiate, gradient, hessian, jacobian

DERIVATIVES = [
    ("5", "0"),
    ("x", "1"),
    ("y", "0"),
    ("x^2", "2x"),
    ("3x^2 + 2x + 1", "6x + 2"),
    ("(x^2+1)^3", "6x(x^2 + 1)^2"),
    ("x^2*y + 3*y", "2xy"),
    ("(3x+2)^2", "6(3x + 2)"),
    ("1/x", "-1/x^2"),
    ("1/x^2", "-2/x^3"),
    ("x^-2", "-2/x^3"),
    ("sqrt(x)", "1/(2sqrt(x))"),
    ("sqrt(x^2+1)", "x/sqrt(x^2 + 1)"),
    ("x/(x+1)", "1/(x + 1)^2"),
    ("x^2/(x+1)", "(x^2 + 2x)/(x + 1)^2"),
    ("sin 2x", "2cos(2x)"),
    ("x sin x", "sin(x) + x cos(x)"),
    ("tan x", "1/cos(x)^2"),
    ("sin(x)/cos(x)", "1/cos(x)^2"),
    ("e^x", "e^x"),
    ("exp(2x)", "2e^(2x)"),
    ("e^(-x^2/2)", "-x e^(-x^2/2)"),
    ("x e^-x", "e^(-x) - x e^(-x)"),
    ("2^x", "2^x ln(2)"),
    ("x^x", "x^x (ln(x) + 1)"),
    ("x^n", "nx^(n - 1)"),
    ("ln x", "1/x"),
    ("ln|x|", "1/x"),
    ("ln(x^2+1)", "2x/(x^2 + 1)"),
    ("ln(x)/x", "(1 - ln(x))/x^2"),
    ("|x|", "sign(x)"),
    ("relu(2x)", "2step(2x)"),
    ("sigma(x)", "sigma(x)(1 - sigma(x))"),
    ("softplus(x)", "sigma(x)"),
    ("tanh(3x)", "3(1 - tanh(3x)^2)"),
    ("max(x, 1)", "greater(x, 1)"),
    ("a x^2 + b x + c", "2ax + b"),
    ("pi r^2 x", "pi*r^2"),
    ("0.1x^2", "0.2x"),
    ("x/3", "1/3"),
    ("(y - w x)^2", "-2w(y - wx)"),
]


@pytest.mark.parametrize(("typed", "expected"), DERIVATIVES)
def test_derivatives_are_recognised(typed, expected):
    assert to_text(differentiate(parse(typed), "x").expression) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3(x^2+1)^2*2x", "6x(x^2 + 1)^2"),
        ("x + x + y - x", "x + y"),
        ("x x x", "x^3"),
        ("x/x", "1"),
        ("x - x", "0"),
        ("-x + 1", "1 - x"),
        ("2(x+1) + 3", "2x + 5"),
        ("x/2 + x/3", "5x/6"),
        ("0.1*3x", "0.3x"),
        ("x/0.5", "2x"),
        ("e^x e^(2x)", "e^(3x)"),
        ("sqrt(x)*sqrt(x)", "x"),
        ("sqrt(x^2)", "abs(x)"),
        ("sqrt(12 + 4)", "4"),
        ("|x|^2", "x^2"),
        ("sign(x)/|x|", "1/x"),
        ("(x^2)^3", "x^6"),
        ("(x^2)^(1/2)", "(x^2)^(1/2)"),
        ("sin(x)^2 + cos(x)^2", "1"),
        ("3sin(x)^2 y + 3y cos(x)^2 + 1", "3y + 1"),
        ("sin(-x)", "-sin(x)"),
        ("cos(-x)", "cos(x)"),
        ("1/(1/x)", "x"),
        ("1/0", "1/0"),
        ("ln(e^x)", "x"),
        ("1e200*1e200*x", "1e200*1e200x"),
        ("2[x, 1+1] + [0, x]", "[2x, x + 4]"),
        ("[[x+x, 0*x]]", "[[2x, 0]]"),
    ],
)
def test_simplified_forms(typed, expected):
    simple = simplify(parse(typed))
    assert to_text(simple) == expected
    assert simplify(simple) == simple


def test_steps_name_the_rules_inner_parts_first():
    found = differentiate(parse("(x^2+1)^3"), "x")
    assert [(s.rule, to_text(s.of), to_text(s.result)) for s in found.steps] == [
        ("power", "x^2", "2x"),
        ("sum", "x^2 + 1", "2x"),
        ("chain", "(x^2 + 1)^3", "6x(x^2 + 1)^2"),
    ]
    last = found.steps[-1]
    assert (last.outer, to_text(last.inner), last.depth) == ("power", "x^2 + 1", 0)
    assert last.sentence == "chain rule: outside power, inside x^2 + 1"


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("7", "constant"),
        ("x", "variable"),
        ("x + 1", "sum"),
        ("3x", "constant factor"),
        ("x/3", "constant factor"),
        ("-x", "constant factor"),
        ("x sin x", "product"),
        ("sin(x)/x", "quotient"),
        ("x^5", "power"),
        ("2^x", "exponential"),
        ("e^x", "exponential"),
        ("sin x", "function"),
        ("max(x, 1)", "function"),
        ("sin(x^2)", "chain"),
        ("e^(2x)", "chain"),
        ("(x+1)^2", "chain"),
        ("x^x", "power with variable exponent"),
    ],
)
def test_the_last_step_has_the_rule_of_the_whole(typed, rule):
    step = differentiate(parse(typed), "x").steps[-1]
    assert step.rule == rule
    assert step.of == parse(typed)
    assert step.sentence


def test_gradient_jacobian_hessian():
    e = parse("(1-x)^2 + 100(y-x^2)^2")
    assert [to_text(p) for p in gradient(parse("x^2*y + 3*y"))] == ["2xy", "x^2 + 3"]
    assert to_text(jacobian(parse("[x y, x + y^2]"), ["y", "x"])) == "[[x, y], [2y, 1]]"
    assert to_text(hessian(e)) == "[[1200x^2 - 400y + 2, -400x], [-400x, 200]]"
    assert to_text(differentiate(parse("[x^2, 3x]"), "x").expression) == "[2x, 3]"
    assert gradient(parse("θ_1^2"), ["theta1"]) == (simplify(parse("2θ_1")),)


def test_a_derivative_that_would_fill_pages_is_refused():
    e = parse("/".join(f"(x+{i})" for i in range(30)))
    with pytest.raises(VctutorError, match="too large"):
        for _ in range(3):
            e = differentiate(e, "x").expression


# -- against sympy

U, V = sympy.symbols("u v", real=True)
TO_SYMPY = {
    **{
        n: getattr(sympy, n)
        for n in ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sqrt", "exp")
    },
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "arsinh": sympy.asinh,
    "arcosh": sympy.acosh,
    "artanh": sympy.atanh,
    "ln": sympy.log,
    "log2": lambda x: sympy.log(x) / sympy.log(2),
    "log10": lambda x: sympy.log(x) / sympy.log(10),
    "cbrt": lambda x: sympy.sign(x) * sympy.Abs(x) ** sympy.Rational(1, 3),
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "relu": lambda x: sympy.Max(x, 0),
    "sigma": lambda x: 1 / (1 + sympy.exp(-x)),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "step": lambda x: sympy.Heaviside(x, 0),
    "max": sympy.Max,
    "min": sympy.Min,
    "greater": lambda a, b: sympy.Heaviside(a - b, sympy.Rational(1, 2)),
}


def in_sympy(e: Expression) -> sympy.Expr:
    parts = [in_sympy(part) for part in e.parts()]
    if isinstance(e, Number):
        return (
            sympy.Integer(int(e.value))
            if e.value == int(e.value)
            else sympy.Rational(repr(e.value))
        )
    if isinstance(e, Constant):
        return sympy.pi if e.name == "pi" else sympy.E
    if isinstance(e, Symbol):
        return sympy.Symbol(e.name, real=True)
    if isinstance(e, Sum):
        return sympy.Add(*parts)
    if isinstance(e, Product):
        return sympy.Mul(*parts)
    if isinstance(e, Quotient):
        return parts[0] / parts[1]
    if isinstance(e, Negate):
        return -parts[0]
    if isinstance(e, Power):
        return parts[0] ** parts[1]
    assert isinstance(e, Call)
    return TO_SYMPY[e.function](*parts)


def high_precision(e: sympy.Expr, values: dict[str, float]) -> float:
    """Return a value by 40 digits of arithmetic; NaN where it is not real."""
    point = {sympy.Symbol(n, real=True): sympy.Rational(v) for n, v in values.items()}
    found = sympy.N(e.subs(point), 40)
    return float(found) if found.is_real and found.is_finite else math.nan


@pytest.mark.parametrize("name", sorted(OUTER))
def test_the_derivative_of_every_function_is_sympys(name):
    for u in (0.3, 0.7, 1.3, -0.4, 2.5):
        theirs = high_precision(
            sympy.diff(TO_SYMPY[name](U), U).subs(U, sympy.Rational(u)).doit(), {}
        )
        ours = evaluate(OUTER[name], {"u": u})
        if not math.isnan(theirs) and not math.isnan(evaluate(parse(f"{name}(u)"), {"u": u})):
            assert ours == pytest.approx(theirs, rel=1e-13, abs=1e-14)


def small(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    names = sorted(
        set(FUNCTIONS) - {"max", "min", "greater", "step", "sign", "relu", "abs", "cbrt"}
    )
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        st.builds(Quotient, inner, inner),
        st.builds(Power, inner, st.integers(-2, 4).map(lambda n: Number(float(n)))),
        inner.map(Negate),
        st.builds(lambda name, e: Call(name, (e,)), st.sampled_from(names), inner),
    )


LEAVES = st.one_of(
    st.sampled_from("xxy").map(Symbol),
    st.integers(-3, 5).map(lambda n: Number(float(n))),
    st.just(Constant("pi")),
)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.deferred(lambda: st.recursive(LEAVES, small, max_leaves=6)),
    st.fractions(-2, 2, max_denominator=16),
    st.fractions(-2, 2, max_denominator=16),
)
def test_random_derivatives_are_sympys(e, x, y):
    values = {"x": float(x), "y": float(y)}
    try:
        ours = evaluate(differentiate(e, "x").expression, values)
    except VctutorError:
        assume(False)
    assume(math.isfinite(evaluate(e, values)) and math.isfinite(ours) and 1e-6 < abs(ours) < 1e6)
    theirs = high_precision(sympy.diff(in_sympy(e), sympy.Symbol("x", real=True)), values)
    assume(not math.isnan(theirs))
    assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-9)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.deferred(lambda: st.recursive(LEAVES, small, max_leaves=8)),
    st.floats(-2, 2),
    st.floats(-2, 2),
)
def test_simplifying_keeps_finite_values(e, x, y):
    values = {"x": x, "y": y}
    before = evaluate(e, values)
    sizes = [abs(evaluate(part, values)) for part in walk_scalars(e)]
    assume(
        math.isfinite(before)
        and all(s < 1e6 for s in sizes)
        and all(s > 1e-6 or s == 0 for s in sizes)
    )
    after = evaluate(simplify(e), values)
    assert after == pytest.approx(before, rel=1e-6, abs=1e-6 * max(sizes))


def walk_scalars(e: Expression) -> list[Expression]:
    return [e, *(inner for part in e.parts() for inner in walk_scalars(part))]
