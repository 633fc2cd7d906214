"""The field for typed mathematics: it lies over the line of a page that it belongs to."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from vctutor.tui.textual_compat.typed_ahead import Awaited, KeyDone


class InOrder(Awaited, Input):
    """A mixin for fields: their keys, and the keys behind one that leaves them, act in the order of typing."""

    async def _on_key(self, event: events.Key) -> None:
        """Run a key's action at once, so that it comes before the characters typed behind it.

        Textual inserts a character when it comes, and lets any other key go through the message queues of the field's
        parents first. Where several keys come in one piece, as over a slow line, ``x``, backspace, ``y`` gave ``x``.
        """
        if not event.is_printable:
            # Posted behind everything that this key causes.
            self.call_next(self.post_message, KeyDone(self))
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)


class Field(InOrder):
    """A one-line field. Enter submits, escape leaves; it never suggests, blinks or remembers by itself.

    Attributes:
        leaving: called when the reader leaves the field; it tells the parents by a message where nobody sets it.
    """

    BINDINGS = [Binding("escape", "leave", "leave", show=False)]

    class Left(Message):
        """The reader left the field."""

        def __init__(self, field: Field) -> None:
            """Tell which ``field``."""
            super().__init__()
            self.field = field

        @property
        def control(self) -> Field:
            """The field that was left."""
            return self.field

    def __init__(
        self, value: str, placeholder: str, *, limit: int = 400, id: str | None = None
    ) -> None:
        """Make a field that holds ``value``, of at most ``limit`` characters."""
        super().__init__(value, placeholder=placeholder, max_length=limit, compact=True, id=id)
        self.cursor_blink = False
        self.leaving: Callable[[], object] = lambda: self.post_message(self.Left(self))

    def place(self, region: Region) -> None:
        """Lie over this region of the container."""
        self.styles.offset = (region.x, region.y)
        self.styles.width = region.width

    def action_leave(self) -> None:
        """Leave the field with what is typed kept."""
        self.leaving()
