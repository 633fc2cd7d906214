r"""Prose: the light markdown of the course, from text to pieces and from pieces to lines.

Paragraphs are parted by a blank line; ``- `` and ``1. `` start list items, nested one level by two or more spaces.
Within them: ``**bold**``, ``*emphasis*``, `` `code` ``, ``[text](address)``, ``[[term]]``, ``[[shown|term]]``,
``$formula$``.
A dollar sign opens a formula when no space follows it, and closes one when no space stands before it and no
digit after it (pandoc's rule), so that ``$5 and $10`` stays money; ``\$`` is always a dollar sign.
"""

from __future__ import annotations

from vctutor.typesetting.prose.layout import Mark, lay_prose, lay_prose_marked, plain_prose
from vctutor.typesetting.prose.reading import (
    ListItem,
    Paragraph,
    Piece,
    literal,
    parse_prose,
    problems,
)

__all__ = [
    "ListItem",
    "Mark",
    "Paragraph",
    "Piece",
    "lay_prose",
    "lay_prose_marked",
    "literal",
    "parse_prose",
    "plain_prose",
    "problems",
]
