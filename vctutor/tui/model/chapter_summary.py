"""What the list of chapters says of each: pure, from the catalog and the progress."""

from __future__ import annotations

from collections.abc import Mapping

from vctutor.course.catalog import Catalog
from vctutor.course.model import Chapter, ChapterEntry
from vctutor.i18n import _
from vctutor.progress.projection import Progress
from vctutor.styled_text import Line, Span
from vctutor.tui.model.overview import share_read, solved
from vctutor.tui.widgets.chapter_tree import Row


def chapter_rows(
    catalog: Catalog, progress: Progress, open_number: int, due: Mapping[str, int]
) -> tuple[list[Row], list[Line]]:
    """Return a row a chapter, and the lines below them.

    Args:
        catalog: the course; a chapter whose file was not read yet gets its title alone.
        progress: what the reader did.
        open_number: the number of the chapter on show.
        due: chapter id -> how many of its questions are due for review.
    """
    rows = [
        _row(
            entry, catalog.known(entry), progress, entry.number == open_number, due.get(entry.id, 0)
        )
        for entry in catalog.course.chapters
    ]
    total = sum(due.values())
    footer: list[Line] = (
        [(Span(_(" Review: {n} due ").format(n=total), "second"), Span("r", "key"))]
        if total
        else []
    )
    return rows, footer


def _row(
    entry: ChapterEntry, chapter: Chapter | None, progress: Progress, here: bool, due: int
) -> Row:
    if chapter is None:
        return Row(entry.number, entry.title, due=due, open=here)
    return Row(
        entry.number,
        entry.title,
        share_read(chapter, progress),
        solved(chapter, progress),
        len(chapter.questions),
        due,
        here,
    )
