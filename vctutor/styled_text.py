"""Styled text: the output of typesetting, pages and charts, and the input of every display.

A line is a tuple of spans. A span has a text and a *role*: space-separated words such as ``"heading"``, ``"math"`` or
``"code keyword"`` that say what the text is, not how it looks. The application maps roles to colours by theme; plain
output ignores them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

# Characters that take one cell in any terminal: ASCII, Latin, Greek, arrows, operators, frames, blocks and Braille.
NARROW = re.compile(
    "[ -~\xa1-\xac\xae-\xff\u0391-\u03a1\u03a3-\u03c9\u2190-\u21ff\u2200-\u22ff\u2500-\u259f\u2800-\u28ff]*"
)


class Span(NamedTuple):
    """A run of text with one role. An empty role means plain text."""

    text: str
    role: str = ""


Line = tuple[Span, ...]


def plain(line: Iterable[Span]) -> str:
    """Return the text of a line without its roles."""
    return "".join(span.text for span in line)


def width(line: Iterable[Span]) -> int:
    """Return the width of a line in terminal cells."""
    return sum(cells(span.text) for span in line)


def cells(text: str) -> int:
    """Return the width of a text in terminal cells. `NARROW` text, the common case, needs no table look-up."""
    return len(text) if NARROW.fullmatch(text) else cell_len(text)


def crop(line: Iterable[Span], cells: int) -> Line:
    """Return the line cut to at most ``cells`` terminal cells."""
    kept: list[Span] = []
    left = cells
    for span in line:
        size = width((span,))
        if size > left:
            if left > 0:
                kept.append(Span(set_cell_size(span.text, left), span.role))
            break
        kept.append(span)
        left -= size
    return tuple(kept)


def pad(line: Sequence[Span], cells: int, role: str = "") -> Line:
    """Return the line padded on the right, or cropped, to exactly ``cells`` terminal cells."""
    missing = cells - width(line)
    if missing < 0:
        return crop(line, cells)
    return (*line, Span(" " * missing, role)) if missing else tuple(line)


def merge(line: Iterable[Span]) -> Line:
    """Return the line with adjacent spans of the same role joined and empty spans removed."""
    merged: list[Span] = []
    for span in line:
        if not span.text:
            continue
        if merged and merged[-1].role == span.role:
            merged[-1] = Span(merged[-1].text + span.text, span.role)
        else:
            merged.append(span)
    return tuple(merged)
