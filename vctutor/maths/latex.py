"""An expression as LaTeX, set as in a textbook."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeGuard

from vctutor.maths.names import GREEK_WORDS
from vctutor.maths.printing import FACTOR, number_text, tightness
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Matrix,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)

# Functions set as an upright word with their argument behind, without brackets where it is one symbol.
WORDS = {
    **{
        name: f"\\{name}"
        for name in ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "ln")
    },
    **{name: f"\\{name}" for name in ("arcsin", "arccos", "arctan")},
    "log2": "\\log_2",
    "log10": "\\log_{10}",
}
# Functions whose argument always has brackets.
BRACKETED = {
    "sigma": "\\sigma",
    "max": "\\max",
    "min": "\\min",
    "exp": "\\exp",
    "relu": "\\operatorname{ReLU}",
    **{
        name: f"\\operatorname{{{name}}}"
        for name in ("arsinh", "arcosh", "artanh", "sign", "softplus", "step", "greater")
    },
}
_TALL = ("\\frac", "\\begin", "\\sqrt")
_POWERED = ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh")


def to_latex(e: Expression) -> str:
    r"""Return ``e`` as LaTeX for mathematics mode: fractions, roots, ``\sin x``, coefficients side by side."""
    return _latex(e, small=False)


def reading_latex(e: Expression) -> str:
    r"""Return ``e`` as LaTeX that shows how it was read: ``(\sin x)^2`` where a textbook has ``\sin^2 x``."""
    return to_latex(_spelt_out(e))


def _spelt_out(e: Expression) -> Expression:
    parts = tuple(map(_spelt_out, e.parts()))
    if _raised_word(e):
        # A sum of one term is set as that term, and in brackets wherever a sum has them.
        return e.rebuilt((Sum((parts[0],)), parts[1]))
    return e.rebuilt(parts) if parts else e


def name_latex(name: str) -> str:
    r"""Return a variable's name as LaTeX: ``x1`` is ``x_1``, ``theta`` is ``\theta``."""
    found = re.fullmatch(r"([^\W\d_]+)(?:_?(\d+)|_(\w+))?(.*)", name)
    if not found or found.group(4):
        return "\\mathrm{" + name.replace("_", "\\_") + "}"
    stem, digits, letters, _ = found.groups()
    shown = (
        f"\\{stem}" if stem in GREEK_WORDS else stem if len(stem) == 1 else f"\\mathrm{{{stem}}}"
    )
    below = digits or (letters or "").replace("_", "")
    return shown + ("" if not below else f"_{below}" if len(below) == 1 else f"_{{{below}}}")


def number_latex(value: float) -> str:
    """Return a number as LaTeX, with a power of ten where its text has one."""
    text = number_text(value)
    if text.lstrip("-") in ("inf", "nan"):
        return text.replace("inf", "\\infty").replace("nan", "\\text{undefined}")
    if "e" not in text:
        return text
    mantissa, exponent = text.split("e")
    power = f"10^{{{int(exponent)}}}"
    return (
        power
        if mantissa == "1"
        else f"-{power}"
        if mantissa == "-1"
        else f"{mantissa} \\cdot {power}"
    )


def bracketed(inner: str) -> str:
    """Return LaTeX in round brackets, which grow where the content is tall."""
    if any(command in inner for command in _TALL):
        return f"\\left({inner}\\right)"
    return f"({inner})"


@lru_cache(
    maxsize=1024
)  # parts are formatted more than once; without a cache the work doubles per level
def _latex(e: Expression, small: bool) -> str:
    """``small`` is for exponents, where a fraction is set with a slash."""
    if isinstance(e, Number):
        return number_latex(e.value)
    if isinstance(e, Constant):
        return "\\pi" if e.name == "pi" else "e"
    if isinstance(e, Symbol):
        return name_latex(e.name)
    if isinstance(e, Sum):
        return _sum(e, small)
    if isinstance(e, Negate):
        loose = isinstance(e.operand, (Sum, Negate)) or _latex(e.operand, small).startswith("-")
        inner = _latex(e.operand, small)
        return f"-{bracketed(inner)}" if loose else f"-{inner}"
    if isinstance(e, Product):
        return _product(e, small)
    if isinstance(e, Quotient):
        return _quotient(e, small)
    if isinstance(e, Power):
        return _power(e, small)
    if isinstance(e, Call):
        return _call(e, small)
    if isinstance(e, Vector):
        return _array([(entry,) for entry in e.entries])
    assert isinstance(e, Matrix)
    return _array(list(e.rows))


def _array(rows: list[tuple[Expression, ...]]) -> str:
    lines = " \\\\ ".join(" & ".join(_latex(entry, False) for entry in row) for row in rows)
    return f"\\begin{{bmatrix}} {lines} \\end{{bmatrix}}"


def _sum(e: Sum, small: bool) -> str:
    text = ""
    for term in e.terms:
        shown = _latex(term, small)
        if isinstance(term, Sum):
            shown = bracketed(shown)
        if not text:
            text = shown
        else:
            text += f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}"
    return text


def _quotient(e: Quotient, small: bool) -> str:
    if not small:
        above = _latex(e.numerator, False)
        minus = above.startswith("-") and not isinstance(e.numerator, Sum)
        return f"{'-' if minus else ''}\\frac{{{above[minus:]}}}{{{_latex(e.denominator, False)}}}"
    above, below = _latex(e.numerator, True), _latex(e.denominator, True)
    above = bracketed(above) if isinstance(e.numerator, (Sum, Negate)) else above
    return f"{above}/{bracketed(below) if tightness(e.denominator) < FACTOR else below}"


def _product(e: Product, small: bool) -> str:
    text = ""
    for index, factor in enumerate(e.factors):
        last = index == len(e.factors) - 1
        shown = _factor(factor, small, first=index == 0, last=last)
        text += _sign(e.factors[index - 1], factor, text, shown) + shown if index else shown
    return text


def _factor(e: Expression, small: bool, *, first: bool, last: bool) -> str:
    if isinstance(e, Number):
        shown = _latex(e, small)
        return shown if first or e.value >= 0 else bracketed(shown)
    if isinstance(e, Call) and e.function in WORDS and not last:
        return f"{WORDS[e.function]}{bracketed(_latex(e.arguments[0], small))}"
    if _raised_word(e) and not last:
        return _power(e, small, closed=True)
    shown = _latex(e, small)
    if isinstance(e, Quotient) and not small and not shown.startswith("-"):
        return shown
    return bracketed(shown) if tightness(e) < FACTOR else shown


def _sign(before: Expression, after: Expression, text: str, shown: str) -> str:
    if shown[0].isdigit() or shown.startswith("10^"):
        return " \\cdot "
    if isinstance(before, Quotient) and isinstance(after, Quotient):
        return " \\cdot "
    if isinstance(before, Number):
        # A letter next to a digit needs no space; a command keeps one for reading the source.
        return " \\cdot " if "10^" in text else "" if not shown.startswith("\\") else " "
    if shown[0] == "(" and text[-1] == ")":
        return ""
    worded = isinstance(before, (Call, Constant)) or _raised_word(before)
    return " \\, " if worded or "\\mathrm" in text + shown else " "


def _raised_word(e: Expression) -> TypeGuard[Power]:
    r"""Tell whether ``e`` is set with its exponent behind the function's name: ``\sin^2 x``."""
    if not (isinstance(e, Power) and isinstance(e.base, Call) and isinstance(e.exponent, Number)):
        return False
    count = e.exponent.value
    return e.base.function in _POWERED and count > 1 and count == int(count)


def _power(e: Power, small: bool, *, closed: bool = False) -> str:
    """``closed`` puts brackets around the argument of a function, for what follows not to join it."""
    exponent = _latex(e.exponent, True)
    raised = f"^{exponent}" if len(exponent) == 1 else f"^{{{exponent}}}"
    base = e.base
    if isinstance(base, Call):
        if _raised_word(e):
            inner = base.arguments[0]
            argument = bracketed(_latex(inner, small)) if closed else _argument(inner, small)
            return f"{WORDS[base.function]}{raised}{argument}"
        shown = _call(base, small)
        whole = base.function == "abs" or (base.function in BRACKETED and base.function != "exp")
        return f"{shown}{raised}" if whole else f"{bracketed(shown)}{raised}"
    shown = _latex(base, small)
    loose = tightness(base) <= FACTOR or (isinstance(base, Number) and "10^" in shown)
    return f"{bracketed(shown)}{raised}" if loose else f"{shown}{raised}"


def _call(e: Call, small: bool) -> str:
    inner = _latex(e.arguments[0], small)
    if e.function == "sqrt":
        return f"\\sqrt{{{inner}}}"
    if e.function == "cbrt":
        return f"\\sqrt[3]{{{inner}}}"
    if e.function == "abs":
        tall = any(command in inner for command in _TALL)
        return f"\\left\\lvert {inner} \\right\\rvert" if tall else f"\\lvert {inner} \\rvert"
    if e.function == "exp":
        return f"e^{{{_latex(e.arguments[0], True)}}}"
    if e.function in WORDS:
        return WORDS[e.function] + _argument(e.arguments[0], small)
    return BRACKETED[e.function] + bracketed(", ".join(_latex(a, small) for a in e.arguments))


def _argument(e: Expression, small: bool) -> str:
    inner = _latex(e, small)
    plain = isinstance(e, (Symbol, Constant)) or (isinstance(e, Number) and e.value >= 0)
    return f" {inner}" if plain else bracketed(inner)
