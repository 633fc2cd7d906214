"""Short texts with mathematical signs, such as the sentences of simulations, in words for a screen reader."""

from __future__ import annotations

import re

from vctutor.typesetting.symbols import GREEK

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉ₙₖᵢⱼ", "0123456789nkij")
_SIGNS = {
    "×": " times ", "·": " times ", "⋅": " times ", "√": " the square root of ", "≈": " is about ",
    "≤": " is at most ", "≥": " is at least ", "≠": " is not ", "∞": " infinity ", "→": " to ", "←": " becomes ",
    "=": " equals ", "<": " is less than ", ">": " is greater than ", "±": " plus or minus ", "ᵀ": " transpose ",
    "−": " minus ", "+": " plus ", "%": " percent ", "…": " and so on ", "–": ", ",
}  # fmt: skip
_PLACES = (
    (re.compile(r"(\d)e[−-](\d+)"), r"\1 times ten to the power minus \2"),
    (re.compile(r"(\d)e\+?(\d+)"), r"\1 times ten to the power \2"),
    (re.compile(r"\^2\b"), " squared"),
    (re.compile(r"\^3\b"), " cubed"),
    (re.compile(r"\^(-?\w+)"), r" to the power \1"),
    (re.compile(r"\|∇(\w+)\|"), r"the length of the gradient of \1"),
    (re.compile(r"\|([^|]+)\|"), r"the size of \1"),
    (re.compile(r"∂(\w+)/∂(\w+)"), r"the partial derivative of \1 with respect to \2"),
    (re.compile(r"\bd(\w)/d(\w)\b"), r"the derivative of \1 with respect to \2"),
    (re.compile(r"∇(\w+)"), r"the gradient of \1"),
    (re.compile(r"\b([a-zA-Z])\(([^()]+)\)"), r"\1 of \2"),
    (re.compile(r"\(([^(),]+),([^()]*)\)"), r"\1,\2"),
)  # fmt: skip


def in_words(text: str) -> str:
    """Return a text with its signs, Greek letters, powers and indices as words.

    This is for sentences that contain a short formula; `vctutor.typesetting.spoken` reads LaTeX.
    """
    for pattern, words in _PLACES:
        text = pattern.sub(words, text)
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ]+", lambda found: _power(found[0]), text)
    text = re.sub(r"[₀₁₂₃₄₅₆₇₈₉ₙₖᵢⱼ]+", lambda found: f" {found[0].translate(_LOWERED)}", text)
    text = "".join(_word(char) for char in text)
    text = re.sub(r"\s+([.,;:!?)])", r"\1", " ".join(text.split()))
    return text.replace("( ", "(")


def _power(raised: str) -> str:
    power = raised.translate(_RAISED)
    return {"2": " squared", "3": " cubed"}.get(
        power, f" to the power {power.replace('-', 'minus ')}"
    )


def _word(char: str) -> str:
    return f" {GREEK[char]} " if char in GREEK else _SIGNS.get(char, char)
