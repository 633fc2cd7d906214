"""The simulation of a chapter in ``vctutor sim``: its parameters, and its prediction, which is asked first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vctutor.errors import CourseError, UsageError
from vctutor.i18n import _

if TYPE_CHECKING:
    from vctutor.cli.line_terminal import LineTerminal
    from vctutor.course.model import Chapter, Prediction, SimulationRef
    from vctutor.grading.prediction import Guess
    from vctutor.page.text_options import TextOptions


@dataclass(frozen=True)
class ChapterSimulation:
    """A simulation in a chapter; ``course`` is the id of the course, or empty."""

    chapter: Chapter
    ref: SimulationRef
    course: str = ""

    @property
    def item(self) -> str:
        """The key under which the store keeps its predictions."""
        return f"{self.chapter.id}/{self.ref.place}"


@dataclass(frozen=True)
class JudgedPrediction:
    """A judged prediction: what was typed, whether it was right, and the feedback."""

    answer: str
    right: bool
    feedback: str

    def record(self) -> dict[str, Any]:
        """Return the payload for the store."""
        return {"answer": self.answer, "right": self.right}

    def lines(self, text_options: TextOptions) -> list[str]:
        """Return the feedback in lines."""
        from vctutor.page.text_options import prose

        lead = _("As you said.") if self.right else _("Not quite.")
        return prose(f"{lead} {self.feedback}", text_options)


def find_in_chapter(name: str, course: str | None) -> ChapterSimulation:
    """Return a simulation of a chapter: for ``4`` the first, for ``4#place`` the one there.

    Raises:
        CourseError: the chapter does not exist, or there is no simulation.
    """
    from vctutor.cli.course_choice import open_catalog

    catalog = open_catalog(course)
    found = catalog.find(name)
    chapter = catalog.chapter(found.entry)
    refs = [ref for ref in chapter.simulations if found.place in (None, ref.place)]
    if not refs:
        places = ", ".join(f"{chapter.number}#{ref.place}" for ref in chapter.simulations)
        listed = _("'vctutor sim --list' names the simulations")
        hint = _("it has {places}").format(places=places) if places else listed
        raise CourseError(_("there is no simulation at '{place}'").format(place=name), hint)
    return ChapterSimulation(chapter, refs[0], catalog.course.id)


def names_chapter(name: str) -> bool:
    """Return whether a name means a chapter, by its number or with a place, and not a simulation."""
    return name.partition("#")[0].isdecimal() or "#" in name


def judge(prediction: Prediction, typed: str) -> JudgedPrediction:
    """Judge what was typed: numbers, or one of the choices by number, letter or text.

    Raises:
        UsageError: it can't be parsed.
    """
    from vctutor.grading.prediction import judge_choice, judge_typed

    if prediction.choices:
        chosen = _chosen(prediction, typed)
        return _judged(prediction.choices[chosen].text, judge_choice(prediction, chosen))
    return _judged(typed, judge_typed(prediction, typed))


def _judged(answer: str, guess: Guess) -> JudgedPrediction:
    if guess.right is None:
        message = _("'{answer}' can't be read as a guess").format(answer=answer)
        raise UsageError(message, guess.feedback.rstrip("."))
    return JudgedPrediction(answer, guess.right, guess.feedback)


def _chosen(prediction: Prediction, typed: str) -> int:
    word = typed.strip().casefold()
    count = len(prediction.choices)
    for index, choice in enumerate(prediction.choices):
        if word in (str(index + 1), "abcdefghijklmnopqrstuvwxyz"[index], choice.text.casefold()):
            return index
    raise UsageError(
        _("'{typed}' is none of the choices").format(typed=typed),
        _("choose one, 1 to {count}").format(count=count),
    )


def ask(
    prediction: Prediction, terminal: LineTerminal, text_options: TextOptions
) -> JudgedPrediction | None:
    """Ask for a prediction until it can be parsed; return None if the reader skips it."""
    terminal.write(question(prediction, text_options), "head")
    while True:
        heard = terminal.ask(_("Your guess (enter goes on without): "))
        if not heard:
            return None
        try:
            return judge(prediction, heard)
        except UsageError as error:
            terminal.write([f"{error}."], "unsure")


def question(prediction: Prediction, text_options: TextOptions) -> list[str]:
    """Return the question of a prediction and its choices, in lines."""
    from vctutor.page.text_options import prose

    first = _("Predict first.")
    lines = prose(f"{first} {prediction.ask.strip()}", text_options)
    for number, choice in enumerate(prediction.choices, 1):
        option = _("Option {number}: {text}").format(number=number, text="")
        head = option if text_options.aloud else f"{number}. "
        body = prose(choice.text.strip(), text_options, 2 + len(head))
        first = body[0].strip() if body else ""
        lines += [f"{text_options.margin(2)}{head}{first}", *body[1:]]
    return lines


def settings_of(ref: SimulationRef, given: Sequence[str]) -> list[str]:
    """Return the chapter's parameters, followed by the given ones, as ``KEY=VALUE``."""
    from vctutor.page.plain import typed

    return [*(f"{name}={typed(value)}" for name, value in ref.values.items()), *given]
