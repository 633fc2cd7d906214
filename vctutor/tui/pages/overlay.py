"""Screens that lie over the course: the base of the pages, and the command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.command import CommandInput, CommandPalette
from textual.screen import ModalScreen, ScreenResultType

from vctutor.i18n import _
from vctutor.tui.textual_compat.screen_resize import CloseOnceScreen
from vctutor.tui.textual_compat.typed_ahead import OrderedInput

if TYPE_CHECKING:
    from vctutor.tui.services import Look


class Overlay(CloseOnceScreen, ModalScreen[ScreenResultType]):
    """A screen over the course."""

    CSS_PATH = "../styles/overlays.tcss"

    def __init__(self, look: Look) -> None:
        """Draw with the glyphs and styles of ``look``."""
        super().__init__()
        self.look = look


class NameField(CommandInput, OrderedInput):
    """The field of the command palette. Textual applies the styles of the first base only.

    Escape is bound here, not only on the palette, so that keys typed behind it are held until the palette is closed.
    """

    BINDINGS = [Binding("escape", "screen.escape", "close", show=False)]


class Palette(CloseOnceScreen, CommandPalette):
    """The command palette."""

    CSS_PATH = "../styles/overlays.tcss"

    def __init__(self, look: Look) -> None:
        """Offer every command of the application."""
        self._look = look
        super().__init__(placeholder=_("Find a command by its name"))

    def compose(self) -> ComposeResult:
        """Yield Textual's own widgets, with a `NameField` in place of its field."""
        for widget in super().compose():
            if type(widget) is CommandInput:
                widget = NameField(placeholder=widget.placeholder, select_on_focus=False)
            yield widget

    def on_mount(self, event: events.Mount) -> None:
        """Skip Textual's own handler, which runs after this one and fails where the palette is closed already."""
        if self not in self.app.screen_stack:
            event.prevent_default()
        elif self._look.glyphs.ascii:
            self._use_ascii()

    def _use_ascii(self) -> None:
        """Replace the characters that Textual draws and ASCII does not have."""
        from textual.command import CommandList, SearchIcon

        from vctutor.tui.textual_compat.scroll_bar import PlainRender

        self.query_one(SearchIcon).icon = ">"
        self.query_one(CommandList).vertical_scrollbar.renderer = PlainRender  # type: ignore[misc]
