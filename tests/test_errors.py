from __future__ import annotations

from vctutor.errors import VctutorError, nearest


def test_the_hint_stands_after_the_message():
    assert str(VctutorError("it is gone", "look again")) == "it is gone: look again"
    assert str(VctutorError("it is gone")) == "it is gone"


def test_two_letters_exchanged_are_the_likeliest_slip():
    assert nearest("frca", ["frak", "frac", "dfrac"]) == "frac"
    assert nearest("alhpa", ["alpha", "aleph"]) == "alpha"


def test_otherwise_the_most_alike_or_nothing():
    assert nearest("gradeint-map", ["gradient", "gradient-map"]) == "gradient-map"
    assert nearest("zzz", ["gradient"]) is None
    assert nearest("x", []) is None
