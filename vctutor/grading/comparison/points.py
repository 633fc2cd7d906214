"""Where two expressions are compared: points drawn from domains, and special points.

The points depend on the variables, their domains and a seed text (the question's), never on the
answer, so that the same answer always meets the same points.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vctutor.errors import CourseError
from vctutor.grading.arithmetic import compute
from vctutor.i18n import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Interval(NamedTuple):
    """The values a variable is compared at, ends included."""

    low: float
    high: float


# Where the author declares nothing: mostly moderate numbers, positive ones first, because roots and
# logarithms live there, then of both signs, then between -1 and 1, where arcsin and ln(1 - x) live,
# then larger ones.
_DEFAULT_RANGES = ((0.1, 4.0, 10), (-3.0, 3.0, 10), (-0.95, 0.95, 8), (-9.0, 9.0, 4))
_SPECIAL = (0.0, 1.0, -1.0, 0.5, 2.0)
_DECLARED_COUNT = 24


def interval(text: str, values: Mapping[str, int | float]) -> Interval | None:
    """Return the interval an author wrote as ``low..high``; None for an empty text, the safe default.

    Args:
        text: the ends are expressions in the parameters, such as ``0.1..2*a`` or ``-pi..pi``.
        values: the variant's parameters.

    Raises:
        CourseError: the text is no interval, or its ends are not in order.
    """
    if not text.strip():
        return None
    low, dots, high = text.partition("..")
    if not dots:
        raise CourseError(_("the domain '{text}' is not of the form low..high").format(text=text))
    ends = Interval(float(compute(low.strip(), values)), float(compute(high.strip(), values)))
    if not ends.low < ends.high:
        raise CourseError(_("the domain '{text}' is empty").format(text=text))
    return ends


Domains = tuple[tuple[str, "Interval | None"], ...]


@lru_cache(maxsize=256)
def points(domains: Domains, seed: str, again: int = 0) -> Mapping[str, NDArray[np.float64]]:
    """Return the points of a comparison: variable -> its values, all of one length.

    Args:
        domains: each variable and its interval, or None for the safe default.
        seed: decides the draws.
        again: 0 for the first round; 1 for a second, with four times as many points, of more sizes.

    Returns:
        Arrays not to be written to. Without variables there is one point.
    """
    import numpy as np

    if not domains:
        return {}
    rng = random.Random(f"vctutor points {seed} {again}")
    rows = [*_special_rows(domains), *_drawn_rows(domains, rng, 4 if again else 1)]
    if again:
        rows += _small_rows(domains, rng)
    table = np.array(rows, dtype=np.float64).T
    table.setflags(write=False)
    return {name: table[i] for i, (name, __) in enumerate(domains)}


def special_count(domains: Domains) -> int:
    """Return how many of the points, the first ones, are special."""
    return len(_special_rows(domains)) if domains else 1


def _special_rows(domains: Domains) -> list[list[float]]:
    """Return the special points that lie in the domains: on the diagonal, and each axis mixed."""
    rows: list[list[float]] = []
    for place in range(len(_SPECIAL)):
        straight = [_special(place, end) for __, end in domains]
        mixed = [_special(place + i, end) for i, (__, end) in enumerate(domains)]
        rows += [row for row in (straight, mixed) if row not in rows]
    return rows


def _special(place: int, end: Interval | None) -> float:
    allowed = [value for value in _SPECIAL if end is None or end.low <= value <= end.high]
    if end is not None:
        allowed = list(dict.fromkeys([*allowed, end.low, end.high]))
    return allowed[place % len(allowed)]


def _drawn_rows(domains: Domains, rng: random.Random, times: int) -> list[list[float]]:
    if all(end is not None for __, end in domains):
        kinds: list[Interval | None] = [None] * (_DECLARED_COUNT * times)
    else:
        kinds = [Interval(low, high) for low, high, n in _DEFAULT_RANGES for __ in range(n * times)]
    return [[_draw(rng, end or kind) for __, end in domains] for kind in kinds]


def _draw(rng: random.Random, end: Interval | None) -> float:
    assert end is not None
    return end.low + (end.high - end.low) * rng.random()


def _small_rows(domains: Domains, rng: random.Random) -> list[list[float]]:
    """Return points of many sizes, from a thousandth to a thousand, within the domains."""
    return [[_sized(rng, end) for __, end in domains] for __ in range(32)]


def _sized(rng: random.Random, end: Interval | None) -> float:
    size = math.exp(rng.uniform(math.log(1e-3), math.log(1e3)))
    value = size if rng.random() < 0.6 else -size
    if end is None:
        return value
    middle, half = (end.low + end.high) / 2, (end.high - end.low) / 2
    return middle + half * value / 1e3
