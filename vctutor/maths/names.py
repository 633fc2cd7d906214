"""Names: known functions and constants, Greek letters, and the canonical spelling of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

CONSTANTS = ("pi", "e")

# Canonical name -> number of arguments. max and min take two or more where they are typed.
FUNCTIONS = {
    **dict.fromkeys(("sin", "cos", "tan", "sec", "csc", "cot"), 1),
    **dict.fromkeys(("arcsin", "arccos", "arctan"), 1),
    **dict.fromkeys(("sinh", "cosh", "tanh", "arsinh", "arcosh", "artanh"), 1),
    **dict.fromkeys(("exp", "ln", "log2", "log10", "sqrt", "cbrt", "abs", "sign"), 1),
    **dict.fromkeys(("relu", "sigma", "softplus", "step"), 1),
    **dict.fromkeys(("max", "min", "greater"), 2),
}

# What people type -> canonical name. log is the natural logarithm, as in machine learning.
ALIASES = {
    "log": "ln",
    "lg": "log10",
    "lb": "log2",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "asinh": "arsinh",
    "acosh": "arcosh",
    "atanh": "artanh",
    "arcsinh": "arsinh",
    "arccosh": "arcosh",
    "arctanh": "artanh",
    "sigmoid": "sigma",
    "logistic": "sigma",
    "ReLU": "relu",
    "sgn": "sign",
    "heaviside": "step",
    "cosec": "csc",
}

CALLED = {**{name: name for name in FUNCTIONS}, **ALIASES}

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ϵ": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ϑ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "µ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "ϕ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
}
GREEK_WORDS = frozenset(GREEK.values())

SUBSCRIPTS = {chr(0x2080 + digit): str(digit) for digit in range(10)}

_LONGEST = max(map(len, (*CALLED, *GREEK_WORDS)))
_MARKS = len("_{}")  # what is written of a name besides its canonical spelling, at most


def canonical(name: str) -> str:
    """Return the one spelling of a name: ``x_1``, ``x₁`` and ``x_{1}`` are ``x1``; ``θ`` is ``theta``."""
    plain = "".join(GREEK.get(c) or SUBSCRIPTS.get(c) or c for c in name)
    plain = plain.replace("{", "").replace("}", "")
    return re.sub(r"_(?=\d+$)", "", plain)


def declared(names: Iterable[str] | None) -> frozenset[str] | None:
    """Return the canonical names of the variables given; None stays None: any name is a variable."""
    return None if names is None else frozenset(canonical(name) for name in names)


class NamePiece(NamedTuple):
    """A name within a run of letters: its kind, canonical name and position in the run."""

    kind: str  # "symbol", "constant", "function" or "unknown"
    name: str
    start: int
    length: int


_SUFFIX = re.compile(r"_\{[^\W_]+\}|_\d+|_[^\W\d_]+|[\d₀-₉]+")


def segment(run: str, variables: frozenset[str] | None) -> list[NamePiece]:
    """Cut a run of letters, digits and underscores into names, the longest known one first.

    Args:
        run: starts with a letter.
        variables: canonical names of the variables; None where any letter is one.

    Returns:
        Pieces without gaps, but for digits after a function's name, which end the cutting: the reader of
        the text goes on after the last piece. A letter that is no known name is an "unknown" piece.
    """
    pieces: list[NamePiece] = []
    at = 0
    while at < len(run) and run[at].isalpha():
        piece = _longest(run, at, variables)
        pieces.append(piece)
        at += piece.length
        if piece.kind == "function":
            break
    return pieces


def _longest(run: str, at: int, variables: frozenset[str] | None) -> NamePiece:
    mine = _longest_variable(run, at, variables)
    known = _longest_known(run, at, variables, at + mine.length if mine else at + 1)
    chosen = known or mine
    if chosen:
        return chosen
    if run[at] == "π":
        return NamePiece("constant", "pi", at, 1)
    return _with_suffix(run, at, at + 1, variables)


def _longest_variable(run: str, at: int, variables: frozenset[str] | None) -> NamePiece | None:
    if not variables:
        return None
    # A run of 400 letters would otherwise be read 80,000 times, most of them in full: seconds for one answer.
    reach = max(map(len, variables)) + _MARKS
    for stop in range(min(len(run), at + reach), at, -1):
        name = canonical(run[at:stop])
        if name in variables:
            return NamePiece("symbol", name, at, stop - at)
    return None


def _longest_known(
    run: str, at: int, variables: frozenset[str] | None, beyond: int
) -> NamePiece | None:
    """Return the longest function, constant or Greek word that ends behind ``beyond``."""
    for stop in range(min(len(run), at + _LONGEST), beyond, -1):
        word = run[at:stop]
        if word in CALLED and not (word == "sigma" and stop < len(run)):
            return NamePiece("function", CALLED[word], at, stop - at)
        if word == "pi":
            return NamePiece("constant", "pi", at, 2)
        if (
            word in GREEK_WORDS
            and variables is None
            and (len(word) > 2 or (at == 0 and stop == len(run)))
        ):
            return _with_suffix(run, at, stop, variables)
    return None


def _with_suffix(run: str, at: int, stop: int, variables: frozenset[str] | None) -> NamePiece:
    found = _SUFFIX.match(run, stop)
    if found:
        stop = found.end()
    name = canonical(run[at:stop])
    if name == "e" and not found:
        return NamePiece("constant", "e", at, stop - at)
    if name == "sigma" and not found:
        return NamePiece("function", "sigma", at, stop - at)
    return NamePiece("symbol" if variables is None else "unknown", name, at, stop - at)
