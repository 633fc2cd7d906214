"""One expression differentiated four ways at a point, and whether they agree; what its Hessian says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.maths import numeric, reverse
from vctutor.maths.evaluation import evaluate
from vctutor.maths.forward import gradient_forward, jacobian_forward
from vctutor.maths.names import canonical
from vctutor.maths.nonsmooth import NonsmoothPart, nonsmooth_parts
from vctutor.maths.primitives import function_of
from vctutor.maths.reverse import OperationCounts, TapeRow
from vctutor.maths.symbolic import gradient, hessian, jacobian
from vctutor.maths.tree import Expression, Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXACT = 1e-9  # what symbolic, forward, reverse and complex step may differ by, relative to the gradient's size
DIFFERENCES = 1e-5  # what central differences may


class Agreement(Struct, frozen=True):
    """The gradient of a scalar expression at a point, by four methods and the complex step.

    Attributes:
        names: the variables, canonical, in order.
        point: their values.
        value: the expression's value.
        symbolic, forward, reverse, central, complex_step: the gradients, one entry for each variable.
        choices: parts without a derivative here.
        rows: the tape after the backward pass.
        counts: the operations of value and gradient on the tape.
    """

    names: tuple[str, ...]
    point: tuple[float, ...]
    value: float
    symbolic: tuple[float, ...]
    forward: tuple[float, ...]
    reverse: tuple[float, ...]
    central: tuple[float, ...]
    complex_step: tuple[float, ...]
    choices: tuple[NonsmoothPart, ...]
    rows: tuple[TapeRow, ...]
    counts: OperationCounts

    @property
    def spread(self) -> float:
        """How far the exact methods are apart at most, relative to the gradient's size (at least 1)."""
        return _spread(self.symbolic, self.forward, self.reverse)

    @property
    def difference_error(self) -> float:
        """How far central differences are from the symbolic derivative, relative to value and gradient."""
        # A difference of two values can't be better than their rounding, so the value counts for its size too.
        return _spread(self.symbolic, self.central, size=abs(self.value))

    @property
    def finite(self) -> bool:
        """Whether value and derivatives are finite."""
        return bool(np.isfinite((self.value, *self.symbolic)).all())

    @property
    def agree(self) -> bool:
        """Whether the exact methods agree to 1e-9 and central differences to 1e-5.

        Where the derivative is a choice, differences are not asked: they give the mean of both sides, and a
        complex step may fall to one.
        """
        return self.spread <= EXACT and (bool(self.choices) or self.difference_error <= DIFFERENCES)


def _spread(*gradients: tuple[float, ...], size: float = 0.0) -> float:
    table = np.asarray(gradients, float)
    if not table.size:
        return 0.0
    finite = np.isfinite(table)
    if not finite.all():
        same = all(np.array_equal(row, table[0], equal_nan=True) for row in table)
        return 0.0 if same else float("inf")
    with np.errstate(all="ignore"):
        scale = max(1.0, float(np.abs(table).max()), size if np.isfinite(size) else 0.0)
        return float((table.max(axis=0) - table.min(axis=0)).max()) / scale


def compare(
    e: Expression, at: Mapping[str, float], names: Sequence[str] | None = None
) -> Agreement:
    """Differentiate a scalar expression at a point in every way.

    Args:
        e: the expression.
        at: every variable's value, by name in any spelling.
        names: the variables to differentiate by; None takes all of the point.

    Raises:
        VctutorError: a variable has no value.
    """
    values = {canonical(name): float(value) for name, value in at.items()}
    by = tuple(values) if names is None else tuple(map(canonical, names))
    value = evaluate(e, values)
    symbolic = tuple(float(evaluate(partial, values)) for partial in gradient(e, by))
    function = function_of(e, list(values))
    point = np.asarray([values[name] for name in by])

    def of(vector: Any) -> Any:
        moved = {**values, **{name: vector[i] for i, name in enumerate(by)}}
        return function(*moved.values())

    tape, nodes, output = reverse.record(
        lambda *moved: function(*({**values, **dict(zip(by, moved, strict=True))}.values())),
        *point.tolist(),
        names=by,
    )
    with np.errstate(all="ignore"):
        adjoints = tape.backward(output)
    return Agreement(
        by,
        tuple(point.tolist()),
        float(value),
        symbolic,
        _floats(gradient_forward(of, point)),
        tuple(0.0 if adjoints[n.index] is None else float(adjoints[n.index]) for n in nodes),
        _floats(numeric.central_difference(of, point)),
        _floats(numeric.complex_step(of, point)),
        nonsmooth_parts(e, values),
        tape.rows(),
        tape.counts(),
    )


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in np.asarray(values).ravel())


class Curvature(Struct, frozen=True):
    """What the Hessian says at a point.

    Attributes:
        matrix: the Hessian, shape ``(n, n)``.
        eigenvalues: in ascending order; empty where the Hessian is not finite or the function not smooth.
        stationary: whether the gradient is zero there.
        kind: "minimum", "maximum", "saddle" or "undecided" by the signs of the eigenvalues.
        text: a sentence.
    """

    matrix: Floats
    eigenvalues: tuple[float, ...]
    stationary: bool
    kind: str
    text: str


def curvature(
    e: Expression, at: Mapping[str, float], names: Sequence[str] | None = None
) -> Curvature:
    """Return the Hessian at a point and what it says (Deisenroth et al., sections 5.7 and 7.1).

    Args:
        e: a scalar expression.
        at: every variable's value.
        names: the variables to differentiate by; None takes all of the point.
    """
    values = {canonical(name): float(value) for name, value in at.items()}
    by = tuple(values) if names is None else tuple(map(canonical, names))
    matrix = _hessian_at(e, by, values)
    slope = np.asarray([evaluate(partial, values) for partial in gradient(e, by)])
    scale = max(1.0, float(np.abs(matrix[np.isfinite(matrix)]).max(initial=0.0)))
    stationary = bool(np.all(np.abs(slope) <= 1e-9 * scale))
    if any(np.isfinite(choice.taken) for choice in nonsmooth_parts(e, values)):
        text = _(
            "the function has a corner or a jump here, of which second derivatives say nothing"
        )
        return Curvature(matrix, (), False, "undecided", text)
    if not np.isfinite(matrix).all():
        return Curvature(
            matrix, (), stationary, "undecided", _("the second derivatives are not finite here")
        )
    eigenvalues = tuple(float(v) for v in np.linalg.eigvalsh(matrix))
    kind = _kind(np.asarray(eigenvalues), scale)
    return Curvature(matrix, eigenvalues, stationary, kind, _sentence(kind, stationary))


def _hessian_at(e: Expression, by: tuple[str, ...], values: Mapping[str, float]) -> Floats:
    """Return the Hessian's numbers: of its formula, or by forward over reverse where that would fill pages."""
    try:
        return np.asarray(evaluate(hessian(e, by), values), float)
    except VctutorError:
        function = function_of(e, list(values))

        def of(vector: Any) -> Any:
            moved = {**values, **{name: vector[i] for i, name in enumerate(by)}}
            return function(*moved.values())

        return reverse.hessian(of, [values[name] for name in by])


def _kind(eigenvalues: Floats, scale: float) -> str:
    up, down = eigenvalues > 1e-9 * scale, eigenvalues < -1e-9 * scale
    if up.any() and down.any():
        return "saddle"
    if up.all() and up.size:
        return "minimum"
    return "maximum" if down.all() and down.size else "undecided"


def _sentence(kind: str, stationary: bool) -> str:
    if stationary:
        return {
            "minimum": _("a stationary point, and all eigenvalues are positive: a local minimum"),
            "maximum": _("a stationary point, and all eigenvalues are negative: a local maximum"),
            "saddle": _("a stationary point, and the eigenvalues have both signs: a saddle point"),
            "undecided": _(
                "a stationary point, but an eigenvalue is zero: the Hessian does not decide"
            ),
        }[kind]
    return {
        "minimum": _("not a stationary point; the function curves up in every direction here"),
        "maximum": _("not a stationary point; the function curves down in every direction here"),
        "saddle": _(
            "not a stationary point; the function curves up in some directions and down in others here"
        ),
        "undecided": _(
            "not a stationary point; the function curves in no direction, or only in some, here"
        ),
    }[kind]


class JacobianAgreement(Struct, frozen=True):
    """The Jacobian of a vector of m expressions by n variables at a point, four ways.

    Attributes:
        names: the variables, canonical, in order.
        point: their values.
        value: the vector's value, shape ``(m,)``.
        symbolic, forward, reverse, central: the Jacobians, shape ``(m, n)``.
        choices: parts without a derivative here.
    """

    names: tuple[str, ...]
    point: tuple[float, ...]
    value: Floats
    symbolic: Floats
    forward: Floats
    reverse: Floats
    central: Floats
    choices: tuple[NonsmoothPart, ...]

    @property
    def spread(self) -> float:
        """How far the exact methods are apart at most, relative to the largest entry (at least 1)."""
        return _spread(*(_floats(table) for table in (self.symbolic, self.forward, self.reverse)))

    @property
    def difference_error(self) -> float:
        """How far central differences are from the symbolic Jacobian."""
        size = float(np.abs(self.value).max(initial=0.0))
        return _spread(_floats(self.symbolic), _floats(self.central), size=size)

    @property
    def finite(self) -> bool:
        """Whether value and derivatives are finite."""
        return bool(np.isfinite(self.value).all() and np.isfinite(self.symbolic).all())

    @property
    def agree(self) -> bool:
        """Whether the exact methods agree to 1e-9 and central differences to 1e-5."""
        return self.spread <= EXACT and (bool(self.choices) or self.difference_error <= DIFFERENCES)


def compare_jacobian(
    e: Vector, at: Mapping[str, float], names: Sequence[str] | None = None
) -> JacobianAgreement:
    """Differentiate a vector of expressions at a point in every way.

    Args:
        e: the vector.
        at: every variable's value, by name in any spelling.
        names: the variables to differentiate by; None takes all of the point.

    Raises:
        VctutorError: a variable has no value.
    """
    values = {canonical(name): float(value) for name, value in at.items()}
    by = tuple(values) if names is None else tuple(map(canonical, names))
    functions = [function_of(entry, list(values)) for entry in e.entries]
    point = np.asarray([values[name] for name in by])

    def of(vector: Any) -> Any:
        moved = {**values, **{name: vector[i] for i, name in enumerate(by)}}
        return [function(*moved.values()) for function in functions]

    return JacobianAgreement(
        by,
        tuple(point.tolist()),
        np.asarray(evaluate(e, values), float),
        np.asarray(evaluate(jacobian(e, by), values), float),
        jacobian_forward(of, point),
        reverse.jacobian(of, point),
        np.asarray(numeric.central_difference(of, point), float),
        nonsmooth_parts(e, values),
    )
