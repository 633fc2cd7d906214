"""Decimals typed for exact numbers: which roundings are good enough, and which went too far."""

from __future__ import annotations

import re

LEAST_DIGITS = 3
_DECIMAL = re.compile(r"-?\d*\.\d+")


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("−", "-").lstrip("+")


def _digits(decimal: str) -> int:
    """Return how many significant digits a decimal shows."""
    return len(decimal.lstrip("-0.").replace(".", ""))


def _last_place(decimal: str) -> float:
    places = len(decimal.partition(".")[2])
    return float(10.0**-places)


def is_rounding(value: float, text: str) -> bool:
    """Return whether a text is a decimal of three significant digits or more that ``value`` rounds to."""
    decimal = _bare(text)
    if not _DECIMAL.fullmatch(decimal) or _digits(decimal) < LEAST_DIGITS:
        return False
    return abs(float(decimal) - value) <= _last_place(decimal) / 2 * (1 + 1e-9)


def rounded_too_far(value: float, text: str) -> bool:
    """Return whether a text is a decimal of two digits or more that ``value`` was rounded or cut to.

    A value that needs no more places than were typed was not rounded, but missed.
    """
    decimal = _bare(text)
    if not _DECIMAL.fullmatch(decimal) or _digits(decimal) < 2:
        return False
    unit = _last_place(decimal)
    exact = abs(value / unit - round(value / unit)) < 1e-6
    return (
        not exact
        and abs(float(decimal) - value) < unit * (1 - 1e-9)
        and abs(float(decimal)) <= abs(value) + unit / 2
    )
