"""Records where the reader is, and what was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from vctutor.tui.course.state import CourseState
from vctutor.tui.model.navigation import ended, part_at
from vctutor.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from textual.timer import Timer

SETTLE_DELAY = 1.0  # seconds without scrolling after which the position is recorded


class TimerHost(Protocol):
    """Something that has timers."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call back after so many seconds."""


class Position:
    """Follows the reader through the page."""

    def __init__(self, state: CourseState, reader: Reader, host: TimerHost) -> None:
        """Follow ``reader``."""
        self._state = state
        self._reader = reader
        self._host = host
        self._timer: Timer | None = None

    @property
    def part_here(self) -> str:
        """The place of the part of the chapter that is being read."""
        page, top = self._reader.page, self._reader.scroll_offset.y
        return part_at(self._state.location.chapter, page, top + 1)

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
