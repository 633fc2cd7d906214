"""Differentiating as people do when one rule slips: what each slip would give, computed from the function itself."""

from __future__ import annotations

from typing import Literal

from vctutor.grading.comparison.polynomial import Monomial, as_polynomial
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    substitute,
)

Slip = Literal[
    "none", "inner", "inner inside", "product", "quotient", "constant", "power kept", "power factor"
]
"""Which rule slips.

``inner``: the inner derivative is forgotten. ``inner inside``: the outer derivative is taken at the
inner derivative. ``product``, ``quotient``: of derivatives. ``constant``: constant terms are kept.
``power kept``: the exponent is not lowered. ``power factor``: the exponent is lowered but not
brought down.
"""

_ZERO, _ONE = Number(0.0), Number(1.0)


class Unsupported(Exception):
    """The function has a part that isn't differentiated here."""


def differentiate(node: Expression, variable: str, slip: Slip = "none") -> Expression:
    """Return the derivative as it comes out with one slip, not simplified.

    Args:
        node: a scalar expression.
        variable: by which it is differentiated; every other symbol is constant.
        slip: the rule that goes wrong, everywhere it is used; ``none`` gives the right derivative.

    Raises:
        Unsupported: max, min or a comparison depends on the variable.
    """
    if variable not in node.free_symbols:
        return _ZERO
    match node:
        case Symbol():
            return _ONE
        case Negate(operand=operand):
            return Negate(differentiate(operand, variable, slip))
        case Sum(terms=terms):
            kept = [
                term
                if slip == "constant" and variable not in term.free_symbols
                else differentiate(term, variable, slip)
                for term in terms
            ]
            return Sum(tuple(kept))
        case Product(factors=factors):
            return _product(factors, variable, slip)
        case Quotient(numerator=top, denominator=bottom):
            return _quotient(top, bottom, variable, slip)
        case Power(base=base, exponent=exponent):
            return _power(base, exponent, variable, slip)
        case Call(function=name, arguments=(argument,)):
            return _chained(_outer(name), argument, variable, slip)
    raise Unsupported(type(node).__name__)


def _product(factors: tuple[Expression, ...], variable: str, slip: Slip) -> Expression:
    constant = tuple(f for f in factors if variable not in f.free_symbols)
    varying = tuple(f for f in factors if variable in f.free_symbols)
    derivatives = [differentiate(factor, variable, slip) for factor in varying]
    if slip == "product" or len(varying) == 1:
        return _times(*constant, *derivatives)
    terms = [
        _times(*varying[:i], derivative, *varying[i + 1 :])
        for i, derivative in enumerate(derivatives)
    ]
    return _times(*constant, Sum(tuple(terms)))


def _quotient(top: Expression, bottom: Expression, variable: str, slip: Slip) -> Expression:
    if variable not in bottom.free_symbols:
        return Quotient(differentiate(top, variable, slip), bottom)
    below = differentiate(bottom, variable, slip)
    if variable not in top.free_symbols:
        return Negate(Quotient(_times(top, below), Power(bottom, Number(2.0))))
    above = differentiate(top, variable, slip)
    if slip == "quotient":
        return Quotient(above, below)
    difference = Sum((_times(above, bottom), Negate(_times(top, below))))
    return Quotient(difference, Power(bottom, Number(2.0)))


def _power(base: Expression, exponent: Expression, variable: str, slip: Slip) -> Expression:
    if variable not in base.free_symbols:
        hole = Symbol("_")
        grown = Power(base, hole)
        natural = base == Constant("e")
        outer = grown if natural else _times(grown, Call("ln", (base,)))
        return _chained(outer, exponent, variable, slip)
    if variable in exponent.free_symbols:
        logarithm = _times(exponent, Call("ln", (base,)))
        return _times(Power(base, exponent), differentiate(logarithm, variable, slip))
    lowered = exponent if slip == "power kept" else _less_one(exponent)
    raised = Power(Symbol("_"), lowered)
    outer = raised if slip == "power factor" else _times(exponent, raised)
    return _chained(outer, base, variable, slip)


def _chained(outer: Expression, inner: Expression, variable: str, slip: Slip) -> Expression:
    """Return the chain rule's product; in ``outer`` the symbol ``_`` stands for the inner function."""
    plain = isinstance(inner, Symbol)
    derivative = differentiate(inner, variable, slip)
    if slip == "inner inside" and not plain:
        return substitute(outer, {"_": derivative})
    whole = substitute(outer, {"_": inner})
    return whole if plain or slip == "inner" else _times(whole, derivative)


def _outer(name: str) -> Expression:
    """Return the derivative of a function of one argument, in the symbol ``_``."""
    from vctutor.maths.symbolic import differentiate as right_derivative

    if name in ("max", "min", "greater"):
        raise Unsupported(name)
    return substitute(
        right_derivative(Call(name, (Symbol("u"),)), "u").expression, {"u": Symbol("_")}
    )


def _less_one(exponent: Expression) -> Expression:
    if isinstance(exponent, Number):
        return Number(exponent.value - 1.0)
    return Sum((exponent, Number(-1.0)))


def _times(*factors: Expression) -> Expression:
    left = tuple(factor for factor in factors if factor != _ONE)
    return _ONE if not left else left[0] if len(left) == 1 else Product(left)


def antiderivative(node: Expression, variable: str) -> Expression | None:
    """Return the antiderivative of a polynomial, without a constant; None for anything else."""
    polynomial = as_polynomial(node)
    if polynomial is None:
        return None
    terms = [_integrated(monomial, float(c), variable) for monomial, c in polynomial.items()]
    return Sum(tuple(terms)) if len(terms) > 1 else terms[0] if terms else _ZERO


def _integrated(monomial: Monomial, coefficient: float, variable: str) -> Expression:
    powers = dict(monomial)
    powers[variable] = powers.get(variable, 0) + 1
    factors = [Power(Symbol(name), Number(float(power))) for name, power in powers.items()]
    return Quotient(_times(Number(coefficient), *factors), Number(float(powers[variable])))
