"""Points that matter: where the argument of abs, relu, max, sign, a steep sigmoid or a spike changes sign or turns.

Points drawn at random miss what happens between them. The arguments themselves show where: on a line through the
domain their sign changes and extrema are bracketed on a grid and then narrowed down. Each is tried with points on both
sides, near and far, and with the middles between neighbours.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from vctutor.grading.comparison.measured import measure
from vctutor.grading.comparison.points import Domains, Interval
from vctutor.maths.tree import Call, Expression, Negate, Number, Power, Quotient, Sum, walk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Curve = Callable[[Array], Array]

JUMPS = frozenset({"sign", "step", "greater"})
PIECEWISE = JUMPS | {"abs", "relu", "max", "min"}
STEEP = frozenset({"tanh", "sigma", "softplus", "arctan"})
_EDGED = frozenset({"sqrt", "ln", "log2", "log10", "arcsin", "arccos", "arcosh", "artanh"})
_BEYOND = 0.05  # of a declared domain's width: a kink just outside is tried as well
_MOST_SWITCHES = 12
_MOST_PLACES = 48  # of all the switches together, on one line
_LINES = 3
_NARROWINGS = 8


def switches(*expressions: Expression, edges: bool = False) -> list[Expression]:
    """Return the expressions whose sign decides which piece holds, or whose extremum may be the middle of a spike.

    Args:
        expressions: scalars.
        edges: also those whose sign decides whether there is a value.
    """
    found: dict[Expression, None] = {}
    for node in (node for expression in expressions for node in walk(expression)):
        match node:
            case Call(function="max" | "min" | "greater", arguments=(left, right)):
                found[Sum((left, Negate(right)))] = None
            case Call(function=name, arguments=(argument,)) if name in PIECEWISE | STEEP or (
                name == "exp" or (edges and name in _EDGED)
            ):
                if argument.free_symbols:
                    found[argument] = None
                    if edges and name in ("arcsin", "arccos", "arcosh", "artanh"):
                        found[Sum((argument, Number(-1.0)))] = None
                        found[Sum((argument, Number(1.0)))] = None
            case Quotient(denominator=bottom) if bottom.free_symbols:
                found[bottom] = None
            case Power(base=base, exponent=exponent):
                if exponent.free_symbols:
                    found[exponent] = None
                elif base.free_symbols and _divides(exponent):
                    found[base] = None
    return [node for node in found if node.free_symbols][:_MOST_SWITCHES]


def _divides(exponent: Expression) -> bool:
    return not (isinstance(exponent, Number) and exponent.value == int(exponent.value) > 0)


def needs_critical_points(*expressions: Expression) -> bool:
    """Return whether points drawn at random could miss a piece or a spike."""
    for node in (node for expression in expressions for node in walk(expression)):
        match node:
            case Call(function=name, arguments=arguments):
                if not any(argument.free_symbols for argument in arguments):
                    continue
                if name in PIECEWISE or (name in STEEP | {"exp"} and _steep(arguments[0])):
                    return True
            case Power(exponent=exponent) if exponent.free_symbols and _steep(exponent):
                return True
            case Quotient(denominator=bottom) if bottom.free_symbols and _steep(bottom):
                return True
    return False


def _steep(argument: Expression) -> bool:
    """Return whether a large or a tiny number stands in it, which makes a narrow step or spike."""
    return any(
        isinstance(node, Number) and node.value and not 1e-3 < abs(node.value) < 50
        for node in walk(argument)
    )


def critical_points(
    expressions: Sequence[Expression],
    domains: Domains,
    parameters: Mapping[str, float],
    seed: str,
    *,
    edges: bool = False,
) -> list[dict[str, float]]:
    """Return the points that matter for comparing expressions; empty without variables or switches.

    Args:
        expressions: key and answer.
        domains: each variable with its interval, or None.
        parameters: names with a known value.
        seed: decides the lines through the domain.
        edges: whether the ends of the natural domain matter too.
    """
    found = switches(*expressions, edges=edges)
    if not found or not domains:
        return []
    rng = random.Random(f"vctutor lines {seed}")
    points: list[dict[str, float]] = []
    for line in _lines(domains, rng):
        places = _places(found, line, parameters)
        points += [{name: float(a + b * t) for name, (a, b, _) in line.items()} for t in places]
    return points


Line = dict[str, tuple[float, float, tuple[float, float] | None]]


def _lines(domains: Domains, rng: random.Random) -> Iterator[Line]:
    """Yield lines through the domain: variable -> start, direction, and the bounds of the parameter."""
    if len(domains) == 1:
        name, end = domains[0]
        yield {name: (0.0, 1.0, _bounds(end))}
        return
    for moving, _moving_end in domains:
        for _number in range(_LINES - 1):
            line: Line = {}
            for name, end in domains:
                inside = end or Interval(-3.0, 3.0)
                base = inside.low + (inside.high - inside.low) * rng.random()
                line[name] = (0.0, 1.0, _bounds(end)) if name == moving else (base, 0.0, None)
            yield line
    if all(end is None for __, end in domains):  # all together: max(x, y, -1000) needs both far out
        for __ in range(_LINES):
            yield {name: (rng.uniform(-1, 1), rng.uniform(0.5, 2.0), None) for name, __ in domains}


def _bounds(end: Interval | None) -> tuple[float, float] | None:
    """Return a declared domain, a little wider, but not beyond 0, which is a bound on purpose."""
    if end is None:
        return None
    beyond = _BEYOND * (end.high - end.low)
    low = max(end.low - beyond, 0.0) if end.low >= 0 else end.low - beyond
    high = min(end.high + beyond, 0.0) if end.high <= 0 else end.high + beyond
    return low, high


def _grid(line: Line) -> Array:
    import numpy as np

    bounds = next((end for __, b, end in line.values() if b and end), None)
    if bounds:
        low, high = bounds
        return np.linspace(low, high, 241)
    far = 10.0 ** np.arange(1.0, 12.5, 0.125)
    near = 10.0 ** np.arange(-9.0, -1.0, 0.5)
    middle = np.linspace(-10.0, 10.0, 401)
    return np.unique(np.concatenate([-far, -near, middle, near, far]))


def _places(found: list[Expression], line: Line, parameters: Mapping[str, float]) -> list[float]:
    """Return where on a line the switches change sign or turn, and points around these places."""
    import numpy as np

    grid = _grid(line)
    known = {name: np.asarray(value) for name, value in parameters.items()}

    def along(switch: Expression, t: Array) -> Array:
        at = {**known, **{name: np.asarray(a + b * t) for name, (a, b, _end) in line.items()}}
        return measure(switch, at, len(t)).value

    moving = [
        switch
        for switch in found
        if any(b and name in switch.free_symbols for name, (_start, b, _end) in line.items())
    ]
    values = [along(switch, grid) for switch in moving]
    exact: list[float] = []
    around: list[float] = []
    for switch, value in zip(moving, values, strict=True):
        curve = partial(along, switch)
        roots, turns = _roots(curve, grid, value), _turns(curve, grid, value)
        places = np.unique(np.concatenate([roots, turns]))
        places = places[np.argsort(np.abs(places), kind="stable")][
            : _MOST_PLACES // len(moving) + 1
        ]
        exact += places.tolist()
        around += _around(curve, places)
    if not exact:
        return []
    ordered = sorted(set(exact))
    middles = [(a + b) / 2 for a, b in pairwise(ordered)]
    low, high = grid[0], grid[-1]
    ends = [
        min(ordered[-1] + 1 + abs(ordered[-1]), high),
        max(ordered[0] - 1 - abs(ordered[0]), low),
    ]
    return sorted({t for t in (*ordered, *around, *middles, *ends) if low <= t <= high})


def _roots(value_at: Curve, grid: Array, value: Array) -> Array:
    """Return the places where a switch changes sign, to the last digit, by bisection of all brackets at once."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        signs = np.sign(value)
        undefined = np.isnan(value)
        changed = (signs[:-1] * signs[1:] < 0) | (undefined[:-1] ^ undefined[1:])
    at = np.flatnonzero(changed)[:_MOST_PLACES]
    zero = grid[np.flatnonzero(signs == 0)][:_MOST_PLACES]
    low, high = grid[at].copy(), grid[at + 1].copy()
    first = signs[at]
    for __ in range(70 if len(at) else 0):
        middle = (low + high) / 2
        sign = np.sign(value_at(middle))
        same = (sign == first) | (np.isnan(sign) & np.isnan(first))
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.concatenate([zero, low, high])


def _turns(value_at: Curve, grid: Array, value: Array) -> Array:
    """Return the places where a switch turns towards 0 and may touch or cross it, narrowed down from the grid."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        size = np.abs(value)
        turned = (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:])
    at = np.flatnonzero(turned)[:_MOST_PLACES] + 1
    if not len(at):
        return np.array([])
    low, high, best = grid[at - 1], grid[at + 1], grid[at]
    least = size[at]
    for __ in range(_NARROWINGS):
        step = np.linspace(0.0, 1.0, 9)
        tried = low + (high - low) * step[:, None]
        sizes = np.abs(value_at(tried.ravel())).reshape(tried.shape)
        sizes = np.where(np.isnan(sizes), np.inf, sizes)
        place = sizes.argmin(axis=0)
        columns = np.arange(len(at))
        better = sizes[place, columns] < least
        best = np.where(better, tried[place, columns], best)
        least = np.minimum(least, sizes[place, columns])
        width = (high - low) / 8
        low, high = np.maximum(low, best - width), np.minimum(high, best + width)
    # A kink or a quadratic of short coefficients turns at a short decimal: 1.2345, not 1.2345001.
    short = np.array([float(f"{t:.7g}") for t in best])
    return np.concatenate([best, short])


def _around(value_at: Curve, places: Array) -> list[float]:
    """Return points on both sides of places: near, and where the switch has grown to about 1."""
    import numpy as np

    if not len(places):
        return []
    size = 1.0 + np.abs(places)
    step = 1e-6 * size
    with np.errstate(all="ignore"):
        slope = np.abs(value_at(places + step) - value_at(places - step)) / (2 * step)
        reach = np.where((slope > 0) & np.isfinite(slope), 1.0 / slope, size)
    found: list[float] = []
    for offset in (step, 1e-3 * size, 0.3 * reach, reach, 3.0 * reach):
        found += [*(places + offset).tolist(), *(places - offset).tolist()]
    return found
