"""The interface of a simulation: parameters, frozen states, steps, scenes, readouts and sentences."""

from __future__ import annotations

import copy
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from vctutor.errors import UsageError, nearest
from vctutor.i18n import _
from vctutor.simulations.parameter import Parameter, Preset, Value
from vctutor.simulations.scene import Scene

__all__ = [
    "Action",
    "Parameter",
    "Preset",
    "Readout",
    "Simulation",
    "State",
    "Value",
    "Values",
    "number",
    "pair",
    "real",
    "whole",
    "words",
]

Values = Mapping[str, Value]


class State(Struct, frozen=True):
    """The state of a simulation. Subclasses add fields, whose size must stay bounded.

    Attributes:
        values: the parameters, complete and checked.
        step: how many steps were taken.
    """

    values: Values
    step: int = 0


class Action(Struct, frozen=True):
    """An operation besides a step: a button with a key.

    Attributes:
        name: what `Simulation.act` takes, such as ``train``.
        label: what stands on the button.
        help: one sentence about what it does.
    """

    name: str
    label: str
    help: str = ""


class Readout(Struct, frozen=True):
    """One quantity beside the chart.

    Attributes:
        name: its key in ``--json``, such as ``dL/dw``.
        label: how it stands on the screen, such as ``∂L/∂w``.
        value: a number, several numbers (a vector), or a text; a number may be NaN or infinite;
            None while it is not known.
        unit: what the number counts.
        decimals: how many decimals the screen shows.
        latex: the formula of the value, to be typeset; empty where there is none.
    """

    name: str
    label: str
    value: float | int | str | tuple[float, ...] | None
    unit: str = ""
    decimals: int = 4
    latex: str = ""

    def text(self) -> str:
        """Return the value and its unit as they stand on the screen."""
        if self.value is None:
            return "–"
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, tuple):
            body = "(" + ", ".join(number(part, self.decimals) for part in self.value) + ")"
        else:
            body = (
                str(self.value)
                if isinstance(self.value, int)
                else number(self.value, self.decimals)
            )
        return f"{body} {self.unit}" if self.unit else body


def number(value: float, decimals: int = 4) -> str:
    """Return a number for people, with a real minus sign; very large and small ones as 1.2e−7."""
    if math.isnan(value):
        return _("undefined")
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 10**7 or (size > 0 and size < 0.5 * 10**-decimals):
        mantissa, __, exponent = f"{value:.{max(decimals - 1, 1)}e}".partition("e")
        shown = f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
        return shown.replace("-", "−")
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def real(values: Values, name: str) -> float:
    """Return a number parameter's value."""
    value = values[name]
    assert isinstance(value, (int, float))
    return float(value)


def whole(values: Values, name: str) -> int:
    """Return the value of a parameter that is a whole number."""
    value = values[name]
    assert isinstance(value, (int, float))
    return int(value)


def pair(values: Values, name: str) -> tuple[float, float]:
    """Return a point parameter's value."""
    value = values[name]
    assert isinstance(value, tuple)
    return value


def words(values: Values, name: str) -> str:
    """Return the value of a choice or a function parameter."""
    value = values[name]
    assert isinstance(value, str)
    return value


S = TypeVar("S", bound=State)


class Simulation(ABC, Generic[S]):
    """A model that the reader steps through. Instances are stateless: everything is in the `State` passed along.

    Attributes:
        name: how it is called in chapters and on the command line.
        title: its heading.
        parameters: what the reader can set.
        actions: what the reader can have done besides a step.
        default_steps: how many steps show the whole of it, for the command line.
        moves: whether time passes in it; where False a step is a change of the main parameter.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]
    actions: ClassVar[tuple[Action, ...]] = ()
    default_steps: ClassVar[int] = 10
    moves: ClassVar[bool] = True

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of this name.

        Raises:
            UsageError: there is none; the hint names the nearest.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = [parameter.name for parameter in self.parameters]
        near = nearest(name, names)
        hint = (
            _("did you mean '{near}'?").format(near=near)
            if near
            else _("it has {names}").format(names=", ".join(names))
        )
        raise UsageError(
            _("{simulation} has no parameter '{name}'").format(simulation=self.name, name=name),
            hint,
        )

    def with_ranges(self, ranges: Mapping[str, tuple[float, float]]) -> Simulation[S]:
        """Return this simulation with other ranges for some of its parameters.

        Args:
            ranges: by the parameter's name, the least and the greatest value.

        Raises:
            UsageError: an unknown parameter, or one that can't have such a range.
        """
        if not ranges:
            return self
        ranged = {name: self.parameter(name).with_range(*ends) for name, ends in ranges.items()}
        other = copy.copy(self)
        vars(other)["parameters"] = tuple(ranged.get(p.name, p) for p in self.parameters)
        return other

    def read_values(self, given: Mapping[str, object] | None = None) -> Values:
        """Return all parameters: those given, read and checked, and the defaults.

        Raises:
            UsageError: an unknown parameter, or a value out of its range.
            ParseError: a function that can't be read.
        """
        values: dict[str, Value] = {p.name: p.default for p in self.parameters}
        for name, value in (given or {}).items():
            values[name] = self.parameter(name).read(value)
        return MappingProxyType(values)

    def start(self, given: Mapping[str, object] | None = None) -> S:
        """Return the first state, with the parameters given and the defaults for the rest.

        Raises:
            UsageError: an unknown parameter, or a value out of its range.
            ParseError: a function that can't be read.
        """
        return self.begin(self.read_values(given))

    def change(self, state: S, name: str, value: object) -> S:
        """Return the state after one parameter is set: begun again, or going on if that is right.

        Raises:
            UsageError: an unknown parameter, or a value out of its range.
            ParseError: a function that can't be read.
        """
        parameter = self.parameter(name)
        values = MappingProxyType({**state.values, name: parameter.read(value)})
        return self.begin(values) if parameter.restarts else replace(state, values=values)

    def reset(self, state: S) -> S:
        """Return the first state for the parameters as they are."""
        return self.begin(state.values)

    def act(self, state: S, action: str) -> S:
        """Return the state after one of `actions`.

        Raises:
            UsageError: there is no such action.
        """
        raise UsageError(
            _("{simulation} has no action '{action}'").format(simulation=self.name, action=action)
        )

    def done(self, state: S) -> bool:
        """Return whether another step would change nothing worth seeing, so that a run can stop."""
        return False

    def after(self, state: S, steps: int) -> S:
        """Return the state so many steps later, or the one in which it is done before that."""
        for __ in range(steps):
            if self.done(state):
                break
            state = self.step(state)
        return state

    @abstractmethod
    def begin(self, values: Values) -> S:
        """Return the first state for complete and checked parameters."""

    @abstractmethod
    def step(self, state: S) -> S:
        """Return the next state; the given one stays as it is."""

    @abstractmethod
    def scene(self, state: S, aspect: float = 1.0) -> Scene:
        """Return the picture of the state.

        Args:
            state: what to show.
            aspect: width over height of the place for it, as the eye sees it (see
                `scene.aspect_of`).
        """

    @abstractmethod
    def readouts(self, state: S) -> tuple[Readout, ...]:
        """Return the quantities beside the chart."""

    @abstractmethod
    def sentence(self, state: S) -> str:
        """Return one sentence that says what just happened, with its numbers."""
