"""Slips that show in numbers alone, or with one of the question's own numbers taken wrongly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from vctutor.grading.variants import number_text
from vctutor.i18n import N_, _
from vctutor.maths.tree import Expression, Symbol, substitute

NUMBER_SLIPS = {
    "percent": N_("That is the number in percent. As a number it is a hundredth of that."),
    "as-fraction": N_("The unit is a percent here: type the number of hundredths."),
    "decimal-point": N_("The digits are right, but the decimal point is in another place."),
    "reciprocal": N_("That is one over what is asked for."),
    "degrees": N_("That is in degrees. Angles are in radians here."),
    "digits-exchanged": N_("Two neighbouring digits have changed places."),
    "number-sign": N_("That is what comes out with {new} in place of {value}."),
    "exchanged": N_("That is what comes out when {value} and {new} are exchanged."),
    "off-by-one": N_("That would be right with {new} in place of {value}."),
    "shifted": N_(
        "These are the right numbers, but each stands in the place of its neighbour: one step off."
    ),
    "half": N_("That is half of what is asked for."),
    "double": N_("That is twice what is asked for."),
}
"""The slips by name, and what is said to each."""


def number_slip(value: float, answer: float, text: str, unit: str | None) -> tuple[str, str] | None:
    """Return the slip between two different numbers and what is said to it, or None.

    Args:
        value: what is right.
        answer: what was given.
        text: how it was typed.
        unit: the unit of the question.
    """
    if not (value and answer and math.isfinite(value) and math.isfinite(answer)):
        return None
    slips = {
        "percent": _alike(answer, 100 * value) and unit != "%",
        "as-fraction": _alike(100 * answer, value) and unit == "%",
        "decimal-point": any(_alike(answer, value * 10.0**n) for n in (-3, -2, -1, 1, 2, 3)),
        "reciprocal": _alike(answer * value, 1.0),
        "degrees": _alike(answer, math.degrees(value)),
        "digits-exchanged": _digits_exchanged(value, text),
        "double": _alike(answer, 2 * value),
        "half": _alike(2 * answer, value),
    }
    slip = next((name for name, fits in slips.items() if fits), None)
    return (slip, _(NUMBER_SLIPS[slip])) if slip else None


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))


def _digits_exchanged(value: float, text: str) -> bool:
    """Return whether a typed number is the key with two neighbouring digits exchanged."""
    right, typed = f"{value:.6g}", text.strip().replace("−", "-")
    if len(right) != len(typed) or "e" in right:
        return False
    places = [i for i, (one, other) in enumerate(zip(right, typed, strict=True)) if one != other]
    if len(places) != 2:
        return False
    first, second = places
    exchanged = right[first] == typed[second] and right[second] == typed[first]
    digits = right[first].isdigit() and right[second].isdigit()
    return exchanged and digits and not any(c.isdigit() for c in right[first + 1 : second])


def wrong_parameter(
    key: Expression, parameters: Iterable[tuple[str, float]], fits: Callable[[Expression], bool]
) -> tuple[str, str] | None:
    """Return the slip of one of the question's numbers that explains an answer, and what is said to it; or None.

    Args:
        key: what is right, in the parameters.
        parameters: their values.
        fits: whether an expression is what was answered.
    """
    for slip, value, new, mutated in other_values(key, dict(parameters)):
        if fits(mutated):
            shown = {"value": number_text(_plain(value)), "new": number_text(_plain(new))}
            return slip, _(NUMBER_SLIPS[slip]).format(**shown)
    return None


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def other_values(
    key: Expression, parameters: Mapping[str, float]
) -> Iterator[tuple[str, float, float, Expression]]:
    """Yield what a key becomes with one of its numbers wrong: the slip, the number, what it became, the key then.

    The slips are ``number-sign`` and ``off-by-one``; for two numbers exchanged, ``exchanged``, both are given.
    """
    used = sorted(name for name in parameters if name in key.free_symbols)
    # A minus sign is lost more easily than one is added.
    for name in sorted(used, key=lambda name: parameters[name] >= 0):
        value = parameters[name]
        if value:
            yield "number-sign", value, -value, substitute(key, {name: -value})
    for place, one in enumerate(used):
        for other in used[place + 1 :]:
            if parameters[one] != parameters[other]:
                exchanged = substitute(key, {one: Symbol(other), other: Symbol(one)})
                yield "exchanged", parameters[one], parameters[other], exchanged
    for name in used:
        value = parameters[name]
        if value == int(value):
            for new in (value + 1, value - 1):
                yield "off-by-one", value, new, substitute(key, {name: new})
