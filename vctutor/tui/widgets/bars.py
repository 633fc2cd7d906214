"""The bar at the top, which shows where the reader is, and the one at the bottom, which shows keys."""

from __future__ import annotations

from collections.abc import Iterable

from vctutor.styled_text import Line, Span, crop, pad, width
from vctutor.tui.widgets.drawn import Drawn


class TopBar(Drawn):
    """The course on the left; the chapter and the share read on the right."""

    ground = "bar"

    def show_place(self, course: str, where: str, progress: float | None) -> None:
        """Show the names of the course and the chapter, and the share read, from 0 to 1; None shows none."""
        right = where if progress is None else f"{where} · {round(100 * progress)} %"
        room = self.size.width
        text = self.look.glyphs.text
        tail: Line = (Span(text(f"{right} "), "muted"),)
        head: Line = (Span(" vctutor", "accent strong"), Span(text(f" · {course}"), "muted"))
        left = max(0, room - width(tail) - 1)
        if left < width(head):
            head = (Span(" vctutor", "accent strong"),) if left >= 8 else ()
        self.show([(*pad(head, max(0, room - width(tail))), *crop(tail, room))])


class KeyBar(Drawn):
    """Keys and what they do, as many as fit, and on the right what became of the last event."""

    ground = "bar"

    def show_keys(
        self, keys: Iterable[tuple[str, str]], state: str, state_role: str = "muted"
    ) -> None:
        """Show keys, each with what it does, and what became of the last event."""
        room = self.size.width
        tail: Line = (Span(f"{state} ", state_role),) if state else ()
        text = self.look.glyphs.text
        left = room - width(tail) - 1
        spans: list[Span] = [Span(" ")]
        for key, label in keys:
            pair = (Span(text(key), "key"), Span(f" {text(label)}  ", "muted"))
            if width(spans) + width(pair) - 2 > left:
                break
            spans += pair
        self.show(
            [(*pad(crop(spans, max(0, room - width(tail))), max(0, room - width(tail))), *tail)]
        )
