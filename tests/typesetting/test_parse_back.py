"""What the inline form says of an expression is what the project's own parser reads from it."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vctutor.maths.expression import evaluate, parse, to_latex
from vctutor.styled_text import plain
from vctutor.typesetting import inline, problem

VALUES = {"x": 0.7, "y": 1.3, "w": 0.4, "theta": 1.1}
LEAVES = st.sampled_from(["x", "y", "w", "theta", "2", "3", "10", "0.5", "pi"])


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def in_brackets(text: str) -> str:
        return f"({text})"

    one = inner.map(in_brackets)
    return st.one_of(
        st.tuples(one, st.sampled_from("+-*/"), one).map("".join),
        st.tuples(
            one, st.sampled_from(["^2", "^3", "^(-1)", "^x", "^(2x)", "^(x+1)", "^(w-y)"])
        ).map("".join),
        one.map("-{}".format),
        st.tuples(st.sampled_from(["sin", "exp", "tanh", "sqrt", "abs"]), one).map("".join),
    )


EXPRESSIONS = st.recursive(LEAVES, combined, max_leaves=7)


def value_of(text: str) -> complex | None:
    """Return the value at a fixed point, or None where it is no finite number."""
    try:
        value = complex(evaluate(parse(text), VALUES))
    except (ArithmeticError, ValueError, TypeError):
        return None
    return value if math.isfinite(value.real) and abs(value) < 1e9 else None


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@settings(max_examples=200, deadline=None)
@given(EXPRESSIONS, st.booleans())
def test_the_inline_form_parses_back_to_the_same_value(text: str, ascii: bool) -> None:
    latex = to_latex(parse(text))
    assert problem(latex) is None
    written = plain(inline(latex, ascii=ascii))
    if re.search(r"\| ?\|", written):
        return  # bars beside bars are good mathematics, and the parser asks what is meant by them
    expected = value_of(text)
    if expected is None:
        return
    assert value_of(written) == pytest.approx(expected, rel=1e-9), (latex, written)
