from __future__ import annotations

import re

import pytest

from vctutor.typesetting import spoken

SPOKEN = [
    (r"\frac{\partial f}{\partial x_i}", "the partial derivative of f with respect to x sub i"),
    (r"\frac{df}{dx}", "the derivative of f with respect to x"),
    (r"\frac{d}{dx} x^n", "the derivative with respect to x of x to the n"),
    (r"\frac{\partial^2 f}{\partial x^2}", "the second partial derivative of f with respect to x"),
    (
        r"\frac{\partial^2 f}{\partial x\,\partial y}",
        "the second partial derivative of f with respect to x and y",
    ),
    (
        r"\frac{\partial^2 f}{\partial x_1^2}",
        "the second partial derivative of f with respect to x sub 1",
    ),
    (r"f^{(n)}(0)", "the n-th derivative of f of 0"),
    ("x^2", "x squared"),
    ("x^3", "x cubed"),
    ("x^{-1}", "x to the power minus 1"),
    (r"A^{-1}", "A inverse"),
    (r"A^\top", "the transpose of A"),
    (r"\sqrt{2}", "the square root of 2"),
    (r"\sum_{i=1}^{m} x_i", "the sum from i equals 1 to m of x sub i"),
    (r"\int_0^1 f(x)\,dx", "the integral from 0 to 1 of f of x, d x"),
    (r"\lim_{h \to 0} h", "the limit as h goes to 0 of h"),
    (r"\nabla f", "the gradient of f"),
    (r"\nabla_w L", "the gradient with respect to w of L"),
    (r"\nabla \cdot F", "the divergence of F"),
    (r"f: \mathbb{R}^n \to \mathbb{R}^m", "f from R n to R m"),
    (r"J \in \mathbb{R}^{m \times n}", "J in R m by n"),
    (r"\theta \leftarrow \theta - \alpha g", "theta becomes theta minus alpha g"),
    (r"\|x\|", "the norm of x"),
    (r"\|x\|_2", "the 2-norm of x"),
    (r"|x|", "the absolute value of x"),
    (r"\begin{bmatrix} 2x \\ 4y \end{bmatrix}", "the column vector 2 x, 4 y"),
    (
        r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
        "the 2 by 2 matrix with row 1: a, b; row 2: c, d",
    ),
    (r"\binom{n}{k}", "n choose k"),
    (r"\hat{y}", "y hat"),
    (r"\frac{1}{2}", "one half"),
    (r"\frac{a+b}{c}", "the fraction a plus b, over c, end of fraction"),
    (r"P(A \mid B)", "P of A given B"),
    (r"\log_2 8", "log base 2 of 8"),
    (r"\arg\max_\theta p(\theta)", "the arg max over theta of p of theta"),
    (r"\left.f\right|_{x=0}", "f evaluated at x equals 0"),
    (r"2(x + 1)", "2 times the quantity x plus 1"),
    (r"\alpha \nabla f", "alpha times the gradient of f"),
]


@pytest.mark.parametrize(("latex", "expected"), SPOKEN)
def test_spoken(latex: str, expected: str) -> None:
    assert spoken(latex) == expected


def test_what_is_spoken_has_no_sign_that_is_not_said(golden_formulas: list[str]) -> None:
    for latex in golden_formulas:
        said = spoken(latex)
        assert not re.search(r"[^\w\s,;:.\-$()]|_|\s{2}", said), (latex, said)
        assert said == said.strip(" ,;:")
        assert said.isascii() or re.search("[^\x00-\x7f]", latex), (latex, said)


@pytest.mark.parametrize(
    ("latex", "full", "brief"),
    [
        (
            r"\sqrt{x+1} + y",
            "the square root of x plus 1, end root, plus y",
            "the square root of x plus 1, plus y",
        ),
        (r"\mathbf{w} \cdot 2", "bold w multiplied by 2", "w times 2"),
        (
            r"\frac{a+b}{c} d",
            "the fraction a plus b, over c, end of fraction, times d",
            "the fraction a plus b, over c, times d",
        ),
    ],
)
def test_brief_speech_pauses_where_full_speech_says_what_ends(
    latex: str, full: str, brief: str
) -> None:
    assert spoken(latex) == full
    assert spoken(latex, brief=True) == brief
