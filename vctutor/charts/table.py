"""A panel of rows, with the row being worked on lit."""

from __future__ import annotations

from msgspec.structs import replace

from vctutor.charts.ascii import spelled
from vctutor.charts.canvas import Canvas
from vctutor.simulations.scene import TraceTable


def draw_table(table: TraceTable, width: int, height: int) -> Canvas:
    """Return a table drawn on a canvas of this size.

    Columns take what their widest cell needs; where that is too much, the gaps and then the last
    columns shrink. Where there are too many rows, those around the lit one are shown.
    """
    canvas = Canvas(width, height)
    row = 0
    if table.title and height > len(table.rows) + 2:
        canvas.put(1, 0, table.title[: width - 1], "strong")
        row = 1
    starts = _starts(table, width)
    for start, heading in zip(starts, table.columns, strict=True):
        canvas.put(start, row, heading, "chart label")
    if height - row > len(table.rows) + 1:
        row += 1
        canvas.put(1, row, "─" * max(0, width - 2), "chart axis")
    room = height - row - 1
    first = 0 if table.lit is None else max(0, min(table.lit - room // 2, len(table.rows) - room))
    for number, cells in enumerate(table.rows[first : first + max(room, 0)], first):
        row += 1
        lit = number == table.lit
        if lit:
            canvas.put(0, row, "▸", "chart lit")
        for place, (start, cell) in enumerate(zip(starts, cells, strict=True)):
            end = starts[place + 1] - 1 if place + 1 < len(starts) else width
            role = "chart lit" if lit else ("chart label" if place == 0 else "chart node")
            canvas.put(start, row, cell[: max(0, end - start)], role)
    return canvas


def spelled_table(table: TraceTable) -> TraceTable:
    """Return the table with its texts in ASCII, such as ``x1^2`` for ``x₁²``, which takes more room."""
    return replace(
        table,
        columns=tuple(map(spelled, table.columns)),
        rows=tuple(tuple(map(spelled, row)) for row in table.rows),
        title=spelled(table.title),
    )


def _starts(table: TraceTable, width: int) -> list[int]:
    widths = [
        max([len(heading), *(len(cells[place]) for cells in table.rows)])
        for place, heading in enumerate(table.columns)
    ]
    for margin, gap in ((2, 4), (2, 3), (2, 2), (2, 1), (1, 1)):
        starts = [margin + sum(widths[:n]) + gap * n for n in range(len(widths))]
        if starts[-1] + widths[-1] <= width:
            break
    return starts
