"""What stands in a window that is too small for the course."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from vctutor.i18n import _
from vctutor.styled_text import Span
from vctutor.tui.terminal.capabilities import SMALLEST
from vctutor.tui.textual_compat.screen_resize import SingleResizeScreen
from vctutor.tui.widgets.drawn import Drawn


class TooSmall(Drawn):
    """One line that says so."""

    def tell(self) -> None:
        """Say it as well as there is room."""
        cells = self.size.width
        size = self.app.size
        whole = _("{columns}x{rows} is too small: {least} is needed.").format(
            columns=size.width, rows=size.height, least=f"{SMALLEST[0]}x{SMALLEST[1]}"
        )
        texts = (whole, _("Window too small"), _("Too small"))
        told = next((text for text in texts if len(text) <= cells), "-")
        self.show([(Span(told),)])


class SmallScreen(SingleResizeScreen, ModalScreen[None]):
    """Lies over everything until the window is large enough; ``q`` leaves the program all the same."""

    BINDINGS = [Binding("q", "app.leave", "quit", show=False)]
    DEFAULT_CSS = """
    SmallScreen { background: $background; }
    SmallScreen TooSmall { width: 100%; height: 1; }
    """

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield TooSmall()

    def on_resize(self) -> None:
        """Tell the size there is now."""
        self.call_after_refresh(self.query_one(TooSmall).tell)
