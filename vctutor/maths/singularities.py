"""Where the analytic continuation of an expression stops: the radius of convergence of its Taylor series.

A series converges up to the nearest singularity in the complex plane (Ahlfors, *Complex Analysis*, section 5.1).
An expression can be singular only where a denominator or the argument of a logarithm is zero, once its functions are
written with exp, ln and quotients: sqrt(u) is e^(ln(u)/2), tan(u) is sin(u)/cos(u). The zeros of these parts are
counted inside circles by the argument principle and refined by the secant method. Whether the whole is singular at a
zero is seen on a small circle around it: there it is single-valued and has no negative powers in its Laurent series
exactly if the singularity is removable. Everything is continued from the centre, so branch cuts do not matter.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vctutor.maths.continuation import Continued, Unknown, smooth_piece, whole_exponent, written_out
from vctutor.maths.evaluation import evaluate
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Negate,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    walk,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Path = NDArray[np.complex128]

FARTHEST = 100.0  # parts that are no polynomials are searched up to this distance


class Convergence(NamedTuple):
    """How far a Taylor series converges.

    Attributes:
        radius: the radius; infinite where it converges everywhere, NaN where it is not known.
        removable: the distance of the nearest removable singularity; infinite without one.
        low, high: between these real numbers the series' sum is the function itself; beyond a corner or jump the
            function goes on as another one.
    """

    radius: float
    removable: float = math.inf
    low: float = -math.inf
    high: float = math.inf


class _Part(NamedTuple):
    """A part whose zeros may be singularities: ``e + shift`` (complex for arctan)."""

    e: Expression
    shift: complex = 0.0

    def on(self, work: Continued) -> Path:
        return work.of(self.e) + self.shift


def _parts(e: Expression) -> Iterator[_Part]:
    for node in walk(e):
        if not node.free_symbols:
            continue
        if isinstance(node, Quotient) and node.denominator.free_symbols:
            yield _Part(node.denominator)
        elif isinstance(node, Power) and node.base.free_symbols:
            whole = whole_exponent(node.exponent)
            if whole is None or whole < 0:
                yield _Part(node.base)
        elif isinstance(node, Call):
            u = node.arguments[0]
            if node.function in ("ln", "sqrt", "cbrt"):
                yield _Part(u)
            elif node.function in ("arcsin", "arccos", "arcosh"):
                yield from (_Part(u, -1.0), _Part(u, 1.0))
            elif node.function in ("arctan", "arsinh"):
                yield from (_Part(u, 1j), _Part(u, -1j))


def _never_zero(e: Expression) -> bool:
    """Whether it is plain that a part has no zero: a constant, or e to a power, or products of such."""
    if not e.free_symbols:
        return True
    if isinstance(e, Power):
        return e.base == Constant("e") or (
            _never_zero(e.base) and (whole_exponent(e.exponent) or 0) > 0
        )
    if isinstance(e, Call):
        return e.function == "exp"
    if isinstance(e, (Product, Negate)):
        return all(map(_never_zero, e.parts()))
    return False


def _polynomial(e: Expression, name: str, centre: float) -> list[float] | None:
    """Return the coefficients of a polynomial in x - centre, lowest first; None for anything else."""
    if not e.free_symbols:
        value = evaluate(e, {})
        return [float(value)] if math.isfinite(value) else None
    if isinstance(e, Symbol):
        return [centre, 1.0]
    inner = [_polynomial(part, name, centre) for part in e.parts()]
    if any(p is None for p in inner):
        return None
    known = [np.asarray(p) for p in inner if p is not None]
    found = None
    if isinstance(e, Negate):
        found = -known[0]
    elif isinstance(e, Sum):
        found = np.zeros(max(p.size for p in known))
        for p in known:
            found[: p.size] += p
    elif isinstance(e, Product):
        found = np.array([1.0])
        for p in known:
            found = np.convolve(found, p)
    elif isinstance(e, Quotient) and known[1].size == 1 and known[1][0]:
        found = known[0] / known[1][0]
    elif isinstance(e, Power):
        count = whole_exponent(e.exponent)
        if count is not None and 0 <= count <= 40:
            found = np.array([1.0])
            for __ in range(count):
                found = np.convolve(found, known[0])
    return None if found is None or found.size > 41 else found.tolist()


def circle(centre: float, radius: float, count: int) -> Path:
    """Return a path from the centre to the circle and once around it."""
    out = np.linspace(0, radius, count // 4, endpoint=False)
    around = radius * np.exp(2j * np.pi * np.arange(count + 1) / count)
    return np.asarray(centre + np.concatenate((out, around)), complex)


def _turns(part: _Part, name: str, centre: float, radius: float) -> tuple[int, Path, Path]:
    """Return how many zeros a part has within a circle, the circle's points and the part's values there."""
    # A circle that runs through a zero tells nothing: then one a little wider is tried.
    for nudge in (0.0, 4.1e-3, -4.3e-3, 8.9e-3):
        for count in (256, 1024, 4096):
            path = circle(centre, radius * (1 + nudge), count)
            work = Continued(name, path)
            values = part.on(work)[count // 4 :]
            if not np.isfinite(values).all():
                raise Unknown
            if not np.abs(values).min() > 0:
                break
            steps = np.angle(values[1:] / values[:-1])
            if np.abs(steps).max() < 1.2 and work.turn < 1.2:
                total = float(steps.sum()) / (2 * math.pi)
                if abs(total - round(total)) > 0.05:
                    raise Unknown
                return round(total), path[count // 4 :], values
    raise Unknown


def _zeros(part: _Part, name: str, centre: float, bound: float) -> Iterator[complex | None]:
    """Yield the zeros of a part by their distance from the centre, as offsets; None last where some may follow.

    Nothing follows where all zeros are known, as of a polynomial.
    """
    if _never_zero(part.e) and not part.shift:
        return
    coefficients = _polynomial(part.e, name, centre)
    if coefficients is not None:
        whole = np.asarray(coefficients, complex)
        whole[0] += part.shift
        scale = np.abs(whole).max(initial=0.0)
        while whole.size > 1 and abs(whole[-1]) <= 1e-14 * scale:
            whole = whole[:-1]
        roots = np.roots(whole[::-1]) if whole.size > 1 else np.array([])
        yield from sorted(map(complex, roots), key=abs)
        return
    known, low = 0, 0.0
    here = abs(complex(part.on(Continued(name, np.array([centre + 0j])))[0]))
    if here <= 1e-12 * (1 + abs(centre)):
        low = 1e-3
        known = _turns(part, name, centre, low)[0]
        yield 0j
    while low < bound:
        step = max(0.05, 0.5 * low)
        high = min(bound, low + step)
        if _turns(part, name, centre, high)[0] <= known:
            low = high
            continue
        inside = low
        while high - inside > 0.03 * high:
            middle = (inside + high) / 2
            if _turns(part, name, centre, middle)[0] > known:
                high = middle
            else:
                inside = middle
        count, path, values = _turns(part, name, centre, high)
        yield from _refined(part, name, centre, path, values, high)
        known, low = count, high
    yield None


def _refined(
    part: _Part, name: str, centre: float, path: Path, values: Path, radius: float
) -> list[complex]:
    """Return the zeros near a circle, from the points where the part is smallest, by the secant method."""
    size = np.abs(values[:-1])
    smallest = [
        i
        for i in range(size.size)
        if size[i] <= size[i - 1] and size[i] <= size[(i + 1) % size.size]
    ]
    found: list[complex] = []

    def at(z: complex) -> complex:
        line = np.asarray(np.linspace(centre + 0j, z, 129), complex)
        return complex(part.on(Continued(name, line))[-1])

    for i in sorted(smallest, key=lambda i: float(size[i]))[:8]:
        a = complex(path[i])
        b = centre + (a - centre) * 0.999
        fa, fb = at(a), at(b)
        for __ in range(60):
            if fa == fb or not cmath.isfinite(fa):
                break
            a, b, fa = a - fa * (a - b) / (fa - fb), a, fa
            fa, fb = at(a), fa
            if abs(a - b) <= 1e-13 * (1 + abs(a)):
                break
        offset = a - centre
        near = -0.06 * radius <= abs(offset) - radius <= 0.001 * radius
        zero = abs(fa) <= 1e-6 * float(np.median(size))
        if near and zero and all(abs(offset - z) > 1e-6 * radius for z in found):
            found.append(offset)
    if not found:
        raise Unknown
    return found


def _singular(e: Expression, name: str, centre: float, offset: complex) -> bool:
    """Whether the continuation of ``e`` is singular at a zero of one of its parts."""
    distance = abs(offset)
    place = centre + offset
    # One clean circle is proof, whatever its size. A wide one loses fewer digits beside a double zero.
    for radius in (0.02 * distance, 0.004 * distance, 0.1, 0.02):
        if radius < 1e-9:
            continue
        if distance > radius:
            start = place - offset / distance * radius
            way = np.linspace(centre + 0j, start, 513)[:-1]
        else:
            start, way = place + radius, np.array([], complex)
        count = 512
        around = place + (start - place) * np.exp(2j * np.pi * np.arange(count + 1) / count)
        work = Continued(name, np.concatenate((way, around)))
        values = work.of(e)[way.size :]
        if not np.isfinite(values).all() or work.turn > 1.5:
            continue
        size = float(np.abs(values).max()) or 1.0
        modes = np.fft.fft(values[:-1]) / count
        closed = abs(values[-1] - values[0]) <= 1e-7 * size
        if closed and float(np.abs(modes[count // 2 :]).max()) <= 1e-8 * size:
            return False
    return True


@lru_cache(maxsize=64)
def convergence(e: Expression, name: str, centre: float) -> Convergence:
    """Return how far the Taylor series of ``e`` about a real centre converges.

    Args:
        e: a scalar expression of one variable.
        name: the variable, canonical.
        centre: the centre, where ``e`` is analytic.
    """
    try:
        smooth, borders = smooth_piece(e, name, centre)
        low, high = _borders(borders, name, centre)
        analytic = written_out(smooth)
        radius, removable = _radius(analytic, name, centre)
        return Convergence(radius, removable, low, high)
    except (Unknown, OverflowError, ValueError, ZeroDivisionError, FloatingPointError):
        return Convergence(math.nan)


def _radius(e: Expression, name: str, centre: float) -> tuple[float, float]:
    """Return the radius and the distance of the nearest removable singularity."""
    nearest, removable, sure = math.inf, math.inf, math.inf
    known: dict[complex, bool] = {}
    for part in reversed(list(dict.fromkeys(_parts(e)))):  # inner parts first: they bound the outer
        bound = min(0.9995 * nearest, FARTHEST)
        # Zeros of inner parts at which the whole is regular may still be branch points of this part.
        for place in sorted(known, key=abs):
            if abs(place) < bound and place and _singular(part.e, name, centre, place):
                bound = 0.9995 * abs(place)
                sure = min(sure, bound)
                break
        for zero in _zeros(part, name, centre, bound):
            if zero is None:
                sure = min(sure, bound) if bound >= 0.99 * FARTHEST else sure
                break
            if abs(zero) >= nearest:
                break
            key = complex(round(zero.real, 9), round(abs(zero.imag), 9))
            if key not in known:
                known[key] = _singular(e, name, centre, zero)
            if known[key]:
                nearest = abs(zero)
                break
            removable = min(removable, abs(zero))
    return (nearest if nearest <= sure else math.nan), removable


def _borders(borders: list[Expression], name: str, centre: float) -> tuple[float, float]:
    """Return the nearest real places on both sides where a corner's argument changes its sign."""
    low, high = -math.inf, math.inf
    for u in borders:
        sign = math.copysign(1.0, evaluate(u, {name: centre}))
        for side in (-1.0, 1.0):
            reach = np.concatenate((np.linspace(0, 30, 3001)[1:], np.geomspace(30, 1e6, 200)))
            values = np.asarray(evaluate(u, {name: centre + side * reach}), float)
            crossed = np.nonzero(~(values * sign > 0))[0]
            if not crossed.size:
                continue
            inside = 0.0 if crossed[0] == 0 else float(reach[crossed[0] - 1])
            outside = float(reach[crossed[0]])
            for __ in range(60):
                middle = (inside + outside) / 2
                if evaluate(u, {name: centre + side * middle}) * sign > 0:
                    inside = middle
                else:
                    outside = middle
            place = centre + side * outside
            low, high = (max(low, place), high) if side < 0 else (low, min(high, place))
    return low, high
