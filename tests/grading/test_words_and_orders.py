import pytest

from vctutor.course.model import OrderAnswer, ShapeAnswer, TextAnswer, WrongAnswer
from vctutor.grading import grade
from vctutor.grading.variants import Variant, draw, option_order


@pytest.mark.parametrize(
    ("accepted", "typed", "outcome"),
    [
        ("the Jacobian", "jacobian", "right"),
        ("Jacobian", "The  JACOBIAN.", "right"),
        ("Jacobian", "jacobain", "right"),
        ("chain rule", "chain-rule", "right"),
        ("chain rule", "chian rule", "right"),
        ("Hôpital", "hopital", "right"),
        ("increases", "decreases", "wrong"),
        ("maximum", "minimum", "wrong"),
        ("convex", "concave", "wrong"),
        ("forward", "reverse", "wrong"),
        ("row", "rows", "wrong"),
        ("tape", "type", "wrong"),
        ("homogeneous", "inhomogeneous", "wrong"),
        ("reversible", "irreversible", "wrong"),
        ("tape", "", "unreadable"),
        ("tape", " ?! ", "unreadable"),
    ],
)
def test_words(make_question, accepted, typed, outcome):
    assert (
        grade(make_question(TextAnswer(accepted=(accepted,))), Variant(), typed).outcome == outcome
    )


def test_a_slip_of_the_keyboard_is_forgiven_and_named(make_question):
    question = make_question(TextAnswer(accepted=("gradient",)))
    assert grade(question, Variant(), "gradeint").feedback == "It is spelt gradient."


def test_an_expected_wrong_word_is_no_slip_of_the_right_one(make_question):
    wrong = (WrongAnswer(value="gradients", say="Only one."),)
    question = make_question(TextAnswer(accepted=("gradient",)), wrong=wrong)
    verdict = grade(question, Variant(), "Gradients")
    assert (verdict.outcome, verdict.feedback) == ("wrong", "Only one.")


STEPS = OrderAnswer(steps=("one", "two", "three", "four"))


@pytest.mark.parametrize(
    ("given", "outcome", "slip", "says"),
    [
        ((0, 1, 2, 3), "right", None, ""),
        ((1, 0, 2, 3), "wrong", "order", "Steps 1 and 2"),
        ((3, 2, 1, 0), "wrong", "reversed", "backwards"),
        ((0, 2, 3, 1), "wrong", None, "first step is right"),
        ((1, 2, 3, 0), "wrong", None, "first step is another"),
        ((0, 1, 2), "unreadable", None, "All 4"),
        ((0, 0, 1, 2), "unreadable", None, "each once"),
    ],
)
def test_orders(make_question, given, outcome, slip, says):
    verdict = grade(make_question(STEPS), Variant(), given)
    assert (verdict.outcome, verdict.diagnosis) == (outcome, slip)
    assert says in verdict.feedback


def test_an_order_typed_by_the_letters_shown(make_question):
    question = make_question(STEPS)
    for seed in range(10):
        variant = draw(question, seed)
        shown = option_order(question, variant)
        letters = " ".join("abcd"[shown.index(step)] for step in range(4))
        assert grade(question, variant, letters).outcome == "right"
        assert grade(question, variant, letters[::-1]).outcome == "wrong"


@pytest.mark.parametrize(
    "typed", ["2 x 3", "2x3", "2×3", "(2, 3)", "[2,3]", "2 by 3", "2*3", "2 3", " 2 X 3 "]
)
def test_ways_to_type_a_shape(make_question, typed):
    assert grade(make_question(ShapeAnswer(value=("2", "3"))), Variant(), typed).outcome == "right"


@pytest.mark.parametrize(
    "typed", ["2", "2 x 3 x 4", "m x n", "", "two by three", "2.5 x 3", "-2 x 3"]
)
def test_what_is_no_shape_costs_nothing(make_question, typed):
    verdict = grade(make_question(ShapeAnswer(value=("2", "3"))), Variant(), typed)
    assert (verdict.outcome, verdict.costs_attempt) == ("unreadable", False)


def test_a_shape_the_author_foresaw(make_question):
    wrong = (WrongAnswer(value="n x m", say="Swapped: {n} come in."),)
    question = make_question(
        ShapeAnswer(value=("m", "n")),
        vary={"n": (3, 4), "m": (2, 5)},
        first={"n": 3, "m": 2},
        wrong=wrong,
    )
    verdict = grade(question, draw(question, 0), "3 x 2")
    assert (verdict.diagnosis, verdict.feedback) == ("swapped", "Swapped: 3 come in.")
