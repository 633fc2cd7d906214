"""Parameters of a simulation: types, ranges, and parsing and validation of typed values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vctutor.errors import UsageError, nearest
from vctutor.i18n import _

Kind = Literal["number", "choice", "function", "point"]
Value = float | int | str | tuple[float, float]


class Preset(Struct, frozen=True):
    """A named value offered for a parameter.

    Attributes:
        name: what the reader sees and may type.
        value: what it stands for: itself in a choice, the text of an expression in a function.
    """

    name: str
    value: str


class Parameter(Struct, frozen=True):
    """A quantity of a simulation that the reader sets.

    Attributes:
        name: how it is called in a chapter and after ``--set``.
        label: how it stands on the screen, such as ``α``.
        kind: number, choice (one of ``choices``), function (an expression of ``variables``, or one
            of ``choices`` by name) or point (two numbers).
        default: the value where nobody sets one. An empty function is allowed only as a default:
            none.
        minimum: the least number, or coordinate of a point, allowed; None means unlimited.
        maximum: the greatest.
        step: what one key press adds; on a log scale the factor it multiplies by.
        scale: how a key press and a slider move through the range.
        unit: what so many are called, such as ``layers``; None where the number counts nothing.
        choices: the values offered by name.
        variables: what a function may depend on.
        whole: whether the number must be a whole one.
        restarts: whether a change begins the simulation again; where False, it goes on with the new
            value.
        help: one sentence about what it does.
    """

    name: str
    label: str
    kind: Kind
    default: Value
    minimum: float | None = None
    maximum: float | None = None
    step: float = 1.0
    scale: Literal["linear", "log"] = "linear"
    unit: Callable[[int], str] | None = None
    choices: tuple[Preset, ...] = ()
    variables: tuple[str, ...] = ()
    whole: bool = False
    restarts: bool = True
    help: str = ""

    def read(self, given: object) -> Value:
        """Return the value that was typed or written in a chapter, checked.

        Args:
            given: a number, a text, or for a point a sequence of two.

        Raises:
            UsageError: it is not of this kind, outside the range or none of the choices.
            ParseError: a function can't be read; position and length point into the text.
        """
        if self.kind == "number":
            return self._bounded(_number(given, self.name))
        if self.kind == "point":
            x, y = _pair(given, self.name)
            return (float(self._bounded(x)), float(self._bounded(y)))
        if self.kind == "choice":
            return self._chosen(str(given).strip())
        if isinstance(given, (list, tuple)):  # the entries of a map, as YAML reads [x1, x2]
            return self._function(f"[{', '.join(map(str, given))}]")
        return self._function(str(given).strip())

    def with_range(self, low: float, high: float) -> Parameter:
        """Return this parameter with another range, into which its default is brought.

        A whole number counts something that costs time or room, so its range can only be narrowed;
        and what was above zero, or not below it, stays so, for something is divided by it.

        Raises:
            UsageError: it has no range, or can't have this one.
        """
        why = self._no_range(low, high)
        if why:
            template = _("the range of {name} can't be {low:g} to {high:g}")
            raise UsageError(template.format(name=self.name, low=low, high=high), why)
        bounds = (int(low), int(high)) if self.whole else (float(low), float(high))
        ranged = replace(self, minimum=bounds[0], maximum=bounds[1])
        return replace(ranged, default=ranged._inside(self.default))

    def _no_range(self, low: float, high: float) -> str:
        """Return why the range can't be this one; empty where it can."""
        if self.kind not in ("number", "point") or self.minimum is None or self.maximum is None:
            return _("only numbers and points have one")
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            return _("give a smaller and a larger finite number")
        if self.whole and not (low == int(low) and high == int(high)):
            return _("give whole numbers")
        if self.whole and (low < self.minimum or high > self.maximum):
            widest = _("it must lie between {low:g} and {high:g}")
            return widest.format(low=self.minimum, high=self.maximum)
        if self.minimum > 0 and low <= 0:
            return _("it must be above zero")
        if self.minimum == 0 and low < 0:
            return _("it must not be below zero")
        return ""

    def _inside(self, value: Value) -> Value:
        if isinstance(value, tuple):
            return (float(self._clamped(value[0])), float(self._clamped(value[1])))
        return self._clamped(float(value))

    def _clamped(self, value: float) -> float | int:
        low = value if self.minimum is None else max(self.minimum, value)
        inside = low if self.maximum is None else min(self.maximum, low)
        return int(inside) if self.whole else inside

    def nudge(self, value: Value, presses: int) -> Value:
        """Return the value after so many presses of the right arrow (negative: of the left).

        A number stays inside its range, a choice goes round, and so do the named functions; a point
        does not move by this (see `nudge_point`).
        """
        if self.kind == "number":
            return self._nudged(float(value), presses)  # type: ignore[arg-type]
        if self.kind == "point" or not self.choices:
            return value
        values = [choice.value for choice in self.choices]
        place = values.index(str(value)) if value in values else -1 if presses > 0 else 0
        return values[(place + presses) % len(values)]

    def nudge_point(self, value: tuple[float, float], right: int, up: int) -> tuple[float, float]:
        """Return the point moved by so many steps to the right and up, inside its range."""
        x, y = value
        return (float(self._nudged(x, right)), float(self._nudged(y, up)))

    def fraction(self, value: Value) -> float | None:
        """Return where a number stands in its range, 0 to 1, for a slider; None without a range."""
        if self.kind != "number" or self.minimum is None or self.maximum is None:
            return None
        low, high, at = self.minimum, self.maximum, float(value)  # type: ignore[arg-type]
        if self.scale == "log":
            low, high, at = math.log(low), math.log(high), math.log(at)
        return min(1.0, max(0.0, (at - low) / (high - low))) if high > low else 0.0

    def at_fraction(self, fraction: float) -> Value:
        """Return the number at this place of the range, on the grid of steps."""
        if self.minimum is None or self.maximum is None:
            return self.default
        fraction = min(1.0, max(0.0, fraction))
        if self.scale == "log":
            low, high = math.log(self.minimum), math.log(self.maximum)
            presses = round((low + fraction * (high - low) - low) / math.log(self.step))
        else:
            at = self.minimum + fraction * (self.maximum - self.minimum)
            return self._nudged(round(at / self.step) * self.step, 0)
        return self._nudged(self.minimum, presses)

    def text(self, value: Value) -> str:
        """Return the value as a person would type it; a named choice by its name."""
        if isinstance(value, tuple):
            return f"({value[0]:g}, {value[1]:g})"
        if isinstance(value, str):
            return next((c.name for c in self.choices if c.value == value), value)
        return f"{value:.12g}"

    def latex(self, value: Value) -> str:
        """Return a function's expression as LaTeX, to show how it was read; empty for other kinds."""
        if self.kind != "function" or not value:
            return ""
        from vctutor.maths.expression import parse
        from vctutor.maths.latex import reading_latex

        return reading_latex(parse(str(value), variables=self.variables))

    def _nudged(self, value: float, presses: int) -> float | int:
        added = value + self._stride(value, presses) * presses
        # 300 presses cross any range of floats there is, and step**300 is still one.
        times = max(-300, min(300, presses))
        moved = value * self.step**times if self.scale == "log" else added
        if self.minimum is not None:
            moved = max(self.minimum, moved)
        if self.maximum is not None:
            moved = min(self.maximum, moved)
        # Twelve digits hide that 0.1 + 0.2 is not 0.3, so that ten presses there and back come
        # home.
        return round(moved) if self.whole else float(f"{moved:.12g}")

    def _stride(self, value: float, presses: int) -> float:
        """A tenth of the step between a small positive minimum and the first step, so that 0.001 can be had."""
        small = self.minimum is not None and 0 < self.minimum < self.step
        near = value < self.step - 1e-12 or (presses < 0 and value <= self.step + 1e-12)
        return self.step / 10 if small and near else self.step

    def _bounded(self, value: float) -> float | int:
        if self.minimum is not None and value < self.minimum:
            raise UsageError(
                _("{name} is {value:g}").format(name=self.name, value=value),
                _("it must be at least {minimum:g}").format(minimum=self.minimum),
            )
        if self.maximum is not None and value > self.maximum:
            raise UsageError(
                _("{name} is {value:g}").format(name=self.name, value=value),
                _("it must be at most {maximum:g}").format(maximum=self.maximum),
            )
        if not self.whole:
            return value
        if value != int(value):
            raise UsageError(
                _("{name} is {value:g}").format(name=self.name, value=value),
                _("it must be a whole number"),
            )
        return int(value)

    def _chosen(self, given: str) -> str:
        named = self._named(given)
        if named is not None:
            return named
        names = [choice.name for choice in self.choices]
        near = nearest(given, names)
        hint = (
            _("did you mean '{near}'?").format(near=near)
            if near
            else _("choose one of {names}").format(names=", ".join(names))
        )
        raise UsageError(_("{name} can't be '{given}'").format(name=self.name, given=given), hint)

    def _named(self, given: str) -> str | None:
        folded = _folded(given)
        for choice in self.choices:
            if folded in (_folded(choice.name), _folded(choice.value)):
                return choice.value
        return None

    def _function(self, given: str) -> str:
        named = self._named(given)
        if named is not None:
            return named
        if not given and self.default == "":
            return ""
        from vctutor.maths.expression import parse

        parse(given, variables=self.variables)
        return given


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _number(given: object, name: str) -> float:
    value = float(given) if isinstance(given, (int, float)) else _typed_number(str(given), name)
    if isinstance(given, bool) or not math.isfinite(value):
        raise UsageError(
            _("{name} can't be {given}").format(name=name, given=given),
            _("give a finite number such as 0.5"),
        )
    return value


def _typed_number(text: str, name: str) -> float:
    try:
        return float(text.strip().replace("−", "-"))
    except ValueError:
        pass
    from vctutor.maths.expression import ParseError, evaluate, parse

    try:
        value = evaluate(parse(text, variables=()), {})
        # A vector of one entry is no number, though some releases of numpy would take it for one.
        if getattr(value, "ndim", 0):
            raise TypeError
        return float(value)
    except (ParseError, TypeError, ValueError):
        raise UsageError(
            _("{name} can't be '{text}'").format(name=name, text=text),
            _("give a number such as 0.5"),
        ) from None


def _pair(given: object, name: str) -> tuple[float, float]:
    parts: Sequence[object]
    if isinstance(given, str):
        parts = given.strip().strip("()[]").split(",")
    elif isinstance(given, Sequence):
        parts = given
    else:
        parts = ()
    if len(parts) != 2:
        raise UsageError(
            _("{name} can't be '{given}'").format(name=name, given=given),
            _("give two numbers such as 3, 2"),
        )
    return (_number(parts[0], name), _number(parts[1], name))
