"""The reply to a line typed at a question: a word such as ``hint``, or an answer."""

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
    """The reply to a line.

    Attributes:
        attempt: the attempt after the line.
        lines: the lines to print.
        tone: their meaning, which chooses a colour.
        judged: whether an answer was judged, so that the attempt must be recorded.
        then: what to do next: read another line (``stay``), print the question again (``ask``), or leave it.
    """

    attempt: Attempt
    lines: tuple[str, ...] = ()
    tone: Tone = ""
    judged: bool = False
    then: Then = "stay"


def reply_to(attempt: Attempt, typed: str, options: TextOptions) -> Reply:
    """Return the reply to a line typed at a question.

    Raises:
        CourseError: the question itself is invalid.
    """
    line = typed.strip()
    word = "" if _accepted(attempt, line) else line.casefold().rstrip(".!")
    if not line or word == "help":
        return Reply(attempt, tuple(wrapped(f"{how_to_answer(attempt)} {_(WORDS)}", options)))
    match word:
        case "?" | "hint":
            return _hint(attempt, options)
        case "solution":
            return _solution(attempt, options)
        case "another":
            return _another(attempt)
        case "again":
            return Reply(attempt, then="ask")
        case "skip" | "next":
            return Reply(attempt, (_("Skipped."),), then="next")
        case "back":
            return Reply(attempt, then="back")
        case "quit" | "exit":
            return Reply(attempt, then="quit")
    return _answer(attempt, line, options)


def _accepted(attempt: Attempt, line: str) -> bool:
    """Return whether a line is a right answer, which takes precedence over the words above."""
    answer = attempt.question.answer
    return isinstance(answer, TextAnswer) and line.casefold() in map(str.casefold, answer.accepted)


# --- words ---------------------------------------------------------------------------------------------------


def _hint(attempt: Attempt, options: TextOptions) -> Reply:
    count = len(attempt.question.hints)
    if attempt.hints >= count:
        message = _("There are no more hints.") if count else _("This question has no hints.")
        return Reply(attempt, (message,))
    after = attempts.hint(attempt)
    lines = hint_lines(after, after.hints, options)
    return Reply(after, (*lines, *worth(after, options)))


def hint_lines(attempt: Attempt, number: int, options: TextOptions) -> list[str]:
    """Return a hint of a question, counted from 1."""
    hints = attempt.question.hints
    text = substitute(hints[number - 1], attempt.variant, strict=False).strip()
    head = _("Hint {number} of {count}.").format(number=number, count=len(hints))
    return prose(f"{head} {text}", options)


def _solution(attempt: Attempt, options: TextOptions) -> Reply:
    if not attempt.question.solution:
        return Reply(attempt, (_("This question has no worked solution."),))
    after = attempts.solve(attempt)
    text = substitute(attempt.question.solution, attempt.variant, strict=False).strip()
    message = (
        _("This one counts nothing now. Type another for another like it, or skip to go on.")
        if attempt.varies
        else _("This one counts nothing now. Type another to begin it again, or skip to go on.")
    )
    head = _("Worked solution.")
    return Reply(after, (*prose(f"{head} {text}", options), *wrapped(message, options)))


def _another(attempt: Attempt) -> Reply:
    if not attempt.varies and not attempt.solution:
        return Reply(attempt, (_("There is no other like this one."),))
    return Reply(attempts.another(attempt), then="ask")


# --- answers -------------------------------------------------------------------------------------------------


def _answer(attempt: Attempt, line: str, options: TextOptions) -> Reply:
    try:
        given = _given(attempt, line)
    except UsageError as error:
        lines = wrapped(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}", options)
        return Reply(attempt, tuple(lines), "unsure")
    after = attempts.submit(given)
    return Reply(
        after,
        tuple(_verdict(after, line, options)),
        {"right": "right", "wrong": "wrong"}.get(_outcome(after), "unsure"),  # type: ignore[arg-type]
        judged=True,
        then="next" if after.done else "stay",
    )


def _given(attempt: Attempt, line: str) -> Attempt:
    """Return the attempt with the typed answer entered.

    Raises:
        UsageError: the line names none of the options, or not all of the steps. This costs no try.
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
        message = _("'{typed}' is none of the options").format(typed=line)
        raise UsageError(message, how_to_answer(attempt)) from None
    if not picked or (isinstance(question.answer, OneChoice) and len(picked) != 1):
        raise UsageError(_("one of the options is asked for"), how_to_answer(attempt))
    return replace(attempt, picked=frozenset(picked), verdict=None)


def _outcome(attempt: Attempt) -> str:
    assert attempt.verdict is not None
    return attempt.verdict.outcome


def _verdict(attempt: Attempt, line: str, options: TextOptions) -> list[str]:
    verdict = attempt.verdict
    assert verdict is not None
    lead = {
        "right": _("Right."),
        "wrong": _("Not yet."),
        "undecided": _("I can't decide this one; it costs nothing."),
        "unreadable": _("I can't read this; it costs nothing."),
    }[verdict.outcome]
    feedback = verdict.feedback.strip() or (verdict.caret.message if verdict.caret else "")
    lines = prose(f"{lead} {feedback}".strip(), options)
    if verdict.caret:
        lines += _caret(verdict.caret, line, options)
    if verdict.reading:
        lines += _reading(verdict.reading, options)
    if attempt.done:
        return [*lines, _("Credit {credit}.").format(credit=percent(attempt.credit))]
    return [*lines, *(worth(attempt, options) if verdict.costs_attempt else [])]


def _reading(latex: str, options: TextOptions) -> list[str]:
    """Return how the answer was read, on the line of the label if it fits."""
    if options.aloud:
        message = _("Read as: {formula}").format(formula=phrase(f"${latex}$", options))
        return wrapped(f"{message}.", options)
    first, *rest = formula(latex, options, indent=0)
    return [_("Read as: {formula}").format(formula=first), *rest]


def _caret(caret: Caret, line: str, options: TextOptions) -> list[str]:
    """Return the position that can't be parsed: marked by carets, or as a number if read aloud."""
    tried = (
        [_("Perhaps: {suggestion}").format(suggestion=caret.suggestion)] if caret.suggestion else []
    )
    if options.aloud:
        return [_("It is at character {number}.").format(number=caret.position + 1), *tried]
    from rich.cells import cell_len

    shown = "".join(char if char.isprintable() else " " for char in line)
    if options.ascii:
        shown = shown.encode("ascii", "replace").decode()
    start = cell_len(shown[: caret.position])
    return [f"    {shown}", f"    {' ' * start}{'^' * max(1, caret.length)}", *tried]


def worth(attempt: Attempt, options: TextOptions) -> list[str]:
    """Return a sentence about the credit of a right answer now and the cost of the next hint or try."""
    help_next = attempt.verdict is not None and attempt.hints < len(attempt.question.hints)
    spent = {
        "wrong_tries": attempt.wrong_tries,
        "hints": attempt.hints,
        "solution": attempt.solution,
    }
    message = announce(attempt.question, "hint" if help_next else "answer", **spent)  # type: ignore[arg-type]
    return wrapped(message, options)
