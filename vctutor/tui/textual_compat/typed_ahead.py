"""Keys typed ahead: what comes before the widget it is meant for has the focus waits for it.

Textual hands a key to the widget that has the focus when the key comes, and gives the focus to another one a moment
after it is asked to. Of the keys that a fast reader or a script types in one go, those behind the key that opens a
field would so be commands of what lies below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input

from vctutor.tui.textual_compat.app_part import AppPart

if TYPE_CHECKING:
    from typing_extensions import Self

TYPED = (events.Key, events.Paste)


class TypedAhead(AppPart):
    """An application that gives every key to the widget that the keys before it called for."""

    def __init__(self, **options: Any) -> None:
        """Begin with no key typed; ``options`` are those of any application."""
        super().__init__(**options)
        self._expected: Widget | None = None
        self._there = False  # whether what is expected has the focus already
        self._awaited_key: events.Event | None = (
            None  # given to the expected field, which may leave it by that
        )
        self._held: list[events.Event] = []
        self._flying: dict[
            events.Event, Widget
        ] = {}  # given to a widget and not come back yet, the oldest first
        self._given: WeakKeyDictionary[events.Event, Widget] = WeakKeyDictionary()

    # --- what is waited for ---------------------------------------------------------------------------------

    def expect(self, widget: Widget) -> None:
        """Hold keys back until ``widget`` has the focus, for which Textual has been asked already."""
        self._wait_for(widget)
        self.ready(widget)

    def _wait_for(self, widget: Widget) -> None:
        self._expected, self._there, self._awaited_key = widget, False, None

    def ready(self, widget: Widget) -> None:
        """Give out, in its turn, what was held back for ``widget``: it can take keys now, or never will."""
        self.call_later(self._arrived, widget)

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Show a screen; keys wait until it has been put together and has asked for its focus."""
        mounted = super().push_screen(screen, *args, **options)
        shown = self.screen
        if not shown.is_mounted:
            self._wait_for(shown)
            shown.call_later(self.ready, shown)
        return mounted

    async def _arrived(self, widget: Widget) -> None:
        """Give out what was held back, unless something else is waited for by now."""
        if self._expected is widget:
            self._there = True
            await self._give_out()

    async def on_key_done(self, event: KeyDone) -> None:
        """Release what was held back for a field whose last key has done everything it does."""
        event.stop()
        await self._arrived(event.field)

    async def _give_out(self) -> None:
        """Give out what was held back, once all that was typed before it has come back."""
        if self._there and self._way() is None:
            self._expected, self._there = None, False
            held, self._held = self._held, []
            for event in held:
                await self.on_event(_anew(event))

    def _way(self) -> Widget | None:
        """Return the widget on whose way to the application a key still is, the last if there are several."""
        gone = [event for event, widget in self._flying.items() if not _returns(widget)]
        for event in gone:
            del self._flying[event]
        return next(reversed(self._flying.values()), None)

    def pending_input(self) -> int:
        """Return how many messages wait to be handled: in the queues of the application and of what has the focus."""
        pumps = [
            self,
            *self.screen_stack[-1:],
            *([self.focused] if self.screen_stack and self.focused else []),
        ]
        return sum(one.message_queue_size for one in pumps) + len(self._held) + len(self._flying)

    # --- keys -----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Hold a key back, or give it to what has the focus now, where that is another than when it was typed."""
        if isinstance(event, TYPED) and self.screen_stack:
            self._came_back(event)
            if event is self._awaited_key:
                # The field has no use for it, so it does here what it does, before the keys that wait for that.
                await super().on_event(event)
                return
            heading = self.focused or self.screen
            if self._expected is None and isinstance(heading, Awaited) and heading.unready:
                self._wait_for(heading)
            if self._expected is not None:
                await self._hold(event)
                return
            if self._given.get(event, heading) is not heading:
                event = _anew(event)
            self._given[event] = heading
            await self._give(event, heading)
        else:
            await super().on_event(event)

    async def _give(self, event: events.Event, heading: Widget) -> None:
        new = not event.is_forwarded
        await super().on_event(event)
        if not new or not event.is_forwarded:  # it was dealt with before any widget
            return
        if _returns(heading):
            self._flying[event] = heading
        elif isinstance(heading, Awaited) and _may_leave(event):
            self._wait_for(heading)  # for it to tell that it has done what the key does
            self._awaited_key = event

    def _came_back(self, event: events.Event) -> None:
        """Take a key, and those given to the same widget before it, for not on the way any more."""
        widget = self._flying.get(event)
        if widget is not None:
            given = list(self._flying)
            for earlier in given[: given.index(event) + 1]:
                if self._flying[earlier] is widget:
                    del self._flying[earlier]

    async def _hold(self, event: events.Event) -> None:
        """Hold a key back; one that follows others, which are on their way still, goes the same way behind them."""
        way = None if event.is_forwarded else self._way()
        if way is None:
            self._held.append(event)
            await self._give_out()
        else:
            self._flying[event] = way
            way._forward_event(event)


def _returns(widget: Widget) -> bool:
    """Return whether a widget lets every key go on to the application: fields keep some, and what is closed all."""
    return widget.is_attached and widget.is_running and not isinstance(widget, Input)


def _may_leave(event: events.Event) -> bool:
    """Return whether a key may take the focus from a field: any that is no character."""
    return isinstance(event, events.Key) and not event.is_printable


def _anew(event: events.Event) -> events.Event:
    """Return a key or a paste as it was before it was given to any widget."""
    if isinstance(event, events.Key):
        return events.Key(event.key, event.character)
    return events.Paste(event.text) if isinstance(event, events.Paste) else event


class KeyDone(Message):
    """A field has dealt with a key that may leave it.

    It bubbles through the same queues as the message that the key may have caused (a text that was submitted, the key
    itself where the field has no use for it), so it reaches the application when that has been handled.
    """

    def __init__(self, field: Widget) -> None:
        """Say which ``field``."""
        super().__init__()
        self.field = field


class Awaited(MessagePump):
    """A mixin for widgets, in front of Textual's own: keys typed after the focus is asked for are the widget's."""

    @property
    def unready(self) -> bool:
        """Whether the widget has the focus and can't take keys yet; it tells the application when it can."""
        return False

    def on_unmount(self) -> None:
        """Hold no keys back for a widget that was removed before it could take them."""
        if isinstance(self.app, TypedAhead) and isinstance(self, Widget):
            self.app.ready(self)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus."""
        focused: Self = super().focus(scroll_visible)  # type: ignore[misc]
        if isinstance(self.app, TypedAhead) and isinstance(self, Widget):
            self.app.expect(self)
        return focused
