"""Screens that are laid out once per size, draw only what changed, and can be closed at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.await_complete import AwaitComplete
from textual.message_pump import MessagePump
from textual.widget import Widget

from vctutor.tui.textual_compat.nodes import forget_cancelled_waiter
from vctutor.tui.textual_compat.terminal_diff import SparseCompositor
from vctutor.tui.textual_compat.typed_ahead import TypedAhead

if TYPE_CHECKING:
    from textual._compositor import Compositor
    from textual.geometry import Size
    from textual.screen import Screen


class SingleResizeScreen(MessagePump):
    """A mixin for screens, before Textual's own class. It ends the resize loop of two queued resizes.

    A layout pass for a size sends the screen a `Resize` of that size. Two resizes that are queued before the first is
    handled re-trigger each other indefinitely. So a `Resize` is ignored unless it has the application's current size.
    """

    _compositor: Compositor

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Create the screen with a `SparseCompositor`."""
        super().__init__(*arguments, **named)
        self._compositor = SparseCompositor()

    def apply_breakpoints(self, size: Size, *, update: bool = True) -> None:
        """Set the classes for a width. Textual does so after the layout pass, and then needs a second one."""
        screen = cast("Screen[Any]", self)
        points = sorted(self.app.HORIZONTAL_BREAKPOINTS or [])
        reached = [name for least, name in points if size.width >= least]
        classes = {name: name == reached[-1] if reached else False for _, name in points}
        screen.update_classes(classes, update, animate=False)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        if size:
            self.apply_breakpoints(size)
        super()._refresh_layout(size, scroll)  # type: ignore[misc]

    @on(events.Resize)
    def ignore_outdated(self, event: events.Resize) -> None:
        """Ignore a size that the application no longer has; Textual's own handler runs after this one."""
        if event.size != self.app.size:
            event.stop()
            event.prevent_default()

    def on_unmount(self) -> None:
        """Pass on the callbacks that wait for this screen's next frame, which never comes."""
        screen = cast("Screen[Any]", self)
        callbacks, screen._callbacks = screen._callbacks, []
        for callback, caller in callbacks:
            gone = isinstance(caller, Widget) and not caller.is_attached
            if self.app.screen_stack and not gone:
                self.app.screen._invoke_later(callback, caller)
        if isinstance(self.app, TypedAhead):
            self.app.release_keys(self)  # it may have closed before it was ready


class CloseOnceScreen(SingleResizeScreen):
    """A mixin for screens over the course: typed-ahead keys may close one twice, or before it is mounted."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close with a result. A screen that is closed already stays so, and the one below stays open."""
        screen = cast("Screen[Any]", self)
        if not screen.is_current:
            return AwaitComplete()
        if not screen.is_mounted:
            self.call_later(self.dismiss, result)
            return AwaitComplete()
        forget_cancelled_waiter(screen)
        closing: AwaitComplete = super().dismiss(result)  # type: ignore[misc]
        return closing
