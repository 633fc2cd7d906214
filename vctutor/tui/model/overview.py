"""What the list of chapters and the page of progress say of each chapter: from the catalog and the record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vctutor.course.catalog import Catalog
from vctutor.course.model import Chapter
from vctutor.progress.projection import Progress
from vctutor.tui.model.navigation import sections

if TYPE_CHECKING:
    from vctutor.page.progress import Overview


def share_read(chapter: Chapter, progress: Progress) -> float:
    """Return how much of a chapter is read, from 0 to 1: the parts whose end was in sight."""
    parts = set(sections(chapter))
    return len(parts & progress.places_read(chapter.id)) / len(parts)


def solved(chapter: Chapter, progress: Progress) -> int:
    """Return how many questions of a chapter were answered right."""
    return sum(progress.question(chapter.id, one.id).solved for one in chapter.questions)


def overview(catalog: Catalog, progress: Progress, now: datetime) -> Overview:
    """Return the state of everything. It reads every chapter."""
    from vctutor.page.progress import ChapterState, Overview
    from vctutor.progress.review import due_by_chapter

    asked = {f"{one.id}/{name}" for one in catalog.chapters() for name in one.question_ids}
    due = due_by_chapter(progress, now, asked)
    states = tuple(
        ChapterState(
            chapter.number,
            chapter.title,
            share_read(chapter, progress),
            solved(chapter, progress),
            len(chapter.questions),
            progress.score(chapter.id, chapter.question_ids).share,
            due.get(chapter.id, 0),
        )
        for chapter in catalog.chapters()
    )
    return Overview(states, progress.days, now.date(), progress.predicted(), progress.reviews)
