"""The course: the list of chapters, the text, and the simulation beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from textual.app import SystemCommand
from textual.binding import Binding

from vctutor.i18n import _
from vctutor.page.model import Target
from vctutor.tui.command_dispatch import Commanded
from vctutor.tui.commands import COMMANDS, Command, bindings
from vctutor.tui.course.annotations import Mine
from vctutor.tui.course.base import CourseBase
from vctutor.tui.course.course_pages import Pages
from vctutor.tui.course.opening import Opening
from vctutor.tui.course.questions import Answering
from vctutor.tui.course.searching import Searching
from vctutor.tui.model.navigation import OPENING, History, Spot, Visit
from vctutor.tui.widgets.chapter_tree import ChapterTree
from vctutor.tui.widgets.reader import Reader
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel


class CourseScreen(Pages, Searching, Mine, Answering, Opening, CourseBase):
    """Where the reader spends the time."""

    BINDINGS = [
        *bindings("found", "course"),
        *(
            Binding(str(digit), f"jump({digit})", f"chapter {digit}", show=False)
            for digit in range(10)
        ),
    ]

    # --- commands of the course -----------------------------------------------------------------------------

    def palette(self) -> Iterator[SystemCommand]:
        """Yield the commands for the palette."""
        for command in COMMANDS:
            if command.palette and not (self.tutor.kiosk and command.id == "sim.save"):
                yield SystemCommand(
                    _(command.label).capitalize(), _(command.help), self._runner(command)
                )

    def _runner(self, command: Command) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            if command.home == "card":
                self.card_command(command.id)
                return
            if command.home == "simulation":
                self.command_simulation_focus()
            home: Commanded = self
            if command.home not in ("course", "found"):
                home = self.panel if command.home == "simulation" else self.reader
            if home.can(command.id):
                await home.action_command(command.id)

        return run

    def action_jump(self, number: int) -> None:
        """Go to a chapter by its number."""
        if number < len(self.catalog.course.chapters):
            self.visit(number)
            self.reader.focus()

    def visit(self, where: int, spot: Spot | None = None) -> None:
        """Open a place, and see what was done meanwhile in another session."""
        super().visit(where, spot)
        self.tutor.look()

    def command_chapter_next(self) -> None:
        """Go to the next chapter; after the last, to the finishing page."""
        if self.where < len(self.catalog.course.chapters):
            self.visit(self.where + 1)

    def command_chapter_previous(self) -> None:
        """Go to the previous chapter; before the first, to the opening page."""
        if self.where > OPENING:
            self.visit(self.where - 1)

    def command_chapter_list(self) -> None:
        """Go to the list and back; where it is narrow, pull it out."""
        if self.chapters.has_focus:
            self.on_chapter_tree_left()
        else:
            self.add_class("-drawer")
            self.chapters.focus()

    def on_chapter_tree_left(self) -> None:
        """Go back to the text."""
        self.remove_class("-drawer")
        self.reader.focus()

    def on_chapter_tree_chosen(self, event: ChapterTree.Chosen) -> None:
        """Open the chapter that was chosen."""
        self.remove_class("-drawer")
        self.visit(event.index)
        self.reader.focus()

    def command_history_back(self) -> None:
        """Go back to where the reader was."""
        self._go_in_history(self._history.back(self._here()))

    def command_history_forward(self) -> None:
        """Go forward again."""
        self._go_in_history(self._history.forward(self._here()))

    def _go_in_history(self, found: tuple[Visit, History] | None) -> None:
        if found is not None:
            visit, self._history = found
            self.open(visit.chapter, visit.spot)

    def command_simulation_toggle(self) -> None:
        """Go to the simulation and back."""
        if self.panel.has_focus:
            self.on_simulation_panel_left()
        else:
            self.command_simulation_focus()

    def command_simulation_focus(self) -> None:
        """Go to the simulation of this passage."""
        here = self.simulation_here()
        if here is None:
            self.tell(_("There is no simulation in this chapter."))
            return
        if self.panel.ref is not here:
            self._show_simulation(here)
        self.leave_card()
        self.add_class("-simulating")
        self.panel.focus()

    def on_simulation_panel_left(self) -> None:
        """Go back to the line of the text where the reader was."""
        self.remove_class("-simulating")
        self.reader.focus()

    def on_simulation_panel_went(self, event: SimulationPanel.Went) -> None:
        """Go to the part of the chapter that was chosen, or to its simulation."""
        if event.target.kind == "simulation":
            self.act_on_simulation(event.target)
        else:
            self.reader.go_to(Spot(event.target.place))
            self.reader.focus()

    def on_simulation_panel_happened(self, event: SimulationPanel.Happened) -> None:
        """Record what the reader did in a simulation."""
        self.record.add(event.kind, event.item, event.payload)

    async def command_app_quit(self) -> None:
        """Leave; the application records the position first."""
        self.tutor.end(0)

    def keep_position(self) -> None:
        """Record where the reader is, before the end."""
        self._keep_position()

    # --- acting on what is in the text ------------------------------------------------------------------------

    def on_reader_acted(self, event: Reader.Acted) -> None:
        """Do what a target that was clicked stands for."""
        self.act(event.target)

    def act(self, target: Target) -> None:
        """Do what a target of the text stands for."""
        act = getattr(self, f"act_on_{target.kind}", None)
        if act is not None:
            act(target)

    def act_on_simulation(self, target: Target) -> None:
        """Go to the simulation that was acted on."""
        assert self.chapter is not None
        ref = next((ref for ref in self.chapter.simulations if ref.place == target.place), None)
        if ref is not None:
            self._show_simulation(ref)
            self.leave_card()
            self.add_class("-simulating")
            self.panel.focus()

    def act_on_derivation(self, target: Target) -> None:
        """Show the next step of a derivation; from the whole of it, begin with the first."""
        assert self.chapter is not None
        block: Any = next(block for block in self.chapter.body if block.place == target.place)
        shown = self.revealed.get(target.place, len(block.steps))
        if shown >= len(block.steps):
            self.revealed[target.place] = 1
        elif shown + 1 == len(block.steps):
            del self.revealed[target.place]
        else:
            self.revealed[target.place] = shown + 1
        self.lay_out()
