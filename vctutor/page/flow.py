"""A flow: boxes joined by labelled arrows, in a row where there is room and in a column where not."""

from __future__ import annotations

from vctutor.course.model import Flow, FlowNode
from vctutor.page.flow_parts import WALLS, abreast, box, boxes, centred, natural, shaft, texts
from vctutor.page.flow_tight import lay_tight_row
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid
from vctutor.styled_text import Line, Span, width


def lay_flow(flow: Flow, cells: int, glyphs: Glyphs) -> Laid:
    """Lay a flow out in ``cells`` columns."""
    row = _row(flow.nodes, cells, glyphs) or lay_tight_row(flow.nodes, cells, glyphs)
    if not row:
        return Laid(tuple(_column(flow.nodes, cells, glyphs)))
    return Laid(tuple(row)).indented((cells - max(map(width, row))) // 2)


def _row(nodes: tuple[FlowNode, ...], cells: int, glyphs: Glyphs) -> list[Line] | None:
    """Return the flow on one row, or None where it does not fit."""
    inner = [max(natural(node.name, glyphs), natural(node.note, glyphs)) for node in nodes]
    spare = cells - sum(size + WALLS for size in inner)
    if len(nodes) < 2:
        return box(nodes[0], inner[0], glyphs) if spare >= 0 else None
    gaps = _gaps(nodes, spare, glyphs)
    if gaps is None:
        return None
    labels = [
        texts(node.by, gap - 2, glyphs, "accent") for node, gap in zip(nodes[1:], gaps, strict=True)
    ]
    # The arrow leaves from the line of the names; its label stands over it, as many lines as it takes.
    above = max(0, max(map(len, labels)) - 1)
    first, *others = boxes(nodes, inner, glyphs)
    height = above + len(first)
    columns = [_lowered(first, above)]
    for drawn, label, gap in zip(others, labels, gaps, strict=True):
        columns += [_arrow(label, gap, above, height, glyphs), _lowered(drawn, above)]
    return abreast(columns)


def _lowered(drawn: list[Line], above: int) -> list[Line]:
    blank: Line = (Span(" " * width(drawn[0])),)
    return [blank] * above + drawn


def _gaps(nodes: tuple[FlowNode, ...], spare: int, glyphs: Glyphs) -> list[int] | None:
    """Return the width of each arrow: its label's where there is room, else its longest word's."""
    whole = [max(5, natural(node.by, glyphs) + 2) for node in nodes[1:]]
    if sum(whole) <= spare:
        return whole
    words = [max(map(len, (node.by or "").split()), default=3) + 2 for node in nodes[1:]]
    return [max(5, size) for size in words] if sum(max(5, w) for w in words) <= spare else None


def _arrow(label: list[Line], gap: int, above: int, height: int, glyphs: Glyphs) -> list[Line]:
    blank: Line = (Span(" " * gap),)
    rows = [blank] * (above + 1 - len(label)) + [centred(line, gap) for line in label]
    return ([*rows, shaft(gap, glyphs)] + [blank] * height)[:height]


def _column(nodes: tuple[FlowNode, ...], cells: int, glyphs: Glyphs) -> list[Line]:
    inner = min(
        max(max(natural(node.name, glyphs), natural(node.note, glyphs)) for node in nodes),
        max(1, cells - WALLS),
    )
    lines: list[Line] = []
    for index, node in enumerate(nodes):
        if index:
            label = texts(node.by, max(1, cells - 6), glyphs, "accent")
            stem = Span("  " + glyphs.vertical + "  ", "chart edge")
            lines += [(stem, *line) for line in label] or [(stem,)]
            lines.append((Span("  " + glyphs.arrow_down, "chart edge"),))
        lines += box(node, inner, glyphs)
    return lines
