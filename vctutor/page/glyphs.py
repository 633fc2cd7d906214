"""The characters a page is drawn with, in Unicode and in plain ASCII."""

from __future__ import annotations

from msgspec import Struct


class Glyphs(Struct, frozen=True):
    """One set of characters. Each is a single cell wide unless its name says more."""

    ascii: bool
    horizontal: str
    vertical: str
    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    bar: str
    arrow_right: str
    arrow_down: str
    bullet: str
    play: str
    radio_off: str
    radio_on: str
    check_off: str
    check_on: str
    right: str
    wrong: str
    pointer: str
    ellipsis: str
    handle: str
    callouts: tuple[tuple[str, str], ...]

    def text(self, text: str) -> str:
        """Return a text of the interface in these characters, with the names of the arrow keys in place of arrows."""
        if not self.ascii or text.isascii():
            return text
        from vctutor.typesetting.symbols import to_ascii

        return to_ascii(text.translate(_SPELLED))

    def callout(self, kind: str) -> str:
        """Return the mark of a kind of callout: each has its own, so that colour is not needed."""
        return dict(self.callouts).get(kind, "*")


_SPELLED = str.maketrans({"↑": "up", "↓": "down", "←": "left", "→": "right", "·": "-", "…": "~"})

UNICODE = Glyphs(
    ascii=False, horizontal="─", vertical="│", top_left="╭", top_right="╮", bottom_left="╰",
    bottom_right="╯", bar="┃", arrow_right="▸", arrow_down="▾", bullet="•", play="▶", radio_off="○",
    radio_on="◉", check_off="☐", check_on="☑", right="✓", wrong="✗", pointer="❯", ellipsis="…",
    handle="↕",
    callouts=(
        ("insight", "✦"), ("convention", "§"), ("warning", "▲"), ("example", "▷"), ("key idea", "◆"),
    ),
)  # fmt: skip

ASCII = Glyphs(
    ascii=True, horizontal="-", vertical="|", top_left="+", top_right="+", bottom_left="+",
    bottom_right="+", bar="|", arrow_right=">", arrow_down="v", bullet="*", play=">", radio_off="o",
    radio_on="@", check_off="-", check_on="x", right="v", wrong="x", pointer=">", ellipsis="~",
    handle=":",
    callouts=(
        ("insight", "*"), ("convention", "="), ("warning", "!"), ("example", ">"), ("key idea", "#"),
    ),
)  # fmt: skip


def glyphs(ascii_only: bool) -> Glyphs:
    """Return the plain or the full set."""
    return ASCII if ascii_only else UNICODE
