"""A review as a chapter of its own: the questions that are due, taken from wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from vctutor.course.catalog import Catalog
from vctutor.course.model import Chapter, Position, Prose, Question
from vctutor.errors import CourseError
from vctutor.i18n import _, plural

if TYPE_CHECKING:
    from vctutor.grading.attempts import Attempt

NOWHERE = Position("", 0, 0)


class ReviewTally:
    """How a review goes: which questions are asked, which were answered right, and which are finished.

    A question is finished when it was answered right, or when its worked solution was shown.

    Attributes:
        items: the items of the questions.
        right: those that were answered right.
    """

    def __init__(self, items: Iterable[str]) -> None:
        """Begin a review of these items."""
        self.items = frozenset(items)
        self.right: set[str] = set()
        self._finished: set[str] = set()

    def note(self, item: str, attempt: Attempt) -> bool:
        """Count the attempt at a question; return whether it finished the review."""
        if item not in self.items or self.finished:
            return False
        if attempt.done:
            self.right.add(item)
        if attempt.done or attempt.solution:
            self._finished.add(item)
        return self.finished

    @property
    def finished(self) -> bool:
        """Whether every question is finished."""
        return self._finished == self.items

    def payload(self) -> dict[str, int]:
        """Return what the store keeps of a finished review."""
        return {"asked": len(self.items), "right": len(self.right)}

    def result(self, following: str) -> str:
        """Return how it went, and ``following``, which says when the next questions are due."""
        result = plural(
            "The review is done: {right} of {n} question right.",
            "The review is done: {right} of {n} questions right.",
            len(self.items),
        ).format(right=len(self.right), n=len(self.items))
        return f"{result} {following}".rstrip()


def review_questions(catalog: Catalog, items: Iterable[str]) -> dict[str, Question]:
    """Return the questions of these items, ``chapter/question``, with the item as their place.

    What the course does not have any more is left out.
    """
    found: dict[str, Question] = {}
    for item in items:
        chapter, __, name = item.partition("/")
        try:
            questions = catalog.chapter(chapter).questions
        except CourseError:
            continue
        for question in questions:
            if question.id == name:
                found[item] = msgspec.structs.replace(question, place=item)
    return found


def review_chapter(questions: Mapping[str, Question]) -> Chapter:
    """Return the questions as a chapter, with a word of what this is."""
    count = len(questions)
    text = plural(
        "Today one question is due: answered wrong, or long enough ago to fade. They come from all "
        "over the course, and where a question has variants you get a new one. A few minutes will do.",
        "Today {n} questions are due: answered wrong, or long enough ago to fade. They come from all "
        "over the course, and where a question has variants you get a new one. A few minutes will do.",
        count,
    ).format(n=count)
    intro = Prose(at=NOWHERE, place="intro", text=text)
    return Chapter(
        id="review", number=-2, title=_("Review"), goals=(), body=(intro, *questions.values())
    )
