"""Coefficients of terms: exact fractions while small, floats otherwise."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

_BOUND = 10**15


class Coefficient(NamedTuple):
    """An exact fraction of small integers or a float.

    ``decimal`` records that the number was typed with a decimal point: ``0.5x`` stays ``0.5x``, and only
    ``x*1/2`` becomes ``x/2``.
    """

    value: Fraction | float
    decimal: bool = False

    def times(self, other: Coefficient) -> Coefficient:
        """Return the product."""
        if isinstance(self.value, Fraction) and isinstance(other.value, Fraction):
            return _bounded(self.value * other.value, self.decimal or other.decimal)
        return Coefficient(float(self.value) * float(other.value), True)

    def plus(self, other: Coefficient) -> Coefficient:
        """Return the sum."""
        if isinstance(self.value, Fraction) and isinstance(other.value, Fraction):
            return _bounded(self.value + other.value, self.decimal or other.decimal)
        return Coefficient(float(self.value) + float(other.value), True)

    def power(self, exponent: int) -> Coefficient | None:
        """Return a whole power; None where it has no value or is too large to be exact."""
        if (
            not isinstance(self.value, Fraction)
            or abs(exponent) > 50
            or (exponent < 0 and not self.value)
        ):
            return None
        size = max(abs(self.value.numerator), self.value.denominator)
        if size > 1 and abs(exponent) * math.log(size) > math.log(_BOUND):
            return None
        return Coefficient(self.value**exponent, self.decimal)

    @property
    def finite(self) -> bool:
        """Whether it is neither infinite nor NaN."""
        return isinstance(self.value, Fraction) or math.isfinite(self.value)

    @property
    def whole(self) -> int | None:
        """The integer it is, or None."""
        exact = isinstance(self.value, Fraction) and self.value.denominator == 1
        return int(self.value) if exact else None


def _bounded(value: Fraction, decimal: bool) -> Coefficient:
    if abs(value.numerator) > _BOUND or value.denominator > _BOUND:
        return Coefficient(float(value), True)
    return Coefficient(value, decimal)


def coefficient(value: float) -> Coefficient:
    """Return a typed number; 0.1 is exactly one tenth."""
    if value == 0 or 1e-12 < abs(value) < 1e15:
        exact = Fraction(repr(value))
        if exact.denominator <= _BOUND:
            return Coefficient(exact, exact.denominator != 1)
    return Coefficient(value, True)


ONE = Coefficient(Fraction(1))
ZERO = Coefficient(Fraction(0))
MINUS_ONE = Coefficient(Fraction(-1))
