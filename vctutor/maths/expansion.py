"""Arithmetic of one-sided expansions: how a function behaves as t -> 0 from above.

An expansion is a sum of terms ``c t^p (ln t)^k`` with rational p, ordered by size near 0, and a bound O(t^order) on
what was left out. Such sums are Puiseux series with logarithms; they are closed under the operations of expressions
but for a few cases, in which :class:`CannotTell` is raised. Every coefficient carries a bound on its rounding error
(a running error analysis, Higham, *Accuracy and Stability of Numerical Algorithms*, section 3.3); a coefficient within
its bound is zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

EPSILON = 2.0**-52
BEYOND = Fraction(10**6)  # the order of what is smaller than every power, such as e^(-1/t)
_ZERO, _ONE, _HALF = Fraction(0), Fraction(1), Fraction(1, 2)


class CannotTell(Exception):
    """The expansion is not determined by the terms that are kept."""


class NoValue(Exception):
    """The function has no real value: a division by zero, or an argument outside the domain."""


class Term(NamedTuple):
    """``value t^power (ln t)^logs``, with a bound on the error of the value."""

    power: Fraction
    logs: int
    value: float
    error: float

    @property
    def sign(self) -> int:
        """The sign for small t, where the logarithm is negative."""
        return (1 if self.value > 0 else -1) * (-1 if self.logs % 2 else 1)


class Expansion(NamedTuple):
    """Terms from the largest to the smallest near t = 0.

    Attributes:
        terms: none of them zero.
        order: the terms left out are O(t^order), up to logarithms; None where there are none.
        growth: 1 for a quantity larger than every negative power of t, such as e^(1/t); the terms are empty then.
        sign: the sign of a quantity that is larger or smaller than every power; 0 where it is not known.
    """

    terms: tuple[Term, ...]
    order: Fraction | None = None
    growth: int = 0
    sign: int = 0

    @property
    def exact_zero(self) -> bool:
        """Whether it is zero on the whole side."""
        return not self.terms and self.order is None and not self.growth

    @property
    def lead(self) -> Fraction:
        """The least power of t that it can have."""
        if self.terms:
            return self.terms[0].power
        return BEYOND if self.order is None else self.order


ZERO = Expansion(())


def constant(value: float, error: float = 0.0) -> Expansion:
    """Return a constant; zero where it is within its error.

    Raises:
        CannotTell: the value is not finite.
    """
    if not (math.isfinite(value) and math.isfinite(error)):
        raise CannotTell
    return ZERO if abs(value) <= error else Expansion((Term(_ZERO, 0, value, error),))


def linear(value: float, slope: float) -> Expansion:
    """Return ``value + slope t`` for a coordinate as it was typed, which is right to half a unit in the last place."""
    error = 0.0 if value == round(value) else 0.5 * EPSILON * abs(value)
    terms = constant(value, error).terms if value else ()
    return Expansion((*terms, Term(_ONE, 0, slope, 0.0)) if slope else terms)


def _least(*orders: Fraction | None) -> Fraction | None:
    known = [order for order in orders if order is not None]
    return min(known) if known else None


def _collected(terms: Iterable[Term], order: Fraction | None, keep: Fraction) -> Expansion:
    """Add like terms, drop those within their error, and cut ``keep`` powers behind the first."""
    sums: dict[tuple[Fraction, int], tuple[float, float]] = {}
    for power, logs, value, error in terms:
        if order is None or power < order:
            before, bound = sums.get((power, logs), (0.0, 0.0))
            total = before + value
            rounding = EPSILON * max(abs(total), abs(value), abs(before)) if before else 0.0
            sums[power, logs] = (total, bound + error + rounding)
    if not all(math.isfinite(value) and math.isfinite(error) for value, error in sums.values()):
        raise CannotTell
    kept = sorted(
        (Term(*key, *numbers) for key, numbers in sums.items() if abs(numbers[0]) > numbers[1]),
        key=lambda term: (term.power, -term.logs),
    )
    if kept and kept[-1].power >= kept[0].power + keep:
        order = _least(order, kept[0].power + keep)
        kept = [term for term in kept if order is None or term.power < order]
    return Expansion(tuple(kept), order)


def sign_of(a: Expansion) -> int:
    """Return the sign for small t: 0 only where it is zero throughout.

    Raises:
        CannotTell: no term is known.
    """
    if a.exact_zero:
        return 0
    sign = a.terms[0].sign if a.terms else a.sign
    if not sign:
        raise CannotTell
    return sign


def split(a: Expansion) -> tuple[float, float, Expansion]:
    """Return the limit, its error, and the rest, which tends to zero.

    Raises:
        CannotTell: it does not tend to a finite limit, or that is not known.
    """
    if a.growth or (a.order is not None and a.order <= 0):
        raise CannotTell
    head = [term for term in a.terms if term.power <= 0]
    if not head:
        return 0.0, 0.0, a
    if len(head) > 1 or head[0].power < 0 or head[0].logs:
        raise CannotTell
    rest = Expansion(a.terms[1:], a.order, 0, a.sign)
    return head[0].value, head[0].error, rest


class Arithmetic:
    """Operations on expansions, each cut ``keep`` powers of t behind the leading term.

    Attributes:
        oscillates: whether a bounded oscillation such as sin(1/t) was met, of which only O(1) is kept.
    """

    def __init__(self, keep: int) -> None:
        """Keep so many powers of t."""
        self.keep = Fraction(keep)
        self.oscillates = False

    # -- sums and products

    def add(self, a: Expansion, b: Expansion) -> Expansion:
        """Return a + b."""
        if a.growth or b.growth:
            if a.growth and b.growth and (a.sign != b.sign or not a.sign):
                raise CannotTell
            return a if a.growth else b
        found = _collected((*a.terms, *b.terms), _least(a.order, b.order), self.keep)
        if found.terms or found.order != BEYOND:
            return found
        signs = {part.sign for part in (a, b) if not part.exact_zero and not part.terms}
        cancelled = a.terms or b.terms
        return found._replace(
            sign=signs.pop() if len(signs) == 1 and not cancelled else self._rest(a, b)
        )

    @staticmethod
    def _rest(a: Expansion, b: Expansion) -> int:
        """The sign of what is left when all terms cancel: that of the only part beyond all powers."""
        left = [part.sign for part in (a, b) if part.order == BEYOND]
        return left[0] if len(left) == 1 else 0

    def negative(self, a: Expansion) -> Expansion:
        """Return -a."""
        return a._replace(terms=tuple(t._replace(value=-t.value) for t in a.terms), sign=-a.sign)

    def scaled(self, a: Expansion, factor: float) -> Expansion:
        """Return a times a number that is right to rounding."""
        return self.multiply(a, constant(factor, EPSILON * abs(factor)))

    def multiply(self, a: Expansion, b: Expansion) -> Expansion:
        """Return a b."""
        if a.exact_zero or b.exact_zero:
            return ZERO
        if a.growth or b.growth:
            other = b if a.growth else a
            if other.order == BEYOND and not other.terms:
                raise CannotTell
            return Expansion((), None, 1, sign_of(a) * sign_of(b))
        order = _least(
            None if a.order is None else a.order + b.lead,
            None if b.order is None else b.order + a.lead,
        )
        if order is not None and order > BEYOND / 2:
            order = BEYOND
        terms = [
            Term(
                s.power + t.power,
                s.logs + t.logs,
                s.value * t.value,
                abs(s.value) * t.error
                + abs(t.value) * s.error
                + s.error * t.error
                + EPSILON * abs(s.value * t.value),
            )
            for s in a.terms
            for t in b.terms
        ]
        found = _collected(terms, order, self.keep)
        if not found.terms and found.order == BEYOND:
            try:
                return found._replace(sign=sign_of(a) * sign_of(b))
            except CannotTell:
                return found
        return found

    def divide(self, a: Expansion, b: Expansion) -> Expansion:
        """Return a / b."""
        return self.multiply(a, self.real_power(b, Fraction(-1)))

    # -- powers

    def real_power(self, a: Expansion, power: Fraction) -> Expansion:
        """Return a^power; a negative base has only whole powers.

        Raises:
            NoValue: zero to a negative power, or a negative base to a fraction.
        """
        whole = power.denominator == 1
        if power == 0:
            return constant(1.0)
        if a.exact_zero:
            if power < 0:
                raise NoValue
            return ZERO
        if whole and 0 < power <= 16:
            found = a
            for _ in range(int(power) - 1):
                found = self.multiply(found, a)
            return found
        sign = sign_of(a)
        if sign < 0 and not whole:
            raise NoValue
        raised_sign = sign if whole and power % 2 else 1
        if not a.terms:  # larger or smaller than every power of t
            grows = bool(a.growth) == (power > 0)
            return Expansion((), None if grows else BEYOND, int(grows), raised_sign)
        first, u = self._one_plus(a)
        if first.logs and not whole:
            raise CannotTell
        number = float(power)
        value = math.pow(abs(first.value), number) * (
            -1.0 if first.value < 0 and power % 2 else 1.0
        )
        error = abs(value) * (abs(number) * first.error / abs(first.value) + 4 * EPSILON)
        binomial = [1.0]
        for n in range(1, self._needed(u) + 1):
            binomial.append(binomial[-1] * (number - n + 1) / n)
        head = Expansion((Term(first.power * power, first.logs * int(power), value, error),))
        return self.multiply(head, self.compose([(c, EPSILON * abs(c) * 4) for c in binomial], u))

    def _one_plus(self, a: Expansion) -> tuple[Term, Expansion]:
        """Return the leading term and u with a = first (1 + u)."""
        first = a.terms[0]
        if len(a.terms) > 1 and a.terms[1].power == first.power:
            raise CannotTell  # several powers of ln t compete
        rest = tuple(
            Term(
                t.power - first.power,
                t.logs - first.logs,
                t.value / first.value,
                t.error / abs(first.value)
                + abs(t.value / first.value) * (first.error / abs(first.value) + 2 * EPSILON),
            )
            for t in a.terms[1:]
        )
        return first, Expansion(rest, None if a.order is None else a.order - first.power)

    # -- functions by their Taylor coefficients

    def _needed(self, u: Expansion) -> int:
        """Return how many powers of u matter."""
        if u.exact_zero:
            return 0
        least = u.lead
        if least <= 0:
            raise CannotTell
        count = math.ceil(self.keep / least)
        if count > 200:
            raise CannotTell
        return count

    def compose(self, coefficients: Sequence[tuple[float, float]], u: Expansion) -> Expansion:
        """Return sum c_n u^n for u that tends to zero; each coefficient with its error.

        The sum is exact only where u is zero: a function is not its Taylor polynomial.
        """
        if u.exact_zero:
            return constant(*coefficients[0])
        least = u.lead
        if least <= 0:
            raise CannotTell
        found = ZERO
        for value, error in reversed(coefficients):
            found = self.add(self.multiply(found, u), constant(value, error))
        order = min(least * len(coefficients), BEYOND)
        return _collected(found.terms, _least(found.order, order), self.keep)._replace(
            sign=found.sign if not found.terms else 0
        )

    def exp(self, a: Expansion) -> Expansion:
        """Return e^a."""
        if a.growth:
            return Expansion((), None if a.sign > 0 else BEYOND, int(a.sign > 0), 1)
        first = a.terms[0] if a.terms else None
        if first is not None and (first.power < 0 or (first.power == 0 and first.logs > 1)):
            return Expansion((), *((None, 1, 1) if first.sign > 0 else (BEYOND, 0, 1)))
        head = constant(1.0)
        if first is not None and first.power == 0 and first.logs == 1:
            head = Expansion((Term(rational(first.value), 0, 1.0, 0.0),))  # e^(c ln t) = t^c
            a = Expansion(a.terms[1:], a.order)
        value, error, u = split(a)
        at = math.exp(value) if value < 700 else math.inf
        coefficients = []
        for n in range(self._needed(u) + 1):
            c = at / math.factorial(n)
            coefficients.append((c, c * (error + (4 + abs(value)) * EPSILON) if value else 0.0))
        return self.multiply(head, self.compose(coefficients, u))

    def ln(self, a: Expansion) -> Expansion:
        """Return ln a.

        Raises:
            NoValue: a is zero or negative.
        """
        if a.exact_zero or sign_of(a) < 0:
            raise NoValue
        if not a.terms:
            raise CannotTell
        first, u = self._one_plus(a)
        if first.logs:
            raise CannotTell
        coefficients = [(0.0, 0.0)]
        for n in range(1, self._needed(u) + 1):
            c = (-1.0) ** (n + 1) / n
            coefficients.append((c, EPSILON * abs(c)))
        value = math.log(first.value)
        error = first.error / first.value + 2 * EPSILON * abs(value)
        head = constant(value, error) if value else ZERO
        if first.power:
            slope = Expansion((Term(_ZERO, 1, float(first.power), 0.0),))
            head = self.add(head, slope)
        return self.add(head, self.compose(coefficients, u))

    def root(self, a: Expansion) -> Expansion:
        """Return the square root of a."""
        return self.real_power(a, _HALF)


def rational(value: float) -> Fraction:
    """Return the simple fraction that a float stands for, such as 1/3; else the float exactly."""
    near = Fraction(value).limit_denominator(1000)
    return near if abs(float(near) - value) <= 4 * EPSILON * abs(value) else Fraction(value)
