"""Themes: text that can be read on every ground it stands on, and charts told apart without colours."""

from __future__ import annotations

import pytest

from vctutor.tui.styles.roles import RoleStyles
from vctutor.tui.styles.themes import PALETTES, palette_of, textual_theme

TEXT = 4.5  # WCAG 2.1 AA, 1.4.3
LARGE_OR_GRAPHICS = 3.0  # 1.4.11
ENHANCED = 7.0  # AAA, for the theme of high contrast

# What stands where: the grounds a role is drawn on.
ON_TEXT = [
    "", "strong", "emphasis", "muted", "title", "heading", "accent", "code", "link", "term", "math", "error",
    "success", "warning", "hint strong", "solution strong", "second", "card active strong", "table head", "caption",
    "callout insight", "callout convention", "callout warning", "callout example", "callout key", "option here",
    "code keyword", "code string", "code number", "code comment", "code function", "code operator", "number",
    "chart label", "chart axis", "simulation strong", "simulation key", "button", "button muted", "field",
    "field muted", "focus", "chart lit",
]  # fmt: skip
ON_BAR = ["bar", "bar muted", "bar key", "bar accent strong", "bar success", "bar warning"]
ON_CHOSEN = ["chosen", "chosen muted", "chosen success", "chosen accent strong", "chosen strong"]
DRAWN = [
    *(f"chart curve{n}" for n in range(1, 7)), *(f"chart contour{n}" for n in range(1, 9)), "chart point",
    "chart tangent", "chart arrow", "chart good", "chart bad", "chart node", "chart edge",
]  # fmt: skip


def luminance(colour) -> float:
    """Return the relative luminance of WCAG 2.1 of a colour."""
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(style) -> float:
    """Return the contrast of a style's text with its ground."""
    ink, ground = style.color.get_truecolor(), style.bgcolor.get_truecolor()
    if style.reverse:
        ink, ground = ground, ink
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right():
    from rich.style import Style

    assert contrast(Style(color="#ffffff", bgcolor="#000000")) == pytest.approx(21)
    assert contrast(Style(color="#777777", bgcolor="#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
def test_text_can_be_read(name):
    styles = RoleStyles(PALETTES[name])
    least = ENHANCED if name == "vctutor-contrast" else TEXT
    found = {role: contrast(styles.style(role)) for role in [*ON_TEXT, *ON_BAR, *ON_CHOSEN]}
    assert {role: round(value, 2) for role, value in found.items() if value < least} == {}


@pytest.mark.parametrize("name", PALETTES)
def test_what_is_drawn_can_be_seen(name):
    styles = RoleStyles(PALETTES[name])
    found = {role: contrast(styles.style(role)) for role in DRAWN}
    low = {role: round(value, 2) for role, value in found.items() if value < LARGE_OR_GRAPHICS}
    assert low == {}


@pytest.mark.parametrize("name", PALETTES)
def test_every_colour_of_a_palette_is_one(name):
    palette = PALETTES[name]
    assert len(palette.curves) == 6
    assert len(palette.contours) == 8
    textual_theme(name).to_color_system().generate()


def test_without_colours_nothing_has_one():
    styles = RoleStyles(PALETTES["vctutor-dark"], colours=False)
    for role in [*ON_TEXT, *ON_BAR, *ON_CHOSEN, *DRAWN]:
        style = styles.style(role)
        assert style.color is None, role
        assert style.bgcolor is None, role


def test_without_colours_what_matters_is_told_by_weight():
    styles = RoleStyles(PALETTES["vctutor-dark"], colours=False)
    for role in (
        "heading",
        "title",
        "strong",
        "option here",
        "button",
        "focus",
        "chart lit",
        "term",
        "link",
    ):
        style = styles.style(role)
        assert style.bold or style.underline or style.reverse, role


def test_textuals_own_themes_give_a_palette():
    from textual.theme import BUILTIN_THEMES

    for theme in BUILTIN_THEMES.values():
        palette = palette_of(theme)
        styles = RoleStyles(palette)
        assert contrast(styles.style("")) >= TEXT, theme.name
        assert contrast(styles.style("muted")) >= LARGE_OR_GRAPHICS, theme.name


def test_marks_of_charts_differ_in_shape():
    """The current point, the trail, what is past and what is best are different characters, whatever the colour."""
    from vctutor.simulations.scene import Point, trail

    current = Point(0, 0)
    marks = trail([(0, 0)] * 8)
    assert current.glyph not in {mark.glyph for mark in marks}
    assert current.ascii not in {mark.ascii for mark in marks}
