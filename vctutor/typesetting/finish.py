"""From laid-out strings to lines of spans: bold and calligraphic letters become plain ones with a role."""

from __future__ import annotations

import re

from vctutor.styled_text import Line, Span
from vctutor.typesetting.symbols import STYLED, style_of, unstyled

MATH = "math"


def to_line(text: str, role: str = MATH) -> Line:
    """Return one row of a formula as spans with the role ``math``, ``math bold`` or ``math italic``."""
    if not text:
        return ()
    if text.isascii() or max(text) < "\U0001d400":
        return (Span(text, role),)
    spans: list[Span] = []
    for piece in re.split(STYLED, text):
        if not piece:
            continue
        style = style_of(piece[0])
        styled = f"{role} {style}" if style else role
        piece = unstyled(piece)
        if spans and spans[-1].role == styled:
            spans[-1] = Span(spans[-1].text + piece, styled)
        else:
            spans.append(Span(piece, styled))
    return tuple(spans)
