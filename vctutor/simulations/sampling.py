"""Sampled curves with gaps at poles and jumps, and axis ranges that show them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vctutor.simulations.functions import ScalarFunction

Position = tuple[float, float]
GAP: Position = (math.nan, math.nan)
_HUGE = 1e300
"""Beyond this, ranges overflow when they are measured."""


def sample(
    function: ScalarFunction, low: float, high: float, count: int = 201
) -> tuple[Position, ...]:
    """Return points of a function of one variable, with a gap wherever it has none or jumps.

    Args:
        function: what to sample.
        low: where to begin.
        high: where to end.
        count: how many points, evenly spaced.
    """
    import numpy as np

    xs = np.linspace(low, high, count)
    ys = function.on(xs)
    return with_gaps(function, xs.tolist(), ys.tolist())


def with_gaps(
    function: Callable[[float], float], xs: list[float], ys: list[float]
) -> tuple[Position, ...]:
    """Return points with a gap between neighbours where the function jumps.

    Bisection distinguishes a steep stretch from a jump: a continuous function changes less in each half.
    """
    finite = sorted(y for y in ys if math.isfinite(y))
    if not finite:
        return ()
    # What is steep against the middle of the values, so that a pole's heights do not hide other
    # jumps.
    middle = finite[len(finite) * 9 // 10] - finite[len(finite) // 10]
    steep = max(middle, 1e-12) * 0.25
    points: list[Position] = []
    for place, (x, y) in enumerate(zip(xs, ys, strict=True)):
        if place and math.isfinite(y) and math.isfinite(ys[place - 1]):
            before = ys[place - 1]
            if abs(y - before) > steep and _jumps(function, xs[place - 1], x, before, y):
                points.append(GAP)
        points.append((x, y) if math.isfinite(y) else GAP)
    return tuple(points)


def _jumps(
    function: Callable[[float], float], left: float, right: float, low: float, high: float
) -> bool:
    """Whether a function jumps between two places, or runs to infinity there."""
    first = abs(high - low)
    for _ in range(24):
        middle = (left + right) / 2
        value = function(middle)
        if not math.isfinite(value):
            return True
        if abs(value - low) >= abs(high - value):
            right, high = middle, value
        else:
            left, low = middle, value
        if abs(high - low) > 4 * first:
            return True
    return abs(high - low) > 0.25 * first


def visible_range(
    values: Iterable[float], *, margin: float = 0.08, include: Iterable[float] = ()
) -> tuple[float, float]:
    """Return a range in which a curve can be seen.

    Args:
        values: the heights of the curve; those that are not finite do not count. Where a few are
            far out, as beside a pole, the range is that of the others.
        margin: what is added on both sides, as a share of the range.
        include: further heights to show where they are finite.

    Returns:
        Low and high, with low below high; around a constant, a range as high as the constant is
        large.
    """
    finite = sorted(value for value in values if abs(value) < _HUGE)
    if not finite:
        return (-1.0, 1.0)
    low, high = finite[0], finite[-1]
    inner_low, inner_high = _middle(finite)
    inner = inner_high - inner_low
    if inner > 0:
        if high - inner_high > 4 * inner:
            high = inner_high + inner
        if inner_low - low > 4 * inner:
            low = inner_low - inner
    for value in include:
        if abs(value) < _HUGE:
            low, high = min(low, value), max(high, value)
    span = high - low
    if span <= 1e-9 * max(abs(low), abs(high), 1e-300):
        half = max(abs(low), 1.0) / 2
        return (low - half, high + half)
    return (low - margin * span, high + margin * span)


def _middle(ordered: list[float]) -> tuple[float, float]:
    """The tenth and the ninetieth percentile."""
    last = len(ordered) - 1
    return ordered[last // 10], ordered[last - last // 10]


def capped(history: tuple[Position, ...], newest: Position, most: int) -> tuple[Position, ...]:
    """Return a history with one more entry, and without the oldest where there would be too many."""
    return (*history, newest)[-most:]
