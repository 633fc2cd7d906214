"""Values of a question's parameters that satisfy its conditions, searched in bounded time.

A depth-first search over the parameters in their order. Each condition is tried as soon as all the parameters that it
names have values, so that one about two of five parameters cuts off every combination of the other three; and where it
says that a parameter equals something known, as in ``c == a + b``, the parameter's value is computed and not searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vctutor.errors import CourseError
from vctutor.grading.arithmetic import compute, holds, names
from vctutor.i18n import _

MAX_TRIALS = 50_000  # values tried in one search: at most a fifth of a second

Number = int | float


class GaveUpError(CourseError):
    """The search was ended before everything was tried."""


class _Level(NamedTuple):
    """One parameter in the order of the search.

    Attributes:
        name: of the parameter.
        values: its values.
        conditions: those that name it and otherwise only parameters before it.
        equal: an expression that it has to equal, in parameters before it; None where there is none.
    """

    name: str
    values: Sequence[Number]
    conditions: tuple[str, ...]
    equal: str | None


def combinations(
    ranges: Mapping[str, Sequence[Number]], where: Sequence[str]
) -> Iterator[dict[str, Number]]:
    """Yield the combinations of values that satisfy all conditions, in the order of the ranges.

    Args:
        ranges: parameter -> the values it may take.
        where: the conditions.

    Raises:
        CourseError: a condition can't be read or names something unknown.
        GaveUpError: more than `MAX_TRIALS` values were tried.
    """
    if not ranges:
        if all(holds(condition, {}) for condition in where):
            yield {}
        return
    levels = _levels(ranges, where)
    chosen: dict[str, Number] = {}
    # An iterator for each level that is open; a loop, since a file may have more parameters than Python has frames.
    open_levels = [iter(_candidates(levels[0], chosen))]
    trials = 0
    while open_levels:
        level = levels[len(open_levels) - 1]
        value = next(open_levels[-1], None)
        if value is None:
            open_levels.pop()
            chosen.pop(level.name, None)
            continue
        trials += 1
        if trials > MAX_TRIALS:
            raise GaveUpError(
                _(
                    "no values of the parameters were found in {n:,} tries that satisfy: {where}"
                ).format(n=MAX_TRIALS, where=", ".join(where))
            )
        chosen[level.name] = value
        if all(holds(condition, chosen) for condition in level.conditions):
            if len(open_levels) == len(levels):
                yield dict(chosen)
            else:
                open_levels.append(iter(_candidates(levels[len(open_levels)], chosen)))


def _levels(ranges: Mapping[str, Sequence[Number]], where: Sequence[str]) -> list[_Level]:
    order = list(ranges)
    at: dict[int, list[str]] = {}
    for condition in where:
        # One that names something unknown is tried with all values, and says so then.
        known = [
            order.index(name) if name in ranges else len(order) - 1 for name in names(condition)
        ]
        at.setdefault(max(known, default=0), []).append(condition)
    return [
        _Level(name, ranges[name], tuple(conditions), _equal_to(name, conditions))
        for place, name in enumerate(order)
        for conditions in [at.get(place, [])]
    ]


def _equal_to(name: str, conditions: Sequence[str]) -> str | None:
    """Return what a parameter must equal by a condition of the form ``name == expression`` or the reverse."""
    for condition in conditions:
        left, equals, right = condition.partition("==")
        if (
            equals
            and not set("=<>!&|") & set(left + right)
            and not {"and", "or", "not"} & set(condition.split())
        ):
            for one, other in ((left, right), (right, left)):
                if one.strip() == name and name not in names(other):
                    return other.strip()
    return None


def _candidates(level: _Level, chosen: Mapping[str, Number]) -> Sequence[Number]:
    if level.equal is None:
        return level.values
    try:
        wanted = compute(level.equal, chosen)
    except (
        CourseError
    ):  # it has no value here, as where it divides by zero; the condition says so itself
        return level.values
    return [value for value in level.values if value == wanted]
