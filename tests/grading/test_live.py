import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vctutor.course.model import (
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    ShapeAnswer,
    TextAnswer,
    VectorAnswer,
)
from vctutor.grading import grade
from vctutor.grading.preview import read_answer
from vctutor.grading.variants import Variant

EXPRESSION = ExpressionAnswer(value="18*x + 6", variables={"x": "-3..3"})
VECTOR = VectorAnswer(value=("6", "4"))
MATRIX = MatrixAnswer(value=(("1", "x"), ("y", "2")))


@pytest.mark.parametrize(
    ("answer", "typed", "latex"),
    [
        (EXPRESSION, "6(3x+1)", "6(3x + 1)"),
        (EXPRESSION, "f'(x) = 18x + 6", "18x + 6"),
        (EXPRESSION, "sin^2 x", r"(\sin x)^2"),
        (EXPRESSION, "3 sin²(2x) + x²", r"3(\sin(2x))^2 + x^2"),
        (EXPRESSION, "sin x^2", r"\sin(x^2)"),
        (NumberAnswer(value="1"), "2/3", r"\frac{2}{3}"),
        (VECTOR, "[6, 4]^T", r"\begin{bmatrix} 6 \\ 4 \end{bmatrix}"),
        (VECTOR, "6, 4", r"\begin{bmatrix} 6 & 4 \end{bmatrix}"),
        (ShapeAnswer(value=("2", "3")), "2 by 3", r"2 \times 3"),
        (TextAnswer(accepted=("tape",)), "tape", None),
        (EXPRESSION, "  ", None),
    ],
)
def test_reading(make_question, answer, typed, latex):
    reading = read_answer(make_question(answer), Variant(), typed)
    assert (reading.latex, reading.caret, reading.note) == (latex, None, "")


@pytest.mark.parametrize(
    ("answer", "typed", "position"),
    [
        (EXPRESSION, "18x + * 6", 6),
        (EXPRESSION, "y = 18x + * 6", 10),
        (VECTOR, "[6, 4+*2]", 6),
        (VECTOR, "[6, , 4]", 4),
        (VECTOR, "[6, 4", 0),
        (VECTOR, "[6 4]", 1),
        (MATRIX, "[[1, x], [y, 2))]", 14),
        (NumberAnswer(value="1"), "2,5", 1),
    ],
)
def test_a_mistake_has_its_place(make_question, answer, typed, position):
    question = make_question(answer)
    reading = read_answer(question, Variant(), typed)
    assert reading.caret is not None
    assert reading.caret.position == position
    verdict = grade(question, Variant(), typed)
    assert (verdict.outcome, verdict.costs_attempt) == ("unreadable", False)
    assert verdict.caret == reading.caret


@pytest.mark.parametrize(
    ("answer", "typed", "note"),
    [
        (VECTOR, "[6]", "2 entries"),
        (VECTOR, "[1, 2; 3, 4]", "2 × 2"),
        (MATRIX, "[1, x]", "2 × 2"),
        (EXPRESSION, "18y", "$y$"),
        (EXPRESSION, "[18, 6]", "not a list"),
        (NumberAnswer(value="1"), "2x", "Put the values in"),
        (ShapeAnswer(value=("2", "3")), "2", "2 numbers"),
    ],
)
def test_a_remark_on_kind_and_shape(make_question, answer, typed, note):
    assert note in read_answer(make_question(answer), Variant(), typed).note


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="xy12.+-*/^()[],; =|'T√²e∂% sincolg\n\\{}", max_size=24))
def test_nothing_typed_raises(make_question, typed):
    for answer in (
        EXPRESSION,
        VECTOR,
        MATRIX,
        NumberAnswer(value="1"),
        ShapeAnswer(value=("2", "3")),
    ):
        question = make_question(answer)
        reading = read_answer(question, Variant(), typed)
        verdict = grade(question, Variant(), typed)
        if reading.caret:
            assert verdict.outcome == "unreadable"
            assert 0 <= reading.caret.position <= len(typed)
