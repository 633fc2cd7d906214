from __future__ import annotations

import pytest

from vctutor.typesetting import problem
from vctutor.typesetting.latex.commands import COMMANDS, ENVIRONMENTS


@pytest.mark.parametrize(
    ("latex", "piece", "says", "suggestion"),
    [
        (r"1 + \fraq{a}{b}", r"\fraq", "no command", r"\frac"),
        (r"\aplha", r"\aplha", "no command", r"\alpha"),
        (r"\begin{bmatirx} a \end{bmatirx}", "bmatirx", "no environment", "bmatrix"),
        (r"x^2^3", "^", "second ^", None),
        (r"x}", "}", "never opened", None),
        (r"a & b", "&", "table", None),
        (r"\def\a{b}", r"\def", "define", None),
        ("a\x07b", "\x07", "control character", None),
        (r"\text{ü} λ \aplha", r"\aplha", "no command", r"\alpha"),
        (r"\text{if $x$} \aplha", r"\aplha", "no command", r"\alpha"),
        (r"\begin{bmatrix} a \end{pmatrix}", r"\end", r"\end{bmatrix}", None),
    ],
)
def test_the_piece_and_the_nearest_command(
    latex: str, piece: str, says: str, suggestion: str | None
) -> None:
    wrong = problem(latex)
    assert wrong is not None
    assert latex[wrong.offset : wrong.offset + wrong.length] == piece
    assert says in wrong.message
    assert wrong.suggestion == suggestion


@pytest.mark.parametrize(
    ("latex", "says"),
    [
        (r"\frac{a", "}"),
        (r"\left( x", r"\right"),
        ("{x", "}"),
        (r"\mathbf", "argument"),
        (r"\begin{cases} x", "end"),
    ],
)
def test_what_is_missing_at_the_end(latex: str, says: str) -> None:
    wrong = problem(latex)
    assert wrong is not None
    assert (wrong.offset, wrong.length) == (len(latex), 0)
    assert says in wrong.message


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{if $x > 0$ then $y$}",
        r"\sum_{\substack{i \ne j \\ i > 0}} x_i",
        r"\begin{split} a &= b \end{split}",
        r"\mbox{so}",
        r"\left< x \right>",
        "",
        " ",
    ],
)
def test_what_authors_write_is_understood(latex: str) -> None:
    assert problem(latex) is None


def test_the_listed_commands_are_those_the_parser_knows() -> None:
    from math_core import LatexError, LatexToMathML

    converter = LatexToMathML(fancy_error=False)

    def unknown(latex: str, sign: str) -> bool:
        try:
            converter.convert_with_local_state(latex, displaystyle=True)
        except LatexError as error:
            return sign in str(error)
        return False

    assert [name for name in COMMANDS if unknown(f"\\{name} ", "Unknown command")] == []
    assert [
        name for name in ENVIRONMENTS if unknown(f"\\begin{{{name}}}", "Unknown environment")
    ] == []
    assert {"frac", "nabla", "partial", "mathbf", "operatorname"} <= COMMANDS
