"""The banner above the text: trouble with the store, or why a key did nothing."""

from __future__ import annotations

from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import glyphs
from vctutor.tui.widgets.drawn import Drawn
from vctutor.typesetting.prose import literal


class Banner(Drawn):
    """A few lines that are hidden while there is no message."""

    ground = "bar warning"

    def show_text(self, text: str) -> None:
        """Show a text; an empty one hides the banner."""
        escaped = literal(text)
        room = max(1, self.parent_width() - 1)
        lines = lay_text(escaped, room, glyphs(True)).lines if text else ()
        self.styles.height = max(1, len(lines))
        self.styles.display = "block" if lines else "none"
        self.show(lines)

    def parent_width(self) -> int:
        """Return the cells there are for it, also while it is hidden."""
        container = self.parent
        return int(container.size.width) if container is not None else 80  # type: ignore[attr-defined]

    def on_click(self) -> None:
        """Hide the banner."""
        self.show_text("")
