"""Symbolic, forward, reverse and numerical derivatives agree on random expressions.

Tolerance: rounding is bounded by the largest product of a value and its adjoint on the tape, so that is the
scale; the exact methods and the complex step agree to 1e-10 of it. Central differences agree to 1e-6 of it, where
differences at two steps agree among themselves, that is, where the function bends slowly enough for them.
"""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from vctutor.errors import VctutorError
from vctutor.maths import numeric, primitives
from vctutor.maths.agreement import compare, compare_jacobian
from vctutor.maths.evaluation import closure
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
    Vector,
    parse,
)
from vctutor.maths.names import FUNCTIONS

EXAMPLES = 2000


def grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        st.builds(Quotient, inner, inner),
        st.builds(Power, inner, st.integers(-2, 4).map(lambda n: Number(float(n)))),
        st.builds(Power, st.one_of(st.just(Constant("e")), st.just(Number(2.0)), inner), inner),
        inner.map(Negate),
        st.sampled_from(sorted(FUNCTIONS)).flatmap(
            lambda name: st.tuples(*[inner] * FUNCTIONS[name]).map(lambda a: Call(name, a))
        ),
    )


LEAVES = st.one_of(
    st.sampled_from("xxxyyz").map(Symbol),
    st.integers(-3, 5).map(lambda n: Number(float(n))),
    st.sampled_from([Number(0.5), Number(1.7), Constant("pi")]),
)
EXPRESSIONS = st.deferred(lambda: st.recursive(LEAVES, grow, max_leaves=8)).filter(
    lambda e: e.free_symbols
)
COORDINATE = st.floats(-2.5, 2.5).map(lambda v: round(v, 4))
POINTS = st.fixed_dictionaries({name: COORDINATE for name in "xyz"})


def branches(rows):
    """Whether a power has the base 0 and an exponent that is no whole number: there it has no complex derivative."""
    values = {row.name: float(row.value) for row in rows}
    powers = [row.operands for row in rows if row.operation == "power"]

    def value(name):
        return values[name] if name in values else float(name)

    return any(value(base) == 0 and not value(exponent).is_integer() for base, exponent in powers)


def test_the_complex_step_is_not_asked_at_a_branch_point():
    found = compare(parse("x^sqrt(2)"), {"x": 0.0}, "x")
    assert branches(found.rows)
    assert found.symbolic == found.forward == found.reverse == (0.0,)
    assert not branches(compare(parse("x^2"), {"x": 0.0}, "x").rows)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(EXPRESSIONS, POINTS)
def test_all_methods_agree(e, point):
    try:
        found = compare(e, point, "xyz")
    except VctutorError:
        assume(False)
    values = [float(row.value) for row in found.rows]
    adjoints = [0.0 if row.adjoint is None else float(row.adjoint) for row in found.rows]
    gradients = [found.symbolic, found.forward, found.reverse]
    # At a tie the complex step may fall to one side, and where a fractional power branches it is not small enough.
    if not found.analysis.special and not branches(found.rows):
        gradients.append(found.complex_step)
    assume(all(map(math.isfinite, [*values, *adjoints, *(g for row in gradients for g in row)])))
    scale = max(1.0, *(abs(a) * max(1.0, abs(v)) for a, v in zip(adjoints, values, strict=True)))
    assume(scale < 1e6 and max(map(abs, values)) < 1e6)
    for other in gradients[1:]:
        assert other == pytest.approx(found.symbolic, rel=0, abs=1e-10 * scale)

    function = primitives.function_of(e, "xyz")
    at = np.array([point[name] for name in "xyz"])

    def of(v):
        return function(v[0], v[1], v[2])

    coarse, fine = (
        numeric.central_difference(of, at, 2e-5),
        numeric.central_difference(of, at, 1e-5),
    )
    if (
        np.isfinite(coarse).all()
        and np.abs(coarse - fine).max() < 1e-7 * scale
        and not found.analysis.special
    ):
        assert fine == pytest.approx(np.array(found.symbolic), rel=0, abs=1e-6 * scale)


# -- against autograd (HIPS), which shares no code with this project

TO_AUTOGRAD = {
    **{
        n: getattr(anp, n)
        for n in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt", "exp", "abs", "sign", "log2")
    },
    "sec": lambda x: 1 / anp.cos(x),
    "csc": lambda x: 1 / anp.sin(x),
    "cot": lambda x: anp.cos(x) / anp.sin(x),
    "arcsin": anp.arcsin,
    "arccos": anp.arccos,
    "arctan": anp.arctan,
    "arsinh": anp.arcsinh,
    "arcosh": anp.arccosh,
    "artanh": anp.arctanh,
    "ln": anp.log,
    "log10": anp.log10,
    "cbrt": lambda x: anp.sign(x) * anp.abs(x) ** (1 / 3),
    "relu": lambda x: anp.where(x > 0, x, 0.0),
    "sigma": lambda x: 0.5 * (anp.tanh(x / 2) + 1),
    "softplus": lambda x: anp.logaddexp(x, 0.0),
    "step": lambda x: anp.where(x > 0, 1.0, 0.0),
    "max": anp.maximum,
    "min": anp.minimum,
    "greater": lambda a, b: anp.where(a > b, 1.0, anp.where(a < b, 0.0, 0.5)),
}


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(EXPRESSIONS, POINTS)
def test_gradients_are_autograds(e, point):
    try:
        found = compare(e, point, "xyz")
    except VctutorError:
        assume(False)
    evaluator = closure(e, {name: i for i, name in enumerate("xyz")}, TO_AUTOGRAD, anp.power)
    at = np.array([point[name] for name in "xyz"])
    with np.errstate(all="ignore"):
        try:
            theirs = autograd.grad(evaluator)(at)
        except (ZeroDivisionError, TypeError):
            assume(False)
    values = [float(row.value) for row in found.rows]
    adjoints = [0.0 if row.adjoint is None else float(row.adjoint) for row in found.rows]
    assume(
        all(map(math.isfinite, [*values, *adjoints, *theirs.tolist()]))
        and not found.analysis.special
    )
    scale = max(1.0, *(abs(a) * max(1.0, abs(v)) for a, v in zip(adjoints, values, strict=True)))
    assume(scale < 1e6 and max(map(abs, values)) < 1e6)
    assert found.reverse == pytest.approx(theirs.tolist(), rel=0, abs=1e-9 * scale)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EXPRESSIONS, min_size=1, max_size=3), POINTS)
def test_jacobians_agree(entries, point):
    try:
        found = compare_jacobian(Vector(tuple(entries)), point, "xyz")
        rows = [compare(entry, point, "xyz") for entry in entries]
    except VctutorError:
        assume(False)
    assert found.reverse.shape == found.forward.shape == (len(entries), 3)
    for i, row in enumerate(rows):
        assert found.reverse[i] == pytest.approx(row.reverse, nan_ok=True)
        assert found.symbolic[i] == pytest.approx(row.symbolic, nan_ok=True)
        assert found.forward[i] == pytest.approx(row.forward, nan_ok=True)
