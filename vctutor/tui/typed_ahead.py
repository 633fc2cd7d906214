"""Keys typed ahead: what comes before the widget it is meant for has the focus waits for it.

Textual hands a key to the widget that has the focus when the key comes, and gives the focus to another one a moment
after it is asked to. Of the keys that a fast reader or a script types in one go, those behind the key that opens a
field would so be commands of what lies below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

from vctutor.tui.parts import AppPart

if TYPE_CHECKING:
    from typing_extensions import Self

TYPED = (events.Key, events.Paste)


class TypedAhead(AppPart):
    """An application that gives every key to the widget that the keys before it called for."""

    def __init__(self, **options: Any) -> None:
        """Begin with no key typed; ``options`` are those of any application."""
        super().__init__(**options)
        self._expected: Widget | None = None
        self._held: list[events.Event] = []
        self._given: WeakKeyDictionary[events.Event, Widget] = WeakKeyDictionary()

    # --- what is waited for ---------------------------------------------------------------------------------

    def expect(self, widget: Widget) -> None:
        """Hold keys back until ``widget`` has the focus, for which Textual has been asked already."""
        self._expected = widget
        self.ready(widget)

    def ready(self, widget: Widget) -> None:
        """Give out, in its turn, what was held back for ``widget``: it can take keys now, or never will."""
        self.call_later(self._arrived, widget)

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Show a screen; keys wait until it has been put together and has asked for its focus."""
        mounted = super().push_screen(screen, *args, **options)
        shown = self.screen
        if not shown.is_mounted:
            self._expected = shown
            shown.call_later(self.ready, shown)
        return mounted

    async def _arrived(self, widget: Widget) -> None:
        """Give out what was held back, unless something else is waited for by now."""
        if self._expected is widget:
            self._expected = None
            held, self._held = self._held, []
            for event in held:
                await self.on_event(_anew(event))

    # --- keys -----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Hold a key back, or give it to what has the focus now, where that is another than when it was typed."""
        if isinstance(event, TYPED) and self.screen_stack:
            if self._expected is not None:
                self._held.append(event)
                return
            heading = self.focused or self.screen
            if isinstance(heading, Awaited) and heading.unready:
                self._expected = heading
                self._held.append(event)
                return
            if self._given.get(event, heading) is not heading:
                event = _anew(event)
            self._given[event] = heading
        await super().on_event(event)


def _anew(event: events.Event) -> events.Event:
    """Return a key or a paste as it was before it was given to any widget."""
    if isinstance(event, events.Key):
        return events.Key(event.key, event.character)
    return events.Paste(event.text) if isinstance(event, events.Paste) else event


class Awaited(MessagePump):
    """A mixin for widgets, in front of Textual's own: keys typed after the focus is asked for are the widget's."""

    @property
    def unready(self) -> bool:
        """Whether the widget has the focus and can't take keys yet; it tells the application when it can."""
        return False

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus."""
        focused: Self = super().focus(scroll_visible)  # type: ignore[misc]
        if isinstance(self.app, TypedAhead) and isinstance(self, Widget):
            self.app.expect(self)
        return focused
