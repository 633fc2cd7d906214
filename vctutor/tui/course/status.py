"""The bars, the banner above the text, the list of chapters and the outline beside the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from vctutor.i18n import _
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.chapter_summary import chapter_rows, lay_outline
from vctutor.tui.progress_recorder import KEPT, LOST, SAVED
from vctutor.tui.services import Look
from vctutor.tui.widgets.banner import Banner
from vctutor.tui.widgets.bars import KeyBar, TopBar
from vctutor.tui.widgets.chapter_tree import ChapterTree
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel


class Status:
    """Shows where the reader is, what the keys do, what became of the last event, and what is read and answered.

    Attributes:
        standing: what the banner shows while there is no other message; empty for nothing.
        trouble: what is wrong with the record for as long as the screen lasts; empty for nothing.
    """

    def __init__(self, state: CourseState, look: Look, notices: list[str]) -> None:
        """Make the widgets that show ``state``; ``notices`` are shown once, when there is nothing else to say."""
        self.top_bar = TopBar(look)
        self.key_bar = KeyBar(look)
        self.banner = Banner(look)
        self.chapters = ChapterTree(look)
        self.standing = ""
        self.trouble = ""
        self._state = state
        self._look = look
        self._notices = notices
        self._outlined: object = None  # what the outline was made of
        self._passing = False  # whether the banner folds away when the reader moves on
        self._due: Mapping[str, int] = MappingProxyType({})  # chapter id -> questions that are due

    # --- the banner -----------------------------------------------------------------------------------------

    def show_message(self, text: str, *, lasting: bool = False) -> None:
        """Show a line above the text until the reader moves on, or, if ``lasting``, until there is another."""
        self._passing = bool(text) and not lasting
        self.banner.show_text(text or self.standing)

    def reader_moved(self) -> None:
        """Fold the banner away where its message was not lasting."""
        if self._passing:
            self.show_message("")

    def show_notices(self) -> None:
        """Show what the store reported, or else what is to be said at the start."""
        notices = self._state.record.store.notices
        if notices:
            self.show_message(str(notices[-1]), lasting=True)
        elif self.trouble:
            self.show_message(self.trouble, lasting=True)
        elif self._notices:
            self.show_message("; ".join(self._notices))
            self._notices.clear()

    # --- the bars -------------------------------------------------------------------------------------------

    def show_place(self, share: float) -> None:
        """Show what is open, and for a chapter the ``share`` of it that lies above the end of the window, 0 to 1."""
        location = self._state.location
        title = self._state.catalog.course.title
        self.top_bar.show_place(title, location.named(), share if location.numbered else None)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys, each with what it does, and what became of the last event."""
        state = self._state.record.state
        mark = " ✓" if state == SAVED and not self._look.glyphs.ascii else ""
        role = "success" if state == SAVED else "warning" if state in (KEPT, LOST) else "muted"
        self.key_bar.show_keys(keys, _(state) + mark, role)

    # --- what is read, answered and due -----------------------------------------------------------------------

    def show_rows(self) -> None:
        """Show in the list what is read, answered and due."""
        state = self._state
        rows, footer = chapter_rows(
            state.catalog, state.record.progress, state.location.where, self._due
        )
        self.chapters.show(rows, footer)

    def count_due(self) -> None:
        """Count what is due for review: nothing before the first answer."""
        record = self._state.record
        if not record.progress.questions:
            return
        from vctutor.progress.review import due_by_chapter  # loads fsrs

        self._due = due_by_chapter(record.progress, record.store.now())

    def show_outline(self, panel: SimulationPanel, here: str) -> None:
        """Show the parts of the chapter in the panel until its simulation is reached; ``here`` is being read."""
        chapter, cells = self._state.location.chapter, panel.content_size.width
        if chapter is None or not cells or panel.session.view is not None or panel.loading_item:
            return
        progress = self._state.record.progress
        solved = {
            one.id for one in chapter.questions if progress.question(chapter.id, one.id).solved
        }
        read = progress.places_read(chapter.id)
        content = (chapter, here, read, solved, cells)
        if content != self._outlined:
            self._outlined = content
            panel.show_outline(lay_outline(*content, self._look.glyphs))
