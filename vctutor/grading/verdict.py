"""What a judge says of an answer: one frozen value, which the card shows and the store records."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Outcome = Literal["right", "wrong", "undecided", "unreadable"]


class Caret(Struct, frozen=True):
    """A place in what the reader typed that could not be read.

    Attributes:
        position: how many characters stand before the place, so 0 is the first character.
        length: how many characters are meant; 0 is a gap where something is missing.
        message: what is wrong there.
        suggestion: what could be typed instead, or None.
    """

    position: int
    length: int
    message: str
    suggestion: str | None = None


class Verdict(Struct, frozen=True):
    """The judgement of one answer.

    Attributes:
        outcome: ``right``; ``wrong``; ``undecided``, when the evidence doesn't suffice either way;
            or ``unreadable``, when the answer is not of the kind or shape that was asked.
        feedback: what to tell the reader, prose; empty where there is nothing to add.
        diagnosis: the name of the slip that was recognised (see `vctutor.grading.diagnosis.diagnose`),
            whether in its own words or in the author's; ``author`` for a wrong answer that only
            the author expected; or None. Never given for a right answer.
        reading: the answer as it was read, LaTeX; None where it was not read as mathematics.
        caret: the place that could not be read, for an unreadable answer.
        entries: for each entry of a vector, matrix or shape, row by row, or each step of an order,
            whether it is right; None where undecided. Empty for other kinds.
        costs_attempt: whether the answer counts as a try. Unreadable and undecided ones never do,
            nor does one that is right but not in the form that was asked.
    """

    outcome: Outcome
    feedback: str = ""
    diagnosis: str | None = None
    reading: str | None = None
    caret: Caret | None = None
    entries: tuple[bool | None, ...] = ()
    costs_attempt: bool = False

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.outcome == "right"


def right(
    feedback: str = "", *, reading: str | None = None, entries: tuple[bool | None, ...] = ()
) -> Verdict:
    """Return the verdict on a right answer."""
    return Verdict("right", feedback, reading=reading, entries=entries, costs_attempt=True)


def wrong(
    feedback: str,
    *,
    diagnosis: str | None = None,
    reading: str | None = None,
    entries: tuple[bool | None, ...] = (),
    costs_attempt: bool = True,
) -> Verdict:
    """Return the verdict on a wrong answer."""
    return Verdict("wrong", feedback, diagnosis, reading, None, entries, costs_attempt)


def undecided(
    feedback: str, *, reading: str | None = None, entries: tuple[bool | None, ...] = ()
) -> Verdict:
    """Return the verdict where the evidence decides nothing; it costs no try."""
    return Verdict("undecided", feedback, reading=reading, entries=entries)


def unreadable(feedback: str, *, reading: str | None = None, caret: Caret | None = None) -> Verdict:
    """Return the verdict on what is not of the kind or shape asked; it costs no try."""
    return Verdict("unreadable", feedback, reading=reading, caret=caret)
