"""The page that differentiates a function of the reader's own, while it is typed."""

from __future__ import annotations

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import Glyphs
from vctutor.styled_text import Line, Span
from vctutor.tui.model.navigation import Spot
from vctutor.tui.pages.overlay import Overlay
from vctutor.tui.pages.page_screen import page_of
from vctutor.tui.services import Look
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.reader import Reader
from vctutor.typesetting.prose import literal

FIRST = "x^2*y + 3*y"
PATIENCE = 0.25  # seconds after which the frame says that it is still being worked out


class Asked(Struct, frozen=True):
    """What is to be differentiated: a function, a point or nothing, and how many cells the page has."""

    function: str
    point: str
    cells: int


class DifferentiateScreen(Overlay[str | None]):
    """A field for a function, one for a point, and below them everything about its derivatives.

    It returns the last function that could be read, or None where there was none.
    """

    BINDINGS = [
        Binding("escape", "close", "close", show=False),
        Binding("pagedown", "turn(1)", "page down", show=False),
        Binding("pageup", "turn(-1)", "page up", show=False),
    ]

    def __init__(self, look: Look, function: str = FIRST, point: str = "") -> None:
        """Begin with a function and a point."""
        super().__init__(look)
        self._function = function
        self._point = point
        self._read: str | None = None
        self._wanted: Asked | None = None
        self._working = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the fields and the page."""
        with Vertical(id="sheet", classes="differentiate"):
            yield Static("f =", markup=False)
            yield Field(
                self._function, _("a function, such as sin(x) e^-x or [x y, x + y]"), id="function"
            )
            yield Static(_("at"), markup=False)
            yield Field(self._point, _("a point, such as x=2, y=1; may stay empty"), id="point")
            yield Reader(self.look)

    def on_mount(self) -> None:
        """Name the frame, and focus the field of the function."""
        sheet = self.query_one("#sheet")
        sheet.border_title = _("Differentiate")
        keys = _("tab: function, point, page · esc closes")
        sheet.border_subtitle = self.look.glyphs.text(keys)
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
        """Differentiate what is in the fields, beside the typing: some derivatives take a second."""
        reader = self.query_one(Reader)
        if reader.size.width:
            self._wanted = Asked(
                self.query_one("#function", Field).value.strip(),
                self.query_one("#point", Field).value.strip(),
                reader.cells,
            )
            self._begin()

    def _begin(self) -> None:
        """Work on what is wanted now, unless something is worked on: a thread can't be stopped, so there is one."""
        asked = self._wanted
        if asked is None or self._working:
            return
        if not asked.function:
            advice = Span(_("Type a function, and its derivatives appear here."), "muted")
            self._show(asked, [(advice,)], read=False)
            return
        self._working = True
        self._timer = self.set_timer(PATIENCE, lambda: self._entitle(_("Differentiating")))
        self.run_worker(lambda: self._work(asked), thread=True, group="differentiate")

    def _work(self, asked: Asked) -> None:
        """Differentiate, in a thread of its own."""
        lines, read = differentiated(asked, self.look.glyphs)
        self.app.call_from_thread(self._done, asked, lines, read)

    def _done(self, asked: Asked, lines: list[Line], read: bool) -> None:
        """Show what came out, unless something else is wanted by now."""
        self._working = False
        if self._timer is not None:
            self._timer.stop()
        if not self.is_attached:
            return
        self._entitle(_("Differentiate"))
        if asked == self._wanted:
            self._show(asked, lines, read=read)
        else:
            self._begin()

    def _entitle(self, title: str) -> None:
        self.query_one("#sheet").border_title = title

    def _show(self, asked: Asked, lines: list[Line], *, read: bool) -> None:
        if read:
            self._read = asked.function
        self.query_one(Reader).show(page_of(lines, asked.cells), Spot(""))

    def action_close(self) -> None:
        """Close with the last function that could be read."""
        self.dismiss(self._read)

    def action_turn(self, pages: int) -> None:
        """Scroll the page."""
        self.query_one(Reader).turn(pages)


def differentiated(asked: Asked, glyphs: Glyphs) -> tuple[list[Line], bool]:
    """Return everything about a function's derivatives, or what is wrong; and whether it could be read."""
    try:
        return _derivatives(asked, glyphs), True
    except VctutorError as error:
        return _wrong(error, asked.cells, glyphs), False


def _derivatives(asked: Asked, glyphs: Glyphs) -> list[Line]:
    from vctutor.maths.expression import parse
    from vctutor.page.derivative import DerivativePage, read_point, variables_of

    at = read_point(asked.point) if asked.point else None
    e = parse(asked.function)
    names = variables_of(e, (), at)
    page = DerivativePage(e, names, cells=asked.cells, ascii=glyphs.ascii)
    parts = [page.function(), page.derivatives(), page.steps()]
    if at is not None:
        parts += [page.at(at), page.tape(at)]
    lines: list[Line] = []
    for part in parts:
        lines += [*([()] if lines else []), *part]
    return lines


def _wrong(error: VctutorError, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return what is wrong, and where: a caret under the place in what was typed."""
    lines: list[Line] = []
    caret = getattr(error, "caret", None)
    if callable(caret):
        lines += [(Span(line, "code"),) for line in str(caret()).split("\n")]
    escaped = literal(str(error))
    return [*lines, *lay_text(escaped, cells, glyphs, "warning").lines]
