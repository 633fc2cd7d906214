"""Variants of a question: parameters from a seed, put into its texts, and the order of options.

A seed is a small whole number that can be shown and given again. Seed 0 is the first variant, which
everyone sees first; any other seed draws one. The same question and seed give the same variant in
every release of Python: only `random.Random.random` is used, whose sequence is guaranteed.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from msgspec import Struct, field

from vctutor.course.model import ManyChoices, OneChoice, Option, OrderAnswer, Question
from vctutor.errors import CourseError
from vctutor.grading.arithmetic import Value, compute, holds
from vctutor.grading.parameter_search import GaveUpError, combinations
from vctutor.i18n import _

_TRIES = 400
_FEW = 1000
_PLACEHOLDER = re.compile(r"\{(\+?)(=?)([^{}]*)\}")
T = TypeVar("T")
# After these, braces hold the name of a thing and not a value: \mathbf{x} stays what it is.
_STYLED = re.compile(
    r"\\(?:math[a-z]+|text[a-z]*|operatorname|boldsymbol|vec|hat|bar|tilde|d?dot|begin|end)\*?$"
)
_NAME = re.compile(r"[A-Za-z][A-Za-z_0-9]*")


def _nothing() -> Mapping[str, int | float]:
    return MappingProxyType({})


class Variant(Struct, frozen=True):
    """One instance of a question.

    Attributes:
        seed: what it was drawn from; 0 for the first variant.
        values: parameter -> its value; empty for a question without parameters.
    """

    seed: int = 0
    values: Mapping[str, int | float] = field(default_factory=_nothing)

    def __hash__(self) -> int:
        """Hash the seed and the values, so that a variant can key a cache."""
        return hash((self.seed, tuple(sorted(self.values.items()))))


def first_variant(question: Question) -> Variant:
    """Return the variant that everyone sees first.

    Parameters that ``first`` leaves out take the earliest values of their ranges that satisfy
    ``where``.

    Raises:
        CourseError: no values satisfy ``where``, or none were found in bounded time; its text says which.
    """
    found = _first(tuple(question.vary.items()), question.where, tuple(question.first.items()))
    if isinstance(found, str):
        raise CourseError(found)
    return Variant(0, MappingProxyType(found))


_Ranges: TypeAlias = tuple[tuple[str, tuple[int | float, ...]], ...]
_Values: TypeAlias = dict[str, int | float]


@lru_cache(maxsize=512)
def _first(
    vary: _Ranges, where: tuple[str, ...], first: tuple[tuple[str, int | float], ...]
) -> _Values | str:
    """Return the first allowed combination, or why there is none; both are kept, as a search may take long."""
    try:
        found = next(_combinations(dict(vary), where, dict(first)), None)
    except CourseError as error:
        return error.message
    if found is None:
        return _("no values of the parameters satisfy: {where}").format(where=", ".join(where))
    return found


def draw(question: Question, seed: int) -> Variant:
    """Return the variant of this seed; seed 0 is the first variant.

    Neighbouring seeds differ wherever the question has other variants: up to a thousand combinations of values are
    dealt like a shuffled deck, so that none comes back before all were seen. The first variant is dealt last.

    Raises:
        CourseError: no values satisfy ``where``.
    """
    if seed == 0:
        return first_variant(question)
    if not question.vary:
        return Variant(seed)
    if math.prod(map(len, question.vary.values())) <= _FEW:
        deck = _deck(
            question.id, tuple(question.vary.items()), question.where, tuple(question.first.items())
        )
        return Variant(seed, MappingProxyType(deck[(seed - 1) % len(deck)]))
    return Variant(seed, MappingProxyType(_random_values(question, seed)))


@lru_cache(maxsize=128)
def _deck(
    identity: str, vary: _Ranges, where: tuple[str, ...], first: tuple[tuple[str, int | float], ...]
) -> tuple[dict[str, int | float], ...]:
    """Return every allowed combination, shuffled, the first variant last.

    Raises:
        CourseError: there is none.
    """
    begun = _first(vary, where, first)
    if isinstance(begun, str):
        raise CourseError(begun)
    others = [values for values in _combinations(dict(vary), where, {}) if values != begun]
    order = _shuffled(_rng("values", identity, 0), len(others))
    return (*(others[place] for place in order), begun)


def _random_values(question: Question, seed: int) -> dict[str, int | float]:
    rng = _rng("values", question.id, seed)
    first = dict(first_variant(question).values)
    for __ in range(_TRIES):
        values = {name: _pick(rng, options) for name, options in question.vary.items()}
        if values != first and _allowed(question.where, values):
            return values
    # Conditions that few values satisfy: a search that begins at other values for each seed.
    turned = {name: _turned(rng, options) for name, options in question.vary.items()}
    with suppress(GaveUpError):
        return next(
            (values for values in combinations(turned, question.where) if values != first), first
        )
    return first


def _turned(rng: random.Random, options: Sequence[T]) -> tuple[T, ...]:
    """Return the options from a drawn one on, and those before it after the last."""
    start = int(rng.random() * len(options))
    return (*options[start:], *options[:start])


def substitute(text: str, variant: Variant, *, strict: bool = True) -> str:
    r"""Return the text with the variant's parameters put in.

    ``{a}`` becomes the value, ``{+a}`` the value with its sign as in a sum (``+ 3``, ``- 3``), and
    ``{=2*a*p}`` the value of an expression. Within ``$...$`` the braces around a value stay, which
    keeps ``x^{n}`` and ``\frac{a}{b}`` whole. Any other braces are left as they are.

    Args:
        text: an author's text.
        variant: whose parameters are put in.
        strict: whether an expression without a value is an error. A page shows it as it is written instead: a mistake
            in a hint must not end the program.

    Raises:
        CourseError: ``strict`` is true, and a computed value can't be read or has no finite value.
    """
    if "{" not in text or not (variant.values or "{=" in text or "{+=" in text):
        return text
    parts: list[str] = []
    start = 0
    for match in _PLACEHOLDER.finditer(text):
        try:
            shown = _shown(match, variant, _mode(text, match.start()))
        except CourseError:
            if strict:
                raise
            shown = None
        if shown is not None:
            parts += [text[start : match.start()], shown]
            start = match.end()
    return "".join([*parts, text[start:]])


def placeholders(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield what a text wants put in: offset, name or expression, whether it is computed."""
    for match in _PLACEHOLDER.finditer(text):
        inner = match[3].strip()
        if match[2] or match[1] or _NAME.fullmatch(inner):
            yield match.start(), inner, bool(match[2])


def number_text(value: Value, mode: str = "text") -> str:
    """Return a number as a text shows it.

    Args:
        value: an integer, a fraction or a float (shown to six significant digits).
        mode: ``text`` uses the minus sign, ``math`` is LaTeX, ``code`` is plain ASCII.
    """
    if isinstance(value, Fraction) and value.denominator != 1 and not _terminates(value):
        sign = "-" if value < 0 else ""
        top, bottom = abs(value.numerator), value.denominator
        shown = f"{sign}\\frac{{{top}}}{{{bottom}}}" if mode == "math" else f"{sign}{top}/{bottom}"
    else:
        shown = _decimal(float(value)) if not isinstance(value, int) else str(value)
        if mode == "math" and "e" in shown:
            digits, exponent = shown.split("e")
            shown = f"{digits} \\cdot 10^{{{int(exponent)}}}"
    return shown.replace("-", "−") if mode == "text" else shown


def choices(question: Question) -> tuple[Option, ...]:
    """Return the options of a choice question in the order of its file; empty for other kinds."""
    answer = question.answer
    return answer.options if isinstance(answer, OneChoice | ManyChoices) else ()


def option_order(question: Question, variant: Variant) -> tuple[int, ...]:
    """Return the order in which options, or the steps of an ``order`` question, are shown.

    Each entry is an index into the options as the file lists them, the first shown first. The first
    variant keeps the order of the file unless the right options come first there; others are
    shuffled by question and seed.
    """
    answer = question.answer
    if isinstance(answer, OrderAnswer):
        return _shuffled_steps(question.id, variant.seed, len(answer.steps))
    options = choices(question)
    kept = tuple(range(len(options)))
    if isinstance(answer, OneChoice | ManyChoices) and not answer.shuffle:
        return kept
    if variant.seed == 0 and not _right_ones_first(options):
        return kept
    return _shuffled(_rng("options", question.id, variant.seed), len(options))


def _right_ones_first(options: tuple[Option, ...]) -> bool:
    flags = [option.right for option in options]
    return flags == sorted(flags, reverse=True)


def _shuffled_steps(identity: str, seed: int, count: int) -> tuple[int, ...]:
    """Return a shuffled order other than the right one, where there are two steps or more."""
    rng = _rng("steps", identity, seed)
    order = _shuffled(rng, count)
    while count > 1 and order == tuple(range(count)):
        order = _shuffled(rng, count)
    return order


def _shuffled(rng: random.Random, count: int) -> tuple[int, ...]:
    left = list(range(count))
    return tuple(left.pop(int(rng.random() * len(left))) for __ in range(count))


def _rng(purpose: str, identity: str, seed: int) -> random.Random:
    return random.Random(f"vctutor {purpose} {identity} {seed}")


def _pick(rng: random.Random, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]


def _allowed(where: tuple[str, ...], values: Mapping[str, int | float]) -> bool:
    return all(holds(condition, values) for condition in where)


def _combinations(
    vary: Mapping[str, tuple[int | float, ...]],
    where: tuple[str, ...],
    fixed: Mapping[str, int | float],
) -> Iterator[dict[str, int | float]]:
    """Return the allowed combinations of values, ``fixed`` ones held, in the order of ranges."""
    ranges = {name: (fixed[name],) if name in fixed else values for name, values in vary.items()}
    ranges.update({name: (value,) for name, value in fixed.items() if name not in ranges})
    return combinations(ranges, where)


def _mode(text: str, offset: int) -> str:
    before = text[:offset].replace("\\$", "")
    if before.count("$") % 2:
        return "math"
    return "code" if before.count("`") % 2 else "text"


def _shown(match: re.Match[str], variant: Variant, mode: str) -> str | None:
    """Return what stands for a placeholder, or None where the braces are none of ours."""
    signed, computed, inner = match[1], match[2], match[3].strip()
    if not computed and (inner not in variant.values or _names_a_thing(match)):
        return None
    value: Value = compute(inner, variant.values) if computed else variant.values[inner]
    if signed:
        sign = "+" if value >= 0 else ("−" if mode == "text" else "-")
        return f"{sign} {number_text(value if value >= 0 else -value, mode)}"
    shown = number_text(value, mode)
    return f"{{{shown}}}" if mode == "math" else shown


def _names_a_thing(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 20) : match.start()]
    return not match[1] and _STYLED.search(before) is not None


def _terminates(value: Fraction) -> bool:
    """Return whether a fraction has a decimal of at most four places."""
    return 10_000 % value.denominator == 0


def _decimal(value: float) -> str:
    shown = f"{value:.6g}"
    return "0" if shown == "-0" else shown
