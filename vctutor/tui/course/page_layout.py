"""Laying the page out: what is in sight at once, then the rest, and then the chapter that comes next."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

from vctutor.course.model import Block
from vctutor.errors import CourseError
from vctutor.page.chapter_layout import ChapterLayout, lay_blocks
from vctutor.page.model import Page
from vctutor.tui.course.position import Following
from vctutor.tui.model.front_matter import finishing, opening, unreadable
from vctutor.tui.model.navigation import OPENING, Spot
from vctutor.tui.model.question_cards import QuestionCards

if TYPE_CHECKING:
    from vctutor.course.catalog import CourseSize

BREATH = 0.03  # seconds after which the next chapter is laid out, while nothing else happens


class Laying(Following):
    """A part of the course screen: it makes the pages that the reader widget shows."""

    _counts: CourseSize | None = None  # what the opening page says there is
    _failure = ""  # why the chapter can't be read
    _layout: ChapterLayout | None = None  # of the chapter on show
    _partly = False  # whether the page on show has only what is in sight
    _laying: ChapterLayout | None = None  # of which the rest is being laid out
    _missed = False  # whether something was to be laid out while the simulation hid the text
    _following = 0  # the number of the chapter that comes next the way the reader goes
    _ahead: asyncio.Task[None] | None = None  # lays that chapter out

    def lay_out(self, *, whole: bool = True) -> None:
        """Lay the page out for the room there is, and show it; the line at the top stays.

        Args:
            whole: whether all of it is laid out now, or what is in sight now and the rest soon.
        """
        reader = self.reader
        if not reader.size.width:
            self._missed = True
            return
        self._missed = False
        spot = self._goal
        if spot is None and (self._partly or reader.page.width != reader.cells):
            spot = reader.spot()
        page = self._page(reader.cells, spot or reader.spot(), whole)
        if self._goal is None and page.width != reader.page.width:
            spot = reader.spot_on(page)
        self._goal = None
        reader.show(page, spot)
        self.place_field()
        self._tell_place()
        self._mark_read()
        self.preview()
        self._prepare()

    def on_fitted(self, cells: int) -> None:
        """Lay the page out again for another width, before it is drawn."""
        self.lay_out(whole=False)
        self._tell_keys()

    def on_shown(self) -> None:
        """Lay out what was to be laid out while the text was hidden."""
        if self._missed:
            self.lay_out()

    def _page(self, cells: int, spot: Spot, whole: bool) -> Page:
        glyphs = self.tutor.glyphs
        self._partly = False
        if self.chapter is None:
            self._layout = None
            return lay_blocks(self.front_matter(), cells, glyphs)
        layout = self._layout = self._layouts.of(self.chapter, cells, glyphs)
        views, footer = self.desk.views(), self.opened.footer()
        if whole or layout.complete:
            return layout.page(views, self.revealed, footer)
        self._partly = True
        lines = max(0, spot.offset) + self.reader.size.height
        return layout.glimpse(views, self.revealed, footer, spot.place, lines)

    def front_matter(self) -> tuple[Block, ...]:
        """Return the blocks of the opening or the finishing page, or why a chapter can't be shown."""
        if self._failure:
            return unreadable(self._failure, self.catalog)
        if self.where == OPENING:
            return opening(self.catalog, self.record.progress.at is None, self._counts)
        return finishing(self.catalog, self.record.progress)

    def _prepare(self) -> None:
        """Lay out what is not in sight, and then, while nothing else happens, the next chapter."""
        if self._ahead is not None:
            self._ahead.cancel()
        layout = self._layout
        if self._partly and layout is not None and layout is not self._laying:
            self._laying = layout
            self.run_worker(self._lay_rest(layout), group="layout")
        elif self.chapter is not None and not self._partly and not self.reviewing:
            self._ahead = asyncio.create_task(self._look_ahead(self.reader.cells))

    async def _lay_rest(self, layout: ChapterLayout) -> None:
        """Lay out the rest of a chapter a part at a time, so that keys are not kept waiting, while it is shown."""
        drawn = asyncio.Event()
        self.call_after_refresh(drawn.set)
        await drawn.wait()
        cards = self.desk.views()
        while layout is self._layout and layout.lay_next(cards, self.revealed):
            await asyncio.sleep(0)
        if self._laying is layout:
            self._laying = None
        if layout is self._layout:
            self.lay_out()

    async def _look_ahead(self, cells: int) -> None:
        """Lay out the chapter that comes next the way the reader goes, so that going there takes no time."""
        await asyncio.sleep(BREATH)
        if not 0 <= self._following < len(self.catalog.course.chapters):
            return
        try:
            read = self.catalog.chapter
            ahead = self._following
            chapter = read(ahead) if self.catalog.quick else await asyncio.to_thread(read, ahead)
        except CourseError:
            return
        desk = QuestionCards(lambda: self.record.progress, lambda item, attempt: None)
        desk.lay_out(chapter)
        cards = desk.views()
        layout = self._layouts.of(chapter, cells, self.tutor.glyphs)
        while layout.lay_next(cards, {}):
            await asyncio.sleep(0)
        gc.collect()  # what the pictures before left behind; nothing else happens now

    def on_unmount(self) -> None:
        """Look ahead no more."""
        if self._ahead is not None:
            self._ahead.cancel()
