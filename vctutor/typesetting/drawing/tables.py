"""Matrices, cases and aligned rows in two dimensions."""

from __future__ import annotations

from collections.abc import Callable

from vctutor.typesetting import tree
from vctutor.typesetting.drawing.picture import Picture, beside, blank, centred, text
from vctutor.typesetting.tree import Class, Node

_BETWEEN_COLUMNS = 2
_BETWEEN_PAIRS = 4

Cell = Callable[[Node, Class | None], Picture]


def table(node: tree.Array, ascii: bool, cell: Cell) -> Picture:
    """Return a table as a picture whose baseline is its middle row.

    Args:
        node: the table.
        ascii: draw its lines in ASCII.
        cell: draws a cell, given the class of what stands left of it, if it goes on with that.
    """
    columns = len(node.align)
    drawn = [
        [cell(content, _before(node, at)) for at, content in enumerate(row)] for row in node.rows
    ]
    if not columns or not drawn:
        return text("")
    widths = [max(row[at].width for row in drawn) for at in range(columns)]
    align = [_aligned(node, at) for at in range(columns)]
    rows = [_row(node, row, widths, align, ascii) for row in drawn]
    airy = any(row.height > 1 for row in rows)
    lines: list[str] = []
    width = rows[0].width
    for at, row in enumerate(rows):
        if at in node.lines:
            lines.append(("-" if ascii else "─") * width)
        elif at and airy:
            lines.extend(_between(node, widths, align, ascii).rows)
        lines.extend(row.rows)
    if len(rows) in node.lines:
        lines.append(("-" if ascii else "─") * width)
    baseline = rows[0].baseline if len(rows) == 1 else (len(lines) - 1) // 2
    return Picture(tuple(lines), width, baseline)


def _before(node: tree.Array, column: int) -> Class | None:
    """Return the class of what stands before a cell: a left column of an aligned pair goes on with the right one."""
    return "ord" if node.aligned and column and node.align[column] == "l" else None


def _aligned(node: tree.Array, column: int) -> str:
    """Return how a column is set: whole numbers that LaTeX would centre stand with their last digits in line."""
    align = node.align[column]
    if align != "c" or not all(_is_number(row[column]) for row in node.rows):
        return align
    return "r"


def _is_number(node: Node) -> bool:
    items = tree.items_of(node)
    signed = len(items) == 2 and isinstance(items[0], tree.Atom) and items[0].text in "+−"
    last = items[-1] if items else None
    return (
        (len(items) == 1 or signed)
        and isinstance(last, tree.Atom)
        and last.kind == "number"
        and last.text.isdecimal()
    )


def _gap(node: tree.Array, column: int) -> int:
    """Return the cells between a column and the one before it."""
    if not column:
        return 0
    if node.aligned:
        return 0 if node.align[column] == "l" and node.align[column - 1] == "r" else _BETWEEN_PAIRS
    return _BETWEEN_COLUMNS


def _row(
    node: tree.Array, row: list[Picture], widths: list[int], align: list[str], ascii: bool
) -> Picture:
    parts: list[Picture] = []
    gaps: list[int] = []
    top = max(picture.baseline for picture in row)
    depth = max(picture.depth for picture in row)
    for at, picture in enumerate(row):
        parts.append(centred(picture, widths[at], align[at]))
        gaps.append(_gap(node, at))
        if at in node.rules:
            parts.append(Picture(("|" if ascii else "│",) * (top + depth + 1), 1, top))
            gaps.append(1)
    return beside(parts, gaps)


def _between(node: tree.Array, widths: list[int], align: list[str], ascii: bool) -> Picture:
    """Return the empty row between two tall ones, with the lines between columns going through."""
    return _row(node, [blank(width) for width in widths], widths, align, ascii)
