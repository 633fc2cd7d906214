"""What the large frameworks return as the derivative of a function at a point where it has none.

Looked at by calling them (``torch.autograd`` of PyTorch 2.13.0, ``jax.grad`` of JAX 0.10.2); a test compares the table
with what this package's own modes return.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vctutor.i18n import _
from vctutor.maths.printing import to_text
from vctutor.maths.tree import Call, Expression

PYTORCH, JAX = "PyTorch 2.13", "JAX 0.10"


class Returned(NamedTuple):
    """The derivatives returned at a corner, jump or tie; for two arguments the share of the first."""

    here: float
    pytorch: float
    jax: float


# abs(x), relu(x), sign(x) at 0; max(x, y) and min(x, y) at x = y.
RETURNED = {
    "abs": Returned(0.0, 0.0, 1.0),
    "relu": Returned(0.0, 0.0, 0.0),
    "sign": Returned(0.0, 0.0, 0.0),
    "max": Returned(0.5, 0.5, 0.5),
    "min": Returned(0.5, 0.5, 0.5),
}


def returned_sentences(parts: Iterable[Expression]) -> tuple[str, ...]:
    """Return a sentence for each part at whose corner or jump the frameworks return something all the same."""
    return tuple(
        _sentence(part) for part in parts if isinstance(part, Call) and part.function in RETURNED
    )


def _sentence(part: Call) -> str:
    row, e = RETURNED[part.function], to_text(part)
    if part.function in ("max", "min"):
        return _(
            "at the tie in {e} each argument is given half of the derivative here, as in {first} and {second}; "
            "it is a choice"
        ).format(e=e, first=PYTORCH, second=JAX)
    if row.pytorch == row.jax:
        return _(
            "for {e} automatic differentiation returns {value} here, as {first} and {second} do; it is a choice"
        ).format(e=e, value=f"{row.here:g}", first=PYTORCH, second=JAX)
    return _(
        "for {e} automatic differentiation returns {value} here; {first} returns {one} and {second} {two}: "
        "it is a choice"
    ).format(
        e=e,
        value=f"{row.here:g}",
        first=PYTORCH,
        one=f"{row.pytorch:g}",
        second=JAX,
        two=f"{row.jax:g}",
    )
