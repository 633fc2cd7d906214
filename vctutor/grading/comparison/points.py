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
    """The values a variable is compared at, ends included; only whole numbers where ``whole``."""

    low: float
    high: float
    whole: bool = False


# Where the author declares nothing: mostly moderate numbers, positive ones first, because roots and
# logarithms live there, then of both signs, then between -1 and 1, where arcsin and ln(1 - x) live,
# then larger ones.
_DEFAULT_RANGES = ((0.1, 4.0, 10), (-3.0, 3.0, 10), (-0.95, 0.95, 8), (-9.0, 9.0, 4))
_SPECIAL = (0.0, 1.0, -1.0, 0.5, 2.0)
_DECLARED_COUNT = 24


def interval(text: str, values: Mapping[str, int | float]) -> Interval | None:
    """Return the interval an author wrote as ``low..high``; None for an empty text, the safe default.

    Args:
        text: the ends are expressions in the parameters, such as ``0.1..2*a`` or ``-pi..pi``; ``whole`` behind them
            leaves only whole numbers: ``0..20 whole``.
        values: the variant's parameters.

    Raises:
        CourseError: the text is no interval, or its ends are not in order.
    """
    if not text.strip():
        return None
    whole = text.rstrip().endswith(" whole")
    low, dots, high = text.rstrip().removesuffix(" whole").partition("..")
    if not dots:
        raise CourseError(_("the domain '{text}' is not of the form low..high").format(text=text))
    ends = Interval(
        float(compute(low.strip(), values)), float(compute(high.strip(), values)), whole
    )
    if not ends.low < ends.high or (whole and math.ceil(ends.low) > math.floor(ends.high)):
        raise CourseError(_("the domain '{text}' is empty").format(text=text))
    return ends


Domains = tuple[tuple[str, "Interval | None"], ...]


@lru_cache(maxsize=256)
def exponent_points(
    domains: Domains, seed: str, exponents: frozenset[str]
) -> Mapping[str, NDArray[np.float64]]:
    """Return points for powers with a variable exponent: whole exponents, halves and thirds, bases of both signs.

    At exponents drawn at random a negative base has no power, so nothing would be known of it.
    """
    import numpy as np

    rng = random.Random(f"vctutor exponents {seed}")
    rows = [
        [
            _exponent(rng, end, place + index) if name in exponents else _draw(rng, end or _BASES)
            for index, (name, end) in enumerate(domains)
        ]
        for place in range(_EXPONENT_COUNT)
    ]
    table = np.array(rows, dtype=np.float64).T
    table.setflags(write=False)
    return {name: table[i] for i, (name, __) in enumerate(domains)}


_BASES = Interval(-3.0, 3.0)
_EXPONENTS = (2.0, 1.0, 0.5, 3.0, 1 / 3, -1.0, 2 / 3, 4.0, -2.0, 1.5, 0.25, 5.0, 0.0, -1 / 3, -3.0)
_EXPONENT_COUNT = 150


def _exponent(rng: random.Random, end: Interval | None, place: int) -> float:
    value = _EXPONENTS[place % len(_EXPONENTS)] if place % 2 else rng.choice(_EXPONENTS)
    if end is None or (end.low <= value <= end.high and (not end.whole or value == int(value))):
        return value
    return _draw(rng, end)


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
    if end is not None and end.whole:
        allowed = [value for value in allowed if value == int(value)] or [float(math.ceil(end.low))]
    return allowed[place % len(allowed)]


def _drawn_rows(domains: Domains, rng: random.Random, times: int) -> list[list[float]]:
    if all(end is not None for __, end in domains):
        kinds: list[Interval | None] = [None] * (_DECLARED_COUNT * times)
    else:
        kinds = [Interval(low, high) for low, high, n in _DEFAULT_RANGES for __ in range(n * times)]
    return [[_draw(rng, end or kind) for __, end in domains] for kind in kinds]


def _draw(rng: random.Random, end: Interval | None) -> float:
    assert end is not None
    if end.whole:
        low, high = math.ceil(end.low), math.floor(end.high)
        return float(low + int((high - low + 1) * rng.random()))
    return end.low + (end.high - end.low) * rng.random()


def _small_rows(domains: Domains, rng: random.Random) -> list[list[float]]:
    """Return points of many sizes, from a thousandth to a thousand, within the domains."""
    return [[_sized(rng, end) for __, end in domains] for __ in range(32)]


def _sized(rng: random.Random, end: Interval | None) -> float:
    size = math.exp(rng.uniform(math.log(1e-3), math.log(1e3)))
    value = size if rng.random() < 0.6 else -size
    if end is None:
        return value
    if end.whole:
        return _draw(rng, end)
    middle, half = (end.low + end.high) / 2, (end.high - end.low) / 2
    return middle + half * value / 1e3
