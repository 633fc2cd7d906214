"""Taylor series: coefficients, and how far they converge, also beside gaps and at corners."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vctutor.maths.continuation import Continued, smooth_piece, written_out
from vctutor.maths.points import analyse, series_at
from vctutor.maths.singularities import Convergence, circle, convergence
from vctutor.maths.taylor import taylor_coefficients
from vctutor.maths.tree import Expression


class TaylorSeries(NamedTuple):
    """The Taylor series of a function of one variable.

    Attributes:
        coefficients: c_0, c_1, ...; NaN from the first that does not exist.
        convergence: how far the series converges, and to the function.
    """

    coefficients: tuple[float, ...]
    convergence: Convergence


@lru_cache(maxsize=64)
def taylor_series(e: Expression, name: str, centre: float, order: int) -> TaylorSeries:
    """Return the Taylor series about a point, right also beside a removable gap and at a corner's smooth orders.

    Args:
        e: a scalar expression of one variable.
        name: the variable, canonical.
        centre: the point of expansion.
        order: the highest power, at least 0.
    """
    coefficients = taylor_coefficients(e, name, centre, order)
    if not all(map(math.isfinite, coefficients)):
        found = analyse(e, {name: centre}, (name,))
        coefficients = series_at(e, name, centre, order)
        if found.kind != "gap":
            return TaylorSeries(coefficients, Convergence(math.nan))
        return TaylorSeries(coefficients, convergence(e, name, centre))
    reach = convergence(e, name, centre)
    if reach.removable < min(reach.radius, 1.0):
        coefficients = sampled_coefficients(e, name, centre, order, reach.radius)
    return TaylorSeries(coefficients, reach)


def sampled_coefficients(
    e: Expression, name: str, centre: float, order: int, radius: float
) -> tuple[float, ...]:
    """Return Taylor coefficients by Cauchy's integral on circles, with a fast Fourier transform.

    Right beside a removable gap, where the recurrences divide two small numbers (Trefethen and Weideman, "The
    Exponentially Convergent Trapezoidal Rule", 2014, section 2). ``radius`` is that of convergence.
    """
    analytic = written_out(smooth_piece(e, name, centre)[0])
    best = np.full(order + 1, math.nan)
    errors = np.full(order + 1, math.inf)
    for share in (0.1, 0.25, 0.5, 0.7):
        r = share * (radius if math.isfinite(radius) else 4.0)
        path = circle(centre, r, 1024)
        values = Continued(name, path).of(analytic)[256:-1]
        if not np.isfinite(values).all():
            continue
        powers = r ** np.arange(order + 1.0)
        found = (np.fft.fft(values) / values.size)[: order + 1].real / powers
        error = 2e-16 * float(np.abs(values).max()) / powers
        better = error < errors
        best[better], errors[better] = found[better], error[better]
    return tuple(
        float(c) if abs(c) > 4 * error else 0.0 for c, error in zip(best, errors, strict=True)
    )
