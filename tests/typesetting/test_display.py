"""The two-dimensional form against pictures drawn by hand; the golden files hold many more."""

from __future__ import annotations

from textwrap import dedent

import pytest

from vctutor.styled_text import plain
from vctutor.typesetting import typeset

PICTURES = {
    r"f'(x) = \frac{df}{dx} = \lim_{h \to 0} \frac{f(x+h) - f(x)}{h}": """
                df       f(x + h) − f(x)
        f′(x) = ── = lim ───────────────
                dx   h→0        h
        """,
    r"\frac{df}{dx} = \sum_{i=1}^{m} \frac{\partial f}{\partial g_i} \cdot \frac{\partial g_i}{\partial x}": """
        df    m  ∂f    ∂gᵢ
        ── =  ∑  ─── ⋅ ───
        dx   i=1 ∂gᵢ   ∂x
        """,
    r"J = \frac{\partial \mathbf{f}}{\partial \mathbf{x}} = \begin{bmatrix} \frac{\partial f_1}{\partial x_1}"
    r" & \cdots & \frac{\partial f_1}{\partial x_n} \\ \vdots & \ddots & \vdots \\ \frac{\partial f_m}{\partial x_1}"
    r" & \cdots & \frac{\partial f_m}{\partial x_n} \end{bmatrix}": """
                 ⎡∂f₁     ∂f₁⎤
                 ⎢───  ⋯  ───⎥
                 ⎢∂x₁     ∂xₙ⎥
            ∂f   ⎢           ⎥
        J = ── = ⎢ ⋮   ⋱   ⋮ ⎥
            ∂x   ⎢           ⎥
                 ⎢∂fₘ     ∂fₘ⎥
                 ⎢───  ⋯  ───⎥
                 ⎣∂x₁     ∂xₙ⎦
        """,
    r"\operatorname{ReLU}'(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}": """
                   ⎧1  if x > 0
        ReLU′(x) = ⎨
                   ⎩0  otherwise
        """,
    r"\left\| \frac{x}{y} \right\|^2": """
        ║x║²
        ║─║
        ║y║
        """,
    r"\sqrt{x+1}": """
         _____
        √x + 1
        """,
    r"e^{-\frac{x^2}{2}}": """
         −x²/2
        e
        """,
}


def picture(latex: str, width: int | None = None, *, ascii: bool = False) -> str:
    return "\n".join(plain(line) for line in typeset(latex, width=width, ascii=ascii))


def drawn(text: str) -> str:
    return dedent(text).strip("\n").rstrip()


@pytest.mark.parametrize("latex", PICTURES)
def test_pictures(latex: str) -> None:
    assert picture(latex) == drawn(PICTURES[latex])


def test_a_sum_too_wide_goes_on_before_a_sign_under_its_relation() -> None:
    latex = r"y = a_1 x_1 + a_2 x_2 + a_3 x_3 + a_4 x_4"
    assert picture(latex, 20) == "y = a₁x₁ + a₂x₂\n    + a₃x₃ + a₄x₄"


def test_relations_break_before_operators_and_line_up() -> None:
    latex = r"y = (x + 1)^2 = x^2 + 2x + 1"
    assert picture(latex, 18) == "y = (x + 1)²\n  = x² + 2x + 1"


def test_statements_set_apart_break_between_them_first() -> None:
    assert (
        picture(r"z = wx, \quad a = z + b, \quad r = a - y", 24)
        == "z = wx,   a = z + b,\nr = a − y"
    )


def test_tall_lines_keep_an_empty_row_between_them() -> None:
    latex = r"y = \frac{1}{2} + \frac{3}{4}"
    assert picture(latex, 8) == drawn("""
            1
        y = ─
            2

              3
            + ─
              4
        """)


def test_what_cannot_be_broken_falls_back_to_one_line() -> None:
    latex = r"\frac{a_1 + a_2 + a_3 + a_4 + a_5}{b}"
    assert picture(latex, 16) == "(a₁ + a₂ + a₃\n  + a₄ + a₅)/b"


def test_an_aligned_table_too_wide_is_broken_row_by_row() -> None:
    latex = r"\begin{aligned} f(x) &= (x + 1)^2 + (x + 2)^2 \\ &= 2x^2 + 6x + 5 \end{aligned}"
    assert picture(latex, 24) == "f(x) = (x + 1)²\n       + (x + 2)²\n  = 2x² + 6x + 5"


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("-x + -3", "−x + −3"),
        ("a - b = -c", "a − b = −c"),
        ("(-x)", "(−x)"),
        (r"2\sin x", "2 sin x"),
        (r"\sin(x)", "sin(x)"),
        ("f(x,y)", "f(x, y)"),
        (r"x\,dx", "x dx"),
        (r"a \quad b", "a   b"),
        (r"a\!b", "ab"),
        (r"f: A \to B", "f: A → B"),
        ("a := b", "a := b"),
        ("n!", "n!"),
        (r"\{x\}", "{x}"),
        (r"1{,}000", "1,000"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"A \mid B", "A | B"),
    ],
)
def test_spaces_follow_the_class_of_the_symbols(latex: str, expected: str) -> None:
    assert picture(latex) == expected


def test_brackets_stretch_as_far_as_what_they_hold() -> None:
    tall = r"\begin{matrix} a \\ b \\ c \\ d \end{matrix}"
    assert picture(rf"\left( {tall} \right]") == "⎛a⎤\n⎜b⎥\n⎜c⎥\n⎝d⎦"
    assert picture(rf"\left\{{ {tall} \right.") == "⎧a\n⎨b\n⎪c\n⎩d"


def test_ascii_is_ascii(golden_formulas: list[str]) -> None:
    for latex in golden_formulas:
        assert picture(latex, ascii=True).isascii(), latex
