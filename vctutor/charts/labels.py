"""Where to write beside a line or a point so that nothing is covered."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.charts.canvas import Canvas
from vctutor.charts.frame import Frame


def label_near(
    canvas: Canvas, place: Frame, cells: Sequence[tuple[int, int]], text: str, role: str
) -> bool:
    """Write a text beside the first of these cells that has room around it.

    Returns:
        Whether there was room anywhere.
    """
    for column, row in cells:
        for right, down in _spots(len(text)):
            if _fits(canvas, place, column + right, row + down, len(text)):
                canvas.put(column + right, row + down, text, role)
                return True
    return False


def _spots(size: int) -> tuple[tuple[int, int], ...]:
    middle = -(size // 2)
    return (
        (2, 0),
        (2, -1),
        (2, 1),
        (middle, -1),
        (middle, 1),
        (-1 - size, 0),
        (-1 - size, -1),
        (-1 - size, 1),
    )


def _fits(canvas: Canvas, place: Frame, column: int, row: int, size: int) -> bool:
    inside = (
        place.column <= column
        and column + size <= place.column + place.width
        and place.row <= row < place.row + place.height
    )
    return inside and canvas.free(column, row, size)


def label_contour(
    canvas: Canvas, place: Frame, cells: Sequence[tuple[int, int]], text: str, role: str
) -> bool:
    """Write a level on its own line, where the line runs level and no other label is near.

    Returns:
        Whether there was such a place.
    """
    size = len(text)
    for column, row in cells:
        start = column - size // 2
        inside = place.column <= start - 1 and start + size + 1 <= place.column + place.width
        if not inside or not place.row <= row < place.row + place.height:
            continue
        if all(
            _unlettered(canvas, c, r)
            for r in (row - 1, row, row + 1)
            for c in range(start - 1, start + size + 1)
        ):
            canvas.put(start, row, text, role)
            return True
    return False


def _unlettered(canvas: Canvas, column: int, row: int) -> bool:
    if not 0 <= row < canvas.height:
        return True
    character = canvas.character(column, row)
    return character in " ·│─┬┤└" or 0x2800 <= ord(character) < 0x2900
