"""Scenes as lines of styled text, for any terminal: plotext lives here and nowhere else."""

from vctutor.charts.draw import draw
from vctutor.charts.svg import as_svg

__all__ = ["as_svg", "draw"]
