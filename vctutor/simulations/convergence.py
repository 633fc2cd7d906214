"""How far from its centre a Taylor series converges, from the size of its coefficients."""

from __future__ import annotations

import math
from collections.abc import Sequence


def radius(coefficients: Sequence[float]) -> float:
    """Estimate the radius of convergence of a power series.

    The upper envelope of the coefficients is fitted by C n^p R^-n: a pole or a branch point at the
    distance R leaves them so (Darboux). Where the later half says clearly more than the earlier,
    the coefficients fall faster than any R^-n, and the series converges everywhere.

    Args:
        coefficients: c_0, c_1, ... ; some forty are enough for two digits.

    Returns:
        The radius; infinite where the series converges everywhere or ends; NaN where it can't be
        told.
    """
    import numpy as np

    if not all(math.isfinite(c) for c in coefficients):
        return math.nan
    peaks = _envelope(coefficients)
    if len(peaks) < 8:
        return math.inf
    half = len(peaks) // 2

    def fitted(part: list[tuple[int, float]]) -> float:
        columns = np.array([[1.0, math.log(n), -n] for n, _ in part])
        sizes = np.array([size for _, size in part])
        return float(np.exp(np.linalg.lstsq(columns, sizes, rcond=None)[0][2]))

    early, late = _mean_radius(peaks[:half]), _mean_radius(peaks[half:])
    if late > 1.25 * early and late > 1.05 * fitted(peaks[:half]):
        return math.inf
    return fitted(peaks)


def _envelope(coefficients: Sequence[float]) -> list[tuple[int, float]]:
    """Order and logarithm of the largest coefficient in each window of four, from the fourth on."""
    peaks: list[tuple[int, float]] = []
    for start in range(4, len(coefficients) - 3, 2):
        window = range(start, start + 4)
        best = max(window, key=lambda n: abs(coefficients[n]))
        if abs(coefficients[best]) > 1e-290 and (not peaks or peaks[-1][0] != best):
            peaks.append((best, math.log(abs(coefficients[best]))))
    return peaks


def _mean_radius(peaks: Sequence[tuple[int, float]]) -> float:
    (first, high), (last, low) = peaks[0], peaks[-1]
    return math.exp((high - low) / max(last - first, 1))
