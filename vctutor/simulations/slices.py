"""Slices of a surface: partial derivatives as slopes of cuts, and the total derivative along a path (chapter 3)."""

from __future__ import annotations

import math
from functools import lru_cache
from types import MappingProxyType

from msgspec.structs import replace

from vctutor.i18n import N_, _
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
from vctutor.simulations.functions import ScalarFunction, function, pretty
from vctutor.simulations.maps import View, background, fitted
from vctutor.simulations.sampling import Position, visible_range, with_gaps
from vctutor.simulations.scene import Arrow, Axis, Curve, Layer, Plot, Point, Scene, Segment

_FUNCTIONS = (
    Preset("x^2 y + 3y", "x^2*y + 3y"),
    Preset("x^2 + 2y^2", "x^2 + 2y^2"),
    Preset("saddle", "x^2 - y^2"),
    Preset("waves", "sin(x) cos(y)"),
)
_LAST_TIME = 6.0


class SlicesState(State, frozen=True):
    """The point. Everything follows from the parameters.

    Attributes:
        point: where the surface is cut.
        value: its height there.
        partials: the two partial derivatives there.
        velocity: dx/dt and dy/dt where the point follows a path; None without one.
    """

    point: Position = (0.0, 0.0)
    value: float = 0.0
    partials: Position = (0.0, 0.0)
    velocity: Position | None = None


class Slices(Simulation[SlicesState]):
    """A surface cut along x and along y through a point, which may move on a path."""

    name = "slices"
    title = N_("Slices of a surface")
    default_steps = 8
    moves = False
    parameters = (
        Parameter("x", "x", "number", 2.0, -5, 5, 0.1, help=N_("Where to cut: the x coordinate.")),
        Parameter("y", "y", "number", 1.0, -5, 5, 0.1, help=N_("Where to cut: the y coordinate.")),
        Parameter(
            "function", "f", "function", "x^2*y + 3y", choices=_FUNCTIONS, variables=("x", "y"),
            help=N_("The surface: one of these or your own, a function of x and y."),
        ),
        Parameter(
            "path_x", "x(t)", "function", "", variables=("t",),
            help=N_("A path for the point: its x coordinate, a function of t; then x follows it."),
        ),
        Parameter(
            "path_y", "y(t)", "function", "", variables=("t",),
            help=N_("A path for the point: its y coordinate, a function of t; then y follows it."),
        ),
        Parameter("t", "t", "number", 0.0, -_LAST_TIME, _LAST_TIME, 0.1, help=N_("The time on the path.")),
    )  # fmt: skip

    def begin(self, values: Values) -> SlicesState:
        """Cut the surface at the point of these parameters."""
        f, (px, py) = _function(values), _paths(values)
        t = real(values, "t")
        x = px(t) if px else real(values, "x")
        y = py(t) if py else real(values, "y")
        found = f.at(x, y)
        fx, fy = f.partials(x, y)
        value = math.nan if found.value is None and found.kind != "unknown" else f(x, y)
        velocity = None
        if px or py:
            velocity = (px.derivative()(t) if px else 0.0, py.derivative()(t) if py else 0.0)
        return SlicesState(values, point=(x, y), value=value, partials=(fx, fy), velocity=velocity)

    def step(self, state: SlicesState) -> SlicesState:
        """Move on along the path; without one, to the right."""
        if self.done(state):
            return state
        name, stride = ("t", 0.1) if state.velocity is not None else ("x", 0.25)
        moved = float(f"{real(state.values, name) + stride:.12g}")
        values = MappingProxyType({**state.values, name: moved})
        return replace(self.begin(values), step=state.step + 1)

    def done(self, state: SlicesState) -> bool:
        """Return whether the end of the range is reached."""
        if state.velocity is not None:
            return real(state.values, "t") >= _LAST_TIME - 0.05
        return real(state.values, "x") >= 4.75

    def scene(self, state: SlicesState, aspect: float = 1.0) -> Scene:
        """Show the map with the two cuts, and each cut's profile with its tangent."""
        f, (x, y) = _function(state.values), state.point
        side = aspect > 2
        view = fitted(_view(state.values), aspect / 2.2 if side else aspect * 1.8)
        plot = background(f.text, pretty(self._shown(state.values)), view, arrows=False)
        cuts = (
            Segment((plot.x.low, y), (plot.x.high, y), "chart curve1"),
            Segment((x, plot.y.low), (x, plot.y.high), "chart curve4"),
        )
        path = _path(words(state.values, "path_x"), words(state.values, "path_y"), x, y)
        chart = replace(
            plot,
            foreground=Layer(
                curves=(Curve(path, "chart curve3"),) if path else (),
                segments=cuts,
                arrows=_motion(state),
                points=(Point(x, y),),
            ),
            weight=1.7,
        )
        along_x = _profile(f, "x", (x, y), plot.x, "chart curve1")
        along_y = _profile(f, "y", (x, y), plot.y, "chart curve4")
        return Scene((chart, along_x, along_y), "side" if side else "stacked")

    def readouts(self, state: SlicesState) -> tuple[Readout, ...]:
        """Return the point, the height, the partial derivatives and, on a path, the total derivative."""
        fx, fy = state.partials
        found = [
            Readout("x", "x", state.point[0]),
            Readout("y", "y", state.point[1]),
            Readout("f", "f(x, y)", state.value),
            Readout("df/dx", "∂f/∂x", fx),
            Readout("df/dy", "∂f/∂y", fy),
        ]
        if state.velocity is not None:
            dx, dy = state.velocity
            found += [
                Readout("t", "t", real(state.values, "t")),
                Readout("dx/dt", "dx/dt", dx),
                Readout("dy/dt", "dy/dt", dy),
                Readout("df/dt", "df/dt", total(state)),
            ]
        return tuple(found)

    def sentence(self, state: SlicesState) -> str:
        """Say how steep the surface is along each axis, and on a path how the two add up."""
        (x, y), (fx, fy) = state.point, state.partials
        at = _("At ({x}, {y})").format(x=number(x), y=number(y))
        what = _function(state.values).says(x, y)
        if what:
            return f"{at} {what}."
        if not all(map(math.isfinite, (state.value, fx, fy))):
            return _("{at} this surface has no height or no slope.").format(at=at)
        if state.velocity is not None:
            dx, dy = state.velocity
            return _(
                "{at} on the path at t = {t}: df/dt = {fx} × {dx} + {fy} × {dy} = {total}."
            ).format(
                at=at,
                t=number(real(state.values, "t")),
                fx=_factor(fx),
                dx=_factor(dx),
                fy=_factor(fy),
                dy=_factor(dy),
                total=number(total(state)),
            )
        said = _("{at} f is {value}; it changes by {fx} per unit of x and {fy} of y").format(
            at=at, value=number(state.value), fx=number(fx), fy=number(fy)
        )
        if abs(abs(fx) - abs(fy)) <= 1e-9 * max(abs(fx), abs(fy), 1):
            return _("{said}: equally steep along both.").format(said=said)
        return _("{said}: it is steeper along {axis}.").format(
            said=said, axis="x" if abs(fx) > abs(fy) else "y"
        )

    def _shown(self, values: Values) -> str:
        return self.parameter("function").text(values["function"])


def total(state: SlicesState) -> float:
    """Return df/dt = df/dx dx/dt + df/dy dy/dt; NaN without a path."""
    if state.velocity is None:
        return math.nan
    return sum(slope * speed for slope, speed in zip(state.partials, state.velocity, strict=True))


def _function(values: Values) -> ScalarFunction:
    return function(words(values, "function"), ("x", "y"))


def _paths(values: Values) -> tuple[ScalarFunction | None, ScalarFunction | None]:
    px, py = (str(values[name]) for name in ("path_x", "path_y"))
    return (
        function(px, ("t",)) if px else None,
        function(py, ("t",)) if py else None,
    )


def _factor(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def _view(values: Values) -> View:
    """A window that holds the point, or the whole path."""
    places = _path(
        words(values, "path_x"), words(values, "path_y"), real(values, "x"), real(values, "y")
    )
    points = places or ((real(values, "x"), real(values, "y")),)
    reach = max((abs(part) for point in points for part in point if math.isfinite(part)), default=1)
    half = min(max(3.0, math.ceil(reach * 1.2)), 10.0)
    return View(0.0, 0.0, half, half)


@lru_cache(maxsize=16)
def _path(path_x: str, path_y: str, x: float, y: float) -> tuple[Position, ...]:
    """The whole path; a coordinate without one stays where it is. Empty without any."""
    if not path_x and not path_y:
        return ()
    px = function(path_x, ("t",)) if path_x else None
    py = function(path_y, ("t",)) if path_y else None
    times = [_LAST_TIME * place / 100 for place in range(101)]
    return tuple((px(t) if px else x, py(t) if py else y) for t in times)


def _motion(state: SlicesState) -> tuple[Arrow, ...]:
    if state.velocity is None or not math.hypot(*state.velocity) > 0:
        return ()
    (x, y), (dx, dy) = state.point, state.velocity
    return (Arrow((x, y), (x + 0.5 * dx, y + 0.5 * dy), "chart tangent"),)


def _profile(f: ScalarFunction, along: str, point: Position, axis: Axis, role: str) -> Plot:
    """One cut: height against one coordinate, the other held, with the tangent at the point."""
    held = point[1] if along == "x" else point[0]
    plot = _cut(f.text, along, float(f"{held:.9g}"), axis.low, axis.high, role)
    at = point[0] if along == "x" else point[1]
    height = f(*point)
    reach = (axis.high - axis.low) / 5
    place = 0 if along == "x" else 1
    slope, profile = f.partials(*point)[place], f.at(*point).profiles[place]
    left = right = slope
    if profile.kind in ("corner", "edge"):  # a half tangent on each side that has one
        left, right = (
            math.nan if side.slope is None else side.slope for side in (profile.left, profile.right)
        )
    ends = [(at - reach, height - left * reach), (at + reach, height + right * reach)]
    if left == right:
        tangents: tuple[Segment, ...] = (Segment(ends[0], ends[1]),)
    else:
        tangents = tuple(Segment((at, height), end) for end in ends if math.isfinite(end[1]))
    seen = math.isfinite(height) and profile.value is not None
    points = (Point(at, height),) if seen else ()
    return replace(plot, foreground=Layer(segments=tangents if seen else (), points=points))


@lru_cache(maxsize=64)
def _cut(text: str, along: str, held: float, low: float, high: float, role: str) -> Plot:
    import numpy as np

    f = function(text, ("x", "y"))

    def height(at: float) -> float:
        return f(at, held) if along == "x" else f(held, at)

    xs = np.linspace(low, high, 121)
    other = np.full_like(xs, held)
    ys = f.on(xs, other) if along == "x" else f.on(other, xs)
    points = with_gaps(height, xs.tolist(), ys.tolist())
    bottom, top = visible_range(y for __, y in points)
    name = f"f(x, {number(held, 2)})" if along == "x" else f"f({number(held, 2)}, y)"
    return Plot(
        Axis(low, high, along),
        Axis(bottom, top, "f"),
        Layer(curves=(Curve(points, role, name),)),
    )
