"""Tables: columns as wide as they need where that fits, wrapped where not, one record a row where nothing else does."""

from __future__ import annotations

from itertools import zip_longest

from vctutor.course.model import Table
from vctutor.page.columns import column_sizes, widths
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target, targets_of
from vctutor.styled_text import Line, Span, pad, width
from vctutor.typesetting.prose import lay_prose_marked

GAP = 2
# A row of more lines is easier to read as a record.
MOST_LINES = 6
# A cell of a record stands beside its name where it has at least so many columns.
NARROWEST_VALUE = 14


def lay_table(table: Table, cells: int, glyphs: Glyphs) -> Laid:
    """Lay a table out in ``cells`` columns."""
    columns = list(zip_longest(*filter(any, (table.columns, *table.rows)), fillvalue=""))
    room = cells - GAP * (len(columns) - 1)
    sizes = column_sizes(columns, room, glyphs, any(table.columns))
    if sizes is None or any(_height(row, sizes, glyphs) > MOST_LINES for row in table.rows):
        return lay_records(table, cells, glyphs)
    aligns = [*table.align, *["left"] * len(sizes)][: len(sizes)]
    lines: list[Line] = []
    targets: list[Target] = []
    if any(table.columns):
        _add_row(lines, targets, table.columns, sizes, aligns, "table head", glyphs)
        total = sum(sizes) + GAP * (len(sizes) - 1)
        lines.append((Span(glyphs.horizontal * total, "rule"),))
    # Where a row takes more than one line, all rows are parted, so that they look alike.
    tall = any(_height(row, sizes, glyphs) > 1 for row in table.rows)
    for number, row in enumerate(table.rows):
        if tall and number:
            lines.append(())
        _add_row(lines, targets, row, sizes, aligns, "", glyphs)
    return Laid(tuple(lines), tuple(targets))


def _height(row: tuple[str, ...], sizes: list[int], glyphs: Glyphs) -> int:
    """Return how many lines a row takes."""
    return max(
        (
            len(lay_prose_marked(text, size, ascii=glyphs.ascii)[0])
            for text, size in zip(row, sizes, strict=False)
        ),
        default=1,
    )


def _add_row(
    lines: list[Line],
    targets: list[Target],
    row: tuple[str, ...],
    sizes: list[int],
    aligns: list[str],
    role: str,
    glyphs: Glyphs,
) -> None:
    """Append a row's lines, each cell wrapped in its column, and its targets."""
    laid: list[list[Line]] = []
    left = 0
    for text, size, align in zip_longest(row, sizes, aligns, fillvalue=""):
        if not isinstance(size, int):
            break
        cell, marks = lay_prose_marked(str(text), size, ascii=glyphs.ascii, base_role=role)
        targets += [
            mark.moved(len(lines), left + _shift(cell[mark.line], size, str(align)))
            for mark in targets_of(marks)
        ]
        laid.append([_aligned(line, size, str(align)) for line in cell])
        left += size + GAP
    for parts in zip_longest(*laid):
        joined: list[Span] = []
        for part, size in zip(parts, sizes, strict=True):
            joined += [*(part or (Span(" " * size),)), Span(" " * GAP)]
        lines.append(tuple(joined[:-1]))


def _shift(line: Line, size: int, align: str) -> int:
    spare = max(0, size - width(line))
    return {"right": spare, "center": spare // 2}.get(align, 0)


def _aligned(line: Line, size: int, align: str) -> Line:
    return pad((Span(" " * _shift(line, size, align)), *line), size)


def lay_records(table: Table, cells: int, glyphs: Glyphs) -> Laid:
    """Lay the rows out as records: each cell beside the name of its column, or below where that is long."""
    names = max((widths(name, glyphs)[0] for name in table.columns), default=0)
    left = names + GAP if names and cells - names - GAP >= NARROWEST_VALUE else 0
    lines: list[Line] = []
    targets: list[Target] = []
    for number, row in enumerate(table.rows):
        if number:
            lines.append((Span(glyphs.horizontal * min(cells, 12), "rule"),))
        for name, text in zip_longest(table.columns, row, fillvalue=""):
            _add_field(lines, targets, name, text, cells, left, glyphs)
    return Laid(tuple(lines), tuple(targets))


def _add_field(
    lines: list[Line],
    targets: list[Target],
    name: str,
    text: str,
    cells: int,
    left: int,
    glyphs: Glyphs,
) -> None:
    """Append a name and its value, which begins ``left`` cells in on the same line, or below for none."""
    head, _ = lay_prose_marked(name, left or cells, ascii=glyphs.ascii, base_role="table head")
    if not left:
        lines += head
    margin = left or min(GAP, cells - 1)
    body, marks = lay_prose_marked(text, cells - margin, ascii=glyphs.ascii)
    targets += [mark.moved(len(lines), margin) for mark in targets_of(marks)]
    beside = head if left else []
    for number, line in enumerate(body or [()]):
        before = pad(beside[number] if number < len(beside) else (), margin)
        lines.append((*before, *line))
