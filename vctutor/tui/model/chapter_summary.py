"""What is said of each chapter: in the list of chapters, on the page of progress, and in the outline of its parts.

Pure: from the catalog and the recorded progress to values and lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from vctutor.course.catalog import Catalog
from vctutor.course.model import Chapter, ChapterEntry, Question, Section, SimulationRef
from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.page.chapter_layout import TOP
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target
from vctutor.progress.projection import Progress
from vctutor.styled_text import Line, Span, crop, pad, width
from vctutor.tui.model.navigation import sections

if TYPE_CHECKING:
    from vctutor.page.progress import Overview


class Row(Struct, frozen=True):
    """A chapter in the list.

    Attributes:
        number: its number.
        title: its title.
        read: how much of it is read, from 0 to 1.
        answered: how many of its questions are answered.
        questions: how many it has; 0 while that is not known.
        due: how many of its questions are due for review.
        open: whether it is the chapter shown.
    """

    number: int
    title: str
    read: float = 0.0
    answered: int = 0
    questions: int = 0
    due: int = 0
    open: bool = False

    @property
    def done(self) -> bool:
        """Whether all of it is read and answered."""
        return self.read >= 1 and self.questions > 0 and self.answered >= self.questions


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


def lay_outline(
    chapter: Chapter,
    here: str,
    read: Collection[str],
    solved: Collection[str],
    cells: int,
    glyphs: Glyphs,
) -> Laid:
    """Lay out the parts of a chapter, each with what is read and answered in it, and its simulations.

    Args:
        chapter: the chapter.
        here: the place of the part that is being read.
        read: the places of the parts read to their end.
        solved: the ids of the questions answered right.
        cells: the width.
        glyphs: what it is drawn with.
    """
    lines: list[Line] = [(Span(_("In this chapter"), "muted"),), ()]
    targets: list[Target] = []
    for place, title, questions, simulations in _parts(chapter):
        targets.append(Target("link", len(lines), 0, cells, place=place, value=place))
        done = sum(question.id in solved for question in questions)
        lines.append(
            _part(title, place == here, place in read, done, len(questions), cells, glyphs)
        )
        for ref in simulations:
            targets.append(Target("simulation", len(lines), 0, cells, place=ref.place))
            name = ref.title or ref.name.replace("-", " ")
            lines.append(
                crop((Span(f"  {glyphs.play} {name} ", "second"), Span("s", "key")), cells)
            )
    return Laid(tuple(lines), tuple(targets))


def _parts(
    chapter: Chapter,
) -> list[tuple[str, str, list[Question], list[SimulationRef]]]:
    """Return each part's place and title, with its questions and simulations."""
    parts: list[tuple[str, str, list[Question], list[SimulationRef]]] = [
        (TOP, chapter.title, [], [])
    ]
    for block in chapter.body:
        if isinstance(block, Section):
            parts.append((block.place, block.title, [], []))
        elif isinstance(block, Question):
            parts[-1][2].append(block)
        elif isinstance(block, SimulationRef):
            parts[-1][3].append(block)
    return parts


def _part(
    title: str, here: bool, read: bool, done: int, count: int, cells: int, glyphs: Glyphs
) -> Line:
    mark = glyphs.right if read else " "
    tail = f" {done}/{count}" if count else ""
    room = max(1, cells - len(tail) - 2)
    role = "strong accent" if here else ""
    shown = lay_text(title, 400, glyphs, role).lines
    name = crop(shown[0] if shown else (), room)
    head: Line = (Span(f"{mark} ", "success"), *name)
    gap = max(0, cells - width(head) - len(tail))
    return (*pad(head, width(head) + gap), Span(tail, "muted"))
