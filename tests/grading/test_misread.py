"""What is said to an answer that is not of the kind asked, or not typed as it is read."""

import pytest

from vctutor.course.model import (
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    Prediction,
    ShapeAnswer,
    VectorAnswer,
)
from vctutor.grading import grade
from vctutor.grading.prediction import judge_typed
from vctutor.grading.variants import Variant

NUMBER = NumberAnswer(value="4")
EXPRESSION = ExpressionAnswer(value="18*x + 6", variables={"x": "-3..3"})
TWO = ExpressionAnswer(value="x + 2*y", variables={"x": "-3..3", "y": "-3..3"})
PAIR = VectorAnswer(value=("6", "4"))
TRIPLE = VectorAnswer(value=("6", "4", "2"))
ROW = VectorAnswer(value=("2*x", "3"), variables={"x": "-3..3"}, row=True)
COLUMN = VectorAnswer(value=("6", "4", "2"), row=False)
MATRIX = MatrixAnswer(value=(("2*x", "3"), ("2*y", "2*x")), variables={"x": "-3..3", "y": "-3..3"})
WIDE = MatrixAnswer(value=(("1", "2", "3"), ("4", "5", "6")))
SHAPE = ShapeAnswer(value=("2", "3"))


@pytest.mark.parametrize(
    ("answer", "typed", "told"),
    [
        (NUMBER, "4a", "A number is asked for here, and $a$ still stands in yours."),
        (NUMBER, "4ab", "and $a$ and $b$ still stand in yours."),
        (NUMBER, "four", "'four' can't be read as a number. Type it in digits."),
        (NUMBER, "4 units", "'units' can't be read as a number."),
        (NUMBER, "[4]", "One number is asked for, not a list."),
        (EXPRESSION, "[4]", "One expression is asked for, not a list."),
        (EXPRESSION, "2u", "$u$ doesn't occur in this question. The variable is $x$."),
        (TWO, "2u + v", "$u$ and $v$ don't occur in this question. The variables are $x$ and $y$."),
        (TWO, "eight", "'eight' can't be read here. The variables are $x$ and $y$."),
        (EXPRESSION, "f'(x)", "work the derivative out, and type the result"),
        (EXPRESSION, "6 sigma'(x)", "work the derivative out, and type the result"),
        (EXPRESSION, "∂f", "work the derivative out, and type the result"),
        (PAIR, "[6a, 4]", "Numbers are asked for here, and $a$ still stands in yours."),
        (PAIR, "6i + 4j", "A vector with 2 entries is asked for; yours has 1. Type it as `[a, b]`."),
        (TRIPLE, "12", "yours has 1. Type it as `[a, b, c]`."),
        (COLUMN, "6", "yours has 1. Type it as `[a; b; c]`."),
        (PAIR, "x=6, y=4", "Type the entries alone"),
        (MATRIX, "A^T", "A 2 × 2 matrix is asked for; yours is 1 × 1. Type it as `[[a, b], [c, d]]`."),
        (WIDE, "7", "Type it as `[[a, b, c], [d, e, f]]`."),
        (MATRIX, "[2x 3; 2y 2x]", "A comma is missing between the entries."),
        (ROW, "[2x 3]", "A comma is missing between the entries."),
        (MATRIX, "[[2x, 3][2y, 2x]]", "A comma is missing between the rows."),
        (SHAPE, "2", "A shape of 2 numbers is asked for"),
        (SHAPE, "m x n", "in numbers"),
    ],
)  # fmt: skip
def test_what_is_told(make_question, answer, typed, told):
    verdict = grade(make_question(answer), Variant(), typed)
    assert (verdict.outcome, verdict.costs_attempt) == ("unreadable", False)
    caret = verdict.caret.suggestion or "" if verdict.caret else ""
    assert told in f"{verdict.feedback} {caret}"


@pytest.mark.parametrize(
    ("typed", "place", "suggestion"),
    [
        ("[2x 3; 2y 2x]", 4, "2x, 3"),
        ("[[2x, 3][2y, 2x]]", 8, "[[2x, 3], [2y, 2x]]"),
        ("[[2x, 3] [2y, 2x]]", 9, "[[2x, 3], [2y, 2x]]"),
    ],
)
def test_where_a_comma_is_missing(make_question, typed, place, suggestion):
    caret = grade(make_question(MATRIX), Variant(), typed).caret
    assert caret is not None
    assert (caret.position, caret.suggestion) == (place, suggestion)


@pytest.mark.parametrize(
    ("answer", "typed", "told"),
    [
        (ROW, "[2x; 3]", "transposed: type them as a row, with commas: `[a, b]`."),
        (COLUMN, "[6, 4, 2]", "transposed: type them as a column, with semicolons: `[a; b; c]`."),
    ],
)
def test_what_is_told_to_a_vector_that_lies_or_stands(make_question, answer, typed, told):
    verdict = grade(make_question(answer), Variant(), typed)
    assert (verdict.diagnosis, verdict.costs_attempt) == ("transposed", False)
    assert told in verdict.feedback


@pytest.mark.parametrize("typed", ["<6, 4>", " < 6,4 > ", "<6, 2*2>"])
def test_a_vector_may_stand_in_angle_brackets(make_question, typed):
    assert grade(make_question(PAIR), Variant(), typed).right


@pytest.mark.parametrize("typed", ["2-by-3", "2 by 3", "2x3"])
def test_a_shape_may_be_typed_in_words(make_question, typed):
    assert grade(make_question(SHAPE), Variant(), typed).right


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2,4", "This asks for one number. A decimal is typed with a point: 2.4."),
        ("abc", "This asks for one number."),
        ("1, 2, 3", "This asks for one number."),
        ("", "This asks for one number."),
    ],
)
def test_what_is_told_to_a_prediction(typed, told):
    guess = judge_typed(Prediction(ask="Where?", answer=("2.4",)), typed)
    assert guess.right is None
    assert guess.feedback == told


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("typed", ["1e308", "170!", "-1e308", "1e-308"])
@pytest.mark.parametrize("answer", [NumberAnswer(value="0.015625"), EXPRESSION])
def test_a_number_beyond_measure_is_only_wrong(make_question, answer, typed):
    verdict = grade(make_question(answer), Variant(), typed)
    assert verdict.outcome == "wrong"
