"""Numerical derivatives: differences and the complex step.

Forward differences are wrong by about h f''/2, central ones by h² f'''/6, and rounding adds about 1e-16 |f|/h to
both (Press et al., *Numerical Recipes*, section 5.7). The complex step subtracts nothing, so it can take
h = 1e-20 and is exact to rounding (Squire and Trapp, "Using Complex Variables to Estimate Derivatives of Real
Functions", SIAM Review 40, 1998); the function must be written with :mod:`vctutor.maths.primitives`, or with numpy
without ``abs``, ``max`` and comparisons.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from vctutor.maths.forward import outputs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
Function = Callable[[Any], Any]

_EPSILON = float(np.finfo(float).eps)
COMPLEX_STEP = 1e-20


def forward_difference(f: Function, x: ArrayLike, h: float | None = None) -> Any:
    """Return (f(x + h) - f(x)) / h for each input.

    Args:
        f: a function of one number or array.
        x: where, a number or an array of shape ``s``.
        h: the step; None takes the square root of the rounding unit, scaled by each entry of x.

    Returns:
        The derivatives, of the function's shape followed by ``s``; a float for a function of a number.
    """
    centre = _call(f, _point(x))
    return _each(x, h, _EPSILON**0.5, lambda up, down, step: (_call(f, up) - centre) / step)


def central_difference(f: Function, x: ArrayLike, h: float | None = None) -> Any:
    """Return (f(x + h) - f(x - h)) / 2h for each input.

    Args:
        f: a function of one number or array.
        x: where, a number or an array of shape ``s``.
        h: the step; None takes the cube root of the rounding unit, scaled by each entry of x.

    Returns:
        The derivatives, of the function's shape followed by ``s``; a float for a function of a number.
    """
    return _each(
        x,
        h,
        _EPSILON ** (1 / 3),
        lambda up, down, step: (_call(f, up) - _call(f, down)) / (2 * step),
    )


def complex_step(f: Function, x: ArrayLike, h: float = COMPLEX_STEP) -> Any:
    """Return Im f(x + ih) / h for each input.

    Args:
        f: a function of one number or array that can take complex ones.
        x: where, a number or an array of shape ``s``.
        h: the step.

    Returns:
        The derivatives, of the function's shape followed by ``s``; a float for a function of a number.
    """
    point = _point(x)

    def one(index: tuple[int, ...]) -> Any:
        moved = np.array(point, complex)
        moved[index] += 1j * h
        return np.imag(_call(f, moved if moved.ndim else complex(moved))) / h

    # A value near the largest float divided by so small a step is infinite, and that is what it should be.
    with np.errstate(all="ignore"):
        return _gathered(point, one)


def _point(x: ArrayLike) -> Any:
    return float(np.asarray(x)) if np.ndim(x) == 0 else np.asarray(x, float)


def _call(f: Function, x: Any) -> Any:
    with np.errstate(all="ignore"):
        result = f(x)
    return np.asarray(result) if isinstance(result, (list, tuple)) else outputs(result)


def _each(
    x: ArrayLike, h: float | None, relative: float, quotient: Callable[[Any, Any, float], Any]
) -> Any:
    point = _point(x)

    def one(index: tuple[int, ...]) -> Any:
        here = float(point if np.ndim(point) == 0 else point[index])
        step = relative * max(1.0, abs(here)) if h is None else h
        if np.ndim(point) == 0:
            up, down = here + step, here - step
        else:
            up, down = point.copy(), point.copy()
            up[index] += step
            down[index] -= step
        with np.errstate(all="ignore"):
            return quotient(up, down, step)

    return _gathered(point, one)


def _gathered(point: Any, one: Callable[[tuple[int, ...]], Any]) -> Any:
    """Compute one derivative for each entry of a point; their axes come last."""
    if np.ndim(point) == 0:
        value = one(())
        return float(value) if np.ndim(value) == 0 else np.asarray(value)
    columns = [np.asarray(one(index)) for index in np.ndindex(*point.shape)]
    shape = columns[0].shape if columns else ()
    return (
        np.stack(columns, axis=-1).reshape(*shape, *point.shape)
        if columns
        else np.zeros(point.shape)
    )
