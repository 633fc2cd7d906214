"""Shows what changed: the one refresh that follows every event."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from vctutor.i18n import _
from vctutor.tui.commands import ASKED_KEYS, COMMANDS_OF
from vctutor.tui.course.navigation import Navigation
from vctutor.tui.course.page_layout import PageLayout
from vctutor.tui.course.position import Position
from vctutor.tui.course.questions import AnswerField, Questions
from vctutor.tui.course.search import Search
from vctutor.tui.course.simulation_pane import SimulationPane
from vctutor.tui.course.state import Changes, CourseState
from vctutor.tui.course.status import Status
from vctutor.tui.model.navigation import shown_commands
from vctutor.tui.widgets.reader import Reader
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel

if TYPE_CHECKING:
    from textual.widget import Widget


class RefreshHost(Protocol):
    """The screen."""

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""

    def remove_class(self, *names: str) -> object:
        """Remove classes."""

    def call_later(self, callback: Callable[[], object]) -> object:
        """Call back when the messages before are handled; any thread may ask for it."""

    def run_worker(self, work: Any, *, thread: bool, group: str, exclusive: bool) -> object:
        """Run a function in a thread."""


class Refresher:
    """Shows the state of the course after each event. It calls the controllers; none of them calls it."""

    def __init__(
        self,
        state: CourseState,
        reader: Reader,
        panel: SimulationPanel,
        status: Status,
        page_layout: PageLayout,
        answer_field: AnswerField,
        questions: Questions,
        position: Position,
        simulation: SimulationPane,
        navigation: Navigation,
        search: Search,
        host: RefreshHost,
    ) -> None:
        """Show ``state`` with the help of the controllers."""
        self._state = state
        self._reader = reader
        self._panel = panel
        self._status = status
        self._page_layout = page_layout
        self._field = answer_field
        self._questions = questions
        self._position = position
        self._simulation = simulation
        self._navigation = navigation
        self._search = search
        self._host = host

    def apply(self) -> None:
        """Show what the controllers changed: lay the page out at most once, then all that depends on the page."""
        if self._state.changes.visited:
            self._search.end()
        changes, self._state.changes = self._state.changes, Changes()
        if changes.opened and self._state.first_painted and self._navigation.size_needed:
            self.count()
        reader = self._reader
        top = reader.scroll_offset.y
        reader.following = False  # what is scrolled here is followed below, once
        if changes.card:
            self._host.remove_class("-simulating")
        # A card that is brought into sight must be on the page, wherever it stands.
        whole = changes.card or not changes.partly
        laid_out = changes.layout and self._page_layout.lay_out(whole=whole)
        if changes.card:
            self._questions.show()
        reader.following = True
        if changes.field:
            self._field.open()
        if laid_out or changes.card:
            self._field.place()
        if changes.due:
            self._status.count_due()
        scrolled = reader.scroll_offset.y != top
        self._show_message(changes, moved=changes.opened or scrolled)
        if laid_out:
            self._page_layout.prepare(self._navigation.following)
            self._follow_page()
            self.show_outline()
        elif scrolled:
            self._follow_page()
        if scrolled:
            self._position.restart_timer(self._settle)
        if changes.card or scrolled:
            self._questions.in_sight_before = self._questions.in_sight
        if changes.opened:
            self._status.show_rows()
            self._position.save()
        self.show_keys()

    def lay_out(self) -> None:
        """Lay the whole page out."""
        self._state.changes.layout = True
        self.apply()

    def _show_message(self, changes: Changes, *, moved: bool) -> None:
        result = self._search.result
        self._status.standing = result.text() if result is not None else ""
        if moved:
            self._status.reader_moved()
        if changes.message is not None:
            self._status.show_message(changes.message, lasting=changes.lasting)

    def _follow_page(self) -> None:
        """Show where the reader is on the page now, and record what was read."""
        self._status.show_place(self._reader.progress())
        self._position.mark_read()

    def show_outline(self) -> None:
        """Show the outline of the chapter beside the text, while the simulation is not loaded."""
        self._status.show_outline(self._panel, self._position.part_here)

    # --- keys -----------------------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """Show what the keys do now."""
        self._status.show_keys(self._shown_keys())

    def _shown_keys(self) -> list[tuple[str, str]]:
        """Return the keys of what has the focus, each with what it does."""
        panel, focused = self._panel, self._host.focused
        asked = ""
        if focused is not None and focused is self._field.field:
            asked = "answer"
        elif focused is not None and panel in (focused, focused.parent):
            asked = panel.asks
        if asked:
            return [(key, _(label)) for key, label in ASKED_KEYS[asked]]
        if panel.has_focus:
            commands = [one for one in COMMANDS_OF["simulation"] if one.shown]
            able = panel.can if panel.view is not None else lambda command: True
            shown = [one for one in commands if able(one.id)]
        elif self._questions.in_sight:
            allows = self._state.cards.allows
            shown = [one for one in COMMANDS_OF["card"] if one.shown and allows(one.id)]
        else:
            shown = shown_commands(self._state.location, self._search.can)
        return [(one.key_label, _(one.label)) for one in shown]

    # --- what happens by itself -----------------------------------------------------------------------------

    def show_progress(self) -> None:
        """Show what the store reported: on the card, on the key bar, in the banner and in the list."""
        place = self._questions.take_reports()
        if place is not None:
            self._page_layout.repaint_card(place)
        self.show_keys()
        self._status.show_notices()
        self._status.show_rows()

    def count(self) -> None:
        """Count what there is, at once where that takes a few milliseconds, else in a thread."""
        if self._state.catalog.quick:
            self._count()
        else:
            self._host.run_worker(self._count, thread=True, group="count", exclusive=True)

    def _count(self) -> None:
        needed = self._navigation.size_needed
        self._navigation.count()
        self._status.count_due()
        if needed:
            self._host.call_later(self.lay_out)
        self._host.call_later(self._status.show_rows)

    def _settle(self) -> None:
        """Record the position of a reader who has stopped scrolling, and show the simulation of the passage."""
        self._position.save()
        self._simulation.follow()
        self.show_outline()

    # --- what the reader widget calls ---------------------------------------------------------------------------

    def follow_reader(self) -> None:
        """Follow the reader, who scrolled."""
        questions = self._questions
        self._status.reader_moved()
        self._follow_page()
        self._field.place()
        self._position.restart_timer(self._settle)
        if questions.in_sight_before != questions.in_sight:
            questions.in_sight_before = questions.in_sight
            self.show_keys()

    def fit(self, cells: int) -> None:
        """Lay the page out for another width, before it is drawn, with the active card in sight and its field open."""
        changes = self._state.changes
        keep_card = self._questions.in_sight_before and self._state.cards.active is not None
        typing = self._field.field is not None
        changes.layout, changes.partly = True, not keep_card
        self.apply()
        if keep_card:
            self._questions.in_sight_before = True  # laying out may have scrolled it away
            self.keep_card(typing)

    def keep_card(self, typing: bool) -> None:
        """Bring the active card back into sight, where it was in sight before; ``typing`` keeps its field open."""
        self._questions.keep_in_sight(typing)
        self.apply()

    def show_again(self) -> None:
        """Lay out what was to be laid out while the text was hidden."""
        if self._page_layout.missed:
            self.lay_out()
