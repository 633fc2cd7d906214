"""One line above the text for what the reader should know: trouble with the store, a key that had nothing to do."""

from __future__ import annotations

from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import glyphs
from vctutor.tui.widgets.drawn import Drawn
from vctutor.typesetting.prose import literal


class Banner(Drawn):
    """Folded away while there is nothing to tell."""

    ground = "bar warning"

    def tell(self, text: str) -> None:
        """Show a text; an empty one folds the banner away."""
        escaped = literal(text)
        room = max(1, self.parent_width() - 1)
        lines = lay_text(escaped, room, glyphs(True)).lines if text else ()
        self.styles.height = max(1, len(lines))
        self.styles.display = "block" if lines else "none"
        self.show(lines)

    def parent_width(self) -> int:
        """Return the cells there are for it, also while it is folded away."""
        container = self.parent
        return int(container.size.width) if container is not None else 80  # type: ignore[attr-defined]

    def on_click(self) -> None:
        """Fold away."""
        self.tell("")
