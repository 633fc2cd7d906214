"""Arithmetic on a variant's parameters, exact where it can be, without numpy.

The text of a question has to appear before anything is judged, so what stands in ``{=2*a*p}`` and
in ``where`` is computed here: integers and fractions stay exact, functions give floats. The text is
parsed into Python's syntax tree, of which only a short list of nodes is walked; nothing is ever
executed.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from vctutor.errors import CourseError
from vctutor.i18n import _

Value: TypeAlias = int | float | Fraction

CONSTANTS: dict[str, float] = {"pi": math.pi, "e": math.e}
FUNCTIONS: dict[str, Callable[..., Value]] = {
    "sqrt": lambda value: _root(value),
    "exp": math.exp,
    "ln": math.log,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "tanh": math.tanh,
    "abs": abs,
    "min": min,
    "max": max,
    "sigmoid": lambda value: 1 / (1 + math.exp(-value)),
    "relu": lambda value: max(0, value),
    "factorial": lambda value: _factorial(value),
    "gcd": lambda *values: math.gcd(*map(int, values)),
}
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Value]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Mod: operator.mod,
    ast.Div: lambda left, right: _divide(left, right),
    ast.Pow: lambda base, power: _power(base, power),
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
# A number directly before a name or a bracket multiplies it, unless it is the exponent of 1e-3.
_IMPLICIT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(?=[A-Za-z_(])(?![eE][+-]?\d)")
_LARGEST_POWER = 400
_LARGEST_FACTORIAL = 170  # the last that a float holds; of a large number it would take for ever


def compute(text: str, values: Mapping[str, int | float]) -> Value:
    """Return the value of an expression in the parameters.

    Args:
        text: such as ``2*a*p``, ``(a+b)/2`` or ``sqrt(a)``; ``^`` and ``**`` are both powers.
        values: parameter -> its value.

    Raises:
        CourseError: the text can't be read, names something unknown, or has no finite value.
    """
    try:
        value: Value = _prepared(text)(values)
    except (ArithmeticError, ValueError, TypeError) as error:
        raise CourseError(
            _("'{text}' has no value: {error}").format(text=text, error=error)
        ) from None
    if isinstance(value, bool):
        raise CourseError(_("'{text}' is a condition and not a number").format(text=text))
    if isinstance(value, complex) or not math.isfinite(value):
        raise CourseError(_("'{text}' has no finite value").format(text=text))
    return value


def holds(text: str, values: Mapping[str, int | float]) -> bool:
    """Return whether a condition between the parameters, such as ``a != b and p > 0``, holds.

    Raises:
        CourseError: the text can't be read or names something unknown.
    """
    try:
        return bool(_prepared(text)(values))
    except ZeroDivisionError:
        return False
    except (ArithmeticError, ValueError, TypeError) as error:
        raise CourseError(
            _("the condition '{text}' can't be tried: {error}").format(text=text, error=error)
        ) from None


def names(text: str) -> frozenset[str]:
    """Return the names an expression or condition mentions, functions and constants left out.

    Raises:
        CourseError: the text can't be read.
    """
    found = {node.id for node in ast.walk(_tree(text)) if isinstance(node, ast.Name)}
    return frozenset(found - FUNCTIONS.keys() - CONSTANTS.keys())


def _tree(text: str) -> ast.expr:
    source = _IMPLICIT.sub(r"\1*", text.replace("^", "**").replace("−", "-")).strip()
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise CourseError(
            _("'{text}' can't be read as an expression in the parameters").format(text=text)
        ) from None


Values: TypeAlias = Mapping[str, "int | float"]
Computed: TypeAlias = Callable[[Values], Any]


@lru_cache(maxsize=4096)
def _prepared(text: str) -> Computed:
    """Return the text as a function of the parameters; only what is listed here gets through."""
    return _prepare(_tree(text))


def _prepare(node: ast.expr) -> Computed:
    match node:
        case ast.Constant(value=bool()):
            raise CourseError(_("'{node!r}' is no number").format(node=node.value))
        case ast.Constant(value=int() | float() as number):
            return lambda values: number
        case ast.Name(id=name):
            return _name(name)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not() as op, operand=inner):
            unary, operand = _UNARY[type(op)], _prepare(inner)
            return lambda values: unary(operand(values))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            binary, one, other = _BINARY[type(op)], _prepare(left), _prepare(right)
            return lambda values: binary(one(values), other(values))
        case ast.BoolOp(op=op, values=parts):
            every = all if isinstance(op, ast.And) else any
            tests = [_prepare(part) for part in parts]
            return lambda values: every(test(values) for test in tests)
        case ast.Compare(left=left, ops=ops, comparators=others):
            terms = [_prepare(part) for part in (left, *others)]
            return _chain(terms, [_comparison(op) for op in ops])
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            function, given = FUNCTIONS[name], [_prepare(part) for part in args]
            return lambda values: function(*(argument(values) for argument in given))
        case ast.Call(func=ast.Name(id=name)):
            raise CourseError(_("there is no function '{name}' here").format(name=name))
    raise CourseError(
        _("'{node}' is no arithmetic in the parameters").format(node=ast.unparse(node))
    )


def _factorial(value: Value) -> int:
    if value > _LARGEST_FACTORIAL:
        raise OverflowError(_("its factorial is too large"))
    return math.factorial(int(value))


def _name(name: str) -> Computed:
    def value(values: Values) -> Any:
        if name in values:
            return values[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        raise CourseError(_("there is no parameter '{name}'").format(name=name))

    return value


def _chain(terms: list[Computed], tests: list[Callable[[Any, Any], bool]]) -> Computed:
    def value(values: Values) -> bool:
        found = [term(values) for term in terms]
        return all(
            test(one, other) for test, one, other in zip(tests, found, found[1:], strict=False)
        )

    return value


def _comparison(op: ast.cmpop) -> Callable[[Any, Any], bool]:
    if type(op) not in _COMPARE:
        raise CourseError(_("a condition compares by ==, !=, <, <=, > or >="))
    return _COMPARE[type(op)]


def _divide(left: Value, right: Value) -> Value:
    if isinstance(left, float) or isinstance(right, float):
        return float(left) / float(right)
    return _plain(Fraction(left) / Fraction(right))


def _power(base: Value, power: Value) -> Value:
    if isinstance(power, Fraction) and power.denominator == 1:
        power = int(power)
    if isinstance(power, int) and not isinstance(base, float):
        if abs(power) > _LARGEST_POWER:
            raise OverflowError(_("the power is too large"))
        return _plain(Fraction(base) ** power)
    value: float | complex = float(base) ** float(power)
    if isinstance(value, complex):
        raise ValueError(_("a root of a negative number is not real"))
    return value


def _root(value: Value) -> Value:
    """Return the square root, exact for the square of a fraction."""
    if not isinstance(value, float) and value >= 0:
        fraction = Fraction(value)
        top, bottom = math.isqrt(fraction.numerator), math.isqrt(fraction.denominator)
        if top * top == fraction.numerator and bottom * bottom == fraction.denominator:
            return _plain(Fraction(top, bottom))
    return math.sqrt(value)


def _plain(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value
