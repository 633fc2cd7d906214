"""Scenes as lines of styled text, for any terminal: plotext lives here and nowhere else."""

from vctutor.charts.draw import draw

__all__ = ["draw"]
