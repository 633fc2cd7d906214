"""The simulation beside the text: that of the passage is offered, loaded when it is reached, and entered."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from vctutor.course.model import SimulationRef
from vctutor.i18n import _
from vctutor.tui.course.questions import Questions
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.navigation import simulation_at
from vctutor.tui.widgets.reader import Reader
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel


class PaneHost(Protocol):
    """The screen, whose classes decide which pane gets how much room."""

    def update_classes(self, classes: Mapping[str, bool], *, update: bool = True) -> object:
        """Set and remove classes."""


class SimulationPane:
    """Shows the simulations of the chapter in the panel, and goes there and back."""

    def __init__(
        self,
        state: CourseState,
        reader: Reader,
        panel: SimulationPanel,
        questions: Questions,
        host: PaneHost,
    ) -> None:
        """Show the simulations of the passages of ``reader`` in ``panel``."""
        self._state = state
        self._reader = reader
        self._panel = panel
        self._questions = questions
        self._host = host

    def _here(self) -> SimulationRef | None:
        """Return the simulation of the passage being read: the nearest at or above the bottom of the window."""
        bottom = self._reader.scroll_offset.y + self._reader.size.height
        return simulation_at(self._state.location.chapter, self._reader.page, bottom)

    def offer_first(self) -> None:
        """Show the chapter's first simulation beside the text; fold the panel away where there is none."""
        chapter = self._state.location.chapter
        refs = chapter.simulations if chapter else ()
        classes = {"-has-simulation": bool(refs), "-simulating": False}
        if refs:
            self._offer(refs[0], classes)
        else:
            self._host.update_classes(classes, update=self._state.first_painted)

    def _offer(
        self, ref: SimulationRef, classes: Mapping[str, bool] = MappingProxyType({})
    ) -> None:
        """Show a simulation beside the text; ``classes`` of the screen change at the same time."""
        assert self._state.location.chapter is not None
        item = f"{self._state.location.chapter.id}/{ref.place}"
        progress, panel = self._state.record.progress, self._panel
        panel.offer(item, ref, progress.simulations.get(item), item in progress.predictions)
        # Until it is reached, the outline of the chapter needs less room, and the text gets the rest.
        previewing = panel.view is None and not panel.loading_item
        # Before the first picture, everything is styled when the screen is shown.
        self._host.update_classes(
            {**classes, "-previewing": previewing}, update=self._state.first_painted
        )

    def toggle(self) -> None:
        """Go to the simulation of this passage, or back."""
        if self._panel.has_focus:
            self.leave()
        else:
            self.enter_here()

    def enter_here(self) -> None:
        """Go to the simulation of this passage."""
        here = self._here()
        if here is None:
            self._state.show_message(_("There is no simulation in this chapter."))
        else:
            self._enter(here)

    def enter(self, place: str) -> None:
        """Go to the simulation at a place of the chapter."""
        chapter = self._state.location.chapter
        refs = chapter.simulations if chapter else ()
        ref = next((ref for ref in refs if ref.place == place), None)
        if ref is not None:
            self._enter(ref)

    def _enter(self, ref: SimulationRef) -> None:
        self._questions.leave()
        self._offer(ref)
        self._host.update_classes({"-simulating": True})
        self._panel.focus()

    def leave(self) -> None:
        """Go back to the line of the text where the reader was."""
        self._host.update_classes({"-simulating": False})
        self._reader.focus()

    def follow(self) -> None:
        """Show the simulation of the passage being read, and load it where its line is in sight."""
        here = self._here()
        if here is not None and not self._panel.has_focus:
            self._offer(here)
            self.load_in_sight()

    def load_in_sight(self) -> None:
        """Load the simulation where its line of the text is in sight."""
        ref, chapter = self._panel.ref, self._state.location.chapter
        block = self._reader.page.find(ref.place) if ref and chapter else None
        top, height = self._reader.scroll_offset.y, self._reader.size.height
        if block is not None and top <= block.line < top + height and self._panel.display:
            self._panel.request_simulation()
