"""Prose and formulas as plain text, for the eye and for the ear."""

from __future__ import annotations

from vctutor.page.text_options import TextOptions, formula, phrase, prose, sentence, wrapped

EYE, EAR = TextOptions(40), TextOptions(40, aloud=True)


def test_a_minus_sign_outside_a_formula_is_said() -> None:
    assert prose("The slope is −5, a − b.", EAR) == ["The slope is minus 5, a − b."]


def test_lists_have_bullets_for_the_eye_alone() -> None:
    text = "Two:\n\n- One $x^2$.\n- Two.\n\n1. First."
    assert prose(text, EAR) == ["Two:", "", "One x squared.", "Two.", "1. First."]
    assert prose(text, EYE)[2:4] == ["• One x².", "• Two."]


def test_what_is_set_in_stays_within_the_width() -> None:
    lines = prose("word " * 40, EYE, 4)
    assert all(line.startswith("    word") and len(line) <= 40 for line in lines)
    assert all(line.startswith("word") for line in prose("word " * 40, EAR, 4))


def test_addresses_stand_below() -> None:
    assert prose("See [here](https://example.org/a).", EYE)[-1] == "here: https://example.org/a"
    assert prose("See [there](4#place).", EYE) == ["See there."]


def test_formulas() -> None:
    assert formula(r"\frac{a}{b}", EYE) == ["    a/b"]
    assert formula(r"\frac{a}{b}", EAR) == ["a over b"]
    assert formula(r"\frac{a}{b}", EAR, "a by b") == ["a by b"]
    assert formula(r"\alpha^2", TextOptions(ascii=True)) == ["    alpha^2"]


def test_phrases_and_sentences() -> None:
    assert phrase("Two\nlines of $x_1$.", EYE) == "Two lines of x₁."
    assert (sentence("Done"), sentence("Done?"), sentence("Done.")) == ("Done.", "Done?", "Done.")
    assert wrapped("α " * 30, TextOptions(20, ascii=True))[0].startswith("alpha alpha")
