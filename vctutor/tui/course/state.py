"""What is open in the course, and what the next refresh has to show. The controllers change it; the screen shows it."""

from __future__ import annotations

from msgspec import Struct

from vctutor.course.catalog import Catalog, CourseSize
from vctutor.tui.model.navigation import OPENING, CourseLocation, Spot
from vctutor.tui.model.question_cards import QuestionCards
from vctutor.tui.model.review import ReviewTally
from vctutor.tui.progress_recorder import ProgressRecorder


class Changes(Struct):
    """What the controllers changed since the last refresh.

    Attributes:
        opened: another chapter, page or review is open.
        visited: that was another place than the search found last.
        layout: the page must be laid out.
        partly: only what is in sight has to be laid out at once.
        card: the active card must be brought into sight.
        field: the field of the active card must be opened.
        due: what is due for review must be counted, and the list of chapters computed, again.
        message: what stands above the text; None for no change.
        lasting: whether it stays when the reader moves on.
    """

    opened: bool = False
    visited: bool = False
    layout: bool = False
    partly: bool = False
    card: bool = False
    field: bool = False
    due: bool = False
    message: str | None = None
    lasting: bool = False


class CourseState:
    """The state of the course screen.

    Attributes:
        catalog: the course.
        record: the reader's progress.
        cards: the question cards of the page.
        location: what is open.
        tally: how the open review goes; None where there is none.
        size: how much there is in the course; None until it is counted.
        revealed: the place of a derivation -> how many of its steps are shown.
        goal: where the next page is shown; None keeps the line at the top.
        first_painted: whether the first picture was painted.
        changes: what the next refresh has to show.
    """

    def __init__(self, catalog: Catalog, record: ProgressRecorder) -> None:
        """Begin at the opening page."""
        self.catalog = catalog
        self.record = record
        self.cards = QuestionCards(record)
        self.location = CourseLocation(OPENING, catalog.course.chapters)
        self.tally: ReviewTally | None = None
        self.size: CourseSize | None = None
        self.revealed: dict[str, int] = {}
        self.goal: Spot | None = None
        self.first_painted = False
        self.changes = Changes()

    def show_message(self, text: str) -> None:
        """Show a line above the text until the reader moves on; an empty one removes it."""
        self.changes.message, self.changes.lasting = text, False
