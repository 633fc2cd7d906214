from __future__ import annotations

from vctutor.errors import MOST_COMPARED, VctutorError, nearest


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


def test_of_thousands_few_are_compared_and_only_once(monkeypatch):
    import difflib

    compared = []

    def counted(word, known, **options):
        compared.append(len(known))
        return []

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    known = [f"chapter-{number}" for number in range(5000)]
    for _ in range(3):
        nearest("chaptre-77777", known)
    assert compared == [MOST_COMPARED]


def test_among_thousands_the_nearest_is_still_found():
    known = [*(f"section-{number}-of-the-course" for number in range(5000)), "the-gradient"]
    assert nearest("the-gradeint", known) == "the-gradient"
