"""The page of progress: each chapter's state, a calendar of days, predictions, and what is due. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vctutor.i18n import _, plural
from vctutor.page.glyphs import Glyphs
from vctutor.styled_text import Line, Span, crop, pad, width

WEEKS = 16
SHADES = "·░▒▓█"
PLAIN_SHADES = ".-+*#"
_NUMBER = 5  # cells in front of a chapter's title: its mark and its number
_NUMBERS = 12  # cells behind its bar: how many are answered, and the score


@dataclass(frozen=True)
class ChapterState:
    """What is known of one chapter: shares from 0 to 1, and counts of questions."""

    number: int
    title: str
    read: float
    answered: int
    questions: int
    score: float
    due: int = 0


@dataclass(frozen=True)
class Overview:
    """Everything the page shows.

    Attributes:
        chapters: one state a chapter, in order.
        days: ISO date -> how much was done that day.
        today: the local date.
        predictions: how many were right, and how many were made.
        reviews: how many review sessions were finished.
    """

    chapters: tuple[ChapterState, ...]
    days: Mapping[str, int]
    today: date
    predictions: tuple[int, int]
    reviews: int = 0


def lay_progress(overview: Overview, cells: int, glyphs: Glyphs) -> list[Line]:
    """Lay the page out in ``cells`` columns."""
    lines: list[Line] = [(Span(_("Chapters"), "heading"),), (), _columns(cells)]
    lines += [_chapter(state, cells, glyphs) for state in overview.chapters]
    lines += [(), *_totals(overview, cells)]
    lines += [(), (Span(_("Days"), "heading"),), (), *_calendar(overview, cells, glyphs)]
    return [crop(line, cells) for line in lines]


def _columns(cells: int) -> Line:
    """Return what stands over the columns of the chapters: how much is read, answered right, and earned."""
    room, bar_cells = _room(cells)
    read, right, score = _("read"), _("right"), _("score")
    titles = f"{read:<{bar_cells}} {right:<5} {score:>5}"
    return (Span(" " * (_NUMBER + room)), Span(titles, "muted"))


def _room(cells: int) -> tuple[int, int]:
    """Return how many cells there are for a chapter's title and for its bar."""
    bar_cells = 12 if cells >= 60 else 6
    return max(4, cells - _NUMBER - bar_cells - _NUMBERS - 8), bar_cells


def _chapter(state: ChapterState, cells: int, glyphs: Glyphs) -> Line:
    done = state.read >= 1 and state.questions > 0 and state.answered >= state.questions
    mark = Span(f"{glyphs.right if done else ' '} ", "success")
    numbers = f" {state.answered:>2}/{state.questions:<2} {round(100 * state.score):>3} %"
    due = _("  {n} due").format(n=state.due) if state.due else ""
    room, bar_cells = _room(cells)
    title = pad((Span(state.title),), room)
    return (
        mark,
        Span(f"{state.number:>2} ", "muted"),
        *title,
        *bar(state.read, bar_cells, glyphs),
        Span(numbers),
        Span(due, "warning"),
    )


def bar(share: float, cells: int, glyphs: Glyphs) -> Line:
    """Return a bar of ``cells`` cells, filled to a share from 0 to 1."""
    full = round(share * cells)
    on, off = ("#", "-") if glyphs.ascii else ("━", "─")
    return (Span(on * full, "accent"), Span(off * (cells - full), "rule"))


def _totals(overview: Overview, cells: int) -> list[Line]:
    questions = sum(state.questions for state in overview.chapters)
    answered = sum(state.answered for state in overview.chapters)
    points = sum(state.score * state.questions for state in overview.chapters)
    due = sum(state.due for state in overview.chapters)
    right, made = overview.predictions
    rows = [
        (
            _("Questions"),
            _("{answered} of {questions} answered right").format(
                answered=answered, questions=questions
            ),
        ),
        (_("Score"), f"{round(100 * points / questions) if questions else 0} %"),
        (
            _("Predictions"),
            _("{right} of {made} came true").format(right=right, made=made)
            if made
            else _("none made yet"),
        ),
        (_("Review"), _("{n} due today, press r").format(n=due) if due else _("nothing due today")),
    ]
    if overview.reviews:
        rows.append((_("Reviews"), _("{n} finished").format(n=overview.reviews)))
    wide = max(13, *(1 + width((Span(name),)) for name, __ in rows))
    return [(*pad((Span(name, "muted"),), wide), Span(told)) for name, told in rows]


def _calendar(overview: Overview, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return the last weeks, a column each, Monday at the top; a fuller mark is a busier day."""
    weeks = max(1, min(WEEKS, (cells - 4) // 2))
    monday = overview.today - timedelta(days=overview.today.weekday() + 7 * (weeks - 1))
    busiest = max(overview.days.values(), default=1)
    lines: list[Line] = []
    for weekday, name in enumerate((_("Mon"), "", _("Wed"), "", _("Fri"), "", _("Sun"))):
        spans = [Span(f"{name:<4}", "muted")]
        for week in range(weeks):
            day = monday + timedelta(days=7 * week + weekday)
            spans.append(_day(day, overview, busiest, glyphs))
        lines.append(tuple(spans))
    active = len(overview.days)
    told = plural("{n} day so far", "{n} days so far", active).format(n=active)
    if streak(overview):
        told += _(", {n} in a row").format(n=streak(overview))
    return [*lines, (Span(told, "muted"),)]


def _day(day: date, overview: Overview, busiest: int, glyphs: Glyphs) -> Span:
    if day > overview.today:
        return Span("  ")
    done = overview.days.get(day.isoformat(), 0)
    shades = PLAIN_SHADES if glyphs.ascii else SHADES
    level = 0 if not done else min(4, 1 + 3 * done // max(busiest, 1))
    return Span(shades[level] + " ", "muted" if not level else "success")


def streak(overview: Overview) -> int:
    """Return how many days in a row something was done, up to today or yesterday."""
    day = overview.today
    if day.isoformat() not in overview.days:
        day -= timedelta(days=1)
    count = 0
    while day.isoformat() in overview.days:
        count += 1
        day -= timedelta(days=1)
    return count
