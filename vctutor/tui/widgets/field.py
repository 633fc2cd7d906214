"""The field for typed mathematics: it lies over the line of a page that it belongs to."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from vctutor.tui.textual_compat.typed_ahead import Awaited, TypedAhead


class InOrder(Input):
    """A mixin for fields: their keys are done in the order in which they were typed."""

    async def _on_key(self, event: events.Key) -> None:
        """Do at once what a key does here, so that it comes before the characters typed behind it.

        Textual inserts a character when it comes, and lets any other key go through the message queues of the field's
        parents first. Where several keys come in one piece, as over a slow line, ``x``, backspace, ``y`` gave ``x``.
        """
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)


class Field(Awaited, InOrder):
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

    async def _on_key(self, event: events.Key) -> None:
        """Let the keys behind it come, once what this one does is done."""
        if not event.is_printable:
            self.call_next(self._let_come)

    def _let_come(self) -> None:
        if isinstance(self.app, TypedAhead):
            self.app.ready(self)

    def place(self, region: Region) -> None:
        """Lie over this region of the container."""
        self.styles.offset = (region.x, region.y)
        self.styles.width = region.width

    def action_leave(self) -> None:
        """Leave the field with what is typed kept."""
        self.leaving()
