"""The ASCII form of a chart: each braille cell becomes the character most like its dots."""

from __future__ import annotations

import re
from functools import lru_cache

from vctutor.charts.raster import BRAILLE
from vctutor.styled_text import Line, Span

_LEFT, _RIGHT = (0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80)

_PLAIN = {
    "─": "-", "│": "|", "┤": "+", "┬": "+", "└": "+", "┌": "+", "┐": "+", "┘": "+", "┼": "+",
    "├": "+", "┴": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "━": "=", "┃": "|", "╌": "-",
    "●": "@", "•": "o", "∙": "o", "·": ".", "×": "*", "○": "o", "◆": "*", "▲": "^", "▼": "v",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "↗": "/", "↘": "\\", "↙": "/", "↖": "\\",
    "◂": "<", "▸": ">", "▴": "^", "▾": "v", "−": "-", "≈": "~", "√": "V", "∂": "d", "∇": "D",
    "…": ".", "█": "#", "▇": "#", "▆": "#", "▅": "=", "▄": "=", "▃": "-", "▂": "_", "▁": "_",
    "²": "2", "³": "3", "¹": "1", "⁰": "0", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁻": "-", "α": "a", "β": "b", "θ": "t", "σ": "s", "ε": "e", "π": "p", "Δ": "D",
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "∞": "8", "′": "'", "►": ">", "◄": "<", "ₙ": "n", "ᵀ": "T", "½": "h", "≤": "<",
    "η": "n", "λ": "l", "μ": "u", "ẋ": "x", "ẏ": "y", "\u0307": "'", "≥": ">", "δ": "d", "∈": "e",
}  # fmt: skip
"""One character for one, so that a picture keeps its shape."""


def as_ascii(line: Line) -> Line:
    """Return the line with every character replaced by one below 128, cell for cell."""
    return tuple(Span("".join(map(_character, span.text)), span.role) for span in line)


_SPELLED = {
    "θ": "theta", "α": "alpha", "β": "beta", "σ": "sigma", "π": "pi", "ε": "eps", "λ": "lambda",
    "∂": "del ", "∇": "grad ", "Δ": "D", "∞": "inf", "·": "*", "×": "*", "≤": "<=", "≥": ">=",
    "–": "-", "→": "->", "←": "<-",
}  # fmt: skip
_POWER = re.compile("(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_FACTOR_AFTER_POWER = re.compile("(?<=[⁰¹²³⁴⁵⁶⁷⁸⁹])(?=[a-zA-Zα-ω])")


def spelled(text: str) -> str:
    """Return a text in ASCII, with as many characters as it takes: ``theta^2`` for ``θ²``."""
    text = _FACTOR_AFTER_POWER.sub(" ", text)  # x²y is not x^2y, which is x^(2y)
    whole = _POWER.sub(_power, text)
    return "".join(_SPELLED.get(character) or _character(character) for character in whole)


def _power(found: re.Match[str]) -> str:
    return f"^{'-' if found[1] else ''}{''.join(map(_character, found[2]))}"


@lru_cache(maxsize=1024)
def _character(character: str) -> str:
    code = ord(character)
    if code < 128:
        return character
    if BRAILLE <= code < BRAILLE + 256:
        return _shape(code - BRAILLE)
    return _PLAIN.get(character, "?")


def _shape(bits: int) -> str:
    """Return the character for a set of dots: by their number, their height and their slope."""
    left = [row for row, bit in enumerate(_LEFT) if bits & bit]
    right = [row for row, bit in enumerate(_RIGHT) if bits & bit]
    rows = left + right
    if not rows:
        return " "
    tall = max(rows) - min(rows)
    if len(rows) >= 6:
        return "#"
    if not left or not right:
        return "|" if tall >= 2 else _flat(rows)
    rise = sum(left) / len(left) - sum(right) / len(right)
    if tall >= 2 and abs(rise) >= 1:
        return "/" if rise > 0 else "\\"
    if tall >= 3:
        return "|"
    return _flat(rows)


def _flat(rows: list[int]) -> str:
    middle = sum(rows) / len(rows)
    if middle < 1:
        return "'" if len(rows) == 1 else '"'
    if middle < 2.5:
        return "-"
    return "." if len(rows) == 1 else "_"
