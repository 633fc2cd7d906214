"""Lines drawn as braille by plotext, taken from its matrix and not from its escape codes.

This is the one module that draws with plotext. Two of its habits are replaced by handing its builder a
matrix of our own: it paints a background for each cell and writes the whole picture as text with
colours, which costs more than the lines do; and a cell that two lines share keeps only the second
line's dots. Colours are passed as small integers that stand for roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from vctutor.charts.clipping import Position
from vctutor.charts.plotext_parts import date_class, matrix_class, monitor_class

BRAILLE = 0x2800

Dots = dict[tuple[int, int], tuple[int, str]]
"""Column and row (from the top) -> the bits of the braille character, and the role."""


class Stroke(Struct, frozen=True):
    """A line to draw, already cut to the plot: points in its coordinates, and what it is."""

    points: Sequence[Position]
    role: str


class _Cells(matrix_class):  # type: ignore[misc]
    """A matrix for plotext's builder that collects dots and paints nothing."""

    def __init__(self) -> None:
        self.dots: dict[tuple[int, int], tuple[int, int]] = {}
        super().__init__()

    def set_matrices(self) -> None:
        """Prepare nothing: only cells with dots are kept."""

    def set_canvas(self) -> str:
        """Write no text: the dots are read directly."""
        self.canvas = ""
        return self.canvas

    def insert_element(
        self, col: int, row: int, marker: str, fullground: Any = None, *_: Any
    ) -> None:
        """Add a braille character's dots to what is in its cell; the last line's role stays."""
        bits, _role = self.dots.get((col, row), (0, 0))
        self.dots[(col, row)] = (bits | (ord(marker) - BRAILLE), fullground)


def rasterise(
    strokes: Sequence[Stroke],
    x: tuple[float, float],
    y: tuple[float, float],
    width: int,
    height: int,
) -> Dots:
    """Draw lines into cells of 2 by 4 dots.

    Args:
        strokes: what to draw; later ones give shared cells their role.
        x: the coordinates of the first and the last column of dots.
        y: the coordinates of the bottom and the top row of dots.
        width: how many cells wide.
        height: how many cells high.

    Returns:
        The cells that have dots.
    """
    if not strokes or width < 1 or height < 1:
        return {}
    roles: list[str] = []
    monitor = monitor_class()
    monitor.set_date(date_class())
    monitor.set_size([width, height])
    monitor.matrix = cells = _Cells()
    monitor.xaxes = [False, False]
    monitor.yaxes = [False, False]
    monitor.xticks = monitor.yticks = [[], []]
    monitor.xlabels = monitor.ylabels = [None, None]
    monitor.set_xlim(*x)
    monitor.set_ylim(*y)
    for stroke in strokes:
        if stroke.role not in roles:
            roles.append(stroke.role)
        xs = [point[0] for point in stroke.points]
        ys = [point[1] for point in stroke.points]
        monitor.draw(xs, ys, lines=True, marker="braille", color=roles.index(stroke.role))
    monitor.build_plot()
    top = height - 1
    return {
        (col, top - row): (bits, roles[role])
        for (col, row), (bits, role) in cells.dots.items()
        if 0 <= row < height and 0 <= col < width
    }
