"""What flows are drawn with: boxes, arrows and their texts."""

from __future__ import annotations

from vctutor.course.model import FlowNode
from vctutor.page.glyphs import Glyphs
from vctutor.styled_text import Line, Span, pad, width
from vctutor.typesetting.prose import lay_prose

# What a box takes beside its texts: two walls and the spaces within.
WALLS = 4


def texts(text: str | None, cells: int, glyphs: Glyphs, role: str) -> list[Line]:
    """Lay a name, a note or a label out in ``cells`` columns; nothing for none."""
    if not text:
        return []
    return lay_prose(text, cells, ascii=glyphs.ascii, base_role=role)


def natural(text: str | None, glyphs: Glyphs) -> int:
    """Return how wide a text is where it need not be broken."""
    return max((width(line) for line in texts(text, 200, glyphs, "")), default=0)


def boxes(nodes: tuple[FlowNode, ...], inner: list[int], glyphs: Glyphs) -> list[list[Line]]:
    """Return nodes as boxes of the same height, each with room for texts as wide as ``inner`` says."""
    drawn = [box(node, size, glyphs) for node, size in zip(nodes, inner, strict=True)]
    height = max(map(len, drawn))
    return [
        box(node, size, glyphs, height - len(lines))
        for node, size, lines in zip(nodes, inner, drawn, strict=True)
    ]


def box(node: FlowNode, inner: int, glyphs: Glyphs, spare: int = 0) -> list[Line]:
    """Return a node as a box with room for texts of ``inner`` cells, and ``spare`` empty lines below them."""
    content = [
        *texts(node.name, inner, glyphs, "strong"),
        *_balanced(node.note, inner, glyphs),
        *[()] * spare,
    ]
    side = Span(glyphs.vertical, "chart node")
    rows = [(side, *centred(line, inner + 2), side) for line in content]
    edge = glyphs.horizontal * (inner + 2)
    top = Span(glyphs.top_left + edge + glyphs.top_right, "chart node")
    bottom = Span(glyphs.bottom_left + edge + glyphs.bottom_right, "chart node")
    return [(top,), *rows, (bottom,)]


def _balanced(note: str | None, cells: int, glyphs: Glyphs) -> list[Line]:
    """Lay a note out in as few lines as ``cells`` allow, each about as long as the others."""
    lines = texts(note, cells, glyphs, "muted")
    for narrower in range(cells - 1, 0, -1):
        tried = texts(note, narrower, glyphs, "muted")
        if len(tried) > len(lines) or any(width(line) > narrower for line in tried):
            break
        lines = tried
    return lines


def centred(line: Line, cells: int) -> Line:
    """Return a line in the middle of ``cells``."""
    left = max(0, (cells - width(line)) // 2)
    return pad((Span(" " * left), *line), cells)


def shaft(cells: int, glyphs: Glyphs) -> Line:
    """Return an arrow to the right, with a space at either end."""
    drawn = " " + glyphs.horizontal * (cells - 3) + glyphs.arrow_right + " "
    return (Span(drawn, "chart edge"),)


def abreast(columns: list[list[Line]]) -> list[Line]:
    """Put blocks of lines of the same height side by side."""
    return [tuple(span for line in lines for span in line) for lines in zip(*columns, strict=True)]
