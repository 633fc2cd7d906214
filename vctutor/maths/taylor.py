"""Taylor coefficients by arithmetic on truncated power series: every order at once, and exact.

A function is evaluated on the series ``x0 + t``; each operation has a recurrence for the coefficients of
its result (Griewank and Walther, *Evaluating Derivatives*, 2008, chapter 13). Repeated symbolic
differentiation gives the same numbers from expressions that double in size with each order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.maths.evaluation import SCALAR, compile_expression
from vctutor.maths.names import canonical
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

Series = list[float]


def taylor_coefficients(
    e: Expression, variable: str, centre: float, order: int
) -> tuple[float, ...]:
    """Return the coefficients c_0 .. c_order of the Taylor series, with f(x) = sum of c_k (x - centre)^k.

    Args:
        e: a scalar expression of one variable.
        variable: its name.
        centre: the point of expansion.
        order: the highest power, at least 0.

    Returns:
        ``order + 1`` coefficients; c_k is the k-th derivative over k!. Where the function or one of its
        derivatives does not exist, NaN or infinity.

    Raises:
        VctutorError: the expression has another variable, or is a vector or matrix.
    """
    free = e.free_symbols - {canonical(variable)}
    if free:
        raise VctutorError(_("there is no value for {names}").format(names=", ".join(sorted(free))))
    line = [float(centre), 1.0, *([0.0] * order)][: order + 1]
    try:
        return tuple(_series(e, line))
    except (OverflowError, ZeroDivisionError, ValueError):
        return (math.nan,) * (order + 1)


def _series(e: Expression, line: Series) -> Series:
    if isinstance(e, (Number, Constant)):
        return _constant(compile_expression(e, ())(), line)
    if isinstance(e, Symbol):
        return list(line)
    if isinstance(e, Negate):
        return [-c for c in _series(e.parts()[0], line)]
    if isinstance(e, Sum):
        return [sum(column) for column in zip(*(_series(p, line) for p in e.parts()), strict=True)]
    if isinstance(e, Product):
        first, *rest = (_series(part, line) for part in e.parts())
        for factor in rest:
            first = _times(first, factor)
        return first
    if isinstance(e, Quotient):
        return _over(_series(e.numerator, line), _series(e.denominator, line))
    if isinstance(e, Power):
        return _power(e, line)
    if isinstance(e, Call):
        return _call(e.function, [_series(part, line) for part in e.parts()])
    raise VctutorError(_("a Taylor series needs a function with one value"))


def _constant(value: float, line: Series) -> Series:
    return [value, *([0.0] * (len(line) - 1))]


def _times(a: Series, b: Series) -> Series:
    return [sum(map(float.__mul__, a[: k + 1], b[k::-1])) for k in range(len(a))]


def _over(a: Series, b: Series) -> Series:
    found: Series = []
    for k in range(len(a)):
        found.append((a[k] - sum(b[j] * found[k - j] for j in range(1, k + 1))) / b[0])
    return found


def _power(e: Power, line: Series) -> Series:
    base, exponent = (_series(part, line) for part in e.parts())
    if any(exponent[1:]):
        return _exp(_times(exponent, _ln(base)))
    power = exponent[0]
    if power == int(power) and 0 <= power <= 64:
        found = _constant(1.0, line)
        for __ in range(int(power)):
            found = _times(found, base)
        return found
    return _real_power(base, power)


def _real_power(a: Series, power: float) -> Series:
    """a^p from a u' = p a' u; needs a_0 other than 0."""
    found = [math.pow(a[0], power)]
    for k in range(1, len(a)):
        total = sum((power * j - (k - j)) * a[j] * found[k - j] for j in range(1, k + 1))
        found.append(total / (k * a[0]))
    return found


def _exp(a: Series) -> Series:
    found = [math.exp(a[0])]
    for k in range(1, len(a)):
        found.append(sum(j * a[j] * found[k - j] for j in range(1, k + 1)) / k)
    return found


def _ln(a: Series) -> Series:
    return _integral(math.log(a[0]), _over(_slope(a), a), len(a))


def _slope(a: Series) -> Series:
    """The series of the derivative, filled up with a zero to the same length."""
    return [*(k * a[k] for k in range(1, len(a))), 0.0]


def _integral(first: float, slope: Series, length: int) -> Series:
    return [first, *(slope[k - 1] / k for k in range(1, length))]


def _circular(a: Series, sign: float) -> tuple[Series, Series]:
    """Sine and cosine (sign -1), or their hyperbolic forms (sign 1), which need each other."""
    s = [math.sin(a[0]) if sign < 0 else math.sinh(a[0])]
    c = [math.cos(a[0]) if sign < 0 else math.cosh(a[0])]
    for k in range(1, len(a)):
        s.append(sum(j * a[j] * c[k - j] for j in range(1, k + 1)) / k)
        c.append(sign * sum(j * a[j] * s[k - j] for j in range(1, k + 1)) / k)
    return s, c


def _by_slope(
    value: Callable[[float], float], slope: Callable[[Series], Series]
) -> Callable[[Series], Series]:
    """A function whose derivative by its argument is another function of the argument: u' = s(a) a'."""
    return lambda a: _integral(value(a[0]), _times(slope(a), _slope(a)), len(a))


def _by_own_value(
    value: Callable[[float], float], slope: Callable[[Series], Series]
) -> Callable[[Series], Series]:
    """A function with u' = s(u) a', s a polynomial: each coefficient follows from those before."""

    def series(a: Series) -> Series:
        found = [value(a[0])]
        rise = _slope(a)
        for k in range(1, len(a)):
            factor = slope(found)
            found.append(sum(factor[j] * rise[k - 1 - j] for j in range(k)) / k)
        return found

    return series


def _plus(a: Series, number: float) -> Series:
    return [a[0] + number, *a[1:]]


def _scaled(a: Series, number: float) -> Series:
    return [number * c for c in a]


def _reciprocal(a: Series) -> Series:
    return _over(_constant(1.0, a), a)


def _square(a: Series) -> Series:
    return _times(a, a)


_sigma_series = _by_own_value(SCALAR["sigma"], lambda u: _times(u, _plus(_scaled(u, -1.0), 1.0)))

SERIES: dict[str, Callable[[Series], Series]] = {
    "exp": _exp,
    "ln": _ln,
    "log2": lambda a: _scaled(_ln(a), 1 / math.log(2)),
    "log10": lambda a: _scaled(_ln(a), 1 / math.log(10)),
    "sqrt": lambda a: _real_power(a, 0.5),
    "cbrt": lambda a: _scaled(
        _real_power(_scaled(a, math.copysign(1.0, a[0])), 1 / 3), math.copysign(1.0, a[0])
    ),
    "sin": lambda a: _circular(a, -1.0)[0],
    "cos": lambda a: _circular(a, -1.0)[1],
    "tan": lambda a: _over(*_circular(a, -1.0)),
    "sec": lambda a: _reciprocal(_circular(a, -1.0)[1]),
    "csc": lambda a: _reciprocal(_circular(a, -1.0)[0]),
    "cot": lambda a: _over(*_circular(a, -1.0)[::-1]),
    "sinh": lambda a: _circular(a, 1.0)[0],
    "cosh": lambda a: _circular(a, 1.0)[1],
    "tanh": _by_own_value(math.tanh, lambda u: _plus(_scaled(_square(u), -1.0), 1.0)),
    "sigma": _sigma_series,
    "softplus": _by_slope(SCALAR["softplus"], _sigma_series),
    "arcsin": _by_slope(
        math.asin, lambda a: _real_power(_plus(_scaled(_square(a), -1.0), 1.0), -0.5)
    ),
    "arccos": _by_slope(
        math.acos, lambda a: _scaled(_real_power(_plus(_scaled(_square(a), -1.0), 1.0), -0.5), -1.0)
    ),
    "arctan": _by_slope(math.atan, lambda a: _reciprocal(_plus(_square(a), 1.0))),
    "arsinh": _by_slope(math.asinh, lambda a: _real_power(_plus(_square(a), 1.0), -0.5)),
    "arcosh": _by_slope(math.acosh, lambda a: _real_power(_plus(_square(a), -1.0), -0.5)),
    "artanh": _by_slope(math.atanh, lambda a: _reciprocal(_plus(_scaled(_square(a), -1.0), 1.0))),
}


def _call(name: str, arguments: Sequence[Series]) -> Series:
    a = arguments[0]
    if name in SERIES:
        return SERIES[name](a)
    return _piecewise(name, arguments)


def _piecewise(name: str, arguments: Sequence[Series]) -> Series:
    """Functions made of pieces: inside a piece its own series, on a border none."""
    a = arguments[0]
    if name in ("max", "min", "greater"):
        b = arguments[1]
        if a[0] == b[0] and a != b:
            return [math.nan] * len(a)
        if name == "greater":
            return _constant(0.5 if a == b else float(a[0] > b[0]), a)
        return a if (a[0] >= b[0]) == (name == "max") else b
    if a[0] == 0 and any(a[1:]):
        return [0.0 if name in ("abs", "relu") else math.nan, *([math.nan] * (len(a) - 1))]
    positive = a[0] > 0
    if name == "abs":
        return a if positive else _scaled(a, -1.0)
    if name == "relu":
        return a if positive else _constant(0.0, a)
    if name == "sign":
        return _constant(float((a[0] > 0) - (a[0] < 0)), a)
    if name == "step":
        return _constant(float(positive), a)
    raise VctutorError(_("the series of {name} is not known").format(name=name))
