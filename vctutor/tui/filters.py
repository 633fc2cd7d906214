"""Line filters: what every line passes before it reaches the terminal, whichever widget drew it.

Textual sends the characters of its widgets to the terminal unchanged, and a terminal executes some of them. These
filters remove every character that is not drawn, be it from a course, from the reader or from an error message.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from vctutor.course.characters import without

_ASCII = {
    **dict.fromkeys("─━═╌┄┈╴╶╸╺▔▁▂", "-"),
    **dict.fromkeys("│┃║╎┆┊╵╷╹╻▏▕▎▍▌▐", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋▖▗▘▝", "+"),
    **dict.fromkeys("█▉▊▋▄▀▅▆▇■▪", "#"),
    **dict.fromkeys("▸▶▷❯→⟶", ">"),
    **dict.fromkeys("◂◀←", "<"),
    **dict.fromkeys("▾▼↓", "v"),
    **dict.fromkeys("▴▲↑", "^"),
    **dict.fromkeys("•·∙⋅", "*"),
    **dict.fromkeys("‘’′", "'"),
    **dict.fromkeys("“”″", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("✓✔", "v"),
    **dict.fromkeys("✗✘×", "x"),
    **dict.fromkeys("…", "~"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u200a\u202f", " "),
}


@lru_cache(4096)
def visible(text: str) -> str:
    """Return text without control and invisible characters; tabs and line ends become blanks."""
    return without(text.replace("\n", " ").replace("\t", " "))


def encodable(encoding: str) -> Callable[[str], str]:
    """Return a function that replaces characters an encoding lacks by others of the same width."""

    def draw(char: str) -> str:
        try:
            char.encode(encoding)
            return char
        except UnicodeEncodeError:
            pass
        cells = cell_len(char)
        if cells == 0:
            return ""
        base = unicodedata.normalize("NFKD", char)[0]
        return _ASCII.get(char, base if base.isascii() and base.isprintable() else "?").ljust(cells)

    @lru_cache(4096)
    def translate(text: str) -> str:
        return text if text.isascii() else "".join(map(draw, text))

    return translate


class ControlFilter(LineFilter):
    """Drops control characters and sequences, invisible characters, and links that a terminal would open."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with nothing but what is drawn."""
        return [
            segment
            if segment.text.isprintable() and not segment.control and not _link(segment.style)
            else Segment(visible(segment.text), _without_link(segment.style))
            for segment in segments
        ]


class EncodingFilter(LineFilter):
    """Draws with the characters the terminal's encoding has."""

    def __init__(self, encoding: str) -> None:
        """Draw for a terminal of that encoding."""
        super().__init__()
        self._translate = encodable(encoding)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in the encoding's characters."""
        return [
            segment
            if segment.text.isascii()
            else segment._replace(text=self._translate(segment.text))
            for segment in segments
        ]


class NoColourFilter(LineFilter):
    """Leaves weight, slant, lines and reversal, and no colour at all: not even shades of grey."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without colours."""
        return [
            Segment(text, style.without_color if style is not None else None)
            for text, style, _ in segments
        ]


def _link(style: Style | None) -> bool:
    return style is not None and style.link is not None


def _without_link(style: Style | None) -> Style | None:
    return style.update_link(None) if style is not None and style.link is not None else style
