"""Secant to tangent: the difference quotient as h shrinks, and where round-off takes over (chapter 1)."""

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
from vctutor.simulations.sampling import Position, sample, visible_range
from vctutor.simulations.scene import Axis, Curve, Layer, Plot, Point, Scene, Segment

_SMALLEST, _LARGEST = 1e-12, 1.0
_FLOOR = 1e-17

_FUNCTIONS = (
    Preset("x^2", "x^2"),
    Preset("sin", "sin(x)"),
    Preset("exp", "exp(x)"),
    Preset("ln", "ln(x)"),
    Preset("sigmoid", "sigmoid(x)"),
    Preset("relu", "relu(x)"),
)


class SecantState(State, frozen=True):
    """The secant. Everything follows from the parameters.

    Attributes:
        left: where the secant meets the curve on the left.
        right: where it meets it on the right.
        quotient: its slope.
        slope: the tangent's slope.
    """

    left: float = 0.0
    right: float = 0.0
    quotient: float = 0.0
    slope: float = 0.0


class Secant(Simulation[SecantState]):
    """The slope of a secant on its way to the slope of the tangent; each step divides h by ten."""

    name = "secant"
    title = N_("Secant to tangent")
    default_steps = 12
    moves = False
    parameters = (
        Parameter("x", "x", "number", 1.0, -10, 10, 0.1, help=N_("Where the slope is wanted.")),
        Parameter(
            "h", "h", "number", 1.0, _SMALLEST, _LARGEST, 10.0, scale="log",
            help=N_("How far away the second point is."),
        ),
        Parameter(
            "function", "f", "function", "x^2", choices=_FUNCTIONS, variables=("x",),
            help=N_("The curve: one of these or your own, a function of x."),
        ),
        Parameter(
            "difference", N_("difference"), "choice", "forward",
            choices=(Preset("forward", "forward"), Preset("central", "central")),
            help=N_("Forward: through x and x + h. Central: through x - h and x + h."),
        ),
    )  # fmt: skip

    def begin(self, values: Values) -> SecantState:
        """Draw the secant of these parameters."""
        f, x, h = _function(values), real(values, "x"), real(values, "h")
        central = values["difference"] == "central"
        left, right = (x - h if central else x), x + h
        return SecantState(
            values,
            left=left,
            right=right,
            quotient=quotient(f, x, h, central=central),
            slope=_tangent(f, x),
        )

    def step(self, state: SecantState) -> SecantState:
        """Divide h by ten."""
        if self.done(state):
            return state
        h = float(f"{max(_SMALLEST, real(state.values, 'h') / 10):.12g}")
        values = MappingProxyType({**state.values, "h": h})
        return replace(self.begin(values), step=state.step + 1)

    def reset(self, state: SecantState) -> SecantState:
        """Go back to h = 1."""
        return self.begin(MappingProxyType({**state.values, "h": _LARGEST}))

    def done(self, state: SecantState) -> bool:
        """Return whether h is as small as it gets."""
        return real(state.values, "h") <= _SMALLEST

    def scene(self, state: SecantState, aspect: float = 1.0) -> Scene:
        """Show the curve with secant and tangent, and the error against h on logarithmic axes."""
        f, x = _function(state.values), real(state.values, "x")
        plot = _curve(f.text, x)
        low, high = plot.x.low, plot.x.high
        y, at_left = f(x), f(state.left)
        lines = (
            *_tangents(f, x, low, high),
            _line(state.left, at_left, state.quotient, low, high, "chart curve3", _("secant")),
        )
        moving = Layer(
            segments=lines,
            points=tuple(
                point
                for point in (
                    Point(state.left, at_left, "chart curve3", "○", "o"),
                    Point(state.right, f(state.right), "chart curve3", "○", "o"),
                    Point(x, y),
                )
                if math.isfinite(point.y)  # at a pole there is no point
            ),
        )
        central = state.values["difference"] == "central"
        errors = _errors(f.text, x, central)
        error = _error(state)
        marks = (Point(real(state.values, "h"), max(error, _FLOOR)),) if error == error else ()
        return Scene(
            (
                replace(plot, foreground=moving),
                replace(errors, foreground=Layer(points=marks)),
            ),
            "side" if aspect > 2 else "stacked",
        )

    def readouts(self, state: SecantState) -> tuple[Readout, ...]:
        """Return h, the two slopes and their difference."""
        return (
            Readout("h", "h", real(state.values, "h"), decimals=6),
            Readout("quotient", _("secant"), state.quotient, decimals=8),
            Readout("derivative", _("tangent"), _known(state.slope), decimals=8),
            Readout("error", _("error"), _known(_error(state)), decimals=6),
        )

    def sentence(self, state: SecantState) -> str:
        """Say how near the secant's slope is, and whether a smaller h still helps."""
        x, h, error = real(state.values, "x"), real(state.values, "h"), _error(state)
        if not math.isfinite(state.slope):
            return self._no_tangent(state)
        if not math.isfinite(state.quotient):
            return _("With h = {h} the secant reaches where the function is not defined.").format(
                h=_short(h)
            )
        said = _(
            "With h = {h} the secant's slope is {quotient} and the tangent's {slope}: an "
            "error of {error}"
        ).format(
            h=_short(h),
            quotient=number(state.quotient, 8),
            slope=number(state.slope, 8),
            error=_short(error),
        )
        f = _function(state.values)
        central = state.values["difference"] == "central"
        larger = [h * 10**k for k in range(1, 13) if h * 10**k <= _LARGEST]
        best = min(
            larger,
            key=lambda big: abs(quotient(f, x, big, central=central) - state.slope),
            default=h,
        )
        if h < 1e-4 and error > 1.5 * abs(quotient(f, x, best, central=central) - state.slope):
            return _("{said}, more than with h = {best}: round-off has taken over.").format(
                said=said, best=_short(best)
            )
        return said + "."

    def _no_tangent(self, state: SecantState) -> str:
        f, x, h = _function(state.values), real(state.values, "x"), real(state.values, "h")
        said = _("At x = {x} there is no tangent").format(x=number(x))
        what = f.says(x)
        said += f": {what}." if what else _(" with a finite slope.")
        if math.isfinite(state.quotient) and f.at(x).kind == "corner":
            said += _(" The secant with h = {h} has the slope {quotient}.").format(
                h=_short(h), quotient=number(state.quotient, 8)
            )
        return said


def _known(value: float) -> float | None:
    """Return a number for a readout; None where there is none."""
    return None if math.isnan(value) else value


def _tangent(f: ScalarFunction, x: float) -> float:
    """Return the slope of the tangent, at the end of the domain from one side; NaN where there is none."""
    (profile,) = f.at(x).profiles
    if profile.kind == "unknown":
        return f.derivative()(x)
    side = profile.right if profile.left.status == "outside" else profile.left
    slope = side.slope if profile.kind == "edge" and profile.value is not None else profile.slope
    return math.nan if slope is None else slope


def _tangents(f: ScalarFunction, x: float, low: float, high: float) -> tuple[Segment, ...]:
    """Return the tangent; at a corner its two halves; nothing where there is none."""
    (profile,) = f.at(x).profiles
    y, slope = f(x), _tangent(f, x)
    if math.isfinite(slope):
        return (_line(x, y, slope, low, high, "chart tangent", _("tangent")),)
    if profile.kind != "corner":
        return ()
    left, right = profile.left.slope, profile.right.slope
    halves = ((left, low, _("slope on the left")), (right, high, _("slope on the right")))
    return tuple(
        Segment((x, y), (end, y + slope * (end - x)), "chart tangent", label)
        for slope, end, label in halves
        if slope is not None and math.isfinite(slope)
    )


def quotient(f: ScalarFunction, x: float, h: float, *, central: bool) -> float:
    """Return the difference quotient, with the round-off that such a computation has."""
    below = x - h if central else x
    return (f(x + h) - f(below)) / (2 * h if central else h)


def _function(values: Values) -> ScalarFunction:
    return function(words(values, "function"), ("x",))


def _error(state: SecantState) -> float:
    return abs(state.quotient - state.slope)


def _short(value: float) -> str:
    return f"{value:.3g}".replace("e-0", "e-").replace("-", "−")


def _line(
    x: float, y: float, slope: float, low: float, high: float, role: str, label: str
) -> Segment:
    return Segment((low, y + slope * (low - x)), (high, y + slope * (high - x)), role, label)


@lru_cache(maxsize=32)
def _curve(text: str, x: float) -> Plot:
    low, high = x - 2.5, x + 2.5
    points = sample(function(text, ("x",)), low, high)
    bottom, top = visible_range((y for __, y in points), margin=0.12)
    return Plot(
        Axis(low, high, "x"),
        Axis(bottom, top, "y"),
        Layer(curves=(Curve(points, label="f"),)),
        title=f"f(x) = {pretty(text)}",
        weight=1.5,
    )


@lru_cache(maxsize=32)
def _errors(text: str, x: float, central: bool) -> Plot:
    """The error of both differences for h from 1 down to 1e-12; the chosen one in front."""
    f = function(text, ("x",))
    slope = _tangent(f, x)
    both = {kind: _error_curve(f, x, slope, central=kind) for kind in (False, True)}
    names = {False: _("forward"), True: _("central")}
    curves = tuple(
        Curve(both[kind], "chart curve3" if kind == central else "chart curve6", names[kind])
        for kind in (not central, central)
    )
    return Plot(
        Axis(_SMALLEST, _LARGEST, "h", log=True),
        Axis(_FLOOR, 10.0, _("error"), log=True),
        Layer(curves=curves),
        title=_("error against h"),
    )


def _error_curve(
    f: ScalarFunction, x: float, slope: float, *, central: bool
) -> tuple[Position, ...]:
    points = []
    for place in range(73):
        h = 10 ** (-12 + place / 6)
        error = abs(quotient(f, x, h, central=central) - slope)
        points.append((h, max(error, _FLOOR) if math.isfinite(error) else math.nan))
    return tuple(points)
