"""Numerical derivatives: what differences give, how wrong they are, and a check of any gradient.

Forward differences are wrong by about h f''/2, central ones by h² f'''/6, and rounding adds about 1e-16 |f|/h to
both (Press et al., *Numerical Recipes*, section 5.7). The complex step subtracts nothing, so it can take
h = 1e-20 and is exact to rounding (Squire and Trapp, "Using Complex Variables to Estimate Derivatives of Real
Functions", SIAM Review 40, 1998); the function must be written with :mod:`vctutor.maths.generic`, or with numpy
without ``abs``, ``max`` and comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from msgspec import Struct

from vctutor.i18n import _
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


class StepError(NamedTuple):
    """The errors of the three differences for one step h; each the largest over the inputs."""

    h: float
    forward: float
    central: float
    complex_step: float


def errors_by_step(
    f: Function, x: ArrayLike, exact: ArrayLike, steps: Sequence[float] | None = None
) -> tuple[StepError, ...]:
    """Return how wrong differences are for each step, against an exact derivative.

    Args:
        f: a function of one number or array.
        x: where.
        exact: the derivative, of the shape the differences have.
        steps: the steps; None takes 1, 0.1, ... 1e-16.
    """
    known = np.asarray(exact, float)

    def error(found: Any) -> float:
        return float(np.max(np.abs(np.asarray(found) - known), initial=0.0))

    chosen = [10.0**-k for k in range(17)] if steps is None else steps
    return tuple(
        StepError(
            h,
            error(forward_difference(f, x, h)),
            error(central_difference(f, x, h)),
            error(complex_step(f, x, h)),
        )
        for h in chosen
    )


class GradientReport(Struct, frozen=True):
    """A gradient held against central differences.

    Attributes:
        given: the gradient that is checked.
        numeric: the central differences, of the same shape.
        errors: for each entry |given - numeric| over the larger of 1, |given| and |numeric|.
        tolerance: what the errors may be.
    """

    given: Floats
    numeric: Floats
    errors: Floats
    tolerance: float

    @property
    def right(self) -> bool:
        """Whether every entry is within the tolerance; entries that are not finite are not."""
        return bool(np.all(self.errors <= self.tolerance))

    @property
    def worst(self) -> tuple[int, ...]:
        """The index of the largest error."""
        errors = np.where(np.isnan(self.errors), np.inf, self.errors)
        return tuple(int(i) for i in np.unravel_index(int(np.argmax(errors)), errors.shape))

    def __str__(self) -> str:
        """Say in a line whether the gradient is right, and where it is most wrong."""
        if not self.errors.size:
            return _("right: there are no inputs")
        place = ", ".join(map(str, self.worst))
        return _(
            "{word}: the largest relative error is {error:.1e}{where}, "
            "{given:.8g} against {numeric:.8g} by central differences"
        ).format(
            word=_("right") if self.right else _("wrong"),
            error=self.errors[self.worst],
            where=_(" at entry [{place}]").format(place=place) if place else "",
            given=self.given[self.worst],
            numeric=self.numeric[self.worst],
        )


def check_gradient(
    f: Function,
    x: ArrayLike,
    gradient: Function | ArrayLike | None = None,
    *,
    tolerance: float = 1e-5,
) -> GradientReport:
    """Hold a gradient against central differences.

    Args:
        f: a function of one number or array that gives a number.
        x: where, of shape ``s``.
        gradient: the gradient at x, of shape ``s``, or a function that gives it; None takes reverse mode's.
        tolerance: what the relative errors may be.

    Raises:
        ValueError: the gradient has another shape than x.
    """
    if gradient is None:
        from vctutor.maths.reverse import gradient as by_reverse

        given = np.asarray(by_reverse(f, _point(x)), float)
    else:
        given = np.asarray(gradient(_point(x)) if callable(gradient) else gradient, float)
    numeric = np.asarray(central_difference(f, x), float)
    if given.shape != numeric.shape:
        raise ValueError(f"the gradient has the shape {given.shape}, the point {numeric.shape}")
    with np.errstate(all="ignore"):
        scale = np.maximum(1.0, np.maximum(np.abs(given), np.abs(numeric)))
        errors = np.asarray(np.abs(given - numeric) / scale)
    return GradientReport(given, numeric, errors, tolerance)
