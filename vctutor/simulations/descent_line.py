"""Descent on a line: one parameter walks down its loss (chapter 0)."""

from __future__ import annotations

import math
from functools import lru_cache
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
    real,
    words,
)
from vctutor.simulations.functions import ScalarFunction, function, pretty
from vctutor.simulations.sampling import Position, capped, sample, visible_range
from vctutor.simulations.scene import Axis, Curve, Layer, Plot, Point, Scene, Segment, trail

# How far to both sides a loss is worth looking at; 4 where nothing is said.
_HALF_WIDTHS = {"theta^4/4 - 2theta^2 + theta/2": 3.3}
_TRAIL = 12
_HISTORY = 60
_FAR = 1e6

_LOSSES = (
    Preset("theta^2", "theta^2"),
    Preset("double well", "theta^4/4 - 2theta^2 + theta/2"),
    Preset("plateau", "1 - exp(-theta^2/2)"),
)

# The losses that go by a name, not by their formula.
_NAMED = tuple(choice.name for choice in _LOSSES if choice.name != choice.value)

Outcome = Literal[
    "start",
    "falling",
    "overshot",
    "bouncing",
    "diverging",
    "converged",
    "landed",
    "flat",
    "lost",
    "outside",
]


# Outcomes after which no step follows.
_OVER = ("lost", "outside")


class DescentLineState(State, frozen=True):
    """Where the point is and how it came there.

    Attributes:
        theta: the parameter.
        loss: its loss.
        slope: the derivative of the loss there.
        trail: the latest points (theta, loss), oldest first, without the current one.
        history: the latest (step, loss), oldest first, with the current one.
        outcome: what the last step amounts to.
        half_width: half the width of the visible range; it doubles when the point leaves.
    """

    theta: float = 0.0
    loss: float = 0.0
    slope: float = 0.0
    trail: tuple[Position, ...] = ()
    history: tuple[Position, ...] = ()
    outcome: Outcome = "start"
    half_width: float = 4.0


class DescentLine(Simulation[DescentLineState]):
    """theta <- theta - alpha dL/dtheta, step by step."""

    name = "descent-line"
    title = N_("Descent on a line")
    default_steps = 10
    parameters = (
        Parameter(
            "alpha", "α", "number", 0.1, 0.01, 1.2, 0.01, restarts=False,
            help=N_("The learning rate: how far a step goes, as a multiple of the slope."),
        ),
        Parameter("theta", "θ", "number", 3.0, -10, 10, 0.1, help=N_("Where the descent begins.")),
        Parameter("loss", "L", "choice", "theta^2", choices=_LOSSES, help=N_("The loss to go down.")),
        Parameter(
            "function", N_("own L"), "function", "", variables=("theta", "x"),
            help=N_("Your own loss, a function of theta (or x); it takes the place of the choice."),
        ),
    )  # fmt: skip

    def begin(self, values: Values) -> DescentLineState:
        """Stand at the beginning."""
        theta = real(values, "theta")
        loss, slope = self._at(values, theta)
        return DescentLineState(
            values,
            outcome="start" if math.isfinite(loss) else "outside",
            theta=theta,
            loss=loss,
            slope=slope,
            history=((0.0, loss),),
            half_width=max(
                _HALF_WIDTHS.get(self._text(values), 4.0), math.ceil(abs(theta) * 11) / 10
            ),
        )

    def change(self, state: DescentLineState, name: str, value: object) -> DescentLineState:
        """Set a parameter; choosing a loss puts the reader's own away."""
        if name == "loss" and state.values["function"]:
            state = replace(state, values={**state.values, "function": ""})
        return super().change(state, name, value)

    def step(self, state: DescentLineState) -> DescentLineState:
        """Go against the slope by alpha times its size."""
        if state.outcome in _OVER:
            return state
        alpha = real(state.values, "alpha")
        theta = state.theta - alpha * state.slope
        loss, slope = self._at(state.values, theta)
        after = replace(
            state,
            step=state.step + 1,
            theta=theta,
            loss=loss,
            slope=slope,
            trail=capped(state.trail, (state.theta, state.loss), _TRAIL),
            history=capped(state.history, (state.step + 1.0, loss), _HISTORY),
            half_width=_widened(state.half_width, theta),
        )
        return replace(after, outcome=self._judge(state, after))

    def done(self, state: DescentLineState) -> bool:
        """Return whether the slope is gone or the point has run away."""
        return state.outcome in _OVER or abs(state.slope) < 1e-6

    def scene(self, state: DescentLineState, aspect: float = 1.0) -> Scene:
        """Show the loss with the point, its tangent and its trail, and a strip of loss against step."""
        plot = _background(self._text(state.values), self._shown(state.values), state.half_width)
        reach = (plot.x.high - plot.x.low) / 7
        tangent = Segment(
            (state.theta - reach, state.loss - reach * state.slope),
            (state.theta + reach, state.loss + reach * state.slope),
        )
        moving = Layer(
            segments=(tangent,),
            points=(*trail(state.trail), Point(state.theta, state.loss)),
        )
        return Scene(
            (replace(plot, foreground=moving), _strip(state)),
            "side" if aspect > 2.4 else "stacked",
        )

    def readouts(self, state: DescentLineState) -> tuple[Readout, ...]:
        """Return theta, its loss and the slope."""
        return (
            Readout("theta", "θ", state.theta),
            Readout("L", "L(θ)", state.loss),
            Readout("dL/dtheta", "dL/dθ", state.slope),
        )

    def sentence(self, state: DescentLineState) -> str:
        """Say where the point went, what became of the loss, and how it will go on."""
        alpha = real(state.values, "alpha")
        theta, loss, slope = number(state.theta), number(state.loss), number(state.slope)
        if not state.trail:
            return self._beginning(state, alpha)
        (from_theta, from_loss) = state.trail[-1]
        moved = _("Step {step}: θ went from {from_theta} to {theta}").format(
            step=state.step, from_theta=number(from_theta), theta=theta
        )
        fell = _change(from_loss, state.loss)
        if state.outcome == "lost" and not math.isfinite(state.loss):
            return _(
                "{moved}, where the loss is too large for a computer's numbers; before the step it was {loss}. It "
                "has diverged; make α smaller."
            ).format(moved=moved, loss=number(from_loss))
        if state.outcome == "lost":
            return _(
                "{moved}, far away, where the loss is {loss}: the step was {times} times the slope {before}, and the "
                "descent has diverged; make α smaller."
            ).format(
                moved=moved,
                loss=loss,
                times=f"{alpha:g}",
                before=number((from_theta - state.theta) / alpha),
            )
        if state.outcome == "outside":
            return _("{moved}, where the loss has no value: the step left its domain.").format(
                moved=moved
            )
        at = self._function(state.values).says(state.theta)
        if at:
            return f"{moved}: {at}."
        if state.outcome == "landed":
            return _("{moved} in one step: the slope there is 0, the loss {loss}.").format(
                moved=moved, loss=loss
            )
        if state.outcome == "converged":
            return _(
                "{moved}; the slope is {slope}, as good as 0: it has converged, at the loss {loss}."
            ).format(moved=moved, slope=slope, loss=loss)
        if state.outcome == "flat":
            return _(
                "{moved}; the slope is only {slope} though this is no minimum: on a plateau "
                "hardly anything moves."
            ).format(moved=moved, slope=slope)
        if state.outcome == "bouncing":
            return _(
                "{moved} and the loss stays at {loss}: it bounces from side to side for ever."
            ).format(moved=moved, loss=loss)
        if state.outcome == "diverging":
            return _(
                "{moved} and {fell}: it diverges, because α = {alpha:g} is too large{limit}."
            ).format(moved=moved, fell=fell, alpha=alpha, limit=_limit(self, state))
        if state.outcome == "overshot":
            return _(
                "{moved}, beyond the lowest point, and {fell}; the slope is now {slope}."
            ).format(moved=moved, fell=fell, slope=slope)
        moved_by = state.theta - from_theta
        way = ("+" if moved_by > 0 else "") + number(moved_by)
        return _("{moved} ({way}) and {fell}; the slope is now {slope}.").format(
            moved=moved, way=way, fell=fell, slope=slope
        )

    def _beginning(self, state: DescentLineState, alpha: float) -> str:
        theta, loss, slope = number(state.theta), number(state.loss), number(state.slope)
        what = self._function(state.values).says(state.theta)
        if what:
            return _("The point is at θ = {theta}: {what}.").format(theta=theta, what=what)
        if not math.isfinite(state.slope) or not math.isfinite(state.loss):
            return _("At θ = {theta} this loss has no slope; begin somewhere else.").format(
                theta=theta
            )
        if state.slope == 0 or self._function(state.values).at(state.theta).stationary:
            return self._resting(state)
        template = (
            _(
                "The point is at θ = {theta}, where the loss is {loss} and the slope {slope}: a step "
                "goes to the left, by {alpha:g} × {size} = {way}."
            )
            if state.slope > 0
            else _(
                "The point is at θ = {theta}, where the loss is {loss} and the slope {slope}: a step "
                "goes to the right, by {alpha:g} × {size} = {way}."
            )
        )
        size, way = number(abs(state.slope)), number(alpha * abs(state.slope))
        return template.format(theta=theta, loss=loss, slope=slope, alpha=alpha, size=size, way=way)

    def _resting(self, state: DescentLineState) -> str:
        kind = self._function(state.values).extremum(state.theta)
        template = {
            "minimum": _(
                "The point is at θ = {theta}, a minimum: the slope is 0 and nothing will move it."
            ),
            "maximum": _(
                "The point is at θ = {theta}, a maximum: the slope is 0, so descent stays there all the same."
            ),
            "neither": _(
                "The point is at θ = {theta}, where the slope is 0, though the loss falls on one side: descent "
                "stays there."
            ),
        }.get(kind, _("The point is at θ = {theta}, where the slope is 0: nothing will move it."))
        return template.format(theta=number(state.theta))

    def _text(self, values: Values) -> str:
        return words(values, "function") or words(values, "loss")

    def _shown(self, values: Values) -> str:
        own = words(values, "function")
        return own or self.parameter("loss").text(values["loss"])

    def _function(self, values: Values) -> ScalarFunction:
        return _loss(self._text(values))

    def _at(self, values: Values, theta: float) -> tuple[float, float]:
        loss = self._function(values)
        found = loss.at(theta)
        if found.value is None and found.kind != "unknown":
            return math.nan, math.nan
        slope = found.gradient[0]
        # Where there is no derivative, descent goes on with what automatic differentiation returns.
        return loss(theta), loss.derivative()(theta) if slope is None else slope

    def _near_minimum(self, state: DescentLineState) -> bool:
        """Whether Newton's step to the minimum is short, and the curvature still positive as far beyond it."""
        bend = self._function(state.values).derivative().derivative()
        here = bend(state.theta)
        if not (math.isfinite(here) and here > 0):
            return self._function(state.values).extremum(state.theta) == "minimum"
        newton = state.slope / here
        return abs(newton) < 0.1 and bend(state.theta - 2.5 * newton) > 0

    def _judge(self, before: DescentLineState, after: DescentLineState) -> Outcome:
        numbers = (after.theta, after.loss, after.slope)
        found = self._function(after.values).at(after.theta) if math.isfinite(after.theta) else None
        if found is not None and found.value is None and found.kind != "unknown":
            return "outside"
        if not all(map(math.isfinite, numbers)) or abs(after.theta) > _FAR:
            return "lost"
        moved = abs(after.theta - before.theta)
        if abs(after.slope) < 1e-3:
            if not self._near_minimum(after):
                return "flat"
            at_once = len(after.trail) == 1 and abs(after.slope) < 1e-9
            return "landed" if at_once else "converged"
        crossed = (after.slope > 0) != (before.slope > 0)
        size = max(abs(after.loss), abs(before.loss), 1e-12)
        if crossed and moved > 1e-9 and abs(after.loss - before.loss) <= 1e-9 * size:
            return "bouncing"
        if after.loss > before.loss and abs(after.slope) > abs(before.slope):
            return "diverging"
        return "overshot" if crossed else "falling"


def _limit(simulation: DescentLine, state: DescentLineState) -> str:
    """The largest stable learning rate, where the curvature here tells it."""
    bend = simulation._function(state.values).derivative().derivative()(state.theta)
    if not (math.isfinite(bend) and bend > 0):
        return ""
    return _(": with the curvature {bend} here it must stay below 2/{bend} = {limit}").format(
        bend=number(bend), limit=number(2 / bend)
    )


def _change(before: float, after: float) -> str:
    template = (
        _("the loss fell from {before} to {after}")
        if after < before
        else _("the loss grew from {before} to {after}")
    )
    return template.format(before=number(before), after=number(after))


def _loss(text: str) -> ScalarFunction:
    return function(text, ("theta",), "x")


def _widened(half_width: float, theta: float) -> float:
    """The range doubles until the point is inside, but not for ever: then an arrow marks its side."""
    while math.isfinite(theta) and abs(theta) > half_width and half_width < 128:
        half_width *= 2
    return half_width


@lru_cache(maxsize=16)
def _background(text: str, shown: str, half_width: float) -> Plot:
    points = sample(_loss(text), -half_width, half_width)
    heights = [y for __, y in points]
    low, high = visible_range(heights)
    if min((y for y in heights if math.isfinite(y)), default=0.0) >= 0:
        low = -0.06 * high
    return Plot(
        Axis(-half_width, half_width, "θ"),
        Axis(low, high, "L"),
        Layer(curves=(Curve(points),)),
        title=shown if shown in _NAMED else f"L(θ) = {pretty(shown)}",
        weight=3,
    )


def _strip(state: DescentLineState) -> Plot:
    """Loss against step: the window moves on when it is full."""
    first = state.history[0][0]
    last = max(first + 10, state.history[-1][0])
    losses = [loss for __, loss in state.history]
    low, high = visible_range(losses)
    if min((loss for loss in losses if math.isfinite(loss)), default=0.0) >= 0:
        low = 0.0
        high = max(high, 1e-9)
    step, loss = state.history[-1]
    return Plot(
        Axis(first, last, _("step")),
        Axis(low, high, "L"),
        foreground=Layer(
            curves=(Curve(state.history, "chart curve2"),),
            points=(Point(step, loss),),
        ),
        title=_("loss by step"),
        weight=1.4,
    )
