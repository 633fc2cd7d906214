"""Whether two expressions are equal: compared at seeded points, with three possible answers.

Equal means: at enough points where both have a value, the values differ by no more than rounding
explains. Different
means: at one point they differ by far more. Everything else - too few common points, differences at
the edge of rounding - is looked at again at more points of more sizes, and left undecided if that
doesn't settle it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from vctutor.grading.comparison.measured import Measured, measure
from vctutor.grading.comparison.points import Domains, points, special_count
from vctutor.maths.tree import Call, Expression, Number, Sum, walk

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
_PIECEWISE = frozenset({"abs", "sign", "relu", "step", "max", "min", "greater"})


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

    def measure(self, expression: Expression, again: int = 0) -> Measured:
        """Return the values of an expression at the points of a round, with error bounds."""
        return _measured(self, expression, again)


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
    """

    verdict: Literal["equal", "different", "undecided"]
    agreeing: int = 0
    only_key: Mapping[str, float] | None = None
    only_answer: Mapping[str, float] | None = None
    differs_at: Mapping[str, float] | None = None
    differing: int = 0

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


def compare(key: Expression, answer: Expression, ground: Ground) -> Comparison:
    """Compare an answer with the key on a ground that covers the free symbols of both.

    Terms that stand in both are also left out and the rest compared, so that a small term is not lost beside a large
    one that both have.
    """
    compared = _compare(key, answer, ground)
    rest = _without_common_terms(key, answer)
    if compared.verdict != "different" and compared.agreeing and rest is not None:
        of_rest = _compare(*rest, ground)
        if of_rest.verdict != "equal":
            return of_rest
    return compared


def _compare(key: Expression, answer: Expression, ground: Ground) -> Comparison:
    first = sort_points(ground, key, answer, 0)
    drawn = ground.drawn()
    if (first.differ & drawn).any():
        return _concluded("different", ground, first, 0)
    enough = ENOUGH if ground.domains else 1
    agreeing = int((first.agree & drawn).sum()) >= enough
    settled = agreeing and not (first.doubtful | first.differ).any()
    if settled and not _piecewise(key) and not _piecewise(answer):
        return _concluded("equal", ground, first, 0)
    if not ground.domains:
        return _concluded("equal" if settled else "undecided", ground, first, 0)
    return _second_round(key, answer, ground, first)


def _second_round(key: Expression, answer: Expression, ground: Ground, first: Round) -> Comparison:
    second = sort_points(ground, key, answer, 1)
    drawn = ground.drawn(1)
    if (second.differ & drawn).any():
        return _concluded("different", ground, second, 1)
    doubtful = bool((second.doubtful | second.differ).any() or first.differ.any())
    enough = int((second.agree & drawn).sum()) >= ENOUGH
    return _concluded("equal" if enough and not doubtful else "undecided", ground, second, 1)


def _without_common_terms(
    key: Expression, answer: Expression
) -> tuple[Expression, Expression] | None:
    """Return two sums without the terms they share, or None where they share none."""
    if not isinstance(key, Sum) and not isinstance(answer, Sum):
        return None
    left, mine = list(_terms(answer)), []
    for term in _terms(key):
        if term in left:
            left.remove(term)
        else:
            mine.append(term)
    if len(left) == len(_terms(answer)):
        return None
    return _summed(mine), _summed(left)


def _terms(node: Expression) -> tuple[Expression, ...]:
    return node.terms if isinstance(node, Sum) else (node,)


def _summed(terms: list[Expression]) -> Expression:
    return Sum(tuple(terms)) if len(terms) > 1 else terms[0] if terms else Number(0.0)


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
    return any(isinstance(node, Call) and node.function in _PIECEWISE for node in walk(expression))


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
