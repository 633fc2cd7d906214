"""Formulas that differ must neither look nor sound alike, in any form."""

from __future__ import annotations

import math
import random

import pytest

from vctutor.maths.expression import evaluate
from vctutor.maths.expression import parse as parse_expression
from vctutor.styled_text import plain
from vctutor.typesetting import Form, inline, problem, typeset
from vctutor.typesetting.symbol_names import COMMAND_OF
from vctutor.typesetting.symbols import to_ascii

PAIRS: list[tuple[Form, str, str]] = [
    ("spoken", r"\frac{1}{2\sigma^2}x", r"\frac{1}{2\sigma^2x}"),
    ("spoken", r"\frac{a}{\frac{b}{c}}", r"\frac{\frac{a}{b}}{c}"),
    ("spoken", r"\frac{d f}{d x}(x)", r"\frac{df}{dx}\cdot(x)"),
    ("spoken", r"\log x + 1", r"\log(x+1)"),
    ("spoken", r"\sqrt{a}+b", r"\sqrt{a+b}"),
    ("spoken", r"e^{-x^2/2}", r"e^{-x^2}/2"),
    ("spoken", r"x_{i_j}", r"{x_i}_j"),
    ("spoken", r"x_{i,j}", r"x_{ij}"),
    ("spoken", r"x_{i+1}", r"x_i+1"),
    ("spoken", r"f_x(y)", r"f_{x(y)}"),
    ("spoken", r"\pi(a|s)", r"\pi (a)|s"),
    ("spoken", r"\|x\|^2", r"\|x^2\|"),
    ("spoken", r"\binom{n}{k+1}", r"\binom{n}{k}+1"),
    ("spoken", r"A \subset B", r"A\subseteq B"),
    ("spoken", r"\mathbf{x}", "x"),
    ("spoken", r"\mathbb{E}", "E"),
    ("spoken", r"\phi", r"\varphi"),
    ("display", r"\phi", r"\varphi"),
    ("display", r"\varepsilon", r"\epsilon"),
    ("ascii", r"\overline{ab}", r"\bar a \bar b"),
    ("ascii", r"\hat{ab}", r"\hat{a}b"),
    ("ascii", r"x\approx y", r"x\simeq y"),
    ("ascii", r"A \not\subset B", r"A \subset B"),
    ("ascii", r"p \nmid n", r"p \mid n"),
    ("ascii", r"a \Leftarrow b", r"a \le b"),
    ("ascii", r"\nabla \cdot F", r"\nabla \times F"),
    ("inline", r"2\boxed{a+b}", "2a+b"),
    ("inline", r"\frac{1}{n(n+1)}", r"\frac{1}{n}(n+1)"),
    ("inline", r"\begin{aligned}a&=1&b&=2\end{aligned}", "a=1b=2"),
]


@pytest.mark.parametrize(("form", "one", "other"), PAIRS)
def test_what_differs_is_told_apart(form: Form, one: str, other: str) -> None:
    first, second = ([plain(line) for line in typeset(latex, form=form)] for latex in (one, other))
    assert first != second


VALUES = {"x": 0.7, "y": 1.3, "w": 0.4}


def grouped(rng: random.Random, depth: int) -> tuple[str, float]:
    """Return random LaTeX with frames, braces, roots and powers, and its value at ``VALUES``."""
    if depth == 0 or rng.random() < 0.2:
        name = rng.choice([*VALUES, "2", "3"])
        return name, VALUES.get(name) or float(name)
    (left, a), (right, b) = grouped(rng, depth - 1), grouped(rng, depth - 1)
    return rng.choice(
        [
            (rf"\boxed{{{left} + {right}}}", a + b),
            (rf"\underbrace{{{left} - \left({right}\right)}}", a - b),
            (rf"\overbrace{{{left} + {right}}} \cdot {{\boxed{{{right}}}}}", (a + b) * b),
            (rf"\frac{{{left}}}{{\boxed{{{left} + {right}}}}}", a / (a + b) if a + b else math.nan),
            (
                rf"\frac{{1}}{{\left({left}\right)\left({right}\right)}}",
                1 / (a * b) if a * b else math.nan,
            ),
            (
                rf"\sqrt{{{left}}} \cdot \left({right}\right)",
                math.sqrt(a) * b if a >= 0 else math.nan,
            ),
            (rf"\left({left}\right)^{{{right}}}", a**b if a > 0 and abs(b) < 9 else math.nan),
            (rf"\left({left}\right)\left({right}\right)", a * b),
            (rf"\left({left}\right) - \boxed{{{left} + {right}}}", a - (a + b)),
        ]
    )


@pytest.mark.parametrize("ascii", [False, True])
def test_the_inline_form_keeps_what_frames_braces_and_roots_group(ascii: bool) -> None:
    rng = random.Random(17)
    checked = 0
    for _ in range(400):
        latex, expected = grouped(rng, 3)
        if not math.isfinite(expected) or abs(expected) > 1e9:
            continue
        written = plain(inline(latex, ascii=ascii))
        assert evaluate(parse_expression(written), VALUES) == pytest.approx(expected, rel=1e-9), (
            latex,
            written,
        )
        checked += 1
    assert checked > 200


@pytest.mark.parametrize("symbol", sorted(COMMAND_OF))
def test_a_symbol_named_in_ascii_is_the_one_its_command_shows(symbol: str) -> None:
    command = f"\\{COMMAND_OF[symbol]}"
    assert problem(f"a {command} b") is None
    assert symbol in plain(inline(f"a {command} b")).replace("|", "∣") or symbol in "∶≕⩴"
    assert to_ascii(symbol) in (command, to_ascii(symbol)) and "?" not in to_ascii(symbol)


@pytest.mark.parametrize(
    ("latex", "rows"),
    [
        (r"\vec{x}_W", ["→", "x", " W"]),
        (r"\left(\prod_i p_i\right)^{1/n}", ["      1/n", "(∏ pᵢ)", " i"]),
        (r"\begin{bmatrix}1\\[2pt]2\end{bmatrix}", ["⎡1⎤", "⎣2⎦"]),
        (r"\begin{bmatrix}1\\2\\\end{bmatrix}", ["⎡1⎤", "⎣2⎦"]),
        (r"a = b \\ c = d", ["a = b", "c = d"]),
        (r"\overline{x+y}_b", ["_____", "x + y", "     b"]),
    ],
)
def test_rows_and_corners(latex: str, rows: list[str]) -> None:
    assert [plain(line).rstrip() for line in typeset(latex)] == rows


@pytest.mark.parametrize(
    ("latex", "rows"),
    [
        (r"\hat{y}_{t+1}", ["^", "y", " t+1"]),
        (r"\hat{\beta}_0^2", [" ^", "beta_0^2"]),
        (r"\vec{w}_{c}\cdot\vec{w}_{o}", ["->    ->", "w_c * w_o"]),
    ],
)
def test_marks_with_indices_in_ascii(latex: str, rows: list[str]) -> None:
    assert [plain(line).rstrip() for line in typeset(latex, form="ascii")] == rows


def test_a_line_ends_outside_braces_or_in_a_table_only() -> None:
    wrong = problem(r"\left( a \\ b \right)")
    assert wrong is not None
    assert (wrong.offset, wrong.length) == (9, 2)


@pytest.mark.parametrize(
    ("latex", "said"),
    [(r"\ce{H2O}", "chemical"), (r"\verb!x!", "backticks"), (r"\norm", "argument")],
)
def test_why_a_command_is_not_set(latex: str, said: str) -> None:
    assert said in str(problem(latex))


def test_a_mistake_in_an_argument_of_a_macro_is_where_the_author_wrote_it() -> None:
    wrong = problem(r"\norm{x + \fraq{a}{b}} + \pdv{f}{x}")
    assert wrong is not None
    assert (wrong.offset, wrong.length, wrong.suggestion) == (10, 5, r"\frac")
