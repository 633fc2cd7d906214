from __future__ import annotations

from vctutor.styled_text import Span, plain
from vctutor.typesetting import inline, typeset


def test_bold_letters_are_plain_letters_with_a_role() -> None:
    assert inline(r"\mathbf{x}^\top y") == (Span("x", "math bold"), Span("ᵀy", "math"))
    assert inline(r"\boldsymbol{\theta} + \bm{v}") == (
        Span("θ", "math bold"),
        Span(" + ", "math"),
        Span("v", "math bold"),
    )


def test_an_accent_stays_with_its_bold_letter() -> None:
    assert inline(r"\hat{\mathbf{q}}_1") == (Span("q\u0302", "math bold"), Span("₁", "math"))


def test_calligraphic_letters_use_what_fonts_have() -> None:
    assert inline(r"\mathcal{L}") == (Span("ℒ", "math"),)
    assert inline(r"\mathcal{D}") == (Span("D", "math italic"),)


def test_blackboard_letters_beyond_the_basic_plane_are_bold() -> None:
    assert inline(r"\mathbb{R}") == (Span("ℝ", "math"),)
    assert inline(r"\mathbb{E}") == (Span("E", "math bold"),)


def test_no_letter_outside_the_basic_plane_is_drawn(golden_formulas: list[str]) -> None:
    for latex in golden_formulas:
        for line in (*typeset(latex), inline(latex)):
            assert all(ord(character) < 0x10000 for character in plain(line)), latex


def test_ascii_keeps_the_role_of_bold_letters_out_of_the_text() -> None:
    assert plain(inline(r"\mathbf{x}", ascii=True)) == "x"


def test_everything_drawn_is_mathematics(golden_formulas: list[str]) -> None:
    for latex in golden_formulas:
        assert {span.role.split()[0] for line in typeset(latex) for span in line} <= {"math"}


def test_a_broken_formula_shows_its_source_and_what_is_wrong() -> None:
    source, message = typeset(r"\fraq{a}{b}")
    assert source == (Span(r"\fraq{a}{b}", "error"),)
    assert "fraq" in plain(message)
    assert inline(r"\fraq{a}{b}") == (Span(r"\fraq{a}{b}", "error"),)
