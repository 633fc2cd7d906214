"""A grid of cells, each with a character and a role, on which drawings are composed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vctutor.charts.raster import BRAILLE
from vctutor.styled_text import Line, Span


class Canvas:
    """Cells to draw on. Column 0 is on the left, row 0 at the top.

    A copy shares rows with the original until it changes them (copy on write), including the cached
    lines: a step that moves one point re-renders only the rows it touches.
    """

    def __init__(self, width: int, height: int) -> None:
        """Make a blank canvas of so many columns and rows."""
        self.width = width
        self.height = height
        self._characters = [[" "] * width for _ in range(height)]
        self._roles = [[""] * width for _ in range(height)]
        self._lines: list[Line | None] = [None] * height
        self._own = [True] * height

    def copy(self) -> Canvas:
        """Return a canvas with the same cells; rows are copied when they change."""
        made = Canvas(0, 0)
        made.width, made.height = self.width, self.height
        made._characters, made._roles = list(self._characters), list(self._roles)
        made._lines, made._own = (
            [self._line(row) for row in range(self.height)],
            [False] * self.height,
        )
        return made

    def put(self, column: int, row: int, text: str, role: str = "") -> None:
        """Write a text from this cell to the right; what falls outside is cut off."""
        if not 0 <= row < self.height:
            return
        characters, roles = self._writable(row)
        for place, character in enumerate(text, column):
            if 0 <= place < self.width:
                characters[place], roles[place] = character, role

    def dots(self, cells: Mapping[tuple[int, int], tuple[int, str]], column: int, row: int) -> None:
        """Add braille dots, given by cells relative to this corner, to what is there.

        Dots join those of other lines; any other character but the grid's stays on top.
        """
        for (right, down), (bits, role) in cells.items():
            if not (0 <= row + down < self.height and 0 <= column + right < self.width):
                continue
            characters, roles = self._writable(row + down)
            there = ord(characters[column + right]) - BRAILLE
            if 0 <= there < 256:
                bits |= there
            elif characters[column + right] != " " and roles[column + right] != "chart grid":
                continue
            characters[column + right], roles[column + right] = chr(BRAILLE + bits), role

    def free(self, column: int, row: int, size: int) -> bool:
        """Return whether so many cells are inside and show nothing but the grid."""
        if not (0 <= row < self.height and column >= 0 and column + size <= self.width):
            return False
        characters, roles = self._characters[row], self._roles[row]
        return all(
            characters[place] == " " or roles[place] == "chart grid"
            for place in range(column, column + size)
        )

    def character(self, column: int, row: int) -> str:
        """Return the character in a cell."""
        return self._characters[row][column]

    def lines(self) -> list[Line]:
        """Return the rows as lines of exactly the canvas's width."""
        return [self._line(row) for row in range(self.height)]

    def _writable(self, row: int) -> tuple[list[str], list[str]]:
        if not self._own[row]:
            self._characters[row] = self._characters[row].copy()
            self._roles[row] = self._roles[row].copy()
            self._own[row] = True
        self._lines[row] = None
        return self._characters[row], self._roles[row]

    def _line(self, row: int) -> Line:
        line = self._lines[row]
        if line is None:
            line = self._lines[row] = _runs(self._characters[row], self._roles[row])
        return line


def _runs(characters: Iterable[str], roles: Iterable[str]) -> Line:
    """Join neighbours of one role; a blank takes the role of what is before it, for fewer spans."""
    spans: list[Span] = []
    text: list[str] = []
    current = ""
    for character, role in zip(characters, roles, strict=True):
        if character != " " and role != current:
            if text:
                spans.append(Span("".join(text), current))
            text, current = [], role
        text.append(character)
    if text:
        spans.append(Span("".join(text), current))
    return tuple(spans)
