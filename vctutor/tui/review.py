"""A review as a chapter of its own: the questions that are due, taken from wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vctutor.course.catalog import Catalog
from vctutor.course.model import Chapter, Position, Prose, Question
from vctutor.errors import CourseError
from vctutor.words import _, plural

NOWHERE = Position("", 0, 0)


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
