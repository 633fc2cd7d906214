"""Points where a function has no derivative, and what is taken there instead.

The values are those of the large frameworks: PyTorch and JAX give 0 for ``relu`` and ``abs`` at 0 and share the
derivative of ``max`` and ``min`` equally at a tie; TensorFlow agrees on the first two and gives all of a tie to
the first argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from vctutor.i18n import _
from vctutor.maths.evaluation import evaluate
from vctutor.maths.printing import to_text
from vctutor.maths.tree import Call, Expression, Number, Power, walk


class NonsmoothPart(NamedTuple):
    """A part of an expression that has no derivative at a point.

    Attributes:
        part: the part.
        taken: what is taken for its derivative: a number, or infinity where the slope is that.
        text: a sentence that says so.
    """

    part: Expression
    taken: float
    text: str


def nonsmooth_parts(e: Expression, values: Mapping[str, float]) -> tuple[NonsmoothPart, ...]:
    """Return the parts of ``e`` that have no derivative at a point; empty where all have one.

    Args:
        e: a scalar expression.
        values: every variable's value.
    """
    found = (_choice(node, values) for node in dict.fromkeys(walk(e)) if node.free_symbols)
    return tuple(choice for choice in found if choice is not None)


def _choice(e: Expression, values: Mapping[str, float]) -> NonsmoothPart | None:
    if isinstance(e, Power):
        return _root(e, values)
    if not isinstance(e, Call):
        return None
    inner = [evaluate(argument, values) for argument in e.arguments]
    if e.function in ("max", "min") and inner[0] == inner[1]:
        text = _(
            "{e} has no derivative where its arguments are equal: each is given half, as "
            "PyTorch and JAX do; it is a choice"
        ).format(e=to_text(e))
        return NonsmoothPart(e, 0.5, text)
    if e.function == "greater" and inner[0] == inner[1]:
        return NonsmoothPart(
            e,
            0.0,
            _("{e} jumps here and has no derivative: 0 is taken; it is a choice").format(
                e=to_text(e)
            ),
        )
    if inner[0] != 0 or len(inner) > 1:
        return None
    if e.function in ("abs", "relu"):
        sides = _("-1 and 1") if e.function == "abs" else _("0 and 1")
        text = _(
            "{e} has a corner here, with the slopes {sides} on its two sides: 0 is taken, as "
            "PyTorch, JAX and TensorFlow do; it is a choice"
        ).format(e=to_text(e), sides=sides)
        return NonsmoothPart(e, 0.0, text)
    if e.function in ("sign", "step"):
        return NonsmoothPart(
            e,
            0.0,
            _("{e} jumps here and has no derivative: 0 is taken; it is a choice").format(
                e=to_text(e)
            ),
        )
    if e.function in ("sqrt", "cbrt"):
        return NonsmoothPart(
            e, float("inf"), _("{e} is vertical here: its slope is infinite").format(e=to_text(e))
        )
    return None


def _root(e: Power, values: Mapping[str, float]) -> NonsmoothPart | None:
    if e.exponent.free_symbols or e.exponent == Number(0.0):
        return None
    if 0 < evaluate(e.exponent, {}) < 1 and evaluate(e.base, values) == 0:
        return NonsmoothPart(
            e, float("inf"), _("{e} is vertical here: its slope is infinite").format(e=to_text(e))
        )
    return None
