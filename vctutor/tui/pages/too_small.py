"""Screen shown when the terminal is too small for the course."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from vctutor.i18n import _
from vctutor.styled_text import Span
from vctutor.tui.services import Look
from vctutor.tui.terminal.capabilities import SMALLEST
from vctutor.tui.textual_compat.screen_resize import SingleResizeScreen
from vctutor.tui.widgets.drawn import Drawn


class TooSmall(Drawn):
    """One line that says so."""

    def show_size(self) -> None:
        """Show the size there is and the one needed, in the most words that there is room for."""
        cells = self.size.width
        size = self.app.size
        whole = _("{columns}x{rows} is too small: {least} is needed.").format(
            columns=size.width, rows=size.height, least=f"{SMALLEST[0]}x{SMALLEST[1]}"
        )
        texts = (whole, _("Window too small"), _("Too small"))
        text = next((text for text in texts if len(text) <= cells), "-")
        self.show([(Span(text),)])


class SmallScreen(SingleResizeScreen, ModalScreen[None]):
    """Covers everything until the window is large enough; ``q`` leaves the program all the same."""

    BINDINGS = [Binding("q", "app.leave", "quit", show=False)]
    DEFAULT_CSS = """
    SmallScreen { background: $background; }
    SmallScreen TooSmall { width: 100%; height: 1; }
    """

    def __init__(self, look: Look) -> None:
        """Draw with the styles of ``look``."""
        super().__init__()
        self._look = look

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield TooSmall(self._look)

    def on_resize(self) -> None:
        """Show the size there is now."""
        self.call_after_refresh(self.query_one(TooSmall).show_size)
