"""The page of the reader's bookmarks and notes, on which one can be changed, taken away and brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.binding import Binding

from vctutor.i18n import _
from vctutor.tui.pages.page_screen import Draw, PageScreen
from vctutor.tui.pages.prompt import PromptScreen
from vctutor.tui.widgets.reader import Reader


class Kept(Protocol):
    """What the page asks for when something is done to an entry, by the name its place has on the page."""

    def note_text(self, entry: str) -> str | None:
        """Return what a note says; None for a bookmark."""

    def rewrite(self, entry: str, text: str) -> None:
        """Have a note say something else."""

    def take_away(self, entry: str) -> Callable[[], None]:
        """Take a note or a bookmark away; return what brings it back."""


class MinePage(PageScreen):
    """Shows bookmarks and notes. It returns the link that was acted on, or None."""

    BINDINGS = [
        Binding("e", "edit", "change", show=False),
        Binding("x,delete", "remove", "take away", show=False),
        Binding("u", "undo", "bring back", show=False),
    ]

    def __init__(self, draw: Draw, kept: Kept) -> None:
        """Show what ``draw`` makes; ``kept`` does what the reader wants done."""
        super().__init__(_("Marks and notes"), draw)
        self._kept = kept
        self._back: Callable[[], None] | None = None

    def keys_told(self) -> str:
        """Return what can be done with an entry."""
        return _("tab chooses, enter goes there, e changes, x takes away, esc closes")

    def action_edit(self) -> None:
        """Ask what the chosen note is to say."""
        entry = self._chosen()
        if entry is None:
            return
        before = self._kept.note_text(entry)
        if before is None:
            self._say(_("a bookmark has no text, x takes it away, esc closes"))
            return

        def take(text: str | None) -> None:
            if text is not None and text.strip():
                self._kept.rewrite(entry, text.strip())
                self.redraw()

        def refuse(text: str) -> str | None:
            return None if text.strip() else _("Type something; x on the page takes a note away.")

        self.app.push_screen(PromptScreen(_("Change the note"), before, refuse=refuse), take)

    def action_remove(self) -> None:
        """Take the chosen note or bookmark away."""
        entry = self._chosen()
        if entry is not None:
            self._back = self._kept.take_away(entry)
            self.redraw()
            self._say(_("taken away, u brings it back, esc closes"))

    def action_undo(self) -> None:
        """Bring back what was taken away last."""
        if self._back is not None:
            self._back()
            self._back = None
            self.redraw()
            self._say(_("it is back, esc closes"))

    def _chosen(self) -> str | None:
        """Return the place of the chosen entry; where there is none, tell how to choose one."""
        current = self.query_one(Reader).current
        if current is None or current.kind != "link":
            self._say(_("choose one with tab first, esc closes"))
            return None
        return current.place

    def _say(self, text: str) -> None:
        self.query_one("#sheet").border_subtitle = text
