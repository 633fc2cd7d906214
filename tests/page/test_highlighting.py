"""Listings in colour: Python by its own tokenizer agrees with Pygments, and nothing of a listing is lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.course.catalog import Catalog
from vctutor.course.model import Code
from vctutor.page import highlighting
from vctutor.page.highlighting import highlight
from vctutor.paths import shipped_course
from vctutor.styled_text import Line, plain


def listings() -> list[str]:
    course = Catalog.open(shipped_course())
    return [b.text for c in course.chapters() for b in c.body if isinstance(b, Code)]


def roles(line: Line) -> dict[str, str]:
    return {span.text.strip(): span.role for span in line}


def by_pygments(text: str, monkeypatch: pytest.MonkeyPatch) -> list[Line]:
    with monkeypatch.context() as patched:
        patched.setattr(highlighting, "_tokens", highlighting.by_pygments)
        return highlight(text, "python")


def test_the_listings_of_the_course_look_as_pygments_would_colour_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = listings()
    assert len(texts) >= 4
    for text in texts:
        assert highlight(text, "python") == by_pygments(text, monkeypatch)


def test_each_kind_has_its_role() -> None:
    (line,) = highlight("for k in range(3): s += f('a', None)  # sum", "Python")
    found = roles(line)
    assert found["for"] == found["in"] == "code keyword"
    assert found["range"] == "code function"
    assert found["3"] == found["None"] == "code number"
    assert found["+="] == "code operator"
    assert found["'a'"] == "code string"
    assert found["# sum"] == "code comment"


def test_a_name_that_is_defined_stands_out_and_an_attribute_does_not() -> None:
    first, second = highlight("def sum_of(x):\n    return x.sum()", "python")
    assert roles(first)["sum_of"] == "code function"
    assert "code function" not in roles(second).values()


@pytest.mark.parametrize(
    "text",
    [
        "f(x,\n  y) \\\n  + 1\n",
        'text = """one\n  two"""\nx = 1',
        'f"{x:.2f} of {y!r}"',
        ">>> grad(f)(2.0)\n4.0",
        "x = (1,",
        "  deeper\n less\n",
        "'open",
        "x = 1 $ 2 ?",
        "\n\n# only words\n",
        "λ = ∂f / ∂x",
        "a\tb\r\nc\x0cd\x1ce\u2028f",
        "if x:\n\ty = 1\n        z = 2",
    ],
)
def test_nothing_is_lost(text: str) -> None:
    shown = [plain(line).rstrip() for line in highlight(text, "python")]
    assert shown == [line.rstrip("\r \x0c") for line in _lines(text)]


@given(st.text(alphabet="ab1 (\n\t\"'#\\:=.λ\x1c", max_size=30))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    shown = [plain(line).strip() for line in highlight(text, "python")]
    assert shown == [line.strip() for line in _lines(text)]


def test_what_is_no_python_is_left_to_pygments_or_plain() -> None:
    assert roles(highlight("x <- function(y) y", "r")[0])["function"] == "code keyword"
    assert {span.role for span in highlight("x = 1", "no such language")[0]} == {"code"}


def test_python_needs_no_pygments() -> None:
    asked = (
        "import sys; from vctutor.page.highlighting import highlight; "
        "highlight('x = 1', 'python'); print('pygments' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert told.stdout == "False\n"


def _lines(text: str) -> list[str]:
    """Return the lines of a text without the empty ones at its end."""
    lines = text.split("\n")
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines
