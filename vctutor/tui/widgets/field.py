"""An input field for typed mathematics, which can lie over a line of a page."""

from __future__ import annotations

from collections.abc import Callable

from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message

from vctutor.tui.textual_compat.typed_ahead import OrderedInput


class Field(OrderedInput):
    """A one-line field. Enter submits, escape leaves; there are no suggestions and the cursor does not blink.

    Attributes:
        leaving: called when the reader leaves the field. By default it posts `Left` to the parents.
    """

    BINDINGS = [Binding("escape", "leave", "leave", show=False)]

    class Left(Message):
        """The reader left the field."""

        def __init__(self, field: Field) -> None:
            """Name the ``field``."""
            super().__init__()
            self.field = field

        @property
        def control(self) -> Field:
            """The field that was left."""
            return self.field

    def __init__(
        self, value: str, placeholder: str, *, limit: int = 400, id: str | None = None
    ) -> None:
        """Create a field that contains ``value``, of at most ``limit`` characters."""
        super().__init__(value, placeholder=placeholder, max_length=limit, compact=True, id=id)
        self.cursor_blink = False
        self.leaving: Callable[[], object] = lambda: self.post_message(self.Left(self))

    def place(self, region: Region) -> None:
        """Lie over a ``region`` of the container."""
        self.styles.offset = (region.x, region.y)
        self.styles.width = region.width

    def action_leave(self) -> None:
        """Leave the field. The typed text stays."""
        self.leaving()
