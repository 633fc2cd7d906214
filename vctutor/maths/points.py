"""What a function does at a point: the only place that decides it.

Both sides of the point are expanded in one-sided series (see :mod:`vctutor.maths.one_sided`), in several variables
along the axes and further directions. What the expansions do not decide is "unknown", and nothing is said of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from vctutor.maths.expansion import CannotTell, Expansion, NoValue, split
from vctutor.maths.names import canonical
from vctutor.maths.one_sided import OneSided
from vctutor.maths.simplification import simplify
from vctutor.maths.tree import Expression

Kind = Literal[
    "smooth",
    "corner",
    "cone",
    "cusp",
    "vertical",
    "jump",
    "gap",
    "pole",
    "edge",
    "outside",
    "oscillating",
    "unknown",
]
_KEEPS = (4, 12)  # how many powers of t are tried
_INFINITY = math.inf


class Side(NamedTuple):
    """A function on one side of a point, or in one direction from it.

    Attributes:
        status: "value", "infinite" (the limit is), "outside" (no value on this side), "oscillating" or "unknown".
        limit: the one-sided limit; None where there is none or it is not known.
        slope: the limit of the difference quotient, per unit along the direction; infinite where it is that, None
            where there is none or it is not known.
        slope_error: a bound on the rounding error of the slope.
        bend: the one-sided second derivative, likewise.
        coefficients: c_0, c_1, ... of the powers t^0, t^1, ... as far as there are whole powers only.
    """

    status: Literal["value", "infinite", "outside", "oscillating", "unknown"]
    limit: float | None = None
    slope: float | None = None
    slope_error: float = 0.0
    bend: float | None = None
    coefficients: tuple[float, ...] = ()


class Profile(NamedTuple):
    """A function along a line through a point.

    Attributes:
        kind: what it does there.
        value: its value at the point; None where it has none.
        left: before the point, with slopes by the coordinate (not by the distance from the point).
        right: behind it.
    """

    kind: Kind
    value: float | None
    left: Side
    right: Side

    @property
    def slope(self) -> float | None:
        """The derivative, infinite for a vertical tangent; None where there is none or it is not known."""
        return self.right.slope if self.kind in ("smooth", "vertical") else None

    @property
    def slope_zero(self) -> bool:
        """Whether the derivative is zero within its rounding error."""
        return self.slope is not None and abs(self.slope) <= self.right.slope_error

    @property
    def limit(self) -> float | None:
        """The value that fills a removable gap."""
        return self.right.limit if self.kind == "gap" else None


class PointAnalysis(NamedTuple):
    """A function of several variables at a point.

    Attributes:
        kind: what it does there.
        value: its value; None where it has none.
        names: the variables, canonical.
        profiles: along each variable.
        special: the parts that sit on a branch or corner of their own there.
        slope: for a cone the slope in every direction.
    """

    kind: Kind
    value: float | None
    names: tuple[str, ...]
    profiles: tuple[Profile, ...]
    special: tuple[Expression, ...] = ()
    slope: float | None = None

    @property
    def differentiable(self) -> bool:
        """Whether it has a (finite) derivative there for certain."""
        return self.kind == "smooth"

    @property
    def gradient(self) -> tuple[float | None, ...]:
        """The partial derivatives; None where there is none or it is not known."""
        return tuple(profile.slope for profile in self.profiles)

    @property
    def stationary(self) -> bool:
        """Whether it is differentiable and every partial derivative is zero within its rounding error."""
        return self.kind == "smooth" and all(profile.slope_zero for profile in self.profiles)


def analyse(e: Expression, values: Mapping[str, float], names: Sequence[str] = ()) -> PointAnalysis:
    """Return what a scalar expression does at a point.

    Args:
        e: the expression.
        values: every variable's value, by name in any spelling.
        names: the variables that move; empty for all that occur.
    """
    at = {canonical(name): float(value) for name, value in values.items()}
    by = tuple(map(canonical, names)) or tuple(sorted(e.free_symbols)) or tuple(at)
    return _analyse(e, tuple(sorted(at.items())), by)


@lru_cache(maxsize=512)
def _analyse(
    e: Expression, at: tuple[tuple[str, float], ...], by: tuple[str, ...]
) -> PointAnalysis:
    values = dict(at)
    if not all(map(math.isfinite, values.values())):
        return PointAnalysis("unknown", None, by, ())
    value, special, sure = _value(e, values)
    profiles = tuple(_profile(e, values, {name: 1.0}, value, sure) for name in by)
    kinds = [profile.kind for profile in profiles]
    if sure and value is not None and not special:
        # Every part is analytic at the point, and so is the whole.
        kind: Kind = "smooth" if all(k == "smooth" for k in kinds) else "unknown"
        return PointAnalysis(kind, value, by, profiles)
    if len(by) == 1 or not sure:
        kind = kinds[0] if len(by) == 1 else "unknown"
        return PointAnalysis(kind, value, by, profiles, special)
    kind, slope = _several(e, values, by, value, profiles)
    return PointAnalysis(kind, value, by, profiles, special, slope)


def _value(
    e: Expression, values: Mapping[str, float]
) -> tuple[float | None, tuple[Expression, ...], bool]:
    """Return the value, the special parts, and whether it is certain that there is a value or none."""
    work = OneSided(values, {}, 1)
    try:
        limit, __, ___ = split(work.of(e))
    except NoValue:
        return None, tuple(work.special), True
    except (CannotTell, OverflowError, ValueError, ZeroDivisionError):
        return None, tuple(work.special), False
    return limit, tuple(work.special), True


def _side(e: Expression, values: Mapping[str, float], direction: Mapping[str, float]) -> Side:
    side = Side("unknown")
    for keep in _KEEPS:
        work = OneSided(values, direction, keep)
        try:
            side = _read(work.of(e), work)
        except NoValue:
            return Side("outside")
        except (CannotTell, OverflowError, ValueError, ZeroDivisionError):
            continue
        if side.status != "unknown":
            break
    if side.status == "oscillating" and not _varies(e, values, direction):
        return Side("unknown")
    return side


def _read(a: Expansion, work: OneSided) -> Side:
    if a.growth or (
        a.terms and (a.terms[0].power < 0 or (a.terms[0].power == 0 and a.terms[0].logs > 0))
    ):
        sign = a.sign if a.growth else a.terms[0].sign
        return Side("infinite", sign * _INFINITY if sign else None)
    if a.terms and a.terms[0].power == 0 and a.terms[0].logs < 0:
        return Side(
            "value", 0.0, a.terms[0].sign * _INFINITY
        )  # 1/ln t tends to 0, steeper than every power
    if a.order is not None and a.order <= 0:
        return Side("oscillating" if work.oscillates else "unknown")
    limit, __, rest = split(a)
    slope, error, rest = _next(rest, 1)
    bend = None
    if slope is not None and math.isfinite(slope):
        half, ___, ____ = _next(rest, 2)
        bend = None if half is None else 2 * half
    return Side("value", limit, slope, error, bend, _whole_powers(a))


def _next(rest: Expansion, power: int) -> tuple[float | None, float, Expansion]:
    """Return the coefficient of t^power, where everything larger makes it infinite; and what follows."""
    first = rest.terms[0] if rest.terms else None
    if first is not None and (first.power < power or (first.power == power and first.logs > 0)):
        return first.sign * _INFINITY, 0.0, rest
    if rest.order is not None and rest.order <= power:
        return None, 0.0, rest
    if first is None or first.power > power:
        return 0.0, 0.0, rest
    if first.logs:
        return 0.0, 0.0, rest  # t^power/ln t is smaller than t^power
    return first.value, first.error, Expansion(rest.terms[1:], rest.order, 0, rest.sign)


def _whole_powers(a: Expansion) -> tuple[float, ...]:
    """Return the coefficients of t^0, t^1, ... up to the first fraction, logarithm or unknown power."""
    found: dict[int, float] = {}
    last = 64 if a.order is None or a.order > 64 else math.ceil(a.order) - 1
    for term in a.terms:
        if term.logs or term.power.denominator > 1:
            last = min(last, math.ceil(term.power) - 1)
            break
        found[int(term.power)] = term.value
    return tuple(found.get(n, 0.0) for n in range(last + 1))


def _varies(e: Expression, values: Mapping[str, float], direction: Mapping[str, float]) -> bool:
    """Whether samples ever nearer to the point stay spread out: an oscillation that has no limit."""
    from vctutor.maths.evaluation import evaluate

    spreads = []
    for start in (1e-4, 1e-6):
        samples = [
            evaluate(
                e,
                {n: v + direction.get(n, 0.0) * start / (1 + 0.01 * k) for n, v in values.items()},
            )
            for k in range(60)
        ]
        finite = [y for y in samples if math.isfinite(y)]
        spreads.append(max(finite, default=0.0) - min(finite, default=0.0))
    return spreads[1] > 0.25 * spreads[0] > 0


def _mirrored(side: Side) -> Side:
    """Return a side with its slopes by the coordinate, which decreases along it."""
    return side._replace(
        slope=None if side.slope is None else -side.slope,
        coefficients=tuple(c * (-1) ** n for n, c in enumerate(side.coefficients)),
    )


def _profile(
    e: Expression,
    values: Mapping[str, float],
    direction: Mapping[str, float],
    value: float | None,
    sure: bool,
) -> Profile:
    right = _side(e, values, direction)
    left = _mirrored(_side(e, values, {name: -part for name, part in direction.items()}))
    if not sure and right.status == left.status == "value" and right.limit == left.limit:
        return Profile("unknown", value, left, right)
    return Profile(_kind(value, left, right) if sure else "unknown", value, left, right)


def _kind(value: float | None, left: Side, right: Side) -> Kind:
    statuses = {left.status, right.status}
    if statuses == {"outside"}:
        return "outside" if value is None else "unknown"
    if "infinite" in statuses:
        return "pole"
    if "oscillating" in statuses:
        return "oscillating"
    if "unknown" in statuses:
        return "unknown"
    if "outside" in statuses:
        return "edge"
    assert left.limit is not None and right.limit is not None
    if not _same(left.limit, right.limit):
        return "jump"
    if value is None:
        return "gap"
    if not _same(value, right.limit):
        return "jump"
    a, b = left.slope, right.slope
    if a is None or b is None:
        return "unknown"
    if math.isinf(a) or math.isinf(b):
        return "vertical" if a == b else "cusp" if a == -b else "corner"
    tolerance = left.slope_error + right.slope_error
    return "smooth" if abs(a - b) <= tolerance + 1e-12 * max(abs(a), abs(b)) else "corner"


def _same(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= 1e-12 * max(abs(a), abs(b))


def _several(
    e: Expression,
    values: Mapping[str, float],
    by: tuple[str, ...],
    value: float | None,
    profiles: Sequence[Profile],
) -> tuple[Kind, float | None]:
    """Return what a function of several variables with a special part does, from lines in many directions."""
    kinds = [profile.kind for profile in profiles]
    lines = [
        _profile(e, values, dict(zip(by, direction, strict=True)), value, True)
        for direction in _directions(len(by))
    ]
    every: list[Kind] = [*kinds, *(line.kind for line in lines)]
    if value is None:
        # A limit along lines proves nothing about the limit in the plane; poles and edges are seen along one.
        for kind in ("outside", "pole", "oscillating"):
            if all(k == kind for k in every):
                return kind, None
        return ("pole", None) if "pole" in every and "unknown" not in every else ("unknown", None)
    for kind in ("jump", "pole", "oscillating", "unknown", "edge"):
        if kind in every:
            return kind, None
    if any(k == "outside" for k in every):
        return "edge", None
    cone = _cone(profiles, lines)
    if cone is not None:
        return "cone", cone
    for kind in ("cusp", "vertical", "corner"):
        if kind in every:
            return kind, None
    # All lines are smooth. With a derivative its slope along d is the sum of d_i df/dx_i.
    gradient = [profile.slope or 0.0 for profile in profiles]
    for direction, line in zip(_directions(len(by)), lines, strict=True):
        expected = sum(d * g for d, g in zip(direction, gradient, strict=True))
        size = sum(abs(d * g) for d, g in zip(direction, gradient, strict=True))
        if (
            abs((line.slope or 0.0) - expected)
            > 1e-9 * max(size, abs(line.slope or 0.0)) + line.right.slope_error
        ):
            return "corner", None
    return "smooth", None


def _directions(count: int) -> list[tuple[float, ...]]:
    """Return directions that are not axes: all diagonals of two variables, and some that are none."""
    found = []
    for i in range(min(count, 4)):
        for j in range(i + 1, min(count, 4)):
            for a, b in ((1.0, 1.0), (1.0, -1.0), (0.6, 0.8), (0.28, -0.96)):
                direction = [0.0] * count
                direction[i], direction[j] = a, b
                found.append(tuple(direction))
    return found


def _cone(profiles: Sequence[Profile], lines: Sequence[Profile]) -> float | None:
    """Return the slope of a cone, which is the same in every direction of unit length; None where it is none."""
    slopes = []
    lengths = [1.0] * len(profiles) + [math.hypot(*d) for d in _directions(len(profiles))]
    for line, length in zip((*profiles, *lines), lengths, strict=True):
        if line.kind != "corner" or line.left.slope is None or line.right.slope is None:
            return None
        slopes += [line.right.slope / length, -line.left.slope / length]
    least, most = min(slopes), max(slopes)
    same = all(map(math.isfinite, slopes)) and most - least <= 1e-9 * max(abs(least), abs(most))
    return slopes[0] if same else None


Extremum = Literal["minimum", "maximum", "saddle", "neither", "undecided"]


def extremum(e: Expression, values: Mapping[str, float], names: Sequence[str] = ()) -> Extremum:
    """Return what kind of stationary point or corner this is, by the sign of f - f(p) in many directions.

    In one variable both sides decide: "neither" where the function rises on one side only. In several, one direction
    up and one down prove a saddle; a minimum or maximum needs a definite Hessian and is "undecided" here.
    """
    at = {canonical(name): float(value) for name, value in values.items()}
    by = tuple(map(canonical, names)) or tuple(sorted(e.free_symbols))
    value, __, sure = _value(e, at)
    if value is None or not sure:
        return "undecided"
    axes = [tuple(float(i == j) for j in range(len(by))) for i in range(len(by))]
    signs = set()
    for direction in (*axes, *_directions(len(by))):
        for sign in (1.0, -1.0):
            signs.add(_rise(e, at, {n: sign * d for n, d in zip(by, direction, strict=True)}))
    if {1, -1} <= signs:
        return "neither" if len(by) == 1 else "saddle"
    if len(by) == 1 and len(signs) == 1:
        return {1: "minimum", -1: "maximum"}.get(signs.pop(), "undecided")  # type: ignore[return-value]
    return "undecided"


def _rise(e: Expression, values: Mapping[str, float], direction: Mapping[str, float]) -> int:
    """Return whether a function rises (1) or falls (-1) from a point along a direction; 0 where it is not known."""
    try:
        rest = split(OneSided(values, direction, 12).of(e))[2]
    except (CannotTell, NoValue, OverflowError, ValueError, ZeroDivisionError):
        return 0
    return rest.terms[0].sign if rest.terms else 0


def series_at(e: Expression, name: str, centre: float, order: int) -> tuple[float, ...]:
    """Return the Taylor coefficients as far as both sides have them in common; NaN from there on.

    At a removable gap they are those of the function with the gap filled.
    """
    found = analyse(e, {name: centre}, (name,))
    work: list[tuple[float, ...]] = []
    for sign in (1.0, -1.0):
        try:
            a = OneSided({canonical(name): centre}, {canonical(name): sign}, order + 3).of(
                simplify(e)
            )
            side = _read(a, OneSided({}, {}, 1))
        except (CannotTell, NoValue, OverflowError, ValueError, ZeroDivisionError):
            side = Side("unknown")
        work.append(side.coefficients if sign > 0 else _mirrored(side).coefficients)
    if found.profiles and found.profiles[0].kind == "edge":
        work = [max(work, key=len)]
    coefficients: list[float] = []
    for n in range(order + 1):
        parts = [side[n] for side in work if n < len(side)]
        if len(parts) < len(work) or any(not _close(p, parts[0]) for p in parts):
            break
        coefficients.append(parts[0])
    if found.profiles and found.profiles[0].kind in ("jump", "pole", "outside", "unknown"):
        coefficients = []
    return (*coefficients, *([math.nan] * (order + 1 - len(coefficients))))


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-300
