"""A scroll bar that is drawn without the detour over a console: it is drawn anew with every line that is scrolled."""

from __future__ import annotations

from typing import ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from vctutor.tui.widgets.drawn import filtered


class PlainRender(ScrollBarRender):
    """A scroll bar in whole cells: the characters of parts of a cell are not in ASCII."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]


class SlimBar(ScrollBar):
    """Textual's vertical scroll bar, one cell wide, as it looks and behaves."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of the bar, which has no border and no padding."""
        bar = cast(ScrollBarRender, self.render())
        style = cast(Style, bar.style)
        if style.color is None or style.bgcolor is None:
            return super().render_lines(crop)
        drawn = bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=1,
            vertical=True,
            back_color=style.bgcolor,
            bar_color=style.color,
        )
        base = self.visual_style.rich_style
        rows = {  # most rows are one and the same
            id(segment): Strip(Segment.apply_style([segment], base), 1)
            for segment in drawn.segments
        }
        shown = drawn.segments[slice(*crop.line_span)]
        return filtered(self, [rows[id(segment)] for segment in shown])


class Scrolled(ScrollView):
    """A view whose vertical scroll bar is a `SlimBar`."""

    def __init__(self, *, ascii: bool = False) -> None:
        """Create a view; its bar is drawn in ``ascii`` characters or with parts of a cell."""
        super().__init__()
        self._ascii = ascii

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The vertical scroll bar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            bar = self._vertical_scrollbar = SlimBar(vertical=True, name="vertical", thickness=1)
            bar.display = False
            if self._ascii:
                bar.renderer = PlainRender  # type: ignore[misc]
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar
