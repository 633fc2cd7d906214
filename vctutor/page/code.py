"""Listings, laid out in the room there is."""

from __future__ import annotations

from collections.abc import Iterator

from vctutor.course.model import Code
from vctutor.page.glyphs import Glyphs
from vctutor.page.highlighting import highlight
from vctutor.page.model import Laid
from vctutor.styled_text import Line, Span, crop, plain, width

# How much further in the rest of a long line stands.
DEEPER = 4


def lay_code(code: Code, cells: int, glyphs: Glyphs) -> Laid:
    """Lay a listing out in ``cells`` columns; a longer line goes on below, set in and marked as such.

    What is too long has its comment on a line of its own first.
    """
    margin = Span(glyphs.vertical + " ", "rule")
    room = max(1, cells - 2)
    lines = [
        (margin, *part)
        for line in highlight(code.text.rstrip("\n"), code.language)
        for piece in _parted(line, room)
        for part in _folded(piece, room, glyphs)
    ]
    return Laid(tuple(lines))


def _parted(line: Line, room: int) -> Iterator[Line]:
    """Yield a line whole, or where it has no room, its code and then its comment, set in below."""
    *code, comment = line or (Span(""),)
    before = plain(code).rstrip()
    if width(line) <= room or comment.role != "code comment" or not before:
        yield line
        return
    closer = (*_first(tuple(code), len(before)), Span("  "), comment)
    if width(closer) <= room:
        yield closer
        return
    yield _first(tuple(code), len(before))
    yield (Span(" " * (_margin(line) + DEEPER)), comment)


def _folded(line: Line, room: int, glyphs: Glyphs) -> Iterator[Line]:
    """Yield a line in pieces of at most ``room`` cells, between words where there are any."""
    margin = max(0, min(_margin(line) + DEEPER, room // 2, room - 2))
    rest, before = line, 0
    while width(rest) > room - before:
        piece = crop(rest, max(1, room - before - 1))
        kept = _break(plain(piece), plain(rest))
        yield (Span(" " * before), *_first(rest, kept), Span(glyphs.ellipsis, "muted"))
        rest = _after(rest, kept)
        rest = _after(rest, _margin(rest))
        before = margin
    yield (Span(" " * before), *rest) if before else rest


def _break(piece: str, whole: str) -> int:
    """Return how many characters of a line to keep where ``piece`` has room: up to its last space or comma."""
    if whole[len(piece) : len(piece) + 1] == " ":
        return len(piece)
    space = max(piece.rfind(mark) for mark in " ,(") + 1
    return space if piece[:space].strip() and space > len(piece) // 2 else len(piece)


def _margin(line: Line) -> int:
    text = plain(line)
    return len(text) - len(text.lstrip())


def _first(line: Line, characters: int) -> Line:
    """Return the first ``characters`` of a line."""
    kept: list[Span] = []
    for span in line:
        if characters > 0:
            kept.append(Span(span.text[:characters], span.role))
        characters -= len(span.text)
    return tuple(kept)


def _after(line: Line, characters: int) -> Line:
    """Return what follows the first ``characters`` of a line."""
    kept: list[Span] = []
    for span in line:
        if characters < len(span.text):
            kept.append(Span(span.text[characters:], span.role))
        characters = max(0, characters - len(span.text))
    return tuple(kept)
