"""A flow: boxes joined by labelled arrows, in a row where there is room and in a column where not."""

from __future__ import annotations

from vctutor.course.model import Flow, FlowNode
from vctutor.lines import Line, Span, pad, width
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid
from vctutor.typesetting.prose import lay_prose


def lay_flow(flow: Flow, cells: int, glyphs: Glyphs) -> Laid:
    """Lay a flow out in ``cells`` columns."""
    row = _row(flow.nodes, cells, glyphs)
    return Laid(tuple(row if row is not None else _column(flow.nodes, cells, glyphs)))


def _texts(text: str | None, cells: int, glyphs: Glyphs, role: str) -> list[Line]:
    if not text:
        return []
    return lay_prose(text, cells, ascii=glyphs.ascii, base_role=role)


def _natural(text: str | None, glyphs: Glyphs) -> int:
    return max((width(line) for line in _texts(text, 200, glyphs, "")), default=0)


def _box(node: FlowNode, inner: int, glyphs: Glyphs) -> list[Line]:
    """Return a node as a box whose inside is ``inner`` cells wide."""
    content = [
        *_texts(node.name, inner, glyphs, "strong"),
        *_texts(node.note, inner, glyphs, "muted"),
    ]
    side = Span(glyphs.vertical, "chart node")
    rows = [(side, *_centred(line, inner + 2), side) for line in content]
    top = (
        Span(glyphs.top_left + glyphs.horizontal * (inner + 2) + glyphs.top_right, "chart node"),
    )
    bottom = (
        Span(
            glyphs.bottom_left + glyphs.horizontal * (inner + 2) + glyphs.bottom_right, "chart node"
        ),
    )
    return [top, *rows, bottom]


def _centred(line: Line, cells: int) -> Line:
    left = max(0, (cells - width(line)) // 2)
    return pad((Span(" " * left), *line), cells)


def _row(nodes: tuple[FlowNode, ...], cells: int, glyphs: Glyphs) -> list[Line] | None:
    """Return the flow on one row, or None where it does not fit."""
    inner = [max(_natural(node.name, glyphs), _natural(node.note, glyphs)) for node in nodes]
    spare = cells - sum(size + 4 for size in inner)
    if len(nodes) < 2:
        return _box(nodes[0], inner[0], glyphs) if spare >= 0 else None
    gaps = _gaps(nodes, spare, glyphs)
    if gaps is None:
        return None
    boxes = [_box(node, size, glyphs) for node, size in zip(nodes, inner, strict=True)]
    labels = [
        _texts(node.by, gap - 2, glyphs, "accent")
        for node, gap in zip(nodes[1:], gaps, strict=True)
    ]
    # The arrow leaves from the line of the names; its label stands over it, as many lines as it takes.
    above = max(0, max(map(len, labels)) - 1)
    height = above + max(map(len, boxes))
    columns: list[list[Line]] = []
    for index, box in enumerate(boxes):
        if index:
            columns.append(_arrow(labels[index - 1], gaps[index - 1], above, height, glyphs))
        size = inner[index] + 4
        blank: Line = (Span(" " * size),)
        columns.append([blank] * above + box + [blank] * (height - above - len(box)))
    return [tuple(span for column in columns for span in column[y]) for y in range(height)]


def _gaps(nodes: tuple[FlowNode, ...], spare: int, glyphs: Glyphs) -> list[int] | None:
    """Return the width of each arrow: its label's where there is room, else its longest word's."""
    whole = [max(5, _natural(node.by, glyphs) + 2) for node in nodes[1:]]
    if sum(whole) <= spare:
        return whole
    words = [max(map(len, (node.by or "").split()), default=3) + 2 for node in nodes[1:]]
    return [max(5, size) for size in words] if sum(max(5, w) for w in words) <= spare else None


def _arrow(label: list[Line], gap: int, above: int, height: int, glyphs: Glyphs) -> list[Line]:
    blank: Line = (Span(" " * gap),)
    shaft: Line = (
        Span(" " + glyphs.horizontal * (gap - 3) + glyphs.arrow_right + " ", "chart edge"),
    )
    rows = [blank] * (above + 1 - len(label)) + [_centred(line, gap) for line in label] + [shaft]
    return (rows + [blank] * height)[:height]


def _column(nodes: tuple[FlowNode, ...], cells: int, glyphs: Glyphs) -> list[Line]:
    inner = min(
        max(max(_natural(node.name, glyphs), _natural(node.note, glyphs)) for node in nodes),
        max(1, cells - 4),
    )
    lines: list[Line] = []
    for index, node in enumerate(nodes):
        if index:
            label = _texts(node.by, max(1, cells - 6), glyphs, "accent")
            stem = Span("  " + glyphs.vertical + "  ", "chart edge")
            lines += [(stem, *line) for line in label] or [(stem,)]
            lines.append((Span("  " + glyphs.arrow_down, "chart edge"),))
        lines += _box(node, inner, glyphs)
    return lines
