"""What is open in the course, and what follows: where keys lead, and what bars and the foot of the page say. Pure."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from vctutor.course.model import Chapter, ChapterEntry
from vctutor.i18n import _
from vctutor.tui.commands import Command, commands_of
from vctutor.tui.model.navigation import FINISHING, OPENING


class CourseLocation(Struct, frozen=True):
    """What is on show.

    Attributes:
        where: the number of a chapter; -1 is the opening page, and the number after the last the finishing page. In a
            review it is where the reader was before.
        entries: the chapters of the course.
        chapter: the chapter or the review on show; None for the two pages and for a chapter that can't be read.
        review: what is told of a review so far; None where there is none.
    """

    where: int
    entries: tuple[ChapterEntry, ...]
    chapter: Chapter | None = None
    review: str | None = None

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


def shown_commands(opened: CourseLocation, can: Callable[[str], bool]) -> list[Command]:
    """Return the commands whose keys are shown to who reads: those of a search that is on, and of the course.

    Args:
        opened: what is on show; commands that lead nowhere from it are left out.
        can: whether a command can be done now; those of a search can while it is on, and hide the others on their keys.
    """
    found = [command for command in commands_of("found") if can(command.id)]
    hidden = {command.keys for command in found}
    course = (
        one
        for one in commands_of("course")
        if one.shown and one.keys not in hidden and opened.leads(one.id)
    )
    return [*found, *course]
