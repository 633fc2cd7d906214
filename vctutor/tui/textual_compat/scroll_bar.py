"""A vertical scroll bar that is drawn without a console, since it is drawn again with every line scrolled."""

from __future__ import annotations

from typing import ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from vctutor.tui.textual_compat.nodes import apply_line_filters


class PlainRender(ScrollBarRender):
    """A scroll bar in whole cells: ASCII has no characters for parts of one."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]


class SlimBar(ScrollBar):
    """Textual's vertical scroll bar, one cell wide, with the same look and behaviour."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of the bar. It has no border and no padding."""
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
        rows = {  # most rows share one segment
            id(segment): Strip(Segment.apply_style([segment], base), 1)
            for segment in drawn.segments
        }
        shown = drawn.segments[slice(*crop.line_span)]
        return apply_line_filters(self, [rows[id(segment)] for segment in shown])


class Scrolled(ScrollView):
    """A view whose vertical scroll bar is a `SlimBar`."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The vertical scroll bar, created on first access."""
        if self._vertical_scrollbar is None:
            bar = self._vertical_scrollbar = SlimBar(vertical=True, name="vertical", thickness=1)
            bar.display = False
            if self.app.has_class("-ascii"):
                bar.renderer = PlainRender  # type: ignore[misc]
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def set_virtual_height(self, rows: int) -> None:
        """Set the height of what is scrolled, without the layout pass that setting `virtual_size` causes.

        Nothing but the scroll bar depends on it.
        """
        self.set_reactive(ScrollView.virtual_size, Size(0, rows))
        self._scroll_update(self.virtual_size)

    def resized(self) -> None:
        """Called in the layout pass when the size may have changed, before anything is drawn in the new one.

        `Resize` comes later, after a frame with the old content in the new size.
        """

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        self.resized()
        return changed
