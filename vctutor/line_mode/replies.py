"""What a reader types at a question, and what is said to it: one line in, one `Reply` out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from vctutor.course.model import OneChoice, OrderAnswer, TextAnswer
from vctutor.errors import UsageError
from vctutor.grading import attempts
from vctutor.grading.attempts import Attempt
from vctutor.grading.credit import announce, percent
from vctutor.grading.variants import substitute
from vctutor.grading.verdict import Caret
from vctutor.i18n import N_, _
from vctutor.page.plain_question import how_to_answer
from vctutor.page.text_options import TextOptions, formula, phrase, prose, wrapped

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
        attempt: where the reader stands with the question now.
        said: what to say, in lines.
        tone: how it is meant.
        judged: whether an answer was judged, which is to be recorded.
        then: go on listening, ask the question anew, or go to another one.
    """

    attempt: Attempt
    said: tuple[str, ...] = ()
    tone: Tone = ""
    judged: bool = False
    then: Then = "stay"


def hear(attempt: Attempt, typed: str, manner: TextOptions) -> Reply:
    """Return what becomes of a line typed at a question.

    Raises:
        CourseError: the question itself is broken.
    """
    line = typed.strip()
    word = "" if _accepted(attempt, line) else line.casefold().rstrip(".!")
    if not line:
        return Reply(attempt, tuple(wrapped(f"{how_to_answer(attempt)} {_(WORDS)}", manner)))
    if word in ("?", "hint"):
        return _hint(attempt, manner)
    if word in ("solution", "another", "again", "help"):
        return {"solution": _solution, "another": _another, "again": _again, "help": _help}[word](
            attempt, manner
        )
    if word in ("skip", "next"):
        return Reply(attempt, (_("Skipped."),), then="next")
    if word == "back":
        return Reply(attempt, then="back")
    if word in ("quit", "exit"):
        return Reply(attempt, then="quit")
    return _answer(attempt, line, manner)


def _accepted(attempt: Attempt, line: str) -> bool:
    """Return whether a word is what the question asks for, and so no word of ours."""
    answer = attempt.question.answer
    return isinstance(answer, TextAnswer) and line.casefold() in map(str.casefold, answer.accepted)


# --- words ---------------------------------------------------------------------------------------------------


def _hint(attempt: Attempt, manner: TextOptions) -> Reply:
    count = len(attempt.question.hints)
    if attempt.hints >= count:
        told = _("There are no more hints.") if count else _("This question has no hints.")
        return Reply(attempt, (told,))
    after = attempts.hint(attempt)
    said = hint_lines(after, after.hints, manner)
    return Reply(after, (*said, *worth(after, manner)))


def hint_lines(attempt: Attempt, number: int, manner: TextOptions) -> list[str]:
    """Return a question's hint, counted from 1."""
    hints = attempt.question.hints
    text = substitute(hints[number - 1], attempt.variant).strip()
    head = _("Hint {number} of {count}.").format(number=number, count=len(hints))
    return prose(f"{head} {text}", manner)


def _solution(attempt: Attempt, manner: TextOptions) -> Reply:
    if not attempt.question.solution:
        return Reply(attempt, (_("This question has no worked solution."),))
    after = attempts.solve(attempt)
    text = substitute(attempt.question.solution, attempt.variant).strip()
    told = (
        _("This one counts nothing now. Type another for another like it, or skip to go on.")
        if attempt.varies
        else _("This one counts nothing now. Type another to begin it again, or skip to go on.")
    )
    head = _("Worked solution.")
    return Reply(after, (*prose(f"{head} {text}", manner), *wrapped(told, manner)))


def _another(attempt: Attempt, manner: TextOptions) -> Reply:
    if not attempt.varies and not attempt.solution:
        return Reply(attempt, (_("There is no other like this one."),))
    return Reply(attempts.another(attempt), then="ask")


def _again(attempt: Attempt, manner: TextOptions) -> Reply:
    return Reply(attempt, then="ask")


def _help(attempt: Attempt, manner: TextOptions) -> Reply:
    return Reply(attempt, (*wrapped(f"{how_to_answer(attempt)} {_(WORDS)}", manner),))


# --- answers -------------------------------------------------------------------------------------------------


def _answer(attempt: Attempt, line: str, manner: TextOptions) -> Reply:
    try:
        given = _given(attempt, line)
    except UsageError as error:
        said = wrapped(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}", manner)
        return Reply(attempt, tuple(said), "unsure")
    after = attempts.submit(given)
    return Reply(
        after,
        tuple(_verdict(after, line, manner)),
        {"right": "right", "wrong": "wrong"}.get(_outcome(after), "unsure"),  # type: ignore[arg-type]
        judged=True,
        then="next" if after.done else "stay",
    )


def _given(attempt: Attempt, line: str) -> Attempt:
    """Return the attempt with what was typed chosen, arranged or written.

    Raises:
        UsageError: it names none of the options, or not all of the steps; that costs nothing.
    """
    question, variant = attempt.question, attempt.variant
    if isinstance(question.answer, OrderAnswer):
        from vctutor.grading.kinds.order import read_order

        order = read_order(question, variant, line)
        if order is None:
            raise UsageError(
                _("all {count} steps are needed, each once").format(
                    count=len(question.answer.steps)
                ),
                how_to_answer(attempt),
            )
        return replace(attempt, order=order, verdict=None)
    if not attempt.offers:
        return attempts.write(attempt, line)
    from vctutor.grading.kinds.choice import chosen

    try:
        picked = chosen(question, variant, line)
    except UsageError:
        told = _("'{typed}' is none of the options").format(typed=line)
        raise UsageError(told, how_to_answer(attempt)) from None
    if not picked or (isinstance(question.answer, OneChoice) and len(picked) != 1):
        raise UsageError(_("one of the options is asked for"), how_to_answer(attempt))
    return replace(attempt, picked=frozenset(picked), verdict=None)


def _outcome(attempt: Attempt) -> str:
    assert attempt.verdict is not None
    return attempt.verdict.outcome


def _verdict(attempt: Attempt, line: str, manner: TextOptions) -> list[str]:
    verdict = attempt.verdict
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
    if attempt.done:
        return [*said, _("Credit {credit}.").format(credit=percent(attempt.credit))]
    return [*said, *(worth(attempt, manner) if verdict.costs_attempt else [])]


def _reading(latex: str, manner: TextOptions) -> list[str]:
    """Return how the answer was read, in one line where it fits."""
    if manner.aloud:
        told = _("Read as: {formula}").format(formula=phrase(f"${latex}$", manner))
        return wrapped(f"{told}.", manner)
    first, *rest = formula(latex, manner, indent=0)
    return [_("Read as: {formula}").format(formula=first), *rest]


def _caret(caret: Caret, line: str, manner: TextOptions) -> list[str]:
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


def worth(attempt: Attempt, manner: TextOptions) -> list[str]:
    """Return what a right answer is worth now, and what the next help or try takes."""
    help_next = attempt.verdict is not None and attempt.hints < len(attempt.question.hints)
    spent = {
        "wrong_tries": attempt.wrong_tries,
        "hints": attempt.hints,
        "solution": attempt.solution,
    }
    told = announce(attempt.question, "hint" if help_next else "answer", **spent)  # type: ignore[arg-type]
    return wrapped(told, manner)
