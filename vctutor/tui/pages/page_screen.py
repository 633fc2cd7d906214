"""A page over the course: keys, a formula, numbers, progress. It scrolls, and a key closes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content

from vctutor.i18n import _
from vctutor.page.model import Page, Target
from vctutor.styled_text import Line
from vctutor.tui.model.navigation import Spot
from vctutor.tui.pages.overlay import Overlay
from vctutor.tui.services import Look
from vctutor.tui.widgets.reader import Reader

Draw = Callable[[int], Page]
SHEET_WIDTH = 92  # cells; the maximum width of #sheet in overlays.tcss


class PageScreen(Overlay[Target | None]):
    """Shows a page made for the width there is. It returns the link that was acted on, or None."""

    BINDINGS = [
        Binding("escape,q", "close", "close", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("space,pagedown", "turn(1)", "page down", show=False),
        Binding("b,pageup", "turn(-1)", "page up", show=False),
        Binding("tab", "step(1)", "next", show=False),
        Binding("shift+tab", "step(-1)", "previous", show=False),
        Binding("enter", "act", "open", show=False),
        Binding("y", "copy", "copy", show=False),
    ]

    def __init__(
        self,
        look: Look,
        title: str,
        draw: Draw,
        *,
        copied: str | None = None,
        room: int | None = None,
    ) -> None:
        """Show what ``draw`` makes for a width.

        Args:
            look: what it is drawn with.
            title: stands in the frame.
            draw: makes the page.
            copied: what the key y copies; None for nothing.
            room: the cells that it needs; the window is then no larger than its page. None fills the screen.
        """
        super().__init__(look)
        self._title = title
        self._draw = draw
        self._copied = copied
        self._room = room

    def compose(self) -> ComposeResult:
        """Yield the frame and the page in it."""
        with Vertical(id="sheet"):
            yield Reader(self.look)

    def on_mount(self) -> None:
        """Name the frame."""
        sheet = self.query_one("#sheet")
        sheet.border_title = Content(self._title)  # text of a course, and no markup
        sheet.border_subtitle = self.shown_keys()
        self.query_one(Reader).focus()

    def shown_keys(self) -> str:
        """Return what the frame says of the keys."""
        return _("esc closes, y copies") if self._copied else _("esc closes")

    def on_resize(self) -> None:
        """Make the window as large as its page, where that is smaller than the screen."""
        if self._room is None:
            return
        size, sheet = self.app.size, self.query_one("#sheet")
        widest = min(SHEET_WIDTH, size.width * 9 // 10)
        cells = min(self._room, widest - _around(self._room))
        sheet.styles.width = cells + _around(cells)
        sheet.styles.height = min(len(self._draw(cells).lines) + 2, size.height * 85 // 100)

    def on_reader_resized(self, event: Reader.Resized) -> None:
        """Make the page for the width."""
        reader = self.query_one(Reader)
        page = self._draw(event.cells)
        reader.show(page, Spot("") if not reader.page.lines else reader.spot_on(page))

    def redraw(self) -> None:
        """Make the page again."""
        reader = self.query_one(Reader)
        reader.show(self._draw(reader.cells))

    def on_reader_acted(self, event: Reader.Acted) -> None:
        """Close with the link that was acted on."""
        if event.target.kind == "link":
            self.dismiss(event.target)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_move(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(Reader).move(lines)

    def action_turn(self, pages: int) -> None:
        """Scroll by pages."""
        self.query_one(Reader).turn(pages)

    def action_step(self, direction: int) -> None:
        """Go to the next link."""
        self.query_one(Reader).step(direction)

    def action_act(self) -> None:
        """Act on the chosen link."""
        current = self.query_one(Reader).current
        if current is not None and current.kind == "link":
            self.dismiss(current)

    def action_copy(self) -> None:
        """Copy what there is to copy."""
        if self._copied:
            self.app.copy_to_clipboard(self._copied)
            self.query_one("#sheet").border_subtitle = _("copied, esc closes")


def _around(cells: int) -> int:
    """Return what a line of so many cells has around it: a frame, a scroll bar and the reader's margins."""
    return 5 if cells < 58 else 7


def page_of(lines: Sequence[Line], cells: int) -> Page:
    """Return lines as a page without targets."""
    return Page(cells, tuple(lines), (), ())
