"""Judge of steps that are to be put in order."""

from __future__ import annotations

import re

from vctutor.course.model import OrderAnswer, Question
from vctutor.grading.variants import Variant, option_order
from vctutor.grading.verdict import Verdict, right, unreadable, wrong
from vctutor.i18n import _


def read_order(question: Question, variant: Variant, text: str) -> tuple[int, ...] | None:
    """Return a typed order - letters or numbers of the steps as shown - as indexes into the file's list, or None."""
    shown = option_order(question, variant)
    words = re.findall(r"[a-z]|\d+", text.casefold())
    places = [int(word) - 1 if word.isdecimal() else ord(word) - ord("a") for word in words]
    if sorted(places) != list(range(len(shown))):
        return None
    return tuple(shown[place] for place in places)


def judge_order(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge an order; the steps of the file are in the right one."""
    assert isinstance(question.answer, OrderAnswer)
    count = len(question.answer.steps)
    given = read_order(question, variant, answer) if isinstance(answer, str) else answer
    if given is None or sorted(given) != list(range(count)):
        return unreadable(_("All {count} steps are needed, each once.").format(count=count))
    entries = tuple(step == place for place, step in enumerate(given))
    if all(entries):
        return right(entries=entries)
    if given == tuple(range(count))[::-1]:
        return wrong(_("That is the order backwards."), diagnosis="reversed", entries=entries)
    places = [place for place, fits in enumerate(entries) if not fits]
    if len(places) == 2:
        one, other = places[0] + 1, places[1] + 1
        said = _("Steps {one} and {other} have changed places; the others are right.").format(
            one=one, other=other
        )
        return wrong(said, diagnosis="order", entries=entries)
    return wrong(_first_mistake(places[0]), entries=entries)


def _first_mistake(right_ones: int) -> str:
    if right_ones == 0:
        return _("The first step is another one. What can be done before anything else is known?")
    if right_ones == 1:
        return _("The first step is right; the second is another one.")
    return _("The first {right_ones} steps are right; what comes next is another one.").format(
        right_ones=right_ones
    )
