"""The course screen: it puts the controllers together, sends them events, and shows what they changed."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Input

from vctutor.course.catalog import Catalog
from vctutor.i18n import _
from vctutor.page.model import Target
from vctutor.settings import Settings
from vctutor.tui.command_dispatch import CommandDispatch, bindings
from vctutor.tui.course.annotations import Annotations
from vctutor.tui.course.course_pages import CoursePages
from vctutor.tui.course.navigation import Navigation
from vctutor.tui.course.page_layout import PageLayout
from vctutor.tui.course.palette import CoursePalette
from vctutor.tui.course.position import Position
from vctutor.tui.course.questions import AnswerField, Questions
from vctutor.tui.course.refresher import Refresher
from vctutor.tui.course.search import Search
from vctutor.tui.course.simulation_pane import SimulationPane
from vctutor.tui.course.state import CourseState
from vctutor.tui.course.status import Status
from vctutor.tui.course.targets import Targets
from vctutor.tui.model.navigation import Spot, start
from vctutor.tui.progress_recorder import ProgressRecorder
from vctutor.tui.services import Look, Preferences, Session
from vctutor.tui.textual_compat.screen_resize import SingleResizeScreen
from vctutor.tui.widgets.chapter_tree import ChapterTree
from vctutor.tui.widgets.reader import Reader
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel

STORE_PATIENCE = 2.0  # seconds the first look at the store may take


class Body(Horizontal):
    """What stands between the bars, side by side."""

    BLANK = True


class Reading(Container):
    """The text, and the banner above it."""

    BLANK = True


class CourseScreen(SingleResizeScreen, CommandDispatch, Screen[None]):
    """Where the reader spends the time.

    An event goes to one controller, which changes the state and what it holds. Then the `Refresher` shows
    everything that depends on the state, and lays the page out at most once.
    """

    AUTO_FOCUS = "Reader"
    BLANK = True
    BINDINGS = [
        *bindings("found", "course"),
        *(
            Binding(str(digit), f"jump({digit})", f"chapter {digit}", show=False)
            for digit in range(10)
        ),
    ]

    def __init__(
        self,
        catalog: Catalog,
        record: ProgressRecorder,
        place: str | None,
        *,
        look: Look,
        session: Session,
        notices: list[str],
        preferences: Preferences,
    ) -> None:
        """Show ``catalog``, beginning at ``place`` or where the record says the reader left.

        Args:
            catalog: the course.
            record: the reader's progress.
            place: where to begin, such as ``4`` or ``5#vanishing``; None begins where the reader left.
            look: what everything is drawn with.
            session: the session that the reader is in.
            notices: what is said above the text as soon as there is nothing else; emptied then.
            preferences: the reader's settings.
        """
        super().__init__()
        self.look = look
        self._session = session
        self._preferences = preferences
        self._place = place
        self._body, self._reading = Body(id="body"), Reading(id="reading")
        self.state = state = CourseState(catalog, record)
        self.reader = reader = Reader(look)
        self.panel = SimulationPanel(look, lambda: preferences.settings.motion)
        self.status = Status(state, look, notices)
        self.page_layout = PageLayout(state, reader, look, self)
        self.answer_field = AnswerField(state.cards, reader, self._reading)
        self.questions = Questions(state, reader, self.answer_field, self)
        self.position = Position(state, reader, self)
        self.simulation = SimulationPane(state, reader, self.panel, self.questions, self)
        self.navigation = Navigation(state, reader, self.questions, self.simulation, session)
        self.search = Search(state, reader, self.navigation, self)
        self.annotations = Annotations(state, reader, self.navigation, self, session)
        self.pages = CoursePages(state, self.navigation, self, session, preferences)
        self.targets = Targets(state, self.questions, self.simulation, self.pages)
        self.refresher = Refresher(
            state,
            reader,
            self.panel,
            self.status,
            self.page_layout,
            self.answer_field,
            self.questions,
            self.position,
            self.simulation,
            self.navigation,
            self.search,
            self,
        )
        self.page_layout.completed = self.refresher.lay_out
        self.answer_field.left = self.refresher.show_keys
        self.command_table = self._commands()
        self.palette = CoursePalette(
            self, self.reader, self.panel, self._enter_simulation, self._press_card_key
        )
        self._connect_reader()

    def compose(self) -> ComposeResult:
        """Yield the bars, the list, the text and the simulation."""
        status = self.status
        yield status.top_bar
        with self._body:
            yield status.chapters
            with self._reading:
                yield status.banner
                yield self.reader
            yield self.panel
        yield status.key_bar

    def _connect_reader(self) -> None:
        # Called while a key is handled, and not by messages, so that the next key finds its effect.
        reader = self.reader
        reader.widest = self._preferences.settings.text_width
        reader.card_keys = self.questions.can
        reader.card_key = self._press_card_key
        reader.acted = self.activate_target
        reader.revealed = self.state.revealed
        reader.fitted = self.refresher.fit
        reader.shown = self.refresher.show_again
        reader.followed = self.refresher.follow_reader

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            **self.navigation.commands,
            **self.search.commands,
            **self.annotations.commands,
            **self.pages.commands,
            "chapter.list": self._toggle_list,
            "simulation.toggle": self.simulation.toggle,
            "question.next": self.questions.go_to_next,
            "settings.open": lambda: self.pages.open_settings(self._apply_settings),
            "keys.open": self.open_keys,
            "app.quit": lambda: self._session.end(0),
        }

    # --- the start ----------------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Look up where the reader left, and open that."""
        # Nothing is styled yet: all is when the screen is shown.
        self.apply_breakpoints(self.app.size, update=False)
        state, record = self.state, self.state.record
        record.on_change = partial(self.call_later, self.on_progress_changed)
        if not await record.load(STORE_PATIENCE):
            self.status.trouble = _(
                "The record of your progress does not answer; reading goes on without it."
            )
        where, spot = start(state.catalog, self._place, record.progress.at)
        self.navigation.open(where, spot)
        self.refresher.apply()
        self.reader.focus()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        """Do what the first picture could wait for."""
        self.state.first_painted = True
        if not gc.isenabled():
            gc.collect()
            gc.freeze()  # what was made so far stays, and need not be scanned again
            gc.enable()
        self.on_progress_changed()
        self.simulation.load_in_sight()
        self.refresher.count()

    # --- what the reader does -----------------------------------------------------------------------------------

    def can(self, command: str) -> bool:
        """Return whether a command can be done now: those of a search while one is on."""
        return self.search.can(command)

    async def action_command(self, command: str) -> None:
        """Carry a command out, and show what it changed."""
        await super().action_command(command)
        self.refresher.apply()

    def action_jump(self, number: int) -> None:
        """Go to a chapter by its number."""
        self.navigation.jump(number)
        self.refresher.apply()

    def _press_card_key(self, command: str) -> None:
        self.questions.press(command)
        self.refresher.apply()

    def activate_target(self, target: Target) -> None:
        """Do what a target of the text stands for."""
        self.targets.activate(target)
        self.refresher.apply()

    def on_reader_acted(self, event: Reader.Acted) -> None:
        """Do what a target that was clicked stands for."""
        self.activate_target(event.target)

    def on_reader_copying(self) -> None:
        """Copy the LaTeX of the chosen formula."""
        self.pages.copy_formula(self.reader.current)
        self.refresher.apply()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read what is typed in the answer field, and show how it is read."""
        if event.input is self.answer_field.field:
            event.stop()
            self.questions.write(event.value)
            self.refresher.apply()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Have what is typed judged."""
        if event.input is self.answer_field.field:
            event.stop()
            self.questions.submit()
            self.refresher.apply()

    def visit(self, where: int, spot: Spot | None = None) -> None:
        """Open a place, with the one before remembered."""
        self.navigation.visit(where, spot)
        self.refresher.apply()

    def go(self, address: str) -> None:
        """Go to a place by its name, such as ``5#vanishing``."""
        self.navigation.go(address)
        self.refresher.apply()

    def enter_card(self, place: str) -> None:
        """Make the card at a place the active one."""
        self.questions.enter(place)
        self.refresher.apply()

    # --- the other panes ----------------------------------------------------------------------------------------

    def _toggle_list(self) -> None:
        """Go to the list of chapters and back; where it is narrow, pull it out."""
        if self.status.chapters.has_focus:
            self.on_chapter_tree_left()
        else:
            self.add_class("-drawer")
            self.status.chapters.focus()

    def on_chapter_tree_left(self) -> None:
        """Go back to the text."""
        self.remove_class("-drawer")
        self.reader.focus()

    def on_chapter_tree_chosen(self, event: ChapterTree.Chosen) -> None:
        """Open the chapter that was chosen."""
        self.remove_class("-drawer")
        self.visit(event.index)
        self.reader.focus()

    def _enter_simulation(self) -> None:
        self.simulation.enter_here()
        self.refresher.apply()

    def on_simulation_panel_left(self) -> None:
        """Go back to the line of the text where the reader was."""
        self.simulation.leave()

    def on_simulation_panel_went(self, event: SimulationPanel.Went) -> None:
        """Go to the part of the chapter that was chosen, or to its simulation."""
        if event.target.kind == "simulation":
            self.activate_target(event.target)
        else:
            self.reader.go_to(Spot(event.target.place))
            self.reader.focus()

    def on_simulation_panel_happened(self, event: SimulationPanel.Happened) -> None:
        """Record what the reader did in a simulation."""
        self.state.record.add(event.kind, event.item, event.payload)

    def on_simulation_panel_changed(self) -> None:
        """Show what the keys do in the simulation now; while it is not reached, the outline for the size there is."""
        if self.panel.loading_item:
            self.remove_class("-previewing")  # it gets the room that is kept for it
        self.refresher.show_outline()
        self.refresher.show_keys()

    def on_simulation_panel_numbers(self, event: SimulationPanel.Numbers) -> None:
        """Show a simulation's numbers as text."""
        self.pages.open_numbers(event.title, event.text)

    def on_simulation_panel_saving(self, event: SimulationPanel.Saving) -> None:
        """Ask where to save a picture, and save it."""
        self.annotations.save_picture(event.svg, event.name)
        self.refresher.apply()

    # --- what happens by itself ---------------------------------------------------------------------------------

    def on_progress_changed(self) -> None:
        """Show what the store reported."""
        if self.is_running:
            self.refresher.show_progress()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self.refresher.show_keys()

    def on_resize(self) -> None:
        """Keep the active card in the window when that has another height."""
        typing = self.answer_field.field is not None
        self.call_after_refresh(self.refresher.keep_card, typing)

    def save_position(self) -> None:
        """Record where the reader is, before the end."""
        self.position.save()

    def on_unmount(self) -> None:
        """Stop laying out ahead."""
        self.page_layout.cancel()

    # --- pages over the course ----------------------------------------------------------------------------------

    def show_page(self, page: Screen[Any], done: Callable[[Any], object] | None = None) -> None:
        """Show a page; when it closes, ``done`` gets its result, and what that changed is shown."""

        def finish(result: Any) -> None:
            if done is not None:
                done(result)
            self.refresher.apply()

        self.app.push_screen(page, finish)

    def copy_text(self, text: str) -> None:
        """Copy text to the clipboard."""
        self.app.copy_to_clipboard(text)

    def open_keys(self) -> None:
        """Show the keys, those of the place one is in first."""
        active = self.state.cards.active
        self.pages.open_keys(
            "simulation" if self.panel.has_focus else "card" if active else "course"
        )

    def _apply_settings(self, settings: Settings) -> None:
        self._preferences.change_settings(settings)
        if self.reader.widest != settings.text_width:
            self.reader.widest = settings.text_width
            self.refresher.lay_out()
