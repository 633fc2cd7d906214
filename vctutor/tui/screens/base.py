"""What the course screen is made of: the list, the text, the simulation; what is open in them, and where."""

from __future__ import annotations

import asyncio
import gc
from abc import abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.timer import Timer

from vctutor.course.catalog import Catalog, Counts
from vctutor.course.model import Block, Chapter, SimulationRef
from vctutor.errors import CourseError
from vctutor.later import Later
from vctutor.page.model import Page, Target
from vctutor.page.page import TOP, ChapterLayout, lay_blocks
from vctutor.progress.store import Receipt
from vctutor.tui.commanded import Commanded
from vctutor.tui.commands import ASKED_KEYS, Command, commands_of
from vctutor.tui.desk import Desk
from vctutor.tui.front import COUNTABLE, finishing, opening, unreadable
from vctutor.tui.layouts import Layouts
from vctutor.tui.opened import Opened, shown_commands
from vctutor.tui.outline import lay_outline
from vctutor.tui.places import (
    OPENING,
    History,
    Spot,
    Visit,
    ended,
    part_at,
    simulation_at,
    start,
)
from vctutor.tui.record import KEPT, LOST, SAVED, Record, fate
from vctutor.tui.review import Tally
from vctutor.tui.rows import chapter_rows
from vctutor.tui.screens.steady import Steady
from vctutor.tui.widgets.banner import Banner
from vctutor.tui.widgets.bars import KeyBar, TopBar
from vctutor.tui.widgets.chapter_tree import ChapterTree
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.reader import Reader
from vctutor.tui.widgets.simulation_panel import SimulationPanel
from vctutor.words import _

if TYPE_CHECKING:
    from vctutor.grading import sitting as sit
    from vctutor.grading.sitting import Sitting
    from vctutor.tui.app import TutorApp
else:
    sit = Later("vctutor.grading.sitting")

SETTLED = 1.0  # seconds without scrolling after which the position is recorded
PATIENCE = 2.0  # seconds the first look at the store may take
BREATH = 0.03  # seconds after which the next chapter is laid out, while nothing else happens
COUNTED = 30  # chapters that were begun and are read for what the list says of them


class Body(Horizontal):
    """What stands between the bars, side by side."""

    BLANK = True


class Reading(Container):
    """The text, and what is told above it."""

    BLANK = True


class CourseBase(Steady, Commanded, Screen[None]):
    """Holds what is open and where; widgets show it and ask for changes. `CourseScreen` adds what a reader can do."""

    AUTO_FOCUS = "Reader"
    BLANK = True

    def __init__(self, catalog: Catalog, record: Record, place: str | None) -> None:
        """Show ``catalog``, beginning at ``place`` or where the record says the reader left."""
        super().__init__()
        self.catalog = catalog
        self.record = record
        self.desk = Desk(lambda: self.record.progress, self._answered)
        self.where = OPENING
        self.chapter: Chapter | None = None
        self.revealed: dict[str, int] = {}
        self.review: Tally | None = None
        self._asked = place
        self._layouts = Layouts()
        self._layout: ChapterLayout | None = None
        self._counts: Counts | None = None
        self._drawn = False
        self._following = 0
        self._partly = False
        self._laying: ChapterLayout | None = None
        self._ahead: asyncio.Task[None] | None = None
        self._goal: Spot | None = None
        self._history = History()
        self._settling: Timer | None = None
        self._told = ""
        self._due: dict[str, int] = {}
        self._passing = False
        self._failure = ""

    @property
    def tutor(self) -> TutorApp:
        """The application."""
        return cast("TutorApp", self.app)

    @property
    def reviewing(self) -> bool:
        """Whether a review is on show."""
        return self.review is not None

    @property
    def opened(self) -> Opened:
        """What is on show."""
        told = None if self.review is None else self.review.told
        return Opened(self.where, self.catalog.course.chapters, self.chapter, told)

    # --- putting it together -------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Yield the bars, the list, the text and the simulation."""
        yield TopBar()
        with Body(id="body"):
            yield ChapterTree()
            with Reading(id="reading"):
                yield Banner()
                yield Reader()
            yield SimulationPanel()
        yield KeyBar()

    @property
    def reader(self) -> Reader:
        """The text."""
        return self.query_one(Reader)

    @property
    def panel(self) -> SimulationPanel:
        """The simulation."""
        return self.query_one(SimulationPanel)

    @property
    def chapters(self) -> ChapterTree:
        """The list of chapters."""
        return self.query_one(ChapterTree)

    async def on_mount(self) -> None:
        """Look up where the reader left, and open that."""
        self.wear_breakpoints(
            self.app.size, update=False
        )  # all are styled when the screen is shown
        self.reader.widest = self.tutor.settings.text_width
        self.reader.card_keys = self.can_card
        self.reader.card_key = self.card_key
        self.reader.acted = self.act
        self.reader.hint = self.hint
        self.reader.fitted = self.on_fitted
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

    # --- opening chapters and places ------------------------------------------------------------------------

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

    def lay_out(self, *, whole: bool = True) -> None:
        """Lay the page out for the room there is, and show it; the line at the top stays.

        Args:
            whole: whether all of it is laid out now, or what is in sight now and the rest soon.
        """
        reader = self.reader
        if not reader.size.width:
            return
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
        desk = Desk(lambda: self.record.progress, lambda item, sitting: None)
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

    # --- what is told -------------------------------------------------------------------------------------

    def tell(self, text: str, *, lasting: bool = False) -> None:
        """Show one line above the text: until the reader moves on, or, if ``lasting``, until there is another."""
        self._passing = bool(text) and not lasting
        self.query_one(Banner).tell(text)

    def recorded(self) -> None:
        """Show what the store said: on the bar, on the card, and in the banner where there is trouble."""
        self._tell_keys()
        notices = self.record.store.notices
        if notices:
            self.tell(str(notices[-1]), lasting=True)
        elif self._told:
            self.tell(self._told, lasting=True)
        elif self.tutor.notices:
            self.tell("; ".join(self.tutor.notices))
            self.tutor.notices.clear()
        self.refresh_rows()

    def _tell_place(self) -> None:
        opened = self.opened
        share = self.reader.progress() if opened.numbered else None
        self.query_one(TopBar).tell(self.catalog.course.title, opened.named(), share)

    def _tell_keys(self) -> None:
        state = self.record.state
        mark = " ✓" if state == "saved" and not self.tutor.glyphs.ascii else ""
        role = "success" if state == SAVED else "warning" if state in (KEPT, LOST) else "muted"
        self.query_one(KeyBar).tell(self._shown_keys(), _(state) + mark, role)

    def _shown_keys(self) -> list[tuple[str, str]]:
        """Return the keys of what has the focus, each with what it does."""
        typing = isinstance(self.focused, Field)
        asked = self.panel.asks if typing or self.panel.has_focus else ""
        if typing or asked:
            return [(key, _(label)) for key, label in ASKED_KEYS[asked or "answer"]]
        return [(one.key_text, _(one.label)) for one in self._shown_commands()]

    def on_simulation_panel_turned(self) -> None:
        """Show what the keys do in the simulation now."""
        self._tell_keys()

    def _shown_commands(self) -> list[Command]:
        if self.panel.has_focus:
            able = self.panel.can if self.panel.view is not None else lambda command: True
            return [one for one in commands_of("simulation") if one.shown and able(one.id)]
        if self.desk.active and self.card_in_sight():
            return [
                command
                for command in commands_of("card")
                if command.shown and self.can_card(command.id)
            ]
        return shown_commands(self.opened, self.can)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self._tell_keys()

    def refresh_rows(self) -> None:
        """Show in the list what is read, answered and due."""
        rows, footer = chapter_rows(self.catalog, self.record.progress, self.where, self._due)
        self.chapters.show(rows, footer)

    # --- where the reader is --------------------------------------------------------------------------------

    def on_fitted(self, cells: int) -> None:
        """Lay the page out again for another width, before it is drawn."""
        self.lay_out(whole=False)
        self._tell_keys()

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

    def _keep_position(self) -> None:
        """Record where the reader is, where that changed."""
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

    def front_matter(self) -> tuple[Block, ...]:
        """Return the blocks of the opening or the finishing page, or why a chapter can't be shown."""
        if self._failure:
            return unreadable(self._failure, self.catalog)
        if self.where == OPENING:
            return opening(self.catalog, self.record.progress.at is None, self._counts)
        return finishing(self.catalog, self.record.progress)

    @abstractmethod
    def command_question_next(self) -> None:
        """Go to the next unanswered question."""

    # --- what the parts add -----------------------------------------------------------------------------------

    @abstractmethod
    def can_card(self, command: str) -> bool:
        """Return whether a command of the cards can be done now."""

    @abstractmethod
    def card_key(self, command: str) -> None:
        """Do what a key of the active card stands for; ``option.3`` chooses the third option."""

    def hint(self, target: Target) -> str:
        """Return what enter does with a target that does not say so itself; empty for any other."""
        whole = target.kind == "derivation" and target.place not in self.revealed
        return _("enter: one step at a time") if whole else ""

    @abstractmethod
    def act(self, target: Target) -> None:
        """Do what a target of the text stands for."""

    @abstractmethod
    def card_in_sight(self) -> bool:
        """Return whether the active card is in the window."""

    @abstractmethod
    def leave_card(self) -> None:
        """Let the keys go to the text again."""

    @abstractmethod
    def place_field(self) -> None:
        """Keep the field over its line."""

    def _answered(self, item: str, sitting: Sitting) -> None:
        def told(receipt: Receipt) -> None:
            self.desk.note(item, _(fate(receipt)))
            self.lay_out()

        review = {"review": True} if self.reviewing else {}
        self.record.add("answer", item, {**sit.record(sitting), **review}, told)
        self._count_due()

    def _count_due(self) -> None:
        """Count anew what is due: nothing before the first answer."""
        if not self.record.progress.questions:
            return
        from vctutor.progress.review import due_by_chapter

        self._due = due_by_chapter(self.record.progress, self.record.store.now())
