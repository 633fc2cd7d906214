"""What is drawn around pictures: roots, braces, frames, accents, long arrows, integral signs."""

from __future__ import annotations

from vctutor.styled_text import cells
from vctutor.typesetting.drawing.picture import Picture, beside, centred, stack, text

_MARKS = {
    "hat": "^", "tilde": "~", "dot": ".", "ddot": "..", "dddot": "...", "ddddot": "....", "breve": "u",
    "check": "v", "ring": "o", "acute": "'", "grave": "`",
}  # fmt: skip
_ACCENT_ARROWS = {"vec": ">", "rarrow": ">", "larrow": "<", "lrarrow": "<>"}
_ARROWS = {"→": ("─", "→"), "←": ("─", "←"), "⇒": ("═", "⇒"), "⇐": ("═", "⇐"), "↦": ("─", "→")}


def beside_row(mark: str, base: Picture, row: int) -> Picture:
    """Return a mark to stand beside one row of a picture."""
    width = cells(mark)
    rows = tuple(mark if at == row else " " * width for at in range(base.height))
    return Picture(rows, width, base.baseline)


def under_root(inside: Picture, index: Picture | None, ascii: bool) -> Picture:
    """Return a picture under a root's bar, with the root's index if it has one."""
    height = inside.height
    body = Picture(("_" * inside.width, *inside.rows), inside.width, inside.baseline + 1)
    if height == 1 and not ascii:
        sign = Picture((" ", "√"), 1, 1)
    else:
        rising, falling = ("/", "\\") if ascii else ("╱", "╲")
        rows = [" " * (height + 1)]
        for row in range(height):
            left = " " * (height - row) if row < height - 1 else falling
            rows.append(left + rising + " " * row)
        sign = Picture(tuple(rows), height + 1, body.baseline)
    root = beside((sign, body))
    return root if index is None else _with_index(index, root, sign.width)


def _with_index(index: Picture, root: Picture, sign: int) -> Picture:
    """Return a root with its index over the start of its sign, which is ``sign`` cells wide."""
    shift = max(index.width - (sign - 1), 0)
    rows = [" " * shift + row for row in root.rows]
    row = max(len(rows) - 2, 0) if sign > 2 else 0
    rows[row] = index.rows[0] + rows[row][index.width :]
    return Picture(tuple(rows), root.width + shift, root.baseline)


def under_sign(inside: Picture, sign: str) -> Picture:
    """Return one row under a bar that a short root sign such as ∛ begins."""
    return beside((text(sign), Picture(("_" * inside.width, *inside.rows), inside.width, 1)))


def accented_picture(
    base: Picture, mark: str, under: bool, ascii: bool, *, single: bool
) -> Picture:
    """Return a picture with an accent on the row above it or below it; over a ``single`` symbol marks are short."""
    short = single and mark in _MARKS
    drawn = _MARKS[mark] if short else _long_mark(mark, base.width, under, ascii)
    width = max(base.width, cells(drawn))
    parts = (text(drawn), centred(base, width))
    return stack(parts[::-1], base.baseline) if under else stack(parts, base.baseline + 1)


def _long_mark(mark: str, width: int, under: bool, ascii: bool) -> str:
    """Return what is drawn on the row above or below an accented thing that is ``width`` wide."""
    if mark in ("line", "bar"):
        return ("_" if not under else "-" if ascii else "‾") * max(width, 1)
    if mark in _ACCENT_ARROWS:
        shaft = "-" if ascii else "─"
        left, right = (
            "" if end not in _ACCENT_ARROWS[mark] else sign
            for end, sign in zip("<>", "<>" if ascii else "←→", strict=True)
        )
        return left + shaft * max(width - len(left) - len(right), int(ascii)) + right
    if width > 1 and mark == "hat":
        return ("/" if ascii else "╱") + " " * (width - 2) + ("\\" if ascii else "╲")
    if width > 1 and mark == "tilde":
        return "~" * width
    return _MARKS[mark]


def braced(base: Picture, label: Picture | None, under: bool, ascii: bool) -> Picture:
    """Return a picture with a horizontal brace over or under it, and a label beyond that."""
    width = max(base.width, 3)
    left = (width - 1) // 2
    if ascii:
        start, point, end, line = ("\\", "+", "/", "-") if under else ("/", "+", "\\", "-")
    else:
        start, point, end, line = ("╰", "┬", "╯", "─") if under else ("╭", "┴", "╮", "─")
    brace = text(start + line * (left - 1) + point + line * (width - left - 2) + end)
    labels = [] if label is None else [label]
    if under:
        return stack((base, brace, *labels), base.baseline)
    return stack((*labels, brace, base), base.baseline + 1 + len(labels))


def framed(inside: Picture, ascii: bool) -> Picture:
    """Return a picture in a frame."""
    corners, across, side = ("++++", "-", "|") if ascii else ("┌┐└┘", "─", "│")
    line = across * (inside.width + 2)
    rows = tuple(f"{side} {row} {side}" for row in inside.rows)
    rows = (corners[0] + line + corners[1], *rows, corners[2] + line + corners[3])
    return Picture(rows, inside.width + 4, inside.baseline + 1)


def arrow(sign: str, width: int, ascii: bool) -> Picture | None:
    """Return an arrow two cells longer than a label of ``width``, or None when the sign is none."""
    if sign not in _ARROWS:
        return None
    shaft, head = _ARROWS[sign]
    if ascii:
        shaft, head = "=" if shaft == "═" else "-", "<" if sign in "←⇐" else ">"
    return text(head + shaft * (width + 1) if sign in "←⇐" else shaft * (width + 1) + head)


def integral(sign: str, lower: Picture, upper: Picture, ascii: bool) -> Picture:
    """Return an integral sign three rows tall, with its bounds beside its ends."""
    count = {"∬": 2, "∭": 3}.get(sign, 1)
    middle = ("O" if ascii else "∮") if sign in "∮∯" else "|" if ascii else "⎮"
    top, bottom = ("/", "/") if ascii else ("⌠", "⌡")
    drawn = Picture((top * count, middle * count, bottom * count), count, 1)
    width = max(upper.width, lower.width)
    ends = (centred(upper, width, "l").rows[0], " " * width, centred(lower, width, "l").rows[0])
    return beside((drawn, Picture(ends, width, 1)), (0, int(width > 0 and ascii)))
