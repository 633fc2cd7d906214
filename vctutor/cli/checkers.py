"""What ``vctutor check`` asks the other packages: formulas, simulations and answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vctutor.course.checking import Checkers, FieldMistake, FieldPath, TextMistake
from vctutor.errors import UsageError, VctutorError, nearest
from vctutor.words import _

if TYPE_CHECKING:
    from vctutor.course.model import Question, SimulationRef


def checkers() -> Checkers:
    """Return checkers that know the formulas, simulations and answers of this program."""
    return Checkers(
        prose=prose_mistakes,
        latex=latex_mistakes,
        simulation=lambda ref: list(simulation_mistakes(ref)),
        question=question_mistakes,
    )


def prose_mistakes(text: str) -> list[TextMistake]:
    """Return the mistakes of light markdown and of the formulas in it."""
    from vctutor.typesetting.prose import problems

    return [TextMistake(wrong.offset, wrong.message, wrong.suggestion) for wrong in problems(text)]


def latex_mistakes(latex: str) -> list[TextMistake]:
    """Return what is wrong with a formula; at most one mistake, since what follows it can't be told."""
    from vctutor.typesetting import problem

    wrong = problem(latex)
    return [] if wrong is None else [TextMistake(wrong.offset, wrong.message, wrong.suggestion)]


def simulation_mistakes(ref: SimulationRef) -> Iterator[FieldMistake]:
    """Yield the wrong name, or each wrong parameter, of a simulation, and what its prediction gets wrong."""
    from vctutor.simulations.registry import NAMES, get

    path: FieldPath = ("simulation",)
    if ref.name not in NAMES:
        near = nearest(ref.name, list(NAMES))
        told = (
            _("there is no simulation '{name}'")
            if near
            else _("there is no simulation '{name}'; known are {names}")
        ).format(name=ref.name[:40], names=", ".join(NAMES))
        yield FieldMistake((*path, "name"), told, near)
        return
    simulation = get(ref.name)
    names = [parameter.name for parameter in simulation.parameters]
    right: dict[str, object] = {}
    for name, value in ref.values.items():
        if name not in names:
            near = nearest(name, names)
            told = (
                _("{simulation} has no parameter '{name}'")
                if near
                else _("{simulation} has no parameter '{name}'; it has {names}")
            ).format(simulation=ref.name, name=name[:40], names=", ".join(names))
            yield FieldMistake((*path, name), told, near, key=True)
            continue
        try:
            simulation.parameter(name).read(value)
            right[name] = value
        except VctutorError as error:
            yield _field_mistake((*path, name), error)
    if len(right) == len(ref.values):
        try:
            simulation.start(right)
        except VctutorError as error:
            yield _field_mistake(path, error)
    yield from _prediction_mistakes(ref)


def _prediction_mistakes(ref: SimulationRef) -> Iterator[FieldMistake]:
    from vctutor.maths.expression import parse

    for index, text in enumerate(ref.predict.answer if ref.predict is not None else ()):
        try:
            parse(text, variables=())
        except VctutorError as error:
            yield _field_mistake(("predict", "answer", index), error)


def _field_mistake(path: FieldPath, error: VctutorError) -> FieldMistake:
    """Return an error about a field's value, pointing at the offending character of a typed expression."""
    offset = int(getattr(error, "position", 0))
    suggestion = getattr(error, "suggestion", None)
    if isinstance(error, UsageError):
        hint = error.hint or ""
        before, __, after = _("did you mean '{near}'?").partition("{near}")
        if hint.startswith(before) and hint.endswith(after):
            suggestion = hint[len(before) : len(hint) - len(after)]
    told = error.message if suggestion or not error.hint else str(error)
    return FieldMistake(path, told, suggestion, offset)


def question_mistakes(question: Question) -> list[FieldMistake]:
    """Return what is wrong with a question's answer key, over many of its variants."""
    from vctutor.grading.check import check_question

    return [
        FieldMistake(("question", *path), message) for message, path in check_question(question)
    ]
