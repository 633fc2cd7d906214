"""Taylor polynomials written out: exact fractions where the coefficients are such."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from vctutor.simulations.base import number

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(coefficients: Sequence[float], centre: float) -> str:
    """Return the polynomial as a text such as ``x − x³/6``; ``0`` where all coefficients vanish."""
    return _joined([_term(c, k, centre) for k, c in enumerate(coefficients)], "−")


def written_latex(coefficients: Sequence[float], centre: float) -> str:
    r"""Return the polynomial as LaTeX, such as ``x - \frac{x^{3}}{6}``."""
    return _joined([_latex_term(c, k, centre) for k, c in enumerate(coefficients)], "-")


def _joined(terms: Sequence[tuple[bool, str]], minus: str) -> str:
    """Put signs between terms given as (negative, text); a vanishing term has no text."""
    text = ""
    for negative, term in terms:
        if not term:
            continue
        if text:
            text += f" {minus if negative else '+'} {term}"
        else:
            text = (minus if negative else "") + term
    return text or "0"


def _term(coefficient: float, power: int, centre: float) -> tuple[bool, str]:
    if not math.isfinite(coefficient):
        return False, "?"
    if _vanishes(coefficient):
        return False, ""
    size = abs(coefficient)
    base = _power(centre, power, lambda k: str(k).translate(_SUPERSCRIPT))
    fraction = as_fraction(size, power)
    if fraction is None:
        return coefficient < 0, number(size) + (f"·{base}" if base else "")
    over = "" if fraction.denominator == 1 else f"/{fraction.denominator}"
    if not base:
        return coefficient < 0, f"{fraction.numerator}{over}"
    times = "" if fraction.numerator == 1 else f"{fraction.numerator}"
    return coefficient < 0, f"{times}{base}{over}"


def _latex_term(coefficient: float, power: int, centre: float) -> tuple[bool, str]:
    if not math.isfinite(coefficient):
        return False, "?"
    if _vanishes(coefficient):
        return False, ""
    size = abs(coefficient)
    base = _power(centre, power, lambda k: f"^{{{k}}}").replace("−", "-")
    fraction = as_fraction(size, power)
    if fraction is None:
        mantissa, _, exponent = f"{size:.4g}".partition("e")
        return coefficient < 0, mantissa + (
            rf"\cdot 10^{{{int(exponent)}}}" if exponent else ""
        ) + base
    if fraction.denominator == 1:
        times = "" if fraction.numerator == 1 and base else str(fraction.numerator)
        return coefficient < 0, times + base
    top = base if fraction.numerator == 1 and base else f"{fraction.numerator}{base}"
    return coefficient < 0, rf"\frac{{{top}}}{{{fraction.denominator}}}"


def _power(centre: float, power: int, raised: Callable[[int], str]) -> str:
    if power == 0:
        return ""
    base = "x" if centre == 0 else f"(x {'−' if centre > 0 else '+'} {number(abs(centre))})"
    return base if power == 1 else base + raised(power)


def _vanishes(coefficient: float) -> bool:
    return abs(coefficient) < 1e-15


def as_fraction(coefficient: float, power: int) -> Fraction | None:
    """Return a coefficient as a fraction where its derivative (times power!) is one with a small denominator.

    Args:
        coefficient: c_k, positive.
        power: k.

    Returns:
        None where no denominator up to 512 explains it to eleven digits.
    """
    derivative = coefficient * math.factorial(power)
    near = Fraction(derivative).limit_denominator(512)
    if near == 0 or abs(float(near) - derivative) > 1e-11 * abs(derivative):
        return None
    found = near / math.factorial(power)
    return found if found.numerator < 10**6 else None
