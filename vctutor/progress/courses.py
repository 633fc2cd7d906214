"""The progress in one course, out of that in all courses of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from vctutor.progress.items import bare, course_of
from vctutor.progress.projection import Progress

T = TypeVar("T")


def view(whole: Progress, course: str) -> Progress:
    """Return the progress in one course, into which events of all courses can be folded on.

    Args:
        whole: the fold of every event into a progress of all courses.
        course: the id of a course; empty for those that have none.
    """
    if not course and not whole.shared:
        return replace(whole, course="")
    positions = {
        item: replace(at, chapter=item) for item, at in _own(whole.positions, course).items()
    }
    return replace(
        whole,
        course=course,
        shared=False,
        at=next(reversed(positions.values()), None),
        positions=positions,
        recent=tuple(
            replace(at, chapter=bare(at.chapter))
            for at in whole.recent
            if course_of(at.chapter) == course
        ),
        read=frozenset(bare(item) for item in whole.read if course_of(item) == course),
        questions=_own(whole.questions, course),
        drafts=_own(whole.drafts, course),
        predictions=_own(whole.predictions, course),
        notes={
            name: replace(note, item=bare(note.item))
            for name, note in whole.notes.items()
            if course_of(note.item) == course
        },
        bookmarks={
            item: replace(one, item=item) for item, one in _own(whole.bookmarks, course).items()
        },
        simulations=_own(whole.simulations, course),
        exams=_own(whole.exams, course),
    )


def _own(mapping: Mapping[str, T], course: str) -> dict[str, T]:
    return {bare(item): one for item, one in mapping.items() if course_of(item) == course}
