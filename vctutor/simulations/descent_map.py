"""Descent on a contour map: a point walks against the gradient (chapter 4)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

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
    pair,
    real,
    words,
)
from vctutor.simulations.functions import ScalarFunction, function, pretty
from vctutor.simulations.maps import View, background, fitted
from vctutor.simulations.sampling import Position, capped
from vctutor.simulations.scene import Arrow, Curve, Layer, Point, Scene, trail

_TRAIL = 16
_FAR = 1e6

_FUNCTIONS = (
    Preset("x^2 + 2y^2", "x^2 + 2y^2"),
    Preset("saddle", "x^2 - y^2"),
    Preset("Rosenbrock", "(1 - x)^2 + 100(y - x^2)^2"),
    Preset("Himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"),
)

# Where a function is best looked at, and a start and a learning rate that show what it is known
# for.
_VIEWS = {
    "x^2 + 2y^2": View(0.0, 0.0, 4.0, 3.0),
    "x^2 - y^2": View(0.0, 0.0, 3.0, 3.0),
    "(1 - x)^2 + 100(y - x^2)^2": View(0.0, 0.9, 2.0, 1.7),
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2": View(0.0, 0.0, 5.0, 5.0),
}
_SUGGESTED: dict[str, dict[str, float | tuple[float, float]]] = {
    "x^2 - y^2": {"start": (2.0, 0.1), "alpha": 0.1},
    "(1 - x)^2 + 100(y - x^2)^2": {"start": (-1.2, 1.0), "alpha": 0.001},
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2": {"start": (0.0, 0.0), "alpha": 0.01},
}

Outcome = Literal["start", "falling", "rising", "converged", "stuck", "lost", "outside"]
# Outcomes after which no step follows.
_OVER = ("lost", "outside")


class DescentMapState(State, frozen=True):
    """Where the point is and how it moves.

    Attributes:
        point: its place.
        velocity: the last step, which momentum carries on.
        value: the function's value there.
        gradient: its gradient there.
        trail: the latest places, oldest first, without the current one.
        before: the value before the last step.
        outcome: what the last step amounts to.
        zoom: by how many times the view is widened to keep the point inside.
    """

    point: Position = (0.0, 0.0)
    velocity: Position = (0.0, 0.0)
    value: float = 0.0
    gradient: Position = (0.0, 0.0)
    trail: tuple[Position, ...] = ()
    before: float = 0.0
    outcome: Outcome = "start"
    zoom: float = 1.0


class DescentMap(Simulation[DescentMapState]):
    """v <- momentum v - alpha grad f; x <- x + v."""

    name = "descent-map"
    title = N_("Descent on a contour map")
    default_steps = 10
    parameters = (
        Parameter(
            "alpha", "α", "number", 0.15, 0.001, 1.0, 0.01, restarts=False,
            help=N_("The learning rate: how far a step goes, as a multiple of the gradient."),
        ),
        Parameter("start", N_("start"), "point", (3.0, 2.0), -10, 10, 0.25, help=N_("Where it begins.")),
        Parameter(
            "momentum", N_("momentum"), "number", 0.0, 0, 0.95, 0.05, restarts=False,
            help=N_("How much of the last step goes on into the next."),
        ),
        Parameter(
            "function", "f", "function", "x^2 + 2y^2", choices=_FUNCTIONS, variables=("x", "y"),
            help=N_("The function to go down: one of these or your own, a function of x and y."),
        ),
    )  # fmt: skip

    def read_values(self, given: Mapping[str, object] | None = None) -> Values:
        """Read the parameters; a named function brings its own start and learning rate."""
        wanted = dict(given or {})
        if "function" in wanted:
            text = self.parameter("function").read(wanted["function"])
            wanted = {**_SUGGESTED.get(str(text), {}), **wanted}
        return super().read_values(wanted)

    def change(self, state: DescentMapState, name: str, value: object) -> DescentMapState:
        """Set a parameter; a named function brings its own start and learning rate."""
        if name != "function":
            return super().change(state, name, value)
        kept = {"momentum": state.values["momentum"]}
        text = str(self.parameter(name).read(value))
        if text not in _VIEWS:
            kept = dict(state.values)
        return self.start({**kept, name: value})

    def begin(self, values: Values) -> DescentMapState:
        """Stand at the start."""
        start = pair(values, "start")
        value, gradient = _at(values, start)
        outcome: Outcome = "start" if math.isfinite(value) else "outside"
        state = DescentMapState(
            values, point=start, value=value, gradient=gradient, before=value, outcome=outcome
        )
        return replace(state, zoom=_zoomed(_view(values), start, 1.0))

    def step(self, state: DescentMapState) -> DescentMapState:
        """Move against the gradient, and a little on in the direction of the last step."""
        if state.outcome in _OVER:
            return state
        alpha, momentum = _rates(state.values)
        vx, vy = (
            momentum * v - alpha * g for v, g in zip(state.velocity, state.gradient, strict=True)
        )
        point = (state.point[0] + vx, state.point[1] + vy)
        value, gradient = _at(state.values, point)
        after = replace(
            state,
            step=state.step + 1,
            point=point,
            velocity=(vx, vy),
            value=value,
            gradient=gradient,
            trail=capped(state.trail, state.point, _TRAIL),
            before=state.value,
            zoom=_zoomed(_view(state.values), point, state.zoom),
        )
        return replace(after, outcome=_judge(after))

    def done(self, state: DescentMapState) -> bool:
        """Return whether the gradient is gone or the point has run away."""
        resting = math.hypot(*state.velocity) < 1e-6
        return state.outcome in _OVER or (math.hypot(*state.gradient) < 1e-6 and resting)

    def scene(self, state: DescentMapState, aspect: float = 1.0) -> Scene:
        """Show contours, the field of steepest descent, the path, and the step to come."""
        text = words(state.values, "function")
        view = fitted(_view(state.values).zoomed(state.zoom), aspect)
        plot = background(text, pretty(self._shown(state.values)), view)
        path = Curve((*state.trail, state.point), "chart trail2")
        moving = Layer(
            curves=(path,) if state.trail else (),
            arrows=_next_step(state),
            points=(*trail(state.trail), Point(*state.point)),
        )
        return Scene((replace(plot, foreground=moving),))

    def readouts(self, state: DescentMapState) -> tuple[Readout, ...]:
        """Return the point, the value, the gradient and its length."""
        return (
            Readout("point", "(x, y)", state.point),
            Readout("f", "f", state.value),
            Readout("gradient", "∇f", state.gradient),
            Readout("norm", "|∇f|", math.hypot(*state.gradient)),
        )

    def sentence(self, state: DescentMapState) -> str:
        """Say where the point went and what became of f and its gradient."""
        place, gradient = _pair(state.point), _pair(state.gradient)
        norm = math.hypot(*state.gradient)
        if state.step == 0:
            what = _function(state.values).says(*state.point)
            if what:
                return _("The point is at {place}: {what}.").format(place=place, what=what)
            if norm == 0 or not math.isfinite(norm):
                return _resting(state)
            down = _pair((-state.gradient[0] / norm, -state.gradient[1] / norm))
            return _(
                "The point is at {place}, where f is {value} and the gradient {gradient} of "
                "length {norm}: the steepest way down is {down}."
            ).format(
                place=place,
                value=number(state.value),
                gradient=gradient,
                norm=number(norm),
                down=down,
            )
        moved = _("Step {step}: from {before} to {place}").format(
            step=state.step, before=_pair(state.trail[-1]), place=place
        )
        if state.outcome == "lost" and not math.isfinite(state.value):
            return _(
                "{moved}, where f is too large for a computer's numbers; before the step it was {before}. The point "
                "has run away; make α smaller."
            ).format(moved=moved, before=number(state.before))
        if state.outcome == "lost":
            return _(
                "{moved}, where f is {value}: the point has run away; make α smaller, unless f has no minimum."
            ).format(moved=moved, value=number(state.value))
        if state.outcome == "outside":
            return _("{moved}, where f has no value: the step left its domain.").format(moved=moved)
        what = _function(state.values).says(*state.point)
        if what:
            return f"{moved}: {what}."
        if state.outcome == "converged":
            return _(
                "{moved}; the gradient is {gradient}, as good as 0: it has converged, at f = "
                "{value}."
            ).format(moved=moved, gradient=gradient, value=number(state.value))
        if state.outcome == "stuck":
            return _(
                "{moved}; the gradient is as good as 0, but this is no minimum: a saddle or a "
                "plateau."
            ).format(moved=moved)
        template = (
            _(
                "{moved}; f grew from {before} to {after}, and the gradient there is {gradient} of "
                "length {norm}{why}."
            )
            if state.outcome == "rising"
            else _(
                "{moved}; f fell from {before} to {after}, and the gradient there is {gradient} of "
                "length {norm}{why}."
            )
        )
        blamed = state.outcome == "rising" and not _rates(state.values)[1]
        return template.format(
            moved=moved,
            before=number(state.before),
            after=number(state.value),
            gradient=gradient,
            norm=number(norm),
            why=_(": the step was too long, α is too large") if blamed else "",
        )

    def _shown(self, values: Values) -> str:
        return self.parameter("function").text(values["function"])


def _resting(state: DescentMapState) -> str:
    """Say what kind of point it is where the gradient is zero, and that descent stays there."""
    template = {
        "minimum": _(
            "The point is at {place}, a minimum: the gradient is zero and nothing will move it."
        ),
        "maximum": _(
            "The point is at {place}, a maximum: the gradient is zero, so descent stays there all the same."
        ),
        "saddle": _(
            "The point is at {place}, a saddle: the gradient is zero, so descent stays there, though f falls in some "
            "directions."
        ),
    }.get(
        _function(state.values).extremum(*state.point),
        _("The point is at {place}, where the gradient is zero: descent stays there."),
    )
    return template.format(place=_pair(state.point))


def _function(values: Values) -> ScalarFunction:
    return function(words(values, "function"), ("x", "y"))


def _rates(values: Values) -> tuple[float, float]:
    return real(values, "alpha"), real(values, "momentum")


def _at(values: Values, point: Position) -> tuple[float, Position]:
    f = _function(values)
    found = f.at(*point)
    if found.value is None and found.kind != "unknown":
        return math.nan, (math.nan, math.nan)
    # Where there is no derivative, descent goes on with what automatic differentiation returns.
    gx, gy = (
        returned if slope is None else slope
        for slope, returned in zip(found.gradient, f.gradient(*point), strict=True)
    )
    return f(*point), (gx, gy)


def _judge(state: DescentMapState) -> Outcome:
    numbers = (*state.point, state.value, *state.gradient)
    if all(map(math.isfinite, state.point)):
        found = _function(state.values).at(*state.point)
        if found.value is None and found.kind != "unknown":
            return "outside"
    if not all(map(math.isfinite, numbers)) or max(map(abs, state.point)) > _FAR:
        return "lost"
    if math.hypot(*state.gradient) < 1e-3 and math.hypot(*state.velocity) < 1e-3:
        return "converged" if _is_minimum(state) else "stuck"
    return "rising" if state.value > state.before else "falling"


def _is_minimum(state: DescentMapState) -> bool:
    """Whether Newton's step to the minimum is short, and the Hessian positive here and beyond it.

    On the slope towards an inflection, as of x^3, the curvature vanishes at the end of twice the step.
    """
    f = _function(state.values)
    fx, fy = f.derivative("x"), f.derivative("y")
    second = (fx.derivative("x"), fx.derivative("y"), fy.derivative("y"))

    def bends(point: Position) -> Position | None:
        a, b, d = (part(*point) for part in second)
        if not (a >= 0 and d >= 0 and a + d > 0 and a * d - b * b >= -1e-12 * (a + d) ** 2):
            return None
        gx, gy = state.gradient
        size = a + d
        determinant = a * d - b * b
        if determinant <= 1e-12 * size**2:  # flat in one direction: its minimum is a line
            return gx / size, gy / size
        return (d * gx - b * gy) / determinant, (a * gy - b * gx) / determinant

    newton = bends(state.point)
    if newton is None or math.hypot(*newton) > 0.1:
        return False
    beyond = (state.point[0] - 2.5 * newton[0], state.point[1] - 2.5 * newton[1])
    return bends(beyond) is not None


def _view(values: Values) -> View:
    start = pair(values, "start")
    reach = max(3.0, 1.3 * abs(start[0]), 1.3 * abs(start[1]))
    return _VIEWS.get(words(values, "function"), View(0.0, 0.0, reach, reach))


def _zoomed(view: View, point: Position, zoom: float) -> float:
    """The view doubles until the point is inside, but not for ever: then a mark shows its side."""
    while all(map(math.isfinite, point)) and not view.zoomed(zoom).holds(point) and zoom < 8:
        zoom *= 2
    return zoom


def _next_step(state: DescentMapState) -> tuple[Arrow, ...]:
    alpha, momentum = _rates(state.values)
    ends = tuple(
        p + momentum * v - alpha * g
        for p, v, g in zip(state.point, state.velocity, state.gradient, strict=True)
    )
    if not all(map(math.isfinite, ends)) or math.dist(ends, state.point) == 0:
        return ()
    return (Arrow(state.point, (ends[0], ends[1]), "chart tangent"),)


def _pair(values: Position) -> str:
    return f"({number(values[0])}, {number(values[1])})"
