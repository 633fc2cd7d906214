"""What every line passes before it reaches the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from vctutor.tui.filters import (
    ControlFilter,
    EncodingFilter,
    NoColourFilter,
    encodable,
    visible,
)

BLACK = Color(0, 0, 0)


@given(st.text(st.characters(codec="utf-8")))
def test_nothing_is_left_that_is_not_drawn(text: str) -> None:
    for char in visible(text):
        assert unicodedata.category(char) != "Cc"
        assert char not in "\u200b\u200e\u202a\u202b\u202d\u202e\u2066\u2069\ufeff"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_mathematics_stays_as_it_is() -> None:
    text = "∇f(x) = ∂f/∂x₁, ⎡⎣ θ → ∞ ℝⁿ é ✓ ╭─╮ ⠿"
    assert visible(text) == text


def test_a_link_of_a_style_is_dropped_and_the_rest_of_it_kept() -> None:
    style = Style(bold=True, link="file:///etc/passwd")
    (segment,) = ControlFilter().apply([Segment("here", style)], BLACK)
    assert segment.text == "here"
    assert segment.style is not None
    assert segment.style.link is None
    assert segment.style.bold


def test_a_control_segment_becomes_text_or_nothing() -> None:
    control = Segment("\x1b[2J", None, [(2,)])  # type: ignore[list-item]
    (segment,) = ControlFilter().apply([control], BLACK)
    assert segment.control is None
    assert "\x1b" not in segment.text


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me", "Zl", "Zp"]),
        max_size=20,
    )
)
def test_every_character_has_one_as_wide_in_ascii(text: str) -> None:
    drawn = encodable("ascii")(text)
    assert drawn.isascii()
    assert cell_len(drawn) == cell_len(text)


def test_frames_and_marks_are_told_apart_in_ascii() -> None:
    assert encodable("ascii")("╭─╮│▸✓é…") == "+-+|>ve~"
    assert encodable("latin-1")("╭é·") == "+é·"


def test_an_encoding_filter_leaves_styles_alone() -> None:
    style = Style(bold=True)
    assert EncodingFilter("ascii").apply([Segment("─", style)], BLACK) == [Segment("-", style)]


def test_without_colours_the_weight_stays() -> None:
    style = Style(bold=True, reverse=True, color="red", bgcolor="blue")
    (segment,) = NoColourFilter().apply([Segment("x", style)], BLACK)
    assert segment.style is not None
    assert segment.style.color is None
    assert segment.style.bgcolor is None
    assert segment.style.bold
    assert segment.style.reverse


def test_what_is_chosen_is_told_without_colours() -> None:
    from vctutor.tui.styles.roles import RoleStyles
    from vctutor.tui.styles.themes import DEFAULT, PALETTES

    plain = RoleStyles(PALETTES[DEFAULT], colours=False)
    for role in ("chosen", "focus", "field", "strong", "heading", "link"):
        style = plain.style(role)
        assert style.color is None
        assert style.bgcolor is None
        assert style != plain.style("")
