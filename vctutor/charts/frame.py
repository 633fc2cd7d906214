"""Where things of a plot stand: the axes, their ticks, and the way from coordinates to cells."""

from __future__ import annotations

import math

from msgspec import Struct
from msgspec.structs import replace

from vctutor.charts.canvas import Canvas
from vctutor.charts.clipping import Box, Position
from vctutor.charts.ticks import ticks
from vctutor.simulations.scene import Axis, Plot


class Frame(Struct, frozen=True):
    """The place of a plot's data area on its canvas, and the range it shows.

    Attributes:
        column: the leftmost column of the data area.
        row: its top row.
        width: its columns.
        height: its rows.
        box: left, right, bottom and top in coordinates; on a log axis their logarithms to base 10.
        log_x: whether the horizontal axis is logarithmic.
        log_y: whether the vertical one is.
        x_ticks: place (as in ``box``) and text of each tick.
        y_ticks: the same for the vertical axis.
        header: whether there is a row for title and label above.
    """

    column: int
    row: int
    width: int
    height: int
    box: Box
    log_x: bool
    log_y: bool
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    header: bool

    def place(self, x: float, y: float) -> Position:
        """Return coordinates as they are in ``box``; a value no log axis has becomes NaN."""
        return (_scaled(x, self.log_x), _scaled(y, self.log_y))

    def dot(self, at: Position) -> tuple[int, int]:
        """Return the column and row of dots, from the top left, of a place inside ``box``."""
        left, right, bottom, top = self.box
        across = (self.width * 2 - 1) * (at[0] - left) / (right - left)
        up = (self.height * 4 - 1) * (at[1] - bottom) / (top - bottom)
        return math.floor(round(across + 0.5, 8)), self.height * 4 - 1 - math.floor(
            round(up + 0.5, 8)
        )

    def cell(self, at: Position) -> tuple[int, int]:
        """Return the canvas's column and row of a place inside ``box``."""
        column, row = self.dot(at)
        return self.column + column // 2, self.row + row // 4

    def clamped(self, at: Position) -> Position:
        """Return the nearest place inside ``box``."""
        left, right, bottom, top = self.box
        return min(max(at[0], left), right), min(max(at[1], bottom), top)

    def contains(self, at: Position) -> bool:
        """Return whether a place is inside ``box``."""
        left, right, bottom, top = self.box
        return left <= at[0] <= right and bottom <= at[1] <= top


def frame(plot: Plot, width: int, height: int, *, ascii: bool = False) -> Frame:
    """Return where the axes of a plot stand on a canvas of this size.

    A small canvas does without the row for title and label first, and then without the ticks'
    texts.
    """
    x, y = _usable(plot.x), _usable(plot.y)
    header = height >= 7 and bool(plot.title or plot.y.label)
    texts = height >= 5
    row = int(header)
    high = max(1, height - row - 1 - int(texts))
    y_ticks = ticks(y, max(2, high // 3 + (high < 8)), ascii=ascii)
    margin = max((len(text) for _, text in y_ticks), default=0)
    if width - margin - 1 < 8:
        y_ticks, margin = [], 0
    wide = max(1, width - margin - 1)
    column = margin + 1
    box = (
        _scaled(x.low, x.log),
        _scaled(x.high, x.log),
        _scaled(y.low, y.log),
        _scaled(y.high, y.log),
    )
    if plot.equal:
        right, down, wide, high, box = _equal(wide, high, box)
        column, row = column + right, row + down
    x_ticks = ticks(x, max(2, wide // 7), ascii=ascii) if texts else []
    return Frame(
        column,
        row,
        wide,
        high,
        box,
        plot.x.log,
        plot.y.log,
        tuple((_scaled(value, plot.x.log), text) for value, text in x_ticks),
        tuple((_scaled(value, plot.y.log), text) for value, text in y_ticks),
        header,
    )


def draw_axes(canvas: Canvas, plot: Plot, place: Frame) -> None:
    """Draw the axes with their ticks and labels, and a dotted line where a coordinate is zero."""
    _draw_zero_lines(canvas, place)
    bottom, left = place.row + place.height, place.column - 1
    for row in range(place.row, bottom):
        canvas.put(left, row, "│", "chart axis")
    canvas.put(left, bottom, "└" + "─" * place.width, "chart axis")
    floor = place.box[2]
    for value, text in place.y_ticks:
        _, row = place.cell((place.box[0], value))
        canvas.put(left, row, "┤", "chart axis")
        canvas.put(left - len(text), row, text, "chart label")
    end = left
    last = place.column + place.width
    label = plot.x.label
    # The label of the axis closes its row of numbers; the last number gives way to it.
    room = last - (len(label) + 1 if label else 0)
    for value, text in place.x_ticks:
        column, _ = place.cell((value, floor))
        start = max(0, min(column - (len(text) - 1) // 2, last - len(text)))
        if start > end and start + len(text) <= room:
            canvas.put(column, bottom, "┬", "chart axis")
            canvas.put(start, bottom + 1, text, "chart label")
            end = start + len(text)
    if label and place.x_ticks:
        canvas.put(last - len(label), bottom + 1, label, "chart label")
    if place.header:
        head = plot.y.label
        canvas.put(max(0, left - len(head) + 1), place.row - 1, head, "chart label")
        start = max(left + 3, len(head) + 2)
        canvas.put(start, place.row - 1, plot.title[: max(0, last - start)], "strong")


def _draw_zero_lines(canvas: Canvas, place: Frame) -> None:
    left, right, bottom, top = place.box
    if not place.log_y and bottom < 0 < top:
        _, row = place.cell((left, 0.0))
        for column in range(place.column, place.column + place.width, 2):
            canvas.put(column, row, "·", "chart grid")
    if not place.log_x and left < 0 < right:
        column, _ = place.cell((0.0, bottom))
        for row in range(place.row, place.row + place.height):
            canvas.put(column, row, "·", "chart grid")


def _equal(wide: int, high: int, box: Box) -> tuple[int, int, int, int, Box]:
    """Return the part of the area in which one unit takes as many dots across as up, and its range.

    The cells left over are divided between both sides. Cells are whole, so the range grows a little
    to make the scales agree exactly.
    """
    left, right, bottom, top = box
    across, up = right - left, top - bottom
    scale = min((2 * wide - 1) / across, (4 * high - 1) / up)
    columns = min(wide, max(2, math.ceil((scale * across + 1) / 2)))
    rows = min(high, max(2, math.ceil((scale * up + 1) / 4)))
    x, y = (left + right) / 2, (bottom + top) / 2
    half_x, half_y = (2 * columns - 1) / scale / 2, (4 * rows - 1) / scale / 2
    return (
        (wide - columns) // 2,
        (high - rows) // 2,
        columns,
        rows,
        (x - half_x, x + half_x, y - half_y, y + half_y),
    )


def _usable(axis: Axis) -> Axis:
    """An axis whose range can be measured: around what is sound of it where it is empty or endless."""
    least, most = (1e-300, 1e300) if axis.log else (-1e300, 1e300)
    if least <= axis.low < axis.high <= most and _differ(axis):
        return axis
    at = next((end for end in (axis.low, axis.high) if least <= end <= most), 1.0)
    if axis.log:
        return replace(axis, low=max(least, at / 10), high=min(most, at * 10))
    half = max(1.0, abs(at)) / 2
    return replace(axis, low=at - half, high=at + half)


def _differ(axis: Axis) -> bool:
    """Whether floats can represent positions between the two ends."""
    if axis.log:
        return axis.high / axis.low > 1 + 1e-9
    return axis.high - axis.low > 1e-12 * max(abs(axis.low), abs(axis.high))


def _scaled(value: float, log: bool) -> float:
    if not log:
        return value
    return math.log10(value) if value > 0 and math.isfinite(value) else math.nan
