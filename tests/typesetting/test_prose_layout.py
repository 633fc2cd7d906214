from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from vctutor.styled_text import Span, plain, width
from vctutor.typesetting.prose import Mark, lay_prose, lay_prose_marked, literal, plain_prose


def laid(text: str, cells: int) -> list[str]:
    return [plain(line) for line in lay_prose(text, cells)]


def test_words_are_wrapped_and_paragraphs_set_apart() -> None:
    assert laid("one two three\n\nfour", 8) == ["one two", "three", "", "four"]


def test_formulas_are_not_split_if_they_fit_on_a_line() -> None:
    assert laid("the slope $f'(x) = 2x + 1$ here", 16) == ["the slope", "f′(x) = 2x + 1", "here"]
    assert laid("so ($a + b$), then", 10) == ["so", "(a + b),", "then"]


def test_a_formula_wider_than_the_line_is_broken_at_its_spaces() -> None:
    assert laid("$a + b + c + d$ e", 8) == ["a + b", "+ c + d", "e"]
    assert laid("so $y = f(a + b) + c$.", 10) == ["so y", "= f(a + b)", "+ c."]


def test_lists_hang_under_their_text() -> None:
    text = "- one two three\n  - four five six\n1. seven eight"
    assert laid(text, 12) == [
        "• one two",
        "  three",
        "  – four",
        "    five six",
        "1. seven",
        "   eight",
    ]
    assert [plain(line) for line in lay_prose("- one", 12, ascii=True)] == ["- one"]


def test_roles() -> None:
    (line,) = lay_prose(
        "a **b** *c* `d` [[e]] [f](g) $x$ $\\mathbf{y}$ or **$z$**", 80, base_role="callout"
    )
    assert [span for span in line if span.text.strip()] == [
        Span("a ", "callout"),
        Span("b", "callout strong"),
        Span("c", "callout emphasis"),
        Span("d", "callout code"),
        Span("e", "callout term"),
        Span("f", "callout link"),
        Span("x", "math"),
        Span("y", "math bold"),
        Span(" or ", "callout"),
        Span("z", "math bold"),
    ]


def test_marks_tell_what_can_be_acted_on_and_where() -> None:
    lines, marks = lay_prose_marked(
        "See [[slopes|slope]] of $x^2$ in [the book](https://a.b/c).", 18
    )
    assert [plain(line) for line in lines] == ["See slopes of x²", "in the book."]
    assert marks == [
        Mark("term", "slope", 0, 4, 10, 0),
        Mark("formula", "x^2", 0, 14, 16, 1),
        Mark("link", "https://a.b/c", 1, 3, 11, 2),
    ]


def test_a_piece_on_two_lines_has_a_mark_on_each() -> None:
    lines, marks = lay_prose_marked("go [the long way](u) now", 8)
    assert [plain(line) for line in lines] == ["go the", "long way", "now"]
    assert [(mark.line, mark.start, mark.end, mark.piece) for mark in marks] == [
        (0, 3, 6, 0),
        (1, 0, 8, 0),
    ]


def test_wide_characters_count_two_cells() -> None:
    assert laid("日本 語", 5) == ["日本", "語"]


def test_plain_prose_is_one_line() -> None:
    text = "The **slope** of $x^2$:\n\n- is $2x$\n- [[so|thus]] on"
    assert plain_prose(text) == "The slope of x²: is 2x so on"
    assert plain_prose(text, ascii=True) == "The slope of x^2: is 2x so on"
    assert plain_prose("$x^2$", spoken=True) == "x squared"


PIECES = st.sampled_from(
    [
        "word ",
        "a",
        " ",
        "**",
        "*",
        "`code` ",
        "$x^2 + y$",
        "$\\frac{a}{b}$",
        "[[term]]",
        "[l i](nk)",
        "\n\n",
        "\n- ",
        "1. ",
        "日本",
        "$",
        "$\\bad{$",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.integers(1, 60), st.booleans())
def test_no_line_is_wider_and_every_mark_covers_its_cells(
    text: str, cells: int, ascii: bool
) -> None:
    lines, marks = lay_prose_marked(text, cells, ascii=ascii)
    for line in lines:
        assert width(line) <= cells
        assert not ascii or plain(line).isascii()
    for mark in marks:
        shown = plain(lines[mark.line])
        assert 0 <= mark.start < mark.end <= cell_len(shown)
        assert mark.source


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), max_size=60))
def test_literal_text_is_shown_as_it_is(text: str) -> None:
    shown = plain_prose(literal(f"x{text}x"))
    assert shown == f"x{text}x"
