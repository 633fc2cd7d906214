"""Judging answers: a question, its variant and what the reader gave become a frozen `Verdict`."""

from __future__ import annotations

from vctutor.course.model import Question
from vctutor.grading.kinds.registry import judge_of, kind
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Caret, Verdict

__all__ = ["Caret", "Verdict", "grade", "kind"]


def grade(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge an answer. The same question, variant and answer always get the same verdict.

    Args:
        question: the question asked.
        variant: the variant that was shown.
        answer: what was typed; or, for options and orders, indexes into the options or steps as the
            file lists them.

    Raises:
        CourseError: the question itself is broken (its key can't be read or computed).
    """
    return judge_of(question)(question, variant, answer)
