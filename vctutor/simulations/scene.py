"""The picture of a simulation as data: panels with curves, points and arrows, or a graph of boxes.

A scene holds positions in mathematical coordinates and the role of each part. `vctutor.charts`
chooses cells and characters. Roles are those of
`vctutor.styled_text` (``"chart curve1"``, ``"chart point"``, ...).

Every part is a frozen value made of tuples, so that charts can cache the drawing of a
background: two equal backgrounds are drawn once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Position = tuple[float, float]


def aspect_of(width: int, height: int) -> float:
    """Return width over height as the eye sees it: a cell is about twice as high as wide."""
    return width / (2 * max(height, 1))


class Axis(Struct, frozen=True):
    """One axis of a plot.

    Attributes:
        low: where it begins; positive on a log axis.
        high: where it ends, above ``low``.
        label: the name of the quantity.
        log: whether it counts in powers of ten.
        ticks: places and their texts; None means round numbers chosen by the chart.
    """

    low: float
    high: float
    label: str = ""
    log: bool = False
    ticks: tuple[tuple[float, str], ...] | None = None


class Curve(Struct, frozen=True):
    """A line through points. A point that is not finite breaks it.

    Attributes:
        points: in order; NaN and infinite coordinates leave a gap.
        role: what it is.
        label: a direct label beside its last visible point; empty for none.
        dashed: whether it is drawn with gaps, for guides.
    """

    points: tuple[Position, ...]
    role: str = "chart curve1"
    label: str = ""
    dashed: bool = False


class Contour(Struct, frozen=True):
    """The lines on which a function has one value.

    Attributes:
        level: that value.
        lines: one polyline for each connected piece.
        role: ``chart contour1`` (low) to ``chart contour8`` (high).
        label: the level as a text put on the line; empty for none.
    """

    level: float
    lines: tuple[tuple[Position, ...], ...]
    role: str = "chart contour1"
    label: str = ""


class Point(Struct, frozen=True):
    """A marked place.

    Attributes:
        x: where.
        y: where; a point outside the axes is shown at the edge it left by.
        role: ``chart point`` for the current one, ``chart trail1`` (newest) to ``chart trail4`` for
            the past.
        glyph: the character that marks it.
        ascii: the character where only ASCII can be shown.
        label: a direct label beside it; empty for none.
    """

    x: float
    y: float
    role: str = "chart point"
    glyph: str = "●"
    ascii: str = "@"
    label: str = ""


class Segment(Struct, frozen=True):
    """A straight line between two places, such as a tangent."""

    start: Position
    end: Position
    role: str = "chart tangent"
    label: str = ""
    dashed: bool = False


class Arrow(Struct, frozen=True):
    """An arrow from one place to another; the head is always drawn, the shaft given room."""

    start: Position
    end: Position
    role: str = "chart arrow"
    label: str = ""


class Bar(Struct, frozen=True):
    """A bar from ``base`` to ``y`` at ``x``."""

    x: float
    y: float
    base: float = 0.0
    role: str = "chart curve1"
    label: str = ""


class TextLabel(Struct, frozen=True):
    """A text in the plot.

    Attributes:
        x: where, in the plot's coordinates.
        y: where.
        text: what it says.
        role: what it is.
        anchor: which part of the text stands at the place.
    """

    x: float
    y: float
    text: str
    role: str = "chart label"
    anchor: Literal["left", "centre", "right"] = "left"


class Layer(Struct, frozen=True):
    """What is drawn together, from the back to the front in the order of the attributes."""

    bars: tuple[Bar, ...] = ()
    contours: tuple[Contour, ...] = ()
    curves: tuple[Curve, ...] = ()
    segments: tuple[Segment, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    labels: tuple[TextLabel, ...] = ()
    points: tuple[Point, ...] = ()


class Plot(Struct, frozen=True):
    """A panel with axes.

    Attributes:
        x: the horizontal axis.
        y: the vertical axis.
        background: what stands still from step to step; charts draw it once.
        foreground: what moves.
        title: a short heading above the canvas; empty for none.
        equal: whether one unit is equally long on both axes, so that angles look right.
        weight: its share of the room, relative to the other panels.
    """

    x: Axis
    y: Axis
    background: Layer = Layer()
    foreground: Layer = Layer()
    title: str = ""
    equal: bool = False
    weight: float = 1.0


class GraphNode(Struct, frozen=True):
    """A box of a graph.

    Attributes:
        name: how edges call it.
        label: what stands in it, such as ``z = w x``.
        column: its place from left to right, 0 first.
        row: its place from top to bottom, 0 first.
        value: its value as a text; empty while it is not known.
        derivative: the derivative of the output by it, as a text; empty while it is not known.
        lit: whether it is the one being worked on.
    """

    name: str
    label: str
    column: int
    row: int
    value: str = ""
    derivative: str = ""
    lit: bool = False


class Edge(Struct, frozen=True):
    """A connection between two boxes.

    Attributes:
        source: the box it leaves, in the direction of the computation.
        target: the box it enters.
        label: the local derivative, as a text.
        lit: ``forward`` or ``backward`` when something flows along it just now; empty otherwise.
    """

    source: str
    target: str
    label: str = ""
    lit: Literal["", "forward", "backward"] = ""


class Graph(Struct, frozen=True):
    """A panel of boxes and edges."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[Edge, ...]
    title: str = ""
    weight: float = 1.0


class TraceTable(Struct, frozen=True):
    """A panel of rows.

    Attributes:
        columns: the headings.
        rows: the cells; each row as many as there are headings.
        lit: the row being worked on, 0 first; None for none.
        title: a short heading; empty for none.
        weight: its share of the room.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lit: int | None = None
    title: str = ""
    weight: float = 1.0


Panel = Plot | Graph | TraceTable


class Scene(Struct, frozen=True):
    """Panels, one above the other or side by side.

    Attributes:
        panels: at least one. The first is the one that matters most: where there is no room, it
            stays.
        arrange: how they are laid out.
    """

    panels: tuple[Panel, ...]
    arrange: Literal["stacked", "side"] = "stacked"


def trail(points: Iterable[Position], glyph: str = "•", ascii: str = "o") -> tuple[Point, ...]:
    """Return past points, given from the oldest to the newest, as marks that fade with age.

    The oldest come first, so that newer ones are drawn over them.
    """
    past = list(points)
    count = len(past)
    fading = ("·", "·", "∙", glyph), (".", ".", "o", ascii)
    marks = []
    for place, (x, y) in enumerate(past):
        age = (count - 1 - place) * 4 // max(count, 4)
        marks.append(Point(x, y, f"chart trail{age + 1}", fading[0][3 - age], fading[1][3 - age]))
    return tuple(marks)
