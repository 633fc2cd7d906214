"""Taylor fit: a polynomial that agrees with a function to a chosen order (chapter 2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType

from msgspec.structs import replace

from vctutor.i18n import N_, _
from vctutor.maths.point_text import sentences
from vctutor.maths.points import analyse
from vctutor.maths.taylor_series import TaylorSeries, taylor_series
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
from vctutor.simulations.functions import ScalarFunction, function, pretty
from vctutor.simulations.polynomial import written, written_latex
from vctutor.simulations.sampling import Position, sample, visible_range
from vctutor.simulations.scene import Axis, Curve, Layer, Plot, Point, Scene, Segment

_HIGHEST = 15
_TOLERANCE = 0.05

_FUNCTIONS = (
    Preset("sin", "sin(x)"),
    Preset("cos", "cos(x)"),
    Preset("exp", "exp(x)"),
    Preset("ln(1+x)", "ln(1+x)"),
    Preset("1/(1-x)", "1/(1-x)"),
    Preset("sigmoid", "sigmoid(x)"),
)

_WINDOWS = {
    "sin(x)": (-7.0, 7.0),
    "cos(x)": (-7.0, 7.0),
    "exp(x)": (-4.0, 3.0),
    "ln(1+x)": (-1.5, 3.0),
    "1/(1-x)": (-2.5, 2.5),
    "sigmoid(x)": (-8.0, 8.0),
}


class TaylorFitState(State, frozen=True):
    """The polynomial. Everything follows from the parameters.

    Attributes:
        coefficients: c_0 to c_order.
    """

    coefficients: tuple[float, ...] = ()


class TaylorFit(Simulation[TaylorFitState]):
    """A function and its Taylor polynomial; each step adds one order."""

    name = "taylor-fit"
    title = N_("Taylor fit")
    default_steps = 6
    moves = False
    parameters = (
        Parameter(
            "function", "f", "function", "sin(x)", choices=_FUNCTIONS, variables=("x",),
            help=N_("The function to be imitated: one of these or your own, a function of x."),
        ),
        Parameter(
            "order", N_("order"), "number", 1, 0, _HIGHEST, 1, whole=True,
            help=N_("The highest power of the polynomial."),
        ),
        Parameter("centre", "x₀", "number", 0.0, -10, 10, 0.1, help=N_("Where it is to agree.")),
        Parameter("probe", "x", "number", 1.0, -20, 20, 0.1, help=N_("Where the two are compared.")),
    )  # fmt: skip

    def begin(self, values: Values) -> TaylorFitState:
        """Compute the polynomial of these parameters."""
        order = whole(values, "order")
        return TaylorFitState(values, coefficients=_series(values)[: order + 1])

    def step(self, state: TaylorFitState) -> TaylorFitState:
        """Add one order."""
        if self.done(state):
            return state
        order = whole(state.values, "order") + 1
        values = MappingProxyType({**state.values, "order": order})
        return replace(self.begin(values), step=state.step + 1)

    def done(self, state: TaylorFitState) -> bool:
        """Return whether the highest order is reached."""
        return len(state.coefficients) > _HIGHEST

    def reset(self, state: TaylorFitState) -> TaylorFitState:
        """Go back to the order the simulation has by default."""
        return self.begin(MappingProxyType({**state.values, "order": 1}))

    def scene(self, state: TaylorFitState, aspect: float = 1.0) -> Scene:
        """Show function and polynomial, the stretch where they agree, and the probe."""
        f, (centre, probe) = _function(state.values), _places(state.values)
        plot = _background(f.text, centre, probe)
        low, high = plot.x.low, plot.x.high
        xs = [low + (high - low) * n / 200 for n in range(201)]
        points = tuple((x, evaluate(state.coefficients, x - centre)) for x in xs)
        value, true = evaluate(state.coefficients, probe - centre), f(probe)
        floor = plot.y.low + 0.012 * (plot.y.high - plot.y.low)
        good = agreement(f, state.coefficients, centre, low, high)
        segments = [Segment((probe, true), (probe, value), "chart bad")]
        if good is not None:
            segments.append(
                Segment((good[0], floor), (good[1], floor), "chart good", _("error < 5 %"))
            )
        moving = Layer(
            curves=(Curve(points, "chart curve2", "P" + _subscript(len(state.coefficients) - 1)),),
            segments=tuple(segments),
            points=(
                Point(centre, f(centre), "chart label", "◆", "*"),
                Point(probe, value, "chart curve2", "○", "o"),
                Point(probe, true, "chart point"),
            ),
        )
        return Scene((replace(plot, foreground=moving),))

    def readouts(self, state: TaylorFitState) -> tuple[Readout, ...]:
        """Return the order, both values with their difference, the radius, and the polynomial."""
        f, (centre, probe) = _function(state.values), _places(state.values)
        value, true = evaluate(state.coefficients, probe - centre), f(probe)
        error = abs(value - true)
        low, high = _window(f.text, centre, probe)
        good = agreement(f, state.coefficients, centre, low, high)
        reach = _taylor(f.text, centre).convergence.radius
        far = _("everywhere") if reach > 0 else _("unknown")
        within = _("converges within") if math.isfinite(reach) else _("converges")
        return (
            Readout("order", _("order"), len(state.coefficients) - 1),
            Readout("polynomial", f"P({number(probe)})", value, decimals=6),
            Readout("true", f"f({number(probe)})", true, decimals=6),
            Readout("error", _("error"), error, decimals=6),
            Readout("relative error", _("relative error"), 100 * error / abs(true) if true else math.nan, "%", 1),
            Readout("good", _("error < 5 %"), good, decimals=2),
            Readout("radius", within, reach if math.isfinite(reach) else far, decimals=2),
            Readout(
                "terms", "P(x)", written(state.coefficients, centre),
                latex=written_latex(state.coefficients, centre),
            ),
        )  # fmt: skip

    def sentence(self, state: TaylorFitState) -> str:
        """Say what the order buys at the probe and how far the polynomial can be trusted."""
        f, (centre, probe) = _function(state.values), _places(state.values)
        order = len(state.coefficients) - 1
        point = sentences(analyse(f.expression, {"x": centre}, ("x",)))
        if not all(map(math.isfinite, state.coefficients)):
            said = _(
                "At x₀ = {centre} this function has no Taylor polynomial of order {order}"
            ).format(centre=number(centre), order=order)
            return ": ".join((said, *point[:1])) + "."
        value, true = evaluate(state.coefficients, probe - centre), f(probe)
        said = _(
            "Order {order} around {centre}: P({probe}) = {value} where f({probe}) = {true}, an "
            "error of {error}"
        ).format(
            order=order,
            centre=number(centre),
            probe=number(probe),
            value=number(value, 6),
            true=number(true, 6),
            error=number(abs(value - true), 6),
        )
        if order and state.coefficients[-1] == 0:
            said += _("; the term of order {order} is 0, so this order changes nothing").format(
                order=order
            )
        return said + _reach(_taylor(f.text, centre), centre, probe) + "."


def _reach(series: TaylorSeries, centre: float, probe: float) -> str:
    """Say whether the series converges at the probe, and whether to the function; nothing where it is not known."""
    found, distance = series.convergence, abs(probe - centre)
    if distance > found.radius * (1 + 1e-6):
        return _(
            ". At {probe} the series diverges, whatever the order: it converges only within {reach} of the centre"
        ).format(probe=number(probe), reach=number(found.radius, 2))
    if distance >= found.radius * (1 - 1e-6):
        return _(
            ". {probe} lies at the edge, {reach} from the centre: whether the series converges there the radius "
            "does not decide"
        ).format(probe=number(probe), reach=number(found.radius, 2))
    if not found.low <= probe <= found.high:
        border = found.low if probe < found.low else found.high
        return _(
            ". The series is that of another function beyond {border}, where f has a corner or a jump: at {probe} no "
            "order brings it to f"
        ).format(border=number(border), probe=number(probe))
    return ""


def evaluate(coefficients: Sequence[float], offset: float) -> float:
    """Return the polynomial's value at a distance from its centre (Horner's rule)."""
    total = 0.0
    for coefficient in reversed(coefficients):
        total = total * offset + coefficient
    return total


def agreement(
    f: ScalarFunction, coefficients: Sequence[float], centre: float, low: float, high: float
) -> tuple[float, float] | None:
    """Return the stretch around the centre in which the polynomial is within 5 % of the function.

    Where the function passes through zero no relative error can hold; there the error is measured
    against a tenth of the largest value in the window.

    Returns:
        Its ends, cut at the window; None where it is not even good at the centre.
    """
    points = [(x, y) for x, y in _sampled(f.text, low, high) if math.isfinite(y)]
    tallest = max((abs(y) for __, y in points), default=0.0)
    middle = sorted(abs(y) for __, y in points)
    # Beside a pole the largest value says nothing: then that of nine tenths of the window.
    scale = min(tallest, 4 * middle[len(middle) * 9 // 10]) if middle else 0.0

    def good(x: float, y: float) -> bool:
        off = abs(evaluate(coefficients, x - centre) - y)
        return off <= _TOLERANCE * max(abs(y), 0.1 * scale)

    if not all(map(math.isfinite, coefficients)) or not math.isfinite(f(centre)):
        return None
    left = right = centre
    for x, y in points:
        if x > centre:
            if not good(x, y):
                break
            right = x
    for x, y in reversed(points):
        if x < centre:
            if not good(x, y):
                break
            left = x
    return left, right


def _function(values: Values) -> ScalarFunction:
    return function(words(values, "function"), ("x",))


def _places(values: Values) -> tuple[float, float]:
    return real(values, "centre"), real(values, "probe")


def _series(values: Values) -> tuple[float, ...]:
    return _taylor(words(values, "function"), real(values, "centre")).coefficients


def _taylor(text: str, centre: float) -> TaylorSeries:
    return taylor_series(function(text, ("x",)).expression, "x", centre, _HIGHEST)


def _window(text: str, centre: float, probe: float) -> tuple[float, float]:
    low, high = _WINDOWS.get(text, (centre - 5.0, centre + 5.0))
    return min(low, centre - 1, probe - 0.5), max(high, centre + 1, probe + 0.5)


@lru_cache(maxsize=32)
def _sampled(text: str, low: float, high: float) -> tuple[Position, ...]:
    return sample(function(text, ("x",)), low, high)


@lru_cache(maxsize=32)
def _background(text: str, centre: float, probe: float) -> Plot:
    low, high = _window(text, centre, probe)
    points = _sampled(text, low, high)
    bottom, top = visible_range((y for __, y in points), margin=0.4)
    reach = _taylor(text, centre).convergence.radius
    limits = [
        Segment((place, bottom), (place, top), "chart grid", dashed=True)
        for place in (centre - reach, centre + reach)
        if math.isfinite(reach) and low < place < high
    ]
    return Plot(
        Axis(low, high, "x"),
        Axis(bottom, top, "y"),
        Layer(curves=(Curve(points, label="f"),), segments=tuple(limits)),
        title=f"f(x) = {pretty(text)}",
    )


def _subscript(order: int) -> str:
    return str(order).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
