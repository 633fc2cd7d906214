"""Making a formula fit a width: two dimensions if they fit, else broken, else on one line and wrapped."""

from __future__ import annotations

from vctutor.lines import Line
from vctutor.lines import width as width_of
from vctutor.typesetting.finish import to_line
from vctutor.typesetting.linear import linear
from vctutor.typesetting.tree import Node
from vctutor.typesetting.wrapping import words_of, wrap


def fit(node: Node, width: int | None, ascii: bool) -> tuple[Line, ...]:
    """Return a formula in two dimensions if ``width`` allows it, and in the best form that fits if not."""
    return fit_line(to_line(linear(node, ascii=ascii)), width)


def fit_line(line: Line, width: int | None) -> tuple[Line, ...]:
    """Return one line, wrapped between words and indented from the second line on where it is too wide."""
    if width is None or width_of(line) <= width:
        return (line,)
    return tuple(wrap(words_of(line), width, indent=2 if width >= 16 else 0)) or ((),)
