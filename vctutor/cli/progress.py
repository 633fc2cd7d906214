"""``vctutor progress``: print what is read and answered, by chapter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vctutor.cli.arguments import Parser, add_course
from vctutor.i18n import _, plural
from vctutor.styled_text import Span, pad, plain

if TYPE_CHECKING:
    from vctutor.course.catalog import Catalog
    from vctutor.progress.projection import Progress, Score

TITLE_CELLS = 36


class ChapterRow(NamedTuple):
    """The row of a chapter in the table."""

    number: int
    id: str
    title: str
    sections: int
    read: int
    score: Score
    left: float  # what the questions that were tried and never right are worth together
    due: int


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "progress",
        _("Show what is read and answered, chapter by chapter, and what is due for review."),
        "vctutor progress\nvctutor progress --json | jq .chapters[4]",
    )
    add_course(command)
    command.add_argument("--json", action="store_true", help=_("one JSON object"))
    return command


def run(arguments: Sequence[str]) -> int:
    """Print the progress."""
    from vctutor.cli.course_choice import open_catalog
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.progress import review
    from vctutor.progress.store import local_now

    options = parser().parse_args(arguments)
    catalog = open_catalog(options.course)
    with opened_store(catalog.course.id) as store:
        progress = wait(store.progress())
    asked = {f"{one.id}/{name}" for one in catalog.chapters() for name in one.question_ids}
    table = rows(catalog, progress, review.due_by_chapter(progress, local_now(), asked))
    if options.json:
        print(json.dumps(as_json(progress, table), ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_text(progress, table)))
    return 0


def rows(catalog: Catalog, progress: Progress, due: dict[str, int]) -> list[ChapterRow]:
    """Return a row for each chapter. A chapter that can't be read counts as empty."""
    from vctutor.course.model import Section
    from vctutor.errors import CourseError
    from vctutor.grading.credit import left_of_tried

    table = []
    for entry in catalog.course.chapters:
        try:
            chapter = catalog.chapter(entry)
        except CourseError:
            sections, left = frozenset[str](), 0.0
            questions: tuple[str, ...] = ()
        else:
            sections = frozenset(
                block.place for block in chapter.body if isinstance(block, Section)
            )
            questions, left = chapter.question_ids, left_of_tried(chapter, progress)
        table.append(
            ChapterRow(
                number=entry.number,
                id=entry.id,
                title=" ".join(entry.title.split()),
                sections=len(sections),
                read=len(sections & progress.places_read(entry.id)),
                score=progress.score(entry.id, questions),
                left=left,
                due=due.get(entry.id, 0),
            )
        )
    return table


def as_json(progress: Progress, table: Sequence[ChapterRow]) -> dict[str, Any]:
    """Return the progress as one JSON object; ``share`` is the score from 0 to 1.

    Of the questions that a chapter asks now, those ``answered`` were right, and those ``tried`` never yet; ``left`` is
    what the latter are worth together.
    """
    right, made = progress.predicted()
    at = progress.at
    return {
        "at": None
        if at is None
        else {"chapter": at.chapter, "place": at.place, "line_offset": at.line_offset},
        "chapters": [
            {
                "number": row.number,
                "id": row.id,
                "title": row.title,
                "sections": row.sections,
                "read": row.read,
                "questions": row.score.questions,
                "answered": row.score.answered,
                "tried": row.score.tried,
                "left": round(row.left, 4),
                "first_right": row.score.first_right,
                "points": round(row.score.points, 3),
                "share": round(row.score.share, 4),
                "due": row.due,
            }
            for row in table
        ],
        "predictions": {"right": right, "made": made},
        "notes": len(progress.notes),
        "bookmarks": len(progress.bookmarks),
        "reviews": progress.reviews,
        "days": dict(progress.days),
    }


def as_text(progress: Progress, table: Sequence[ChapterRow]) -> list[str]:
    """Return the progress as a table, followed by totals."""
    from vctutor.grading.credit import tried_and_left

    chapter, read, answered = _("chapter"), _("read"), _("answered")
    score, due = _("score"), _("due")
    lines = [f"    {chapter:<{TITLE_CELLS}}  {read:>7}  {answered:>8}  {score:>5}  {due:>3}"]
    for row in table:
        title = plain(pad((Span(row.title),), TITLE_CELLS))
        read = f"{row.read}/{row.sections}"
        answered = f"{row.score.answered}/{row.score.questions}"
        score = f"{row.score.share:.0%}" if row.score.answered else "-"
        tried = tried_and_left(row.score.tried, row.left)
        line = (
            f"{row.number:>2}  {title}  {read:>7}  {answered:>8}  {score:>5}  {row.due or '-':>3}"
        )
        lines.append(f"{line}  {tried}".rstrip())
    points = sum(row.score.points for row in table)
    questions = sum(row.score.questions for row in table)
    right, made = progress.predicted()
    days = len(progress.days)
    worked = plural("one day of work", "{n} days of work", days).format(n=days)
    message = _("score {points:g} of {questions}; {days}")
    lines += ["", message.format(points=points, questions=questions, days=worked)]
    if made:
        lines.append(_("predictions: {right} of {made} right").format(right=right, made=made))
    total_due = sum(row.due for row in table)
    if total_due:
        lines.append(_("due for review: {total_due}").format(total_due=total_due))
    return lines
