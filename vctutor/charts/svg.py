"""Lines of styled text as an SVG picture, for a report or a slide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from rich.cells import cell_len

from vctutor.charts.raster import BRAILLE
from vctutor.styled_text import Line

_CELL_WIDTH, _CELL_HEIGHT = 8.4, 16.8
_INK = "#2f343c"
_PLACES = {
    0x01: (0, 0), 0x02: (0, 1), 0x04: (0, 2), 0x40: (0, 3),
    0x08: (1, 0), 0x10: (1, 1), 0x20: (1, 2), 0x80: (1, 3),
}  # fmt: skip

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
    rows = "\n".join(_row(line, 10 + number * _CELL_HEIGHT) for number, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f'<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" '
        f'font-size="14" xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def _row(line: Line, top: float) -> str:
    parts: list[str] = []
    column = 0
    for span in line:
        colour = _COLOURS.get(span.role, _INK)
        parts += _dots(span.text, 10 + column * _CELL_WIDTH, top, colour)
        # Words keep single blanks; between wider gaps each text has its own place.
        for found in re.finditer(r"[^\s\u2800-\u28ff]+(?: [^\s\u2800-\u28ff]+)*", span.text):
            size = cell_len(found.group())
            start = 10 + (column + cell_len(span.text[: found.start()])) * _CELL_WIDTH
            # The length is stated so that a font of another width still keeps the columns.
            parts.append(
                f'<text x="{start:g}" y="{top + 0.8 * _CELL_HEIGHT:g}" fill="{colour}" '
                f'textLength="{size * _CELL_WIDTH:g}" lengthAdjust="spacing">'
                f"{escape(found.group())}</text>"
            )
        column += cell_len(span.text)
    return "".join(parts)


def _dots(text: str, left: float, top: float, colour: str) -> list[str]:
    """Braille as drawn dots, since fonts differ most in these characters: strokes of no length with round ends."""
    marks = []
    for place, character in enumerate(text):
        bits = ord(character) - BRAILLE
        if 0 < bits < 256:
            for bit, (right, down) in _PLACES.items():
                if bits & bit:
                    x = left + (place + 0.25 + 0.5 * right) * _CELL_WIDTH
                    y = top + (0.125 + 0.25 * down) * _CELL_HEIGHT
                    marks.append(f"M{x:.1f} {y:.1f}h0")
    if not marks:
        return []
    return [
        f'<path d="{"".join(marks)}" stroke="{colour}" stroke-width="2.6" stroke-linecap="round"/>'
    ]
