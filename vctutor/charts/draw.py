"""A whole scene, drawn."""

from __future__ import annotations

from typing import Literal

from vctutor.charts.ascii import as_ascii
from vctutor.charts.canvas import Canvas
from vctutor.charts.graph import draw_graph
from vctutor.charts.layout import places
from vctutor.charts.plot import draw_plot
from vctutor.charts.table import draw_table
from vctutor.lines import Line
from vctutor.simulations.scene import Graph, Panel, Plot, Scene


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
    spots = places(width, height, weights, side=scene.arrange == "side")
    if len(spots) == 1:
        canvas = _draw_panel(scene.panels[0], width, height, ascii)
    else:
        canvas = Canvas(width, height)
        for panel, (column, row, wide, high) in zip(scene.panels, spots, strict=False):
            canvas.paste(_draw_panel(panel, wide, high, ascii), column, row)
    lines = canvas.lines()
    return [as_ascii(line) for line in lines] if ascii else lines


def _draw_panel(panel: Panel, width: int, height: int, ascii: bool) -> Canvas:
    if isinstance(panel, Plot):
        return draw_plot(panel, width, height, ascii=ascii)
    if isinstance(panel, Graph):
        return draw_graph(panel, width, height)
    return draw_table(panel, width, height)
