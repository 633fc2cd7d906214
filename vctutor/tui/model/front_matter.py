"""The opening and the finishing page: the course's own words, and what the program counts and knows."""

from __future__ import annotations

import msgspec

from vctutor.course.catalog import Catalog, CourseSize, check_command
from vctutor.course.model import Block, Position, Prose, Table
from vctutor.i18n import _
from vctutor.progress.projection import Progress
from vctutor.typesetting.prose import literal

COUNTABLE = 100  # chapters that are read to count what is in them
NOWHERE = Position("", 0, 0)


def opening(catalog: Catalog, fresh: bool, counts: CourseSize | None) -> tuple[Block, ...]:
    """Return the blocks of the opening page, with the numbers of chapters, simulations and questions filled in.

    Args:
        catalog: the course.
        fresh: whether the reader has never been here; the keys are then introduced, and else only recalled.
        counts: how much there is, which takes reading every chapter; None while that is not known.
    """
    chapters = len(catalog.course.chapters)
    unknown = "…" if chapters <= COUNTABLE else "many"
    values: dict[str, int | str] = {
        "chapters": chapters,
        "simulations": counts.simulations if counts else unknown,
        "questions": counts.questions if counts else unknown,
    }
    blocks = [
        _title(catalog.course.title),
        *(_filled(block, values) for block in catalog.course.opening),
    ]
    return (*blocks, _keys(fresh))


def finishing(catalog: Catalog, progress: Progress) -> tuple[Block, ...]:
    """Return the blocks of the finishing page, with the score of each chapter."""
    return (
        _title(_("You have reached the end")),
        *catalog.course.finishing,
        _scores(catalog, progress),
    )


def unreadable(why: str, catalog: Catalog) -> tuple[Block, ...]:
    """Return the blocks that stand for a chapter whose file can't be read."""
    escaped = literal(why)
    advice = _("The other chapters work. `{command}` shows every mistake of the course.")
    advice = advice.format(command=check_command(catalog.directory).replace("`", ""))
    return (
        _title(_("This chapter can't be read")),
        Prose(at=NOWHERE, place="why", text=f"{escaped}.\n\n{advice}"),
    )


def _title(text: str) -> Block:
    return Prose(at=NOWHERE, place="top", text=f"**{text}**")


def _keys(fresh: bool) -> Block:
    lead = _("Five keys are enough to begin:") if fresh else _("The keys, once more:")
    rows = (
        _("`n` goes on: from here to the first chapter."),
        _("`space` turns the page, and `b` turns it back."),
        _("`s` goes to the simulation, and `s` again comes back."),
        _("`a` goes to the next question."),
        _("`?` shows all the keys, and `q` leaves. Everything is saved by itself."),
    )
    return Prose(
        at=NOWHERE,
        place="keys",
        text="\n".join((lead, "", *(f"- {row}" for row in rows), "")),
    )


def _filled(block: Block, values: dict[str, int | str]) -> Block:
    if not isinstance(block, Prose):
        return block
    text = block.text
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return msgspec.structs.replace(block, text=text)


def _scores(catalog: Catalog, progress: Progress) -> Block:
    from vctutor.grading.credit import left_of_tried, tried_and_left

    rows: list[tuple[str, ...]] = []
    points = questions = 0.0
    for chapter in catalog.chapters():
        score = progress.score(chapter.id, chapter.question_ids)
        points += score.points
        questions += score.questions
        answered = _("{answered} of {questions}").format(
            answered=score.answered, questions=score.questions
        )
        tried = tried_and_left(score.tried, left_of_tried(chapter, progress))
        rows.append(
            (
                str(chapter.number),
                chapter.title,
                ", ".join(filter(None, (answered, tried))),
                f"{round(100 * score.share)} %",
            )
        )
    whole = round(100 * points / questions) if questions else 0
    rows.append(("", _("**All**"), "", f"**{whole} %**"))
    return Table(
        at=NOWHERE,
        place="scores",
        columns=("", _("Chapter"), _("Answered"), _("Score")),
        rows=tuple(rows),
        align=("right", "left", "right", "right"),
    )
