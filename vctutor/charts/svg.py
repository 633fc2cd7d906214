"""Lines of styled text as an SVG picture, for a report or a slide."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from rich.cells import cell_len

from vctutor.lines import Line

_CELL_WIDTH, _CELL_HEIGHT = 8.4, 17.0

_COLOURS = {
    "chart axis": "#8a8f98",
    "chart label": "#5b616b",
    "strong": "#2f343c",
    "chart grid": "#c9cdd3",
    "chart curve1": "#0072b2",
    "chart curve2": "#d55e00",
    "chart curve3": "#009e73",
    "chart curve4": "#cc79a7",
    "chart curve5": "#b8860b",
    "chart curve6": "#56708f",
    "chart point": "#d5006d",
    "chart trail1": "#dd4f94",
    "chart trail2": "#e283b1",
    "chart trail3": "#e7a9c7",
    "chart trail4": "#ecc8da",
    "chart arrow": "#5f7d95",
    "chart tangent": "#d55e00",
    "chart good": "#00805d",
    "chart bad": "#c0392b",
    "chart node": "#2f343c",
    "chart edge": "#8a8f98",
    "chart lit": "#d5006d",
    "chart contour1": "#2b4c7e",
    "chart contour2": "#33658a",
    "chart contour3": "#3a7d92",
    "chart contour4": "#439a8f",
    "chart contour5": "#5cb085",
    "chart contour6": "#86c175",
    "chart contour7": "#b3cc66",
    "chart contour8": "#cfc24f",
}
"""Colours on white that a colour-blind reader can tell apart (after Okabe and Ito, 2008)."""


def as_svg(lines: Sequence[Line], title: str = "") -> str:
    """Return the lines as an SVG document on white, in whichever monospaced font the viewer has.

    Args:
        lines: what to show, as `draw` returns it.
        title: what the picture is called, for those who hear it.
    """
    columns = max((sum(cell_len(span.text) for span in line) for line in lines), default=0)
    width, height = columns * _CELL_WIDTH + 20, len(lines) * _CELL_HEIGHT + 20
    rows = "\n".join(
        _row(line, 10 + (number + 0.8) * _CELL_HEIGHT) for number, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f'<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" '
        f'font-size="14" xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def _row(line: Line, y: float) -> str:
    parts, column = [], 0
    for span in line:
        size = cell_len(span.text)
        if span.text.strip():
            colour = _COLOURS.get(span.role, "#2f343c")
            # The length is stated so that a font of another width still keeps the columns.
            parts.append(
                f'<text x="{10 + column * _CELL_WIDTH:g}" y="{y:g}" fill="{colour}" '
                f'textLength="{size * _CELL_WIDTH:g}" lengthAdjust="spacing">'
                f"{escape(span.text)}</text>"
            )
        column += size
    return "".join(parts)
