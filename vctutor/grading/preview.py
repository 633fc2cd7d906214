"""How an answer is read while it is being typed: typeset under the field, with its shape, or the place that is wrong.

Nothing here judges: an answer that reads well may be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from vctutor.course.model import (
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    Question,
    ShapeAnswer,
    VectorAnswer,
)
from vctutor.errors import CourseError
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Caret
from vctutor.i18n import _, plural


@dataclass(frozen=True)
class Preview:
    """How a typed answer is read.

    Attributes:
        latex: what was understood, LaTeX; None where it can't be read (yet), or isn't mathematics.
        caret: the place that can't be read, with a suggestion; None where none is to blame.
        note: a remark on its kind or shape, prose, such as that a third entry is missing; or empty.
    """

    latex: str | None = None
    caret: Caret | None = None
    note: str = ""


def read_answer(question: Question, variant: Variant, text: str) -> Preview:
    """Return how a typed answer is read. Never raises for what a reader types."""
    if not text.strip():
        return Preview()
    match question.answer:
        case NumberAnswer() | ExpressionAnswer() | VectorAnswer() | MatrixAnswer():
            try:
                return _mathematics(question, variant, text)
            except CourseError as error:
                return Preview(
                    note=_("This question has a mistake: {message}.").format(message=error.message)
                )
        case ShapeAnswer(value=sizes):
            return _shape(text, len(sizes))
    return Preview()


def _mathematics(question: Question, variant: Variant, text: str) -> Preview:
    from vctutor.grading.kinds.arrays import check_vector, matrix_shape, read_array, shape_complaint
    from vctutor.grading.kinds.scalars import read_number
    from vctutor.grading.reading import Unreadable, read_key, read_scalar

    key = read_key(question, variant)
    try:
        match question.answer:
            case NumberAnswer() as number:
                return Preview(read_number(number, text).latex)
            case ExpressionAnswer():
                return Preview(read_scalar(text, key.variables, key.by).latex)
        assert isinstance(question.answer, (VectorAnswer, MatrixAnswer))
        read = read_array(question.answer, key, text)
        if isinstance(question.answer, VectorAnswer):
            check_vector(question.answer, key, read)
        elif read.shape != matrix_shape(key):
            return Preview(read.latex, note=shape_complaint(key, read))
        return Preview(read.latex)
    except Unreadable as error:
        return Preview(error.reading, error.caret, "" if error.caret else error.message)


def _shape(text: str, sizes: int) -> Preview:
    from vctutor.grading.kinds.shape import read_shape, shape_latex

    given = read_shape(text)
    if given is None:
        return Preview(note=_("A shape is typed as rows by columns, in numbers, such as `4 x 7`."))
    if len(given) != sizes:
        return Preview(
            shape_latex(given),
            note=plural(
                "A shape of one number is asked for.",
                "A shape of {sizes} numbers is asked for.",
                sizes,
            ).format(sizes=sizes),
        )
    return Preview(shape_latex(given))
