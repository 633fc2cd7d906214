"""Making a formula fit a width: two dimensions if they fit, else broken, else on one line and wrapped."""

from __future__ import annotations

from vctutor.styled_text import Line
from vctutor.styled_text import width as width_of
from vctutor.typesetting.drawing.breaking import broken, sentences
from vctutor.typesetting.drawing.layout import draw
from vctutor.typesetting.linear import linear
from vctutor.typesetting.symbols import to_line
from vctutor.typesetting.tree import Node
from vctutor.typesetting.wrapping import phrases, words_of, wrap


def fit(node: Node, width: int | None, ascii: bool) -> tuple[Line, ...]:
    """Return a formula in two dimensions if ``width`` allows it, and in the best form that fits if not."""
    picture = draw(node, ascii)
    rows = picture.rows
    if width is not None and picture.width > width:
        parts = broken(node, width, ascii)
        if parts is None:
            lines = [to_line(linear(part, ascii=ascii)) for part in sentences(node)]
            return tuple(row for line in lines for row in fit_formula(line, width)) or ((),)
        rows = parts
    return tuple(to_line(row.rstrip()) for row in rows)


def fit_formula(line: Line, width: int | None) -> tuple[Line, ...]:
    """Return a formula's one-line form, wrapped before operators and outside brackets as far as that is possible."""
    if width is None or width_of(line) <= width:
        return (line,)
    indent = 2 if width >= 16 else 0
    return tuple(wrap(phrases(line, width - indent), width, indent=indent)) or ((),)


def fit_line(line: Line, width: int | None) -> tuple[Line, ...]:
    """Return a line of text, wrapped between words where it is too wide."""
    if width is None or width_of(line) <= width:
        return (line,)
    return tuple(wrap(words_of(line), width)) or ((),)
