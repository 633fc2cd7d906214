"""A flow on one row where room is short: notes wrapped in narrow boxes, labels above them over short arrows."""

from __future__ import annotations

from itertools import accumulate, pairwise

from vctutor.course.model import FlowNode
from vctutor.page.flow_parts import WALLS, abreast, boxes, natural, shaft, texts
from vctutor.page.glyphs import Glyphs
from vctutor.styled_text import Line, Span, width

GAP = 5
MOST_NOTE_LINES = 4
MOST_LABEL_LINES = 3


def lay_tight_row(nodes: tuple[FlowNode, ...], cells: int, glyphs: Glyphs) -> list[Line] | None:
    """Return the flow on one row of at most ``cells``, or None where it does not fit."""
    inner = _narrow(nodes, cells - GAP * (len(nodes) - 1), glyphs)
    labels = _labels(nodes, inner, glyphs) if inner else None
    if inner is None or labels is None:
        return None
    blank: Line = (Span(" " * GAP),)
    first, *others = boxes(nodes, inner, glyphs)
    arrow = ([blank, shaft(GAP, glyphs)] + [blank] * len(first))[: len(first)]
    columns = [first]
    for drawn in others:
        columns += [arrow, drawn]
    return [*labels, *abreast(columns)]


def _narrow(nodes: tuple[FlowNode, ...], room: int, glyphs: Glyphs) -> list[int] | None:
    """Return the insides of boxes that take ``room`` cells together, with their notes in as few lines as can be."""
    for most in range(1, MOST_NOTE_LINES + 1):
        inner = [_inner(node, most, glyphs) for node in nodes]
        if sum(size + WALLS for size in inner) <= room:
            return inner
    return None


def _inner(node: FlowNode, most: int, glyphs: Glyphs) -> int:
    """Return the least width that leaves every word whole, the name unbroken and the note within so many lines."""
    words = [natural(word, glyphs) for word in (node.note or "").split()]
    size = max([1, natural(node.name, glyphs), *words])
    while len(texts(node.note, size, glyphs, "")) > most:
        size += 1
    return size


def _labels(nodes: tuple[FlowNode, ...], inner: list[int], glyphs: Glyphs) -> list[Line] | None:
    """Return the lines with the labels, or None where one has no room.

    Each is centred over its arrow, and may stand over half of the boxes beside it, over all of one at an end.
    """
    sizes = [size + WALLS for size in inner]
    starts = accumulate((size + GAP for size in sizes), initial=0)
    last = len(sizes) - 2
    rows: list[list[tuple[int, Line]]] = [[] for _ in range(MOST_LABEL_LINES)]
    for index, ((left, right), start, node) in enumerate(
        zip(pairwise(sizes), starts, nodes[1:], strict=False)
    ):
        reach = min(left if index == 0 else left // 2, right if index == last else right // 2)
        room = GAP + 2 * reach - 1
        lines = texts(node.by, room, glyphs, "accent")
        if len(lines) > MOST_LABEL_LINES or any(width(line) > room for line in lines):
            return None
        for row, line in zip(rows[MOST_LABEL_LINES - len(lines) :], lines, strict=True):
            row.append((start + left + (GAP - width(line)) // 2, line))
    return [_at(row) for row in rows if row]


def _at(pieces: list[tuple[int, Line]]) -> Line:
    """Return one line with each piece at its column."""
    line: list[Span] = []
    for column, piece in pieces:
        line += [Span(" " * (column - width(tuple(line)))), *piece]
    return tuple(line)
