"""How wide the columns of a table are."""

from __future__ import annotations

from vctutor.page.glyphs import Glyphs
from vctutor.styled_text import Span, plain, width
from vctutor.typesetting.prose import lay_prose_marked

UNBROKEN = 400
# A heading goes on two lines where that makes its column narrower by so many cells.
WORTH_FOLDING = 4


def column_sizes(
    columns: list[tuple[str, ...]], room: int, glyphs: Glyphs, headed: bool
) -> list[int] | None:
    """Return how wide each column is, or None where words or formulas would have to be broken."""
    measured = [[widths(text, glyphs) for text in column] for column in columns]
    natural = [max(1, *(whole for whole, _ in column)) for column in measured]
    least = [max(1, *(word for _, word in column)) for column in measured]
    if headed and sum(natural) > room:
        # A heading takes a second line before a cell does.
        natural = [
            max(_folded(column[0], low, glyphs), *(whole for whole, _ in sizes[1:]), low)
            for column, sizes, low in zip(columns, measured, least, strict=True)
        ]
    return share(natural, least, room)


def _folded(heading: str, least: int, glyphs: Glyphs) -> int:
    """Return how wide a heading is, on two lines where that is worth it."""
    size = least
    while len(lay_prose_marked(heading, size, ascii=glyphs.ascii)[0]) > 2:
        size += 1
    whole, _ = widths(heading, glyphs)
    return size if size + WORTH_FOLDING <= whole else whole


def widths(text: str, glyphs: Glyphs) -> tuple[int, int]:
    """Return how wide a text is as a whole, and its widest word or formula."""
    lines, marks = lay_prose_marked(text, UNBROKEN, ascii=glyphs.ascii)
    formulas = {
        (mark.line, cell)
        for mark in marks
        if mark.kind == "formula"
        for cell in range(mark.start, mark.end)
    }
    widest = 0
    for number, line in enumerate(lines):
        run = cell = 0
        for char in plain(line):
            size = width((Span(char),))
            run = 0 if char == " " and (number, cell) not in formulas else run + size
            cell += size
            widest = max(widest, run)
    return max(map(width, lines), default=0), widest


def share(natural: list[int], least: list[int], room: int) -> list[int] | None:
    """Divide ``room`` cells among columns: none gets more than it needs, and the widest give way first.

    Args:
        natural: what each column takes where nothing in it is broken.
        least: what each takes where everything is broken that may be.
        room: how many cells there are.

    Returns:
        Their sizes, or None where there is less room than the least.
    """
    if sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None

    def at(level: int) -> list[int]:
        return [max(low, min(size, level)) for size, low in zip(natural, least, strict=True)]

    low, high = 0, max(natural)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(at(middle)) <= room else (low, middle - 1)
    sizes = at(low)
    spare = room - sum(sizes)
    for index, size in enumerate(natural):
        if spare > 0 and sizes[index] < size:
            sizes[index] += 1
            spare -= 1
    return sizes
