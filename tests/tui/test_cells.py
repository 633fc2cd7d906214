"""Writing only the cells that changed: what a terminal shows must be what it would have shown without."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from vctutor.tui.terminal.cell_buffer import (
    ATTRIBUTES,
    NARROW,
    PLAIN,
    Cells,
    Pen,
    Pens,
    cells_of,
    change,
)

WIDTH, HEIGHT = 12, 3
STYLES = (
    None,
    Style(color="#102030", bgcolor="#203040"),
    Style(color="red", bold=True),
    Style(bgcolor="#203040", italic=True, underline=True),
    Style(color="#102030", bgcolor="#203040", reverse=True),
    Style(strike=True, bold=True, color="bright_blue"),
)


class Terminal:
    """A terminal that reads sequences, as a picture of its cells."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.screen = pyte.Screen(width, height)
        self.screen.reset_mode(7, private=True)
        self.stream = pyte.Stream(self.screen)

    def picture(self) -> list[list[tuple[object, ...]]]:
        buffer = self.screen.buffer
        return [
            [tuple(buffer[y][x]) for x in range(self.screen.columns)]
            for y in range(self.screen.lines)
        ]


def anew(rows: list[list[tuple[str, Style | None]]]) -> str:
    """Return the sequences that write rows from nothing, as Textual does."""
    lines = ("".join(style.render(text) if style else text for text, style in row) for row in rows)
    return "".join(f"\x1b[{y};1H{line}" for y, line in enumerate(lines, 1))


def fitted(pieces: list[tuple[str, Style | None]]) -> list[tuple[str, Style | None]]:
    """Return pieces that fill a row exactly."""
    row: list[tuple[str, Style | None]] = []
    left = WIDTH
    for text, style in pieces:
        if text and cell_len(text) <= left:
            row.append((text, style))
            left -= cell_len(text)
    return [*row, (" " * left, STYLES[1])]


letters = st.text(alphabet="ab ∂⣿─中文", max_size=5)
rows = st.lists(st.tuples(letters, st.sampled_from(STYLES)), max_size=6).map(fitted)
screens = st.lists(st.lists(rows, min_size=HEIGHT, max_size=HEIGHT), min_size=1, max_size=4)


@given(screens)
@settings(max_examples=150, deadline=None)
def test_a_terminal_shows_the_same(shown: list[list[list[tuple[str, Style | None]]]]) -> None:
    ours, theirs = Terminal(), Terminal()
    cells = Cells(Pens(ColorSystem.TRUECOLOR), WIDTH, HEIGHT)
    for screen in shown:
        ours.stream.feed(cells.write((y, 0, row) for y, row in enumerate(screen)))
        theirs.stream.feed(anew(screen))
        assert ours.picture() == theirs.picture()


@given(rows, rows, st.integers(0, WIDTH - 1))
@settings(max_examples=80, deadline=None)
def test_a_piece_of_a_row(
    before: list[tuple[str, Style | None]], after: list[tuple[str, Style | None]], x: int
) -> None:
    cells = Cells(Pens(ColorSystem.TRUECOLOR), WIDTH * 2, 1)
    ours, theirs = Terminal(WIDTH * 2, 1), Terminal(WIDTH * 2, 1)
    for terminal in (ours, theirs):
        terminal.stream.feed("\x1b[1;1H" + "." * WIDTH * 2)
    first = [*before, ("." * WIDTH, None)]
    ours.stream.feed(cells.write([(0, 0, first)]))
    theirs.stream.feed(anew([first]))
    if _inside(before, x):
        return  # Textual never begins in the middle of a character
    ours.stream.feed(cells.write([(0, x, after)]))
    theirs.stream.feed(f"\x1b[1;{x + 1}H" + anew([after]).removeprefix("\x1b[1;1H"))
    assert ours.picture() == theirs.picture()


def _inside(row: list[tuple[str, Style | None]], x: int) -> bool:
    cells = [cell for text, _ in [*row, ("." * WIDTH, None)] for cell in cells_of(text)]
    return cells[x] == "" or cells[x + WIDTH] == ""


def test_what_did_not_change_is_not_written() -> None:
    cells = Cells(Pens(ColorSystem.TRUECOLOR), 20, 2)
    cells.write([(0, 0, [("x" * 20, STYLES[1])]), (1, 0, [("y" * 20, STYLES[1])])])
    assert cells.write([(0, 0, [("x" * 20, STYLES[1])]), (1, 0, [("y" * 20, STYLES[1])])]) == ""
    written = cells.write([(1, 0, [("y" * 9 + "z" + "y" * 10, STYLES[1])])])
    assert written == "\x1b[2;10H\x1b[38;2;16;32;48;48;2;32;48;64mz\x1b[0m"


@pytest.mark.parametrize(
    "before", [PLAIN, Pen("31", "49", ("1", "4")), Pen("39", "44", ("2", "21", "7"))]
)
@pytest.mark.parametrize("after", [PLAIN, Pen("31", "49", ("2", "4")), Pen("33", "44", ("1", "3"))])
def test_a_change_of_pen_is_the_pen_from_nothing(before: Pen, after: Pen) -> None:
    changed, fresh = Terminal(), Terminal()
    changed.stream.feed(change(PLAIN, before) + change(before, after) + "x")
    fresh.stream.feed(change(PLAIN, after) + "x")
    assert changed.picture() == fresh.picture()


def test_every_attribute_of_a_style_is_carried_over() -> None:
    for name, on, _ in ATTRIBUTES:
        assert Pens(ColorSystem.TRUECOLOR).pen(Style(**{name: True})).attributes == (on,)


def test_narrow_characters_are_one_cell_wide() -> None:
    narrow = [chr(code) for code in range(0x20, 0x3000) if NARROW.fullmatch(chr(code))]
    assert len(narrow) > 500
    assert [char for char in narrow if cell_len(char) != 1] == []


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("ab", ("a", "b")),
        ("中x", ("中", "", "x")),
        ("e\u0301x", ("e\u0301", "x")),
        ("a\x1b]0;title\x07b", ("a", "]", "0", ";", "t", "i", "t", "l", "e", "b")),
        ("\x9b31m", ("3", "1", "m")),
        ("a\u202eb\u200b", ("a", "b")),
        ("", ()),
    ],
)
def test_cells_of_text(text: str, cells: tuple[str, ...]) -> None:
    assert cells_of(text) == cells


def test_characters_that_join_stand_in_one_cell() -> None:
    picture = "👩\u200d🚀"
    cells = cells_of(picture)
    assert "".join(cells) in (picture, "👩🚀")
    assert len(cells) == cell_len("".join(cells))


def test_fewer_colours() -> None:
    assert Pens(ColorSystem.EIGHT_BIT).pen(Style(color="#ff0000")).foreground == "38;5;196"
    assert Pens(ColorSystem.STANDARD).pen(Style(color="#ff0000")).foreground == "31"
