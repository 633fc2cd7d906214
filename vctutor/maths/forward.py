"""Forward mode: dual numbers over arrays, with several tangents at once.

A dual number carries a value and, for each of k directions, its derivative in that direction; every
operation computes both. One pass gives k columns of a Jacobian, at a cost that grows with k. Source:
Griewank and Walther, *Evaluating Derivatives* (2nd ed., 2008), chapter 3; Baydin et al., "Automatic
Differentiation in Machine Learning: a Survey" (2018), section 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from vctutor.maths import primitives
from vctutor.maths.primitives import Primitive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class Dual:
    """A value and its tangents.

    Attributes:
        value: the primal, a float or an array of shape ``s``.
        tangents: an array of shape ``(k, *s)``: k derivatives of it.
    """

    __array_ufunc__ = None
    __slots__ = ("tangents", "value")

    def __init__(self, value: Any, tangents: Any) -> None:
        """Store a value and tangents of matching shapes, without copying them."""
        self.value = value
        self.tangents = tangents

    def __repr__(self) -> str:
        """Show value and tangents."""
        return f"Dual({self.value!r}, {self.tangents!r})"

    # -- shape

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        return np.shape(self.value)

    @property
    def ndim(self) -> int:
        """The number of axes of the value."""
        return np.ndim(self.value)

    @property
    def size(self) -> int:
        """The number of entries of the value."""
        return int(np.size(self.value))

    def __len__(self) -> int:
        """Return the length of the first axis."""
        return len(self.value)

    # -- arithmetic

    def _other(self, other: Any) -> tuple[Any, Any] | None:
        if isinstance(other, Dual):
            return other.value, other.tangents
        return None if hasattr(other, "unary") else (other, None)

    def _join(self, value: Any, *parts: tuple[Any, Any, Any]) -> Dual:
        """Return a dual from ``(tangents, primal, factor)`` of each operand, broadcast to the value's shape."""
        shape = np.shape(value)
        total: Any = 0.0
        for tangents, primal, factor in parts:
            if tangents is not None:
                total = total + _aligned(tangents, np.ndim(primal), len(shape)) * factor
        return Dual(value, np.broadcast_to(total, (len(self.tangents), *shape)))

    def __add__(self, other: Any) -> Any:
        """Add, entry by entry."""
        given = self._other(other)
        if given is None:
            return NotImplemented
        b, db = given
        return self._join(self.value + b, (self.tangents, self.value, 1.0), (db, b, 1.0))

    __radd__ = __add__

    def __neg__(self) -> Dual:
        """Negate."""
        return Dual(-self.value, -self.tangents)

    def __sub__(self, other: Any) -> Any:
        """Subtract, entry by entry."""
        given = self._other(other)
        if given is None:
            return NotImplemented
        b, db = given
        return self._join(self.value - b, (self.tangents, self.value, 1.0), (db, b, -1.0))

    def __rsub__(self, other: Any) -> Any:
        """Subtract from a number or an array."""
        return -self + other

    def __mul__(self, other: Any) -> Any:
        """Multiply, entry by entry."""
        given = self._other(other)
        if given is None:
            return NotImplemented
        b, db = given
        return self._join(self.value * b, (self.tangents, self.value, b), (db, b, self.value))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        """Divide, entry by entry."""
        given = self._other(other)
        if given is None:
            return NotImplemented
        b, db = given
        value = primitives.divide(self.value, b)
        one = primitives.divide(1.0, b)
        return self._join(value, (self.tangents, self.value, one), (db, b, -value * one))

    def __rtruediv__(self, other: Any) -> Any:
        """Divide a number or an array."""
        value = primitives.divide(other, self.value)
        return self._join(
            value, (self.tangents, self.value, -value * primitives.divide(1.0, self.value))
        )

    def __pow__(self, other: Any) -> Any:
        """Raise to a constant or another dual."""
        given = self._other(other)
        if given is None:
            return NotImplemented
        b, db = given
        value = primitives.power(self.value, b)
        moved = self._join(value, (self.tangents, self.value, base_slope(self.value, b)))
        if db is None:
            return moved
        along = _aligned(db, np.ndim(b), np.ndim(value))
        # A constant exponent asks for no logarithm, which a negative base has not.
        raised = np.where(along == 0, 0.0, along * exponent_slope(self.value, value))
        return Dual(value, moved.tangents + raised)

    def __rpow__(self, other: Any) -> Any:
        """Raise a constant to this."""
        value = primitives.power(other, self.value)
        return self._join(value, (self.tangents, self.value, exponent_slope(other, value)))

    def unary(self, function: Primitive) -> Dual:
        """Apply a function and multiply the tangents by its local derivative."""
        value = primitives.unary(function, self.value)
        return Dual(value, self.tangents * primitives.slope(function, self.value, value))

    def extreme(self, name: str, other: Any, flipped: bool) -> Any:
        """Return the greater ("max") or the lesser ("min"); half of each tangent at a tie."""
        given = self._other(other)
        if given is None:
            return NotImplemented
        b, db = given
        share = (
            primitives.greater(self.value, b)
            if name == "max"
            else primitives.greater(b, self.value)
        )
        value = primitives.OPERATIONS[name](self.value, b)
        return self._join(value, (self.tangents, self.value, share), (db, b, 1.0 - share))

    # -- arrays

    def __matmul__(self, other: Any) -> Any:
        """Multiply matrices or vectors of at most two axes."""
        given = self._other(other)
        if given is None:
            return NotImplemented
        b, db = given
        total = _times(self.tangents, b)
        if db is not None:
            total = total + _left_times(self.value, db)
        return Dual(self.value @ b, total)

    def __rmatmul__(self, other: Any) -> Any:
        """Multiply an array by this."""
        return Dual(other @ self.value, _left_times(np.asarray(other), self.tangents))

    def __getitem__(self, key: Any) -> Dual:
        """Take entries, as of an array."""
        behind = (slice(None), *(key if isinstance(key, tuple) else (key,)))
        return Dual(self.value[key], self.tangents[behind])

    def scatter(self, key: Any, shape: tuple[int, ...]) -> Dual:
        """Return zeros of a shape with this added at a key: the transpose of taking entries."""
        behind = (slice(None), *(key if isinstance(key, tuple) else (key,)))
        value = np.zeros(shape)
        tangents = np.zeros((len(self.tangents), *shape))
        np.add.at(value, key, self.value)
        np.add.at(tangents, behind, self.tangents)
        return Dual(value, tangents)

    def sum(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Dual:
        """Sum over all or some axes."""
        axes = (
            tuple(range(self.ndim)) if axis is None else (axis,) if isinstance(axis, int) else axis
        )
        behind = tuple(a % self.ndim + 1 for a in axes)
        value = np.sum(self.value, axis=axes, keepdims=keepdims)
        return Dual(value, np.sum(self.tangents, axis=behind, keepdims=keepdims))

    def reshape(self, shape: tuple[int, ...]) -> Dual:
        """Return the same entries in another shape."""
        return Dual(
            np.reshape(self.value, shape), np.reshape(self.tangents, (len(self.tangents), *shape))
        )

    def broadcast(self, shape: tuple[int, ...]) -> Dual:
        """Repeat to a larger shape."""
        tangents = _aligned(self.tangents, self.ndim, len(shape))
        return Dual(
            np.broadcast_to(self.value, shape),
            np.broadcast_to(tangents, (len(self.tangents), *shape)),
        )

    @property
    def T(self) -> Dual:
        """The transpose."""
        order = (0, *range(self.ndim, 0, -1))
        return Dual(np.transpose(self.value), np.transpose(self.tangents, order))


def base_slope(x: Any, y: Any) -> Any:
    """Return the derivative of x^y by x: y x^(y-1), and 0 for y = 0."""
    if isinstance(y, (float, int)):
        if y == 2:
            return 2.0 * x
        return y * primitives.power(x, y - 1.0) if y else 0.0
    lower = primitives.power(x, y - 1.0)
    return (
        np.where(np.asarray(y) == 0, 0.0, y * lower) if not hasattr(lower, "unary") else lower * y
    )


def exponent_slope(x: Any, value: Any) -> Any:
    """Return the derivative of x^y by y: x^y ln x, and 0 where the power is 0, as PyTorch has it."""
    if hasattr(x, "unary") or hasattr(value, "unary"):
        return value * primitives.ln(x)
    if isinstance(x, (float, int)) and isinstance(value, (float, int)):
        return value * primitives.ln(float(x)) if value else 0.0
    return np.where(np.asarray(value) == 0, 0.0, value * primitives.ln(np.asarray(x, float)))


def _aligned(tangents: Any, have: int, want: int) -> Any:
    """Insert axes after the first, so that the remaining axes broadcast as those of the values do."""
    if have >= want:
        return tangents
    return np.reshape(tangents, (tangents.shape[0], *(1,) * (want - have), *tangents.shape[1:]))


def _times(tangents: Any, b: Any) -> Any:
    return tangents @ b


def _left_times(a: Any, tangents: Any) -> Any:
    if tangents.ndim == 2:  # each tangent is a vector
        return tangents @ (a.T if a.ndim == 2 else a)
    return a @ tangents


def stack_duals(parts: Sequence[Any]) -> Any:
    """Return numbers and duals as one dual with a value of shape ``(n,)``; an array where none is a dual."""
    first = next((part for part in parts if isinstance(part, Dual)), None)
    if first is None:
        return np.asarray(parts, float)
    zero = np.zeros(len(first.tangents))
    made = [part if isinstance(part, Dual) else Dual(float(part), zero) for part in parts]
    return Dual(
        np.asarray([part.value for part in made]),
        np.stack([part.tangents for part in made], axis=1),
    )


def outputs(result: Any) -> Any:
    """Return a function's result as one array or dual; lists and tuples are stacked."""
    return stack_duals(result) if isinstance(result, (list, tuple)) else result


def _run(f: Callable[[Any], Any], x: Any, tangents: Any) -> tuple[Any, Floats]:
    with np.errstate(all="ignore"):
        result = outputs(f(Dual(x, tangents)))
    if isinstance(result, Dual):
        return result.value, np.asarray(result.tangents)
    return result, np.zeros((len(tangents), *np.shape(result)))


def _primal(x: ArrayLike) -> Any:
    return float(x) if isinstance(x, (float, int)) else np.asarray(x, float)


def jvp(f: Callable[[Any], Any], x: ArrayLike, v: ArrayLike) -> tuple[Any, Any]:
    """Return f(x) and the Jacobian-vector product J v, in one forward pass.

    Args:
        f: a function of one number or array, written with :mod:`vctutor.maths.primitives`.
        x: where, a number or an array of shape ``s``.
        v: the direction, of shape ``s``; or several at once, of shape ``(k, *s)``.

    Returns:
        The value, and the derivative in the direction v: of the value's shape, with k in front for several.
    """
    primal = _primal(x)
    direction = np.asarray(v, float)
    several = direction.ndim > np.ndim(primal)
    value, tangents = _run(f, primal, direction if several else direction[None])
    return value, tangents if several else tangents[0][()]


def derivative(f: Callable[[Any], Any], x: float) -> Any:
    """Return the derivative of a function of one number; an array where the function gives one."""
    return jvp(f, float(x), 1.0)[1]


def jacobian_forward(f: Callable[[Any], Any], x: ArrayLike) -> Floats:
    """Return the Jacobian by one forward pass with a tangent for each input.

    Args:
        f: a function of one array of shape ``(n,)`` that gives an array (or a list of numbers) of shape ``(m,)``.
        x: where, of shape ``(n,)``.

    Returns:
        The Jacobian, shape ``(m, n)``; for a scalar function the gradient, shape ``(n,)``.
    """
    point = np.asarray(x, float)
    directions = np.eye(point.size).reshape(point.size, *point.shape)
    _, tangents = _run(f, point, directions)
    return np.moveaxis(tangents, 0, -1)


def gradient_forward(f: Callable[[Any], Any], x: ArrayLike) -> Floats:
    """Return the gradient of a scalar function of an array, of that array's shape, by forward mode."""
    return jacobian_forward(f, x).reshape(np.shape(x))
