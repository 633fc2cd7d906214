"""A chapter's simulation without a screen: its parameters, and its prediction, asked before anything is shown."""

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
class Passage:
    """A simulation where a chapter has it; ``course`` is the course's id, or empty."""

    chapter: Chapter
    ref: SimulationRef
    course: str = ""

    @property
    def item(self) -> str:
        """Under which its predictions are recorded."""
        return f"{self.chapter.id}/{self.ref.place}"


@dataclass(frozen=True)
class Predicted:
    """A prediction that was judged: what was said, whether it was right, and what to tell."""

    answer: str
    right: bool
    feedback: str

    def record(self) -> dict[str, Any]:
        """Return what the store keeps of it."""
        return {"answer": self.answer, "right": self.right}

    def lines(self, manner: TextOptions) -> list[str]:
        """Return what is told."""
        from vctutor.page.text_options import prose

        lead = _("As you said.") if self.right else _("Not quite.")
        return prose(f"{lead} {self.feedback}", manner)


def find_passage(name: str, course: str | None) -> Passage:
    """Return the simulation of a chapter: of ``4`` its first, of ``4#place`` the one there.

    Raises:
        CourseError: there is no such chapter, or no simulation there.
    """
    from vctutor.cli.course_choice import chosen
    from vctutor.course.catalog import Catalog

    catalog = Catalog.open(chosen(course))
    found = catalog.find(name)
    chapter = catalog.chapter(found.entry)
    refs = [ref for ref in chapter.simulations if found.place in (None, ref.place)]
    if not refs:
        places = ", ".join(f"{chapter.number}#{ref.place}" for ref in chapter.simulations)
        listed = _("'vctutor sim --list' names the simulations")
        hint = _("it has {places}").format(places=places) if places else listed
        raise CourseError(_("there is no simulation at '{place}'").format(place=name), hint)
    return Passage(chapter, refs[0], catalog.course.id)


def is_chapter(name: str) -> bool:
    """Return whether a name stands for a chapter rather than a simulation: its number, or a place in it."""
    return name.partition("#")[0].isdecimal() or "#" in name


def judge(prediction: Prediction, typed: str) -> Predicted:
    """Judge what was typed: numbers, or one of the choices by number, letter or text.

    Raises:
        UsageError: it can't be read, which costs nothing.
    """
    from vctutor.grading.prediction import judge_choice, judge_typed

    if prediction.choices:
        chosen = _chosen(prediction, typed)
        return _judged(prediction.choices[chosen].text, judge_choice(prediction, chosen))
    return _judged(typed, judge_typed(prediction, typed))


def _judged(answer: str, guess: Guess) -> Predicted:
    if guess.right is None:
        told = _("'{answer}' can't be read as a guess").format(answer=answer)
        raise UsageError(told, guess.feedback.rstrip("."))
    return Predicted(answer, guess.right, guess.feedback)


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


def ask(prediction: Prediction, talk: LineTerminal, manner: TextOptions) -> Predicted | None:
    """Ask for a prediction until it can be read; None where the reader goes on without one."""
    talk.say(question(prediction, manner), "head")
    while True:
        heard = talk.ask(_("Your guess (enter goes on without): "))
        if not heard:
            return None
        try:
            return judge(prediction, heard)
        except UsageError as error:
            talk.say([f"{error}."], "unsure")


def question(prediction: Prediction, manner: TextOptions) -> list[str]:
    """Return what a prediction asks, with its choices."""
    from vctutor.page.text_options import prose

    first = _("Predict first.")
    lines = prose(f"{first} {prediction.ask.strip()}", manner)
    for number, choice in enumerate(prediction.choices, 1):
        option = _("Option {number}: {text}").format(number=number, text="")
        head = option if manner.aloud else f"{number}. "
        body = prose(choice.text.strip(), manner, 2 + len(head))
        first = body[0].strip() if body else ""
        lines += [f"{manner.margin(2)}{head}{first}", *body[1:]]
    return lines


def settings_of(ref: SimulationRef, given: Sequence[str]) -> list[str]:
    """Return the passage's parameters, and then those given, as ``KEY=VALUE``."""
    from vctutor.page.plain import typed

    return [*(f"{name}={typed(value)}" for name, value in ref.values.items()), *given]
