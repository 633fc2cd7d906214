"""No string may raise, hang, take the process down or be wider than asked."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vctutor.styled_text import plain, width
from vctutor.typesetting import inline, problem, spoken, typeset

COMMANDS = r"""
\frac \frac{a}{b} \sqrt \sqrt{x} \sqrt[3]{x} \sum_{i=1}^n \int_0^1 \lim_{x\to0} \left( \right) \left| \right| \middle|
\begin{bmatrix} \end{bmatrix} \begin{cases} \end{cases} \begin{aligned} \end{aligned} \\ \hat{x} \bar \vec{v} \not
\mathbf{x} \mathbb{R} \mathcal{L} \text{ab} \operatorname{tr} \sin \max_{x} \nabla \partial \cdot \times \to \le \,
\overbrace{a} \underbrace{b}_{c} \overline{ab} \boxed{x} \cancel{x} \binom{n}{k} \quad \! \top \cdots \vdots \limits
\color{red} \displaystyle \substack{a\\b} \phantom{x} \stackrel{a}{b} \xrightarrow{f} \def\a{b} \text{if$x$}
"""
PIECES = st.sampled_from(
    [
        *"abxyzn0123456789+-=()[]{}|^_&,.;:!'/<> ",
        *"λ∂∞日é\u0301\u200b\x1b\n\\$%#~",
        *COMMANDS.split(),
    ]
)
FORMULAS = st.one_of(
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.text(max_size=60),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FORMULAS, st.integers(1, 90), st.booleans())
def test_no_line_is_wider_than_asked(latex: str, cells: int, ascii: bool) -> None:
    for form in ("display", "inline", "ascii", "spoken"):
        lines = typeset(latex, form=form, width=cells, ascii=ascii)
        assert lines
        for line in lines:
            assert width(line) <= cells
            assert all(character.isprintable() for character in plain(line).replace("\u0301", ""))
            if ascii and form != "spoken":
                assert plain(line).isascii()


@settings(max_examples=200, deadline=None)
@given(FORMULAS)
def test_every_string_has_every_form(latex: str) -> None:
    wrong = problem(latex)
    if wrong is not None:
        assert 0 <= wrong.offset <= len(latex)
        assert wrong.offset + wrong.length <= len(latex)
        assert wrong.message
    assert len({width(line) for line in typeset(latex)}) >= 1
    inline(latex)
    spoken(latex)


def test_every_golden_formula_fits_every_width(golden_formulas: list[str]) -> None:
    for latex in golden_formulas:
        for cells in (1, 2, 5, 12, 20, 40, 60):
            for line in typeset(latex, width=cells):
                assert width(line) <= cells, (latex, cells)


BOMBS = {
    "fractions": r"\frac{" * 200 + "1" + "}{2}" * 200,
    "roots without braces": r"\sqrt" * 700 + "x",
    "functions": r"\sin" * 900 + " x",
    "limits": r"\lim_x " * 500,
    "colours": r"\color{red}x" * 300,
    "styles": r"\displaystyle " * 250,
    "left": r"\left(" * 400 + "x" + r"\right)" * 300,
    "matrices": r"\begin{matrix}" * 200,
    "letters": r"\mathbf" * 500 + "x",
    "braces": "{" * 2000 + "}" * 2000,
    "brackets": "(" * 2000 + ")" * 2000,
    "bars": "|" * 4000,
    "accents": r"\hat" * 900 + "x",
    "powers": "x^{" * 900 + "}" * 900,
    "definitions": r"\def\a{\b\b}\def\b{\c\c}\def\c{\a\a}\a",
    "negations": r"\not" * 900 + "=",
    "primes": "x" + "'" * 3900,
    "table": r"\begin{matrix}" + "&" * 1900 + r"\\" * 900 + r"\end{matrix}",
    "long": "x+" * 1990,
    "too long": "x" * 100_000,
    "texts": r"\text{" + "$" * 3900 + "}",
    "numbers": "1" * 3999,
    "overbraces": r"\overbrace{" * 22 + "x" + "}" * 22,
    "stacks": r"\substack{" * 300,
    "scripts": "x_" * 1900 + "x",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_go_off_in_a_small_stack_without_harm(name: str) -> None:
    """Run in a process of its own, since what a bomb does is to take its process down."""
    program = (
        "import sys, threading\n"
        "from vctutor.typesetting import typeset, inline, spoken\n"
        "latex = sys.stdin.read()\n"
        "def run():\n"
        "    for cells in (40, 1):\n"
        "        assert typeset(latex, width=cells)\n"
        "    inline(latex); spoken(latex); typeset(latex, form='ascii')\n"
        "    print('survived')\n"
        "threading.stack_size(512 * 1024)\n"
        "thread = threading.Thread(target=run); thread.start(); thread.join()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=BOMBS[name],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "survived\n"), done.stderr[-2000:]


def test_importing_typesetting_loads_neither_the_parser_nor_anything_heavy() -> None:
    program = (
        "import sys, vctutor.typesetting, vctutor.typesetting.prose\n"
        "heavy = ('math_core', 'textual', 'numpy', 'sqlite3', 'plotext', 'yaml')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
