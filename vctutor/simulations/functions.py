"""Scalar functions parsed from text, with values and derivatives computed by `maths`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from vctutor.errors import UsageError
from vctutor.i18n import _
from vctutor.maths.agreement import curvature
from vctutor.maths.expression import Expression, compile_expression, parse, substitute, to_latex
from vctutor.maths.point_text import sentences
from vctutor.maths.points import Extremum, PointAnalysis, analyse, extremum
from vctutor.maths.symbolic import differentiate
from vctutor.maths.tree import Symbol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ScalarFunction(Struct, frozen=True):
    """A scalar function of named variables.

    Attributes:
        text: as it was typed.
        variables: the names of its arguments, in order.
        expression: its tree.
    """

    text: str
    variables: tuple[str, ...]
    expression: Expression

    def __call__(self, *point: float) -> float:
        """Return the value at a point; NaN or infinite where there is none."""
        return _real(_compiled(self.expression, self.variables)(*map(float, point)))

    def on(self, *arrays: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values on arrays of coordinates, of their common shape."""
        import numpy as np

        found = _compiled(self.expression, self.variables)(*arrays)
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        return np.broadcast_to(np.asarray(found, dtype=float), shape)

    def derivative(self, variable: str | None = None) -> ScalarFunction:
        """Return the (partial) derivative by one of the variables; by the only one where None."""
        return _derivative(self, variable or self.variables[0])

    def gradient(self, *point: float) -> tuple[float, ...]:
        """Return all partial derivatives at a point, in the order of the variables."""
        return tuple(self.derivative(name)(*point) for name in self.variables)

    def at(self, *point: float) -> PointAnalysis:
        """Return what the function does at a point: its value, slopes, corners, gaps and edges."""
        return analyse(
            self.expression, dict(zip(self.variables, point, strict=True)), self.variables
        )

    def extremum(self, *point: float) -> Extremum:
        """Return whether a point is a minimum, a maximum, a saddle or neither; "undecided" where it is not known.

        In two variables a minimum or maximum is told by a definite Hessian.
        """
        values = dict(zip(self.variables, point, strict=True))
        found = extremum(self.expression, values, self.variables)
        if found != "undecided" or len(self.variables) == 1:
            return found
        kind = curvature(self.expression, values, self.variables).kind
        return kind if kind in ("minimum", "maximum") else "undecided"  # type: ignore[return-value]

    def says(self, *point: float) -> str:
        """Return what is to be said of a point, as one text; empty where the function is smooth there."""
        return "; ".join(sentences(self.at(*point)))

    def partials(self, *point: float) -> tuple[float, ...]:
        """Return the partial derivatives where they exist, and NaN where there is none.

        Where what the function does can't be told, they are those of the rules.
        """
        found = self.at(*point)
        if found.kind == "unknown":
            return self.gradient(*point)
        return tuple(math.nan if slope is None else slope for slope in found.gradient)

    def latex(self) -> str:
        """Return the expression as LaTeX."""
        return to_latex(self.expression)


@lru_cache(maxsize=64)
def function(text: str, variables: tuple[str, ...], also: str = "") -> ScalarFunction:
    """Return the function that a text describes.

    Args:
        text: an expression.
        variables: its arguments.
        also: another name for the first variable, where a reader may call it so.

    Raises:
        ParseError: the text can't be read.
        UsageError: it is a vector or a matrix.
    """
    known = (*variables, also) if also else variables
    expression = parse(text, variables=known)
    if also:
        expression = substitute(expression, {also: Symbol(variables[0])})
    from vctutor.maths.expression import shape

    if shape(expression) != ():
        raise UsageError(
            _("'{text}' has several components").format(text=text),
            _("give a function with one value"),
        )
    return ScalarFunction(text, variables, expression)


@lru_cache(maxsize=256)
def _derivative(of: ScalarFunction, variable: str) -> ScalarFunction:
    expression = differentiate(of.expression, variable).expression
    return ScalarFunction(f"d({of.text})/d{variable}", of.variables, expression)


@lru_cache(maxsize=512)
def _compiled(expression: Expression, names: tuple[str, ...]) -> Callable[..., Any]:
    return compile_expression(expression, names)


def _real(value: Any) -> float:
    if isinstance(value, complex):
        return value.real if value.imag == 0 else math.nan
    return float(value)


_PRETTY = (
    ("theta", "θ"), ("alpha", "α"), ("sigma", "σ"), ("pi", "π"), ("**", "^"),
    ("*", "·"), ("-", "−"),
)  # fmt: skip
_POWER = re.compile(r"\^(\d+)(?![\d.])")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_APART = re.compile(r"(?<=[⁰¹²³⁴⁵⁶⁷⁸⁹]) (?=[^\W\d]|\()")


def pretty(text: str) -> str:
    """Return an expression's text for a heading: Greek letters, raised exponents, real minus."""
    for plain, shown in _PRETTY:
        text = text.replace(plain, shown)
    raised = _POWER.sub(lambda power: power[1].translate(_RAISED), text)
    return _APART.sub("", raised)
