"""Whether two expressions are equal: compared at seeded points, with three possible answers.

Equal means: at enough points where both have a value, the values differ by no more than rounding
explains. Different
means: at one point they differ by far more. Everything else - too few common points, differences at
the edge of rounding - is looked at again at more points of more sizes, and left undecided if that
doesn't settle it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from vctutor.grading.comparison.critical import (
    JUMPS,
    PIECEWISE,
    critical_points,
    needs_critical_points,
)
from vctutor.grading.comparison.exact import difference
from vctutor.grading.comparison.measured import Measured, measure
from vctutor.grading.comparison.points import Domains, exponent_points, points, special_count
from vctutor.grading.comparison.precise import NoValue, Unknown, compare_at, precise
from vctutor.maths.tree import Call, Constant, Expression, Negate, Number, Numeral, Power, Sum, walk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

RELATIVE = 1e-15  # allowed beside the bounds on rounding
SAFETY = 8.0  # how many times the first-order bound on rounding is allowed
CLEAR = 10.0  # a difference this many times the tolerance is no rounding
ENOUGH = 6  # agreeing points that make two expressions equal
_SHARP = 1e-6  # a point is evidence only where the tolerance is below this share of the values
_ZERO = 1e-9  # or below this
_MODERATE = 1e100
_PRECISE_POINTS = 8
_LARGE = 1e6  # below it, only a tiny number can be lost in rounding


@dataclass(frozen=True)
class Ground:
    """Where expressions are compared.

    Attributes:
        domains: each variable with its interval, or None for the safe default.
        seed: a text that decides the points; the question's id.
        parameters: the variant's parameters and their values, sorted by name.
    """

    domains: Domains = ()
    seed: str = ""
    parameters: tuple[tuple[str, float], ...] = ()

    def count(self, again: int = 0) -> int:
        """Return how many points a round has."""
        if not self.domains:
            return 1
        return len(points(self.domains, self.seed, again)[self.domains[0][0]])

    def drawn(self, again: int = 0) -> Mask:
        """Return which points are drawn and not special; without variables the one point is."""
        import numpy as np

        mask = np.ones(self.count(again), dtype=np.bool_)
        if self.domains:
            mask[: special_count(self.domains)] = False
        return mask

    def at(self, index: int, again: int = 0) -> dict[str, float]:
        """Return one of the points: variable -> value."""
        values = points(self.domains, self.seed, again)
        return {name: float(column[index]) for name, column in values.items()}

    def sample(self) -> dict[str, float]:
        """Return one drawn point with the parameters."""
        return {**dict(self.parameters), **_sample(self)}

    def measure(self, expression: Expression, again: int = 0) -> Measured:
        """Return the values of an expression at the points of a round, with error bounds."""
        return _measured(self, expression, again)


@lru_cache(maxsize=64)
def _sample(ground: Ground) -> Mapping[str, float]:
    return ground.at(int(ground.drawn().argmax())) if ground.domains else {}


@lru_cache(maxsize=1024)
def _measured(ground: Ground, expression: Expression, again: int) -> Measured:
    import numpy as np

    known = {name: np.asarray(value, dtype=np.float64) for name, value in ground.parameters}
    known.update(points(ground.domains, ground.seed, again))
    return measure(expression, known, ground.count(again))


@dataclass(frozen=True)
class Comparison:
    """What comparing an answer with the key gave.

    Attributes:
        verdict: equal, different or undecided.
        agreeing: how many points are evidence that they are equal.
        only_key: a point where the key has a value and the answer has none, or None.
        only_answer: a point where the answer has a value and the key has none, or None.
        differs_at: a point where they differ clearly, or None.
        differing: how many points show that they differ.
        no_value: whether the answer has no value at any point, where the key has one.
    """

    verdict: Literal["equal", "different", "undecided"]
    agreeing: int = 0
    only_key: Mapping[str, float] | None = None
    only_answer: Mapping[str, float] | None = None
    differs_at: Mapping[str, float] | None = None
    differing: int = 0
    no_value: bool = False

    @property
    def equal(self) -> bool:
        """Whether the two are equal."""
        return self.verdict == "equal"


class Round(NamedTuple):
    """The points of one round, sorted by what they show."""

    agree: Mask
    differ: Mask
    doubtful: Mask
    only_key: Mask
    only_answer: Mask


@lru_cache(maxsize=512)
def compare(key: Expression, answer: Expression, ground: Ground) -> Comparison:
    """Compare an answer with the key on a ground that covers the free symbols of both.

    In tiers, the cheapest first: the same tree; values at points drawn from the domain; the points that matter,
    where there are pieces or spikes; the normal form, which needs no points; and many digits for what is still open.
    A certain difference at one point of the domain decides.
    """
    if key == answer:
        return Comparison("equal", agreeing=ENOUGH)
    sampled = _sampled(key, answer, ground)
    if sampled.verdict == "different":
        return sampled
    found = _at_critical_points(key, answer, ground, edges=not sampled.equal)
    powers = _at_exponents(key, answer, ground)
    for shown in (found, powers):
        if shown is not None and shown.verdict == "different":
            return shown
    if found is not None:
        return found
    hidden = _delicate(key) or _delicate(answer) or _hidden_beside(key, answer, ground)
    if sampled.equal and not hidden:
        return sampled
    exact = difference(key, answer, ground.parameters)
    comparable = _both_have_values(key, answer, ground)
    if exact is not None and exact.proves and not exact.zero and comparable:
        return replace(sampled, verdict="different")
    if exact is not None and exact.zero:
        has_value = sampled.agreeing or _has_a_value(answer, ground) is not False
        if not has_value:
            return replace(sampled, verdict="different", no_value=True)
        return replace(sampled, verdict="equal")
    if exact is not None and comparable and _clearly_nonzero(exact.numerator, ground):
        return replace(sampled, verdict="different")
    if sampled.differing:  # at a point where only a convention decides
        return sampled
    if powers is not None and powers.equal and not hidden:
        return powers
    return _to_many_digits(key, answer, ground, sampled)


def _sampled(key: Expression, answer: Expression, ground: Ground) -> Comparison:
    first = sort_points(ground, key, answer, 0)
    if first.differ.any() and not ground.domains:
        return _concluded("different", ground, first, 0)
    if first.differ.any() and not (_conventional(first, ground, key, answer, 0)).all():
        return _concluded("different", ground, first, 0)
    drawn = ground.drawn()
    enough = ENOUGH if ground.domains else 1
    agreeing = int((first.agree & drawn).sum()) >= enough
    settled = agreeing and not (first.doubtful | first.differ).any()
    if settled and not _piecewise(key) and not _piecewise(answer):
        return _concluded("equal", ground, first, 0)
    if not ground.domains:
        return _concluded("equal" if settled else "undecided", ground, first, 0)
    second = sort_points(ground, key, answer, 1)
    if second.differ.any() and not (_conventional(second, ground, key, answer, 1)).all():
        return _concluded("different", ground, second, 1)
    doubtful = bool((second.doubtful | second.differ).any() or first.differ.any())
    enough_ = int((second.agree & ground.drawn(1)).sum()) >= ENOUGH
    if first.differ.any():
        return _concluded("undecided", ground, first, 0)
    return _concluded("equal" if enough_ and not doubtful else "undecided", ground, second, 1)


def _conventional(
    found: Round, ground: Ground, key: Expression, answer: Expression, again: int
) -> Mask:
    """Return which differing points show nothing but a convention: the value of a jump, or 0 to the power 0."""
    values = points(ground.domains, ground.seed, again)
    known: dict[str, Array | float] = {**dict(ground.parameters), **values}
    return _convention(key, answer, known, ground.count(again))[found.differ]


def _convention(
    key: Expression, answer: Expression, known: Mapping[str, Array | float], count: int
) -> Mask:
    """Return at which points a value is a convention: at a jump, for 0^0, and for odd roots of one side alone."""
    import numpy as np

    at = {name: np.asarray(value, dtype=np.float64) for name, value in known.items()}
    mask = np.zeros(count, dtype=np.bool_)
    roots = []
    for side in (key, answer):
        rooted = np.zeros(count, dtype=np.bool_)
        for node in walk(side):
            match node:
                case Call(function="greater", arguments=(left, right)):
                    mask |= _near_zero(Sum((left, Negate(right))), at, count)
                case Call(function=name, arguments=(argument,)) if name in JUMPS:
                    mask |= _near_zero(argument, at, count)
                case Power(base=base, exponent=exponent) if exponent.free_symbols:
                    below, above = measure(base, at, count), measure(exponent, at, count)
                    mask |= (below.value == 0) & (above.value == 0)
                    with np.errstate(invalid="ignore"):
                        rooted |= (below.value < 0) & (above.value != np.round(above.value))
        roots.append(rooted)
    return mask | (roots[0] ^ roots[1])


def _near_zero(argument: Expression, at: Mapping[str, Array], count: int) -> Mask:
    import numpy as np

    found = measure(argument, at, count)
    with np.errstate(invalid="ignore"):
        return np.abs(found.value) <= 2 * found.error


def _at_critical_points(
    key: Expression, answer: Expression, ground: Ground, *, edges: bool
) -> Comparison | None:
    """Return that the two differ at a point that matters; or, where the edges were sought, that they agree there."""
    if not ground.domains or not (edges or needs_critical_points(key, answer)):
        return None
    places = critical_points(
        (key, answer), ground.domains, dict(ground.parameters), ground.seed, edges=edges
    )
    return _at_places(key, answer, ground, places, enough=ENOUGH if edges else 0)


def _at_exponents(key: Expression, answer: Expression, ground: Ground) -> Comparison | None:
    """Compare where bases are negative and exponents whole or simple fractions; None where no power needs it."""
    exponents = {
        name
        for node in (*walk(key), *walk(answer))
        if isinstance(node, Power) and not _positive(node.base)
        for name in node.exponent.free_symbols
    }
    exponents &= {name for name, __ in ground.domains}
    if not exponents:
        return None
    table = exponent_points(ground.domains, ground.seed, frozenset(exponents))
    count = len(next(iter(table.values())))
    places = [{name: float(column[i]) for name, column in table.items()} for i in range(count)]
    return _at_places(key, answer, ground, places, enough=ENOUGH)


def _positive(base: Expression) -> bool:
    return isinstance(base, Constant) or (isinstance(base, Number) and base.value > 0)


def _at_places(
    key: Expression,
    answer: Expression,
    ground: Ground,
    places: list[dict[str, float]],
    enough: int,
) -> Comparison | None:
    """Return what points show: a certain difference, or agreement at so many, where that is enough; else None."""
    import numpy as np

    if not places:
        return None
    known: dict[str, Array | float] = dict(ground.parameters)
    known |= {name: np.array([place[name] for place in places]) for name, __ in ground.domains}
    at = {name: np.asarray(value, dtype=np.float64) for name, value in known.items()}
    count = len(places)
    found = sort_measured(measure(key, at, count), measure(answer, at, count))
    certain = (
        found.differ & ~_convention(key, answer, known, count)
        if found.differ.any()
        else found.differ
    )
    if certain.any():
        # A point with few digits is the clearer example.
        chosen = min(
            np.flatnonzero(certain), key=lambda i: sum(len(repr(v)) for v in places[i].values())
        )
        return Comparison(
            "different", int(found.agree.sum()), None, None, places[chosen], int(certain.sum())
        )
    if enough and int(found.agree.sum()) >= enough and not (found.differ | found.doubtful).any():
        lacking = found.only_key
        only_key = places[int(lacking.argmax())] if lacking.any() else None
        return Comparison("equal", int(found.agree.sum()), only_key)
    return None


def _delicate(expression: Expression) -> bool:
    """Return whether numbers stand in it that rounding may hide: tiny, large or with many digits, or a high power."""
    for node in walk(expression):
        if isinstance(node, Number):
            size = abs(node.value)
            if isinstance(node, Numeral) or (size and not 1e-5 < size < 1e7):
                return True
            if size != int(size) and len(repr(size)) > 9:
                return True
        elif (
            isinstance(node, Power)
            and isinstance(node.exponent, Number)
            and abs(node.exponent.value) > 12
            and not node.base.free_symbols
        ):
            return True
    return False


def _hidden_beside(key: Expression, answer: Expression, ground: Ground) -> bool:
    """Return whether both are sums with a large term in common, beside which a small one may be lost."""
    import numpy as np

    if not isinstance(key, Sum) and not isinstance(answer, Sum):
        return False
    if set(_terms(key)).isdisjoint(_terms(answer)):
        return False
    return bool((np.abs(ground.measure(key).value) > _LARGE).any())


def _terms(node: Expression) -> tuple[Expression, ...]:
    return node.terms if isinstance(node, Sum) else (node,)


def _both_have_values(key: Expression, answer: Expression, ground: Ground) -> bool:
    import numpy as np

    one, other = ground.measure(key), ground.measure(answer)
    return bool((np.isfinite(one.value) & np.isfinite(other.value)).any())


def _clearly_nonzero(numerator: Expression, ground: Ground) -> bool:
    """Return whether the normal form of a difference is certainly not 0 at a drawn point."""
    import numpy as np

    if numerator.free_symbols - {name for name, __ in ground.domains}:
        return False
    found = ground.measure(numerator)
    with np.errstate(all="ignore"):
        clear = np.isfinite(found.error) & (np.abs(found.value) > CLEAR * SAFETY * found.error)
    return bool((clear & ground.drawn()).any())


def _exact_points(ground: Ground) -> list[dict[str, float]]:
    """Return some drawn points with the parameters, for many digits."""
    parameters = dict(ground.parameters)
    if not ground.domains:
        return [parameters]
    drawn = ground.drawn().nonzero()[0]
    return [{**parameters, **ground.at(int(i))} for i in drawn[:_PRECISE_POINTS]]


def _has_a_value(answer: Expression, ground: Ground) -> bool | None:
    """Return whether an answer has a value at some drawn point; None where even many digits don't tell."""
    unknown = False
    for point in _exact_points(ground):
        try:
            precise(answer, point)
        except NoValue:
            continue
        except Unknown:
            unknown = True
            continue
        return True
    return None if unknown else False


def _has_value_at_edges(key: Expression, answer: Expression, ground: Ground) -> bool:
    """Return whether an answer without a value at drawn points has one near an edge of its natural domain."""
    import numpy as np

    parameters = dict(ground.parameters)
    places = critical_points((key, answer), ground.domains, parameters, ground.seed, edges=True)
    if not places:
        return False
    at = {name: np.array([place[name] for place in places]) for name, __ in ground.domains}
    at |= {name: np.asarray(value) for name, value in parameters.items()}
    return bool(np.isfinite(measure(answer, at, len(places)).value).any())


def _to_many_digits(
    key: Expression, answer: Expression, ground: Ground, sampled: Comparison
) -> Comparison:
    """Decide with many digits: a certain difference at one point, or agreement at all points that have a value."""
    agreeing, lacking, open_ = 0, 0, 0
    for point in _exact_points(ground):
        shown = {name: point[name] for name, __ in ground.domains}
        try:
            key_value: bool | None = True
            precise(key, point)
        except NoValue:
            continue
        except Unknown:
            key_value = None
        try:
            same = compare_at(key, answer, point)
        except NoValue:
            lacking += key_value is True
            continue
        if same is False:
            return Comparison("different", sampled.agreeing, differs_at=shown, differing=1)
        agreeing += same is True
        open_ += same is None
    nowhere = not agreeing and not open_ and lacking >= (ENOUGH if ground.domains else 1)
    if nowhere and not _has_value_at_edges(key, answer, ground):
        return replace(sampled, verdict="different", agreeing=0, no_value=True)
    if agreeing >= (ENOUGH if ground.domains else 1) and not open_:
        return replace(sampled, verdict="equal", agreeing=agreeing)
    return replace(sampled, verdict="undecided")


def sort_points(ground: Ground, key: Expression, answer: Expression, again: int) -> Round:
    """Return what each point of a round shows about the equality of two expressions."""
    return sort_measured(ground.measure(key, again), ground.measure(answer, again))


def sort_measured(one: Measured, other: Measured) -> Round:
    """Return what each point shows, from the values of a key and an answer there."""
    import numpy as np

    with np.errstate(all="ignore"):
        both = np.isfinite(one.error) & np.isfinite(other.error)
        size = np.maximum(np.abs(one.value), np.abs(other.value))
        allowed = SAFETY * (one.error + other.error) + RELATIVE * size
        difference = np.abs(one.value - other.value)
        zero = (allowed <= _ZERO) & _maybe_zero(one) & _maybe_zero(other)
        sharp = both & ((allowed <= _SHARP * size) | zero)
        within = difference <= allowed
        clear = both & (difference > CLEAR * allowed)
        has_key, has_answer = np.isfinite(one.value), np.isfinite(other.value)
        return Round(
            agree=sharp & within,
            differ=clear,
            doubtful=both & ~within & ~clear,
            only_key=has_key & ~has_answer & (np.abs(one.value) < _MODERATE),
            only_answer=has_answer & ~has_key & (np.abs(other.value) < _MODERATE),
        )


def _maybe_zero(measured: Measured) -> Mask:
    """Return where rounding alone could have made the value out of zero."""
    import numpy as np

    return np.abs(measured.value) <= SAFETY * measured.error


def _concluded(
    verdict: Literal["equal", "different", "undecided"], ground: Ground, found: Round, again: int
) -> Comparison:
    def example(mask: Mask) -> Mapping[str, float] | None:
        if not mask.any():
            return None
        preferred = mask & ground.drawn(again)
        return ground.at(int((preferred if preferred.any() else mask).argmax()), again)

    return Comparison(
        verdict,
        int(found.agree.sum()),
        example(found.only_key),
        example(found.only_answer),
        example(found.differ),
        int(found.differ.sum()),
    )


def _piecewise(expression: Expression) -> bool:
    return any(isinstance(node, Call) and node.function in PIECEWISE for node in walk(expression))


def ratio(key: Expression, answer: Expression, ground: Ground) -> float | None:
    """Return the constant c with answer = c key at every point that shows something, or None."""
    import numpy as np

    one, other = ground.measure(key), ground.measure(answer)
    with np.errstate(all="ignore"):
        shows = (one.error < 1e-9 * np.abs(one.value)) & (other.error < 1e-9 * np.abs(other.value))
        shows &= ground.drawn()
        if int(shows.sum()) < (ENOUGH if ground.domains else 1):
            return None
        return _constant(other.value[shows] / one.value[shows])


def offset(key: Expression, answer: Expression, ground: Ground) -> float | None:
    """Return the constant c with answer = key + c at every point that shows something, or None."""
    import numpy as np

    one, other = ground.measure(key), ground.measure(answer)
    with np.errstate(all="ignore"):
        size = np.maximum(np.abs(one.value), np.abs(other.value))
        shows = np.isfinite(size) & (one.error + other.error < 1e-9 * (1 + size)) & ground.drawn()
        if int(shows.sum()) < ENOUGH:
            return None
        return _constant((other.value - one.value)[shows], 1 + float(size[shows].max()))


def _constant(values: Array, size: float | None = None) -> float | None:
    """Return what all values are but for rounding, relative to ``size`` or to themselves; None where that is 0."""
    import numpy as np

    middle = float(np.median(values))
    if not np.isfinite(middle) or middle == 0:
        return None
    room = 1e-8 * (abs(middle) if size is None else size)
    return middle if bool(np.all(np.abs(values - middle) <= room)) else None
