"""Reverse mode: a tape records every operation; a backward pass over it computes the adjoints.

Forward, each operation stores its value and its local derivatives. Backward, the adjoint of each value (the
derivative of the output by it) is propagated to its inputs, multiplied by the local derivatives. One backward pass
gives the whole gradient at a small constant times the cost of the function, however many inputs there are.
Source: Griewank and Walther, *Evaluating Derivatives* (2nd ed., 2008), sections 3.2 and 4.6 (the bound);
Deisenroth, Faisal and Ong, *Mathematics for Machine Learning* (2020), section 5.6.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from vctutor.maths import primitives
from vctutor.maths.costs import OperationCounts
from vctutor.maths.forward import Dual, stack_duals
from vctutor.maths.tape import Tape, TapeNode, TapeRow
from vctutor.maths.vjp_rules import plain

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "OperationCounts",
    "Tape",
    "TapeNode",
    "TapeRow",
    "gradient",
    "hessian",
    "hessian_vector",
    "jacobian",
    "logsumexp",
    "record",
    "softmax",
    "stack",
    "value_and_gradient",
    "vjp",
]


def stack(parts: Sequence[Any]) -> Any:
    """Return numbers, duals or nodes as one array, dual or node of shape ``(n,)``."""
    places = [i for i, part in enumerate(parts) if isinstance(part, TapeNode)]
    if not places:
        return stack_duals(parts)
    value = stack_duals([part.value if isinstance(part, TapeNode) else part for part in parts])
    parents = tuple(parts[i].index for i in places)
    return parts[places[0]].tape.record(
        "stack", parents, lambda g: tuple(_entry(g, i) for i in places), value
    )


def _entry(g: Any, i: int) -> Any:
    """Return one entry of an adjoint; None for a zero, because 0 times infinity would be NaN."""
    part = g[i]
    if not isinstance(part, np.float64):
        return part
    return float(part) if part else None


def logsumexp(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Return ln(sum(e^x)) over an axis (None is all), without overflow.

    The largest entry is factored out first. Derivatives treat it as a constant, which leaves them unchanged.
    """
    plain = np.real(primitives.value_of(x))
    greatest = plain.max(axis=axis, keepdims=True)
    greatest = np.where(np.isfinite(greatest), greatest, 0.0)
    total = primitives.ln(primitives.exp(x - greatest).sum(axis=axis, keepdims=keepdims))
    return total + (
        greatest if keepdims else greatest.squeeze() if axis is None else greatest.squeeze(axis)
    )


def softmax(x: Any, axis: int = -1) -> Any:
    """Return e^x / sum(e^x) along an axis."""
    return primitives.exp(x - logsumexp(x, axis=axis, keepdims=True))


# -- derivatives of functions


def record(
    f: Callable[..., Any], *inputs: Any, names: Sequence[str] = ()
) -> tuple[Tape, tuple[TapeNode, ...], Any]:
    """Run a function of numbers and arrays on a new tape; return tape, input nodes and the output node.

    Args:
        f: a function written with :mod:`vctutor.maths.primitives`.
        inputs: its arguments: numbers, arrays or dual numbers.
        names: the names of the inputs in the listing.
    """
    tape = Tape()
    nodes = tuple(
        tape.variable(value, names[i] if i < len(names) else "") for i, value in enumerate(inputs)
    )
    with np.errstate(all="ignore"):
        result = f(*nodes)
    if isinstance(result, (list, tuple)):
        result = stack(result)
    if not isinstance(result, TapeNode):
        result = tape.record("constant", (), (), plain(result))
    return tape, nodes, result


def value_and_gradient(f: Callable[..., Any], *inputs: Any) -> tuple[float, Any]:
    """Return a scalar function's value and its gradient, by one pass forward and one backward.

    Args:
        f: a function of as many arguments as there are inputs, that gives a number.
        inputs: numbers or arrays of any shape.

    Returns:
        The value; and for one input its gradient, of the input's shape, else a tuple of one for each input.

    Raises:
        ValueError: the function gives an array.
    """
    tape, nodes, output = record(f, *inputs)
    if output.shape:
        raise ValueError(
            f"a gradient needs a function that gives a number, not an array of shape {output.shape}"
        )
    with np.errstate(all="ignore"):
        adjoints = tape.backward(output, keep=False)
    found = tuple(_adjoint(adjoints[node.index], node) for node in nodes)
    return output.value, found[0] if len(found) == 1 else found


def gradient(f: Callable[..., Any], *inputs: Any) -> Any:
    """Return the gradient of a scalar function; see :func:`value_and_gradient`."""
    return value_and_gradient(f, *inputs)[1]


def _adjoint(adjoint: Any, node: TapeNode) -> Any:
    if adjoint is None:
        return (
            0.0
            if type(node.value) is float
            else node.value * 0.0
            if isinstance(node.value, Dual)
            else np.zeros(node.shape)
        )
    return adjoint if isinstance(adjoint, (float, Dual)) else np.array(adjoint, float)[()]


def vjp(f: Callable[[Any], Any], x: ArrayLike) -> tuple[Any, Callable[[ArrayLike], Any]]:
    """Return f(x) and the function that takes u to the vector-Jacobian product u J.

    Args:
        f: a function of one number or array.
        x: where, of shape ``s``.

    Returns:
        The value, of shape ``t``; and a function of an array of shape ``t`` that gives one of shape ``s``.
    """
    tape, (node,), output = record(f, x)

    def pullback(u: ArrayLike) -> Any:
        with np.errstate(all="ignore"):
            return _adjoint(
                tape.backward(output, u if output.shape else float(np.asarray(u)), keep=False)[
                    node.index
                ],
                node,
            )

    return output.value, pullback


def jacobian(f: Callable[[Any], Any], x: ArrayLike) -> Floats:
    """Return the Jacobian by one backward pass for each output.

    Args:
        f: a function of an array of shape ``(n,)`` that gives an array, or a list of numbers, of shape ``(m,)``.
        x: where, of shape ``(n,)``.

    Returns:
        The Jacobian, shape ``(m, n)``; for a scalar function the gradient, shape ``(n,)``.
    """
    value, pullback = vjp(f, np.asarray(x, float))
    if not np.shape(value):
        return np.asarray(pullback(1.0))
    return np.stack([pullback(row) for row in np.eye(len(value))])


def hessian(f: Callable[[Any], Any], x: ArrayLike) -> Floats:
    """Return the matrix of second derivatives of a scalar function, by forward over reverse mode.

    The tape is run on dual numbers with one tangent for each input; the tangents of its gradient are the rows of
    the Hessian (Griewank and Walther, section 5.1).

    Args:
        f: a function of an array of shape ``(n,)`` that gives a number.
        x: where, of shape ``(n,)``.

    Returns:
        The Hessian, shape ``(n, n)``.
    """
    point = np.asarray(x, float)
    return _second(f, point, np.eye(point.size))


def hessian_vector(f: Callable[[Any], Any], x: ArrayLike, v: ArrayLike) -> Floats:
    """Return the Hessian times a vector v of shape ``(n,)``, at the cost of a few gradients."""
    return np.asarray(_second(f, np.asarray(x, float), np.asarray(v, float)[None])[0])


def _second(f: Callable[[Any], Any], point: Floats, directions: Floats) -> Floats:
    found = gradient(f, Dual(point, directions))
    return np.asarray(found.tangents) if isinstance(found, Dual) else np.zeros(directions.shape)
