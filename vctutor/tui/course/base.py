"""What the course screen is made of: the list, the text, the simulation; what is open in them, and where."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen

from vctutor.course.catalog import Catalog
from vctutor.course.model import Chapter
from vctutor.i18n import _
from vctutor.page.model import Target
from vctutor.tui.command_dispatch import Commanded
from vctutor.tui.course.layout_cache import LayoutCache
from vctutor.tui.model.course_location import CourseLocation
from vctutor.tui.model.navigation import OPENING, Spot
from vctutor.tui.model.question_cards import QuestionCards
from vctutor.tui.model.review import Tally
from vctutor.tui.progress_recorder import ProgressRecorder
from vctutor.tui.textual_compat.screen_resize import SingleResizeScreen
from vctutor.tui.widgets.banner import Banner
from vctutor.tui.widgets.bars import KeyBar, TopBar
from vctutor.tui.widgets.chapter_tree import ChapterTree
from vctutor.tui.widgets.reader import Reader
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel

if TYPE_CHECKING:
    from vctutor.grading.attempts import Attempt
    from vctutor.tui.app import TutorApp


class Body(Horizontal):
    """What stands between the bars, side by side."""

    BLANK = True


class Reading(Container):
    """The text, and what is told above it."""

    BLANK = True


class CourseBase(SingleResizeScreen, Commanded, Screen[None]):
    """Holds what is open and where. The parts show it and change it, and `CourseScreen` puts them together.

    Of the parts, `Telling`, `Following`, `Laying` and `Opening` rest each on those named before it. The others rest on
    these four and not on each other; what these ask of them is named here.
    """

    AUTO_FOCUS = "Reader"
    BLANK = True

    def __init__(self, catalog: Catalog, record: ProgressRecorder, place: str | None) -> None:
        """Show ``catalog``, beginning at ``place`` or where the record says the reader left."""
        super().__init__()
        self.catalog = catalog
        self.record = record
        self.desk = QuestionCards(lambda: self.record.progress, self.answered)
        self.where = OPENING
        self.chapter: Chapter | None = None
        self.revealed: dict[str, int] = {}
        self.review: Tally | None = None
        self._asked = place
        self._layouts = LayoutCache()
        self._drawn = False  # whether the first picture was
        self._goal: Spot | None = None  # where the next page is shown; None stays

    @property
    def tutor(self) -> TutorApp:
        """The application."""
        return cast("TutorApp", self.app)

    @property
    def reviewing(self) -> bool:
        """Whether a review is on show."""
        return self.review is not None

    @property
    def opened(self) -> CourseLocation:
        """What is on show."""
        told = None if self.review is None else self.review.told
        return CourseLocation(self.where, self.catalog.course.chapters, self.chapter, told)

    def compose(self) -> ComposeResult:
        """Yield the bars, the list, the text and the simulation."""
        yield TopBar()
        with Body(id="body"):
            yield ChapterTree()
            with Reading(id="reading"):
                yield Banner()
                yield Reader()
            yield SimulationPanel()
        yield KeyBar()

    @property
    def reader(self) -> Reader:
        """The text."""
        return self.query_one(Reader)

    @property
    def panel(self) -> SimulationPanel:
        """The simulation."""
        return self.query_one(SimulationPanel)

    @property
    def chapters(self) -> ChapterTree:
        """The list of chapters."""
        return self.query_one(ChapterTree)

    # --- what the parts add -----------------------------------------------------------------------------------

    def hint(self, target: Target) -> str:
        """Return what enter does with a target that does not say so itself; empty for any other."""
        whole = target.kind == "derivation" and target.place not in self.revealed
        return _("enter: one step at a time") if whole else ""

    @abstractmethod
    def act(self, target: Target) -> None:
        """Do what a target of the text stands for."""

    @abstractmethod
    def can_card(self, command: str) -> bool:
        """Return whether a command of the cards can be done now."""

    @abstractmethod
    def card_key(self, command: str) -> None:
        """Do what a key of the active card stands for; ``option.3`` chooses the third option."""

    @abstractmethod
    def card_in_sight(self) -> bool:
        """Return whether the active card is in the window."""

    @abstractmethod
    def leave_card(self) -> None:
        """Let the keys go to the text again."""

    @abstractmethod
    def place_field(self) -> None:
        """Keep the field over its line."""

    @abstractmethod
    def answered(self, item: str, attempt: Attempt) -> None:
        """Record an answer that was judged."""

    @abstractmethod
    def command_question_next(self) -> None:
        """Go to the next unanswered question."""
