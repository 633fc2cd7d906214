"""Evaluate expressions: on floats with compiled closures, on arrays with numpy.

Infinities and NaN are ordinary values and raise no warnings: ``1/x`` at 0 is infinite, ``ln(-1)`` is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.maths.names import canonical
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Matrix,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

Evaluator = Callable[[Sequence[Any]], Any]
CONSTANT_VALUES = {"pi": math.pi, "e": math.e}


def _sigma(x: float) -> float:
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(x)
    return grown / (1.0 + grown)


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _sign(x: float) -> float:
    return x if x != x else float(x > 0) - float(x < 0)


def _step(x: float) -> float:
    return x if x != x else float(x > 0)


def _greater(a: float, b: float) -> float:
    return a - b if (a - b) != (a - b) and a != b else 0.5 if a == b else float(a > b)


def _relu(x: float) -> float:
    return x if x > 0 or x != x else 0.0


def _cbrt(x: float) -> float:
    root = math.copysign(abs(x) ** (1 / 3), x)
    if root and math.isfinite(root):
        root -= (root - x / (root * root)) / 3  # one Newton step: whole roots come out whole
    return root


def _max(a: float, b: float) -> float:
    return a + b if a != a or b != b else a if a >= b else b


def _min(a: float, b: float) -> float:
    return a + b if a != a or b != b else a if a <= b else b


# On floats. Where there is no real value these raise, and the caller retries with the array functions,
# which give infinity or NaN.
SCALAR: dict[str, Callable[..., float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sec": lambda x: 1.0 / math.cos(x),
    "csc": lambda x: 1.0 / math.sin(x),
    "cot": lambda x: math.cos(x) / math.sin(x),
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "arsinh": math.asinh,
    "arcosh": math.acosh,
    "artanh": math.atanh,
    "exp": math.exp,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "sqrt": math.sqrt,
    "cbrt": _cbrt,
    "abs": abs,
    "sign": _sign,
    "relu": _relu,
    "sigma": _sigma,
    "softplus": _softplus,
    "step": _step,
    "max": _max,
    "min": _min,
    "greater": _greater,
}


def compile_expression(e: Expression, names: Sequence[str]) -> Callable[..., Any]:
    """Return a function of the named variables, quick enough to be called in a loop.

    Args:
        e: the expression.
        names: the variables in the order of the function's arguments, in any spelling.

    Returns:
        A function of ``len(names)`` numbers or arrays that broadcast together. For a scalar expression it
        gives a float where all arguments are numbers, else an array of their common shape; a vector's result
        has shape ``(n, ...)`` and a matrix's ``(rows, columns, ...)``. Complex arguments are allowed.

    Raises:
        VctutorError: a variable of ``e`` is not among the names.
    """
    places = {canonical(name): index for index, name in enumerate(names)}
    missing = sorted(e.free_symbols - places.keys())
    if missing:
        raise VctutorError(
            _("there is no value for {missing}").format(missing=", ".join(missing)),
            _("give each variable a value"),
        )
    scalar = None if _has_arrays(e) else closure(e, places, SCALAR, math.pow)
    slow: list[Evaluator] = []

    def on_arrays(values: Sequence[Any]) -> Any:
        from numpy import true_divide

        from vctutor.maths.elementwise import ARRAY, evaluating, power

        if not slow:
            slow.append(closure(e, places, ARRAY, power, true_divide))
        return evaluating(slow[0], values, scalar is not None)

    if scalar is None:
        return lambda *values: on_arrays(values)
    quick = scalar

    def function(*values: Any) -> Any:
        for value in values:
            if type(value) is not float:
                return on_others(values)
        try:
            return quick(values) + 0.0
        except (ArithmeticError, ValueError):
            return on_arrays(values)

    def on_others(values: Sequence[Any]) -> Any:
        # Python integers would grow without bound, and numpy scalars warn where floats raise: convert both.
        if all(isinstance(value, (float, int)) for value in values):
            return function(*map(float, values))
        return on_arrays(values)

    return function


def evaluate(e: Expression, values: Mapping[str, Any]) -> Any:
    """Return the value of ``e`` with its variables at ``values``.

    Args:
        e: the expression.
        values: name, in any spelling, to a number or an array; arrays broadcast together. Names that do not
            occur are ignored, but for their shape.

    Returns:
        A float for numbers, else an array of the common shape; a vector's or matrix's own axes come first.

    Raises:
        VctutorError: a variable has no value.
    """
    return compile_expression(e, list(values))(*values.values())


def _has_arrays(e: Expression) -> bool:
    return isinstance(e, (Vector, Matrix)) or any(map(_has_arrays, e.parts()))


def closure(
    e: Expression,
    places: Mapping[str, int],
    functions: Mapping[str, Callable[..., Any]],
    power: Callable[..., Any],
    divide: Callable[[Any, Any], Any] | None = None,
    *,
    squares: bool = True,
) -> Evaluator:
    """Return a chain of closures that evaluates ``e`` on a sequence of values.

    Args:
        e: the expression.
        places: each variable's place in the sequence.
        functions: what to call for each function.
        power: what to call for a power.
        divide: what to call for a quotient; None is the operator.
        squares: whether to multiply for a square, which is quicker, instead of calling ``power``.
    """

    def build(node: Expression) -> Evaluator:
        return closure(node, places, functions, power, divide, squares=squares)

    if isinstance(e, Number):
        value = e.value
        return lambda v: value
    if isinstance(e, Constant):
        constant = CONSTANT_VALUES[e.name]
        return lambda v: constant
    if isinstance(e, Symbol):
        return itemgetter(places[e.name])
    if isinstance(e, Sum):
        return reduce(_added, map(build, e.terms))
    if isinstance(e, Product):
        return reduce(_multiplied, map(build, e.factors))
    if isinstance(e, Negate):
        operand = build(e.operand)
        return lambda v: -operand(v)
    if isinstance(e, Quotient):
        return _divided(build(e.numerator), build(e.denominator), divide)
    if isinstance(e, Power):
        return _raised(e, build(e.base), build(e.exponent), functions, power, squares)
    if isinstance(e, Call):
        return _called(functions[e.function], list(map(build, e.arguments)))
    from vctutor.maths.elementwise import stacked

    entries = list(map(build, e.parts()))
    rows = len(e.rows) if isinstance(e, Matrix) else 0
    return lambda v: stacked([entry(v) for entry in entries], v, rows)


def _added(a: Evaluator, b: Evaluator) -> Evaluator:
    return lambda v: a(v) + b(v)


def _multiplied(a: Evaluator, b: Evaluator) -> Evaluator:
    return lambda v: a(v) * b(v)


def _divided(a: Evaluator, b: Evaluator, divide: Callable[[Any, Any], Any] | None) -> Evaluator:
    if divide is None:
        return lambda v: a(v) / b(v)
    return lambda v: divide(a(v), b(v))


def _called(function: Callable[..., Any], arguments: list[Evaluator]) -> Evaluator:
    if len(arguments) == 1:
        (argument,) = arguments
        return lambda v: function(argument(v))
    first, second = arguments
    return lambda v: function(first(v), second(v))


def _raised(
    e: Power,
    base: Evaluator,
    exponent: Evaluator,
    functions: Mapping[str, Callable[..., Any]],
    power: Callable[..., Any],
    squares: bool,
) -> Evaluator:
    if e.base == Constant("e"):
        exp = functions["exp"]
        return lambda v: exp(exponent(v))
    if squares and e.exponent == Number(2.0):

        def squared(v: Sequence[Any]) -> Any:
            x = base(v)
            return x * x

        return squared
    return lambda v: power(base(v), exponent(v))
