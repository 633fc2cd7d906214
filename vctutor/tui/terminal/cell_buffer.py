"""The cells of a terminal as last written, and the shortest way of writing those that changed. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import compress
from operator import is_not, ne, or_
from typing import Any, NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from vctutor.styled_text import NARROW
from vctutor.tui.filters import visible

MOST_PIECES = 64  # pieces of rows whose cells are remembered
MOST_PENS = 4096  # styles remembered; the course needs a few hundred
GAP = 4  # cells that did not change and are written all the same, where that is shorter than moving past them

# An attribute of a style, the code that sets it and the code that takes it away.
ATTRIBUTES = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("blink", "5", "25"),
    ("blink2", "6", "25"),
    ("reverse", "7", "27"),
    ("conceal", "8", "28"),
    ("strike", "9", "29"),
    ("underline2", "21", "24"),
    ("frame", "51", "54"),
    ("encircle", "52", "54"),
    ("overline", "53", "55"),
)
TAKEN_AWAY = {on: off for _, on, off in ATTRIBUTES}


class Pen(NamedTuple):
    """What a terminal draws a character with, as the codes that set it."""

    ink: str = "39"
    ground: str = "49"
    attributes: tuple[str, ...] = ()


PLAIN = Pen()


class Pens:
    """The pens of styles, for a terminal of so many colours."""

    def __init__(self, colours: ColorSystem) -> None:
        """Prepare for terminals with these ``colours``."""
        self.colours = colours
        self._of: dict[Style, Pen] = {}
        self._same: dict[Pen, Pen] = {PLAIN: PLAIN}
        self._changes: dict[tuple[Pen, Pen], str] = {}

    def pen(self, style: Style | None) -> Pen:
        """Return the pen of a style: the same object for all that look the same."""
        if style is None:
            return PLAIN
        known = self._of.get(style)
        if known is None:
            if len(self._of) >= MOST_PENS:
                self._of.clear()
            made = self._made(style)
            known = self._of[style] = self._same.setdefault(made, made)
        return known

    def _made(self, style: Style) -> Pen:
        ink, ground = style.color, style.bgcolor
        return Pen(
            ";".join(ink.downgrade(self.colours).get_ansi_codes()) if ink else PLAIN.ink,
            ";".join(ground.downgrade(self.colours).get_ansi_codes(foreground=False))
            if ground
            else PLAIN.ground,
            tuple(on for name, on, _ in ATTRIBUTES if getattr(style, name)),
        )

    def change(self, before: Pen, after: Pen) -> str:
        """Return what changes one pen into another."""
        if before is after:
            return ""
        known = self._changes.get((before, after))
        if known is None:
            if len(self._changes) >= MOST_PENS:
                self._changes.clear()
            known = self._changes[before, after] = change(before, after)
        return known


def change(before: Pen, after: Pen) -> str:
    """Return the shorter of changing what differs between two pens, and of beginning from the plain one."""
    codes = [TAKEN_AWAY[on] for on in before.attributes if on not in after.attributes]
    off = set(codes)
    codes = list(dict.fromkeys(codes))
    # Bold and dim are taken away by one code, and so are the kinds of underline: what stays is set again.
    codes += [on for on in after.attributes if on not in before.attributes or TAKEN_AWAY[on] in off]
    codes += [after.ink] if after.ink != before.ink else []
    codes += [after.ground] if after.ground != before.ground else []
    anew = ["0", *after.attributes]
    anew += [after.ink] if after.ink != PLAIN.ink else []
    anew += [after.ground] if after.ground != PLAIN.ground else []
    shortest = min(";".join(codes), ";".join(anew), key=len)
    return f"\x1b[{shortest}m"


# A piece of a row: the row, the first cell, and texts, each with its style and maybe more. It is never changed.
Texts: TypeAlias = "Iterable[tuple[Any, ...]]"
Piece: TypeAlias = "tuple[int, int, Texts]"


class Row:
    """A row of the screen: in each cell a character and its pen.

    A wide character stands in its first cell, and the empty string in its second. Unknown cells hold None.
    """

    __slots__ = ("pens", "texts")

    def __init__(self, width: int) -> None:
        """Make a row of unknown cells."""
        self.texts: list[str | None] = [None] * width
        self.pens: list[Pen | None] = [None] * width


class Cells:
    """A screen as last written."""

    def __init__(self, pens: Pens, width: int, height: int) -> None:
        """Begin with a screen of which nothing is known."""
        self.pens = pens
        self.width = width
        self.height = height
        self._rows = [Row(width) for _ in range(height)]
        self._known: dict[int, tuple[Texts, list[str | None], list[Pen | None]]] = {}

    def write(self, pieces: Iterable[Piece]) -> str:
        """Take over pieces of rows, and return what writes those of their cells that changed.

        It begins and ends with the plain pen, and leaves the cursor anywhere.
        """
        output: list[str] = []
        pen = PLAIN
        at = (-1, -1)
        for y, x, texts in pieces:
            if not 0 <= y < self.height:
                continue
            row = self._rows[y]
            for start, end in self._take(row, x, texts):
                output.append(_move(at, (y, start)))
                pen = self._draw(output, row, start, end, pen)
                at = (y, end)
        output.append(self.pens.change(pen, PLAIN))
        return "".join(output)

    def _take(self, row: Row, x: int, texts: Texts) -> list[tuple[int, int]]:
        """Take a piece over into its row, and return the runs of cells to be written."""
        new, pens = self._cells(texts)
        left, right = max(0, x), max(0, min(x + len(new), self.width))
        if left != x or right - left != len(new):
            new, pens = new[left - x : right - x], pens[left - x : right - x]
        old, old_pens = row.texts[left:right], row.pens[left:right]
        if old == new and old_pens == pens:
            return []
        row.texts[left:right] = new
        row.pens[left:right] = pens
        differ = map(or_, map(ne, old, new), map(is_not, old_pens, pens))
        return _runs(compress(range(left, right), differ), row.texts)

    def _cells(self, texts: Texts) -> tuple[list[str | None], list[Pen | None]]:
        """Return the cells of a piece; what was scrolled comes again, and is known by being the same object."""
        known = self._known.get(id(texts))
        if known is None:
            if len(self._known) >= MOST_PIECES:
                self._known.clear()
            known = self._known[id(texts)] = (texts, *self._made(texts))
        return known[1], known[2]

    def _made(self, texts: Texts) -> tuple[list[str | None], list[Pen | None]]:
        cells: list[str | None] = []
        pens: list[Pen | None] = []
        for text, style, *_ in texts:
            characters = text if NARROW.fullmatch(text) else cells_of(text)
            cells += characters
            pens += [self.pens.pen(style)] * len(characters)
        return cells, pens

    def _draw(self, output: list[str], row: Row, start: int, end: int, pen: Pen) -> Pen:
        """Write a run of cells, and return the pen it ends with."""
        texts, pens = row.texts, row.pens
        begin = start
        while begin < end:
            wanted = pens[begin] or PLAIN
            stop = begin + 1
            while stop < end and pens[stop] is wanted:
                stop += 1
            output.append(self.pens.change(pen, wanted))
            output.append("".join([text or "" for text in texts[begin:stop]]))
            pen, begin = wanted, stop
        return pen


@lru_cache(maxsize=2048)
def cells_of(text: str) -> tuple[str, ...]:
    """Return the cells that a text takes; what a terminal would obey, or nobody would see, takes none and is dropped.

    A character without a width of its own stands in the cell of the one before it. Where characters join into a
    picture of another width than their own, the whole text stands in its first cell.
    """
    text = visible(text)
    cells: list[str] = []
    for char in text:
        size = cell_len(char)
        if size == 0 and cells:
            at = next((at for at in reversed(range(len(cells))) if cells[at]), 0)
            cells[at] += char
        elif size:
            cells += [char, *[""] * (size - 1)]
    size = cell_len(text)
    if len(cells) != size:
        return (text, *[""] * (size - 1)) if size else ()
    return tuple(cells)


def _runs(changed: Iterable[int], texts: list[str | None]) -> list[tuple[int, int]]:
    """Return runs that cover the changed cells, whole characters each, near ones joined."""
    runs: list[tuple[int, int]] = []
    for at in changed:
        if runs and at - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return [_whole(start, end, texts) for start, end in runs]


def _whole(start: int, end: int, texts: list[str | None]) -> tuple[int, int]:
    """Return a run stretched to where characters begin and end."""
    while start > 0 and texts[start] == "":
        start -= 1
    while end < len(texts) and texts[end] == "":
        end += 1
    return start, end


def _move(here: tuple[int, int], there: tuple[int, int]) -> str:
    """Return what moves the cursor; ``here`` is (-1, -1) where that is not known."""
    if here == there:
        return ""
    (row, _), (y, x) = here, there
    if row == y:
        return f"\x1b[{x + 1}G"
    if x == 0:
        return "\r\n" if row == y - 1 and row >= 0 else f"\x1b[{y + 1}H"
    return f"\x1b[{y + 1};{x + 1}H"
