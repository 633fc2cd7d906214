"""Brackets as tall as their content."""

from __future__ import annotations

from vctutor.styled_text import cells
from vctutor.typesetting.drawing.picture import Picture
from vctutor.typesetting.symbols import to_ascii

# top, middle part, bottom; and for curly brackets the point in the middle
_PARTS = {
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
    "{": "⎧⎪⎩⎨",
    "}": "⎫⎪⎭⎬",
    "⌊": "⎢⎢⎣",
    "⌋": "⎥⎥⎦",
    "⌈": "⎡⎢⎢",
    "⌉": "⎤⎥⎥",
    "|": "│││",
    "‖": "║║║",
    "⟦": "⟦⟦⟦",
    "⟧": "⟧⟧⟧",
    "/": "╱╱╱",
}
_ASCII_PARTS = {
    "(": "/|\\",
    ")": "\\|/",
    "[": "[[[",
    "]": "]]]",
    "{": "/|\\<",
    "}": "\\|/>",
    "⌊": "||[",
    "⌋": "||]",
    "⌈": "[||",
    "⌉": "]||",
    "|": "|||",
}


def bracket(mark: str, height: int, baseline: int, ascii: bool) -> Picture:
    """Return a bracket of ``height`` rows; nothing for an empty one."""
    if not mark:
        return Picture(("",) * height, 0, baseline)
    if height == 1:
        shown = to_ascii(mark) if ascii else mark
        return Picture((shown,), cells(shown))
    if mark in "⟨⟩":
        return _angle(mark, height, baseline, ascii)
    if ascii and mark == "‖":
        return Picture(("||",) * height, 2, baseline)
    parts = (_ASCII_PARTS if ascii else _PARTS).get(mark)
    if parts is None:
        return Picture(
            tuple(mark if row == baseline else " " for row in range(height)), 1, baseline
        )
    rows = [parts[0], *[parts[1]] * (height - 2), parts[2]]
    if len(parts) == 4 and height > 2:
        rows[_point(height, baseline)] = parts[3]
    return Picture(tuple(rows), 1, baseline)


def _point(height: int, baseline: int) -> int:
    """Return the row of a curly bracket's point: the baseline, but never an end."""
    return min(max(baseline, 1), height - 2)


def _angle(mark: str, height: int, baseline: int, ascii: bool) -> Picture:
    """Return an angle bracket: two strokes that meet in the middle."""
    rising, falling = ("/", "\\") if ascii else ("╱", "╲")
    half = (height + 1) // 2
    rows = []
    for row in range(height):
        upper = row < half if height % 2 == 0 else row <= height // 2
        distance = (half - 1 - row) if upper else (row - (height - half))
        stroke = (rising if upper else falling) if mark == "⟨" else (falling if upper else rising)
        if height % 2 and row == height // 2:
            stroke = ("<" if ascii else "⟨") if mark == "⟨" else (">" if ascii else "⟩")
        place = distance if mark == "⟨" else half - 1 - distance
        rows.append(" " * place + stroke + " " * (half - 1 - place))
    return Picture(tuple(rows), half, baseline)
