"""Lays the page out: what is in sight at once, then the rest, and then the chapter that comes next."""

from __future__ import annotations

import asyncio
import gc
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from msgspec.structs import replace

from vctutor.course.model import Block, Chapter
from vctutor.errors import CourseError
from vctutor.page.chapter_layout import ChapterLayout, lay_blocks
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Page
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.front_matter import finishing, opening, unreadable
from vctutor.tui.model.navigation import OPENING, Spot
from vctutor.tui.model.question_cards import QuestionCards
from vctutor.tui.services import Look
from vctutor.tui.widgets.reader import Reader

LOOK_AHEAD_DELAY = 0.03  # seconds without another layout after which the next chapter is laid out
CACHED = 4  # layouts: of the chapter on show, its neighbours, and the one before


class LayoutHost(Protocol):
    """Something that runs work beside the handling of events."""

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str) -> object:
        """Run a coroutine."""

    def call_after_refresh(self, callback: Callable[[], object]) -> object:
        """Call back after the next picture."""


class LayoutCache:
    """Keeps the layouts used last."""

    def __init__(self) -> None:
        """Begin empty."""
        self._layouts: OrderedDict[tuple[str, int], ChapterLayout] = OrderedDict()

    def of(self, chapter: Chapter, cells: int, glyphs: Glyphs) -> ChapterLayout:
        """Return the layout of a chapter in ``cells`` columns: the cached one, if the chapter is still the same."""
        key = (chapter.id, cells)
        layout = self._layouts.get(key)
        if layout is None or layout.chapter is not chapter:
            layout = self._layouts[key] = ChapterLayout(chapter, cells, glyphs)
        self._layouts.move_to_end(key)
        while len(self._layouts) > CACHED:
            self._layouts.popitem(last=False)
        return layout


class PageLayout:
    """Makes the pages that the reader widget shows.

    Attributes:
        partial: whether the page on show has only what is in sight laid out.
        missed: whether the page was to be laid out while the simulation hid the text.
        passes: how often a page was laid out.
        completed: called when the rest of a partial page is laid out and can be shown.
    """

    def __init__(
        self,
        state: CourseState,
        reader: Reader,
        look: Look,
        host: LayoutHost,
    ) -> None:
        """Show ``state`` in ``reader``."""
        self.partial = False
        self.missed = False
        self.passes = 0
        self.completed: Callable[[], object] = lambda: None
        self._state = state
        self._reader = reader
        self._look = look
        self._host = host
        self._cache = LayoutCache()
        self._layout: ChapterLayout | None = None  # of the chapter on show
        self._completing: ChapterLayout | None = None  # whose remaining blocks are being laid out
        self._look_ahead: asyncio.Task[None] | None = None

    def lay_out(self, *, whole: bool = True) -> bool:
        """Lay the page out for the room there is, and show it; without a goal the line at the top stays.

        Args:
            whole: whether all of it is laid out now, or what is in sight now and the rest soon.

        Returns:
            Whether there was room to lay it out.
        """
        state, reader = self._state, self._reader
        self.missed = not reader.size.width
        if self.missed:
            return False
        self.passes += 1
        spot = state.goal
        if spot is None and (self.partial or reader.page.width != reader.cells):
            spot = reader.spot()
        page = self._page(reader.cells, spot or reader.spot(), whole)
        if state.goal is None and page.width != reader.page.width:
            spot = reader.spot_on(page)
        state.goal = None
        reader.show(page, spot)
        return True

    def repaint_card(self, place: str) -> None:
        """Draw the card at a place again. Its height must be the same as before, so that nothing else moves."""
        page = self._reader.page
        block, view = page.find(place), self._state.cards.views().get(place)
        if block is None or view is None:
            return
        from vctutor.page.card import lay_card  # with the first card

        drawn = lay_card(view, page.width, self._look.glyphs).lines
        if len(drawn) == block.height:
            below = page.lines[block.line + block.height :]
            lines = (*page.lines[: block.line], *drawn, *below)
            self._reader.show(replace(page, lines=lines))

    def _page(self, cells: int, spot: Spot, whole: bool) -> Page:
        state, glyphs = self._state, self._look.glyphs
        self.partial = False
        if state.location.chapter is None:
            self._layout = None
            return lay_blocks(self._front_matter(), cells, glyphs)
        layout = self._layout = self._cache.of(state.location.chapter, cells, glyphs)
        views, footer = state.cards.views(), state.location.footer()
        if whole or layout.complete:
            return layout.page(views, state.revealed, footer)
        self.partial = True
        lines = max(0, spot.offset) + self._reader.size.height
        return layout.glimpse(views, state.revealed, footer, spot.place, lines)

    def _front_matter(self) -> tuple[Block, ...]:
        """Return the blocks of the opening or the finishing page, or why a chapter can't be shown."""
        state = self._state
        if state.location.failure:
            return unreadable(state.location.failure, state.catalog)
        if state.location.where == OPENING:
            return opening(state.catalog, state.record.progress.at is None, state.size)
        return finishing(state.catalog, state.record.progress)

    def prepare(self, following: int) -> None:
        """Lay out what is not in sight, and then, while nothing else happens, the chapter ``following``."""
        self.cancel()
        layout = self._layout
        if self.partial and layout is not None and layout is not self._completing:
            self._completing = layout
            self._host.run_worker(self._complete(layout), group="layout")
        elif (
            self._state.location.chapter is not None
            and not self.partial
            and not self._state.location.reviewing
        ):
            ahead = self._lay_out_ahead(following, self._reader.cells)
            self._look_ahead = asyncio.create_task(ahead)

    async def _complete(self, layout: ChapterLayout) -> None:
        """Lay out the rest of a chapter while it is shown, a block at a time, so that keys are not kept waiting."""
        painted = asyncio.Event()
        self._host.call_after_refresh(painted.set)
        await painted.wait()
        cards = self._state.cards.views()
        while layout is self._layout and layout.lay_next(cards, self._state.revealed):
            await asyncio.sleep(0)
        if self._completing is layout:
            self._completing = None
        if layout is self._layout:
            self.completed()

    async def _lay_out_ahead(self, number: int, cells: int) -> None:
        """Lay out a chapter before the reader opens it, so that opening it takes no time."""
        await asyncio.sleep(LOOK_AHEAD_DELAY)
        catalog = self._state.catalog
        if not 0 <= number < len(catalog.course.chapters):
            return
        try:
            read = catalog.chapter
            chapter = read(number) if catalog.quick else await asyncio.to_thread(read, number)
        except CourseError:
            return
        cards = QuestionCards(self._state.record)
        cards.show_chapter(chapter)
        views = cards.views()
        layout = self._cache.of(chapter, cells, self._look.glyphs)
        while layout.lay_next(views, {}):
            await asyncio.sleep(0)
        gc.collect()  # the garbage of earlier pictures; nothing else happens now

    def cancel(self) -> None:
        """Stop laying out ahead."""
        if self._look_ahead is not None:
            self._look_ahead.cancel()
