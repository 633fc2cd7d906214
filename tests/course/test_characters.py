from __future__ import annotations

import sys

import pytest

from vctutor.course.characters import clean, every_forbidden, forbidden, without

ODD = "\x00\x08\x0b\x1b\x7f\x85\u00ad\u200b\u202e\u2066\u3164\ufeff\U000e0041"


@pytest.mark.parametrize("odd", ODD)
def test_a_forbidden_character_is_found_replaced_and_dropped(odd: str):
    text = f"a{odd}b"
    found = forbidden(text)
    assert found is not None and found.start() == 1
    assert [match[0] for match in every_forbidden(text, 5)] == [odd]
    assert clean(text) == "a\ufffdb"
    assert without(text) == "ab"


def test_what_is_looked_at_first_hides_nothing():
    """What is passed without the pattern has nothing in it that the pattern finds."""
    passed = "".join(char for char in map(chr, range(sys.maxunicode + 1)) if not forbidden(char))
    assert len(passed) > 100_000
    assert every_forbidden(passed, 3) == []


@pytest.mark.parametrize("text", ["", "limits.yaml", "a\tb\nc", "∇f = ∂f/∂x", "déjà"])
def test_text_is_left_alone(text: str):
    assert forbidden(text) is None
    assert clean(text) == without(text) == text
