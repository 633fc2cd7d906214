"""The page of bookmarks and notes, on which one can be changed, removed and restored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.binding import Binding

from vctutor.i18n import _
from vctutor.tui.pages.page_screen import Draw, PageScreen
from vctutor.tui.pages.prompt import PromptScreen
from vctutor.tui.services import Look
from vctutor.tui.widgets.reader import Reader


class AnnotationStore(Protocol):
    """Changes bookmarks and notes. An entry is its place on the page, such as ``note 3``."""

    def note_text(self, entry: str) -> str | None:
        """Return the text of a note; None for a bookmark."""

    def rewrite(self, entry: str, text: str) -> None:
        """Change the text of a note."""

    def remove(self, entry: str) -> Callable[[], None]:
        """Remove a note or a bookmark; return what restores it."""


class AnnotationsPage(PageScreen):
    """Shows bookmarks and notes. It returns the link that was acted on, or None."""

    BINDINGS = [
        Binding("e", "edit", "change", show=False),
        Binding("x,delete", "remove", "take away", show=False),
        Binding("u", "undo", "bring back", show=False),
    ]

    def __init__(self, look: Look, draw: Draw, store: AnnotationStore) -> None:
        """Show what ``draw`` makes of the entries in ``store``."""
        super().__init__(look, _("Marks and notes"), draw)
        self._store = store
        self._restore: Callable[[], None] | None = None

    def shown_keys(self) -> str:
        """Return what can be done with an entry."""
        return _("tab chooses, enter goes there, e changes, x takes away, esc closes")

    def action_edit(self) -> None:
        """Ask for another text of the chosen note."""
        entry = self._chosen()
        if entry is None:
            return
        before = self._store.note_text(entry)
        if before is None:
            self._show_keys(_("a bookmark has no text, x takes it away, esc closes"))
            return

        def take(text: str | None) -> None:
            if text is not None and text.strip():
                self._store.rewrite(entry, text.strip())
                self.redraw()

        def refuse(text: str) -> str | None:
            return None if text.strip() else _("Type something; x on the page takes a note away.")

        page = PromptScreen(self.look, _("Change the note"), before, refuse=refuse)
        self.app.push_screen(page, take)

    def action_remove(self) -> None:
        """Remove the chosen note or bookmark."""
        entry = self._chosen()
        if entry is not None:
            self._restore = self._store.remove(entry)
            self.redraw()
            self._show_keys(_("taken away, u brings it back, esc closes"))

    def action_undo(self) -> None:
        """Restore what was removed last."""
        if self._restore is not None:
            self._restore()
            self._restore = None
            self.redraw()
            self._show_keys(_("it is back, esc closes"))

    def _chosen(self) -> str | None:
        """Return the chosen entry; where there is none, say how to choose one."""
        current = self.query_one(Reader).current
        if current is None or current.kind != "link":
            self._show_keys(_("choose one with tab first, esc closes"))
            return None
        return current.place

    def _show_keys(self, text: str) -> None:
        self.query_one("#sheet").border_subtitle = text
