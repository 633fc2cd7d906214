"""One expression differentiated four ways at a point, and whether the results agree; what its Hessian says."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.maths import numeric, reverse
from vctutor.maths.differences import Difference, difference
from vctutor.maths.evaluation import compile_expression, evaluate
from vctutor.maths.forward import gradient_forward, jacobian_forward
from vctutor.maths.names import canonical
from vctutor.maths.point_text import number, sentences
from vctutor.maths.points import PointAnalysis, analyse
from vctutor.maths.primitives import function_of
from vctutor.maths.reverse import OperationCounts, TapeRow
from vctutor.maths.symbolic import gradient, hessian, jacobian
from vctutor.maths.tree import Expression, Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXACT = 1e-9  # what symbolic, forward and reverse mode may differ by, relative to the gradient's largest entry
DIFFERENCES = (
    1e-5  # what differences may, relative to the entry; besides the error they estimate themselves
)


class Agreement(Struct, frozen=True):
    """The gradient of a scalar expression at a point, by four methods and the complex step.

    Attributes:
        names: the variables, canonical, in order.
        point: their values.
        value: the expression's value; NaN where it has none.
        symbolic, forward, reverse, central, complex_step: the gradients, one entry for each variable.
        analysis: what the function does at the point.
        errors: what the differences estimate their own errors to be.
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
    analysis: PointAnalysis
    errors: tuple[float, ...]
    rows: tuple[TapeRow, ...]
    counts: OperationCounts

    @property
    def defined(self) -> bool:
        """Whether the function has a value at the point; where it has none, no derivative is spoken of."""
        return self.analysis.value is not None or (
            self.analysis.kind == "unknown" and math.isfinite(self.value)
        )

    @property
    def says(self) -> tuple[str, ...]:
        """What is to be said of the point, sentence by sentence; empty where the function is smooth."""
        found = sentences(self.analysis)
        slopes = [slope for slope in self.analysis.gradient if slope is not None]
        known = len(slopes) == len(self.names) and all(map(math.isfinite, slopes))
        if known and self.defined and not self.finite:
            message = (
                _(
                    "by its limits the derivative is {slopes} here, though the rules meet a quotient of two zeros"
                )
                if len(slopes) == 1
                else _(
                    "by its limits the partial derivatives are {slopes} here, though the rules meet 0/0 or 0 times "
                    "infinity"
                )
            )
            return (*found, message.format(slopes=", ".join(map(number, slopes))))
        return found

    @property
    def spread(self) -> float:
        """How far the exact methods are apart at most, relative to the gradient's largest entry."""
        bounds = tuple(64 * profile.right.slope_error for profile in self.analysis.profiles)
        return _spread((self.symbolic, self.forward, self.reverse), bounds)

    @property
    def difference_error(self) -> float:
        """How far differences are from the symbolic derivative, relative to each entry and past their own error."""
        return _apart(self.symbolic, self.central, self.errors)

    @property
    def finite(self) -> bool:
        """Whether the value is finite, and what symbolic, forward and reverse mode return."""
        return bool(np.isfinite((self.value, *self.symbolic, *self.forward, *self.reverse)).all())

    @property
    def agree(self) -> bool:
        """Whether the exact methods agree to 1e-9 and differences to 1e-5; never where one is not finite.

        At a corner or jump there is no derivative for differences to find; the exact methods return the same choice.
        """
        if not self.defined or not self.finite:
            return False
        return self.spread <= EXACT and (
            not self.comparable or self.difference_error <= DIFFERENCES
        )

    @property
    def comparable(self) -> bool:
        """Whether there is a derivative, if only from one side, that differences could find."""
        return self.analysis.kind in ("smooth", "edge", "unknown")


def _spread(gradients: Sequence[tuple[float, ...]], bounds: Sequence[float]) -> float:
    table = np.asarray(gradients, float)
    if not table.size:
        return 0.0
    if not np.isfinite(table).all():
        return math.inf
    apart = table.max(axis=0) - table.min(axis=0)
    past = np.maximum(apart - np.asarray(bounds, float), 0.0)
    largest = float(np.abs(table).max())
    return float(past.max()) / largest if largest else 0.0


def _apart(exact: Sequence[float], found: Sequence[float], errors: Sequence[float]) -> float:
    """Return the largest relative distance of differences from a derivative, beyond ten times their own error."""
    worst = 0.0
    for a, b, error in zip(exact, found, errors, strict=True):
        size = max(abs(a), abs(b))
        if not (math.isfinite(size) and math.isfinite(error)):
            return math.inf
        worst = max(worst, max(abs(a - b) - 10 * error, 0.0) / size if size else 0.0)
    return worst


def _differences(
    e: Expression, values: Mapping[str, float], by: Sequence[str], found: PointAnalysis
) -> list[Difference]:
    """Return the difference quotient by each variable; one-sided at the end of the domain."""
    names = list(values)
    f = compile_expression(e, names)
    made = []
    for name, profile in zip(by, found.profiles, strict=True):
        side = 0
        if profile.kind == "edge":
            side = -1 if profile.right.status == "outside" else 1

        def along(x: float, name: str = name) -> float:
            return float(f(*(x if n == name else values[n] for n in names)))

        made.append(difference(along, values[name], side))
    return made


def _moving(
    function: Callable[..., Any], values: Mapping[str, float], by: Sequence[str]
) -> Callable[[Any], Any]:
    """Return a function of all variables as one of the vector of those that move."""

    def of(vector: Any) -> Any:
        moved = {**values, **{name: vector[i] for i, name in enumerate(by)}}
        return function(*moved.values())

    return of


def _read(
    at: Mapping[str, float], names: Sequence[str] | None
) -> tuple[dict[str, float], tuple[str, ...]]:
    values = {canonical(name): float(value) for name, value in at.items()}
    return values, tuple(values) if names is None else tuple(map(canonical, names))


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
    values, by = _read(at, names)
    value = evaluate(e, values)
    found = analyse(e, values, by)
    symbolic = tuple(float(evaluate(partial, values)) for partial in gradient(e, by))
    function = function_of(e, list(values))
    of, point = _moving(function, values, by), np.asarray([values[name] for name in by])
    tape, nodes, output = reverse.record(
        lambda *moved: of(moved),
        *point.tolist(),
        names=by,
    )
    with np.errstate(all="ignore"):
        adjoints = tape.backward(output)
    quotients = _differences(e, values, by, found)
    return Agreement(
        by,
        tuple(point.tolist()),
        math.nan if found.value is None and found.kind != "unknown" else float(value),
        symbolic,
        _floats(gradient_forward(of, point)),
        tuple(0.0 if adjoints[n.index] is None else float(adjoints[n.index]) for n in nodes),
        tuple(quotient.value for quotient in quotients),
        _floats(numeric.complex_step(of, point)),
        found,
        tuple(quotient.error for quotient in quotients),
        tape.rows(),
        tape.counts(),
    )


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in np.asarray(values).ravel())


class Curvature(Struct, frozen=True):
    """What the Hessian says at a point.

    Attributes:
        matrix: the Hessian, shape ``(n, n)``; NaN where there is none.
        eigenvalues: in ascending order; empty where the function has no finite second derivatives.
        stationary: whether the gradient is zero there, within the rounding error of its evaluation.
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
    values, by = _read(at, names)
    found = analyse(e, values, by)
    nothing = np.full((len(by), len(by)), math.nan)
    if found.kind not in ("smooth", "unknown") or (
        found.kind == "unknown" and not np.isfinite(evaluate(e, values))
    ):
        text = (
            _("the function has no value here, so there is nothing to say of its curvature")
            if found.value is None
            else _(
                "the function is not smooth here (a corner, a jump or an end), so the Hessian says nothing"
            )
        )
        return Curvature(nothing, (), False, "undecided", text)
    matrix = _bends(found) if found.special else None
    if found.special and matrix is None:
        text = _("the function has a derivative here, but no second derivative")
        return Curvature(nothing, (), found.stationary, "undecided", text)
    if matrix is None or len(by) > 1:
        matrix = _hessian_at(e, by, values)
    if not np.isfinite(matrix).all():
        return Curvature(
            matrix,
            (),
            found.stationary,
            "undecided",
            _("the second derivatives are not finite here"),
        )
    scale = float(np.abs(matrix).max(initial=0.0))
    eigenvalues = tuple(float(v) for v in np.linalg.eigvalsh(matrix))
    kind = _kind(np.asarray(eigenvalues), scale)
    return Curvature(matrix, eigenvalues, found.stationary, kind, _sentence(kind, found))


def _bends(found: PointAnalysis) -> Floats | None:
    """Return the second derivatives along the axes as a diagonal; None where the two sides differ."""
    bends = []
    for profile in found.profiles:
        left, right = profile.left.bend, profile.right.bend
        if left is None or right is None or not math.isfinite(left) or not math.isfinite(right):
            return None
        if abs(left - right) > 1e-9 * max(abs(left), abs(right)):
            return None
        bends.append(right)
    return np.diag(bends)


def _hessian_at(e: Expression, by: tuple[str, ...], values: Mapping[str, float]) -> Floats:
    """Return the Hessian's numbers: of its formula, or by forward over reverse where that would fill pages."""
    try:
        return np.asarray(evaluate(hessian(e, by), values), float)
    except VctutorError:
        of = _moving(function_of(e, list(values)), values, by)
        return reverse.hessian(of, [values[name] for name in by])


def _kind(eigenvalues: Floats, scale: float) -> str:
    up, down = eigenvalues > 1e-9 * scale, eigenvalues < -1e-9 * scale
    if up.any() and down.any():
        return "saddle"
    if up.all() and up.size:
        return "minimum"
    return "maximum" if down.all() and down.size else "undecided"


def _sentence(kind: str, found: PointAnalysis) -> str:
    if found.stationary:
        return {
            "minimum": _("a stationary point, and all eigenvalues are positive: a local minimum"),
            "maximum": _("a stationary point, and all eigenvalues are negative: a local maximum"),
            "saddle": _("a stationary point, and the eigenvalues have both signs: a saddle point"),
            "undecided": _(
                "a stationary point, but an eigenvalue is zero: the Hessian does not decide"
            ),
        }[kind]
    text = {
        "minimum": _("not a stationary point; the function curves up in every direction here"),
        "maximum": _("not a stationary point; the function curves down in every direction here"),
        "saddle": _(
            "not a stationary point; the function curves up in some directions and down in others here"
        ),
        "undecided": _(
            "not a stationary point; the function curves in no direction, or only in some, here"
        ),
    }[kind]
    size = math.hypot(*(slope or 0.0 for slope in found.gradient))
    if 0 < size < 1e-6:
        text += _(
            ". It is nearly flat: the slope is only {size}, but not 0 (a vanishing gradient)"
        ).format(size=number(size))
    return text


class JacobianAgreement(Struct, frozen=True):
    """The Jacobian of a vector of m expressions by n variables at a point, four ways.

    Attributes:
        names: the variables, canonical, in order.
        point: their values.
        value: the vector's value, shape ``(m,)``; NaN for an entry without one.
        symbolic, forward, reverse, central: the Jacobians, shape ``(m, n)``.
        rows: the agreement of each entry.
    """

    names: tuple[str, ...]
    point: tuple[float, ...]
    value: Floats
    symbolic: Floats
    forward: Floats
    reverse: Floats
    central: Floats
    rows: tuple[Agreement, ...]

    @property
    def spread(self) -> float:
        """How far the exact methods are apart at most, relative to the largest entry of the row."""
        return max((row.spread for row in self.rows), default=0.0)

    @property
    def difference_error(self) -> float:
        """How far differences are from the symbolic Jacobian, relative to each entry."""
        return max((row.difference_error for row in self.rows), default=0.0)

    @property
    def defined(self) -> bool:
        """Whether every entry has a value."""
        return all(row.defined for row in self.rows)

    @property
    def finite(self) -> bool:
        """Whether value and derivatives are finite."""
        return all(row.finite for row in self.rows)

    @property
    def agree(self) -> bool:
        """Whether the methods agree in every entry."""
        return all(row.agree for row in self.rows)

    @property
    def comparable(self) -> bool:
        """Whether there are derivatives in every entry that differences could find."""
        return all(row.comparable for row in self.rows)

    @property
    def says(self) -> tuple[str, ...]:
        """What is to be said of the point, with the number of the entry."""
        return tuple(
            _("entry {number}: {what}").format(number=place, what=sentence)
            for place, row in enumerate(self.rows, 1)
            for sentence in row.says
        )


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
    values, by = _read(at, names)
    functions = [_moving(function_of(entry, list(values)), values, by) for entry in e.entries]
    point = np.asarray([values[name] for name in by])

    def of(vector: Any) -> Any:
        return [function(vector) for function in functions]

    rows = tuple(compare(entry, values, by) for entry in e.entries)
    return JacobianAgreement(
        by,
        tuple(point.tolist()),
        np.asarray([row.value for row in rows]),
        np.asarray(evaluate(jacobian(e, by), values), float),
        jacobian_forward(of, point),
        reverse.jacobian(of, point),
        np.asarray([row.central for row in rows]),
        rows,
    )
