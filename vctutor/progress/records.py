"""The parts of a reader's progress: frozen values, one for each kind of thing that is remembered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct, field

REVIEW_DAYS = 64  # days kept of a question's history, newest last


class Place(Struct, frozen=True):
    """Where a reader is: ``line_offset`` counts lines within the place, from 0."""

    chapter: str
    place: str = ""
    line_offset: int = 0


class Review(Struct, frozen=True, array_like=True):
    """How a question went on one day: its last judged answer of that day, and what that earned (0 to 1)."""

    time: datetime
    credit: float


class QuestionState(Struct, frozen=True):
    """What became of one question.

    Attributes:
        attempts: judged answers; those that cost no try (undecided, unreadable, right but in another form) are not
            counted.
        outcome: of the last answer, whatever it was.
        credit: the best so far, from 0 to 1.
        right: whether some judged answer was right, whatever it earned.
        first_right: whether the first judged answer was right; None before there is one.
        answered: when it was last answered.
        seed: of the variant last answered; 0 is the first variant, None stands before any answer.
        hints: the most hints seen.
        reviews: one entry a day, oldest first, at most ``REVIEW_DAYS``.
        last: the payload of the last answer, whatever it was, so that its card can be shown as it was left.
    """

    attempts: int = 0
    outcome: str = ""
    credit: float = 0.0
    right: bool = False
    first_right: bool | None = None
    answered: datetime | None = None
    seed: int | None = None
    hints: int = 0
    reviews: tuple[Review, ...] = ()
    last: dict[str, Any] = field(default_factory=dict)

    @property
    def solved(self) -> bool:
        """Whether some answer earned anything."""
        return self.credit > 0


class PredictionState(Struct, frozen=True):
    """The last prediction made at a place, and how many were right of all made there."""

    right: bool
    made: int
    hits: int


class Note(Struct, frozen=True):
    """A note on a passage. ``quote`` is the passage's own text where it was kept."""

    id: str
    item: str
    text: str
    time: datetime
    line_offset: int = 0
    quote: str = ""


class Bookmark(Struct, frozen=True):
    """A place marked to come back to."""

    item: str
    title: str
    time: datetime
    line_offset: int = 0


class Score(Struct, frozen=True):
    """A chapter's score, of the questions that it asks now.

    Attributes:
        points: the sum of the best credits.
        questions: how many the chapter asks.
        answered: how many were answered right.
        tried: how many have a judged answer and were never right.
        first_right: how many were right at the first try.
    """

    points: float
    questions: int
    answered: int
    tried: int
    first_right: int

    @property
    def share(self) -> float:
        """Points out of all, from 0 to 1; 0 where nothing is asked."""
        return self.points / self.questions if self.questions else 0.0
