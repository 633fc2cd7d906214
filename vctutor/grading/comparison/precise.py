"""Values of expressions to many digits, with bounds on their errors: what decides where floats can't.

The same first-order bounds as in `vctutor.grading.comparison.measured`, in mpmath's numbers, which neither overflow nor
underflow. mpmath is imported with the first comparison that floats leave open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from vctutor.grading.comparison.exact import exact_value
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
)

DIGITS = 60
_SAFETY = 8
_LARGEST_ARGUMENT = 400  # binary digits before the point of what sin, cos or exp is taken of


class Unknown(Exception):
    """There is a value, but it can't be computed with the work allowed."""


class NoValue(Exception):
    """There is no real value here."""


class Precise(NamedTuple):
    """A value and a bound on its error, mpmath's numbers."""

    value: Any
    error: Any


def precise(node: Expression, point: Mapping[str, float]) -> Precise:
    """Return the value of a scalar at a point.

    Raises:
        NoValue: it has no real value there.
        Unknown: it can't be computed with the work allowed, or rounding hides whether there is a value.
    """
    import mpmath

    with mpmath.workdps(DIGITS):
        try:
            found = _value(node, point)
        except (OverflowError, MemoryError, mpmath.libmp.NoConvergence):
            raise Unknown from None
        if not mpmath.isfinite(found.value):
            raise NoValue
        return found


def compare_at(key: Expression, answer: Expression, point: Mapping[str, float]) -> bool | None:
    """Return whether two scalars agree at a point: True to almost all digits, False for certain, None for open.

    Raises:
        NoValue: one of them has no real value there.
    """
    import mpmath

    with mpmath.workdps(DIGITS):
        try:
            one, other = precise(key, point), precise(answer, point)
        except Unknown:
            return None
        apart = abs(one.value - other.value)
        allowed = _SAFETY * (one.error + other.error)
        if apart > allowed:
            return False
        size = max(abs(one.value), abs(other.value), 1)
        return True if allowed <= size * mpmath.mpf(10) ** (-DIGITS // 2) else None


def _value(node: Expression, point: Mapping[str, float]) -> Precise:
    import mpmath

    unit = mpmath.eps
    match node:
        case Number():
            exact = exact_value(node)
            return _rounded(mpmath.mpf(exact.numerator) / exact.denominator, 0)
        case Constant(name=name):
            return _rounded(+mpmath.pi if name == "pi" else +mpmath.e, 0)
        case Symbol(name=name):
            return Precise(mpmath.mpf(point[name]), mpmath.mpf(0))
        case Negate(operand=operand):
            inner = _value(operand, point)
            return Precise(-inner.value, inner.error)
        case Sum(terms=terms):
            total, error = mpmath.mpf(0), mpmath.mpf(0)
            for term in terms:
                part = _value(term, point)
                total += part.value
                error += part.error + unit * abs(total)
            return Precise(total, error)
        case Product(factors=factors):
            product = Precise(mpmath.mpf(1), mpmath.mpf(0))
            for factor in factors:
                product = _times(product, _value(factor, point))
            return product
        case Quotient(numerator=top, denominator=bottom):
            return _over(_value(top, point), _value(bottom, point))
        case Power(base=Constant(name="e"), exponent=exponent):
            return _applied("exp", _value(exponent, point))
        case Power(base=base, exponent=exponent):
            return _power(_value(base, point), _value(exponent, point))
        case Call(function="max" | "min" as name, arguments=arguments):
            parts = [_value(argument, point) for argument in arguments]
            choose = max if name == "max" else min
            return Precise(choose(p.value for p in parts), max(p.error for p in parts))
        case Call(function="greater", arguments=(left, right)):
            one, other = _value(left, point), _value(right, point)
            return _applied("greater", Precise(one.value - other.value, one.error + other.error))
        case Call(function=name, arguments=(argument,)):
            return _applied(name, _value(argument, point))
    raise TypeError(f"a {type(node).__name__} is no scalar")


def _rounded(value: Any, error: Any) -> Precise:
    import mpmath

    return Precise(value, error + mpmath.eps * abs(value))


def _times(one: Precise, other: Precise) -> Precise:
    error = abs(one.value) * other.error + abs(other.value) * one.error + one.error * other.error
    return _rounded(one.value * other.value, error)


def _over(top: Precise, bottom: Precise) -> Precise:
    least = abs(bottom.value) - bottom.error
    if least <= 0:
        # Rounding may have made zero of what is none; without any error there is no value.
        raise NoValue if not bottom.value and not bottom.error else Unknown
    value = top.value / bottom.value
    return _rounded(value, (top.error + abs(value) * bottom.error) / least)


def _power(base: Precise, exponent: Precise) -> Precise:
    import mpmath

    size = abs(base.value)
    if size <= base.error:
        if base.value or base.error:
            raise Unknown
        if exponent.value < 0:
            raise NoValue
        return Precise(mpmath.mpf(0 if exponent.value else 1), mpmath.mpf(0))
    sign = 1 if base.value > 0 else _odd_root(float(exponent.value))
    if not sign:
        raise NoValue
    logarithm = mpmath.log(size)
    _check_size(exponent.value * logarithm)
    value = sign * mpmath.exp(exponent.value * logarithm)
    moved = abs(exponent.value) * base.error / (size - base.error) + abs(logarithm) * exponent.error
    # The error of the exponent of e is absolute, so it grows with its size.
    moved += mpmath.eps * (1 + abs(exponent.value * logarithm))
    return _rounded(value, abs(value) * (mpmath.expm1(moved) if moved < 1 else mpmath.inf))


def _odd_root(exponent: float) -> int:
    from vctutor.grading.comparison.measured import root_sign

    return root_sign(exponent)


def _check_size(value: Any) -> None:
    import mpmath

    if value and mpmath.mag(value) > _LARGEST_ARGUMENT:
        raise Unknown


_EXPONENTIAL = ("exp", "sinh", "cosh", "tanh", "sigma", "softplus")
_JUMPS = ("sign", "step", "greater")


def _applied(name: str, argument: Precise) -> Precise:
    """Return a function of one argument; its error comes from moving the argument by its own."""
    import mpmath

    _check_size(argument.value)
    if name in _EXPONENTIAL and argument.value and mpmath.mag(argument.value) > 64:
        raise Unknown
    inner, moved = argument.value, 2 * argument.error
    if name in _JUMPS and abs(inner) <= moved and moved:
        raise Unknown
    function = _functions()[name]
    value = function(inner)
    if not isinstance(value, mpmath.mpf):  # complex: outside the domain, if not for rounding alone
        if moved and any(isinstance(function(inner + s * moved), mpmath.mpf) for s in (-1, 1)):
            raise Unknown
        raise NoValue
    if not mpmath.isfinite(value):
        raise NoValue
    error = 2 * mpmath.eps * abs(value)
    if moved:
        above, below = function(inner + moved), function(inner - moved)
        if not (isinstance(above, mpmath.mpf) and isinstance(below, mpmath.mpf)):
            raise Unknown
        error += max(abs(above - value), abs(below - value))
    return Precise(value, error)


@cache
def _functions() -> Mapping[str, Callable[[Any], Any]]:
    import mpmath as mp

    def log(base: int) -> Callable[[Any], Any]:
        return lambda x: _logarithm(x) / mp.log(base)

    return {
        "sin": mp.sin,
        "cos": mp.cos,
        "tan": mp.tan,
        "sec": lambda x: _inverse(mp.cos(x)),
        "csc": lambda x: _inverse(mp.sin(x)),
        "cot": lambda x: mp.cos(x) * _inverse(mp.sin(x)),
        "arcsin": mp.asin,
        "arccos": mp.acos,
        "arctan": mp.atan,
        "sinh": mp.sinh,
        "cosh": mp.cosh,
        "tanh": mp.tanh,
        "arsinh": mp.asinh,
        "arcosh": mp.acosh,
        "artanh": lambda x: mp.nan if abs(x) == 1 else mp.atanh(x),
        "exp": mp.exp,
        "ln": lambda x: _logarithm(x),
        "log2": log(2),
        "log10": log(10),
        "sqrt": mp.sqrt,
        "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
        "abs": abs,
        "sign": mp.sign,
        "relu": lambda x: max(x, mp.mpf(0)),
        "sigma": lambda x: 1 / (1 + mp.exp(-x)),
        "softplus": lambda x: max(x, mp.mpf(0)) + mp.log1p(mp.exp(-abs(x))),
        "step": lambda x: mp.mpf(x > 0),
        "greater": lambda x: (mp.sign(x) + 1) / 2,
    }


def _logarithm(x: Any) -> Any:
    import mpmath

    return mpmath.nan if not x else mpmath.log(x)


def _inverse(x: Any) -> Any:
    import mpmath

    return mpmath.nan if not x else 1 / x
