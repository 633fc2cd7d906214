"""Filters for every line before it is written to the terminal, whichever widget rendered it.

Textual writes the characters of its widgets unchanged, and a terminal interprets some as commands. These filters remove
every such character from the text of a course, of the reader or of an error message.
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
    """Return text without control and invisible characters; tabs and line ends become spaces."""
    return without(text.replace("\n", " ").replace("\t", " "))


def encodable(encoding: str) -> Callable[[str], str]:
    """Return a function that replaces what an encoding lacks by characters of the same width."""

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
    """Drops control characters, control segments, invisible characters, and hyperlinks."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with visible text only."""
        return [
            segment
            if segment.text.isprintable() and not segment.control and not _link(segment.style)
            else Segment(visible(segment.text), _without_link(segment.style))
            for segment in segments
        ]


class EncodingFilter(LineFilter):
    """Replaces characters that the terminal's encoding lacks."""

    def __init__(self, encoding: str) -> None:
        """Filter for a terminal with that ``encoding``."""
        super().__init__()
        self._translate = encodable(encoding)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with characters of the encoding only."""
        return [
            segment
            if segment.text.isascii()
            else segment._replace(text=self._translate(segment.text))
            for segment in segments
        ]


class NoColourFilter(LineFilter):
    """Removes every colour, shades of grey too; keeps bold, italic, underline and reverse."""

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
