"""Tables: columns as wide as they need where that fits, wrapped where not, one record a row where nothing else does."""

from __future__ import annotations

from itertools import zip_longest

from vctutor.course.model import Table
from vctutor.lines import Line, Span, pad, width
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target
from vctutor.typesetting.prose import Mark, lay_prose_marked

GAP = 2
NARROWEST = 8


def lay_table(table: Table, cells: int, glyphs: Glyphs) -> Laid:
    """Lay a table out in ``cells`` columns."""
    count = (
        max(len(table.columns), *(len(row) for row in table.rows), 1)
        if table.rows
        else len(table.columns)
    )
    natural = [_natural(_column(table, index), glyphs) for index in range(count)]
    room = cells - GAP * (count - 1)
    if room < NARROWEST * count:
        return _records(table, cells, glyphs)
    sizes = share(natural, room)
    aligns = [*table.align, *["left"] * count][:count]
    lines: list[Line] = []
    targets: list[Target] = []
    if any(table.columns):
        _add_row(lines, targets, table.columns, sizes, aligns, "table head", glyphs)
        total = sum(sizes) + GAP * (count - 1)
        lines.append((Span(glyphs.horizontal * total, "rule"),))
    tall = any(_is_tall(row, sizes, glyphs) for row in table.rows)
    for number, row in enumerate(table.rows):
        if tall and number:
            lines.append(())
        _add_row(lines, targets, row, sizes, aligns, "", glyphs)
    return Laid(tuple(lines), tuple(targets))


def share(natural: list[int], room: int) -> list[int]:
    """Divide ``room`` cells among columns: none gets more than it needs, and the widest give way first."""
    if sum(natural) <= room:
        return natural
    low, high = 1, max(natural)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(size, middle) for size in natural) <= room:
            low = middle
        else:
            high = middle - 1
    sizes = [min(size, low) for size in natural]
    spare = room - sum(sizes)
    for index, size in enumerate(natural):
        if spare > 0 and sizes[index] < size:
            sizes[index] += 1
            spare -= 1
    return sizes


def _column(table: Table, index: int) -> list[str]:
    return [row[index] for row in (table.columns, *table.rows) if index < len(row)]


def _natural(texts: list[str], glyphs: Glyphs) -> int:
    laid = (lay_prose_marked(text, 400, ascii=glyphs.ascii)[0] for text in texts)
    return max((width(line) for lines in laid for line in lines), default=1)


def _is_tall(row: tuple[str, ...], sizes: list[int], glyphs: Glyphs) -> bool:
    """Return whether a row takes more than one line. Then all rows are parted, so that they look alike."""
    return any(
        len(lay_prose_marked(text, size, ascii=glyphs.ascii)[0]) > 1
        for text, size in zip(row, sizes, strict=False)
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
            _target(mark, len(lines), left + _shift(cell[mark.line], size, str(align)))
            for mark in marks
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


def _target(mark: Mark, line: int, left: int) -> Target:
    return Target(
        mark.kind, line + mark.line, mark.start + left, mark.end + left, value=mark.source
    )


def _records(table: Table, cells: int, glyphs: Glyphs) -> Laid:
    """Return the table as one record a row: each cell under the name of its column."""
    lines: list[Line] = []
    targets: list[Target] = []
    for number, row in enumerate(table.rows):
        if number:
            lines.append((Span(glyphs.horizontal * min(cells, 12), "rule"),))
        for name, text in zip_longest(table.columns, row, fillvalue=""):
            if name:
                head, _ = lay_prose_marked(name, cells, ascii=glyphs.ascii, base_role="table head")
                lines += head
            body, marks = lay_prose_marked(text, max(1, cells - 2), ascii=glyphs.ascii)
            targets += [_target(mark, len(lines), 2) for mark in marks]
            lines += [(Span("  "), *line) for line in body]
    return Laid(tuple(lines), tuple(targets))
