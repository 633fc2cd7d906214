"""Analytic continuation of expressions along paths in the complex plane."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from vctutor.maths.evaluation import CONSTANT_VALUES, evaluate
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
    transform,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Path = NDArray[np.complex128]

_ONE = Number(1.0)
_KINKS = ("abs", "relu", "sign", "step", "max", "min", "greater")


class Unknown(Exception):
    """The continuation is not known."""


def plain_call(name: str, u: Expression) -> Expression:
    """Return a function with branch points or poles written with ln, sqrt, sin, cos, exp and quotients."""
    sin, cos = Call("sin", (u,)), Call("cos", (u,))
    if name in ("tan", "cot", "sec", "csc"):
        top = {"tan": sin, "cot": cos}.get(name, _ONE)
        return Quotient(top, cos if name in ("tan", "sec") else sin)
    if name == "tanh":
        return Quotient(Call("sinh", (u,)), Call("cosh", (u,)))
    grown = Sum((_ONE, Power(Constant("e"), Negate(u))))
    if name == "sigma":
        return Quotient(_ONE, grown)
    if name == "softplus":
        return Sum((u, Call("ln", (grown,))))
    if name in ("log2", "log10"):
        return Quotient(Call("ln", (u,)), Number(math.log(2.0 if name == "log2" else 10.0)))
    if name == "artanh":
        up, down = Call("ln", (Sum((_ONE, u)),)), Call("ln", (Sum((_ONE, Negate(u))),))
        return Quotient(Sum((up, Negate(down))), Number(2.0))
    return Call(name, (u,))


def written_out(e: Expression) -> Expression:
    """Return an expression whose functions are entire but for ln, roots, inverse functions and quotients."""

    def change(node: Expression) -> Expression:
        if isinstance(node, Call) and len(node.arguments) == 1:
            return plain_call(node.function, node.arguments[0])
        return node

    return transform(e, change)


def smooth_piece(e: Expression, name: str, centre: float) -> tuple[Expression, list[Expression]]:
    """Return the analytic function that agrees with ``e`` near the centre, and the arguments of its corners."""
    borders: list[Expression] = []

    def change(node: Expression) -> Expression:
        if not (isinstance(node, Call) and node.function in _KINKS):
            return node
        u = node.arguments[0]
        if len(node.arguments) == 2:
            u = Sum((u, Negate(node.arguments[1])))
        value = evaluate(u, {name: centre})
        if not math.isfinite(value) or (value == 0 and u.free_symbols):
            raise Unknown
        if u.free_symbols:
            borders.append(u)
        first, second = node.arguments[0], node.arguments[-1]
        positive, zero = value > 0, Number(0.0)
        return {
            "abs": first if positive else Negate(first),
            "relu": first if positive else zero,
            "sign": Number(math.copysign(1.0, value) if value else 0.0),
            "step": _ONE if positive else zero,
            "max": first if positive or not value else second,
            "min": second if positive else first,
            "greater": Number(0.5 if not value else float(positive)),
        }[node.function]

    return transform(e, change), borders


class Continued:
    """Continues an expression along a path: the values of ln are followed without jumps.

    Attributes:
        turn: the largest change of angle between neighbours of a logarithm's argument; where it is near pi the path
            is too coarse.
    """

    def __init__(self, name: str, path: Path) -> None:
        """Continue functions of the named variable along the points of a path."""
        self.name = name
        self.path = path
        self.known: dict[Expression, Path] = {}
        self.turn = 0.0

    def of(self, e: Expression) -> Path:
        """Return the values along the path."""
        if e not in self.known:
            with np.errstate(all="ignore"):
                self.known[e] = np.asarray(self._value(e), complex)
        return self.known[e]

    def _value(self, e: Expression) -> Path:
        if isinstance(e, Number):
            return np.full(self.path.shape, e.value + 0j)
        if isinstance(e, Constant):
            return np.full(self.path.shape, CONSTANT_VALUES[e.name] + 0j)
        if isinstance(e, Symbol):
            return self.path
        if isinstance(e, Negate):
            return -self.of(e.operand)
        if isinstance(e, Sum):
            return np.asarray(sum(map(self.of, e.terms)))
        if isinstance(e, Product):
            return np.asarray(math.prod(map(self.of, e.factors)))
        if isinstance(e, Quotient):
            return self.of(e.numerator) / self.of(e.denominator)
        if isinstance(e, Power):
            return self._power(e)
        assert isinstance(e, Call)
        (u,) = e.arguments
        return self.apply(e.function, self.of(u))

    def _power(self, e: Power) -> Path:
        if e.base == Constant("e"):
            return np.asarray(np.exp(self.of(e.exponent)))
        whole = whole_exponent(e.exponent)
        if whole is not None:
            return self.of(e.base) ** whole
        return np.asarray(np.exp(self.of(e.exponent) * self.ln(self.of(e.base))))

    def ln(self, u: Path) -> Path:
        """Return ln u with the principal value at the start of the path."""
        angle = np.angle(u)
        if u.size > 1:
            steps = np.abs(np.angle(u[1:] / u[:-1]))
            self.turn = max(self.turn, float(np.nanmax(steps)) if np.isfinite(steps).any() else 9.0)
        return np.asarray(np.log(np.abs(u)) + 1j * np.unwrap(angle))

    def apply(self, name: str, u: Path) -> Path:
        """Apply a function that is entire, or that ln makes of one."""
        if name == "ln":
            return self.ln(u)
        if name == "sqrt":
            return np.asarray(np.exp(0.5 * self.ln(u)))
        if name == "cbrt":
            turned = u if u[0].real > 0 else -u
            return np.asarray(np.exp(self.ln(turned) / 3) * (1 if u[0].real > 0 else -1))
        if name in ("arcsin", "arccos"):
            found = -1j * self.ln(1j * u + np.exp(0.5 * self.ln(1 - u * u)))
            return found if name == "arcsin" else math.pi / 2 - found
        if name == "arsinh":
            return self.ln(u + np.exp(0.5 * self.ln(u * u + 1)))
        if name == "arcosh":
            return self.ln(u + np.exp(0.5 * (self.ln(u - 1) + self.ln(u + 1))))
        if name == "arctan":
            return np.asarray(0.5j * (self.ln(1 - 1j * u) - self.ln(1 + 1j * u)))
        entire: dict[str, Callable[[Path], Path]] = {
            "sin": np.sin, "cos": np.cos, "sinh": np.sinh, "cosh": np.cosh, "exp": np.exp,
        }  # fmt: skip
        if name not in entire:
            raise Unknown
        return entire[name](u)


def whole_exponent(e: Expression) -> int | None:
    """Return a constant whole exponent."""
    if e.free_symbols:
        return None
    value = evaluate(e, {})
    return (
        int(value) if math.isfinite(value) and value == round(value) and abs(value) < 1e6 else None
    )
