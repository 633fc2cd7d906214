"""What the list of chapters says of each: pure, from the catalog and the progress."""

from __future__ import annotations

from vctutor.course.catalog import Catalog
from vctutor.course.model import Chapter, ChapterEntry, Section
from vctutor.lines import Line, Span
from vctutor.page.glyphs import Glyphs
from vctutor.page.page import TOP
from vctutor.progress.projection import Progress
from vctutor.tui.widgets.chapter_tree import Row


def chapter_rows(
    catalog: Catalog, progress: Progress, open_number: int, glyphs: Glyphs
) -> tuple[list[Row], list[Line]]:
    """Return a row a chapter, and the lines below them."""
    rows = [
        _row(entry, catalog.known(entry), progress, entry.number == open_number)
        for entry in catalog.course.chapters
    ]
    due = sum(row.due for row in rows)
    footer: list[Line] = [(Span(f" Review: {due} due", "second"),)] if due else []
    return rows, footer


def _row(entry: ChapterEntry, chapter: Chapter | None, progress: Progress, here: bool) -> Row:
    if chapter is None:
        return Row(entry.number, entry.title, open=here)
    sections = {TOP, *(block.place for block in chapter.body if isinstance(block, Section))}
    read = len(sections & progress.places_read(entry.id)) / len(sections)
    solved = sum(progress.question(entry.id, question.id).solved for question in chapter.questions)
    return Row(entry.number, entry.title, read, solved, len(chapter.questions), open=here)
