"""What lies over the course can be closed once: keys typed ahead may ask for it again, or before it is all there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandPalette
from textual.screen import ModalScreen, ScreenResultType

from vctutor.i18n import _
from vctutor.tui.textual_compat.screen_resize import SingleResizeScreen
from vctutor.tui.widgets.field import InOrder

if TYPE_CHECKING:
    from vctutor.tui.services import Look


class Once(SingleResizeScreen):
    """A mixin for screens over the course, in front of Textual's own: they close once."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close with a result, unless it is closed already: else what lies below would be closed in its place."""
        screen = cast("ModalScreen[Any]", self)
        if not screen.is_current:
            return AwaitComplete()
        if not screen.is_mounted:
            self.call_later(self.dismiss, result)
            return AwaitComplete()
        callback = screen._result_callbacks[-1]
        if callback.future is not None and callback.future.done():
            callback.future = None  # whoever waited for the result has given up
        closing: AwaitComplete = super().dismiss(result)  # type: ignore[misc]
        return closing


class Overlay(Once, ModalScreen[ScreenResultType]):
    """A screen over the course."""

    CSS_PATH = "../styles/overlays.tcss"

    def __init__(self, look: Look) -> None:
        """Draw with the glyphs and styles of ``look``."""
        super().__init__()
        self.look = look


class NameField(CommandInput, InOrder):
    """The field of the command palette. Textual looks for the style of the first base alone."""


class Palette(Once, CommandPalette):
    """The command palette."""

    CSS_PATH = "../styles/overlays.tcss"

    def __init__(self, look: Look) -> None:
        """Offer every command of the application."""
        self._look = look
        super().__init__(placeholder=_("Find a command by its name"))

    def compose(self) -> ComposeResult:
        """Put Textual's own parts together, with a field that does its keys in their order."""
        for part in super().compose():
            own = type(part) is CommandInput
            yield NameField(placeholder=self._placeholder, select_on_focus=False) if own else part

    def _on_mount(self, event: events.Mount) -> None:
        if (
            self not in self.app.screen_stack
        ):  # closed before it was there: Textual's own part would miss the stack
            event.prevent_default()
        elif self._look.glyphs.ascii:
            self._draw_plain()

    def _draw_plain(self) -> None:
        """Have in ASCII what Textual draws with other characters."""
        from textual.command import CommandList, SearchIcon

        from vctutor.tui.textual_compat.scroll_bar import PlainRender

        self.query_one(SearchIcon).icon = ">"
        self.query_one(CommandList).vertical_scrollbar.renderer = PlainRender  # type: ignore[misc]
