"""Sends the terminal only the cells that changed: a thin layer under Textual's display."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from rich.color import ColorSystem
from rich.console import Console, RenderableType
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size

from vctutor.tui.terminal.cell_buffer import Cells, Pens, Piece
from vctutor.tui.textual_compat.app_part import AppPart

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

Update = LayoutUpdate | ChopsUpdate


class Difference(CompositorUpdate):
    """What an update of the screen changes in the cells that the terminal shows already."""

    def __init__(self, update: Update, cells: Cells) -> None:
        """Compare ``update`` with ``cells``, when it is written."""
        self._update = update
        self._cells = cells

    def render_segments(self, console: Console) -> str:
        """Return the sequences that bring the terminal from its cells to those of the update."""
        update = self._update
        return self._cells.write(
            whole(update) if isinstance(update, LayoutUpdate) else parts(update)
        )


def whole(update: LayoutUpdate) -> Iterator[Piece]:
    """Yield the rows of an update of the whole screen."""
    for y, strips in enumerate(update.strips, update.region.y):
        yield y, update.region.x, tuple(segment for strip in strips for segment in strip)


def parts(update: ChopsUpdate) -> Iterator[Piece]:
    """Yield the pieces of rows that an update covers, whole strips each."""
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < right and end > left:
                yield y, x, strip


class SparseCompositor(Compositor):
    """Draws, of a screen in which little changed, only the widgets in which something did.

    Textual's own draws every widget that lies between two that changed, such as the whole screen where the first line
    and the last did.
    """

    _changed: tuple[Region, ...] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return the parts of the screen that changed, if any did."""
        _ = self.cuts  # reckoned from all that is in sight, and kept
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    @property
    def visible_widgets(self) -> dict[Widget, tuple[Region, Region]]:
        """The widgets in sight with their regions; while parts are drawn, those that lie in them."""
        visible = super().visible_widgets
        if not self._changed:
            return visible
        return {
            widget: (region, clip)
            for widget, (region, clip) in visible.items()
            if any(map(region.intersection(clip).overlaps, self._changed))
        }


class CellDisplay(AppPart):
    """An application that keeps the cells it has written, and writes those that changed."""

    _cells: Cells | None = None

    def on_mount(self) -> None:
        """Draw everything again when the terminal comes back from another program."""
        self.app_resume_signal.subscribe(self, lambda _: self.draw_anew())

    def on_resize(self) -> None:
        """Take nothing for known after another size: terminals move their text about."""
        self._cells = None

    def draw_anew(self) -> None:
        """Draw the whole screen, whatever the terminal shows."""
        self._cells = None
        self.screen.refresh()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self.is_inline:
            difference = Difference(renderable, self._known(self.size))
            super()._display(screen, cast("RenderableType", difference))
            return
        if renderable is not None:
            self._cells = None
        super()._display(screen, renderable)

    def _known(self, size: Size) -> Cells:
        """Return the cells the terminal shows; all unknown where it has another size now."""
        cells = self._cells
        if cells is None or (cells.width, cells.height) != size:
            colours = self.console._color_system or ColorSystem.TRUECOLOR
            cells = self._cells = Cells(Pens(colours), size.width, size.height)
        return cells
