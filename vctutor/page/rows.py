"""Rows that question cards and the simulation panel share: parts below each other, options, and buttons."""

from __future__ import annotations

from collections.abc import Iterable

from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target
from vctutor.styled_text import Line, Span, crop, width


class Stack:
    """Parts below each other, with the targets on them."""

    def __init__(self) -> None:
        """Begin empty."""
        self.lines: list[Line] = []
        self.targets: list[Target] = []

    def add(self, laid: Laid) -> None:
        """Put a part below the others."""
        self.targets += [target.moved(len(self.lines)) for target in laid.targets]
        self.lines += laid.lines

    def gap(self) -> None:
        """Put an empty line below the others, unless there is one."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def laid(self) -> Laid:
        """Return the parts as one."""
        return Laid(tuple(self.lines), tuple(self.targets))


def lay_option(mark: str, text: str, cells: int, glyphs: Glyphs, *, here: bool, value: str) -> Laid:
    """Lay out an option: a pointer where the cursor is, its mark, and its text with the lines below indented.

    Args:
        mark: what stands in front of the text, such as a box or a letter.
        text: prose.
        cells: the width.
        glyphs: the characters to draw with.
        here: whether the cursor is on it.
        value: the value of its target.
    """
    role = "option here" if here else "option"
    head = Span(f"{glyphs.pointer if here else ' '} {mark} ", role)
    indent = width((head,))
    body = lay_text(text.strip(), max(1, cells - indent), glyphs, role)
    lines = tuple(
        (head if y == 0 else Span(" " * indent, role), *line) for y, line in enumerate(body.lines)
    )
    target = Target("option", 0, 0, cells, height=max(1, len(lines)), value=value)
    return Laid(lines, (target,))


def lay_buttons(buttons: Iterable[tuple[str, tuple[Span, ...]]], cells: int) -> Laid:
    """Lay out buttons, each the value of its target and its spans, on as many lines as they take."""
    rows: list[list[Span]] = [[]]
    targets: list[Target] = []
    for value, spans in buttons:
        used = width(rows[-1])
        if used and used + 1 + width(spans) > cells:
            rows.append([])
            used = 0
        if used:
            rows[-1].append(Span(" "))
            used += 1
        rows[-1] += spans
        end = min(cells, used + width(spans))
        targets.append(Target("button", len(rows) - 1, used, end, value=value))
    return Laid(tuple(crop(row, cells) for row in rows if row), tuple(targets))
