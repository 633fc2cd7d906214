"""Records where the reader is and what was read, and keeps the simulation of the passage beside the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from vctutor.course.model import SimulationRef
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.navigation import ended, part_at, simulation_at
from vctutor.tui.widgets.reader import Reader
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel

if TYPE_CHECKING:
    from textual.timer import Timer

SETTLE_DELAY = 1.0  # seconds without scrolling after which the position is recorded


class PositionHost(Protocol):
    """The screen: it has timers, and classes that decide which pane gets how much room."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call back after so many seconds."""

    def update_classes(self, classes: Mapping[str, bool], *, update: bool = True) -> object:
        """Set and remove classes."""


class Position:
    """Follows the reader through the page."""

    def __init__(
        self, state: CourseState, reader: Reader, panel: SimulationPanel, host: PositionHost
    ) -> None:
        """Follow ``reader``, and show the simulation of the passage in ``panel``."""
        self._state = state
        self._reader = reader
        self._panel = panel
        self._host = host
        self._timer: Timer | None = None

    # --- what is recorded -------------------------------------------------------------------------------------

    def restart_timer(self, settled: Callable[[], object]) -> None:
        """Call ``settled`` when the reader has not scrolled for a while."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._host.set_timer(SETTLE_DELAY, settled)

    def save_drafts(self) -> None:
        """Record what was begun on cards and not answered, so that it is there in the next session."""
        for item, payload in self._state.cards.take_drafts():
            self._state.record.add("draft", item, payload)

    def save(self) -> None:
        """Record where the reader is, where that changed, and what was begun there."""
        self.save_drafts()
        state = self._state
        spot = state.goal or self._reader.spot()
        item = state.location.item()
        at = state.record.progress.at
        if (
            item is None
            or state.location.reviewing
            or (at and (at.chapter, at.place, at.line_offset) == (item, spot.place, spot.offset))
        ):
            return
        payload = {"place": spot.place, "line_offset": max(0, spot.offset)}
        state.record.add("position", item, payload)

    def mark_read(self) -> None:
        """Record the sections whose end has been in sight."""
        state, reader = self._state, self._reader
        if state.location.chapter is None or state.location.reviewing or reader.size.height == 0:
            return
        bottom = reader.scroll_offset.y + reader.size.height
        for place in ended(state.location.chapter, reader.page, bottom):
            item = f"{state.location.chapter.id}/{place}"
            if item not in state.record.progress.read:
                state.record.add("read", item)

    # --- the simulation beside the text -----------------------------------------------------------------------

    @property
    def part_here(self) -> str:
        """The place of the part of the chapter that is being read."""
        return part_at(
            self._state.location.chapter, self._reader.page, self._reader.scroll_offset.y + 1
        )

    @property
    def simulation_here(self) -> SimulationRef | None:
        """The simulation of the passage being read: the nearest at or above the bottom of the window."""
        bottom = self._reader.scroll_offset.y + self._reader.size.height
        return simulation_at(self._state.location.chapter, self._reader.page, bottom)

    def offer_first_simulation(self) -> None:
        """Show the chapter's first simulation beside the text; fold the panel away where there is none."""
        chapter = self._state.location.chapter
        refs = chapter.simulations if chapter else ()
        classes = {"-has-simulation": bool(refs), "-simulating": False}
        if refs:
            self.offer_simulation(refs[0], classes)
        else:
            self._host.update_classes(classes, update=self._state.first_painted)

    def offer_simulation(
        self, ref: SimulationRef, classes: Mapping[str, bool] = MappingProxyType({})
    ) -> None:
        """Show a simulation beside the text; ``classes`` of the screen change at the same time."""
        assert self._state.location.chapter is not None
        item = f"{self._state.location.chapter.id}/{ref.place}"
        progress, panel = self._state.record.progress, self._panel
        panel.offer(item, ref, progress.simulations.get(item), item in progress.predictions)
        # Until it is reached, the outline of the chapter needs less room, and the text gets the rest.
        previewing = panel.session.view is None and not panel.loading_item
        # Before the first picture, everything is styled when the screen is shown.
        self._host.update_classes(
            {**classes, "-previewing": previewing}, update=self._state.first_painted
        )

    def enter_simulation(self, ref: SimulationRef) -> None:
        """Go to a simulation of the chapter."""
        if self._panel.session.ref is not ref:
            self.offer_simulation(ref)
        self._host.update_classes({"-simulating": True})
        self._panel.focus()

    def leave_simulation(self) -> None:
        """Go back to the line of the text where the reader was."""
        self._host.update_classes({"-simulating": False})
        self._reader.focus()

    def follow_simulation(self) -> None:
        """Show the simulation of the passage being read, and load it where its line is in sight."""
        here = self.simulation_here
        if here is not None and not self._panel.has_focus:
            self.offer_simulation(here)
            self.load_simulation_in_sight()

    def load_simulation_in_sight(self) -> None:
        """Load the simulation where its line of the text is in sight."""
        ref = self._panel.session.ref
        block = self._reader.page.find(ref.place) if ref and self._state.location.chapter else None
        top, height = self._reader.scroll_offset.y, self._reader.size.height
        if block is not None and top <= block.line < top + height and self._panel.display:
            self._panel.request_simulation()
