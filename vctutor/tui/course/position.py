"""Following the reader: what is recorded of where that is, and which simulation stands beside the passage."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from vctutor.course.model import SimulationRef
from vctutor.tui.course.status import Telling
from vctutor.tui.model.chapter_outline import lay_outline
from vctutor.tui.model.navigation import ended, part_at, simulation_at

if TYPE_CHECKING:
    from textual.timer import Timer

SETTLED = 1.0  # seconds without scrolling after which the position is recorded


class Following(Telling):
    """A part of the course screen: it keeps up with where the reader is."""

    _settling: Timer | None = None

    # --- where the reader is --------------------------------------------------------------------------------

    def on_moved(self) -> None:
        """Follow the reader: what is at the top, and what has been read."""
        if self._passing:
            self.tell("")
        self._tell_place()
        self._mark_read()
        self.place_field()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED, self._settled)

    def _settled(self) -> None:
        self._settling = None
        self._keep_position()
        here = self.simulation_here()
        if here is not None and not self.panel.has_focus:
            self._show_simulation(here)
            self._reach_simulation()

    def keep_drafts(self) -> None:
        """Record what was begun on cards and not answered, so that it is there tomorrow."""
        for item, kept in self.desk.drafts():
            self.record.add("draft", item, kept)

    def _keep_position(self) -> None:
        """Record where the reader is, where that changed, and what was begun there."""
        self.keep_drafts()
        spot = self._goal or self.reader.spot()
        item = self.opened.item()
        at = self.record.progress.at
        if (
            item is None
            or self.reviewing
            or (at and (at.chapter, at.place, at.line_offset) == (item, spot.place, spot.offset))
        ):
            return
        self.record.add("position", item, {"place": spot.place, "line_offset": max(0, spot.offset)})

    def _mark_read(self) -> None:
        """Record the sections whose end has been in sight."""
        if self.chapter is None or self.reviewing or self.reader.size.height == 0:
            return
        bottom = self.reader.scroll_offset.y + self.reader.size.height
        for place in ended(self.chapter, self.reader.page, bottom):
            item = f"{self.chapter.id}/{place}"
            if item not in self.record.progress.read:
                self.record.add("read", item)

    # --- the simulation beside the text -----------------------------------------------------------------------

    def _offer_simulation(self) -> None:
        """Show the chapter's simulation beside the text; fold the panel away where there is none."""
        refs = self.chapter.simulations if self.chapter else ()
        classes = {"-has-simulation": bool(refs), "-simulating": False}
        if refs:
            self._show_simulation(refs[0], classes)
        else:
            self.update_classes(classes, update=self._drawn)

    def _show_simulation(
        self, ref: SimulationRef, classes: Mapping[str, bool] = MappingProxyType({})
    ) -> None:
        """Show a simulation beside the text; ``classes`` of the screen change at the same time."""
        assert self.chapter is not None
        item = f"{self.chapter.id}/{ref.place}"
        progress = self.record.progress
        predicted = item in progress.predictions
        self.panel.offer(item, ref, progress.simulations.get(item), predicted)
        # Until it is reached, the parts of the chapter need less room, and the text gets the rest.
        previewing = self.panel.view is None and not self.panel.wanted
        # Before the first picture, everything is styled when the screen is shown.
        self.update_classes({**classes, "-previewing": previewing}, update=self._drawn)
        self.preview()

    def on_simulation_panel_coming(self) -> None:
        """Give the simulation its room."""
        self.remove_class("-previewing")

    def preview(self) -> None:
        """Beside the text, show the parts of the chapter until the simulation is reached."""
        chapter, panel = self.chapter, self.panel
        if chapter is None or panel.view is not None or panel.wanted or not panel.size.width:
            return
        progress = self.record.progress
        solved = {
            one.id for one in chapter.questions if progress.question(chapter.id, one.id).solved
        }
        read = progress.places_read(chapter.id)
        cells = max(1, panel.content_size.width)
        panel.preview(
            lay_outline(chapter, self.part_here(), read, solved, cells, self.tutor.glyphs)
        )

    def on_simulation_panel_idle(self) -> None:
        """Show the parts of the chapter for the size there is."""
        self.preview()

    def part_here(self) -> str:
        """Return the place of the part of the chapter that is being read."""
        return part_at(self.chapter, self.reader.page, self.reader.scroll_offset.y + 1)

    def _reach_simulation(self) -> None:
        """Bring the simulation up where its line of the text is in sight."""
        ref = self.panel.ref
        block = self.reader.page.find(ref.place) if ref and self.chapter else None
        top, height = self.reader.scroll_offset.y, self.reader.size.height
        if block is not None and top <= block.line < top + height and self.panel.display:
            self.panel.want()

    def simulation_here(self) -> SimulationRef | None:
        """Return the simulation of the passage being read: the nearest at or above the bottom of the window."""
        bottom = self.reader.scroll_offset.y + self.reader.size.height
        return simulation_at(self.chapter, self.reader.page, bottom)
