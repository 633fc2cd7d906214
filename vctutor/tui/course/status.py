"""What is told on the course screen: above the text, on the bars and in the list of chapters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vctutor.i18n import _
from vctutor.tui.commands import ASKED_KEYS, Command, commands_of
from vctutor.tui.model.chapter_summary import chapter_rows
from vctutor.tui.model.course_location import shown_commands
from vctutor.tui.parts import BasePart
from vctutor.tui.progress_recorder import KEPT, LOST, SAVED
from vctutor.tui.widgets.banner import Banner
from vctutor.tui.widgets.bars import KeyBar, TopBar
from vctutor.tui.widgets.field import Field


class Telling(BasePart):
    """A part of the course screen: it tells where the reader is, what keys do, and what the store said."""

    _passing = False  # whether what stands above the text goes when the reader moves on
    _told = ""  # what is wrong with the record, for as long as the screen lasts
    _due: Mapping[str, int] = MappingProxyType({})  # chapter id -> how many questions are due

    # --- above the text -------------------------------------------------------------------------------------

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

    # --- the bars -------------------------------------------------------------------------------------------

    def _tell_place(self) -> None:
        opened = self.opened
        share = self.reader.progress() if opened.numbered else None
        self.query_one(TopBar).tell(self.catalog.course.title, opened.named(), share)

    def _tell_keys(self) -> None:
        state = self.record.state
        mark = " ✓" if state == SAVED and not self.tutor.glyphs.ascii else ""
        role = "success" if state == SAVED else "warning" if state in (KEPT, LOST) else "muted"
        self.query_one(KeyBar).tell(self._shown_keys(), _(state) + mark, role)

    def _shown_keys(self) -> list[tuple[str, str]]:
        """Return the keys of what has the focus, each with what it does."""
        typing = isinstance(self.focused, Field)
        asked = self.panel.asks if typing or self.panel.has_focus else ""
        if typing or asked:
            return [(key, _(label)) for key, label in ASKED_KEYS[asked or "answer"]]
        return [(one.key_text, _(one.label)) for one in self._shown_commands()]

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

    def on_simulation_panel_turned(self) -> None:
        """Show what the keys do in the simulation now."""
        self._tell_keys()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self._tell_keys()

    # --- the list of chapters -------------------------------------------------------------------------------

    def refresh_rows(self) -> None:
        """Show in the list what is read, answered and due."""
        rows, footer = chapter_rows(self.catalog, self.record.progress, self.where, self._due)
        self.chapters.show(rows, footer)

    def _count_due(self) -> None:
        """Count anew what is due: nothing before the first answer."""
        if not self.record.progress.questions:
            return
        from vctutor.progress.review import due_by_chapter

        self._due = due_by_chapter(self.record.progress, self.record.store.now())
