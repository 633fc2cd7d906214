"""Values of an expression together with how far rounding may have moved them.

Two expressions that are equal on paper differ in floating point, and how much depends on what is
subtracted along the way. So each node's error is carried along with its value (running error
analysis, Higham, *Accuracy and Stability of Numerical Algorithms*, section 3.3): the error of a sum
is the errors of its terms and the rounding of the sum, and so on. A tolerance a few times this
bound accepts every equal form and still refuses a difference of one in 1e12.

A value is NaN where the expression has none in the reals, and where it overflowed; its error is
infinite where it underflowed to zero, so that two vanishing numbers are never taken as agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

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

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

UNIT = 2.0**-52  # spacing of floats at 1; twice the unit round-off, for a margin
_TINY = 2.0**-1021


class Measured(NamedTuple):
    """Values and bounds on their rounding errors, entry by entry."""

    value: Array
    error: Array


def measure(expression: Expression, points: Mapping[str, Array], count: int) -> Measured:
    """Return the values of a scalar expression at ``count`` points with their error bounds.

    Args:
        expression: every free symbol stands in ``points``.
        points: variable -> an array of ``count`` values, or one number for all.
        count: how many points there are.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        value, error = measure_node(expression, points)
        value = np.broadcast_to(np.asarray(value, dtype=np.float64), (count,))
        error = np.broadcast_to(np.asarray(error, dtype=np.float64), (count,))
        finite = np.isfinite(value)
        return Measured(np.where(finite, value, np.nan), np.where(finite, error, np.inf))


def measure_node(node: Expression, points: Mapping[str, Array]) -> Measured:
    """Return the values of a node and bounds of their errors, before they are checked as in `measure`."""
    match node:
        case Number(value=value):
            return _exact(value, 0.0 if value == int(value) else UNIT * abs(value))
        case Constant(name=name):
            import math

            value = {"pi": math.pi, "e": math.e}[name]
            return _exact(value, UNIT * value)
        case Symbol(name=name):
            return _exact(points[name], 0.0)
        case Negate(operand=operand):
            inner = measure_node(operand, points)
            return Measured(-inner.value, inner.error)
        case Sum(terms=terms):
            return _sum([measure_node(term, points) for term in terms])
        case Product(factors=factors):
            parts = [measure_node(factor, points) for factor in factors]
            result = parts[0]
            for part in parts[1:]:
                result = _times(result, part)
            return result
        case Quotient(numerator=top, denominator=bottom):
            return _over(measure_node(top, points), measure_node(bottom, points))
        case Power(base=Constant(name="e"), exponent=exponent):
            return _applied("exp", measure_node(exponent, points))
        case Power(base=base, exponent=exponent):
            return _power(measure_node(base, points), measure_node(exponent, points))
        case Call(function="max" | "min" as name, arguments=arguments):
            return _extreme(name, [measure_node(argument, points) for argument in arguments])
        case Call(function="greater", arguments=(left, right)):
            other = measure_node(right, points)
            negative = Measured(-other.value, other.error)
            return _applied("greater", _sum([measure_node(left, points), negative]))
        case Call(function=name, arguments=(argument,)):
            return _applied(name, measure_node(argument, points))
    raise TypeError(f"a {type(node).__name__} is no scalar")


def _exact(value: Array | float, error: float) -> Measured:
    import numpy as np

    given = np.asarray(value, dtype=np.float64)
    return Measured(given, np.full(given.shape, error))


def _sum(terms: list[Measured]) -> Measured:
    import numpy as np

    value, error = terms[0]
    for term in terms[1:]:
        value = value + term.value
        error = error + term.error + UNIT * np.abs(value)
    return Measured(value, error)


def _times(one: Measured, other: Measured) -> Measured:
    import numpy as np

    value = one.value * other.value
    error = (
        np.abs(one.value) * other.error
        + np.abs(other.value) * one.error
        + one.error * other.error
        + UNIT * np.abs(value)
    )
    return Measured(value, _flag_underflow(value, error, (one.value != 0) & (other.value != 0)))


def _over(top: Measured, bottom: Measured) -> Measured:
    import numpy as np

    size = np.abs(bottom.value) - bottom.error
    clear = size > 0
    size = np.where(clear, size, 1.0)
    value = np.where(clear, top.value / np.where(bottom.value == 0, 1.0, bottom.value), np.nan)
    error = (top.error + np.abs(value) * bottom.error) / size + UNIT * np.abs(value)
    return Measured(value, _flag_underflow(value, error, top.value != 0))


def _power(base: Measured, exponent: Measured) -> Measured:
    import numpy as np

    size = np.abs(base.value)
    value = np.power(base.value, exponent.value)
    if (base.value < 0).any():
        value = np.where(
            (base.value < 0) & np.isnan(value),
            _odd_roots(exponent.value) * size**exponent.value,
            value,
        )
    log = np.where(size > 0, np.log(np.where(size > 0, size, 1.0)), 0.0)
    grown = np.power(size + base.error, np.abs(exponent.value))
    steep = np.where(
        size > base.error,
        np.abs(value * exponent.value)
        * base.error
        / np.where(size > base.error, size - base.error, 1.0),
        np.where(exponent.value >= 0, grown, np.where(base.error == 0, 0.0, np.inf)),
    )
    steep = np.where(base.error == 0, 0.0, steep)
    error = steep + np.abs(value * log) * exponent.error + 2 * UNIT * np.abs(value)
    return Measured(value, _flag_underflow(value, error, base.value != 0))


_LARGEST_ROOT = 25


def _odd_roots(exponent: Array) -> Array:
    """Return the sign of the real power of a negative number for each exponent, NaN where there is none."""
    import numpy as np

    signs = np.full(np.shape(exponent), np.nan)
    for place in np.ndindex(signs.shape):
        signs[place] = root_sign(float(exponent[place])) or np.nan
    return signs


def root_sign(exponent: float) -> int:
    """Return the sign of a negative number to an exponent: 1 or -1; 0 where it has no real value.

    Real values are whole powers and those of odd roots: an exponent that is a fraction with an odd denominator up to
    25, as near as a float can be. -8 to the power 1/3 is -2, and to 2/3 it is 4.
    """
    if not abs(exponent) < 2**53:
        return 0
    for root in range(1, _LARGEST_ROOT + 1, 2):
        times = exponent * root
        if abs(times - round(times)) <= 2 * UNIT * abs(times):
            return -1 if round(times) % 2 else 1
    return 0


def _extreme(name: str, arguments: list[Measured]) -> Measured:
    import numpy as np

    choose = np.maximum if name == "max" else np.minimum
    value, error = arguments[0]
    for argument in arguments[1:]:
        value = choose(value, argument.value)
        error = np.maximum(error, argument.error)
    return Measured(value, error)


def _applied(name: str, argument: Measured) -> Measured:
    """Return a function of one argument; its error comes from moving the argument by its own."""
    import numpy as np

    function = functions()[name]
    inner, moved = argument.value, 2 * argument.error
    if name in ("sqrt", "arcosh"):  # rounding may put an argument just below the least allowed
        least = 0.0 if name == "sqrt" else 1.0
        inner = np.where((inner < least) & (inner >= least - moved), least, inner)
    elif name in ("arcsin", "arccos"):
        inside = np.clip(inner, -1.0, 1.0)
        inner = np.where(np.abs(inner - inside) <= moved, inside, inner)
    value = function(inner)
    error = 2 * UNIT * np.abs(value)
    if np.any(moved > 0):
        above = np.abs(function(inner + moved) - value)
        below = np.abs(function(inner - moved) - value)
        error = error + np.fmax(np.nan_to_num(above, posinf=np.inf), np.nan_to_num(below))
    if name in ("exp", "sigma", "softplus"):
        error = _flag_underflow(value, error, np.isfinite(inner))
    return Measured(value, error)


def _flag_underflow(value: Array, error: Array, nonzero: NDArray[np.bool_]) -> Array:
    """Return the error, infinite where a number that is not zero became (almost) zero."""
    import numpy as np

    lost = nonzero & (np.abs(value) < _TINY)
    return np.where(lost, np.inf, error) if lost.any() else error


def _sigma(x: Array) -> Array:
    import numpy as np

    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


@cache
def functions() -> Mapping[str, Callable[[Array], Array]]:
    """Return the real functions of one argument, by canonical name; NaN where they have no value."""
    import numpy as np

    table: dict[str, Callable[[Array], Array]] = dict(
        sin=np.sin,
        cos=np.cos,
        tan=np.tan,
        sec=lambda x: 1 / np.cos(x),
        csc=lambda x: 1 / np.sin(x),
        cot=lambda x: np.cos(x) / np.sin(x),
        arcsin=np.arcsin,
        arccos=np.arccos,
        arctan=np.arctan,
        sinh=np.sinh,
        cosh=np.cosh,
        tanh=np.tanh,
        arsinh=np.arcsinh,
        arcosh=np.arccosh,
        artanh=np.arctanh,
        exp=np.exp,
        ln=np.log,
        log2=np.log2,
        log10=np.log10,
        sqrt=np.sqrt,
        cbrt=np.cbrt,
        abs=np.abs,
        sign=np.sign,
        relu=lambda x: np.maximum(x, 0.0),
        sigma=_sigma,
        softplus=lambda x: np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))),
        step=lambda x: np.heaviside(x, 0.0),
        greater=lambda x: np.heaviside(x, 0.5),
    )
    return table
