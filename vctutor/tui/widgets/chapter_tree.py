"""The list of chapters, with what is read, answered and due in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from vctutor.i18n import _
from vctutor.styled_text import Line, Span, crop, pad, width
from vctutor.tui.model.chapter_summary import Row
from vctutor.tui.textual_compat.scroll_bar import Scrolled
from vctutor.tui.textual_compat.typed_ahead import KeyTarget
from vctutor.tui.widgets.drawn import strip_of

if TYPE_CHECKING:
    from vctutor.tui.services import Look


class ChapterTree(KeyTarget, Scrolled, can_focus=True):
    """The chapters, one line each; enter or a click opens one."""

    BINDINGS = [
        Binding("up,k", "cursor(-1)", "up", show=False),
        Binding("down,j", "cursor(1)", "down", show=False),
        Binding("pageup", "cursor(-10)", "page up", show=False),
        Binding("pagedown", "cursor(10)", "page down", show=False),
        Binding("home,g", "cursor(-100000)", "first", show=False),
        Binding("end,G", "cursor(100000)", "last", show=False),
        Binding("enter,space,right", "open", "open", show=False),
        Binding("escape", "leave", "back to the text", show=False),
    ]

    class Chosen(Message):
        """A chapter was chosen."""

        def __init__(self, index: int) -> None:
            """Hold its index in the list, from 0."""
            super().__init__()
            self.index = index

    class Left(Message):
        """The reader left the list for the text."""

    def __init__(self, look: Look) -> None:
        """Create an empty list."""
        super().__init__()
        self._look = look
        self.rows: tuple[Row, ...] = ()
        self.footer: tuple[Line, ...] = ()
        self.cursor = 0

    def show(self, rows: Sequence[Row], footer: Sequence[Line] = ()) -> None:
        """Show these chapters, and these lines below them; rows that did not change are not drawn again."""
        before, footer_before = self.rows, self.footer
        self.rows, self.footer = tuple(rows), tuple(footer)
        total = len(self.rows) + (1 + len(self.footer) if self.footer else 0)
        if self.virtual_size.height != total:
            self.virtual_size = Size(0, total)
        if len(before) != len(self.rows) or footer_before != self.footer:
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, self.rows, strict=True)):
            if old != new:
                self.refresh_line(y)

    def on_mount(self) -> None:
        """Name the frame."""
        self.border_title = _("Chapters")

    def render_line(self, y: int) -> Strip:
        """Return the row at ``y`` of the window."""
        number = y + self.scroll_offset.y
        here = self.has_focus and number == self.cursor and number < len(self.rows)
        ground = "chosen" if here else ""
        return strip_of(self._line(number), self.size.width, self._look.styles, ground)

    def _line(self, number: int) -> Line:
        if number < len(self.rows):
            return self._row(self.rows[number])
        below = number - len(self.rows) - 1
        return self.footer[below] if 0 <= below < len(self.footer) else ()

    def _row(self, row: Row) -> Line:
        plain = self._look.glyphs.ascii
        marks = "@-." if plain else "●◐○"
        mark = marks[0] if row.done else marks[1] if row.read or row.answered else marks[2]
        role = "success" if row.done else "second" if mark == marks[1] else "muted"
        pointer = (">" if plain else "▸") if row.open else " "
        begun = row.questions > 0 and not row.done and (row.read > 0 or row.answered > 0)
        tail = f" {row.answered}/{row.questions}" if begun else ""
        tail = (" v" if plain else " ✓") if row.done else tail
        if row.due:
            tail += f" {row.due}{'!' if plain else '↻'}"
        room = max(0, self.size.width - width((Span(tail),)) - 1)
        title = "strong accent" if row.open else ""
        head: Line = (
            Span(pointer, "accent"),
            Span(f"{mark} ", role),
            Span(f"{row.number} ", "muted"),
            Span(row.title, title),
        )
        if width(head) > room:
            head = (*crop(head, max(0, room - 1)), Span("~" if plain else "…", "muted"))
        return (*pad(head, room), Span(tail, "muted" if not row.done else "success"))

    def action_cursor(self, rows: int) -> None:
        """Move the cursor by so many chapters."""
        before = self.cursor
        self.cursor = min(max(0, len(self.rows) - 1), max(0, self.cursor + rows))
        self.refresh_line(before)
        self.refresh_line(self.cursor)
        top, height = self.scroll_offset.y, self.size.height
        if not top <= self.cursor < top + height:
            self.scroll_to(y=self.cursor - height // 2, animate=False, immediate=True)

    def action_open(self) -> None:
        """Open the chapter under the cursor."""
        self.post_message(self.Chosen(self.cursor))

    def action_leave(self) -> None:
        """Go back to the text."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """Open the chapter that was clicked."""
        content = self.content_region
        number = event.screen_y - content.y + self.scroll_offset.y
        if 0 <= number < len(self.rows):
            self.cursor = number
            self.post_message(self.Chosen(number))

    def on_focus(self) -> None:
        """Show the cursor on the open chapter."""
        self.cursor = next((y for y, row in enumerate(self.rows) if row.open), self.cursor)
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()
