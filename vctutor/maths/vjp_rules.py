"""Vector-Jacobian products of single operations: division, indexing, matrix products, broadcasting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from vctutor.maths import primitives
from vctutor.maths.forward import Dual

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class DivisionRule:
    """The pullback of a/b = v: ā = v̄/b and b̄ = -v v̄/b, with one division for both."""

    __slots__ = ("b", "count", "value")

    def __init__(self, b: Any, value: Any, count: int) -> None:
        """Store the denominator, the quotient and the number of differentiated operands."""
        self.b = b
        self.value = value
        self.count = count

    def __call__(self, adjoint: Any) -> tuple[Any, ...]:
        """Return the contributions to numerator and denominator."""
        part = primitives.divide(adjoint, self.b)
        return (part, -(part * self.value)) if self.count == 2 else (-(part * self.value),)

    def partials(self) -> tuple[Any, ...]:
        """Return the local derivatives, for a listing."""
        one = primitives.divide(1.0, self.b)
        return (one, -(self.value * one)) if self.count == 2 else (-(self.value * one),)


class DeferredRule:
    """The pullback of a function of an array; computes its local derivative on demand to save memory."""

    __slots__ = ("arguments", "slope")

    def __init__(self, slope: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        """Store the function and the arguments of the local derivative."""
        self.slope = slope
        self.arguments = arguments

    def __call__(self, adjoint: Any) -> tuple[Any, ...]:
        """Return the contribution to the argument."""
        return (adjoint * self.slope(*self.arguments),)

    def partials(self) -> tuple[Any, ...]:
        """Return the local derivative, for a listing."""
        return (self.slope(*self.arguments),)


class IndexRule:
    """The pullback of indexing; adds into the adjoint in place, so that n single entries cost n and not n squared."""

    __slots__ = ("key",)

    def __init__(self, key: Any) -> None:
        """Store the index."""
        self.key = key

    def __call__(self, adjoint: Any) -> tuple[Any, ...]:
        """Raise: indexing accumulates in place, by :meth:`give`."""
        raise AssertionError("an index adds in place")

    def give(
        self, adjoints: list[Any], owned: set[int], parent: int, adjoint: Any, values: list[Any]
    ) -> None:
        """Add an adjoint to its parent's, in an array of its own (noted in ``owned``)."""
        shape = shape_of(values[parent])
        before = adjoints[parent]
        if isinstance(adjoint, Dual) or isinstance(before, Dual):
            part = (
                adjoint.scatter(self.key, shape)
                if isinstance(adjoint, Dual)
                else scattered(adjoint, self.key, shape)
            )
            adjoints[parent] = part if before is None else before + part
            return
        if parent not in owned:
            adjoints[parent] = np.zeros(shape) if before is None else np.array(before, float)
            owned.add(parent)
        add_at(adjoints[parent], self.key, adjoint)


def scattered(adjoint: Any, key: Any, shape: tuple[int, ...]) -> Floats:
    """Return zeros of a shape with an adjoint added at a key."""
    made = np.zeros(shape)
    add_at(made, key, adjoint)
    return made


def add_at(array: Floats, key: Any, part: Any) -> None:
    """Add to entries of an array in place."""
    keys = key if isinstance(key, tuple) else (key,)
    if all(k is None or isinstance(k, (int, np.integer, slice)) or k is Ellipsis for k in keys):
        array[key] += part
    else:
        np.add.at(array, key, part)


def plain(value: Any) -> Any:
    """Return a float, or an array of floats."""
    return float(value) if np.ndim(value) == 0 else np.asarray(value, float)


def shape_of(value: Any) -> tuple[int, ...]:
    """Return the shape of a float, an array or a dual number."""
    return () if type(value) is float else tuple(getattr(value, "shape", ()))


def size_of(value: Any) -> int:
    """Return the number of entries of a float, an array or a dual number."""
    return 1 if type(value) is float else int(getattr(value, "size", 1))


def fitted(part: Any, shape: tuple[int, ...]) -> Any:
    """Sum an adjoint over the axes along which its input was repeated."""
    have = shape_of(part)
    if have == shape:
        return part
    extra = len(have) - len(shape)
    if extra < 0:
        return broadcast(part, have, shape)
    axes = (
        *range(extra),
        *(i + extra for i, n in enumerate(shape) if n == 1 and have[i + extra] != 1),
    )
    if axes:
        part = part.sum(axis=axes, keepdims=True)
    part = part.reshape(shape)
    return part if shape or isinstance(part, Dual) else float(part)


def broadcast(part: Any, kept: tuple[int, ...], shape: tuple[int, ...]) -> Any:
    """Repeat an adjoint, brought to the shape ``kept`` first, to a larger shape."""
    if isinstance(part, Dual):
        return part.reshape(kept).broadcast(shape)
    return np.broadcast_to(np.reshape(part, kept), shape)


def by_left(g: Any, a: Any, b: Any) -> Any:
    """Return the adjoint of a in a @ b."""
    if a.ndim == 1:
        return b @ g if b.ndim == 2 else g * b
    return g @ b.T if b.ndim == 2 else g[:, None] * b[None, :]


def by_right(g: Any, a: Any, b: Any) -> Any:
    """Return the adjoint of b in a @ b."""
    if a.ndim == 2:
        return a.T @ g
    return g * a if b.ndim == 1 else a[:, None] * g[None, :]
