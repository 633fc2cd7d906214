"""What is wrong with a typed expression: where, what was expected, and what was probably meant."""

from __future__ import annotations

from vctutor.errors import VctutorError
from vctutor.i18n import _

_WINDOW = 72


class ParseError(VctutorError):
    """A typed expression can't be read.

    Attributes:
        position: where, as a 0-based index into the typed text (its length, for the end).
        length: how many characters are meant; at least 1.
        expected: what would have been right there; None where that is no help.
        suggestion: what was probably meant, ready to be typed or as advice; None where nothing is near.
        text: what was typed.
    """

    def __init__(
        self,
        message: str,
        position: int,
        length: int = 1,
        *,
        expected: str | None = None,
        suggestion: str | None = None,
        text: str = "",
    ) -> None:
        """Keep the place; the hint is the suggestion, or else what was expected."""
        super().__init__(
            message,
            suggestion
            or (_("expected {expected}").format(expected=expected) if expected else None),
        )
        self.position = position
        self.length = max(1, length)
        self.expected = expected
        self.suggestion = suggestion
        self.text = text

    def caret(self) -> str:
        """Return two lines: what was typed, cut to a window where it is long, and carets under the place."""
        start = max(0, min(self.position - _WINDOW // 2, len(self.text) - _WINDOW))
        shown = "".join(
            c if c.isprintable() else "\u00b7" for c in self.text[start : start + _WINDOW]
        )
        left = self.position - start
        room = max(1, min(self.length, max(len(shown) - left, 1)))
        return f"{shown}\n{' ' * left}{'^' * room}"
