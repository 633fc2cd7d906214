"""Opening chapters and places: the first when the screen is shown, and each that the reader goes to."""

from __future__ import annotations

import asyncio
import gc

from vctutor.errors import CourseError
from vctutor.i18n import _
from vctutor.page.chapter_layout import TOP
from vctutor.tui.course.page_layout import Laying
from vctutor.tui.model.front_matter import COUNTABLE
from vctutor.tui.model.navigation import OPENING, History, Spot, Visit, start

PATIENCE = 2.0  # seconds the first look at the store may take
COUNTED = 30  # chapters that were begun and are read for what the list says of them


class Opening(Laying):
    """A part of the course screen: it changes what is open. It rests on the other three."""

    _history = History()

    # --- the first ------------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Look up where the reader left, and open that."""
        # Nothing is styled yet: all is when the screen is shown.
        self.apply_breakpoints(self.app.size, update=False)
        self.reader.widest = self.tutor.settings.text_width
        self.reader.card_keys = self.can_card
        self.reader.card_key = self.card_key
        self.reader.acted = self.act
        self.reader.hint = self.hint
        self.reader.fitted = self.on_fitted
        self.reader.shown = self.on_shown
        self.reader.followed = self.on_moved  # in the same picture
        try:
            waiting = asyncio.wrap_future(self.record.store.progress())
            self.record.take(await asyncio.wait_for(waiting, PATIENCE))
        except asyncio.TimeoutError:
            self._told = _(
                "The record of your progress does not answer; reading goes on without it."
            )
        where, spot = start(self.catalog, self._asked, self.record.progress.at)
        self.open(where, spot)
        self.reader.focus()
        self.call_after_refresh(self._settle_in)

    def _settle_in(self) -> None:
        """Do what the first picture could wait for."""
        self._drawn = True
        if not gc.isenabled():
            gc.collect()
            gc.freeze()  # what was made so far stays, and need not be looked through again
            gc.enable()
        self.recorded()
        self._reach_simulation()
        self._begin_to_count()

    # --- chapters and places --------------------------------------------------------------------------------

    def open(self, where: int, spot: Spot | None = None) -> None:
        """Open a chapter by its number, the opening page (-1) or the finishing page (the number after the last)."""
        last = len(self.catalog.course.chapters)
        self.leave_card()
        before, self.where = self.where, min(max(where, OPENING), last)
        self._following = self.where - 1 if self.where < before else self.where + 1
        self.review = None
        self._failure = ""
        self.chapter = None
        self._layout = None
        if 0 <= self.where < last:
            try:
                self.chapter = self.catalog.chapter(self.where)
                self.desk.lay_out(self.chapter)
            except CourseError as error:
                self._failure = str(error)
        if self._drawn and self._to_be_counted():
            self._begin_to_count()
        self.present(spot or Spot(TOP))
        self._keep_position()

    def present(self, spot: Spot) -> None:
        """Show what is open now, at a spot."""
        if self._passing:
            self.tell("")
        self._goal = spot
        self.reader.current = None
        self._offer_simulation()
        self.lay_out(whole=False)
        self.refresh_rows()
        self._tell_keys()

    def visit(self, where: int, spot: Spot | None = None) -> None:
        """Open a place and remember the one before, for going back."""
        self.begin_visit()
        self.open(where, spot)

    def begin_visit(self) -> None:
        """Remember where the reader is, for going back; a review is not come back to."""
        self._history = self._history.left(None if self.reviewing else self._here())

    def _here(self) -> Visit:
        return Visit(self.where, self.reader.spot())

    # --- how much there is ----------------------------------------------------------------------------------

    def _to_be_counted(self) -> bool:
        """Return whether the opening page is on show and waits for its numbers."""
        few = len(self.catalog.course.chapters) <= COUNTABLE
        return few and self.where == OPENING and self._counts is None

    def _begin_to_count(self) -> None:
        """Count at once where that takes a few milliseconds, else beside everything else."""
        if self.catalog.quick:
            self._count()
        else:
            self.run_worker(self._count, thread=True, group="count", exclusive=True)

    def _count(self) -> None:
        """Read the chapters that were begun, so that the list can say how much of them is done."""
        progress = self.record.progress
        begun = {item.partition("/")[0] for item in (*progress.questions, *progress.read)}
        entries = [entry for entry in self.catalog.course.chapters if entry.id in begun]
        for entry in sorted(entries, key=lambda one: abs(one.number - self.where))[:COUNTED]:
            try:
                self.catalog.chapter(entry)
            except CourseError:
                continue
        if self._to_be_counted():
            self._counts = self.catalog.counts()
            self.call_later(self.lay_out)
        self._count_due()
        self.call_later(self.refresh_rows)
