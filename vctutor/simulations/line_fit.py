"""Fitting a line: least squares by walking downhill, or by the normal equation (chapter 7)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
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
    whole,
    words,
)
from vctutor.simulations.functions import function
from vctutor.simulations.maps import View, contours, fitted, with_note
from vctutor.simulations.sampling import Position, capped
from vctutor.simulations.scene import (
    Arrow,
    Axis,
    Curve,
    Layer,
    Plot,
    Point,
    Scene,
    Segment,
    TextLabel,
    trail,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TRAIL = 40
_FAR = 1e9
# A gradient no longer than this is as good as 0.
_FLAT = 1e-6
_CLOSED = "closed form"

# The line the data come from, and how far those of chapter 7 lie from it: (1, 2), (2, 4), (3, 3).
_TRUE: Position = (2.0, 0.5)
_INPUTS = (1.0, 2.0, 3.0)
_CHAPTER_NOISE = (-0.5, 1.0, -0.5)

Outcome = Literal["start", "falling", "growing", "converged", "solved", "lost"]


class LineFitState(State, frozen=True):
    """Which line is drawn, and how it came there.

    Attributes:
        weights: intercept and slope of the line.
        loss: the sum of the squared residuals.
        gradient: its gradient by intercept and slope.
        trail: the latest weights, oldest first, without the current ones.
        before: the loss before the last step.
        outcome: what the last step amounts to.
        zoom: by how many times the map is widened to keep the weights inside.
    """

    weights: Position = (0.0, 0.0)
    loss: float = 0.0
    gradient: Position = (0.0, 0.0)
    trail: tuple[Position, ...] = ()
    before: float = 0.0
    outcome: Outcome = "start"
    zoom: float = 1.0


class _Problem(Struct, frozen=True):
    """The data, and what is known of their loss.

    Attributes:
        xs: the inputs.
        ys: the outputs.
        best: the weights of least loss.
        curvatures: the eigenvalues of the Hessian, the lesser first.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    best: Position
    curvatures: Position


class LineFit(Simulation[LineFitState]):
    """w <- w - alpha 2 X^T (X w - y), or X^T X w = X^T y solved at once."""

    name = "line-fit"
    title = N_("Fitting a line")
    default_steps = 40
    parameters = (
        Parameter(
            "alpha", "α", "number", 0.05, 0.001, 1.0, 0.005, restarts=False,
            help=N_("The learning rate: how far a step goes, as a multiple of the gradient."),
        ),
        Parameter(
            "noise", N_("noise"), "number", 1.0, 0, 3, 0.1,
            help=N_("How far the points lie from the line they come from."),
        ),
        Parameter(
            "conditioning", N_("scale of x"), "number", 1.0, 0.1, 5, 0.1,
            help=N_("What the inputs 1, 2, 3 are multiplied by: it changes how long the valley is."),
        ),
        Parameter(
            "method", N_("method"), "choice", "gradient descent",
            choices=(Preset("gradient descent", "gradient descent"), Preset(_CLOSED, _CLOSED)),
            help=N_("Walk downhill step by step, or solve the normal equation."),
        ),
        Parameter(
            "seed", N_("seed"), "number", 0, 0, 9999, 1, whole=True,
            help=N_("Which noise: 0 is that of the chapter, every other number draws its own."),
        ),
    )  # fmt: skip

    def begin(self, values: Values) -> LineFitState:
        """Begin with the line of intercept 0 and slope 0."""
        loss, gradient = _loss_at(values, (0.0, 0.0))
        return LineFitState(values, loss=loss, gradient=gradient, before=loss)

    def change(self, state: LineFitState, name: str, value: object) -> LineFitState:
        """Set a parameter; a descent that was lost begins again."""
        after = super().change(state, name, value)
        return self.reset(after) if after.outcome == "lost" else after

    def step(self, state: LineFitState) -> LineFitState:
        """Go against the gradient, or to the solution of the normal equation."""
        if state.outcome in ("lost", "solved"):
            return state
        alpha, closed = real(state.values, "alpha"), words(state.values, "method") == _CLOSED
        weights = (
            _problem(state.values).best
            if closed
            else (
                state.weights[0] - alpha * state.gradient[0],
                state.weights[1] - alpha * state.gradient[1],
            )
        )
        loss, gradient = _loss_at(state.values, weights)
        after = replace(
            state,
            step=state.step + 1,
            weights=weights,
            loss=loss,
            gradient=gradient,
            trail=capped(state.trail, state.weights, _TRAIL),
            before=state.loss,
        )
        return replace(
            after, outcome="solved" if closed else _judge(after), zoom=_zoomed(after, state.zoom)
        )

    def done(self, state: LineFitState) -> bool:
        """Return whether the line is the best one, or is lost."""
        return state.outcome in ("lost", "solved") or math.hypot(*state.gradient) < _FLAT

    def scene(self, state: LineFitState, aspect: float = 1.0) -> Scene:
        """Show the data with the line, and the loss over intercept and slope with the path."""
        side = aspect > 1.5
        share = aspect / 2 if side else 2 * aspect
        return Scene((_data(state), _map(state, share)), "side" if side else "stacked")

    def readouts(self, state: LineFitState) -> tuple[Readout, ...]:
        """Return the line, its loss and gradient, the condition number and the limit of alpha."""
        low, high = _problem(state.values).curvatures
        return (
            Readout("weights", _("intercept, slope"), state.weights),
            Readout("loss", _("loss"), _clean(state.loss)),
            Readout("gradient", "∇loss", (_clean(state.gradient[0]), _clean(state.gradient[1]))),
            Readout("condition", _("cond XᵀX"), high / low, decimals=1),
            Readout("limit", _("α below"), 2 / high),
        )

    def sentence(self, state: LineFitState) -> str:
        """Say where the line went, what became of its loss, and why."""
        line = _line(state.weights)
        if state.step == 0:
            return self._beginning(state, line)
        if state.outcome == "solved":
            return _(
                "The normal equation gives the best line at once: {line}, with the loss "
                "{loss} and the gradient 0."
            ).format(line=line, loss=number(_clean(state.loss)))
        moved = _("Step {step}: the line is {line}").format(step=state.step, line=line)
        low, high = _problem(state.values).curvatures
        limit = _("α must be below {limit}").format(limit=number(2 / high))
        if state.outcome == "lost":
            return _("{moved}: it has diverged; {limit}.").format(moved=moved, limit=limit)
        if state.outcome == "converged":
            return _(
                "{moved} and the gradient is as good as 0: it has converged, at the loss {loss}."
            ).format(moved=moved, loss=number(_clean(state.loss)))
        template = (
            _("{moved}; the loss fell from {before} to {after}")
            if state.outcome == "falling"
            else _("{moved}; the loss grew from {before} to {after}")
        )
        said = template.format(moved=moved, before=number(state.before), after=number(state.loss))
        if state.outcome == "growing":
            return _("{said}: it diverges; {limit}.").format(said=said, limit=limit)
        across, along = (1 - real(state.values, "alpha") * part for part in (high, low))
        return _(
            "{said}; a step leaves {across} of the way across the valley, {along} along it."
        ).format(said=said, across=number(across, 3), along=number(along, 3))

    def _beginning(self, state: LineFitState, line: str) -> str:
        low, high = _problem(state.values).curvatures
        if words(state.values, "method") == _CLOSED:
            return _(
                "The line is {line} with the loss {loss}; one step solves for the best one."
            ).format(line=line, loss=number(state.loss))
        return _(
            "The line is {line} with the loss {loss}; the valley is {ratio} times as steep "
            "across as along, and α must be below {limit}."
        ).format(
            line=line, loss=number(state.loss), ratio=number(high / low, 1), limit=number(2 / high)
        )


def _clean(value: float) -> float:
    """Zero in place of what rounding left of it; the data are of the size of 1."""
    return 0.0 if abs(value) < 1e-12 else value


def _line(weights: Position) -> str:
    slope = number(abs(weights[1]))
    return f"{number(weights[0])} {'−' if weights[1] < 0 else '+'} {slope}x"


@lru_cache(maxsize=32)
def _solve(noise: float, scale: float, seed: int) -> _Problem:
    import numpy as np

    from vctutor.maths.random_numbers import normal
    from vctutor.maths.reverse import hessian

    inputs = np.array(_INPUTS)
    drawn = 0.7 * normal(seed, len(_INPUTS)) if seed else _CHAPTER_NOISE
    ys = _TRUE[0] + _TRUE[1] * inputs + noise * np.asarray(drawn)
    xs = scale * inputs
    matrix = np.stack([np.ones_like(xs), xs], axis=1)
    # By SVD on X, as the chapter advises, and not by X^T X.
    best = np.linalg.lstsq(matrix, ys, rcond=None)[0]
    bends = np.linalg.eigvalsh(hessian(_loss(matrix, ys), np.zeros(2)))
    return _Problem(
        tuple(xs.tolist()),
        tuple(ys.tolist()),
        (float(best[0]), float(best[1])),
        (float(bends[0]), float(bends[1])),
    )


def _problem(values: Values) -> _Problem:
    return _solve(real(values, "noise"), real(values, "conditioning"), whole(values, "seed"))


def _loss(matrix: NDArray[np.float64], ys: NDArray[np.float64]) -> Any:
    """|X w - y|^2 as a function of w, for numbers and for the tape."""

    def loss(w: Any) -> Any:
        residual = matrix @ w - ys
        return (residual * residual).sum()

    return loss


def _loss_at(values: Values, weights: Position) -> tuple[float, Position]:
    """The loss of a line and its gradient by intercept and slope, by reverse mode."""
    import numpy as np

    from vctutor.maths.reverse import value_and_gradient

    data = _problem(values)
    matrix = np.stack([np.ones(len(data.xs)), np.array(data.xs)], axis=1)
    loss, gradient = value_and_gradient(_loss(matrix, np.array(data.ys)), np.array(weights))
    return float(loss), (float(gradient[0]), float(gradient[1]))


def _judge(state: LineFitState) -> Outcome:
    numbers = (*state.weights, state.loss, *state.gradient)
    if not all(map(math.isfinite, numbers)) or max(map(abs, state.weights)) > _FAR:
        return "lost"
    if math.hypot(*state.gradient) < _FLAT:
        return "converged"
    return "growing" if state.loss > state.before else "falling"


def _view(values: Values) -> View:
    """A window that holds every path that does not diverge: none leaves this circle."""
    best = _problem(values).best
    reach = 1.1 * math.hypot(*best) or 1.0
    return View(*best, reach, reach)


def _zoomed(state: LineFitState, zoom: float) -> float:
    view = _view(state.values)
    while all(map(math.isfinite, state.weights)) and zoom < 8:
        if view.zoomed(zoom).holds(state.weights):
            break
        zoom *= 2
    return zoom


def _data(state: LineFitState) -> Plot:
    """The points, the line, what is missing to each point, and the best line."""
    data = _problem(state.values)
    right = 4 * real(state.values, "conditioning")
    intercept, slope = state.weights
    low, high = min(0.0, *data.ys), max(data.ys)
    best = (data.best[0], data.best[0] + data.best[1] * right)
    ends = ((0.0, intercept), (right, intercept + slope * right))
    low, high = min(low, *best), max(high, *best)
    gaps = tuple(
        Segment((x, y), (x, intercept + slope * x), "chart bad", dashed=True)
        for x, y in zip(data.xs, data.ys, strict=True)
    )
    return Plot(
        Axis(0.0, right, "x"),
        Axis(low, high + 0.25 * (high - low), "y"),
        Layer(
            segments=(
                Segment((0.0, best[0]), (right, best[1]), "chart good", _("best "), dashed=True),
            ),
        ),
        Layer(
            segments=(*gaps, Segment(*ends, "chart curve1", _("line "))),
            points=tuple(
                Point(x, y, "chart curve2", "◆", "#") for x, y in zip(data.xs, data.ys, strict=True)
            ),
        ),
        title=_("data and line"),
    )


def _map(state: LineFitState, aspect: float) -> Plot:
    """The loss over intercept and slope with the path, and the step to come."""
    view = fitted(_view(state.values).zoomed(state.zoom), aspect)
    data = _problem(state.values)
    plot = _background(data.xs, data.ys, view)
    path = Curve((*state.trail, state.weights), "chart trail2")
    moving = Layer(
        curves=(path,) if state.trail else (),
        arrows=_next_step(state),
        labels=(TextLabel(*data.best, _("× best"), "chart good"),),
        points=(*trail(state.trail), Point(*state.weights)),
    )
    return replace(plot, foreground=moving)


@lru_cache(maxsize=16)
def _background(xs: tuple[float, ...], ys: tuple[float, ...], view: View) -> Plot:
    text = " + ".join(
        f"(x + {a!r} * y - {b!r})^2".replace("- -", "+ ") for a, b in zip(xs, ys, strict=True)
    )
    lines, doubling = contours(function(text, ("x", "y")), view)
    return Plot(
        Axis(view.x - view.half_width, view.x + view.half_width, _("intercept")),
        Axis(view.y - view.half_height, view.y + view.half_height, _("slope")),
        Layer(contours=lines if doubling else lines[::2]),
        title=with_note(_("loss"), doubling),
        equal=True,
        weight=1.4,
    )


def _next_step(state: LineFitState) -> tuple[Arrow, ...]:
    if words(state.values, "method") == _CLOSED:
        return ()
    alpha = real(state.values, "alpha")
    ends = tuple(w - alpha * g for w, g in zip(state.weights, state.gradient, strict=True))
    if not all(map(math.isfinite, ends)) or math.dist(ends, state.weights) == 0:
        return ()
    return (Arrow(state.weights, (ends[0], ends[1]), "chart tangent"),)
