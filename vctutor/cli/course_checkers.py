"""The checks of ``vctutor check`` that need other packages than `vctutor.course`: formulas, simulations, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vctutor.cli.prediction_check import prediction_mistakes
from vctutor.course.checking import Checkers, FieldMistake, FieldPath, TextMistake
from vctutor.errors import UsageError, VctutorError, nearest
from vctutor.i18n import _

if TYPE_CHECKING:
    from typing import Any

    from vctutor.course.model import Question, SimulationRef
    from vctutor.simulations.base import Simulation, State

_COMPUTED = re.compile(r"\{=([^{}]*)\}")
# Arithmetic in braces that is not an argument in LaTeX: no command, index or exponent precedes it.
_ARITHMETIC = re.compile(r"(?<![\w}\]^_\\])\{((?!=)[\w.]+(?:[-+*/^]+[\w.]+)+)\}")
_NAME = re.compile(r"[^\W\d]\w*")
_DOLLAR = re.compile(r"(?<!\\)\$")


def checkers() -> Checkers:
    """Return the checkers for the formulas, simulations and answers of this program."""
    return Checkers(
        prose=prose_mistakes,
        latex=latex_mistakes,
        simulation=lambda ref: list(simulation_mistakes(ref)),
        question=question_mistakes,
    )


def prose_mistakes(text: str) -> list[TextMistake]:
    """Return the mistakes in light Markdown and in the formulas in it."""
    from vctutor.typesetting.prose import problems

    return [TextMistake(wrong.offset, wrong.message, wrong.suggestion) for wrong in problems(text)]


def latex_mistakes(latex: str) -> list[TextMistake]:
    """Return the first mistake in a formula, if there is one. What follows a mistake can't be parsed."""
    from vctutor.typesetting import problem

    wrong = problem(latex)
    dollar = _DOLLAR.search(latex)
    if dollar is not None and (wrong is None or wrong.offset >= dollar.start()):
        message = _("a formula of its own has no dollar signs around it")
        return [TextMistake(dollar.start(), message)]
    return [] if wrong is None else [TextMistake(wrong.offset, wrong.message, wrong.suggestion)]


def simulation_mistakes(ref: SimulationRef) -> Iterator[FieldMistake]:
    """Yield the mistakes in a simulation block: in its name, its parameters, its ranges and its prediction."""
    from vctutor.simulations.registry import NAMES, get

    path: FieldPath = ("simulation",)
    if ref.name not in NAMES:
        near = nearest(ref.name, list(NAMES))
        message = (
            _("there is no simulation '{name}'")
            if near
            else _("there is no simulation '{name}'; known are {names}")
        ).format(name=ref.name[:40], names=", ".join(NAMES))
        yield FieldMistake((*path, "name"), message, near)
        return
    simulation = get(ref.name)
    names = [parameter.name for parameter in simulation.parameters]
    ranges = {}
    for name, ends in ref.ranges.items():
        if name not in names:
            yield _unknown_parameter((*path, "ranges", name), ref.name, name, names)
            continue
        try:
            simulation.with_ranges({name: ends})
            ranges[name] = ends
        except VctutorError as error:
            yield FieldMistake((*path, "ranges", name), str(error))
    own, simulation = simulation, simulation.with_ranges(ranges)
    for name in ranges:
        start = own.parameter(name).default
        if name not in ref.values and simulation.parameter(name).default != start:
            message = _("{name} starts from {start}, which is outside: give it a value")
            shown = own.parameter(name).text(start)
            yield FieldMistake((*path, "ranges", name), message.format(name=name, start=shown))
    right: dict[str, object] = {}
    for name, value in ref.values.items():
        if name not in names:
            yield _unknown_parameter((*path, name), ref.name, name, names)
            continue
        try:
            simulation.parameter(name).read(value)
            right[name] = value
        except VctutorError as error:
            yield _field_mistake((*path, name), error)
    begun: State | None = None
    if len(right) == len(ref.values):
        try:
            begun = simulation.start(right)
        except VctutorError as error:
            yield _field_mistake((*path, *_refused(simulation, right)), error)
    unread = [*_unread_predictions(ref)]
    yield from unread
    if begun is not None and ref.predict is not None and not unread:
        yield from prediction_mistakes(ref.predict, simulation, begun)


def _unknown_parameter(
    path: FieldPath, simulation: str, name: str, names: list[str]
) -> FieldMistake:
    near = nearest(name, names)
    message = (
        _("{simulation} has no parameter '{name}'")
        if near
        else _("{simulation} has no parameter '{name}'; it has {names}")
    ).format(simulation=simulation, name=name[:40], names=", ".join(names))
    return FieldMistake(path, message, near, key=True)


def _refused(simulation: Simulation[Any], values: dict[str, object]) -> FieldPath:
    """Return the path to the parameter that is refused alone; empty if only the combination is refused."""
    for name, value in values.items():
        try:
            simulation.start({name: value})
        except VctutorError:
            return (name,)
    return ()


def _unread_predictions(ref: SimulationRef) -> Iterator[FieldMistake]:
    from vctutor.maths.expression import parse

    for index, text in enumerate(ref.predict.answer if ref.predict is not None else ()):
        try:
            parse(text, variables=())
        except VctutorError as error:
            yield _field_mistake(("predict", "answer", index), error)


def _field_mistake(path: FieldPath, error: VctutorError) -> FieldMistake:
    """Return an error about the value of a field, with the offset of the offending character."""
    offset = int(getattr(error, "position", 0))
    suggestion: str | None = getattr(error, "suggestion", None)
    if suggestion and " " in suggestion.strip():  # advice, not a replacement
        suggestion = None
    if isinstance(error, UsageError):
        hint = error.hint or ""
        before, __, after = _("did you mean '{near}'?").partition("{near}")
        if hint.startswith(before) and hint.endswith(after):
            suggestion = hint[len(before) : len(hint) - len(after)]
    message = error.message if suggestion or not error.hint else str(error)
    return FieldMistake(path, message, suggestion, offset)


def question_mistakes(question: Question) -> list[FieldMistake]:
    """Return the mistakes in the answer key of a question, found in many of its variants."""
    from vctutor.grading.checking.check import check_question
    from vctutor.grading.checking.check import texts as every_text

    texts = {path: text for text, path in every_text(question)}
    found = [
        FieldMistake(
            ("question", *_to_the_key(question, path)),
            message,
            offset=offset or _named_in(texts.get(path, ""), message),
        )
        for message, path, offset in check_question(question)
    ]
    return [*_uncomputed(question, texts), *(found or _form_mistakes(question))]


def _named_in(text: str, message: str) -> int:
    """Return the offset of the ``{=...}`` that a message quotes; 0 if it quotes none."""
    for match in _COMPUTED.finditer(text):
        if f"{{={match[1].strip()}}}" in message:
            return match.start()
    return 0


def _uncomputed(question: Question, texts: dict[FieldPath, str]) -> Iterator[FieldMistake]:
    """Yield arithmetic in braces that would be shown without being computed."""
    for path, text in texts.items():
        for match in _ARITHMETIC.finditer(text):
            names = set(_NAME.findall(match[1]))
            if names and names <= question.vary.keys():
                message = _("{match} stays as it is; to compute it").format(match=match[0])
                yield FieldMistake(("question", *path), message, f"{{={match[1]}}}", match.start())


def _to_the_key(question: Question, path: FieldPath) -> FieldPath:
    """Return the path to the key of the answer instead of the path to the whole answer."""
    return (*path, str(question.answer.__struct_config__.tag)) if path == ("answer",) else path


def _form_mistakes(question: Question) -> Iterator[FieldMistake]:
    """Yield a mistake if the key itself does not have the required form."""
    from vctutor.course.model import ExpressionAnswer
    from vctutor.grading import grade
    from vctutor.grading.diagnosis.expected_mistakes import wrong_value
    from vctutor.grading.variants import first_variant

    answer = question.answer
    if not isinstance(answer, ExpressionAnswer) or answer.form == "any":
        return
    variant = first_variant(question)
    verdict = grade(question, variant, wrong_value(answer.value, variant))
    if verdict.diagnosis == "form":
        message = _("the answer itself does not have the form '{form}': {why}")
        yield FieldMistake(
            ("question", "answer", "expression"),
            message.format(form=answer.form, why=verdict.feedback),
        )
