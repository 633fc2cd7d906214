"""What a right answer is worth after wrong tries and hints. The card states it before it is spent.

The rule: a right answer at the first try without help is worth 1. Every wrong try takes a quarter,
and every hint 15 %, down to a quarter, for what was reached by oneself is always worth something.
Among n options a wrong try takes 1/(n - 1), so that trying them all is worth nothing. Asking for
the worked solution first leaves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from vctutor.course.model import Chapter, OneChoice, Question
from vctutor.i18n import _, plural

if TYPE_CHECKING:
    from vctutor.progress.projection import Progress

WRONG_TRY = 0.25
HINT = 0.15
LEAST = 0.25


def credit(
    question: Question, *, wrong_tries: int = 0, hints: int = 0, solution: bool = False
) -> float:
    """Return what a right answer is worth now, from 0 to 1.

    Args:
        question: the question; for a choice, the number of options decides what a try takes.
        wrong_tries: how many answers that cost a try were wrong.
        hints: how many hints were shown.
        solution: whether the worked solution was shown.
    """
    if solution:
        return 0.0
    if isinstance(question.answer, OneChoice):
        price, least = 1 / max(1, len(question.answer.options) - 1), 0.0
    else:
        price, least = WRONG_TRY, LEAST
    return round(max(least, 1.0 - price * wrong_tries - HINT * hints), 4)


def left(question: Question, last: Mapping[str, Any]) -> float:
    """Return what a right answer is worth after a recorded one, from 0 to 1; ``last`` is its payload."""
    return credit(
        question,
        wrong_tries=last.get("attempt", 0),
        hints=last.get("hints", 0),
        solution=last.get("solution") is True,
    )


def left_of_tried(chapter: Chapter, progress: Progress) -> float:
    """Return what the questions of a chapter that were tried and never right are worth together."""
    states = ((one, progress.question(chapter.id, one.id)) for one in chapter.questions)
    tried = (one for one in states if one[1].attempts and not one[1].right)
    return sum((left(question, state.last) for question, state in tried), 0.0)


def tried_and_left(tried: int, worth: float) -> str:
    """Return how many questions were tried, and which share of their credit is still to be had; empty for none."""
    if not tried:
        return ""
    return plural(
        "{n} tried, {share} to be had", "{n} tried, {share} of them to be had", tried
    ).format(n=tried, share=percent(worth / tried))


def announce(
    question: Question,
    action: Literal["answer", "hint", "solution"],
    *,
    wrong_tries: int = 0,
    hints: int = 0,
    solution: bool = False,
) -> str:
    """Return the sentence that says, before it is done, what an action does to the credit."""
    now = credit(question, wrong_tries=wrong_tries, hints=hints, solution=solution)
    if solution:
        return _("The solution was shown, so this one counts nothing; try another like it.")
    if action == "answer":
        after = credit(question, wrong_tries=wrong_tries + 1, hints=hints)
        return _("Worth {now} now, {after} after a wrong try.").format(
            now=percent(now), after=percent(after)
        )
    if action == "hint":
        left = len(question.hints) - hints
        if left <= 0:
            return _("There are no more hints.")
        after = credit(question, wrong_tries=wrong_tries, hints=hints + 1)
        if after == now:
            return _("The next hint leaves the credit at {now}.").format(now=percent(now))
        return _("The next hint lowers the credit from {now} to {after}.").format(
            now=percent(now), after=percent(after)
        )
    return _("The worked solution leaves no credit for this one; another like it counts in full.")


def prices(
    question: Question, *, wrong_tries: int = 0, hints: int = 0, solution: bool = False
) -> tuple[str, ...]:
    """Return what a right answer is worth, and what is left after each help there is, in several lengths.

    The longest comes first; it also tells of a wrong try, and the shortest only what is worth now.
    """
    if solution:
        message = announce(question, "solution", solution=True)
        return (message, _("The solution was shown, so this one counts nothing."), percent(0))
    now = credit(question, wrong_tries=wrong_tries, hints=hints)
    wrong = _("{after} after a wrong try").format(
        after=percent(credit(question, wrong_tries=wrong_tries + 1, hints=hints))
    )
    helps = []
    if hints < len(question.hints):
        after = credit(question, wrong_tries=wrong_tries, hints=hints + 1)
        helps.append(_("{after} after a hint").format(after=percent(after)))
    if question.solution:
        helps.append(_("{after} after the solution").format(after=percent(0)))
    worth = _("Worth {now}").format(now=percent(now))
    lengths = [[worth, wrong, *helps], [worth, *helps], [worth, *helps[:1]], [worth]]
    return tuple(", ".join(parts) for parts in lengths)


def percent(value: float) -> str:
    """Return a credit as the card shows it, such as ``85 %``."""
    return f"{round(100 * value)} %"
