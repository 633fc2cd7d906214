"""Difference quotients whose step follows the function's scale, with an estimate of their error.

A fixed step is too long beside a singularity and too short where values are large. Here the step runs through powers
of ten; the one whose quotient changes least from step to step is taken (Press et al., *Numerical Recipes*, 5.7).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

_EPSILON = 2.0**-52


class Difference(NamedTuple):
    """A difference quotient, and what it may be wrong by."""

    value: float
    error: float


def difference(f: Callable[[float], float], x: float, side: int = 0) -> Difference:
    """Return the best difference quotient of f at x.

    Args:
        f: a function of a number; NaN where it has no value.
        x: where.
        side: 0 for central differences, 1 for those to the right and -1 to the left.
    """
    centre, scale = f(x), max(1.0, abs(x))
    quotients: list[tuple[float, float, float]] = []
    for k in range(2, 29):
        h = scale * 10.0 ** (-k / 2)
        if abs(x) > 0 and h < 2 * _EPSILON * abs(x):
            break
        up, down = x + h * (side if side else 1), x if side else x - h
        high, low = f(up), centre if side else f(down)
        quotients.append(((high - low) / (up - down), h, _EPSILON * max(abs(high), abs(low)) / h))
    best = Difference(math.nan, math.inf)
    for before, here, after in zip(quotients, quotients[1:], quotients[2:], strict=False):
        change = abs(here[0] - before[0]) / 10 + abs(after[0] - here[0])
        error = change + here[2]
        if error < best.error:
            best = Difference(here[0], error)
    return best
