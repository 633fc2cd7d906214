"""The field of the active card, where an answer is typed: opened, kept over its line, read and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region

from vctutor.lazy import LazyModule
from vctutor.page.model import Target
from vctutor.tui.parts import ScreenPart
from vctutor.tui.widgets.field import Field

if TYPE_CHECKING:
    from textual.widgets import Input

    from vctutor.grading import attempts
    from vctutor.page import card
else:  # with the first card
    card, attempts = LazyModule("vctutor.page.card"), LazyModule("vctutor.grading.attempts")


class AnswerField(ScreenPart):
    """A part of the course screen: the field for what is typed. `Answering` rests on it."""

    _field: Field | None = None

    @property
    def field(self) -> Field | None:
        """The field that lies over the active card, if it is open."""
        return self._field

    def open_field(self) -> None:
        """Open the field of the active card."""
        attempt = self.desk.current
        if attempt is None or self.field is not None or not self.is_attached:
            return
        kind = str(attempt.question.answer.__struct_config__.tag)
        field = Field(attempt.typed, card.ASKS.get(kind, ""))
        field.select_on_focus = attempt.verdict is not None  # what was judged is typed over
        field.leaving = lambda: self._leave(field)  # at once: the keys behind go to the card
        self._field = field
        self.query_one("#reading").mount(field)
        self.place_field()
        field.focus()

    def _begin_with(self, typed: str) -> None:
        """Open the field of the active card, and put what was typed without it behind what is there."""
        self.open_field()
        if self.field is not None:
            self.field.select_on_focus = False  # or the next character would replace it
            self.field.value += typed
            self.field.cursor_position = len(self.field.value)

    def close_field(self) -> None:
        """Close the field; what is typed stays on the card."""
        field = self.field
        if field is not None:
            # At once: it stays in the tree for a moment, and the next may open meanwhile.
            self._field = None
            focused = field.has_focus
            field.remove()
            if focused:
                self.reader.focus()

    def place_field(self) -> None:
        """Keep the field over its line; a field that is scrolled out of sight is closed."""
        field = self.field
        if field is None or self.chapter is None or self.desk.active is None:
            return
        place = self.desk.current.question.place if self.desk.current else ""
        target = self._target("field", place)
        reader = self.reader
        top = target.line - reader.scroll_offset.y if target else -1
        if target is None or not 0 <= top < reader.size.height:
            self.close_field()
            return
        left = target.start + reader.margin
        above = reader.region.y - self.query_one("#reading").region.y
        field.place(Region(left, top + above, max(1, target.end - target.start), 1))

    def _target(self, kind: str, value: str = "") -> Target | None:
        """Return the card of a question, or its field, on the page."""
        for target in self.reader.page.targets:
            if target.kind == kind and (
                target.value == value or (kind == "field" and target.place == value)
            ):
                return target
        return None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read what is typed, and show how it is read."""
        if event.input is not self.field:
            return
        event.stop()
        self.desk.change(lambda one: attempts.write(one, event.value))
        self.desk.read()
        self.lay_out()

    def _leave(self, field: Field) -> None:
        """Go from the field to the card's own keys."""
        if field is self.field:
            self.close_field()
            self.reader.focus()
            self._tell_keys()
