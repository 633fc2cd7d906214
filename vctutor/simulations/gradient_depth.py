"""Gradient through depth: how much of it arrives at each layer of a deep network (chapter 5)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from vctutor.i18n import N_, _, plural
from vctutor.simulations.base import (
    Action,
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
from vctutor.simulations.sampling import Position
from vctutor.simulations.scene import Axis, Curve, Layer, Plot, Point, Scene, Segment, TextLabel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WIDTH = 32
_MOST = 100
# With no more layers than this, each is marked.
_FEW = 20
# Below and above these shares of what entered, the first layer learns nothing, or nothing but
# noise.
_GONE, _TOO_MUCH = 1e-3, 1e3

_ACTIVATIONS = (Preset("sigmoid", "sigmoid"), Preset("tanh", "tanh"), Preset("relu", "relu"))
_GENERIC = {"sigmoid": "sigma", "tanh": "tanh", "relu": "relu"}

Verdict = Literal["vanishes", "explodes", "survives"]
# Another network's curve: its label and its sizes.
Ghost = tuple[str, tuple[float, ...]]


class GradientDepthState(State, frozen=True):
    """How far back the gradient has come.

    Attributes:
        sizes: the length of the gradient at each layer, the first layer first: of the derivatives
            by what enters its activations, which are those by its biases.
        layer: the layer it has reached, from the last down to 1.
        ghosts: the curves of the other activations, as they were last seen at this depth.
    """

    sizes: tuple[float, ...] = (1.0,)
    layer: int = 1
    ghosts: tuple[Ghost, ...] = ()


class GradientDepth(Simulation[GradientDepthState]):
    """A gradient of length 1 enters at the output and goes back, layer by layer."""

    name = "gradient-depth"
    title = N_("Gradient through depth")
    default_steps = _MOST
    actions = (
        Action("back", N_("All the way"), N_("Let the gradient go back to the first layer.")),
    )
    parameters = (
        Parameter(
            "depth", N_("depth"), "number", 50, 1, _MOST, 1, whole=True,
            unit=lambda depth: plural("layer", "layers", depth),
            help=N_("How many layers the network has."),
        ),
        Parameter(
            "activation", N_("activation"), "choice", "sigmoid", choices=_ACTIVATIONS,
            help=N_("What each unit does with its sum."),
        ),
        Parameter(
            "scale", N_("scale"), "number", 1.0, 0.1, 20, 0.1,
            help=N_(
                "The size of the weights: each layer's matrix turns its input without stretching "
                "it, times this; for relu times √2 as well, as is usual, because half of its units "
                "are off."
            ),
        ),
        Parameter(
            "seed", N_("seed"), "number", 0, 0, 9999, 1, whole=True,
            help=N_("Which random network and input."),
        ),
    )  # fmt: skip

    def begin(self, values: Values) -> GradientDepthState:
        """Build the network, run it forward, and let the gradient enter at the last layer."""
        sizes = _sizes_of(values)
        return GradientDepthState(values, sizes=sizes, layer=len(sizes))

    def change(self, state: GradientDepthState, name: str, value: object) -> GradientDepthState:
        """Set a parameter; a gradient that has come all the way comes all the way again."""
        after = super().change(state, name, value)
        if not self.done(state) or state.step == 0:
            return after
        after = replace(after, layer=1, step=len(after.sizes) - 1)
        return replace(after, ghosts=_ghosts(state, after))

    def step(self, state: GradientDepthState) -> GradientDepthState:
        """Go back through one more layer."""
        if self.done(state):
            return state
        return replace(state, step=state.step + 1, layer=state.layer - 1)

    def act(self, state: GradientDepthState, action: str) -> GradientDepthState:
        """Go back through all layers."""
        if action != "back":
            return super().act(state, action)
        return replace(state, step=len(state.sizes) - 1, layer=1)

    def done(self, state: GradientDepthState) -> bool:
        """Return whether the first layer is reached."""
        return state.layer == 1

    def scene(self, state: GradientDepthState, aspect: float = 1.0) -> Scene:
        """Show the size of the gradient at every layer it has reached, on a log axis."""
        depth = len(state.sizes)
        here = _reached(state.sizes, state.layer)
        most = _most(state)
        curves = [
            Curve(_reached(sizes, 1), f"chart curve{3 + place}", f"{label} ")
            for place, (label, sizes) in enumerate(state.ghosts)
        ]
        curves += [Curve(most, "chart curve2", dashed=True)] if most else []
        curves.append(Curve(here, "chart curve1", _label(state.values)))
        low, high = _range([size for curve in curves for __, size in curve.points])
        last = float(max(depth, 2))
        marks = tuple(Point(n, size, "chart trail1", "•", "o") for n, size in here)
        moving = Layer(
            curves=tuple(curves),
            segments=(Segment((1.0, 1.0), (last, 1.0), "chart grid", dashed=True),),
            labels=_most_label(most, high / low),
            points=(
                *(marks[:-1] if depth <= _FEW else ()),
                Point(state.layer, max(here[-1][1], low)),
            ),
        )
        return Scene(
            (
                Plot(
                    Axis(1.0, last, ticks=_layer_ticks(depth, 4 if aspect > 1.6 else 2)),
                    Axis(low, high, "|∂L/∂z|", log=True),
                    foreground=moving,
                    title=_("◂ back from the output"),
                ),
            )
        )

    def readouts(self, state: GradientDepthState) -> tuple[Readout, ...]:
        """Return the layer reached, the size there, the mean factor of a layer, and what is left."""
        size, passed = state.sizes[state.layer - 1], len(state.sizes) - state.layer + 1
        found = [
            Readout("layer", _("layer"), state.layer),
            Readout("gradient", "|∂L/∂z|", size, decimals=6),
            Readout("factor", _("a layer passes on"), size ** (1 / passed)),
            Readout(
                "first", _("at layer 1"), state.sizes[0] if self.done(state) else None, decimals=6
            ),
        ]
        if words(state.values, "activation") == "sigmoid":
            found.append(
                Readout("bound", _("at most"), _bound(state.values, state.layer), decimals=6)
            )
        return tuple(found)

    def sentence(self, state: GradientDepthState) -> str:
        """Say how much has come how far, and at the end whether it vanishes, explodes or survives."""
        size, depth = state.sizes[state.layer - 1], len(state.sizes)
        if self.done(state):
            return _arrival(state, size, depth)
        if state.step == 0:
            return _(
                "The gradient enters with size 1 at the output; once through the activations "
                "of layer {depth} its size is {size}."
            ).format(depth=depth, size=_short(size))
        before = state.sizes[state.layer]
        share = _short(size / before) if before > 0 else _("nothing")
        return _(
            "Layer {layer} passed on {share} times what it got: after {layers}, {size} is left."
        ).format(
            layer=state.layer,
            share=share,
            layers=_layers(depth - state.layer + 1),
            size=_short(size),
        )


VERDICTS: dict[Verdict, str] = {
    "vanishes": N_("it vanishes"),
    "explodes": N_("it explodes"),
    "survives": N_("it survives"),
}


def _arrival(state: GradientDepthState, left: float, depth: int) -> str:
    """What the first layer gets, and why."""
    if left == 0:
        return _("Layer 1 gets nothing at all: after {layers} the gradient is exactly 0.").format(
            layers=_layers(depth)
        )
    most = ""
    if words(state.values, "activation") == "sigmoid":
        most = _(" (at most {bound})").format(bound=_short(_bound(state.values, 1)))
    said = _("Layer 1 gets {left} of the gradient{most}: {verdict}").format(
        left=_short(left), most=most, verdict=_(VERDICTS[verdict(left)])
    )
    if depth == 1:
        return f"{said}."
    template = (
        _("{said}; each of {depth} layers passes on about {factor}.")
        if verdict(left) == "survives"
        else _("{said}; each of {depth} layers multiplies it by about {factor}.")
    )
    return template.format(said=said, depth=depth, factor=_short(left ** (1 / depth)))


def verdict(left: float) -> Verdict:
    """Return what becomes of a gradient of size 1 of which this much is left at the first layer."""
    return "vanishes" if left < _GONE else "explodes" if left > _TOO_MUCH else "survives"


def _sizes_of(values: Values) -> tuple[float, ...]:
    return gradient_sizes(
        whole(values, "depth"), words(values, "activation"), real(values, "scale"), whole(values, "seed")
    )  # fmt: skip


@lru_cache(maxsize=32)
def gradient_sizes(depth: int, activation: str, scale: float, seed: int) -> tuple[float, ...]:
    """Return the length of the gradient at each layer of a random network, by reverse mode.

    Layer k computes z_k = W_k a_{k-1} + b_k and a_k = s(z_k); the output is u^T a_n with a unit
    vector u, so that the gradient that enters has length 1. The derivative by z_k is that by b_k.

    Args:
        depth: the number of layers n.
        activation: the name of s.
        scale: what the orthogonal matrices are multiplied by.
        seed: which network.

    Returns:
        |dL/db_k| for k = 1 .. n.
    """
    import numpy as np

    from vctutor.maths.primitives import OPERATIONS
    from vctutor.maths.reverse import gradient

    start, turns, out = network(seed, depth)
    gain = scale * (math.sqrt(2) if activation == "relu" else 1.0)
    weights = [gain * turn for turn in turns]
    squash = OPERATIONS[_GENERIC[activation]]

    def loss(*biases: Any) -> Any:
        a: Any = start
        for weight, bias in zip(weights, biases, strict=True):
            a = squash(weight @ a + bias)
        return out @ a

    found = gradient(loss, *[np.zeros(_WIDTH)] * depth)
    by_layer = (found,) if depth == 1 else found
    # hypot and not a sum of squares, which would leave the range of floating point.
    return tuple(math.hypot(*by_bias.tolist()) for by_bias in by_layer)


def network(
    seed: int, depth: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return a random input, the orthogonal matrices of so many layers, and the unit vector at the output.

    The matrices are uniform over the rotations and reflections: the Q of a QR decomposition with
    the signs of R taken out (Mezzadri, "How to Generate Random Matrices from the Classical Compact
    Groups", 2007). A deeper network begins with the layers of a shallower one.
    """
    import numpy as np

    from vctutor.maths.random_numbers import normal

    start, out, *rows = normal(seed, (2 + depth * _WIDTH) * _WIDTH).reshape(-1, _WIDTH)
    q, r = np.linalg.qr(np.reshape(rows, (depth, _WIDTH, _WIDTH)))
    turns = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]
    return start * math.sqrt(_WIDTH) / np.linalg.norm(start), turns, out / np.linalg.norm(out)


@lru_cache(maxsize=1)
def _steepest() -> float:
    """The greatest slope of the sigmoid, at 0."""
    from vctutor.maths.primitives import OPERATIONS
    from vctutor.maths.reverse import gradient

    return float(gradient(OPERATIONS["sigma"], 0.0))


def _bound(values: Values, layer: int) -> float:
    """The most that sigmoid layers can leave: a slope for each, a matrix between each two."""
    after = whole(values, "depth") - layer
    return float(_steepest() ** (after + 1) * real(values, "scale") ** after)


def _most(state: GradientDepthState) -> tuple[Position, ...]:
    """The curve of the most that can be left; empty for an activation without a bound below 1."""
    if words(state.values, "activation") != "sigmoid":
        return ()
    bounds = tuple(_bound(state.values, n) for n in range(1, len(state.sizes) + 1))
    return _reached(bounds, state.layer)


def _most_label(most: tuple[Position, ...], room: float) -> tuple[TextLabel, ...]:
    """A text above the middle of the bound."""
    if len(most) < 2:
        return ()
    layer, size = most[len(most) // 2]
    return (TextLabel(layer, size * room**0.07, _("at most"), "chart curve2", "right"),)


def _reached(sizes: tuple[float, ...], first: int) -> tuple[Position, ...]:
    """The way back: from the last layer to the first of these."""
    return tuple((float(n), sizes[n - 1]) for n in range(len(sizes), first - 1, -1))


def _layer_ticks(depth: int, parts: int) -> tuple[tuple[float, str], ...]:
    """The first layer, the last one, and round numbers between."""
    stride = next(n for n in (1, 2, 5, 10, 20, 25, 50) if n * parts >= depth or n == 50)
    between = range(stride, depth, stride)
    inner = [n for n in between if min(n - 1, depth - n) * 2 >= stride and 1 < n < depth]
    ends = [(1.0, "1")] + (
        [(float(depth), _("layer {depth}").format(depth=depth))] if depth > 1 else []
    )
    return tuple(sorted([*ends, *((float(n), str(n)) for n in inner)]))


def _label(values: Values) -> str:
    scale = real(values, "scale")
    return words(values, "activation") + ("" if scale == 1 else f" ×{scale:g}")


def _ghosts(before: GradientDepthState, after: GradientDepthState) -> tuple[Ghost, ...]:
    """The latest curve of each other activation, while the depth stays."""
    if len(before.sizes) != len(after.sizes):
        return ()
    seen = (*before.ghosts, (_label(before.values), before.sizes))
    latest = {label.split()[0]: (label, sizes) for label, sizes in seen}
    latest.pop(words(after.values, "activation"), None)
    return tuple(latest.values())


def _range(sizes: list[float]) -> tuple[float, float]:
    """Powers of ten that hold all sizes, with room above; coarse, so that the axis seldom jumps."""
    exponents = [math.log10(size) for size in sizes if size > 0]
    low = _coarse(-min(exponents, default=0.0), 3)
    high = _coarse(max(exponents, default=0.0), 1)
    return 10.0**-low, 10.0 ** (high + (low + high) // 10)


def _coarse(exponent: float, least: int) -> int:
    while least < exponent:
        least += 2 if least < 5 else 5 if least < 40 else 10
    return least


def _short(value: float) -> str:
    """Three digits."""
    return number(float(f"{value:.3g}"), 6)


def _layers(count: int) -> str:
    return plural("{n} layer", "{n} layers", count).format(n=count)
