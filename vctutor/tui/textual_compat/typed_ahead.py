"""Type-ahead: buffers keys until the widget they are meant for has the focus.

Textual sends a key to the widget that has the focus when the key arrives, and moves the focus some messages after it is
asked to. Of the keys that a fast reader or a script types in one go, those behind the key that opens a field would
therefore be taken for commands of the widget below it, and those behind the key that closes it would be typed into it.
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
from vctutor.tui.textual_compat.nodes import bindings_for, is_closing

if TYPE_CHECKING:
    from typing_extensions import Self

TYPED = (events.Key, events.Paste)


class TypedAhead(AppPart):
    """An application that sends every key to the widget that the keys before it lead to."""

    def __init__(self, **options: Any) -> None:
        """Start with no key buffered; ``options`` are those of any application."""
        super().__init__(**options)
        self._awaited: Widget | None = None  # the widget that must be ready before keys are sent on
        self._is_ready = False
        self._held: list[events.Event] = []
        # Keys that were sent to a widget and bubble back to the application, the oldest first.
        self._in_flight: dict[events.Event, Widget] = {}
        self._sent_to: WeakKeyDictionary[events.Event, Widget] = WeakKeyDictionary()

    # --- what keys wait for ---------------------------------------------------------------------------------

    def hold_keys_for(self, widget: Widget) -> None:
        """Hold keys until ``widget`` has the focus, which has been requested already."""
        self._await(widget)
        self.release_keys(widget)

    def release_keys(self, widget: MessagePump) -> None:
        """Send on the keys held for ``widget``, which can take keys now or never will, after messages queued before."""
        self.call_later(self._on_ready, widget)

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Show a screen, and hold keys until it is mounted and has set its focus."""
        mounted = super().push_screen(screen, *args, **options)
        shown = self.screen
        if not shown.is_mounted:
            self._await(shown)
            shown.call_later(self.release_keys, shown)
        return mounted

    def on_key_handled(self, message: KeyHandled) -> None:
        """Send on the keys behind one that a field has handled."""
        self.release_keys(message.field)

    def _await(self, widget: Widget) -> None:
        self._awaited, self._is_ready = widget, False

    async def _on_ready(self, widget: Widget) -> None:
        if self._awaited is widget:
            self._is_ready = True
            await self._send_held()

    async def _send_held(self) -> None:
        """Send the held keys, unless a key typed before them is still in flight."""
        if self._is_ready and self._route() is None:
            self._awaited, self._is_ready = None, False
            held, self._held = self._held, []
            for event in held:
                await self.on_event(copy_event(event))

    def _route(self) -> Widget | None:
        """Return the widget that the last key in flight was sent to, if any key is in flight."""
        lost = [event for event, widget in self._in_flight.items() if is_detached(widget)]
        for event in lost:
            del self._in_flight[event]
        return next(reversed(self._in_flight.values()), None)

    def pending_input(self) -> int:
        """Return how many messages wait in the queues of the application and of the focus, held keys included."""
        pumps: list[MessagePump] = [self, *self.screen_stack[-1:]]
        if self.screen_stack and self.focused is not None:
            pumps.append(self.focused)
        queued = sum(one.message_queue_size for one in pumps)
        return queued + len(self._held) + len(self._in_flight)

    # --- keys -----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Hold a key, or send it to the widget that has the focus now, where that has changed since it was sent."""
        if not (isinstance(event, TYPED) and self.screen_stack):
            await super().on_event(event)
            return
        self._land(event)
        sent_to, awaited = self._sent_to.get(event), self._awaited
        if awaited is not None and is_closing(awaited):
            # It closed before it could report that it is ready. Keys held for it are still due, before this one.
            self._is_ready = True
            await self._send_held()
        target = self.focused or self.screen
        if self._awaited is None and isinstance(target, KeyTarget) and target.holds_keys:
            self._await(target)
        # A key that a field does not bind comes back, while those behind it wait for it.
        returned = sent_to if isinstance(sent_to, OrderedInput) else None
        if self._awaited is not None and returned is not self._awaited:
            await self._hold(event)
            return
        if sent_to is not None and sent_to is not target:
            event = copy_event(event)
        self._sent_to[event] = target
        await self._send(event, target)
        if returned is not None and returned is self._awaited:
            self.release_keys(
                returned
            )  # the key has run the binding of another widget, if there is one

    async def _send(self, event: events.Event, target: Widget) -> None:
        returning = event.is_forwarded
        await super().on_event(event)
        if returning or not event.is_forwarded:
            return  # it ran a binding: of the application, or a priority one before any widget
        if isinstance(target, OrderedInput):
            if isinstance(event, events.Key) and not event.is_printable:
                self._await(target)  # the key may take the focus away
        elif not isinstance(target, Input) and not is_detached(target):
            self._in_flight[event] = target

    def _land(self, event: events.Event) -> None:
        """Remove a key that came back, and those sent to the same widget before it, from the keys in flight."""
        widget = self._in_flight.get(event)
        if widget is not None:
            sent = list(self._in_flight)
            for earlier in sent[: sent.index(event) + 1]:
                if self._in_flight[earlier] is widget:
                    del self._in_flight[earlier]

    async def _hold(self, event: events.Event) -> None:
        """Hold a key. A new key behind others in flight is sent the same way, to arrive behind them."""
        route = None if event.is_forwarded else self._route()
        if route is None:
            self._held.append(event)
            await self._send_held()
        else:
            self._in_flight[event] = route
            route._forward_event(event)


def is_detached(widget: Widget) -> bool:
    """Return whether a widget no longer passes keys on to the application."""
    return not (widget.is_attached and widget.is_running)


def copy_event(event: events.Event) -> events.Event:
    """Return a key or a paste as it was before it was sent to a widget."""
    if isinstance(event, events.Key):
        return events.Key(event.key, event.character)
    return events.Paste(event.text) if isinstance(event, events.Paste) else event


class KeyTarget(MessagePump):
    """A mixin for widgets, before Textual's own class: keys typed after the focus is requested are sent to them."""

    @property
    def holds_keys(self) -> bool:
        """Whether the widget has the focus but can't take keys yet; it calls `release_keys` when it can."""
        return False

    def focus(self, scroll_visible: bool = True) -> Self:
        """Request the focus."""
        focused: Self = super().focus(scroll_visible)  # type: ignore[misc]
        if isinstance(self.app, TypedAhead) and isinstance(self, Widget):
            self.app.hold_keys_for(self)
        return focused

    def on_unmount(self) -> None:
        """Release keys that still wait for this widget."""
        if isinstance(self.app, TypedAhead):
            self.app.release_keys(self)


class KeyHandled(Message):
    """A field has run the binding of a key.

    It bubbles behind the messages that the binding posted, so when the application gets it, the parents of the field
    have handled those: a page is closed, an answer is judged.
    """

    namespace = ""

    def __init__(self, field: Widget) -> None:
        """Name the ``field`` that handled the key."""
        super().__init__()
        self.field = field


class OrderedInput(KeyTarget, Input):
    """An input field whose keys take effect in the order in which they were typed.

    Textual inserts a character when its event arrives, but sends any other key through the message queues of the
    field's parents before its binding runs. Where several keys arrive in one read, ``x``, backspace, ``y`` gave ``x``.
    """

    async def on_key(self, event: events.Key) -> None:
        """Run the binding of a key here. Textual calls this before its own handler."""
        bound = bindings_for(self, event.key)
        if bound:
            event.stop()
            event.prevent_default()
        for binding in bound:
            await self.run_action(binding.action)
        if bound:
            self.post_message(KeyHandled(self))
