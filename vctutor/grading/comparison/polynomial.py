"""Polynomials of an expression tree, with exact coefficients: what form tests and antiderivatives need."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TypeAlias

from vctutor.maths.tree import (
    Expression,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

Monomial: TypeAlias = tuple[
    tuple[str, int], ...
]  # (variable, exponent) sorted by name, exponents > 0
Polynomial: TypeAlias = dict[Monomial, Fraction]

_HIGHEST_POWER = 12
_MOST_TERMS = 200


def as_polynomial(node: Expression) -> Polynomial | None:
    """Return an expression multiplied out, or None where it is no polynomial (or a huge one).

    Terms that cancel are absent, so zero is the empty dictionary. Symbols of any kind count as
    variables.
    """
    match node:
        case Number(value=value):
            exact = Fraction(value).limit_denominator(10**9)
            return {(): exact} if exact else {}
        case Symbol(name=name):
            return {((name, 1),): Fraction(1)}
        case Negate(operand=operand):
            inner = as_polynomial(operand)
            return None if inner is None else {m: -c for m, c in inner.items()}
        case Sum(terms=terms):
            return _added([as_polynomial(term) for term in terms])
        case Product(factors=factors):
            return _multiplied([as_polynomial(factor) for factor in factors])
        case Quotient(numerator=top, denominator=bottom):
            divisor = as_polynomial(bottom)
            if divisor is None or list(divisor) != [()]:
                return None
            return _multiplied([as_polynomial(top), {(): 1 / divisor[()]}])
        case Power(base=base, exponent=Number(value=power)):
            if power != int(power) or not 0 <= power <= _HIGHEST_POWER:
                return None
            return _multiplied([as_polynomial(base)] * int(power))
    return None


def _added(parts: list[Polynomial | None]) -> Polynomial | None:
    total: Polynomial = {}
    for part in parts:
        if part is None:
            return None
        for monomial, coefficient in part.items():
            total[monomial] = total.get(monomial, Fraction(0)) + coefficient
    return {monomial: c for monomial, c in total.items() if c}


def _multiplied(parts: list[Polynomial | None]) -> Polynomial | None:
    product: Polynomial = {(): Fraction(1)}
    for part in parts:
        if part is None or len(product) * len(part) > _MOST_TERMS:
            return None
        made = [{_joined(m, n): c * d} for m, c in product.items() for n, d in part.items()]
        product = _added(list(made)) or {}
    return product


def _joined(one: Monomial, other: Monomial) -> Monomial:
    exponents = dict(one)
    for name, power in other:
        exponents[name] = exponents.get(name, 0) + power
    return tuple(sorted(exponents.items()))


def content(polynomial: Polynomial) -> tuple[Fraction, Monomial]:
    """Return what divides every term: the greatest common number and the common powers."""
    number = Fraction(0)
    for coefficient in polynomial.values():
        number = Fraction(
            gcd(
                number.numerator * coefficient.denominator,
                coefficient.numerator * number.denominator,
            ),
            number.denominator * coefficient.denominator,
        )
    powers = [dict(monomial) for monomial in polynomial]
    shared = {
        name: min(power.get(name, 0) for power in powers) for name in (powers[0] if powers else {})
    }
    return number, tuple(sorted((name, power) for name, power in shared.items() if power))


def has_rational_root(polynomial: Polynomial) -> bool:
    """Return whether a polynomial in one variable, of degree 2 or more, has a rational root."""
    names = {name for monomial in polynomial for name, _ in monomial}
    degree = max((power for monomial in polynomial for _, power in monomial), default=0)
    if len(names) != 1 or degree < 2:
        return False
    scale = 1
    for coefficient in polynomial.values():
        scale = scale * coefficient.denominator // gcd(scale, coefficient.denominator)
    whole = {sum(p for _, p in m): int(c * scale) for m, c in polynomial.items()}
    if 0 not in whole:
        return True
    tops, bottoms = _divisors(whole[0]), _divisors(whole[degree])
    return any(
        not sum(c * Fraction(sign * top, bottom) ** power for power, c in whole.items())
        for top in tops
        for bottom in bottoms
        for sign in (1, -1)
    )


def _divisors(number: int) -> list[int]:
    size = abs(number)
    return [d for d in range(1, min(size, 5000) + 1) if size % d == 0]
