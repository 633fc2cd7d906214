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
from vctutor.tui.commands import ASKED_KEYS, BY_ID, COMMANDS_OF
from vctutor.tui.course.annotations import Annotations
from vctutor.tui.course.answer_field import AnswerField
from vctutor.tui.course.course_pages import CoursePages
from vctutor.tui.course.navigation import Navigation
from vctutor.tui.course.page_layout import PageLayout
from vctutor.tui.course.palette import CoursePalette
from vctutor.tui.course.position import Position
from vctutor.tui.course.questions import Questions
from vctutor.tui.course.search import Search
from vctutor.tui.course.simulation_pane import SimulationPane
from vctutor.tui.course.state import Changes, CourseState
from vctutor.tui.course.status import Status
from vctutor.tui.course.targets import Targets
from vctutor.tui.model.navigation import Spot, shown_commands, start
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

    An event goes to one controller, which changes the state and what it holds. Then `apply_changes` shows everything
    that depends on the state, and lays the page out at most once.
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
        self.page_layout = PageLayout(state, reader, look, self, self._relayout)
        self.answer_field = AnswerField(state.cards, reader, self._reading, self._show_keys)
        self.questions = Questions(state, reader, self.answer_field, self)
        self.position = Position(state, reader, self)
        self.simulation = SimulationPane(state, reader, self.panel, self.questions, self)
        self.navigation = Navigation(state, reader, self.questions, self.simulation, session)
        self.search = Search(state, reader, self.navigation, self)
        self.annotations = Annotations(state, reader, self.navigation, self, session)
        self.pages = CoursePages(state, self.navigation, self, session, preferences)
        self.targets = Targets(state, self.questions, self.simulation, self.pages)
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
        reader.fitted = self._fit
        reader.shown = self._show_again
        reader.followed = self._follow_reader

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

    # --- the one refresh ----------------------------------------------------------------------------------------

    def apply_changes(self) -> None:
        """Show what the controllers changed: lay the page out at most once, then all that depends on the page."""
        if self.state.changes.visited:
            self.search.end()
        changes, self.state.changes = self.state.changes, Changes()
        if changes.opened and self.state.first_painted and self.navigation.size_needed:
            self._count()
        top = self.reader.scroll_offset.y
        self.reader.following = False  # what is scrolled here is followed below, once
        if changes.card:
            self.remove_class("-simulating")
        laid_out = changes.layout and self.page_layout.lay_out(whole=not changes.partly)
        if changes.card:
            self.questions.show()
        self.reader.following = True
        if changes.field:
            self.answer_field.open()
        if laid_out or changes.card:
            self.answer_field.place()
        if changes.due:
            self.status.count_due()
        scrolled = self.reader.scroll_offset.y != top
        self._show_message(changes, moved=changes.opened or scrolled)
        if laid_out:
            self.page_layout.prepare(self.navigation.following)
            self._follow_page()
            self._show_outline()
        elif scrolled:
            self._follow_page()
        if scrolled:
            self.position.restart_timer(self._settle)
        if changes.card or scrolled:
            self.questions.in_sight_before = self.questions.in_sight
        if changes.opened:
            self.status.show_rows()
            self.position.save()
        self._show_keys()

    def _show_message(self, changes: Changes, *, moved: bool) -> None:
        result = self.search.result
        self.status.standing = result.text() if result is not None else ""
        if moved:
            self.status.reader_moved()
        if changes.message is not None:
            self.status.show_message(changes.message, lasting=changes.lasting)

    def _follow_page(self) -> None:
        """Show where the reader is on the page now, and record what was read."""
        self.status.show_place(self.reader.progress())
        self.position.mark_read()

    def _show_outline(self) -> None:
        self.status.show_outline(self.panel, self.position.part_here)

    def _show_keys(self) -> None:
        self.status.show_keys(self._shown_keys())

    def _shown_keys(self) -> list[tuple[str, str]]:
        """Return the keys of what has the focus, each with what it does."""
        panel, focused = self.panel, self.focused
        if isinstance(focused, Input) or panel.has_focus:
            asked = "answer" if focused is self.answer_field.field else panel.asks
            if asked:
                return [(key, _(label)) for key, label in ASKED_KEYS[asked]]
        if panel.has_focus:
            commands = [one for one in COMMANDS_OF["simulation"] if one.shown]
            able = panel.can if panel.view is not None else lambda command: True
            shown = [one for one in commands if able(one.id)]
        elif self.questions.in_sight:
            allows = self.state.cards.allows
            shown = [one for one in COMMANDS_OF["card"] if one.shown and allows(one.id)]
        else:
            shown = shown_commands(self.state.location, self.can)
        return [(one.key_label, _(one.label)) for one in shown]

    def _relayout(self) -> None:
        """Lay the whole page out."""
        self.state.changes.layout = True
        self.apply_changes()

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
        self.apply_changes()
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
        self._count()

    def _count(self) -> None:
        """Count what there is, at once where that takes a few milliseconds, else in a thread."""
        if self.state.catalog.quick:
            self._count_now()
        else:
            self.run_worker(self._count_now, thread=True, group="count", exclusive=True)

    def _count_now(self) -> None:
        needed = self.navigation.size_needed
        self.navigation.count()
        self.status.count_due()
        self.call_later(self._relayout if needed else self._show_keys)
        self.call_later(self.status.show_rows)

    # --- what the reader does -----------------------------------------------------------------------------------

    def can(self, command: str) -> bool:
        """Return whether a command can be done now: those of a search while one is on."""
        return BY_ID[command].home != "found" or self.search.result is not None

    async def action_command(self, command: str) -> None:
        """Carry a command out, and show what it changed."""
        await super().action_command(command)
        self.apply_changes()

    def action_jump(self, number: int) -> None:
        """Go to a chapter by its number."""
        self.navigation.jump(number)
        self.apply_changes()

    def _press_card_key(self, command: str) -> None:
        self.questions.press(command)
        self.apply_changes()

    def activate_target(self, target: Target) -> None:
        """Do what a target of the text stands for."""
        self.targets.activate(target)
        self.apply_changes()

    def on_reader_acted(self, event: Reader.Acted) -> None:
        """Do what a target that was clicked stands for."""
        self.activate_target(event.target)

    def on_reader_copying(self) -> None:
        """Copy the LaTeX of the chosen formula."""
        self.pages.copy_formula(self.reader.current)
        self.apply_changes()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read what is typed in the answer field, and show how it is read."""
        if event.input is self.answer_field.field:
            event.stop()
            self.questions.write(event.value)
            self.apply_changes()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Have what is typed judged."""
        if event.input is self.answer_field.field:
            event.stop()
            self.questions.submit()
            self.apply_changes()

    def visit(self, where: int, spot: Spot | None = None) -> None:
        """Open a place, with the one before remembered."""
        self.navigation.visit(where, spot)
        self.apply_changes()

    def go(self, address: str) -> None:
        """Go to a place by its name, such as ``5#vanishing``."""
        self.navigation.go(address)
        self.apply_changes()

    def enter_card(self, place: str) -> None:
        """Make the card at a place the active one."""
        self.questions.enter(place)
        self.apply_changes()

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
        self.apply_changes()

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
        self._show_outline()
        self._show_keys()

    def on_simulation_panel_numbers(self, event: SimulationPanel.Numbers) -> None:
        """Show a simulation's numbers as text."""
        self.pages.open_numbers(event.title, event.text)

    def on_simulation_panel_saving(self, event: SimulationPanel.Saving) -> None:
        """Ask where to save a picture, and save it."""
        self.annotations.save_picture(event.svg, event.name)
        self.apply_changes()

    # --- what happens by itself ---------------------------------------------------------------------------------

    def on_progress_changed(self) -> None:
        """Show what the store reported: on the key bar, on the card, in the banner and in the list."""
        if not self.is_running:
            return
        place = self.questions.take_reports()
        if place is not None:
            self.page_layout.repaint_card(place)
        self._show_keys()
        self.status.show_notices()
        self.status.show_rows()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self._show_keys()

    def _follow_reader(self) -> None:
        """Follow the reader, who scrolled."""
        self.status.reader_moved()
        self._follow_page()
        self.answer_field.place()
        self.position.restart_timer(self._settle)
        if self.questions.in_sight_before != self.questions.in_sight:
            self.questions.in_sight_before = self.questions.in_sight
            self._show_keys()

    def _settle(self) -> None:
        """Record the position of a reader who has stopped scrolling, and show the simulation of the passage."""
        self.position.save()
        self.simulation.follow()
        self._show_outline()

    def _fit(self, cells: int) -> None:
        """Lay the page out for another width, before it is drawn, with the active card in sight and its field open."""
        changes = self.state.changes
        keep_card = self.questions.in_sight_before and self.state.cards.active is not None
        typing = self.answer_field.field is not None
        changes.layout, changes.partly = True, not keep_card
        self.apply_changes()
        if keep_card:
            self.questions.in_sight_before = True  # laying out may have scrolled it away
            self._keep_card(typing)

    def on_resize(self) -> None:
        """Keep the active card in the window when that has another height."""
        typing = self.answer_field.field is not None
        self.call_after_refresh(self._keep_card, typing)

    def _keep_card(self, typing: bool) -> None:
        self.questions.keep_in_sight(typing)
        self.apply_changes()

    def _show_again(self) -> None:
        """Lay out what was to be laid out while the text was hidden."""
        if self.page_layout.missed:
            self._relayout()

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
            self.apply_changes()

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
            self._relayout()
