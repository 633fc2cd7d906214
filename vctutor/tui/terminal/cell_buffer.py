"""A buffer of the terminal's cells as last written, and the shortest output for those that changed. No Textual here."""

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

MOST_PIECES = 64  # pieces of rows whose cells are cached
MOST_PENS = 4096  # styles cached; the course needs a few hundred
GAP = 4  # unchanged cells that are written again: moving the cursor past them takes more bytes

# Attributes of styles, with the codes that set and reset each: ECMA-48, SGR.
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
RESETS = {on: off for _, on, off in ATTRIBUTES}


class Pen(NamedTuple):
    """The look of a character, as the SGR codes that set it: foreground, background, attributes."""

    foreground: str = "39"
    background: str = "49"
    attributes: tuple[str, ...] = ()


PLAIN = Pen()


class Pens:
    """Cache of the pens of styles, for a terminal with a given number of colours."""

    def __init__(self, colours: ColorSystem) -> None:
        """Create an empty cache for terminals with these ``colours``."""
        self.colours = colours
        self._of: dict[Style, Pen] = {}
        self._same: dict[Pen, Pen] = {PLAIN: PLAIN}
        self._changes: dict[tuple[Pen, Pen], str] = {}

    def pen(self, style: Style | None) -> Pen:
        """Return the pen of a style. Styles that look the same share one object, which `Cells` relies on."""
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
        foreground, background = style.color, style.bgcolor
        return Pen(
            ";".join(foreground.downgrade(self.colours).get_ansi_codes())
            if foreground
            else PLAIN.foreground,
            ";".join(background.downgrade(self.colours).get_ansi_codes(foreground=False))
            if background
            else PLAIN.background,
            tuple(on for name, on, _ in ATTRIBUTES if getattr(style, name)),
        )

    def change(self, before: Pen, after: Pen) -> str:
        """Return the sequence that changes one pen into another."""
        if before is after:
            return ""
        known = self._changes.get((before, after))
        if known is None:
            if len(self._changes) >= MOST_PENS:
                self._changes.clear()
            known = self._changes[before, after] = change(before, after)
        return known


def change(before: Pen, after: Pen) -> str:
    """Return the shorter of two sequences: one that changes the differences, and one that resets first."""
    codes = [RESETS[on] for on in before.attributes if on not in after.attributes]
    off = set(codes)
    codes = list(dict.fromkeys(codes))
    # Bold and dim share a reset code, and so do the underlines: set again what stays.
    codes += [on for on in after.attributes if on not in before.attributes or RESETS[on] in off]
    codes += [after.foreground] if after.foreground != before.foreground else []
    codes += [after.background] if after.background != before.background else []
    anew = ["0", *after.attributes]
    anew += [after.foreground] if after.foreground != PLAIN.foreground else []
    anew += [after.background] if after.background != PLAIN.background else []
    shortest = min(";".join(codes), ";".join(anew), key=len)
    return f"\x1b[{shortest}m"


# A piece of a row: row, first column, and texts with their styles (segments of Rich). It is never modified.
Texts: TypeAlias = "Iterable[tuple[Any, ...]]"
Piece: TypeAlias = "tuple[int, int, Texts]"


class Row:
    """A row of the screen: the character and the pen of each cell.

    A wide character is stored in its first cell, an empty string in its second. Unknown cells hold None.
    """

    __slots__ = ("pens", "texts")

    def __init__(self, width: int) -> None:
        """Create a row of unknown cells."""
        self.texts: list[str | None] = [None] * width
        self.pens: list[Pen | None] = [None] * width


class Cells:
    """The cells of a screen as last written."""

    def __init__(self, pens: Pens, width: int, height: int) -> None:
        """Create a screen of unknown cells."""
        self.pens = pens
        self.width = width
        self.height = height
        self._rows = [Row(width) for _ in range(height)]
        self._known: dict[int, tuple[Texts, list[str | None], list[Pen | None]]] = {}

    def write(self, pieces: Iterable[Piece]) -> str:
        """Store pieces of rows, and return the sequences that write the cells that changed.

        The output starts and ends with the plain pen. It leaves the cursor anywhere.
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
        """Store a piece in its row, and return the runs of cells to write."""
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
        """Return the cells of a piece. Scrolled rows arrive as the same objects, so the cache is keyed by identity."""
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
        """Append the output for a run of cells, and return the pen at its end."""
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
    """Return the cells of a text. Control characters and invisible ones are dropped.

    A zero-width character shares the cell of the character before it. Where characters combine to another width than
    the sum of theirs, as emoji do, the whole text is stored in its first cell.
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
    """Return runs of whole characters that cover the changed cells. Runs at most `GAP` apart are joined."""
    runs: list[tuple[int, int]] = []
    for at in changed:
        if runs and at - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return [_whole(start, end, texts) for start, end in runs]


def _whole(start: int, end: int, texts: list[str | None]) -> tuple[int, int]:
    """Return a run extended to the boundaries of characters."""
    while start > 0 and texts[start] == "":
        start -= 1
    while end < len(texts) and texts[end] == "":
        end += 1
    return start, end


def _move(here: tuple[int, int], there: tuple[int, int]) -> str:
    """Return the sequence that moves the cursor; ``here`` is (-1, -1) where it is unknown."""
    if here == there:
        return ""
    (row, _), (y, x) = here, there
    if row == y:
        return f"\x1b[{x + 1}G"
    if x == 0:
        return "\r\n" if row == y - 1 and row >= 0 else f"\x1b[{y + 1}H"
    return f"\x1b[{y + 1};{x + 1}H"
