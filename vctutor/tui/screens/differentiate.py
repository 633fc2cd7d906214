"""Differentiate anything: the reader types a function, and its derivatives change as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from vctutor.errors import VctutorError
from vctutor.lines import Line, Span
from vctutor.page.blocks import lay_text
from vctutor.page.model import Page
from vctutor.tui.screens.overlay import Overlay
from vctutor.tui.screens.page import page_of
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.reader import Reader, Spot
from vctutor.words import _

if TYPE_CHECKING:
    from vctutor.tui.app import TutorApp

FIRST = "x^2*y + 3*y"


class DifferentiateScreen(Overlay[str | None]):
    """A field for a function, one for a point, and below them everything about its derivatives.

    It returns the last function that could be read, or None where there was none.
    """

    BINDINGS = [
        Binding("escape", "close", "close", show=False),
        Binding("pagedown", "turn(1)", "page down", show=False),
        Binding("pageup", "turn(-1)", "page up", show=False),
    ]

    def __init__(self, function: str = FIRST, point: str = "") -> None:
        """Begin with a function and a point."""
        super().__init__()
        self._function = function
        self._point = point
        self._read: str | None = None

    def compose(self) -> ComposeResult:
        """Yield the fields and the page."""
        with Vertical(id="sheet", classes="differentiate"):
            yield Static("f =", markup=False)
            yield Field(
                self._function, _("a function, such as sin(x) e^-x or [x y, x + y]"), id="function"
            )
            yield Static(_("at"), markup=False)
            yield Field(self._point, _("a point, such as x=2, y=1; may stay empty"), id="point")
            yield Reader()

    def on_mount(self) -> None:
        """Name the frame, and let the keys go to the function."""
        sheet = self.query_one("#sheet")
        sheet.border_title = _("Differentiate")
        sheet.border_subtitle = _("tab: function, point, page · esc closes")
        self.query_one("#function", Field).focus()

    def on_reader_resized(self) -> None:
        """Make the page for the width."""
        self.redraw()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Follow what is typed."""
        event.stop()
        self.redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.focus_next()

    def on_field_left(self) -> None:
        """Close."""
        self.action_close()

    def redraw(self) -> None:
        """Differentiate what is in the fields."""
        reader = self.query_one(Reader)
        if reader.size.width:
            reader.show(self._page(reader.cells), Spot(""))

    def _page(self, cells: int) -> Page:
        function = self.query_one("#function", Field).value.strip()
        point = self.query_one("#point", Field).value.strip()
        if not function:
            return page_of(
                [(Span(_("Type a function, and its derivatives appear here."), "muted"),)], cells
            )
        try:
            lines = self._derivatives(function, point, cells)
        except VctutorError as error:
            return page_of(_wrong(error, cells, cast("TutorApp", self.app)), cells)
        self._read = function
        return page_of(lines, cells)

    def _derivatives(self, function: str, point: str, cells: int) -> list[Line]:
        from vctutor.maths.expression import parse
        from vctutor.page.derivative import DerivativePage, read_point, variables_of

        at = read_point(point) if point else None
        e = parse(function)
        names = variables_of(e, (), at)
        page = DerivativePage(e, names, cells=cells, ascii=cast("TutorApp", self.app).glyphs.ascii)
        parts = [page.function(), page.derivatives(), page.steps()]
        if at is not None:
            parts += [page.at(at), page.tape(at)]
        lines: list[Line] = []
        for part in parts:
            lines += [*([()] if lines else []), *part]
        return lines

    def action_close(self) -> None:
        """Close with the last function that could be read."""
        self.dismiss(self._read)

    def action_turn(self, pages: int) -> None:
        """Scroll the page."""
        self.query_one(Reader).turn(pages)


def _wrong(error: VctutorError, cells: int, app: TutorApp) -> list[Line]:
    """Return what is wrong, and where: a caret under the place in what was typed."""
    lines: list[Line] = []
    caret = getattr(error, "caret", None)
    if callable(caret):
        lines += [(Span(line, "code"),) for line in str(caret()).split("\n")]
    escaped = "".join(f"\\{char}" if char in "\\*`$[" else char for char in str(error))
    return [*lines, *lay_text(escaped, cells, app.glyphs, "warning").lines]
