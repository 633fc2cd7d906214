"""Printed text is read back to the same tree, for generated trees of every kind."""

import math_core
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vctutor.maths.expression import (
    Call,
    Constant,
    Expression,
    Matrix,
    Negate,
    Number,
    ParseError,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
    parse,
    to_latex,
    to_text,
)
from vctutor.maths.names import FUNCTIONS

NAMES = [
    "x",
    "y",
    "z",
    "a",
    "f",
    "d",
    "i",
    "n",
    "s",
    "t",
    "p",
    "x1",
    "w_ij",
    "theta",
    "alpha",
    "E",
    "e1",
    "loss",
]
numbers = st.one_of(
    st.integers(-20, 20).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
).map(Number)
leaves = st.one_of(
    numbers, st.sampled_from(NAMES).map(Symbol), st.sampled_from(["pi", "e"]).map(Constant)
)


def grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        st.builds(Quotient, inner, inner),
        st.builds(Power, inner, inner),
        inner.map(Negate),
        st.sampled_from(sorted(FUNCTIONS)).flatmap(
            lambda name: st.lists(inner, min_size=FUNCTIONS[name], max_size=FUNCTIONS[name]).map(
                lambda arguments: Call(name, tuple(arguments))
            )
        ),
    )


trees = st.deferred(lambda: st.recursive(leaves, grow, max_leaves=12))


def read_back(text: str, variables) -> Expression:
    """Read a printed tree; those that are longer or larger than what may be typed are no examples."""
    try:
        return parse(text, variables)
    except ParseError as error:
        assume("longer than" not in error.message and "too large" not in error.message)
        raise


@settings(max_examples=1500, deadline=None)
@given(trees)
def test_text_is_read_back_to_the_same_tree(e):
    assert read_back(to_text(e), e.free_symbols) == e


plain_leaves = st.one_of(
    st.integers(-9, 9).map(lambda n: Number(float(n))), st.sampled_from("xyzabtn").map(Symbol)
)


@settings(max_examples=500, deadline=None)
@given(st.deferred(lambda: st.recursive(plain_leaves, grow, max_leaves=10)))
def test_text_needs_no_declared_letters(e):
    assert read_back(to_text(e), None) == e


@settings(max_examples=500, deadline=None)
@given(trees)
def test_latex_is_accepted_by_a_strict_reader(e):
    math_core.LatexToMathML().convert_with_local_state(to_latex(e), displaystyle=True)


@pytest.mark.parametrize(
    ("typed", "text", "latex"),
    [
        ("6*x*(x^2+1)^2", "6x(x^2 + 1)^2", "6x (x^2 + 1)^2"),
        ("2*x*y", "2xy", "2x y"),
        ("e^(-x)", "e^(-x)", "e^{-x}"),
        ("exp(-x)", "exp(-x)", "e^{-x}"),
        ("sin(x)", "sin(x)", r"\sin x"),
        ("sin(2x)cos(x)", "sin(2x) cos(x)", r"\sin(2x) \, \cos x"),
        ("(sin x)^2", "sin(x)^2", r"\sin^2 x"),
        ("(sin x)^2 y", "sin(x)^2 y", r"\sin^2(x) \, y"),
        ("(sin x)^2 cos x", "sin(x)^2 cos(x)", r"\sin^2(x) \, \cos x"),
        ("2(cos x)^2 (x + 1)", "2cos(x)^2 (x + 1)", r"2 \cos^2(x)(x + 1)"),
        ("|x - 1|", "abs(x - 1)", r"\lvert x - 1 \rvert"),
        ("sigma(w*x+b)", "sigma(wx + b)", r"\sigma(w x + b)"),
        ("(a+b)/2", "(a + b)/2", r"\frac{a + b}{2}"),
        ("-3 - 4x", "-3 - 4x", "-3 - 4x"),
        ("2*3^x", "2*3^x", r"2 \cdot 3^x"),
        ("[[a,b],[c,d]]", "[[a, b], [c, d]]", r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}"),
        ("x_1^2", "x1^2", "x_1^2"),
        ("θ_12", "theta12", r"\theta_{12}"),
        ("1e-7 x", "1e-07x", r"10^{-7} \cdot x"),
        ("sqrt(x^2+y^2)", "sqrt(x^2 + y^2)", r"\sqrt{x^2 + y^2}"),
        ("e^(-x^2/2)", "e^(-x^2/2)", "e^{-x^2/2}"),
    ],
)
def test_what_is_printed(typed, text, latex):
    e = parse(typed)
    assert to_text(e) == text
    assert to_latex(e) == latex


def test_vectors_and_matrices_come_back():
    for e in (
        Vector((Symbol("x"), Number(-1.0))),
        Matrix(((Symbol("x"),), (Number(2.0),))),
        Product((Number(2.0), Vector((Symbol("x"), Symbol("y"))))),
    ):
        assert parse(to_text(e)) == e


def test_deep_trees_are_printed_in_time_that_grows_with_their_size():
    for outer, times in (
        ("sin(", 30),
        ("sqrt(", 30),
        ("abs(", 30),
        ("2(", 30),
        ("1/(", 15),
        ("-(", 15),
        ("e^(", 15),
    ):
        e = parse(outer * times + "x" + ")" * times)
        assert len(to_latex(e)) < 1500
        assert parse(to_text(e)) == e
