"""The page that searches the whole course while the reader types."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from vctutor.course.catalog import Catalog
from vctutor.course.search import Hit, Index
from vctutor.i18n import _
from vctutor.page.model import Page
from vctutor.page.search_page import lay_hits
from vctutor.styled_text import Line, Span
from vctutor.tui.model.navigation import Spot
from vctutor.tui.pages.overlay import Overlay
from vctutor.tui.pages.page_screen import page_of
from vctutor.tui.services import Look
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.reader import Reader
from vctutor.typesetting import spoken

MOST = 50


class SearchScreen(Overlay[Hit | None]):
    """Finds passages as the reader types. It returns the one that was chosen, or None."""

    BINDINGS = [
        Binding("down,ctrl+n", "move(1)", "next", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", "previous", show=False, priority=True),
        Binding("pagedown", "move(5)", "further", show=False, priority=True),
        Binding("pageup", "move(-5)", "back", show=False, priority=True),
        Binding("escape", "close", "close", show=False),
    ]

    def __init__(self, look: Look, catalog: Catalog, index: Index | None, query: str) -> None:
        """Search ``catalog`` by its ``index``; None builds it first. ``query`` is the last one."""
        super().__init__(look)
        self._catalog = catalog
        self.index = index
        self.query_text = query
        self.hits: list[Hit] = []
        self._chosen = 0

    def compose(self) -> ComposeResult:
        """Yield the field and what was found."""
        with Vertical(id="sheet", classes="search"):
            yield Field(self.query_text, _("words of the text, a formula or a question"), limit=200)
            yield Reader(self.look)

    def on_mount(self) -> None:
        """Name the frame, and build the index in a thread where there is none."""
        sheet = self.query_one("#sheet")
        sheet.border_title = _("Search")
        keys = _("↑ ↓ choose · enter goes there · esc closes")
        sheet.border_subtitle = self.look.glyphs.text(keys)
        self.query_one(Reader).can_focus = False
        self.query_one(Field).focus()
        if self.index is None:
            self.run_worker(self.build_index, thread=True, exclusive=True)

    def build_index(self) -> None:
        """Build the index of the whole course, in a thread of its own."""
        index = Index.of(self._catalog.chapters(), spoken)
        self.app.call_from_thread(self._show_index, index)

    def _show_index(self, index: Index) -> None:
        self.index = index
        if self.is_current:  # it may have been closed meanwhile
            self.search()

    def on_reader_resized(self) -> None:
        """Draw for the width."""
        self.search()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what is typed."""
        event.stop()
        self.query_text = event.value
        self._chosen = 0
        self.search()

    def search(self) -> None:
        """Search, and show what was found."""
        self.hits = self.index.search(self.query_text, MOST) if self.index else []
        self._chosen = min(self._chosen, max(0, len(self.hits) - 1))
        self._show(Spot("hit 0"))

    def _show(self, spot: Spot | None = None) -> None:
        reader = self.query_one(Reader)
        if reader.size.width:
            reader.show(self._page(reader.cells), spot)
            chosen = next((t for t in reader.page.targets if t.value == str(self._chosen)), None)
            if chosen is not None:
                reader.reveal(chosen)

    def _page(self, cells: int) -> Page:
        if self.hits:
            chapters = self._catalog.course.chapters
            glyphs = self.look.glyphs
            return lay_hits(self.hits, self._chosen, lambda n: chapters[n].title, cells, glyphs)
        return page_of([self._nothing()], cells)

    def _nothing(self) -> Line:
        if self.index is None:
            return (Span(_("Reading the course ..."), "muted"),)
        if not self.query_text.strip():
            return (Span(_("Type, and what is found appears here."), "muted"),)
        near = self.index.suggest(self.query_text)
        answer = _("Nothing is found.")
        if near and near != self.query_text.strip():
            answer = _("Nothing is found. Did you mean: {near}?").format(near=near)
        return (Span(answer, "muted"),)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the chosen passage."""
        event.stop()
        if self.hits:
            self.dismiss(self.hits[self._chosen])

    def on_reader_acted(self, event: Reader.Acted) -> None:
        """Go to the passage that was clicked."""
        self.dismiss(self.hits[int(event.target.value)])

    def on_field_left(self) -> None:
        """Close."""
        self.action_close()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down the list."""
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up the list."""
        self.action_move(-1)

    def action_move(self, rows: int) -> None:
        """Choose another passage."""
        if self.hits:
            self._chosen = min(len(self.hits) - 1, max(0, self._chosen + rows))
            self._show()

    def action_close(self) -> None:
        """Close without going anywhere."""
        self.dismiss(None)
