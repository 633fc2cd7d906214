"""The differentiable primitives, on numbers, arrays, complex numbers, dual numbers and tape nodes.

A function written with these and with ``+ - * / ** @`` can be evaluated and differentiated in every way
this package knows. Each function's local derivative is here too, written with the same functions, so that it
can be differentiated once more. Formulas: any table of derivatives; for what is chosen where there is none,
see :mod:`vctutor.maths.nonsmooth`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from vctutor.maths.elementwise import ARRAY
from vctutor.maths.elementwise import power as _array_power
from vctutor.maths.evaluation import SCALAR, closure
from vctutor.maths.names import canonical
from vctutor.maths.tree import Expression

LN2, LN10 = math.log(2.0), math.log(10.0)


class Primitive(NamedTuple):
    """A function of one argument.

    Attributes:
        name: its canonical name.
        scalar: its value on a float; raises where there is none.
        array: its value on real and complex arrays.
        slope: its derivative, from the argument and the value.
        cost: operations of a value, an elementary function counting as 2.
        slope_cost: further operations of the derivative.
    """

    name: str
    scalar: Callable[[float], float]
    array: Callable[[Any], Any]
    slope: Callable[[Any, Any], Any]
    cost: int
    slope_cost: int


def unary(function: Primitive, x: Any) -> Any:
    """Apply a primitive to a number, an array, a dual number or a tape node."""
    kind = type(x)
    if kind is float or kind is np.float64 or kind is int:
        try:
            return function.scalar(float(x))
        except (ArithmeticError, ValueError):
            with np.errstate(all="ignore"):
                return float(function.array(np.float64(x)))
    if hasattr(x, "unary"):
        return x.unary(function)
    return function.array(np.asarray(x) if isinstance(x, (list, tuple)) else x)


def slope(function: Primitive, x: Any, value: Any) -> Any:
    """Return a function's derivative at ``x``, where it has ``value``; infinite or NaN where it has none."""
    try:
        return function.slope(x, value)
    except (ArithmeticError, ValueError):
        with np.errstate(all="ignore"):
            return float(function.slope(np.float64(x), np.float64(value)))


def divide(a: Any, b: Any) -> Any:
    """Return a/b; a float division by zero gives an infinity or NaN instead of an exception."""
    try:
        return a / b
    except ZeroDivisionError:
        with np.errstate(all="ignore"):
            return float(np.float64(a) / np.float64(b))


def power(x: Any, y: Any) -> Any:
    """Return x to the y; NaN for a negative base and a fractional exponent."""
    if isinstance(x, (float, int)) and isinstance(y, (float, int)):
        try:
            return math.pow(x, y)
        except (ArithmeticError, ValueError):
            with np.errstate(all="ignore"):
                return float(_array_power(np.float64(x), np.float64(y)))
    if hasattr(x, "unary") or hasattr(y, "unary"):
        return x**y
    return _array_power(x, y)


_COMPARISONS = ("abs", "sign", "relu", "step")
_SLOPES: dict[str, tuple[Callable[[Any, Any], Any], int]] = {
    "sin": (lambda x, v: cos(x), 2),
    "cos": (lambda x, v: -sin(x), 3),
    "tan": (lambda x, v: 1.0 + v * v, 2),
    "sec": (lambda x, v: v * tan(x), 3),
    "csc": (lambda x, v: -v * cot(x), 4),
    "cot": (lambda x, v: -1.0 - v * v, 2),
    "arcsin": (lambda x, v: divide(1.0, sqrt(1.0 - x * x)), 5),
    "arccos": (lambda x, v: divide(-1.0, sqrt(1.0 - x * x)), 5),
    "arctan": (lambda x, v: divide(1.0, (1.0 + x * x)), 3),
    "sinh": (lambda x, v: cosh(x), 2),
    "cosh": (lambda x, v: sinh(x), 2),
    "tanh": (lambda x, v: 1.0 - v * v, 2),
    "arsinh": (lambda x, v: divide(1.0, sqrt(x * x + 1.0)), 5),
    "arcosh": (lambda x, v: divide(1.0, (sqrt(x - 1.0) * sqrt(x + 1.0))), 8),
    "artanh": (lambda x, v: divide(1.0, (1.0 - x * x)), 3),
    "exp": (lambda x, v: v, 0),
    "ln": (lambda x, v: divide(1.0, x), 1),
    "log2": (lambda x, v: divide(1.0, (x * LN2)), 2),
    "log10": (lambda x, v: divide(1.0, (x * LN10)), 2),
    "sqrt": (lambda x, v: divide(0.5, v), 1),
    "cbrt": (lambda x, v: divide(1.0, (3.0 * v * v)), 3),
    "abs": (lambda x, v: sign(x), 0),
    "sign": (lambda x, v: 0.0 * v, 0),
    "relu": (lambda x, v: step(x), 0),
    "sigma": (lambda x, v: v * (1.0 - v), 2),
    "softplus": (lambda x, v: sigma(x), 4),
    "step": (lambda x, v: 0.0 * v, 0),
}

PRIMITIVES = {
    name: Primitive(
        name,
        SCALAR[name],
        ARRAY[name],
        formula,
        1 if name in _COMPARISONS else 4 if name == "arcosh" else 2,
        slope_cost,
    )
    for name, (formula, slope_cost) in _SLOPES.items()
}


def _function(name: str) -> Any:
    entry = PRIMITIVES[name]

    def function(x: Any) -> Any:
        return unary(entry, x)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Return {name} of a number, an array, a dual number or a node."
    return function


sin: Any = _function("sin")
cos: Any = _function("cos")
tan: Any = _function("tan")
sec: Any = _function("sec")
csc: Any = _function("csc")
cot: Any = _function("cot")
arcsin: Any = _function("arcsin")
arccos: Any = _function("arccos")
arctan: Any = _function("arctan")
sinh: Any = _function("sinh")
cosh: Any = _function("cosh")
tanh: Any = _function("tanh")
arsinh: Any = _function("arsinh")
arcosh: Any = _function("arcosh")
artanh: Any = _function("artanh")
exp: Any = _function("exp")
ln: Any = _function("ln")
log2: Any = _function("log2")
log10: Any = _function("log10")
sqrt: Any = _function("sqrt")
cbrt: Any = _function("cbrt")
absolute: Any = _function("abs")
sign: Any = _function("sign")
relu: Any = _function("relu")
sigma: Any = _function("sigma")
softplus: Any = _function("softplus")
step: Any = _function("step")


def value_of(x: Any) -> Any:
    """Return the plain number or array within a dual number or a node: which derivatives treat as a constant."""
    while hasattr(x, "unary"):
        x = x.value
    return x


def greater(a: Any, b: Any) -> Any:
    """Return 1 where a > b, 0 where a < b and 1/2 at a tie; a constant to derivatives."""
    a, b = value_of(a), value_of(b)
    if isinstance(a, float) and isinstance(b, float):
        return SCALAR["greater"](a, b)
    return ARRAY["greater"](a, b)


def maximum(a: Any, b: Any) -> Any:
    """Return the greater of two; at a tie each has half of the derivative, as in PyTorch and JAX."""
    return _extreme("max", a, b)


def minimum(a: Any, b: Any) -> Any:
    """Return the lesser of two; at a tie each has half of the derivative, as in PyTorch and JAX."""
    return _extreme("min", a, b)


def _extreme(name: str, a: Any, b: Any) -> Any:
    if hasattr(a, "unary") or hasattr(b, "unary"):
        if not hasattr(a, "extreme") or (hasattr(b, "tape") and not hasattr(a, "tape")):
            return b.extreme(name, a, True)
        return a.extreme(name, b, False)
    if isinstance(a, (float, int)) and isinstance(b, (float, int)):
        return SCALAR[name](float(a), float(b))
    return ARRAY[name](a, b)


OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name: globals()["absolute" if name == "abs" else name] for name in PRIMITIVES},
    "max": maximum,
    "min": minimum,
    "greater": greater,
}


def function_of(e: Expression, names: Sequence[str]) -> Callable[..., Any]:
    """Return an expression as a function of the named variables that takes duals and nodes as well.

    Args:
        e: a scalar expression.
        names: the variables in the order of the function's arguments, in any spelling.
    """
    places = {canonical(name): index for index, name in enumerate(names)}
    function = closure(e, places, OPERATIONS, power, divide, squares=False)
    return lambda *values: function(values)
