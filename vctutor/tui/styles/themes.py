"""The themes that come with the program, as palettes, and as themes for Textual."""

from __future__ import annotations

from msgspec import Struct
from textual.theme import Theme


class Palette(Struct, frozen=True):
    """The colours of a theme, as ``#rrggbb``.

    Attributes:
        background: behind the text.
        surface: behind panels, fields and the bars at the top and bottom.
        raised: behind what is chosen or active.
        text: of prose.
        muted: of what matters less.
        accent: of headings, links and what has the focus.
        second: of the second voice: terms, simulations.
        math: of formulas.
        success: of what is right.
        error: of what is wrong.
        warning: of what needs care.
        curves: six colours that a colour-blind reader can tell apart.
        contours: from the lowest level to the highest, eight.
        mono: whether only weight and reversal tell things apart.
    """

    background: str
    surface: str
    raised: str
    text: str
    muted: str
    accent: str
    second: str
    math: str
    success: str
    error: str
    warning: str
    curves: tuple[str, ...]
    contours: tuple[str, ...]
    dark: bool = True
    mono: bool = False


DARK = Palette(
    background="#15181e", surface="#1c2129", raised="#2a313c", text="#d5d9e0", muted="#96a0ae",
    accent="#7fb4f5", second="#e3b268", math="#efe3c8", success="#86c98f", error="#f08a80",
    warning="#e8bf6a",
    curves=("#7fb4f5", "#e8a25c", "#5fc7a4", "#d99ad0", "#e9d96c", "#9fb0c8"),
    contours=("#4a6ca6", "#4d7bb2", "#4f91bd", "#5aaabf", "#6fc0b4", "#97d0a0", "#c8da8c", "#f0e07a"),
)  # fmt: skip

LIGHT = Palette(
    background="#fbfaf6", surface="#f1efe8", raised="#e2dfd4", text="#262a31", muted="#58606b",
    accent="#1c5fb0", second="#8a5200", math="#3a2a12", success="#1f7034", error="#b3261e",
    warning="#855a00",
    curves=("#1c5fb0", "#b35900", "#00755a", "#9c3f8f", "#6b6200", "#55606e"),
    contours=("#718fc3", "#6386bd", "#557fb8", "#3f6fa3", "#2f638a", "#2a5b6e", "#2e5350", "#3d4a33"),
    dark=False,
)  # fmt: skip

CONTRAST = Palette(
    background="#000000", surface="#000000", raised="#303030", text="#ffffff", muted="#c8c8c8",
    accent="#66ccff", second="#ffd24d", math="#ffffff", success="#66ff7f", error="#ff8c8c",
    warning="#ffd24d",
    curves=("#66ccff", "#ffb000", "#5dffb5", "#ff9df2", "#ffff66", "#e0e0e0"),
    contours=("#6f8fd0", "#78a6e0", "#80bcea", "#8ad2ee", "#9ae4e4", "#b4f0cc", "#d8f8b0", "#ffff99"),
)  # fmt: skip

_GREYS = ("#b0b0b0", "#b6b6b6", "#bcbcbc", "#c4c4c4", "#cccccc", "#d6d6d6", "#e2e2e2", "#f0f0f0")

MONO = Palette(
    background="#101010", surface="#181818", raised="#383838", text="#e4e4e4", muted="#a8a8a8",
    accent="#ffffff", second="#ffffff", math="#f4f4f4", success="#ffffff", error="#ffffff",
    warning="#ffffff",
    curves=("#ffffff", "#c8c8c8", "#e0e0e0", "#b8b8b8", "#d4d4d4", "#a8a8a8"),
    contours=_GREYS, mono=True,
)  # fmt: skip

PALETTES = {
    "vctutor-dark": DARK,
    "vctutor-light": LIGHT,
    "vctutor-contrast": CONTRAST,
    "vctutor-mono": MONO,
}

DEFAULT = "vctutor-dark"


def textual_theme(name: str) -> Theme:
    """Return one of our palettes as a theme of Textual."""
    palette = PALETTES[name]
    return Theme(
        name=name,
        primary=palette.accent,
        secondary=palette.second,
        accent=palette.accent,
        warning=palette.warning,
        error=palette.error,
        success=palette.success,
        foreground=palette.text,
        background=palette.background,
        surface=palette.surface,
        panel=palette.raised,
        dark=palette.dark,
        variables={
            "footer-key-foreground": palette.accent,
            "input-cursor-background": palette.text,
            "input-cursor-foreground": palette.background,
            "input-selection-background": f"{palette.accent} 35%",
            "border": palette.muted,
            "scrollbar": palette.raised,
            "scrollbar-background": palette.background,
            "scrollbar-hover": palette.muted,
            "scrollbar-active": palette.accent,
        },
    )


def palette_of(theme: Theme) -> Palette:
    """Return the palette of any theme: ours as it is, another one put together from its colours."""
    known = PALETTES.get(theme.name)
    if known is not None:
        return known
    base = DARK if theme.dark else LIGHT
    colours = theme.to_color_system().generate()

    def hexed(name: str, otherwise: str) -> str:
        value = colours.get(name, "")
        return value[:7] if value.startswith("#") and len(value) >= 7 else otherwise

    return Palette(
        background=hexed("background", base.background),
        surface=hexed("surface", base.surface),
        raised=hexed("panel", base.raised),
        text=hexed("foreground", base.text),
        muted=base.muted,
        accent=hexed("primary", base.accent),
        second=hexed("secondary", base.second),
        math=hexed("foreground", base.math),
        success=hexed("success", base.success),
        error=hexed("error", base.error),
        warning=hexed("warning", base.warning),
        curves=base.curves,
        contours=base.contours,
        dark=theme.dark,
    )
