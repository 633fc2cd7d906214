"""The field that lies over the active card, where an answer is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.geometry import Region

from vctutor.lazy import LazyModule
from vctutor.page.model import Target
from vctutor.tui.model.question_cards import QuestionCards
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from textual.containers import Container

    from vctutor.page import card
else:  # loaded with the first card
    card = LazyModule("vctutor.page.card")


def card_target(reader: Reader, kind: str, place: str) -> Target | None:
    """Return the card of the question at a place of the page (kind ``question``), or its field (``field``)."""
    for target in reader.page.targets:
        if target.kind == kind and place == (target.value if kind == "question" else target.place):
            return target
    return None


class AnswerField:
    """Opens the field, keeps it over its line, and closes it.

    Attributes:
        field: the field, while it is open.
    """

    def __init__(
        self,
        cards: QuestionCards,
        reader: Reader,
        container: Container,
        left: Callable[[], object],
    ) -> None:
        """Open fields in ``container``, over ``reader``; ``left`` is called after the reader left the field."""
        self.field: Field | None = None
        self._cards = cards
        self._reader = reader
        self._container = container
        self._left = left

    def open(self, typed: str = "") -> None:
        """Open the field of the active card; ``typed`` was typed without it and is put behind the text there."""
        attempt = self._cards.current
        if attempt is None or self.field is not None or not self._container.is_attached:
            return
        kind = str(attempt.question.answer.__struct_config__.tag)
        field = Field(attempt.typed, card.ASKS.get(kind, ""))
        # A judged answer is typed over. What was typed without the field stays when the next character comes.
        field.select_on_focus = attempt.verdict is not None and not typed
        field.leaving = lambda: self._leave(field)
        self.field = field
        self._container.mount(field)
        self.place()
        field.focus()
        if typed:
            field.value += typed
            field.cursor_position = len(field.value)

    def close(self) -> None:
        """Close the field; the typed text stays on the card."""
        field = self.field
        if field is not None:
            # Removing takes a moment, in which the next field may open.
            self.field = None
            focused = field.has_focus
            field.remove()
            if focused:
                self._reader.focus()

    def place(self) -> None:
        """Keep the field over its line; a field that is scrolled out of sight is closed."""
        if self.field is None:
            return
        reader = self._reader
        target = card_target(reader, "field", self._cards.active or "")
        top = target.line - reader.scroll_offset.y if target else -1
        if target is None or not 0 <= top < reader.size.height:
            self.close()
            return
        left = target.start + reader.margin
        above = reader.region.y - self._container.region.y
        self.field.place(Region(left, top + above, max(1, target.end - target.start), 1))

    def _leave(self, field: Field) -> None:
        """Close the field at once, so that the keys typed behind the one that left it go to the card."""
        if field is self.field:
            self.close()
            self._reader.focus()
            self._left()
