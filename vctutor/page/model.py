"""What a page is made of: lines, the places they belong to, and the things on them to act on."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vctutor.styled_text import Line, Span
from vctutor.typesetting.prose import Mark

TargetKind = Literal[
    "formula", "simulation", "question", "option", "button", "field", "link", "term", "derivation"
]


class Target(Struct, frozen=True):
    """Something on a page that the reader can act on.

    Attributes:
        kind: what it is.
        line: its first line, from 0.
        start: its first cell.
        end: the cell after its last.
        height: how many lines it takes.
        place: the block it belongs to.
        value: what acting on it needs: the LaTeX of a formula, the address of a link, the word of a term, the
            number of an option, the name of a button.
    """

    kind: TargetKind
    line: int
    start: int
    end: int
    height: int = 1
    place: str = ""
    value: str = ""

    def moved(self, lines: int, cells: int = 0) -> Target:
        """Return the target moved down by ``lines`` and right by ``cells``."""
        return replace(self, line=self.line + lines, start=self.start + cells, end=self.end + cells)

    def covers(self, line: int, cell: int) -> bool:
        """Say whether this line and cell lie on it."""
        return self.line <= line < self.line + self.height and self.start <= cell < self.end


_NUMBER = re.compile(r"[-+]?[\d.]+|[-+]?\{[\d.]+\}")


def targets_of(marks: list[Mark]) -> list[Target]:
    """Return the formulas, terms and links of laid-out prose as targets, plain numbers left out."""
    return [
        Target(mark.kind, mark.line, mark.start, mark.end, value=mark.source)
        for mark in marks
        if not (mark.kind == "formula" and _NUMBER.fullmatch(mark.source.strip()))
    ]


class Laid(Struct, frozen=True):
    """A block laid out at some width: its lines and its targets, counted from its own first line."""

    lines: tuple[Line, ...]
    targets: tuple[Target, ...] = ()

    def indented(self, cells: int) -> Laid:
        """Return the block moved right by ``cells``."""
        if not cells:
            return self
        margin = Span(" " * cells)
        return Laid(
            tuple((margin, *line) if line else line for line in self.lines),
            tuple(target.moved(0, cells) for target in self.targets),
        )


class Placed(Struct, frozen=True):
    """Where a block stands on a page: its place, its first line and how many lines it has."""

    place: str
    line: int
    height: int


class Page(Struct, frozen=True, dict=True):
    """A chapter at one width.

    Attributes:
        width: the width it was laid out for, in cells; no line is wider.
        lines: what is drawn.
        targets: what can be acted on, from top to bottom and left to right.
        blocks: where each block stands, from top to bottom.
    """

    width: int
    lines: tuple[Line, ...]
    targets: tuple[Target, ...]
    blocks: tuple[Placed, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [block.line for block in self.blocks]

    @cached_property
    def _places(self) -> dict[str, Placed]:
        return {block.place: block for block in self.blocks}

    def find(self, place: str) -> Placed | None:
        """Return where a place stands, or None if the page has no such place."""
        return self._places.get(place)

    def reach(self, block: Placed) -> int:
        """Return how many lines there are from a block's first to that of the next, the space between them included."""
        index = bisect_right(self._starts, block.line)
        end = self._starts[index] if index < len(self._starts) else len(self.lines)
        return max(1, end - block.line)

    def block_at(self, line: int) -> Placed | None:
        """Return the block that a line belongs to: the last that starts at or above it."""
        index = bisect_right(self._starts, line) - 1
        return self.blocks[index] if index >= 0 else None

    def target_at(self, line: int, cell: int) -> Target | None:
        """Return the smallest target that covers a line and a cell."""
        covering = [target for target in self.targets if target.covers(line, cell)]
        return min(
            covering, key=lambda target: (target.end - target.start) * target.height, default=None
        )
