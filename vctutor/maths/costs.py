"""Operation counts, which state the cost of a gradient independently of the machine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from vctutor.maths.primitives import PRIMITIVES


class OperationCounts(NamedTuple):
    """Counted operations; an elementary function counts as 2, as in Griewank and Walther's model.

    Attributes:
        function: for the value alone.
        gradient: for value and gradient together: the function's, the local derivatives' and those of the
            backward pass, where a contribution to an adjoint is a multiplication and,
            but for the first, an addition.
        by_operation: how often each operation is on the tape.
    """

    function: int
    gradient: int
    by_operation: dict[str, int]

    @property
    def ratio(self) -> float:
        """The gradient's cost over the function's; at most 5 by the theory."""
        return self.gradient / self.function if self.function else 0.0


# Operations of a value, and what one or two differentiated operands add for each entry: a multiplication and
# an addition for each, but only an addition where the local derivative is 1, and so on.
_COSTS = {
    "add": (1, 1, 2),
    "subtract": (1, 1, 2),
    "negate": (1, 1, 1),
    "multiply": (1, 2, 4),
    "divide": (1, 3, 4),
    "power": (2, 5, 8),
    "max": (1, 2, 4),
    "min": (1, 2, 4),
}
_MOVES = ("index", "broadcast", "transpose", "reshape", "stack")


def cost(
    operation: str, shapes: Sequence[tuple[int, ...]], shape: tuple[int, ...], differentiated: int
) -> tuple[int, int]:
    """Return the operations of one row's value, and those its derivatives add.

    Args:
        operation: its name.
        shapes: the shapes of its operands, constants among them.
        shape: the shape of its value.
        differentiated: how many operands are no constants.
    """
    size = math.prod(shape)
    if operation in PRIMITIVES:
        function = PRIMITIVES[operation]
        return function.cost * size, (function.slope_cost + 2) * size
    if operation in _COSTS:
        value, one, two = _COSTS[operation]
        return value * size, (one if differentiated == 1 else two) * size
    if operation == "matmul":
        rows = shapes[0][0] if len(shapes[0]) == 2 else 1
        columns = shapes[1][1] if len(shapes[1]) == 2 else 1
        products = rows * columns * shapes[0][-1]
        return 2 * products - rows * columns, 2 * products * differentiated
    if operation == "sum":
        taken = math.prod(shapes[0])
        return max(taken - size, 0), taken
    # Rearranging entries takes no operations, but accumulating their adjoints does.
    return 0, size if operation in _MOVES else 0
