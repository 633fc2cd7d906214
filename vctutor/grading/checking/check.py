"""The mistakes of a question's answer key, found by trying many of its variants.

Values are computed for all the variants at once, as arrays, so that a course of a hundred questions is checked in a few
seconds. Each mistake comes with the path of keys that leads to it from the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from msgspec import to_builtins
from msgspec.structs import replace

from vctutor.course.model import (
    ExpressionAnswer,
    ManyChoices,
    MatrixAnswer,
    NumberAnswer,
    OneChoice,
    Question,
    ShapeAnswer,
    VectorAnswer,
)
from vctutor.errors import CourseError
from vctutor.grading import arithmetic, grade
from vctutor.grading.checking.mistakes import Mistake, Path, named
from vctutor.grading.diagnosis.expected_mistakes import wrong_value
from vctutor.grading.variants import Variant, choices, draw, placeholders, substitute
from vctutor.i18n import _

SEEDS = 200
_FRACTION = re.compile(r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}")
_ARITHMETIC = frozenset("0123456789.+-*/^() ")
_BRACES = re.compile(r"\{([^{}]*)\}")
_CONSTANTS = frozenset(arithmetic.CONSTANTS)


def check_question(question: Question, seeds: int = SEEDS) -> list[Mistake]:
    """Return what is wrong with a question, over its first variant and those of ``seeds`` seeds."""
    found = [*_parameters(question)]
    variants = [] if found else _variants(question, seeds, found)
    if not variants:
        return found
    found += _texts(question, variants)
    if isinstance(question.answer, OneChoice | ManyChoices):
        found += _options(question, variants)
    elif isinstance(question.answer, NumberAnswer | ExpressionAnswer | VectorAnswer | MatrixAnswer):
        from vctutor.grading.checking.check_keys import check_keys

        found += check_keys(question, variants)
    elif isinstance(question.answer, ShapeAnswer):
        found += _sizes(question, variants)
    return found or [*_expectations(question, variants[0])] or [*_unused(question)]


def _parameters(question: Question) -> Iterator[Mistake]:
    for name, options in question.vary.items():
        if name in _CONSTANTS:
            yield Mistake(
                _("a parameter can't be called '{name}', which is a constant").format(name=name),
                ("vary", name),
            )
        if not options:
            yield Mistake(
                _("the parameter '{name}' has no values").format(name=name), ("vary", name)
            )
    for name, value in question.first.items():
        if name not in question.vary:
            yield Mistake(
                _("'{name}' is not one of the parameters in 'vary'").format(name=name),
                ("first", name),
            )
        elif value not in question.vary[name]:
            yield Mistake(
                _("{value:g} is none of the values of '{name}' in 'vary'").format(
                    value=value, name=name
                ),
                ("first", name),
            )
    for place, condition in enumerate(question.where):
        try:
            unknown = arithmetic.names(condition) - question.vary.keys()
        except CourseError as error:
            lone = re.search(r"(?<![=<>!])=(?!=)", condition)
            message = _("'{condition}' has a single =, where two things are compared with ==")
            yield Mistake(
                message.format(condition=condition) if lone else error.message, ("where", place)
            )
            continue
        if unknown:
            yield Mistake(
                _("'{unknown}' is not one of the parameters in 'vary'").format(
                    unknown=min(unknown)
                ),
                ("where", place),
            )


def _unused(question: Question) -> Iterator[Mistake]:
    """Yield each parameter without which the question would be the same."""
    mentioned = _mentioned(question) if question.vary else ""
    for name in question.vary:
        if name not in mentioned:
            message = _("the parameter '{name}' is used nowhere in the question")
            yield Mistake(message.format(name=name), ("vary", name))


def _mentioned(question: Question) -> str:
    """Return all that may name a parameter: what stands in braces in the texts, and what is mathematics."""
    parts = [inner for text, __ in texts(question) for inner in _BRACES.findall(text)]
    parts += [*question.where, *(expected.value for expected in question.wrong)]
    parts += _leaves(to_builtins(question.about))
    if not isinstance(
        question.answer, OneChoice | ManyChoices
    ):  # whose texts are among those above
        answer = to_builtins(question.answer)
        parts += _leaves({key: value for key, value in answer.items() if key != "type"})
    return "\n".join(parts)


def _leaves(value: object) -> Iterator[str]:
    """Yield every text in what a struct was made into, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)


def _variants(question: Question, seeds: int, found: list[Mistake]) -> list[Variant]:
    """Return the different variants of the seeds, the first one first."""
    try:
        first = draw(question, 0)
    except CourseError as error:
        found.append(_impossible(question, error.message))
        return []
    if not question.vary:
        return [first]
    drawn = [first, *(draw(question, seed) for seed in range(1, seeds + 1))]
    return list({tuple(variant.values.items()): variant for variant in drawn}.values())


def _impossible(question: Question, message: str) -> Mistake:
    """Return why there is no first variant: the first values break a condition, or no values keep them all."""
    place = next((i for i, text in enumerate(question.where) if _broken(question, text)), 0)
    if question.first:
        try:
            draw(replace(question, first={}), 0)
        except CourseError:
            return Mistake(message, ("where", place))
        message = _("the first values don't satisfy: {where}")
        return Mistake(message.format(where=question.where[place]), ("first",))
    return Mistake(message, ("where", place))


def _broken(question: Question, condition: str) -> bool:
    """Return whether a condition by itself can't be kept with the first values."""
    try:
        draw(replace(question, where=(condition,)), 0)
    except CourseError:
        return True
    return False


# --- texts ---------------------------------------------------------------------------------------------------


def texts(question: Question) -> Iterator[tuple[str, Path]]:
    """Yield every text of a question that parameters are put into, with its path."""
    yield question.ask, ("ask",)
    for place, hint in enumerate(question.hints):
        yield hint, ("hints", place)
    if question.solution:
        yield question.solution, ("solution",)
    for place, expected in enumerate(question.wrong):
        yield expected.say, ("wrong", place, "say")
    for place, option in enumerate(choices(question)):
        yield option.text, ("answer", _kind(question), place, "text")
        if option.say:
            yield option.say, ("answer", _kind(question), place, "say")


def _kind(question: Question) -> str:
    return str(question.answer.__struct_config__.tag)


def _texts(question: Question, variants: list[Variant]) -> Iterator[Mistake]:
    tried: set[str] = set()
    for text, path in texts(question):
        computed = [inner for __, inner, is_computed in placeholders(text) if is_computed]
        for inner in dict.fromkeys(computed):
            if inner in tried:
                continue
            tried.add(inner)
            message = _first_failure(lambda v, e=inner: arithmetic.compute(e, v.values), variants)  # type: ignore[misc]
            if message:
                yield Mistake(
                    _("in {{={inner}}}: {message}").format(inner=inner, message=message), path
                )


def _first_failure(attempt: Callable[[Variant], object], variants: list[Variant]) -> str:
    for variant in variants:
        try:
            attempt(variant)
        except CourseError as error:
            return f"{error.message}{named(variant)}"
    return ""


# --- choices and shapes --------------------------------------------------------------------------------------


def _options(question: Question, variants: list[Variant]) -> Iterator[Mistake]:
    options = choices(question)
    pairs = list(combinations(range(len(options)), 2))
    for variant in variants:
        try:
            shown = [_bare(substitute(option.text, variant)) for option in options]
        except CourseError:
            return  # reported with the text
        for one, other in list(pairs):
            if shown[one] == shown[other]:
                pairs.remove((one, other))
                mixed = options[one].right != options[other].right
                message = (
                    _("options {one} and {other}, one right and one wrong, are the same{where}")
                    if mixed
                    else _("options {one} and {other} are the same{where}")
                )
                yield Mistake(
                    message.format(one=one + 1, other=other + 1, where=named(variant)),
                    ("answer", _kind(question), other, "text"),
                )


def _bare(text: str) -> str:
    """Return an option so that equal ones are the same text: without spaces, and a number by its value."""
    bare = "".join(text.split()).replace("−", "-").casefold()
    inner = _FRACTION.sub(r"((\1)/(\2))", bare.replace("$", "").replace("\\cdot", "*"))
    inner = inner.replace("{", "(").replace("}", ")")
    if not set(inner) <= _ARITHMETIC:
        return bare
    try:
        return repr(float(arithmetic.compute(inner, {})))
    except CourseError:
        return bare


def _sizes(question: Question, variants: list[Variant]) -> Iterator[Mistake]:
    from vctutor.grading.kinds.shape import author_shape, right_shape

    assert isinstance(question.answer, ShapeAnswer)
    for place, text in enumerate(question.answer.value):
        message = _first_failure(lambda v, t=text: arithmetic.compute(t, v.values), variants)  # type: ignore[misc]
        message = message or _no_size(text, variants)
        if message:
            yield Mistake(message, ("answer", "shape", place))
            return
    for place, expected in enumerate(question.wrong):
        path: Path = ("wrong", place, "value")
        for variant in variants:
            try:
                shape = author_shape(wrong_value(expected.value, variant), variant)
            except CourseError as error:
                yield Mistake(str(error), path)
                break
            if shape == right_shape(question, variant):
                yield Mistake(
                    _("this wrong answer is right{where}").format(where=named(variant)), path
                )
                break


def _no_size(text: str, variants: list[Variant]) -> str:
    """Return why the entry of a shape is no size for some variant; empty where it is one for all."""
    for variant in variants:
        size = arithmetic.compute(text, variant.values)
        if size < 1 or size != int(size):
            message = _("a size is a whole number from 1, and '{text}' is {size:g}{where}")
            return message.format(text=text, size=float(size), where=named(variant))
    return ""


# --- what the author expects ---------------------------------------------------------------------------------


def _expectations(question: Question, variant: Variant) -> Iterator[Mistake]:
    """Try the expectations on the first variant."""
    for place, expected in enumerate(question.expect):
        given = wrong_value(expected.value, variant)
        verdict = grade(question, variant, given)
        if verdict.outcome != expected.verdict:
            why = f": {verdict.feedback}" if verdict.feedback else ""
            yield Mistake(
                _("'{expected}' is expected to be {verdict}, and is {outcome}{why}").format(
                    expected=expected.value,
                    verdict=expected.verdict,
                    outcome=verdict.outcome,
                    why=why,
                ),
                ("expect", place, "value"),
                verdict.caret.position if verdict.caret and given == expected.value else 0,
            )
        elif expected.says and not _says(expected.says, verdict.feedback, verdict.diagnosis):
            yield Mistake(
                _("'{expected}' is to be told '{says}', and is told '{feedback}'").format(
                    expected=expected.value, says=expected.says, feedback=verdict.feedback
                ),
                ("expect", place, "says"),
            )


def _says(wanted: str, feedback: str, diagnosis: str | None) -> bool:
    return wanted.casefold() in feedback.casefold() or wanted == diagnosis
