"""A page that asks for one line of text."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.tui.pages.overlay import Overlay
from vctutor.tui.services import Look
from vctutor.tui.widgets.drawn import Drawn
from vctutor.tui.widgets.field import Field
from vctutor.typesetting.prose import literal


class Note(Drawn):
    """A few lines below the field."""

    def show_text(self, text: str, role: str = "muted") -> None:
        """Show a text as it is."""
        escaped = literal(text)
        self.show(lay_text(escaped, max(1, self.size.width), self.look.glyphs, role).lines)


class PromptScreen(Overlay[str | None]):
    """Asks for one line. It returns what was typed, or None where the reader changed their mind."""

    def __init__(
        self,
        look: Look,
        title: str,
        value: str = "",
        *,
        placeholder: str = "",
        hint: str = "",
        limit: int = 2000,
        refuse: Callable[[str], str | None] = lambda text: None,
    ) -> None:
        """Ask ``title``; ``refuse`` says what is wrong with a text, or None where nothing is."""
        super().__init__(look)
        self._title = title
        self._value = value
        self._placeholder = placeholder
        self._hint = hint or _("enter takes it, esc leaves it")
        self._limit = limit
        self._refuse = refuse

    def compose(self) -> ComposeResult:
        """Yield the frame with the field in it."""
        with Vertical(id="prompt"):
            yield Field(self._value, self._placeholder, limit=self._limit)
            yield Note(self.look)

    def on_mount(self) -> None:
        """Name the frame, and focus the field."""
        self.query_one("#prompt").border_title = Content(self._title)
        self.query_one(Field).focus()
        self.call_after_refresh(lambda: self.query_one(Note).show_text(self._hint))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed, or say what is wrong with it."""
        event.stop()
        wrong = self._refuse(event.value)
        if wrong is None:
            self.dismiss(event.value)
        else:
            self.query_one(Note).show_text(wrong, "error")

    def on_field_left(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)
