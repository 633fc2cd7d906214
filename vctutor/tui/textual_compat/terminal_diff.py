"""Writes to the terminal only the cells that changed: a layer between Textual's updates and its driver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size

from vctutor.tui.terminal.cell_buffer import Cells, Pens, Piece
from vctutor.tui.textual_compat.app_part import AppPart

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

Update = LayoutUpdate | ChopsUpdate


class CellUpdate(CompositorUpdate):
    """An update of the screen, written as the cells that differ from those on the terminal."""

    def __init__(self, update: Update, cells: Cells) -> None:
        """Take an update; it is compared with ``cells`` when it is written, not before."""
        self._update = update
        self._cells = cells

    def render_segments(self, console: Console) -> str:
        """Return the sequences that bring the terminal from its cells to those of the update."""
        update = self._update
        return self._cells.write(
            screen_rows(update) if isinstance(update, LayoutUpdate) else row_pieces(update)
        )


def screen_rows(update: LayoutUpdate) -> Iterator[Piece]:
    """Yield the rows of an update of the whole screen."""
    for y, strips in enumerate(update.strips, update.region.y):
        yield y, update.region.x, tuple(segment for strip in strips for segment in strip)


def row_pieces(update: ChopsUpdate) -> Iterator[Piece]:
    """Yield the pieces of rows that an update covers. A strip is yielded whole, never cut."""
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < right and end > left:
                yield y, x, strip


class SparseCompositor(Compositor):
    """Draws only the widgets that contain a change.

    Textual's own also draws every widget between two that changed: the whole screen where its first and its last line
    did.
    """

    _changed: tuple[Region, ...] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return the parts of the screen that changed, or None."""
        _ = (
            self.cuts
        )  # computed from every visible widget and cached, so before `_changed` hides some
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    @property
    def visible_widgets(self) -> dict[Widget, tuple[Region, Region]]:
        """The visible widgets with their regions; during a partial update, those that contain a change."""
        visible = super().visible_widgets
        if not self._changed:
            return visible
        return {
            widget: (region, clip)
            for widget, (region, clip) in visible.items()
            if any(map(region.intersection(clip).overlaps, self._changed))
        }


def compositor_of(screen: Screen[Any]) -> Compositor:
    """Return what lays a screen out and renders its updates."""
    return screen._compositor


class CellDisplay(AppPart):
    """An application that remembers the cells on the terminal, and writes those that change."""

    _cells: Cells | None = None

    def on_mount(self) -> None:
        """Draw everything when the terminal comes back from another program."""
        self.app_resume_signal.subscribe(self, lambda _: self.redraw())

    def on_resize(self) -> None:
        """Forget the cells: a terminal that changes its size moves its text about."""
        self._cells = None

    def redraw(self) -> None:
        """Draw the whole screen, whatever the terminal shows now."""
        self._cells = None
        if self.screen_stack:
            self.screen.refresh()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self.is_inline:
            update = CellUpdate(renderable, self._cells_for(self.size))
            super()._display(screen, cast("RenderableType", update))
            return
        if renderable is not None:
            self._cells = None  # it is written past the cells
        super()._display(screen, renderable)

    def _cells_for(self, size: Size) -> Cells:
        """Return the cells on the terminal; unknown ones where it has another size now."""
        cells = self._cells
        if cells is None or (cells.width, cells.height) != size:
            colours = COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.TRUECOLOR)
            cells = self._cells = Cells(Pens(colours), size.width, size.height)
        return cells
