"""Decimals typed for exact numbers: which roundings are good enough, and which went too far."""

from __future__ import annotations

import re
from decimal import Decimal

LEAST_DIGITS = 3
_SHORT = 4  # a number of so many significant digits is typed whole
_DECIMAL = re.compile(r"(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?")


def decimal_text(text: str) -> str | None:
    """Return a typed decimal with its sign and power of ten in plain characters, or None where it is none."""
    bare = text.replace(" ", "").replace("−", "-").lstrip("+")
    found = _DECIMAL.fullmatch(bare)
    return bare if found and (found[2] or found[3]) else None


def significant_digits(decimal: str) -> int:
    """Return how many significant digits a decimal shows."""
    mantissa = decimal.lower().partition("e")[0]
    return len(mantissa.lstrip("-").replace(".", "").lstrip("0"))


def last_place(decimal: str) -> Decimal:
    """Return the unit of the last place that a decimal shows."""
    exponent = Decimal(decimal).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def is_short(value: float) -> bool:
    """Return whether a number is a decimal of few digits, which nobody needs to round."""
    return abs(value - float(f"{value:.{_SHORT}g}")) <= 1e-12 * abs(value)


def is_rounding(value: float, text: str, digits: int | None = None) -> bool:
    """Return whether a text is a decimal that ``value`` rounds to, with digits enough.

    Args:
        value: the exact number.
        text: what was typed.
        digits: how many significant digits are enough; None asks for three, and for all of a short number.
    """
    decimal = decimal_text(text)
    if decimal is None or not abs(value) < 1e300:  # a NaN, too, has no roundings
        return False
    apart = abs(Decimal(decimal) - Decimal(value))
    if digits is None and is_short(value):
        return apart <= Decimal("1e-13") * abs(Decimal(value))
    if significant_digits(decimal) < (digits or LEAST_DIGITS):
        return False
    if "." not in decimal and value == int(value):
        return apart == 0
    return apart <= last_place(decimal) / 2 * (1 + Decimal("1e-9"))


def rounded_too_far(value: float, text: str) -> bool:
    """Return whether a text is a decimal of two digits or more that ``value`` was rounded or cut to.

    A value that needs no more places than were typed was not rounded, but missed.
    """
    decimal = decimal_text(text)
    if (
        decimal is None
        or "." not in decimal
        or significant_digits(decimal) < 2
        or not abs(value) < 1e300
    ):
        return False
    unit = float(last_place(decimal))
    exact = abs(value / unit - round(value / unit)) < 1e-6
    return (
        not exact
        and abs(float(decimal) - value) < unit * (1 - 1e-9)
        and abs(float(decimal)) <= abs(value) + unit / 2
    )
