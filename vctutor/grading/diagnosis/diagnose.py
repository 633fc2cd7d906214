"""What went wrong: a small table of slips, tried on a wrong answer.

First the author's own wrong answers; then what each slip would give, computed from the question's
function (`vctutor.grading.diagnosis.candidates`); then what the answer and the key show by themselves: sign,
transposition, order of the entries, a constant factor, an added constant, rounding. Only a wrong
answer is ever diagnosed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from vctutor.course.model import MatrixAnswer, NumberAnswer, Question
from vctutor.grading.comparison.equivalence import Ground, compare, offset, ratio
from vctutor.grading.comparison.rounding import last_place, rounded_too_far
from vctutor.grading.diagnosis.candidates import Candidate, by_of, candidates
from vctutor.grading.diagnosis.expected_mistakes import Same, author_says, sameness
from vctutor.grading.diagnosis.mutations import MUTATIONS, mutations
from vctutor.grading.diagnosis.numbers import NUMBER_SLIPS, number_slip, wrong_parameter
from vctutor.grading.diagnosis.slips import Unsupported, differentiate
from vctutor.grading.reading import Key, Read, listed
from vctutor.grading.variants import Variant, number_text
from vctutor.i18n import N_, _, plural
from vctutor.maths.names import canonical
from vctutor.maths.tree import Expression, Negate, transform, walk
from vctutor.maths.tree import Number as Literal

SLIPS = {
    "inner": (
        N_(
            "The outer derivative is there. The inner one is missing: multiply by the derivative "
            "of what stands inside."
        )
    ),
    "inner inside": (
        N_(
            "The inner derivative belongs beside the outer one, as a factor, and not inside it: "
            "$f'(g(x)) \\, g'(x)$."
        )
    ),
    "product": (
        N_(
            "The derivative of a product is not the product of the derivatives: $(u v)' = u' v + "
            "u v'$."
        )
    ),
    "quotient": (
        N_(
            "The derivative of a quotient is not the quotient of the derivatives: $(u / v)' = "
            "(u' v - u v') / v^2$."
        )
    ),
    "other variable": (
        N_(
            "That is the derivative with respect to ${other}$. Here ${by}$ varies and ${other}$ "
            "is held fixed."
        )
    ),
    "not differentiated": N_("That is the function itself. Its derivative is asked for."),
    "integrated": (
        N_(
            "That is an antiderivative: differentiate it and the function comes back. The other "
            "way is asked for."
        )
    ),
    "constant kept": N_(
        "A term without the variable doesn't change when the variable does, so its derivative is 0."
    ),
    "power kept": N_(
        "The exponent goes down by one when it comes to the front: $(x^n)' = n x^{n-1}$."
    ),
    "power factor": N_(
        "The exponent went down, and it also comes to the front as a factor: $(x^n)' = n x^{n-1}$."
    ),
    "once": N_("That is the first derivative. Differentiate once more."),
    "sign": N_("Only the sign is wrong."),
    "transposed": N_(
        "The entries are right, but transposed: rows and columns have changed places."
    ),
    "entry order": N_("All the entries are there, in another order."),
    "factor": N_("Everything is right but a constant factor: yours is {factor} what is asked for."),
    "constant": N_("Right up to a constant: yours differs by {offset} everywhere."),
    "rounded": N_("That is rounded. Keep the numbers exact here, as fractions for example."),
    "rounded too far": N_("That is rounded too far: give more digits, or the exact number."),
    "swapped": N_("The two sizes are swapped."),
    "form": N_("Right, but not in the form that is asked for."),
}
"""The slips that are recognised, by name, and what is said to each."""

_NAMED = SLIPS.keys() - {
    "rounded",
    "rounded too far",
}  # an expected mistake is never a rounding


class Diagnosis(NamedTuple):
    """What to say to a wrong answer.

    ``slip`` is a name of `SLIPS`; ``author`` for a mistake that only the author of the question expects; None
    for nothing known.
    """

    slip: str | None
    say: str

    @property
    def costs_attempt(self) -> bool:
        """Whether the answer counts as a try: not where only its digits are too few."""
        return self.slip != "rounded too far"


def diagnose(
    question: Question, variant: Variant, key: Key, read: Read, entries: tuple[bool | None, ...]
) -> Diagnosis:
    """Return what went wrong in an answer that is wrong.

    Args:
        question: the question.
        variant: the variant shown.
        key: what is right.
        read: what was answered, of the right shape.
        entries: which of its entries are right.
    """
    if len(read.entries) == 1 and compare(key.entries[0], read.entries[0], key.ground).no_value:
        return Diagnosis(None, _("That has no value anywhere, and what is asked for has one."))
    same = sameness(question, key)
    computed = candidates(question, variant, key)
    found = _of_all_entries(question, key, read, same, computed)
    said = author_says(question, variant, key, read)
    if said is not None:  # the author's words, under the slip's name where it has one
        return Diagnosis(found.slip if found and found.slip in _NAMED else "author", said)
    return found or _by_entries(key, read, entries, computed, same, question)


def _of_all_entries(
    question: Question, key: Key, read: Read, same: Same, computed: tuple[Candidate, ...]
) -> Diagnosis | None:
    """Return the one slip that explains the whole answer; of a scalar always a diagnosis."""
    if all(map(same, map(Negate, key.entries), read.entries, read.texts)):
        many = len(read.entries) > 1
        return Diagnosis(
            "sign", _("The sign of every entry is wrong.") if many else _(SLIPS["sign"])
        )
    fitting = {
        candidate.slip: candidate
        for candidate in reversed(computed)
        if all(map(same, candidate.entries, read.entries, read.texts))
    }
    if fitting:
        return _of_slips(list(fitting.values())[::-1], question)
    if len(read.entries) == 1:
        return _scalar(question, key, read, same, computed)
    return _whole(question, key, read, same)


def _of_slips(fitting: list[Candidate], question: Question) -> Diagnosis:
    """Return the one slip that explains an answer, or what is said where two explain it equally well."""
    first = fitting[0]
    if question.about and question.about.at:
        # At a single point different slips often give the same number.
        kinds = [one for one in fitting if _said(one, question) != _said(first, question)]
        if kinds:
            both = _("Either of two slips leads to that. {one} Or: {other}")
            return Diagnosis(
                first.slip,
                both.format(one=_said(first, question), other=_said(kinds[0], question)),
            )
    return Diagnosis(first.slip, _said(first, question))


def at(point: Mapping[str, float]) -> str:
    """Return a point as a sentence names it: ``at $x = -1.2$``."""
    if not point:
        return _("at all")
    shown = ", ".join(f"{name} = {_short(v)}" for name, v in point.items())
    return _("at ${point}$").format(point=shown)


def _short(value: float) -> str:
    """Return a coordinate with few digits: two places, or three digits of a small or large number."""
    return number_text(
        round(value, 2) if 0.05 <= abs(value) < 1e4 else float(f"{value:.3g}"), "math"
    )


def _said(candidate: Candidate, question: Question) -> str:
    text = _(SLIPS[candidate.slip])
    return text.replace("{other}", candidate.variable).replace("{by}", by_of(question.about))


def _scalar(
    question: Question, key: Key, read: Read, same: Same, computed: tuple[Candidate, ...]
) -> Diagnosis:
    target, given, text = key.entries[0], read.entries[0], read.texts[0]
    ground = key.ground
    varies = bool(target.free_symbols & set(key.variables))
    if varies and computed and _integrates(question, key, given, computed):
        return Diagnosis("integrated", _(SLIPS["integrated"]))
    number = isinstance(question.answer, NumberAnswer)
    found = None
    if not varies:
        value, answer = (float(ground.measure(one).value[0]) for one in (target, given))
        if number and rounded_too_far(value, text):
            return Diagnosis("rounded too far", _(SLIPS["rounded too far"]))
        found = _named_slip(
            number_slip(value, answer, text, getattr(question.answer, "unit", None))
        )
    if found is None and not number and _rounded(target, given, ground):
        return Diagnosis("rounded", _(SLIPS["rounded"]))
    found = (
        found
        or _named_slip(
            wrong_parameter(target, ground.parameters, lambda one: same(one, given, text))
        )
        or _of_mutation(target, given, text, same)
    )
    factor = ratio(target, given, ground) if varies else None
    constant = offset(target, given, ground) if varies else None
    if factor is not None and (found is None or found.slip in ("factor-missing", "term-missing")):
        named = _factor(factor)
        if named:
            return Diagnosis("factor", _(SLIPS["factor"]).replace("{factor}", named))
    if constant is not None and (found is None or found.slip in ("term-missing", "one-term")):
        return Diagnosis(
            "constant", _(SLIPS["constant"]).replace("{offset}", f"{abs(constant):.6g}")
        )
    return found or Diagnosis(None, _plainly(target, given, ground))


def _named_slip(found: tuple[str, str] | None) -> Diagnosis | None:
    return Diagnosis(*found) if found else None


def _of_mutation(target: Expression, given: Expression, text: str, same: Same) -> Diagnosis | None:
    """Return the slip that turns the key into the answer, where one does and it is clear which."""
    for slip, mutated in mutations(target):
        if same(mutated, given, text):
            return Diagnosis(slip, _(MUTATIONS[slip]))
    return None


def _plainly(target: Expression, given: Expression, ground: Ground) -> str:
    """Return that it is wrong; where it is right in many places, also a place where it isn't."""
    compared = compare(target, given, ground)
    if compared.differs_at and compared.agreeing >= compared.differing:
        return _("That is equal in many places, but not {place}.").format(
            place=at(compared.differs_at)
        )
    return _("That is not equal to what is asked for.")


def _integrates(
    question: Question, key: Key, given: Expression, computed: tuple[Candidate, ...]
) -> bool:
    """Return whether the derivative of the answer is the function of the question."""
    functions = [one.entries[0] for one in computed if one.slip == "not differentiated"]
    variable = canonical(by_of(question.about))
    if not functions or variable not in given.free_symbols:
        return False
    try:
        return compare(functions[0], differentiate(given, variable), key.ground).equal
    except Unsupported:
        return False


def _factor(value: float) -> str:
    """Return a constant factor in words; empty for one that tells nothing."""
    if not math.isfinite(value):
        return ""
    fraction = Fraction(value).limit_denominator(120)
    if abs(float(fraction) - value) > 1e-6 * abs(value) or fraction == 1:
        return "" if abs(value - 1) < 0.1 else _("{factor} times").format(factor=f"{value:.6g}")
    if fraction == 2:
        return _("twice")
    if fraction == Fraction(1, 2):
        return _("half of")
    return _("{factor} times").format(factor=str(fraction).replace("-", "−"))


def _too_far(target: Expression, text: str, ground: Ground) -> bool:
    return rounded_too_far(float(ground.measure(target).value[0]), text)


def _rounded(target: Expression, given: Expression, ground: Ground) -> bool:
    """Return whether the answer differs by no more than the rounding of the decimals in it explains."""
    import numpy as np

    decimals = [
        node for node in walk(given) if isinstance(node, Literal) and node.value != int(node.value)
    ]
    if not decimals:
        return False
    one, other = ground.measure(target), ground.measure(given)
    explained = np.zeros_like(one.value)
    with np.errstate(all="ignore"):
        for decimal in dict.fromkeys(decimals):
            half = float(last_place(repr(decimal.value))) / 2
            moved = transform(
                given,
                lambda node, old=decimal, by=half: (  # type: ignore[misc]
                    Literal(old.value + by) if node == old else node
                ),
            )
            explained = explained + np.abs(ground.measure(moved).value - other.value)
        apart = np.abs(one.value - other.value)
        shows = np.isfinite(apart) & (apart > 1e-9 * (np.abs(one.value) + 1e-3))
        return bool(shows.any() and (apart <= 1.05 * explained)[shows].all())


def _whole(question: Question, key: Key, read: Read, same: Same) -> Diagnosis | None:
    """Return a slip of the whole vector or matrix, where one explains every entry."""
    given, texts = read.entries, read.texts
    if isinstance(question.answer, MatrixAnswer) and len(key.rows) == len(key.rows[0]):
        turned = tuple(entry for column in zip(*key.rows, strict=True) for entry in column)
        if all(map(same, turned, given, texts)):
            return Diagnosis("transposed", _(SLIPS["transposed"]))
    if _permuted(key, read, same):
        return Diagnosis("entry order", _(SLIPS["entry order"]))
    if len(given) > 2 and any(
        all(map(same, key.entries[start:], given[stop:], texts[stop:]))
        for start, stop in ((1, 0), (0, 1))
    ):
        return Diagnosis("shifted", _(NUMBER_SLIPS["shifted"]))
    varies = any(entry.free_symbols & set(key.variables) for entry in key.entries)
    factor = _common_factor(key, read) if varies else ""
    if factor:
        return Diagnosis("factor", _(SLIPS["factor"]).replace("{factor}", factor))
    return None


def _permuted(key: Key, read: Read, same: Same) -> bool:
    """Return whether the entries are those of the key in another order."""
    left = list(key.entries)
    for given, text in zip(read.entries, read.texts, strict=True):
        place = next((i for i, target in enumerate(left) if same(target, given, text)), None)
        if place is None:
            return False
        del left[place]
    return True


def _common_factor(key: Key, read: Read) -> str:
    """Return the one factor of all entries, in words; zero entries must agree."""
    factors: list[float] = []
    zero = Literal(0.0)
    for target, given in zip(key.entries, read.entries, strict=True):
        factor = ratio(target, given, key.ground)
        if factor is not None:
            factors.append(factor)
        elif not (
            compare(target, zero, key.ground).equal and compare(given, zero, key.ground).equal
        ):
            return ""
    alike = factors and all(abs(f - factors[0]) <= 1e-8 * abs(factors[0]) for f in factors)
    if not alike or (len(factors) == 1 and not key.ground.domains):
        return ""
    return _factor(factors[0])


def _by_entries(
    key: Key,
    read: Read,
    entries: tuple[bool | None, ...],
    computed: tuple[Candidate, ...],
    same: Same,
    question: Question,
) -> Diagnosis:
    """Return which entries are wrong, and the one slip that explains them all, where there is one."""
    places = [place for place, fits in enumerate(entries) if fits is False]
    named = _named(places, key, read)
    signs = Candidate("sign", tuple(map(Negate, key.entries)))
    for candidate in (signs, *computed):
        if all(
            same(candidate.entries[place], read.entries[place], read.texts[place])
            for place in places
        ):
            say = _("the sign is wrong.") if candidate is signs else _said(candidate, question)
            return Diagnosis(candidate.slip, _within(named, say))
    constant = not any(key.entries[place].free_symbols & set(key.variables) for place in places)
    if constant and all(_too_far(key.entries[p], read.texts[p], key.ground) for p in places):
        say = _(SLIPS["rounded too far"])
        return Diagnosis("rounded too far", _within(named, say))
    for slip in MUTATIONS:
        if all(
            _mutates(slip, key.entries[p], read.entries[p], read.texts[p], same) for p in places
        ):
            return Diagnosis(slip, _within(named, _(MUTATIONS[slip])))
    return Diagnosis(None, _wrong_entries(places, len(entries), named))


def _mutates(slip: str, target: Expression, given: Expression, text: str, same: Same) -> bool:
    return any(name == slip and same(mutated, given, text) for name, mutated in mutations(target))


def _within(named: str, say: str) -> str:
    """Return what is said of some entries as one sentence."""
    return _("In {entries}: {said}").format(entries=named, said=f"{say[:1].lower()}{say[1:]}")


def _wrong_entries(places: list[int], count: int, named: str) -> str:
    if len(places) == count > 1:
        return (
            _("Neither entry is right yet.")
            if count == 2
            else _("None of the entries is right yet.")
        )
    message = plural("{entries} is not right yet.", "{entries} are not right yet.", len(places))
    rest = " " + _("The rest is right.") if len(places) < count else ""
    return message.format(entries=f"{named[:1].upper()}{named[1:]}") + rest


def _named(places: list[int], key: Key, read: Read) -> str:
    """Return the entries as a sentence names them: ``entry 2``, ``row 1, column 2``."""
    columns = len(key.rows[0])
    if columns == 1 or len(key.rows) == 1:
        if len(places) == len(read.entries) > 1:
            return _("all the entries") if len(places) > 2 else _("both entries")
        numbers = listed([str(place + 1) for place in places])
        return plural("entry {numbers}", "entries {numbers}", len(places)).format(numbers=numbers)
    cells = [
        _("row {row}, column {column}").format(row=place // columns + 1, column=place % columns + 1)
        for place in places
    ]
    if len(cells) == 1:
        return cells[0]
    return _("{first} and {last}").format(first="; ".join(cells[:-1]), last=cells[-1])
