"""Forward against reverse: one expression's trace with tangents and adjoints, and what each costs (chapter 9)."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from vctutor.errors import UsageError
from vctutor.i18n import N_, _, plural
from vctutor.maths.expression import parse
from vctutor.maths.point_text import sentences
from vctutor.maths.points import analyse
from vctutor.maths.primitives import function_of
from vctutor.maths.reverse import TapeRow, record
from vctutor.simulations.base import (
    Parameter,
    Preset,
    Readout,
    Simulation,
    State,
    Values,
    number,
    pair,
    whole,
    words,
)
from vctutor.simulations.scene import Axis, Curve, Layer, Plot, Point, Scene, Segment, TraceTable

_NAMES = ("x1", "x2", "x3", "x4", "x", "y", "z", "w", "b", "t")
_MOST = 10**6
_FURTHER = (1.5, 0.5, *([1.0] * len(_NAMES)))

_FUNCTIONS = (
    Preset("x1*x2 + sin(x1)", "x1*x2 + sin(x1)"),
    Preset("(w x + b - y)^2", "(w*x + b - y)^2"),
    Preset("exp(x1)/(1 + x2^2)", "exp(x1)/(1 + x2^2)"),
    Preset("sigmoid(w x + b)", "sigmoid(w*x + b)"),
)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OPERATORS = {"add": "+", "subtract": "−", "multiply": "·", "divide": "/", "power": "^"}


class Trace(Struct, frozen=True):
    """A computation row by row.

    Attributes:
        rows: inputs first, then every operation in order; with adjoints.
        inputs: how many rows are inputs.
        tangents: for each input, the derivative of every row by it.
        names: for the name of each row on the tape, its name as the chapter writes it.
    """

    rows: tuple[TapeRow, ...]
    inputs: int
    tangents: tuple[tuple[float, ...], ...]
    names: dict[str, str]

    def name(self, row: TapeRow) -> str:
        """Return how a row is called: ``x₁``, ``v₁`` for the first operation, ``f`` for the last."""
        return self.names[row.name]

    def operation(self, row: TapeRow) -> str:
        """Return what a row computes of which others: ``v₁ + v₂``."""
        return _operation(row.operation, [self.names.get(one, one) for one in row.operands])


class ForwardReverseState(State, frozen=True):
    """How far both sweeps have come.

    Attributes:
        forward: how many operations have value and tangent.
        backward: how many rows, from the last, have their adjoint.
    """

    forward: int = 0
    backward: int = 0


class ForwardReverse(Simulation[ForwardReverseState]):
    """Values and tangents from the first row to the last, then adjoints from the last to the first."""

    name = "forward-reverse"
    title = N_("Forward against reverse")
    default_steps = 8
    parameters = (
        Parameter(
            "function", "f", "function", "x1*x2 + sin(x1)", choices=_FUNCTIONS, variables=_NAMES,
            help=N_("The expression to differentiate: one of these or your own, of x1 to x4, x, y, "
                "z, w, b, t."),
        ),
        Parameter(
            "point", N_("inputs"), "point", (2.0, 3.0), -100, 100, 0.5,
            help=N_("The values of the first two inputs; further ones are 1.5, 0.5 and then 1."),
        ),
        Parameter(
            "input", N_("tangent for"), "number", 1, 1, len(_NAMES), 1, whole=True, restarts=False,
            help=N_("The input, counted from 1, whose tangent the forward sweep carries along."),
        ),
        Parameter(
            "n", "n", "number", 1000, 1, _MOST, 10.0, scale="log", whole=True, restarts=False,
            unit=lambda n: plural("input", "inputs", n),
            help=N_("How many inputs a program might have, for the comparison of costs."),
        ),
        Parameter(
            "m", "m", "number", 1, 1, _MOST, 10.0, scale="log", whole=True, restarts=False,
            unit=lambda m: plural("output", "outputs", m), help=N_("How many outputs it might have."),
        ),
    )  # fmt: skip

    def begin(self, values: Values) -> ForwardReverseState:
        """Know the inputs and nothing else."""
        trace_of(words(values, "function"), pair(values, "point"))
        return ForwardReverseState(values)

    def step(self, state: ForwardReverseState) -> ForwardReverseState:
        """Go one row further: down, and then up again."""
        trace = _trace(state)
        if state.forward < len(trace.rows) - trace.inputs:
            return replace(state, step=state.step + 1, forward=state.forward + 1)
        if state.backward < len(trace.rows):
            return replace(state, step=state.step + 1, backward=state.backward + 1)
        return state

    def done(self, state: ForwardReverseState) -> bool:
        """Return whether every row has its adjoint."""
        return state.backward == len(_trace(state).rows)

    def scene(self, state: ForwardReverseState, aspect: float = 1.0) -> Scene:
        """Show the trace as rows, and the passes that each mode needs over the number of inputs."""
        side = aspect > 1.6
        return Scene((self._table(state), _costs(state)), "side" if side else "stacked")

    def readouts(self, state: ForwardReverseState) -> tuple[Readout, ...]:
        """Return the value, the derivatives by either mode as far as known, and the passes needed."""
        trace, chosen = _trace(state), _chosen(state)
        complete = state.forward == len(trace.rows) - trace.inputs
        name = trace.name(trace.rows[chosen])
        found = [
            Readout("f", "f", _number(trace.rows[-1]) if complete else None),
            Readout(
                "tangent",
                _("∂f/∂{name} forward").format(name=name),
                trace.tangents[chosen][-1] if complete else None,
            ),
        ]
        for row in trace.rows[: trace.inputs]:
            known = row.index >= len(trace.rows) - state.backward
            found.append(
                Readout(
                    f"df/d{row.name}",
                    _("∂f/∂{name} reverse").format(name=trace.name(row)),
                    _adjoint(row) if known else None,
                )
            )
        return (
            *found,
            Readout("forward passes", _("passes forward"), whole(state.values, "n")),
            Readout("reverse passes", _("passes in reverse"), whole(state.values, "m")),
        )

    def sentence(self, state: ForwardReverseState) -> str:
        """Say which row was just worked on, and at the end what each mode costs."""
        trace, chosen = _trace(state), _chosen(state)
        name = trace.name(trace.rows[chosen])
        if state.step == 0 or (state.forward == 0 and state.backward == 0):
            known = _(" and ").join(
                f"{trace.name(r)} = {number(_number(r))}" for r in trace.rows[: trace.inputs]
            )
            said = _(
                "Known are {known}; the tangent of {name} is 1, that of every other input 0."
            ).format(known=known, name=name)
            return said + _remark(state)
        if state.backward == 0:
            row = trace.rows[trace.inputs + state.forward - 1]
            return _(
                "Forward: {name} = {operation} = {value}, and its tangent is {tangent}."
            ).format(
                name=trace.name(row),
                operation=trace.operation(row),
                value=number(_number(row)),
                tangent=number(trace.tangents[chosen][row.index]),
            )
        row = trace.rows[len(trace.rows) - state.backward]
        if not self.done(state):
            where = _("the output itself") if state.backward == 1 else trace.name(row)
            return _("Backward: the adjoint of {where} is {value}.").format(
                where=where, value=number(_adjoint(row))
            )
        n, m = whole(state.values, "n"), whole(state.values, "m")
        count = trace.inputs
        gave = plural(
            "One pass back gave the derivative; forward needs {n} pass.",
            "One pass back gave all {n} derivatives; forward needs {n} passes.",
            count,
        ).format(n=count)
        cheaper = _("reverse is cheaper") if m < n else _("forward is cheaper")
        costs = _(
            "With {inputs} and {outputs}: {passes} forward, {m} in reverse; {better}."
        ).format(
            inputs=plural("{n} input", "{n} inputs", n).format(n=n),
            outputs=plural("{n} output", "{n} outputs", m).format(n=m),
            passes=plural("{n} pass", "{n} passes", n).format(n=n),
            m=m,
            better=_("equal") if n == m else cheaper,
        )
        return f"{gave} {costs}{_remark(state)}"

    def _table(self, state: ForwardReverseState) -> TraceTable:
        trace, chosen = _trace(state), _chosen(state)
        reached = trace.inputs + state.forward
        first_known = len(trace.rows) - state.backward
        rows = tuple(
            (
                _defined(trace, row),
                number(_number(row)) if row.index < reached else "",
                number(trace.tangents[chosen][row.index]) if row.index < reached else "",
                number(_adjoint(row)) if row.index >= first_known else "",
            )
            for row in trace.rows
        )
        lit = first_known if state.backward else reached - 1 if state.forward else None
        name = trace.name(trace.rows[chosen])
        return TraceTable(
            (_("operation"), _("value"), f"∂/∂{name}", _("adjoint")),
            rows,
            lit,
            _("trace"),
            weight=1.3,
        )


def _remark(state: ForwardReverseState) -> str:
    """Say where the function has no derivative: the passes return a number all the same."""
    expression = parse(words(state.values, "function"), variables=_NAMES)
    rows = _trace(state).rows[: _trace(state).inputs]
    said = "; ".join(sentences(analyse(expression, {row.name: _number(row) for row in rows})))
    return _(" There is no derivative at this point: {what}.").format(what=said) if said else ""


def _chosen(state: ForwardReverseState) -> int:
    return min(whole(state.values, "input"), _trace(state).inputs) - 1


def _trace(state: ForwardReverseState) -> Trace:
    return trace_of(words(state.values, "function"), pair(state.values, "point"))


@lru_cache(maxsize=16)
def trace_of(text: str, point: tuple[float, float]) -> Trace:
    """Return the trace of an expression.

    Args:
        text: the expression.
        point: the values of its first two inputs; further ones are 1.5, 0.5 and then 1.

    Raises:
        ParseError: the text can't be read.
        UsageError: it depends on no input.
    """
    expression = parse(text, variables=_NAMES)
    names = [name for name in _NAMES if name in expression.free_symbols]
    if not names:
        raise UsageError(
            _("'{text}' has no input").format(text=text), _("use x1, x2 and so on in it")
        )
    inputs = [*point, *_FURTHER][: len(names)]
    tape, __, output = record(function_of(expression, names), *inputs, names=names)
    tape.backward(output)
    rows = tape.rows()
    tangents = tuple(_tangents(rows, chosen) for chosen in range(len(names)))
    return Trace(rows, len(names), tangents, _names(rows, len(names)))


def _names(rows: tuple[TapeRow, ...], inputs: int) -> dict[str, str]:
    """Return the chapter's names of rows: inputs keep theirs, operations are numbered, the last is f."""
    names = {row.name: row.name.translate(_SUBSCRIPTS) for row in rows[:inputs]}
    names |= {row.name: f"v{n}".translate(_SUBSCRIPTS) for n, row in enumerate(rows[inputs:], 1)}
    return {**names, rows[-1].name: "f"} if len(rows) > inputs else names


def _defined(trace: Trace, row: TapeRow) -> str:
    name = trace.name(row)
    return name if row.index < trace.inputs else f"{name} = {trace.operation(row)}"


def _tangents(rows: tuple[TapeRow, ...], chosen: int) -> tuple[float, ...]:
    """The derivative of every row by one input: local derivatives times the parents' tangents, summed."""
    found: list[float] = []
    for row in rows:
        if row.operation == "input":
            found.append(1.0 if row.index == chosen else 0.0)
            continue
        pairs = zip(row.inputs, row.partials or (), strict=True)
        found.append(float(sum(part * found[parent] for parent, part in pairs)))
    return tuple(found)


def _number(row: TapeRow) -> float:
    return float(row.value)


def _adjoint(row: TapeRow) -> float:
    return float(row.adjoint or 0.0)


def _operation(operation: str, operands: list[str]) -> str:
    sign = _OPERATORS.get(operation)
    if sign == "^" and operands[1].isdecimal() and operands[1].isascii():
        return operands[0] + operands[1].translate(_SUPERSCRIPTS)
    if sign == "^" or sign == "/":
        return sign.join(operands)
    if sign:
        return f" {sign} ".join(operands)
    if operation == "negate":
        return f"−{operands[0]}"
    return f"{operation}({', '.join(operands)})"


def _costs(state: ForwardReverseState) -> Plot:
    n, m = whole(state.values, "n"), whole(state.values, "m")
    plot = _cost_lines(m)
    return replace(
        plot,
        foreground=Layer(
            segments=(Segment((n, 1), (n, max(n, m)), "chart grid", dashed=True),),
            points=(
                Point(n, n, "chart curve1", "○", "o"),
                Point(n, m, "chart point"),
            ),
        ),
    )


@lru_cache(maxsize=8)
def _cost_lines(m: int) -> Plot:
    counts = [10 ** (place / 10) for place in range(61)]
    return Plot(
        Axis(1.0, float(_MOST), "n", log=True),
        Axis(0.5, 2.0 * _MOST, _("passes"), log=True),
        Layer(
            curves=(
                Curve(tuple((n, n) for n in counts), "chart curve1", _("forward: n")),
                Curve(tuple((n, float(m)) for n in counts), "chart curve2", _("reverse: m")),
            )
        ),
        title=_("for all derivatives"),
    )
