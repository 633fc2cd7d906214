"""The words for symbols, for reading formulas aloud."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vctutor.typesetting.symbols import GREEK, unstyled, without_stroke

RELATIONS = {
    "=": "equals", "≈": "is approximately", "≠": "is not equal to", "<": "is less than", ">": "is greater than",
    "≤": "is less than or equal to", "≥": "is greater than or equal to", "≪": "is much less than",
    "≫": "is much greater than", "≡": "is identical to", "≜": "is defined as", ":=": "is defined as",
    "=:": "defines", "∼": "is distributed as", "≃": "is asymptotically equal to", "≅": "is congruent to",
    "∝": "is proportional to", "∈": "in", "∉": "not in", "∋": "contains", "⊂": "is a subset of",
    "⊆": "is a subset of or equal to", "⊃": "is a superset of", "⊇": "is a superset of or equal to",
    "⊊": "is a proper subset of", "⊋": "is a proper superset of", "≲": "is less than or similar to",
    "≳": "is greater than or similar to", "≐": "approaches the limit", "⊢": "proves", "⊨": "models", "→": "to",
    "⟶": "to", "←": "becomes", "⟵": "becomes", "↔": "corresponds to", "⇒": "implies", "⟹": "implies",
    "⇐": "follows from", "⇔": "if and only if", "⟺": "if and only if", "↦": "maps to", "⟼": "maps to",
    "|": "vertical bar", "⊥": "is perpendicular to", "⟂": "is perpendicular to", "∥": "is parallel to",
    "‖": "relative to", "≺": "precedes", "≻": "succeeds", "⪰": "succeeds or equals", "⪯": "precedes or equals",
    "⩽": "is slanted less than or equal to", "⩾": "is slanted greater than or equal to", "↑": "up", "↓": "down",
}  # fmt: skip
OPERATORS = {
    "+": "plus", "−": "minus", "±": "plus or minus", "∓": "minus or plus", "⋅": "multiplied by", "×": "times",
    "÷": "division sign", "∗": "asterisk", "⋆": "star", "∘": "composed with", "⊙": "elementwise times",
    "⊗": "tensor", "⊕": "direct sum", "∧": "and", "∨": "or", "∩": "intersected with", "∪": "united with",
    "∖": "without", "∙": "bullet", "•": "bullet", "†": "dagger", "⊔": "square union", "⊎": "multiset union",
    "⊓": "square intersection",
}  # fmt: skip
BIG = {
    "∑": "sum", "∏": "product", "∐": "coproduct", "∫": "integral", "∬": "double integral", "∭": "triple integral",
    "∮": "contour integral", "∯": "surface integral", "∰": "volume integral", "⨌": "quadruple integral",
    "⋃": "union", "⋂": "intersection", "⨁": "direct sum", "⨂": "tensor product", "⋀": "conjunction",
    "⋁": "disjunction", "⨄": "multiset union", "⨆": "square union", "⨅": "square intersection",
    "⨀": "circled dot product",
}  # fmt: skip
OTHERS = {
    "∞": "infinity", "∂": "partial", "∇": "nabla", "…": "and so on", "⋯": "and so on", "⋮": "and so on",
    "⋱": "and so on", "∅": "the empty set", "ℓ": "script l", "ℏ": "h bar", "∀": "for all", "∃": "there exists",
    "∄": "there is no", "¬": "not", "!": "factorial", "/": "divided by", "%": "percent", "°": "degrees", "⊤": "top",
    ":": "colon", ",": "comma", ";": "semicolon", ".": ".", "′": "prime", "″": "double prime", "‴": "triple prime",
    "*": "star", "∠": "angle", "?": "question mark", "ℵ": "aleph", "℘": "Weierstrass p", "ℜ": "real part",
    "ℑ": "imaginary part",
    "‖": "norm bar", "(": "open parenthesis", ")": "close parenthesis", "[": "open bracket", "]": "close bracket",
    "{": "open brace", "}": "close brace",
}  # fmt: skip
NAMES = {
    "sin": "sine", "cos": "cosine", "tan": "tangent", "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent", "arcsin": "arc sine", "arccos": "arc cosine", "arctan": "arc tangent",
    "ln": "natural log", "log": "log", "exp": "exponential", "det": "determinant", "tr": "trace", "dim": "dimension",
    "rank": "rank", "diag": "diagonal matrix", "lim": "limit", "lim sup": "limit superior", "lim inf": "limit inferior",
    "max": "maximum", "min": "minimum", "sup": "supremum", "inf": "infimum", "arg max": "arg max", "arg min": "arg min",
    "Pr": "probability", "Var": "variance", "Cov": "covariance", "ker": "kernel", "gcd": "greatest common divisor",
}  # fmt: skip
# Names said with an article: "the sine of x" is stiff, "the trace of A" is not.
_ARTICLES = """
determinant,trace,dimension,rank,diagonal matrix,limit,limit superior,limit inferior,maximum,minimum,supremum,infimum,
arg max,arg min,probability,variance,covariance,kernel,greatest common divisor,exponential,natural log
"""
WITH_ARTICLE = frozenset(_ARTICLES.replace("\n", "").split(","))
ACCENTS = {
    "hat": "hat", "bar": "bar", "dot": "dot", "ddot": "double dot", "dddot": "triple dot", "vec": "vector",
    "ddddot": "quadruple dot", "tilde": "tilde", "check": "check", "breve": "breve", "acute": "acute",
    "grave": "grave", "ring": "ring", "line": "overline", "rarrow": "right arrow", "larrow": "left arrow",
    "lrarrow": "double arrow",
}  # fmt: skip
BRACKETS = {
    "(": "parenthesis", ")": "parenthesis", "[": "bracket", "]": "bracket", "{": "brace", "}": "brace",
    "|": "bar", "‖": "double bar", "⟨": "angle bracket", "⟩": "angle bracket", "⌊": "floor", "⌋": "floor",
    "⌈": "ceiling", "⌉": "ceiling", "⟦": "double bracket", "⟧": "double bracket", "/": "slash",
}  # fmt: skip
FRACTIONS = {
    ("1", "2"): "one half", ("1", "3"): "one third", ("2", "3"): "two thirds", ("1", "4"): "one quarter",
    ("3", "4"): "three quarters",
}  # fmt: skip
ORDINALS = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
]
PRIMES = ["", "prime", "double prime", "triple prime", "quadruple prime"]
SETS = {
    "ℝ": "the real numbers", "ℂ": "the complex numbers", "ℕ": "the natural numbers", "ℤ": "the integers",
    "ℚ": "the rational numbers",
}  # fmt: skip
OPERATORS_BY_LETTER = {"𝔼": "expectation", "𝟙": "indicator", "ℙ": "probability", "𝕍": "variance"}
_NEGATED = {"∤": "does not divide", "∌": "does not contain"}
_VARIANTS = {"ϵ": "lunate epsilon", "ϕ": "straight phi", "ϑ": "script theta", "ϖ": "variant pi", "ϱ": "variant rho",
    "ς": "final sigma", "ϰ": "variant kappa"}  # fmt: skip
_STYLE = re.compile(
    r"(?:MATHEMATICAL )?(BOLD ITALIC|BOLD SCRIPT|BOLD|DOUBLE-STRUCK|SCRIPT|BLACK-LETTER) "
)


@lru_cache(maxsize=256)
def style_of_letter(text: str) -> str:
    """Return the style that a letter of the mathematical alphabets shows: ``bold``, ``blackboard``, ``script``."""
    if text.isascii() or len(text) != 1:
        return ""
    match = _STYLE.match(unicodedata.name(text, ""))
    if match is None or text in "ℓℜℑ℘":
        return ""
    style = {"DOUBLE-STRUCK": "blackboard", "BLACK-LETTER": "fraktur", "BOLD ITALIC": "bold"}
    return style.get(match[1], match[1].lower())


def letter(text: str) -> str:
    """Return how a symbol is said by itself, without its style; one unknown by its Unicode name."""
    if text in _VARIANTS:
        return _VARIANTS[text]
    plain = unicodedata.normalize("NFKC", text) if style_of_letter(text) else unstyled(text)
    known = GREEK.get(plain) or OTHERS.get(plain) or OPERATORS.get(plain) or RELATIONS.get(plain)
    if known or unicodedata.category(plain[:1] or "a")[0] not in "SP" or plain.isascii():
        return known or plain
    return unicodedata.name(plain[0], plain).lower().replace("-", " ")


def relation(text: str) -> str:
    """Return a relation in words, "not" among them where a stroke goes through it."""
    if text in RELATIONS or text == "∄":
        return RELATIONS.get(text) or OTHERS[text]
    if text in _NEGATED:
        return _NEGATED[text]
    plain = without_stroke(text)
    if plain is None:
        return letter(text)
    words = RELATIONS.get(plain) or letter(plain)
    return f"is not {words[3:]}" if words.startswith("is ") else f"not {words}"


def big(sign: str) -> str:
    """Return the name of a sum, an integral or another large operator."""
    return BIG.get(sign) or unicodedata.name(sign).lower().replace("-", " ").replace("n ary ", "")


def ordinal(number: str) -> str:
    """Return "second" for 2 and "n-th" for n."""
    return ORDINALS[int(number)] if number.isdecimal() and 0 < int(number) < 10 else f"{number}-th"
