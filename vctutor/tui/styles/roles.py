"""From roles to styles: what each word of a role looks like in a palette."""

from __future__ import annotations

from rich.style import Style

from vctutor.tui.styles.themes import Palette


class RoleStyles:
    """The styles of one palette. A role's words are laid over each other from left to right."""

    def __init__(self, palette: Palette, *, colours: bool = True) -> None:
        """Prepare the styles of a palette; without ``colours`` only weight and reversal are used."""
        self.palette = palette
        self._words = _words(palette) if colours else {}
        self._words = {
            word: (self._words.get(word, Style()) + plain) for word, plain in _WEIGHTS.items()
        } | {word: style for word, style in self._words.items() if word not in _WEIGHTS}
        if not colours:
            self._words |= _GROUNDS
        ground = Style(color=palette.text, bgcolor=palette.background) if colours else Style()
        self._known: dict[str, Style] = {"": ground}

    def style(self, role: str) -> Style:
        """Return the style of a role, background included; unknown words change nothing."""
        known = self._known.get(role)
        if known is None:
            known = self._known[""]
            for word in role.split():
                known = known + self._words.get(word, Style())
            self._known[role] = known
        return known


# What is told without any colour.
_WEIGHTS = {
    "strong": Style(bold=True),
    "title": Style(bold=True),
    "heading": Style(bold=True),
    "bold": Style(bold=True),
    "emphasis": Style(italic=True),
    "italic": Style(italic=True),
    "caption": Style(italic=True),
    "link": Style(underline=True),
    "term": Style(underline=True),
    "button": Style(bold=True),
    "focus": Style(reverse=True),
    "point": Style(bold=True),
    "lit": Style(bold=True, reverse=True),
    "here": Style(bold=True),
    "key": Style(bold=True),
}


# What stands for a ground of another colour where there are no colours.
_GROUNDS = {"chosen": Style(reverse=True), "field": Style(underline=True)}


def _words(palette: Palette) -> dict[str, Style]:
    def ink(colour: str) -> Style:
        return Style(color=colour)

    words = {
        "title": ink(palette.accent),
        "heading": ink(palette.accent),
        "muted": ink(palette.muted),
        "caption": ink(palette.muted),
        "rule": ink(palette.muted),
        "accent": ink(palette.accent),
        "code": ink(palette.second),
        "link": ink(palette.accent),
        "term": ink(palette.second),
        "math": ink(palette.math),
        "error": ink(palette.error),
        "success": ink(palette.success),
        "warning": ink(palette.warning),
        "simulation": Style(color=palette.second, bgcolor=palette.surface),
        "key": ink(palette.accent),
        "card": ink(palette.muted),
        "active": ink(palette.accent),
        "here": ink(palette.accent),
        "hint": ink(palette.second),
        "solution": ink(palette.second),
        "head": Style(color=palette.accent, bold=True),
        "field": Style(color=palette.text, bgcolor=palette.raised),
        "button": Style(color=palette.accent, bgcolor=palette.surface),
        "bar": Style(color=palette.text, bgcolor=palette.surface),
        "chosen": Style(color=palette.text, bgcolor=palette.raised),
        "focus": Style(color=palette.background, bgcolor=palette.accent, reverse=False),
        "insight": ink(palette.accent),
        "convention": ink(palette.muted),
        "example": ink(palette.success),
        "number": ink(palette.curves[1]),
        "keyword": ink(palette.curves[3]),
        "string": ink(palette.success),
        "comment": Style(color=palette.muted, italic=True),
        "operator": ink(palette.text),
        "name": ink(palette.text),
        "function": ink(palette.curves[0]),
        "axis": ink(palette.muted),
        "label": ink(palette.text),
        "grid": ink(palette.raised),
        "point": Style(color=palette.error, bold=True),
        "arrow": ink(palette.curves[2]),
        "tangent": ink(palette.curves[1]),
        "good": ink(palette.success),
        "bad": ink(palette.error),
        "node": ink(palette.accent),
        "edge": ink(palette.muted),
        "lit": Style(color=palette.background, bgcolor=palette.second, bold=True, reverse=False),
    }
    words |= {f"curve{number}": ink(colour) for number, colour in enumerate(palette.curves, 1)}
    words |= {f"contour{number}": ink(colour) for number, colour in enumerate(palette.contours, 1)}
    trails = (palette.warning, palette.second, palette.muted, palette.muted)
    words |= {f"trail{number}": ink(colour) for number, colour in enumerate(trails, 1)}
    return words
