"""The tape of reverse mode: every operation of a computation, in evaluation order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from msgspec import Struct

from vctutor.maths import primitives
from vctutor.maths.costs import OperationCounts, cost
from vctutor.maths.forward import Dual, base_slope, exponent_slope
from vctutor.maths.primitives import Primitive
from vctutor.maths.vjp_rules import (
    DeferredRule,
    DivisionRule,
    IndexRule,
    broadcast,
    by_left,
    by_right,
    fitted,
    plain,
    shape_of,
    size_of,
)


class TapeRow(Struct, frozen=True):
    """One line of a tape's listing.

    Attributes:
        index: its number on the tape.
        name: the variable's name, or ``v`` with the number.
        operation: "input", "add", "subtract", "multiply", "divide", "negate", "power", the name of a function,
            or an operation of arrays such as "matmul" and "sum".
        operands: names of rows and constants, in the order they were written.
        inputs: the numbers of the rows it was computed from.
        value: a float or an array.
        partials: its local derivatives, one for each input; None for an operation whose local derivative is no
            multiplication entry by entry.
        adjoint: the output's derivative by it; None before a backward pass, or where the output does not depend
            on it.
    """

    index: int
    name: str
    operation: str
    operands: tuple[str, ...]
    inputs: tuple[int, ...]
    value: Any
    partials: tuple[Any, ...] | None
    adjoint: Any


class Tape:
    """The operations in the order they were computed.

    Attributes:
        adjoints: after :meth:`backward`, the adjoint of every row; None where no path leads to the output.
    """

    def __init__(self) -> None:
        """Create an empty tape."""
        self.operations: list[str] = []
        self.parents: list[tuple[int, ...]] = []
        self.pullbacks: list[Any] = []
        self.values: list[Any] = []
        self.constants: dict[int, tuple[int, Any]] = {}
        self.names: dict[int, str] = {}
        self.adjoints: list[Any] = []

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.operations)

    def variable(self, value: Any, name: str = "") -> TapeNode:
        """Record an input: a number, an array, or a dual number for second derivatives."""
        kept = value if isinstance(value, Dual) or type(value) is float else plain(value)
        node = self.record("input", (), (), kept)
        if name:
            self.names[node.index] = name
        return node

    def record(
        self, operation: str, parents: tuple[int, ...], pullback: Any, value: Any
    ) -> TapeNode:
        """Record an operation and return its node.

        Args:
            operation: its name.
            parents: the rows it was computed from.
            pullback: local derivatives, one for each parent, or a function of the adjoint.
            value: its value.
        """
        index = len(self.operations)
        self.operations.append(operation)
        self.parents.append(parents)
        self.pullbacks.append(pullback)
        self.values.append(value)
        return TapeNode(self, index, value)

    def backward(self, output: TapeNode, seed: Any = 1.0, *, keep: bool = True) -> list[Any]:
        """Run the backward pass from an output and return the adjoint of every row.

        Args:
            output: a node of this tape.
            seed: the adjoint of the output: 1 for a gradient, a vector u of the output's shape for the
                vector-Jacobian product u J.
            keep: whether to keep the adjoints of all rows for a listing; otherwise only those of the inputs,
                which takes less memory.
        """
        adjoints: list[Any] = [None] * len(self.operations)
        shape = shape_of(output.value)
        if shape:
            seed = np.broadcast_to(np.asarray(seed, float), shape)
        adjoints[output.index] = seed
        values, parents, pullbacks = self.values, self.parents, self.pullbacks
        owned: set[int] = set()
        for index in range(output.index, -1, -1):
            adjoint = adjoints[index]
            if adjoint is None or not parents[index]:
                continue
            if not keep:
                adjoints[index] = None
            pullback = pullbacks[index]
            if type(pullback) is IndexRule:
                pullback.give(adjoints, owned, parents[index][0], adjoint, values)
                continue
            if pullback is _PLUS:
                given: Any = (adjoint, adjoint)
            elif pullback is _ONE:
                given = (adjoint,)
            else:
                given = (
                    pullback(adjoint)
                    if callable(pullback)
                    else [adjoint * part for part in pullback]
                )
            for parent, part in zip(parents[index], given):  # noqa: B905 - lengths agree, and this is the inner loop
                if part is None:
                    continue
                if type(part) is not float:
                    part = fitted(part, shape_of(values[parent]))
                before = adjoints[parent]
                if before is None:
                    adjoints[parent] = part
                else:
                    owned.discard(parent)
                    adjoints[parent] = before + part
        self.adjoints = adjoints if keep else []
        return adjoints

    def name(self, index: int) -> str:
        """Return a row's name: the input's, or ``v`` with the number."""
        return self.names.get(index, f"v{index}")

    def rows(self) -> tuple[TapeRow, ...]:
        """Return the listing of the tape, with adjoints after a backward pass."""
        return tuple(map(self._row, range(len(self))))

    def _row(self, index: int) -> TapeRow:
        operands = [self.name(parent) for parent in self.parents[index]]
        if index in self.constants:
            place, value = self.constants[index]
            operands.insert(place, f"{value:g}" if isinstance(value, (float, int)) else "constant")
        return TapeRow(
            index,
            self.name(index),
            self.operations[index],
            tuple(operands),
            self.parents[index],
            self.values[index],
            self._partials(index),
            self.adjoints[index] if index < len(self.adjoints) else None,
        )

    def _partials(self, index: int) -> tuple[Any, ...] | None:
        pullback = self.pullbacks[index]
        if not callable(pullback):
            return tuple(pullback)
        if isinstance(pullback, (DivisionRule, DeferredRule)):
            return pullback.partials()
        return None

    def counts(self) -> OperationCounts:
        """Return how many operations the value and the gradient took."""
        function = gradient = 0
        by_operation: dict[str, int] = {}
        reached: set[int] = set()
        for index, operation in enumerate(self.operations):
            by_operation[operation] = by_operation.get(operation, 0) + 1
            shapes = [shape_of(self.values[parent]) for parent in self.parents[index]]
            if index in self.constants:
                place, constant = self.constants[index]
                shapes.insert(place, np.shape(constant))
            value, extra = cost(
                operation, shapes, shape_of(self.values[index]), len(self.parents[index])
            )
            function += value
            gradient += value + extra
            if operation != "index":  # which adds into zeros, entry by entry
                reached.update(self.parents[index])
        # The first contribution to an adjoint is assigned, not added.
        gradient -= sum(size_of(self.values[index]) for index in reached)
        return OperationCounts(function, gradient, by_operation)


class TapeNode:
    """A value on a tape. ``+ - * / ** @``, indexing and the functions of ``primitives`` put more on it.

    Attributes:
        tape: the tape it is on.
        index: its row.
        value: a float, an array, or a dual number.
    """

    __array_ufunc__ = None
    __slots__ = ("index", "tape", "value")

    def __init__(self, tape: Tape, index: int, value: Any) -> None:
        """Refer to a row of a tape."""
        self.tape = tape
        self.index = index
        self.value = value

    def __repr__(self) -> str:
        """Show name and value."""
        return f"TapeNode({self.tape.name(self.index)} = {self.value!r})"

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        return shape_of(self.value)

    @property
    def ndim(self) -> int:
        """The number of axes of the value."""
        return len(shape_of(self.value))

    @property
    def size(self) -> int:
        """The number of entries of the value."""
        return size_of(self.value)

    def __len__(self) -> int:
        """Return the length of the first axis."""
        return self.shape[0]

    def __iter__(self) -> Iterator[TapeNode]:
        """Yield the entries along the first axis."""
        return (self[i] for i in range(len(self)))

    def _with(
        self, operation: str, pullback: Any, value: Any, constant: Any, place: int
    ) -> TapeNode:
        """Record an operation with a constant, which stands at ``place`` among the operands."""
        node = self.tape.record(operation, (self.index,), pullback, value)
        self.tape.constants[node.index] = (place, constant)
        return node

    # -- arithmetic

    def __add__(self, other: Any) -> TapeNode:
        """Add, entry by entry."""
        if type(other) is TapeNode:
            return self.tape.record(
                "add", (self.index, other.index), _PLUS, self.value + other.value
            )
        return self._with("add", _ONE, self.value + other, other, 1)

    def __radd__(self, other: Any) -> TapeNode:
        """Add to a constant."""
        return self._with("add", _ONE, other + self.value, other, 0)

    def __sub__(self, other: Any) -> TapeNode:
        """Subtract, entry by entry."""
        if type(other) is TapeNode:
            return self.tape.record(
                "subtract", (self.index, other.index), _MINUS, self.value - other.value
            )
        return self._with("subtract", _ONE, self.value - other, other, 1)

    def __rsub__(self, other: Any) -> TapeNode:
        """Subtract from a constant."""
        return self._with("subtract", _MINUS_ONE, other - self.value, other, 0)

    def __neg__(self) -> TapeNode:
        """Negate."""
        return self.tape.record("negate", (self.index,), _MINUS_ONE, -self.value)

    def __mul__(self, other: Any) -> TapeNode:
        """Multiply, entry by entry."""
        if type(other) is TapeNode:
            a, b = self.value, other.value
            return self.tape.record("multiply", (self.index, other.index), (b, a), a * b)
        return self._with("multiply", (other,), self.value * other, other, 1)

    def __rmul__(self, other: Any) -> TapeNode:
        """Multiply a constant."""
        return self._with("multiply", (other,), other * self.value, other, 0)

    def __truediv__(self, other: Any) -> TapeNode:
        """Divide, entry by entry."""
        if type(other) is TapeNode:
            value = primitives.divide(self.value, other.value)
            return self.tape.record(
                "divide", (self.index, other.index), DivisionRule(other.value, value, 2), value
            )
        value = primitives.divide(self.value, other)
        return self._with("divide", (primitives.divide(1.0, other),), value, other, 1)

    def __rtruediv__(self, other: Any) -> TapeNode:
        """Divide a constant."""
        value = primitives.divide(other, self.value)
        return self._with("divide", DivisionRule(self.value, value, 1), value, other, 0)

    def __pow__(self, other: Any) -> TapeNode:
        """Raise to a constant or a node."""
        if type(other) is TapeNode:
            a, b = self.value, other.value
            value = primitives.power(a, b)
            pullback = (base_slope(a, b), exponent_slope(a, value))
            return self.tape.record("power", (self.index, other.index), pullback, value)
        value = primitives.power(self.value, other)
        return self._with("power", _local(base_slope, self.value, other), value, other, 1)

    def __rpow__(self, other: Any) -> TapeNode:
        """Raise a constant to this."""
        value = primitives.power(other, self.value)
        return self._with("power", (exponent_slope(other, value),), value, other, 0)

    def unary(self, function: Primitive) -> TapeNode:
        """Apply a function."""
        x = self.value
        value = primitives.unary(function, x)
        return self.tape.record(
            function.name, (self.index,), (primitives.slope(function, x, value),), value
        )

    def extreme(self, name: str, other: Any, flipped: bool) -> TapeNode:
        """Return the greater ("max") or the lesser ("min"); half of the adjoint to each at a tie."""
        a, b = (
            self.value,
            primitives.value_of(other) if type(other) is not TapeNode else other.value,
        )
        share = primitives.greater(a, b) if name == "max" else primitives.greater(b, a)
        value = primitives.OPERATIONS[name](a, b)
        if type(other) is TapeNode:
            return self.tape.record(name, (self.index, other.index), (share, 1.0 - share), value)
        return self._with(name, (share,), value, other, 0 if flipped else 1)

    # -- arrays

    def __matmul__(self, other: Any) -> TapeNode:
        """Multiply matrices or vectors of at most two axes."""
        if type(other) is TapeNode:
            a, b = self.value, other.value
            return self.tape.record(
                "matmul",
                (self.index, other.index),
                lambda g: (by_left(g, a, b), by_right(g, a, b)),
                a @ b,
            )
        a = self.value
        return self._with("matmul", lambda g: (by_left(g, a, other),), a @ other, other, 1)

    def __rmatmul__(self, other: Any) -> TapeNode:
        """Multiply a constant matrix or vector by this."""
        b = self.value
        return self._with("matmul", lambda g: (by_right(g, other, b),), other @ b, other, 0)

    def __getitem__(self, key: Any) -> TapeNode:
        """Take entries, as of an array."""
        value = self.value[key]
        if isinstance(value, np.float64):
            value = float(value)
        return self.tape.record("index", (self.index,), IndexRule(key), value)

    def sum(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> TapeNode:
        """Sum over all or some axes."""
        x = self.value
        shape = shape_of(x)
        kept = np.sum(np.empty(shape), axis=axis, keepdims=True).shape
        value = x.sum(axis=axis, keepdims=keepdims) if shape else x
        if isinstance(value, np.float64):
            value = float(value)
        return self.tape.record("sum", (self.index,), lambda g: (broadcast(g, kept, shape),), value)

    def mean(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> TapeNode:
        """Return the mean over all or some axes."""
        total = self.sum(axis, keepdims)
        return total * (max(total.size, 1) / max(self.size, 1))

    def reshape(self, *shape: Any) -> TapeNode:
        """Return the same entries in another shape."""
        wanted = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
        before = self.shape
        wanted = np.empty(before).reshape(wanted).shape
        value = self.value.reshape(wanted)
        return self.tape.record("reshape", (self.index,), lambda g: (g.reshape(before),), value)

    @property
    def T(self) -> TapeNode:
        """The transpose."""
        return self.tape.record("transpose", (self.index,), lambda g: (g.T,), self.value.T)


def _local(slope: Callable[..., Any], *arguments: Any) -> Any:
    """Return a local derivative: computed now for a number, deferred for an array."""
    if isinstance(arguments[-1], (float, int)) and isinstance(arguments[-2], (float, int)):
        return (slope(*arguments),)
    return DeferredRule(slope, arguments)


_ONE, _MINUS_ONE, _PLUS, _MINUS = (1.0,), (-1.0,), (1.0, 1.0), (1.0, -1.0)
