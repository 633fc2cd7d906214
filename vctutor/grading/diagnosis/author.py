"""The wrong answers an author expected, and what to say to them."""

from __future__ import annotations

from collections.abc import Callable

from vctutor.course.model import Question
from vctutor.grading.variants import Variant, substitute


def expected_wrong_text(
    question: Question, variant: Variant, matches: Callable[[str], bool]
) -> str | None:
    """Return what the author says to the first expected wrong answer that matches, or None.

    Args:
        question: with its expected wrong answers.
        variant: put into their values and into what is said.
        matches: whether a value, typed as a reader would type it, is what the reader gave.
    """
    for expected in question.wrong:
        if matches(wrong_value(expected.value, variant)):
            return substitute(expected.say, variant)
    return None


def wrong_value(text: str, variant: Variant) -> str:
    """Return an expected wrong answer with the variant's ``{a}`` put in, as a reader types it."""
    return substitute(text, variant).replace("−", "-")
