"""Opens chapters, places and reviews, and goes back to where the reader was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from vctutor.errors import CourseError
from vctutor.i18n import _
from vctutor.page.chapter_layout import TOP
from vctutor.tui.course.questions import Questions
from vctutor.tui.course.simulation_pane import SimulationPane
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.front_matter import COUNTABLE
from vctutor.tui.model.navigation import OPENING, CourseLocation, History, Spot, Visit
from vctutor.tui.services import Session
from vctutor.tui.widgets.reader import Reader

COUNTED = 30  # chapters that were begun and are read for what the list says of them


class Navigation:
    """Changes what is open.

    Attributes:
        commands: command id -> what carries it out.
        following: the number of the chapter that is next in the direction the reader goes.
    """

    def __init__(
        self,
        state: CourseState,
        reader: Reader,
        questions: Questions,
        simulation: SimulationPane,
        session: Session,
    ) -> None:
        """Open chapters of the catalog of ``state``."""
        self.following = 0
        self._state = state
        self._reader = reader
        self._questions = questions
        self._simulation = simulation
        self._session = session
        self._history = History()
        self.commands: Mapping[str, Callable[[], object]] = {
            "chapter.next": self.next,
            "chapter.previous": self.previous,
            "history.back": self.back,
            "history.forward": self.forward,
            "review.open": self.open_review,
        }

    # --- chapters and places --------------------------------------------------------------------------------

    def open(self, where: int, spot: Spot | None = None) -> None:
        """Open a chapter by its number, the opening page (-1) or the finishing page (the number after the last)."""
        state = self._state
        last = len(state.catalog.course.chapters)
        self._questions.leave()
        before, number = state.location.where, min(max(where, OPENING), last)
        self.following = number - 1 if number < before else number + 1
        state.tally = None
        chapter, failure = None, ""
        if 0 <= number < last:
            try:
                chapter = state.catalog.chapter(number)
                state.cards.show_chapter(chapter)
            except CourseError as error:
                failure = str(error)
        entries = state.catalog.course.chapters
        state.location = CourseLocation(number, entries, chapter, failure=failure)
        self._present(spot or Spot(TOP))

    def _present(self, spot: Spot) -> None:
        self._state.goal = spot
        self._reader.current = None
        self._simulation.offer_first()
        changes = self._state.changes
        changes.opened = changes.layout = changes.partly = True

    def visit(self, where: int, spot: Spot | None = None) -> None:
        """Open a place and remember the one before, for going back; see what was done in other sessions."""
        self._remember()
        self.open(where, spot)
        self._state.changes.visited = True
        self._session.refresh_progress()

    def _remember(self) -> None:
        """Remember where the reader is, for going back; reviews are not gone back to."""
        self._history = self._history.left(None if self._state.location.reviewing else self._here())

    def _here(self) -> Visit:
        return Visit(self._state.location.where, self._reader.spot())

    def go(self, address: str) -> None:
        """Go to a place by its name, such as ``5#vanishing``."""
        try:
            found = self._state.catalog.find(address)
        except CourseError as error:
            self._state.show_message(str(error))
            return
        self.visit(found.entry.number, Spot(found.place or TOP))
        self._reader.focus()

    def jump(self, number: int) -> None:
        """Go to a chapter by its number, where there is one."""
        if number < len(self._state.catalog.course.chapters):
            self.visit(number)
            self._reader.focus()

    def next(self) -> None:
        """Go to the next chapter; after the last, to the finishing page."""
        if self._state.location.where < len(self._state.catalog.course.chapters):
            self.visit(self._state.location.where + 1)

    def previous(self) -> None:
        """Go to the previous chapter; before the first, to the opening page."""
        if self._state.location.where > OPENING:
            self.visit(self._state.location.where - 1)

    def back(self) -> None:
        """Go back to where the reader was."""
        self._go_in_history(self._history.back(self._here()))

    def forward(self) -> None:
        """Go forward again."""
        self._go_in_history(self._history.forward(self._here()))

    def _go_in_history(self, found: tuple[Visit, History] | None) -> None:
        if found is not None:
            visit, self._history = found
            self.open(visit.chapter, visit.spot)

    def open_review(self) -> None:
        """Ask again what is due, mixed over the chapters."""
        from vctutor.progress.review import session  # loads fsrs
        from vctutor.tui.model.review import ReviewTally, review_chapter, review_questions

        state = self._state
        now = state.record.store.now()
        questions = review_questions(state.catalog, session(state.record.progress, now))
        if not questions:
            state.show_message(
                _(
                    "Nothing is due for review today. What you answer comes back when it is about to "
                    "fade."
                )
            )
            return
        self._remember()
        self._questions.leave()
        chapter = review_chapter(questions)
        state.location = replace(state.location, chapter=chapter, review="", failure="")
        state.cards.show_review(questions, now.toordinal())
        state.tally = ReviewTally(state.cards.places)
        self._present(Spot(TOP))
        place = state.cards.unanswered(None)
        if place is not None:
            self._questions.enter(place)

    # --- how much there is ----------------------------------------------------------------------------------

    @property
    def size_needed(self) -> bool:
        """Whether the opening page is on show and waits for its numbers."""
        state = self._state
        few = len(state.catalog.course.chapters) <= COUNTABLE
        return few and state.location.where == OPENING and state.size is None

    def count(self) -> None:
        """Read the chapters that were begun, so that the list can say how much of them is done. A thread may do it."""
        state = self._state
        progress = state.record.progress
        begun = {item.partition("/")[0] for item in (*progress.questions, *progress.read)}
        entries = [entry for entry in state.catalog.course.chapters if entry.id in begun]
        for entry in sorted(entries, key=lambda one: abs(one.number - state.location.where))[
            :COUNTED
        ]:
            try:
                state.catalog.chapter(entry)
            except CourseError:
                continue
        if self.size_needed:
            state.size = state.catalog.counts()
