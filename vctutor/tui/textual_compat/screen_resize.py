"""Screens that are arranged for the size there is and for no other, and that draw only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

from vctutor.tui.textual_compat.terminal_diff import SparseCompositor

if TYPE_CHECKING:
    from textual._compositor import Compositor
    from textual.geometry import Size
    from textual.screen import Screen


class SingleResizeScreen(MessagePump):
    """A mixin for screens, in front of Textual's own.

    Arranging a screen for a size sends it a `Resize` of that size. Two sizes that come before the first is dealt with
    would so call each other for ever. A size that is not the application's any more is therefore let go.
    """

    _compositor: Compositor

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Make the screen with a `SparseCompositor`."""
        super().__init__(*arguments, **named)
        self._compositor = SparseCompositor()

    def apply_breakpoints(self, size: Size, *, update: bool = True) -> None:
        """Take the classes for a size. Textual does so after arranging the screen, which is then done twice."""
        screen = cast("Screen[Any]", self)
        points = self.app.HORIZONTAL_BREAKPOINTS or []
        worn = screen._get_breakpoint_classes(size.width, points)
        screen.update_classes({name: name in worn for _, name in points}, update, animate=False)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        if size:
            self.apply_breakpoints(size)
        super()._refresh_layout(size, scroll)  # type: ignore[misc]

    def on_unmount(self) -> None:
        """Hand on what others asked of this screen, for it lay over them, to do after its next picture."""
        screen = cast("Screen[Any]", self)
        asked, screen._callbacks = screen._callbacks, []
        for callback, asker in asked:
            if self.app.screen_stack and not (isinstance(asker, Widget) and not asker.is_attached):
                self.app.screen._invoke_later(callback, asker)

    async def _on_resize(self, event: events.Resize) -> None:
        if event.size != self.app.size:
            event.stop()
            event.prevent_default()
