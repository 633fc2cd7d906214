"""A widget drawn from styled lines, which repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from vctutor.styled_text import Line, pad
from vctutor.tui.styles.roles import RoleStyles

if TYPE_CHECKING:
    from vctutor.tui.services import Look


def strip_of(line: Line, cells: int, styles: RoleStyles, ground: str = "") -> Strip:
    """Return a line as a strip of exactly ``cells`` cells, in the styles of a theme."""
    prefix = f"{ground} " if ground else ""
    segments = [
        Segment(span.text, styles.style(prefix + span.role if span.role else ground))
        for span in pad(line, cells)
    ]
    return Strip(segments, cells)


class Drawn(Widget):
    """A widget that shows lines, one row each, and repaints the rows that change.

    Subclasses set ``ground``, the role whose style lies under every span.
    """

    ground = ""

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        """Create an empty widget, drawn with the styles of ``look``."""
        super().__init__(id=id)
        self.look = look
        self._shown: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines shown."""
        return self._shown

    def show(self, lines: Sequence[Line]) -> None:
        """Show ``lines`` in place of those shown before."""
        before, after = self._shown, tuple(lines)
        self._shown = after
        longest = max(len(before), len(after))
        changed = [
            y
            for y in range(longest)
            if y >= len(before) or y >= len(after) or before[y] != after[y]
        ]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        line: Line = self._shown[y] if y < len(self._shown) else ()
        return strip_of(line, self.size.width, self.look.styles, self.ground)
