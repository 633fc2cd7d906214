"""What a right answer is worth after wrong tries and hints. The card states it before it is spent.

The rule: a right answer at the first try without help is worth 1. Every wrong try takes a quarter,
and every hint 15 %, down to a quarter, for what was reached by oneself is always worth something.
Among n options a wrong try takes 1/(n - 1), so that trying them all is worth nothing. Asking for
the worked solution first leaves nothing.
"""

from __future__ import annotations

from typing import Literal

from vctutor.course.model import OneChoice, Question
from vctutor.i18n import _

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
