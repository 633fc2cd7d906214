"""The computation graph: forward and backward through L = (w x + b - y)^2, edge by edge (chapter 8)."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from vctutor.i18n import N_, _
from vctutor.maths.reverse import TapeRow, record
from vctutor.simulations.base import (
    Action,
    Parameter,
    Readout,
    Simulation,
    State,
    Values,
    number,
    real,
)
from vctutor.simulations.sampling import Position, capped, visible_range
from vctutor.simulations.scene import (
    Axis,
    Curve,
    Edge,
    Graph,
    GraphNode,
    Layer,
    Panel,
    Plot,
    Point,
    Scene,
)

_FORWARD = ("z", "a", "r", "L")
# What each backward step computes, in its order; x and y are data, whose derivatives nobody needs.
_BACKWARD = (("L",), ("r",), ("a",), ("z", "b"), ("w",))
_ALL_FORWARD = len(_FORWARD)
_COMPLETE = _ALL_FORWARD + len(_BACKWARD)
_HISTORY = 60

_NODES = {
    "w": ("w", 0, 0),
    "x": ("x", 0, 1),
    "z": ("z = w·x", 1, 0),
    "b": ("b", 1, 1),
    "a": ("a = z+b", 2, 0),
    "y": ("y", 2, 1),
    "r": ("r = a−y", 3, 0),
    "L": ("L = r²", 4, 0),
}
_EDGES = (("w", "z"), ("x", "z"), ("z", "a"), ("b", "a"), ("a", "r"), ("y", "r"), ("r", "L"))


class Passes(Struct, frozen=True):
    """What both passes compute, by the names of the boxes, and each edge's local derivative."""

    values: dict[str, float]
    adjoints: dict[str, float]
    locals: dict[tuple[str, str], float]


class ComputationGraphState(State, frozen=True):
    """How far the passes have come.

    Attributes:
        w: the weight, which training changes.
        b: the bias, likewise.
        phase: 0 nothing; 1 to 4 so many values forward; 5 to 9 so many derivatives backward as
            well.
        trained: how many training steps were taken.
        before: w, b and the loss before the last training step; None before the first.
        history: (training step, loss), oldest first.
    """

    w: float = 0.0
    b: float = 0.0
    phase: int = 0
    trained: int = 0
    before: tuple[float, float, float] | None = None
    history: tuple[Position, ...] = ()


class ComputationGraph(Simulation[ComputationGraphState]):
    """Backpropagation on four operations, and gradient descent with what it finds."""

    name = "computation-graph"
    title = N_("The computation graph")
    default_steps = _COMPLETE
    parameters = (
        Parameter("x", "x", "number", 2.0, -10, 10, 0.5, help=N_("The input of the model.")),
        Parameter("w", "w", "number", 1.5, -10, 10, 0.1, help=N_("The weight.")),
        Parameter("b", "b", "number", 0.5, -10, 10, 0.1, help=N_("The bias.")),
        Parameter("y", "y", "number", 1.0, -10, 10, 0.5, help=N_("What the model should give.")),
        Parameter(
            "alpha", "α", "number", 0.05, 0.001, 1.0, 0.01, restarts=False,
            help=N_("The learning rate of a training step."),
        ),
    )  # fmt: skip
    actions = (
        Action("forward", N_("Forward"), N_("Compute all values, up to the loss.")),
        Action("backward", N_("Backward"), N_("Compute all derivatives, back to w and b.")),
        Action("train", N_("Train one step"), N_("Move w and b against their derivatives; both passes anew.")),
    )  # fmt: skip

    def begin(self, values: Values) -> ComputationGraphState:
        """Know the inputs and nothing else."""
        return ComputationGraphState(values, w=real(values, "w"), b=real(values, "b"))

    def change(
        self, state: ComputationGraphState, name: str, value: object
    ) -> ComputationGraphState:
        """Set a parameter; what was computed stays computed, with the new numbers."""
        return replace(super().change(state, name, value), phase=state.phase)

    def step(self, state: ComputationGraphState) -> ComputationGraphState:
        """Go one operation further: forward, then backward, then move the parameters."""
        after = (
            replace(state, phase=state.phase + 1) if state.phase < _COMPLETE else self._moved(state)
        )
        return replace(after, step=state.step + 1)

    def act(self, state: ComputationGraphState, action: str) -> ComputationGraphState:
        """Complete a pass, or train: see `actions`.

        Raises:
            UsageError: there is no such action.
        """
        if action == "forward":
            after = replace(state, phase=max(state.phase, _ALL_FORWARD))
        elif action == "backward":
            after = replace(state, phase=_COMPLETE)
        elif action == "train":
            after = replace(self._moved(state), phase=_COMPLETE)
        else:
            return super().act(state, action)
        return replace(after, step=state.step + 1)

    def done(self, state: ComputationGraphState) -> bool:
        """Return whether there is nothing left to learn, or the numbers have run away."""
        loss = self._passes(state).values["L"]
        return state.phase == _COMPLETE and (loss < 1e-12 or not math.isfinite(loss))

    def scene(self, state: ComputationGraphState, aspect: float = 1.0) -> Scene:
        """Show the graph, and once there was training the loss after each step of it."""
        panels: tuple[Panel, ...] = (self._graph(state),)
        if state.trained:
            panels += (_strip(state),)
        return Scene(panels)

    def readouts(self, state: ComputationGraphState) -> tuple[Readout, ...]:
        """Return values and derivatives, those not computed yet as None, and the check."""
        passes, known = self._passes(state), _known(state.phase)
        found = [Readout("w", "w", state.w), Readout("b", "b", state.b)]
        for name in _FORWARD:
            value = passes.values[name] if name in known.values else None
            key, label = ("loss", "L") if name == "L" else (name, name)
            found.append(Readout(key, label, value))
        for name in ("r", "a", "z", "b", "w"):
            derivative = passes.adjoints[name] if name in known.derivatives else None
            found.append(Readout(f"dL/d{name}", f"∂L/∂{name}", derivative))
        complete = state.phase == _COMPLETE
        for name in ("w", "b"):
            check = self._difference(state, name) if complete else None
            found.append(Readout(f"check dL/d{name}", f"ΔL/Δ{name}", check))
        return tuple(found)

    def sentence(self, state: ComputationGraphState) -> str:
        """Say what was just computed, from which numbers."""
        passes = self._passes(state)
        v = {name: number(value) for name, value in passes.values.items()}
        d = {name: number(value) for name, value in passes.adjoints.items()}
        if state.phase in (0, _COMPLETE) and state.before is not None:
            return self._training(state, v["L"])
        said = (
            _("Known are x = {x}, w = {w}, b = {b} and y = {y}; nothing is computed yet.").format(
                **v
            ),
            _("Forward: z = w·x = {w} × {x} = {z}.").format(**v),
            _("Forward: a = z + b = {z} + {b} = {a}.").format(**v),
            _("Forward: r = a − y = {a} − {y} = {r}.").format(**v),
            _("Forward: L = r² = {L}. All values are known: the way back can begin.").format(**v),
            _("Backward: the loss by itself is ∂L/∂L = 1."),
            _("Backward: ∂L/∂r = 2r × 1 = {r}.").format(**d),
            _("Backward: ∂L/∂a = 1 × ∂L/∂r = {a}.").format(**d),
            _("Backward: ∂L/∂a is used twice, ∂L/∂z = {z} and ∂L/∂b = {b}.").format(**d),
            _("Backward: ∂L/∂w = x × ∂L/∂z = {x} × {dz} = {dw}. {checked}").format(
                x=v["x"], dz=d["z"], dw=d["w"], checked=self._checked(state, passes)
            ),
        )
        return said[state.phase]

    def _checked(self, state: ComputationGraphState, passes: Passes) -> str:
        """Compare both derivatives of parameters with finite differences."""
        found = {name: self._difference(state, name) for name in ("w", "b")}
        near = all(
            math.isclose(found[name], passes.adjoints[name], rel_tol=1e-6, abs_tol=1e-6)
            for name in found
        )
        template = (
            _("Finite differences agree: {w} for w and {b} for b.")
            if near
            else _("Finite differences differ: {w} for w and {b} for b.")
        )
        return template.format(w=number(found["w"]), b=number(found["b"]))

    def _training(self, state: ComputationGraphState, loss: str) -> str:
        assert state.before is not None
        w, b, before = state.before
        now = self._passes(state).values["L"]
        template = (
            _(
                "Training step {step}: w went from {w_before} to {w} and b from {b_before} to {b}; "
                "the loss fell from {before} to {loss}."
            )
            if now < before
            else _(
                "Training step {step}: w went from {w_before} to {w} and b from {b_before} to {b}; "
                "the loss grew from {before} to {loss}: α is too large."
            )
        )
        return template.format(
            step=state.trained,
            w_before=number(w),
            w=number(state.w),
            b_before=number(b),
            b=number(state.b),
            before=number(before),
            loss=loss,
        )

    def _passes(self, state: ComputationGraphState) -> Passes:
        return passes_of(state.w, real(state.values, "x"), state.b, real(state.values, "y"))

    def _moved(self, state: ComputationGraphState) -> ComputationGraphState:
        passes, alpha = self._passes(state), real(state.values, "alpha")
        loss = passes.values["L"]
        history = state.history or ((0.0, loss),)
        moved = replace(
            state,
            w=state.w - alpha * passes.adjoints["w"],
            b=state.b - alpha * passes.adjoints["b"],
            phase=0,
            trained=state.trained + 1,
            before=(state.w, state.b, loss),
        )
        after = self._passes(moved).values["L"]
        return replace(moved, history=capped(history, (float(moved.trained), after), _HISTORY))

    def _difference(self, state: ComputationGraphState, name: str) -> float:
        """The central difference quotient of the loss by one parameter."""
        h = 1e-5
        x, y = real(state.values, "x"), real(state.values, "y")

        def loss(shift: float) -> float:
            w = state.w + shift * (name == "w")
            b = state.b + shift * (name == "b")
            return float(_loss(w, x, b, y)[-1])

        return float(f"{(loss(h) - loss(-h)) / (2 * h):.9g}")

    def _graph(self, state: ComputationGraphState) -> Graph:
        passes, known = self._passes(state), _known(state.phase)
        nodes = tuple(
            GraphNode(
                name,
                label,
                column,
                row,
                number(passes.values[name]) if name in known.values else "",
                number(passes.adjoints[name]) if name in known.derivatives else "",
                name in known.lit,
            )
            for name, (label, column, row) in _NODES.items()
        )
        edges = tuple(
            Edge(
                source,
                target,
                number(passes.locals[source, target], 2) if target in known.values else "",
                _flow(source, target, known),
            )
            for source, target in _EDGES
        )
        way = "" if state.phase == 0 else "forward" if state.phase <= _ALL_FORWARD else "backward"
        return Graph(nodes, edges, way, weight=2.2)


class _Known(Struct, frozen=True):
    """What is known after a number of steps, and which boxes the last one worked on."""

    values: frozenset[str]
    derivatives: frozenset[str]
    lit: frozenset[str]
    backward: bool


@cache
def _known(phase: int) -> _Known:
    forward = _FORWARD[:phase]
    backward = _BACKWARD[: max(0, phase - _ALL_FORWARD)]
    last = backward[-1] if backward else forward[-1:]
    return _Known(
        frozenset(("w", "x", "b", "y", *forward)),
        frozenset(name for group in backward for name in group),
        frozenset(last),
        bool(backward),
    )


def _flow(source: str, target: str, known: _Known) -> Literal["", "forward", "backward"]:
    if known.backward:
        return "backward" if source in known.lit else ""
    return "forward" if target in known.lit else ""


def _loss(w: Any, x: Any, b: Any, y: Any) -> tuple[Any, Any, Any, Any]:
    """Return z, a, r and L; for numbers and for nodes of a tape."""
    z = w * x
    a = z + b
    r = a - y
    return z, a, r, r**2


@lru_cache(maxsize=64)
def passes_of(w: float, x: float, b: float, y: float) -> Passes:
    """Return all values and derivatives, by one pass forward and one backward over a tape."""
    tape, __, output = record(
        lambda *inputs: _loss(*inputs)[-1], w, x, b, y, names=("w", "x", "b", "y")
    )
    tape.backward(output)
    rows: tuple[TapeRow, ...] = tape.rows()
    names = ("w", "x", "b", "y", *_FORWARD)
    local = {
        (names[parent], names[row.index]): float(partial)
        for row in rows
        for parent, partial in zip(row.inputs, row.partials or (), strict=True)
    }
    return Passes(
        {name: float(row.value) for name, row in zip(names, rows, strict=True)},
        {name: float(row.adjoint or 0.0) for name, row in zip(names, rows, strict=True)},
        local,
    )


def _strip(state: ComputationGraphState) -> Plot:
    first = state.history[0][0]
    last = max(first + 5, state.history[-1][0])
    __, high = visible_range(loss for __, loss in state.history)
    return Plot(
        Axis(first, last, _("training step")),
        Axis(0.0, max(high, 1e-9), "L"),
        foreground=Layer(
            curves=(Curve(state.history, "chart curve1"),), points=(Point(*state.history[-1]),)
        ),
        title=_("loss by training step"),
    )
