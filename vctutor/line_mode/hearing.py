"""What a reader types at a question, and what is said to it: one line in, one `Reply` out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from vctutor.course.model import OneChoice, OrderAnswer, TextAnswer
from vctutor.errors import UsageError
from vctutor.grading import sitting as sit
from vctutor.grading.credit import announce, percent
from vctutor.grading.sitting import Sitting
from vctutor.grading.variants import substitute
from vctutor.grading.verdict import Caret
from vctutor.page.manner import Manner, formula, phrase, prose, wrapped
from vctutor.page.plain_question import how_to_answer
from vctutor.words import N_, _

Tone = Literal["", "head", "right", "wrong", "unsure"]
Then = Literal["stay", "ask", "next", "back", "quit"]

WORDS = N_(
    "Words that are no answer: hint (or ?), solution, another (another question like this), "
    "again (repeat this one), skip, back (the question before), help, quit."
)


@dataclass(frozen=True)
class Reply:
    """What becomes of a line.

    Attributes:
        sitting: where the reader stands with the question now.
        said: what to say, in lines.
        tone: how it is meant.
        judged: whether an answer was judged, which is to be recorded.
        then: go on listening, ask the question anew, or go to another one.
    """

    sitting: Sitting
    said: tuple[str, ...] = ()
    tone: Tone = ""
    judged: bool = False
    then: Then = "stay"


def hear(sitting: Sitting, typed: str, manner: Manner) -> Reply:
    """Return what becomes of a line typed at a question.

    Raises:
        CourseError: the question itself is broken.
    """
    line = typed.strip()
    word = "" if _accepted(sitting, line) else line.casefold().rstrip(".!")
    if not line:
        return Reply(sitting, tuple(wrapped(f"{how_to_answer(sitting)} {_(WORDS)}", manner)))
    if word in ("?", "hint"):
        return _hint(sitting, manner)
    if word in ("solution", "another", "again", "help"):
        return {"solution": _solution, "another": _another, "again": _again, "help": _help}[word](
            sitting, manner
        )
    if word in ("skip", "next"):
        return Reply(sitting, (_("Skipped."),), then="next")
    if word == "back":
        return Reply(sitting, then="back")
    if word in ("quit", "exit"):
        return Reply(sitting, then="quit")
    return _answer(sitting, line, manner)


def _accepted(sitting: Sitting, line: str) -> bool:
    """Return whether a word is what the question asks for, and so no word of ours."""
    answer = sitting.question.answer
    return isinstance(answer, TextAnswer) and line.casefold() in map(str.casefold, answer.accepted)


# --- words ---------------------------------------------------------------------------------------------------


def _hint(sitting: Sitting, manner: Manner) -> Reply:
    count = len(sitting.question.hints)
    if sitting.hints >= count:
        told = _("There are no more hints.") if count else _("This question has no hints.")
        return Reply(sitting, (told,))
    after = sit.hint(sitting)
    said = hint_lines(after, after.hints, manner)
    return Reply(after, (*said, *worth(after, manner)))


def hint_lines(sitting: Sitting, number: int, manner: Manner) -> list[str]:
    """Return a question's hint, counted from 1."""
    hints = sitting.question.hints
    text = substitute(hints[number - 1], sitting.variant).strip()
    head = _("Hint {number} of {count}.").format(number=number, count=len(hints))
    return prose(f"{head} {text}", manner)


def _solution(sitting: Sitting, manner: Manner) -> Reply:
    if not sitting.question.solution:
        return Reply(sitting, (_("This question has no worked solution."),))
    after = sit.solve(sitting)
    text = substitute(sitting.question.solution, sitting.variant).strip()
    told = (
        _("This one counts nothing now. Type another for another like it, or skip to go on.")
        if sitting.varies
        else _("This one counts nothing now. Type another to begin it again, or skip to go on.")
    )
    head = _("Worked solution.")
    return Reply(after, (*prose(f"{head} {text}", manner), *wrapped(told, manner)))


def _another(sitting: Sitting, manner: Manner) -> Reply:
    if not sitting.varies and not sitting.solution:
        return Reply(sitting, (_("There is no other like this one."),))
    return Reply(sit.another(sitting), then="ask")


def _again(sitting: Sitting, manner: Manner) -> Reply:
    return Reply(sitting, then="ask")


def _help(sitting: Sitting, manner: Manner) -> Reply:
    return Reply(sitting, (*wrapped(f"{how_to_answer(sitting)} {_(WORDS)}", manner),))


# --- answers -------------------------------------------------------------------------------------------------


def _answer(sitting: Sitting, line: str, manner: Manner) -> Reply:
    try:
        given = _given(sitting, line)
    except UsageError as error:
        said = wrapped(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}", manner)
        return Reply(sitting, tuple(said), "unsure")
    after = sit.submit(given)
    return Reply(
        after,
        tuple(_verdict(after, line, manner)),
        {"right": "right", "wrong": "wrong"}.get(_outcome(after), "unsure"),  # type: ignore[arg-type]
        judged=True,
        then="next" if after.done else "stay",
    )


def _given(sitting: Sitting, line: str) -> Sitting:
    """Return the sitting with what was typed chosen, arranged or written.

    Raises:
        UsageError: it names none of the options, or not all of the steps; that costs nothing.
    """
    question, variant = sitting.question, sitting.variant
    if isinstance(question.answer, OrderAnswer):
        from vctutor.grading.order import read_order

        order = read_order(question, variant, line)
        if order is None:
            raise UsageError(
                _("all {count} steps are needed, each once").format(
                    count=len(question.answer.steps)
                ),
                how_to_answer(sitting),
            )
        return replace(sitting, order=order, verdict=None)
    if not sitting.offers:
        return sit.write(sitting, line)
    from vctutor.grading.choice import chosen

    try:
        picked = chosen(question, variant, line)
    except UsageError:
        told = _("'{typed}' is none of the options").format(typed=line)
        raise UsageError(told, how_to_answer(sitting)) from None
    if not picked or (isinstance(question.answer, OneChoice) and len(picked) != 1):
        raise UsageError(_("one of the options is asked for"), how_to_answer(sitting))
    return replace(sitting, picked=frozenset(picked), verdict=None)


def _outcome(sitting: Sitting) -> str:
    assert sitting.verdict is not None
    return sitting.verdict.outcome


def _verdict(sitting: Sitting, line: str, manner: Manner) -> list[str]:
    verdict = sitting.verdict
    assert verdict is not None
    lead = {
        "right": _("Right."),
        "wrong": _("Not yet."),
        "undecided": _("I can't decide this one; it costs nothing."),
        "unreadable": _("I can't read this; it costs nothing."),
    }[verdict.outcome]
    feedback = verdict.feedback.strip() or (verdict.caret.message if verdict.caret else "")
    said = prose(f"{lead} {feedback}".strip(), manner)
    if verdict.caret:
        said += _caret(verdict.caret, line, manner)
    if verdict.reading:
        said += _reading(verdict.reading, manner)
    if sitting.done:
        return [*said, _("Credit {credit}.").format(credit=percent(sitting.credit))]
    return [*said, *(worth(sitting, manner) if verdict.costs_attempt else [])]


def _reading(latex: str, manner: Manner) -> list[str]:
    """Return how the answer was read, in one line where it fits."""
    if manner.aloud:
        told = _("Read as: {formula}").format(formula=phrase(f"${latex}$", manner))
        return wrapped(f"{told}.", manner)
    first, *rest = formula(latex, manner, indent=0)
    return [_("Read as: {formula}").format(formula=first), *rest]


def _caret(caret: Caret, line: str, manner: Manner) -> list[str]:
    """Return the place that can't be read: pointed at for the eye, counted for the ear."""
    tried = (
        [_("Perhaps: {suggestion}").format(suggestion=caret.suggestion)] if caret.suggestion else []
    )
    if manner.aloud:
        return [_("It is at character {number}.").format(number=caret.position + 1), *tried]
    from rich.cells import cell_len

    shown = "".join(char if char.isprintable() else " " for char in line)
    if manner.ascii:
        shown = shown.encode("ascii", "replace").decode()
    start = cell_len(shown[: caret.position])
    return [f"    {shown}", f"    {' ' * start}{'^' * max(1, caret.length)}", *tried]


def worth(sitting: Sitting, manner: Manner) -> list[str]:
    """Return what a right answer is worth now, and what the next help or try takes."""
    help_next = sitting.verdict is not None and sitting.hints < len(sitting.question.hints)
    spent = {
        "wrong_tries": sitting.wrong_tries,
        "hints": sitting.hints,
        "solution": sitting.solution,
    }
    told = announce(sitting.question, "hint" if help_next else "answer", **spent)  # type: ignore[arg-type]
    return wrapped(told, manner)
