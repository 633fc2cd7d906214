"""Positions in a course: what is open, the line at the top, the history, and the parts of a chapter. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from vctutor.course.model import Chapter, ChapterEntry, Section, SimulationRef
from vctutor.errors import CourseError
from vctutor.i18n import _
from vctutor.page.chapter_layout import TOP
from vctutor.page.model import Page
from vctutor.tui.commands import COMMANDS_OF, Command

if TYPE_CHECKING:
    from vctutor.course.catalog import Catalog
    from vctutor.progress.records import Place

OPENING = -1  # the number of the opening page
FINISHING = "finishing"  # what the record calls the last page


class Spot(Struct, frozen=True):
    """A line of a page: the place of its block, and the line within that block, from 0."""

    place: str
    offset: int = 0


class Visit(Struct, frozen=True):
    """A place the reader visited: the number of a chapter (-1 is the opening page) and a spot in it."""

    chapter: int
    spot: Spot


class History(Struct, frozen=True):
    """Where back and forward lead.

    Attributes:
        past: the places to go back to, the latest last.
        future: the places to go forward to, the latest last.
    """

    past: tuple[Visit, ...] = ()
    future: tuple[Visit, ...] = ()

    def left(self, here: Visit | None) -> History:
        """Return the history after the reader leaves ``here`` for another place; None adds nothing to it."""
        return History(self.past if here is None else (*self.past, here))

    def back(self, here: Visit) -> tuple[Visit, History] | None:
        """Return where the reader was, and the history there; None at the beginning."""
        if not self.past:
            return None
        return self.past[-1], History(self.past[:-1], (*self.future, here))

    def forward(self, here: Visit) -> tuple[Visit, History] | None:
        """Return where the reader came back from, and the history there; None at the end."""
        if not self.future:
            return None
        return self.future[-1], History((*self.past, here), self.future[:-1])


class CourseLocation(Struct, frozen=True):
    """What is on show.

    Attributes:
        where: the number of a chapter; -1 is the opening page, and the number after the last the finishing page. In a
            review it is where the reader was before.
        entries: the chapters of the course.
        chapter: the chapter or the review on show; None for the two pages and for a chapter that can't be read.
        review: how a review went, empty while it goes on; None where none is open.
        failure: why the chapter can't be read; empty where it can.
    """

    where: int
    entries: tuple[ChapterEntry, ...]
    chapter: Chapter | None = None
    review: str | None = None
    failure: str = ""

    @property
    def reviewing(self) -> bool:
        """Whether a review is on show."""
        return self.review is not None

    @property
    def numbered(self) -> bool:
        """Whether it is a chapter of the course, of which a share is read."""
        return not self.reviewing and 0 <= self.where < len(self.entries)

    def item(self) -> str | None:
        """Return what positions in it are recorded under; None for the opening page."""
        if self.chapter is not None:
            return self.chapter.id
        return FINISHING if self.where >= len(self.entries) else None

    def leads(self, command: str) -> bool:
        """Return whether a command of the course leads anywhere from here."""
        match command:
            case "chapter.next":
                return not self.reviewing and self.where < len(self.entries)
            case "chapter.previous":
                return not self.reviewing and self.where > OPENING
            case "question.next":
                return self.chapter is not None and bool(self.chapter.questions)
            case "simulation.toggle":
                return self.chapter is not None and bool(self.chapter.simulations)
        return True

    def named(self) -> str:
        """Return what the bar calls it."""
        if self.reviewing:
            return _("review")
        if self.where == OPENING:
            return _("welcome")
        if not self.numbered:
            return _("the end")
        named = _("chapter {number} of {last}")
        return named.format(number=self.where, last=len(self.entries) - 1)

    def footer(self) -> tuple[str, ...]:
        """Return the prose below a chapter or a review: where it goes on."""
        if self.review is not None:
            back = _("**[** goes back to where you were.")
            return (self.review, back) if self.review else (back,)
        following = self.where + 1
        if following < len(self.entries):
            on = _("**n** goes on to {number}, *{title}*.")
            return (on.format(number=following, title=self.entries[following].title),)
        return (_("**n** goes on to the last page."),)


def start(catalog: Catalog, asked: str | None, at: Place | None) -> tuple[int, Spot]:
    """Return the number of what is opened first, and where.

    Args:
        catalog: the course.
        asked: the place asked for; None goes on where the reader left.
        at: where that was; None opens the opening page, as does a chapter that is gone.

    Raises:
        CourseError: there is no such place as was asked for.
    """
    if asked is not None:
        found = catalog.find(asked)
        return found.entry.number, Spot(found.place or TOP)
    if at is None:
        return OPENING, Spot(TOP)
    if at.chapter == FINISHING:
        return len(catalog.course.chapters), Spot(at.place, at.line_offset)
    try:
        return catalog.entry(at.chapter).number, Spot(at.place, at.line_offset)
    except CourseError:
        return OPENING, Spot(TOP)


def sections(chapter: Chapter | None) -> list[str]:
    """Return the places of a chapter's parts: its top, and its sections."""
    body = chapter.body if chapter else ()
    return [TOP, *(block.place for block in body if isinstance(block, Section))]


def part_at(chapter: Chapter | None, page: Page, line: int) -> str:
    """Return the place of the part of the chapter that a line of its page belongs to."""
    starts = [(place, page.find(place)) for place in sections(chapter)]
    return next((place for place, block in reversed(starts) if block and block.line <= line), TOP)


def ended(chapter: Chapter, page: Page, bottom: int) -> Iterator[str]:
    """Yield the parts of a chapter whose last line lies above the line ``bottom`` of its page."""
    parts = sections(chapter)
    for place, following in zip_longest(parts, parts[1:], fillvalue=""):
        after = page.find(following)
        if (after.line if after else len(page.lines)) <= bottom:
            yield place


def simulation_at(chapter: Chapter | None, page: Page, bottom: int) -> SimulationRef | None:
    """Return the simulation of the passage being read: the nearest above the line ``bottom``, else the first."""
    refs = chapter.simulations if chapter else ()
    found = refs[0] if refs else None
    for ref in refs:
        block = page.find(ref.place)
        if block is not None and block.line < bottom:
            found = ref
    return found


def shown_commands(opened: CourseLocation, can: Callable[[str], bool]) -> list[Command]:
    """Return the commands whose keys are shown to who reads: those of a search that is on, and of the course.

    Args:
        opened: what is on show; commands that lead nowhere from it are left out.
        can: whether a command can be done now; those of a search can while it is on, and hide the others on their keys.
    """
    found = [command for command in COMMANDS_OF["found"] if can(command.id)]
    hidden = {command.keys for command in found}
    course = (
        one
        for one in COMMANDS_OF["course"]
        if one.shown and one.keys not in hidden and opened.leads(one.id)
    )
    return [*found, *course]
