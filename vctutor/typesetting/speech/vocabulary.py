"""The words for symbols, for reading formulas aloud."""

from __future__ import annotations

import unicodedata

from vctutor.typesetting.symbols import GREEK, unstyled

RELATIONS = {
    "=": "equals", "≈": "is approximately", "≠": "is not equal to", "<": "is less than", ">": "is greater than",
    "≤": "is less than or equal to", "≥": "is greater than or equal to", "≪": "is much less than",
    "≫": "is much greater than", "≡": "is identical to", "≜": "is defined as", ":=": "is defined as", "=:": "defines",
    "∼": "is distributed as", "≃": "is approximately", "≅": "is congruent to", "∝": "is proportional to", "∈": "in",
    "∉": "not in", "∋": "contains", "⊂": "is a subset of", "⊆": "is a subset of", "⊃": "is a superset of",
    "⊇": "is a superset of", "→": "to", "⟶": "to", "←": "becomes", "⟵": "becomes", "↔": "corresponds to",
    "⇒": "implies", "⟹": "implies", "⇐": "follows from", "⇔": "if and only if", "⟺": "if and only if",
    "↦": "maps to", "⟼": "maps to", "|": "given", "⊥": "is perpendicular to", "⟂": "is perpendicular to",
    "∥": "is parallel to", "‖": "relative to", "≺": "precedes", "≻": "succeeds", "⪰": "succeeds or equals",
    "⪯": "precedes or equals",
    "↑": "up", "↓": "down",
}  # fmt: skip
OPERATORS = {
    "+": "plus", "−": "minus", "±": "plus or minus", "∓": "minus or plus", "⋅": "times", "×": "times",
    "÷": "divided by",
    "∗": "star", "⋆": "star", "∘": "composed with", "⊙": "elementwise times", "⊗": "tensor", "⊕": "direct sum",
    "∧": "and", "∨": "or", "∩": "intersected with", "∪": "united with", "∖": "without", "∙": "times", "†": "dagger",
}  # fmt: skip
BIG = {
    "∑": "sum", "∏": "product", "∐": "coproduct", "∫": "integral", "∬": "double integral", "∭": "triple integral",
    "∮": "contour integral", "⋃": "union", "⋂": "intersection", "⨁": "direct sum", "⨂": "tensor product",
    "⋀": "conjunction", "⋁": "disjunction",
}  # fmt: skip
OTHERS = {
    "∞": "infinity", "∂": "partial", "∇": "nabla", "…": "and so on", "⋯": "and so on", "⋮": "and so on",
    "⋱": "and so on", "∅": "the empty set", "ℓ": "l", "ℏ": "h bar", "∀": "for all", "∃": "there exists",
    "∄": "there is no", "¬": "not", "!": "factorial", "/": "over", "%": "percent", "°": "degrees", "⊤": "top",
    ":": ":", ",": ",", ";": ";", ".": ".", "′": "prime", "″": "double prime", "‴": "triple prime", "*": "star",
    "∠": "angle", "ℜ": "real part", "ℑ": "imaginary part", "‖": "norm bar", "(": "open bracket", ")": "close bracket",
    "[": "open bracket", "]": "close bracket", "{": "open brace", "}": "close brace",
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
    "tilde": "tilde", "check": "check", "breve": "breve", "acute": "acute", "grave": "grave", "ring": "ring",
    "line": "bar", "cev": "vector", "lrvec": "vector",
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
# Letters that stand for functions when a bracket follows.
FUNCTIONS = frozenset("fghFGLPpqQuvsσφψΦΨℒOE")
_LETTERLIKE = frozenset("ℝℂℕℤℚℙℍℒℬℰℱℋℐℳℛℜℑ")


def letter(text: str) -> str:
    """Return how a symbol is said by itself: a letter by its name, anything unknown as it is."""
    plain = unicodedata.normalize("NFKC", text) if text in _LETTERLIKE else unstyled(text)
    return (
        GREEK.get(plain)
        or OTHERS.get(plain)
        or OPERATORS.get(plain)
        or RELATIONS.get(plain)
        or plain
    )


def ordinal(number: str) -> str:
    """Return "second" for 2 and "n-th" for n."""
    return ORDINALS[int(number)] if number.isdecimal() and 0 < int(number) < 10 else f"{number}-th"
