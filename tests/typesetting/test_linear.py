from __future__ import annotations

import pytest

from vctutor.styled_text import plain
from vctutor.typesetting import inline

MEANINGS = [
    # a fraction and its neighbours
    (r"\frac{a}{b} c", "(a/b) c"),
    (r"c \frac{a}{b}", "c (a/b)"),
    (r"\frac{a}{b} \cdot c", "a/b ⋅ c"),
    (r"\frac{a+b}{c}", "(a + b)/c"),
    (r"\frac{a}{b+c}", "a/(b + c)"),
    (r"\frac{a}{bc}", "a/(bc)"),
    (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
    (r"\frac{a}{\frac{b}{c}}", "a/(b/c)"),
    (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
    (r"\frac{f(x)}{g(x)}", "f(x)/g(x)"),
    (r"\frac{\sin x}{x}", "(sin x)/x"),
    (r"\frac{\sin(x)}{x}", "sin(x)/x"),
    (r"a / \frac{b}{c}", "a/(b/c)"),
    (r"\log \frac{p}{q}", "log(p/q)"),
    (r"1 - \frac{a}{b}", "1 − a/b"),
    # derivatives stay as they are written
    (r"\frac{\partial L}{\partial a}", "∂L/∂a"),
    (r"\frac{df}{dx} \frac{dx}{dt}", "df/dx dx/dt"),
    (r"\alpha \frac{dL}{d\theta}", "α dL/dθ"),
    (r"\frac{\partial^2 f}{\partial x \partial y}", "∂²f/(∂x∂y)"),
    (r"\frac{d}{dx} (3x + 1)^2", "d/dx (3x + 1)²"),
    (r"\frac{df}{dx}(x + 1)", "(df/dx) (x + 1)"),
    # powers and indexes
    (r"x^{2^n}", "x^(2ⁿ)"),
    (r"{x^2}^3", "(x²)³"),
    (r"e^{-x}", "e⁻ˣ"),
    (r"2^{n+1}", "2ⁿ⁺¹"),
    (r"e^{-x/2}", "e^(−x/2)"),
    (r"x^q y", "x^q y"),
    (r"x_b y", "x_b y"),
    (r"x_{i,j}", "x_(i,j)"),
    (r"W^{(l)}", "W⁽ˡ⁾"),
    (r"z^{[l]}", "z^[l]"),
    (r"f'(x)^2", "f′(x)²"),
    (r"(x+1)^2", "(x + 1)²"),
    # other things two dimensions say by position
    (r"\sqrt{x}", "√x"),
    (r"\sqrt{x + 1} y", "√(x + 1)y"),
    (r"\sqrt{2} x", "√2 x"),
    (r"\sqrt[3]{x}", "∛x"),
    (r"\sum_{i=1}^m x_i", "∑ᵢ₌₁ᵐ xᵢ"),
    (r"\sum_{i \in S} (a + b)", "∑_(i∈S) (a + b)"),
    (r"\lim_{h \to 0} \frac{a + b}{h}", "lim_(h→0) (a + b)/h"),
    (r"\int_{-\infty}^\infty f(x)\,dx", "∫_(−∞)^∞ f(x) dx"),
    (r"\|x\| \ne |x|", "‖x‖ ≠ |x|"),
    (r"\|u\|\|v\|", "‖u‖ ‖v‖"),
    (r"\left.\frac{df}{dx}\right|_{x=0}", "(df/dx)|ₓ₌₀"),
    (r"\binom{n}{k}", "(n choose k)"),
    (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[[a, b], [c, d]]"),
    (r"\begin{bmatrix} a \\ b \end{bmatrix}", "[a, b]ᵀ"),
    (r"\begin{bmatrix} a \\ b \end{bmatrix}^\top x", "[a, b]x"),
    (r"\begin{bmatrix} a \\ b \end{bmatrix}^2", "([a, b]ᵀ)²"),
    (r"\begin{bmatrix} a \\ \vdots \\ b \end{bmatrix}", "[a, ⋯, b]ᵀ"),
    (r"\begin{bmatrix} a & b \\ \vdots & \vdots \end{bmatrix}", "[[a, b], ⋯]"),
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
    (r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}", "{1, x > 0; 0 otherwise}"),
    (r"\overline{AB}", "bar(AB)"),
    (r"\cancel{x}", "x\u0336"),
]


@pytest.mark.parametrize(("latex", "expected"), MEANINGS)
def test_one_line_keeps_the_meaning(latex: str, expected: str) -> None:
    assert plain(inline(latex)) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\alpha x + 2\beta", "alpha x + 2 beta"),
        (r"e^{-x}", "e^(-x)"),
        (r"\frac{\partial f}{\partial x_1}", "del f/del x_1"),
        (r"\frac{dL}{d\theta}", "dL/dtheta"),
        (r"\sqrt{x}", "sqrt(x)"),
        (r"\sum_{i=1}^m x_i", "sum_(i=1)^m x_i"),
        (r"\|\nabla f\| \le 1", "||grad f|| <= 1"),
        (r"x \in \mathbb{R}^{m \times n}", "x in R^(m x n)"),
        (r"A^\top B", "A^T B"),
        (r"\begin{bmatrix} a \\ b \end{bmatrix}", "[a, b]^T"),
    ],
)
def test_one_line_in_ascii(latex: str, expected: str) -> None:
    written = plain(inline(latex, ascii=True))
    assert written == expected
    assert written.isascii()


def test_every_golden_formula_is_one_line(golden_formulas: list[str]) -> None:
    for latex in golden_formulas:
        assert "\n" not in plain(inline(latex))
        assert plain(inline(latex, ascii=True)).isascii()
