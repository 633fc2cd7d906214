"""A graph of boxes and edges: across where there is room, downwards where it is narrow, else as rows."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from vctutor.charts.ascii import spelled
from vctutor.charts.canvas import Canvas
from vctutor.charts.table import draw_table
from vctutor.i18n import _
from vctutor.simulations.scene import Edge, Graph, GraphNode, TraceTable
from vctutor.styled_text import Span, width

_NORTH, _EAST, _SOUTH, _WEST = 1, 2, 4, 8
_CORNERS = {
    3: "╰", 5: "│", 6: "╭", 7: "├", 9: "╯", 10: "─", 11: "┴", 12: "╮", 13: "┤", 14: "┬", 15: "┼",
    1: "│", 4: "│", 2: "─", 8: "─",
}  # fmt: skip
_DERIVATIVE = "∂ "

Cell = tuple[int, int]


class _Box(Struct, frozen=True):
    """A node's place: its left column, top row, width and height."""

    node: GraphNode
    column: int
    row: int
    width: int
    height: int

    @property
    def middle(self) -> Cell:
        return self.column + self.width // 2, self.row + self.height // 2


def draw_graph(graph: Graph, width: int, height: int, *, ascii: bool = False) -> Canvas:
    """Return a graph drawn on a canvas of this size."""
    if ascii:
        graph = replace(graph, nodes=tuple(replace(n, label=spelled(n.label)) for n in graph.nodes))
    canvas = Canvas(width, height)
    boxes = _across(graph, width, height)
    down = False
    if boxes is None:
        boxes, down = _downwards(graph, width, height), True
    if boxes is None:
        return draw_table(_as_table(graph), width, height)
    if graph.title and min(box.row for box in boxes.values()) > 0:
        canvas.put(1, 0, graph.title[: width - 1], "strong")
    _draw_edges(canvas, graph.edges, boxes, down=down)
    for box in boxes.values():
        _draw_box(canvas, box)
    return canvas


def _inner(node: GraphNode) -> int:
    """The width inside a box: label, value and derivative, with room for numbers to change."""
    return max(
        _cells(node.label),
        _cells(node.value),
        _cells(_DERIVATIVE) + max(4, _cells(node.derivative)),
    )


def _cells(text: str) -> int:
    return width((Span(text),))


def _across(graph: Graph, width: int, height: int) -> dict[str, _Box] | None:
    """Lay columns from left to right; None where they do not fit."""
    columns = max(node.column for node in graph.nodes) + 1
    rows = max(node.row for node in graph.nodes) + 1
    inner = [
        max((_inner(n) for n in graph.nodes if n.column == c), default=0) for c in range(columns)
    ]
    high = 4
    if rows * high + rows - 1 > height or sum(inner) + 2 * columns + 3 * (columns - 1) > width:
        return None
    padding = 2 if sum(inner) + 4 * columns + 4 * (columns - 1) <= width else 0
    sizes = [size + 2 + padding for size in inner]
    gap = min(9, (width - sum(sizes)) // max(columns - 1, 1)) if columns > 1 else 0
    space = min(3, (height - rows * high) // max(rows - 1, 1)) if rows > 1 else 0
    left = max(0, (width - sum(sizes) - gap * (columns - 1)) // 2)
    top = max(0, (height - rows * high - space * (rows - 1)) // 2)
    starts = [left + sum(sizes[:c]) + gap * c for c in range(columns)]
    return {
        n.name: _Box(n, starts[n.column], top + n.row * (high + space), sizes[n.column], high)
        for n in graph.nodes
    }


def _downwards(graph: Graph, width: int, height: int) -> dict[str, _Box] | None:
    """Lay columns from top to bottom; None where they do not fit."""
    levels = max(node.column for node in graph.nodes) + 1
    lanes = max(node.row for node in graph.nodes) + 1
    size = (
        max(
            max(_cells(n.label) + 2, _cells(n.value) + _cells(n.derivative) + 5)
            for n in graph.nodes
        )
        + 2
    )
    high = 3
    if levels * high + (levels - 1) > height or lanes * size + 2 * (lanes - 1) > width:
        return None
    gap = min(2, (height - levels * high) // max(levels - 1, 1))
    between = min(6, (width - lanes * size) // max(lanes - 1, 1)) if lanes > 1 else 0
    left = max(0, (width - lanes * size - between * (lanes - 1)) // 2)
    top = max(0, (height - levels * high - gap * (levels - 1)) // 2)
    return {
        n.name: _Box(n, left + n.row * (size + between), top + n.column * (high + gap), size, high)
        for n in graph.nodes
    }


def _draw_box(canvas: Canvas, box: _Box) -> None:
    node, wide = box.node, box.width
    role = "chart lit" if node.lit else "chart node"
    canvas.put(box.column, box.row, "╭" + "─" * (wide - 2) + "╮", role)
    for row in range(box.row + 1, box.row + box.height - 1):
        canvas.put(box.column, row, "│" + " " * (wide - 2) + "│", role)
    canvas.put(box.column, box.row + box.height - 1, "╰" + "─" * (wide - 2) + "╯", role)
    room = wide - 2
    heading = f" {node.label} " if _cells(node.label) + 2 <= room else node.label[:room]
    canvas.put(box.column + 1 + (room - _cells(heading)) // 2, box.row, heading, role)
    derivative = _DERIVATIVE + node.derivative if node.derivative else ""
    value_role = "chart lit" if node.lit else "number"
    if box.height > 3:
        canvas.put(
            box.column + 1 + (room - _cells(node.value)) // 2, box.row + 1, node.value, value_role
        )
        start = box.column + 1 + (room - _cells(derivative)) // 2
        canvas.put(start, box.row + 2, derivative, "chart curve2")
        return
    canvas.put(box.column + 2, box.row + 1, node.value, value_role)
    canvas.put(box.column + wide - 2 - _cells(derivative), box.row + 1, derivative, "chart curve2")


def _draw_edges(
    canvas: Canvas, edges: Iterable[Edge], boxes: dict[str, _Box], *, down: bool
) -> None:
    masks: dict[Cell, int] = {}
    roles: dict[Cell, str] = {}
    routed = [(edge, _route(boxes[edge.source], boxes[edge.target], down=down)) for edge in edges]
    # Lit edges last, so that a shared stretch shows what flows.
    routed.sort(key=lambda pair: bool(pair[0].lit))
    for edge, path in routed:
        for cell, mask in _strokes(path, _NORTH if down else _WEST, _SOUTH if down else _EAST):
            masks[cell] = masks.get(cell, 0) | mask
            roles[cell] = "chart lit" if edge.lit else "chart edge"
    for (column, row), mask in masks.items():
        canvas.put(column, row, _CORNERS[mask], roles[(column, row)])
    taken = {edge.target for edge, __ in routed if edge.lit == "backward"}
    for edge, path in routed:
        _draw_end(canvas, edge, path, edge.target in taken, down=down)


def _route(source: _Box, target: _Box, *, down: bool) -> list[Cell]:
    """The corners of an edge, from beside the source to beside the target."""
    if down:
        (x0, __), (x1, __) = source.middle, target.middle
        y0, y1 = source.row + source.height, target.row - 1
        bend = y1
        return [(x0, y0), (x0, bend), (x1, bend), (x1, y1)]
    (__, y0), (__, y1) = source.middle, target.middle
    x0, x1 = source.column + source.width, target.column - 1
    bend = max(x0, x1 - 1 if x1 - x0 < 6 else (x0 + x1) // 2)
    return [(x0, y0), (bend, y0), (bend, y1), (x1, y1)]


def _strokes(path: list[Cell], behind: int, ahead: int) -> list[tuple[Cell, int]]:
    """The cells along a path, each with the sides it opens to; its ends open to the boxes."""
    cells = [path[0]]
    for x, y in path[1:]:
        while cells[-1] != (x, y):
            at_x, at_y = cells[-1]
            cells.append((at_x + (x > at_x) - (x < at_x), at_y + (y > at_y) - (y < at_y)))
    found: list[tuple[Cell, int]] = []
    for before, cell, after in zip([None, *cells], cells, [*cells[1:], None], strict=False):
        mask = 0
        for other in (before, after):
            if other is not None:
                mask |= _side(cell, other)
        mask |= behind if before is None else 0
        mask |= ahead if after is None else 0
        found.append((cell, mask))
    return found


def _side(cell: Cell, other: Cell) -> int:
    if other[0] != cell[0]:
        return _EAST if other[0] > cell[0] else _WEST
    return _SOUTH if other[1] > cell[1] else _NORTH


def _draw_end(canvas: Canvas, edge: Edge, path: list[Cell], headless: bool, *, down: bool) -> None:
    """Draw an edge's head and label; none where something flows out of its target just now."""
    role = "chart lit" if edge.lit else "chart edge"
    if edge.lit == "backward":
        canvas.put(*path[0], "▴" if down else "◂", role)
    elif not headless:
        canvas.put(*path[-1], "▾" if down else "▸", role)
    if not edge.label or down:
        return
    (x0, y0), (bend, __) = path[0], path[1]
    straight = path[1][1] == path[2][1]
    room = (path[3][0] + 1 if straight else bend) - x0
    if len(edge.label) < room and canvas.free(x0, y0 - 1, len(edge.label)):
        canvas.put(
            x0 + (room - len(edge.label)) // 2,
            y0 - 1,
            edge.label,
            "chart curve2" if edge.lit else "chart label",
        )


def _as_table(graph: Graph) -> TraceTable:
    """The same as rows, in the order of the computation."""
    nodes = sorted(graph.nodes, key=lambda node: (node.column, node.row))
    lit = next((place for place, node in enumerate(nodes) if node.lit), None)
    rows = tuple((n.label, n.value, n.derivative and _DERIVATIVE + n.derivative) for n in nodes)
    return TraceTable(("", _("value"), ""), rows, lit, graph.title)
