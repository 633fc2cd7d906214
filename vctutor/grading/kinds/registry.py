"""Which judge judges each kind of answer.

A judge is imported with the first answer of its kind: the judges of mathematics bring the parser and numpy, which
a chapter with choices alone never needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from vctutor.course.model import (
    ExpressionAnswer,
    ManyChoices,
    MatrixAnswer,
    NumberAnswer,
    OneChoice,
    OrderAnswer,
    Question,
    ShapeAnswer,
    TextAnswer,
    VectorAnswer,
)
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Verdict

Judge: TypeAlias = Callable[[Question, Variant, "str | tuple[int, ...]"], Verdict]


def kind(question: Question) -> str:
    """Return the name of the question's kind of answer, as authors write it (``choice`` ...)."""
    return str(question.answer.__struct_config__.tag)


def judge_of(question: Question) -> Judge:
    """Return the function that judges answers to this question."""
    match question.answer:
        case OneChoice() | ManyChoices():
            from vctutor.grading.kinds import choice

            one = isinstance(question.answer, OneChoice)
            return choice.judge_one if one else choice.judge_many
        case OrderAnswer():
            from vctutor.grading.kinds.order import judge_order

            return judge_order
        case NumberAnswer() | ExpressionAnswer():
            from vctutor.grading.kinds import scalars

            number = isinstance(question.answer, NumberAnswer)
            return scalars.judge_number if number else scalars.judge_expression
        case VectorAnswer() | MatrixAnswer():
            from vctutor.grading.kinds import arrays

            vector = isinstance(question.answer, VectorAnswer)
            return arrays.judge_vector if vector else arrays.judge_matrix
        case ShapeAnswer():
            from vctutor.grading.kinds.shape import judge_shape

            return judge_shape
        case TextAnswer():
            from vctutor.grading.kinds.text import judge_text

            return judge_text
