"""Cutting lines at the edges of a plot, so that only what can be seen is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable

Position = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, right, bottom and top of what is visible."""


def clip_segment(start: Position, end: Position, box: Box) -> tuple[Position, Position] | None:
    """Return the part of a straight line inside the box, or None (Liang and Barsky, 1984)."""
    (x0, y0), (x1, y1) = start, end
    left, right, bottom, top = box
    dx, dy = x1 - x0, y1 - y0
    enter, leave = 0.0, 1.0
    for slope, gap in ((-dx, x0 - left), (dx, right - x0), (-dy, y0 - bottom), (dy, top - y0)):
        if slope == 0:
            if gap < 0:
                return None
            continue
        at = gap / slope
        if slope < 0:
            enter = max(enter, at)
        else:
            leave = min(leave, at)
        if enter > leave:
            return None
    return (x0 + enter * dx, y0 + enter * dy), (x0 + leave * dx, y0 + leave * dy)


def visible_pieces(points: Iterable[Position], box: Box) -> list[list[Position]]:
    """Return the parts of a line through points that lie inside the box.

    A point that is not finite breaks the line. So does a single stride from beyond one horizontal
    edge to beyond the other: between two samples that far apart a function has a pole, not a line.
    """
    left, right, bottom, top = box
    pieces: list[list[Position]] = []
    current: list[Position] = []
    before: Position | None = None
    before_inside = False
    for point in points:
        x, y = point
        if not (math.isfinite(x) and math.isfinite(y)):
            pieces.append(current)
            current, before = [], None
            continue
        inside = left <= x <= right and bottom <= y <= top
        if before is None:
            current = [point] if inside else []
        elif inside and before_inside:
            current.append(point)
        elif not _leaps(before, point, bottom, top):
            cut = clip_segment(before, point, box)
            if cut is not None:
                if not before_inside:
                    pieces.append(current)
                    current = [cut[0]]
                current.append(cut[1])
            if not inside:
                pieces.append(current)
                current = []
        before, before_inside = point, inside
    pieces.append(current)
    return [piece for piece in pieces if piece]


def _leaps(start: Position, end: Position, bottom: float, top: float) -> bool:
    low, high = min(start[1], end[1]), max(start[1], end[1])
    return low < bottom and high > top and high - low > 4 * (top - bottom)
