"""The local linear map: a small grid sent through a function, and through its Jacobian (chapter 6)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec.structs import replace

from vctutor.errors import UsageError
from vctutor.i18n import N_, _
from vctutor.maths.expression import parse, to_text
from vctutor.maths.tree import Vector
from vctutor.simulations.base import (
    Parameter,
    Preset,
    Readout,
    Simulation,
    State,
    Values,
    number,
    real,
    words,
)
from vctutor.simulations.functions import ScalarFunction
from vctutor.simulations.sampling import GAP, Position
from vctutor.simulations.scene import Arrow, Axis, Curve, Layer, Plot, Point, Scene

_CELLS = 4
# Into how many pieces the image of a line of the grid is cut.
_PIECES = 24
_NAMES = ("x1", "x2")
# Which inputs the first, the second and the third step nudge.
_NUDGES: tuple[tuple[Position, str], ...] = (
    ((1.0, 0.0), "x₁"),
    ((0.0, 1.0), "x₂"),
    ((1.0, 1.0), "x₁ and x₂"),
)

_FUNCTIONS = (
    Preset("[x1^2 + x2, x1*x2]", "[x1^2 + x2, x1*x2]"),
    Preset("polar coordinates", "[x1*cos(x2), x1*sin(x2)]"),
    Preset("rotation", "[0.6*x1 - 0.8*x2, 0.8*x1 + 0.6*x2]"),
)

Map = Callable[[float, float], Position]
Matrix = tuple[Position, Position]


class LinearMapState(State, frozen=True):
    """The function and its Jacobian at the point. The step says which inputs are nudged.

    Attributes:
        point: where.
        value: the function there.
        jacobian: its partial derivatives there, one row for each output.
    """

    point: Position = (0.0, 0.0)
    value: Position = (0.0, 0.0)
    jacobian: Matrix = ((0.0, 0.0), (0.0, 0.0))


class LinearMap(Simulation[LinearMapState]):
    """f(x + d) against f(x) + J d, for the corners of a small square and for single nudges."""

    name = "linear-map"
    title = N_("The local linear map")
    default_steps = 3
    moves = False
    parameters = (
        Parameter("x1", "x₁", "number", 3.0, -10, 10, 0.1, help=N_("Where: the first input.")),
        Parameter("x2", "x₂", "number", 2.0, -10, 10, 0.1, help=N_("Where: the second input.")),
        Parameter(
            "nudge", N_("nudge"), "number", 0.01, 0.001, 1, 2, scale="log",
            help=N_("How far the inputs are moved: half the width of the grid."),
        ),
        Parameter(
            "function", "f", "function", "[x1^2 + x2, x1*x2]", choices=_FUNCTIONS,
            variables=_NAMES,
            help=N_("The map: one of these or your own, [one, two] functions of x1 and x2."),
        ),
    )  # fmt: skip

    def begin(self, values: Values) -> LinearMapState:
        """Differentiate at the point of these parameters; nothing is nudged yet."""
        first, second = components(words(values, "function"))
        at = (real(values, "x1"), real(values, "x2"))
        a, b = first.partials(*at)
        c, d = second.partials(*at)
        one, two = (
            math.nan if f.at(*at).value is None and f.at(*at).kind != "unknown" else f(*at)
            for f in (first, second)
        )
        return LinearMapState(values, point=at, value=(one, two), jacobian=((a, b), (c, d)))

    def change(self, state: LinearMapState, name: str, value: object) -> LinearMapState:
        """Set a parameter; the nudge stays on the same inputs."""
        return replace(super().change(state, name, value), step=state.step)

    def step(self, state: LinearMapState) -> LinearMapState:
        """Nudge x1, then x2, then both, and so on."""
        return replace(state, step=state.step + 1)

    def done(self, state: LinearMapState) -> bool:
        """Return whether every nudge was shown."""
        return state.step >= len(_NUDGES)

    def scene(self, state: LinearMapState, aspect: float = 1.0) -> Scene:
        """Show the grid, its exact image, and its image under the Jacobian."""
        text, nudge = words(state.values, "function"), real(state.values, "nudge")
        still = _pictures(text, nudge, state.point, state.value, state.jacobian)
        images: tuple[Map, ...] = (lambda x, y: (x, y), _exact(text), _linear(*_local(state)))
        inputs, exact, linear = (
            replace(plot, foreground=_moved(state, image))
            for plot, image in zip(still, images, strict=True)
        )
        if aspect > 1.5:
            return Scene((inputs, exact, linear), "side")
        # Where it is narrow, the outline of the image under J must do.
        title = _("f and J: area × {factor}").format(factor=number(area(state), 3))
        return Scene((inputs, replace(exact, title=title, weight=1.4)))

    def readouts(self, state: LinearMapState) -> tuple[Readout, ...]:
        """Return f, the rows of J, the area factor, and how far f moved against what J predicts."""
        moved, predicted = changes(state) if state.step else (None, None)
        return (
            Readout("f", "f", state.value),
            Readout("J1", _("J row 1"), state.jacobian[0]),
            Readout("J2", _("J row 2"), state.jacobian[1]),
            Readout("area", _("area ×"), area(state)),
            Readout("change", _("exact"), moved, decimals=6),
            Readout("predicted", _("by J"), predicted, decimals=6),
        )

    def sentence(self, state: LinearMapState) -> str:
        """Say what J does to a small square, or how well it predicts the nudge."""
        at = _pair(state.point, 4)
        (a, b), (c, d) = state.jacobian
        parts = [f.says(*state.point) for f in components(words(state.values, "function"))]
        what = "; ".join(
            _("entry {number}: {what}").format(number=place, what=part)
            for place, part in enumerate(parts, 1)
            if part
        )
        if what:
            return _("At {at} there is no Jacobian. {what}.").format(
                at=at, what=what[:1].upper() + what[1:]
            )
        if not all(map(math.isfinite, (*state.value, a, b, c, d))):
            return _("At {at} this function has no value or no Jacobian.").format(at=at)
        if state.step == 0:
            return _("At {at} f is {value}. {fate}").format(
                at=at, value=_pair(state.value, 4), fate=_fate(a * d - b * c)
            )
        __, names = _nudge(state)
        moved, predicted = changes(state)
        size = number(real(state.values, "nudge"))
        up = (
            _("x₁ and x₂ up by {size} each") if "and" in names else _("{name} up by {size}")
        ).format(name=names, size=size)
        if not all(map(math.isfinite, moved)):
            return _("{up}: there f has no value; J predicts a move of {predicted}.").format(
                up=up, predicted=_pair(predicted, 6)
            )
        off = math.dist(moved, predicted)
        said = _("{up}: f moves by {moved}; J predicts {predicted}").format(
            up=up, moved=_pair(moved, 6), predicted=_pair(predicted, 6)
        )
        # What rounding leaves of a difference is no error of the Jacobian.
        if off <= 1e-12 * max(1.0, *map(abs, (*state.value, *moved))):
            return _("{said}: exactly that.").format(said=said)
        return _("{said}, which is off by {off}.").format(
            said=said, off=number(float(f"{off:.3g}"), 6)
        )


@lru_cache(maxsize=32)
def components(text: str) -> tuple[ScalarFunction, ScalarFunction]:
    """Return the two components of a function of x1 and x2.

    Raises:
        ParseError: the text can't be read.
        UsageError: it has not two components.
    """
    expression = parse(text, variables=_NAMES)
    if not isinstance(expression, Vector) or len(expression.entries) != 2:
        raise UsageError(
            _("'{text}' has not two components").format(text=text),
            _("give a map of the plane, such as [x1 + x2, x1*x2]"),
        )
    one, two = (ScalarFunction(to_text(entry), _NAMES, entry) for entry in expression.entries)
    return one, two


def area(state: LinearMapState) -> float:
    """Return |det J|, by which the areas of small shapes grow."""
    return _area(state.jacobian)


def changes(state: LinearMapState) -> tuple[Position, Position]:
    """Return how far f moves under the nudge of this step, and how far J says it does."""
    (d1, d2), __ = _nudge(state)
    at = (state.point[0] + d1, state.point[1] + d2)
    there, guess = _exact(words(state.values, "function"))(*at), _times(state.jacobian, (d1, d2))
    return (there[0] - state.value[0], there[1] - state.value[1]), guess


def _nudge(state: LinearMapState) -> tuple[Position, str]:
    """By how much the inputs are nudged, and what they are called."""
    if state.step == 0:
        return (0.0, 0.0), ""
    (one, two), names = _NUDGES[(state.step - 1) % len(_NUDGES)]
    size = real(state.values, "nudge")
    return (one * size, two * size), names


def _fate(determinant: float) -> str:
    """What becomes of a small square."""
    factor = number(abs(determinant))
    if abs(determinant) < 1e-12:
        return _("J flattens a small square: its area becomes 0.")
    template = (
        _("J makes a small square a parallelogram of {factor} times its area, and turns it over.")
        if determinant < 0
        else _("J makes a small square a parallelogram of {factor} times its area.")
    )
    return template.format(factor=factor)


def _pair(values: Position, decimals: int) -> str:
    return f"({number(values[0], decimals)}, {number(values[1], decimals)})"


def _times(matrix: Matrix, d: Position) -> Position:
    (a, b), (c, e) = matrix
    return (a * d[0] + b * d[1], c * d[0] + e * d[1])


def _area(jacobian: Matrix) -> float:
    (a, b), (c, d) = jacobian
    return abs(a * d - b * c)


def _local(state: LinearMapState) -> tuple[Position, Position, Matrix]:
    return state.point, state.value, state.jacobian


def _exact(text: str) -> Map:
    one, two = components(text)
    return lambda x, y: (one(x, y), two(x, y))


def _linear(at: Position, value: Position, jacobian: Matrix) -> Map:
    def image(x: float, y: float) -> Position:
        moved = _times(jacobian, (x - at[0], y - at[1]))
        return (value[0] + moved[0], value[1] + moved[1])

    return image


@lru_cache(maxsize=16)
def _pictures(
    text: str, nudge: float, at: Position, value: Position, jacobian: Matrix
) -> tuple[Plot, Plot, Plot]:
    """What does not move: the grid, its image by f with the outline of that by J, and that by J."""
    linear = _linear(at, value, jacobian)
    curved, straight = _grid(_exact(text), at, nudge, _PIECES), _grid(linear, at, nudge)
    x_axis, y_axis = _output_axes(nudge, value, jacobian, (*curved, *straight))
    outline = Curve(_square(at, nudge, linear), "chart tangent", "J", dashed=True)
    before = Curve(_square(value, nudge), "chart trail3", _("before"), dashed=True)
    inputs = Plot(
        _input_axis(at[0], nudge, "x₁"),
        _input_axis(at[1], nudge, "x₂"),
        Layer(curves=_grid(_unmoved, at, nudge)),
        title=_("inputs"),
        equal=True,
    )
    exact = Plot(x_axis, y_axis, Layer(curves=(*curved, outline)), title=_("through f"), equal=True)
    title = _("J: area × {factor}").format(factor=number(_area(jacobian), 3))
    flat = replace(exact, background=Layer(curves=(*straight, before)), title=title)
    return inputs, exact, flat


def _unmoved(x: float, y: float) -> Position:
    return (x, y)


def _line(image: Map, start: Position, end: Position, pieces: int) -> tuple[Position, ...]:
    """The image of a straight line; a place without one, or a pole between two, leaves a gap."""

    def at(place: int) -> Position:
        t = place / (2 * pieces)
        return image(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t)

    found: list[Position] = []
    for place in range(0, 2 * pieces + 1, 2):
        here = at(place)
        if not all(map(math.isfinite, here)):
            found.append(GAP)
            continue
        if pieces > 1 and found and _torn(found[-1], at(place - 1), here):
            found.append(GAP)
        found.append(here)
    return tuple(found)


def _torn(before: Position, middle: Position, after: Position) -> bool:
    """Whether the image runs off between two places: halfway it is far from both."""
    whole = math.dist(before, after)
    farthest = max(math.dist(before, middle), math.dist(middle, after))
    return not farthest <= 1.5 * whole + 1e-12 * max(1.0, *map(abs, after))


def _grid(image: Map, at: Position, half: float, pieces: int = 1) -> tuple[Curve, ...]:
    """The image of a grid: lines along the first input in one role, along the second in another."""
    offsets = [half * (2 * place / _CELLS - 1) for place in range(_CELLS + 1)]
    x, y = at
    ends = (
        *(((x - half, y + o), (x + half, y + o), "chart curve1") for o in offsets),
        *(((x + o, y - half), (x + o, y + half), "chart curve2") for o in offsets),
    )
    return tuple(Curve(_line(image, start, end, pieces), role) for start, end, role in ends)


def _square(centre: Position, half: float, image: Map = _unmoved) -> tuple[Position, ...]:
    x, y = centre
    turns = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return tuple(image(x + half * right, y + half * up) for right, up in turns)


def _moved(state: LinearMapState, image: Map) -> Layer:
    """The point, and the arrow to where the nudge takes it."""
    (d1, d2), __ = _nudge(state)
    start, end = image(*state.point), image(state.point[0] + d1, state.point[1] + d2)
    seen = all(map(math.isfinite, (*start, *end)))
    shown = seen and math.dist(start, end) > 0
    return Layer(
        arrows=(Arrow(start, end, "chart arrow"),) if shown else (),
        points=(Point(*start),) if all(map(math.isfinite, start)) else (),
    )


def _input_axis(at: float, half: float, label: str) -> Axis:
    places = (at - half, at, at + half)
    return Axis(
        at - 1.25 * half, at + 1.25 * half, label, ticks=tuple((p, number(p)) for p in places)
    )


def _output_axes(
    half: float, value: Position, jacobian: Matrix, curves: Iterable[Curve]
) -> tuple[Axis, Axis]:
    """Ranges around f(x) that hold both images; what runs off beside a pole is cut."""
    seen = [p for curve in curves for p in curve.points if all(map(math.isfinite, p))]
    reaches = []
    for place in (0, 1):
        centre = value[place] if math.isfinite(value[place]) else 0.0
        straight = half * sum(abs(part) for part in jacobian[place])
        straight = straight if math.isfinite(straight) else half
        reach = max((abs(p[place] - centre) for p in seen), default=half)
        reaches.append((centre, min(reach, 3 * max(straight, half))))
    least = max(0.35 * max(reach for __, reach in reaches), 0.5 * half)
    (x, across), (y, up) = ((centre, 1.15 * max(reach, least)) for centre, reach in reaches)
    # No narrower than what floating point tells apart there.
    across, up = max(across, 1e-9 * abs(x)), max(up, 1e-9 * abs(y))
    return Axis(x - across, x + across, "f₁"), Axis(y - up, y + up, "f₂")
