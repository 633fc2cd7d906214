"""A whole scene, drawn."""

from __future__ import annotations

from typing import Literal

from vctutor.charts.ascii import as_ascii
from vctutor.charts.canvas import Canvas
from vctutor.charts.graph import draw_graph
from vctutor.charts.layout import GAP, divide
from vctutor.charts.plot import draw_plot
from vctutor.charts.table import draw_table, spelled_table
from vctutor.simulations.scene import Graph, Panel, Plot, Scene
from vctutor.styled_text import Line, Span


def draw(
    scene: Scene, width: int, height: int, *, glyphs: Literal["unicode", "ascii"] = "unicode"
) -> list[Line]:
    """Draw a scene.

    Args:
        scene: what to show.
        width: how many cells wide; every line is exactly so.
        height: how many lines.
        glyphs: ``ascii`` uses no character above 127.

    Returns:
        ``height`` lines of ``width`` cells. Where there is no room for all panels, the last are
        left out.
    """
    if width < 1 or height < 1:
        return [()] * max(height, 0)
    ascii = glyphs == "ascii"
    weights = [panel.weight for panel in scene.panels]
    side = scene.arrange == "side"
    sizes = divide(width, height, weights, side=side)
    drawn = [
        _draw_panel(panel, wide, high, ascii).lines()
        for panel, (wide, high) in zip(scene.panels, sizes, strict=False)
    ]
    lines = (
        list(map(_beside, *drawn))
        if side and len(drawn) > 1
        else [line for panel in drawn for line in panel]
    )
    return [as_ascii(line) for line in lines] if ascii else lines


def _beside(*rows: Line) -> Line:
    joined: Line = rows[0]
    for row in rows[1:]:
        joined = (*joined, Span(" " * GAP), *row)
    return joined


def _draw_panel(panel: Panel, width: int, height: int, ascii: bool) -> Canvas:
    if isinstance(panel, Plot):
        return draw_plot(panel, width, height, ascii=ascii)
    if isinstance(panel, Graph):
        return draw_graph(panel, width, height, ascii=ascii)
    return draw_table(spelled_table(panel) if ascii else panel, width, height)
