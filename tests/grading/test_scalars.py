import pytest

from vctutor.course.model import NumberAnswer
from vctutor.grading import grade
from vctutor.grading.variants import Variant, draw


@pytest.mark.parametrize(
    ("value", "typed", "outcome"),
    [
        ("2/3", "2/3", "right"),
        ("2/3", "0.667", "right"),
        ("2/3", "0.7", "wrong"),
        ("0.001", "1e-3", "right"),
        ("sqrt(2)", "sqrt(2)", "right"),
        ("sqrt(2)", "1.414", "right"),
        ("12", "12.0", "right"),
        ("12", "x = 12", "right"),
        ("12", "≈ 12", "right"),
        ("-12", "−12", "right"),
        ("10000", "10001", "wrong"),
        ("10000", "9995.5", "wrong"),
        ("0", "0", "right"),
        ("0", "1e-6", "wrong"),
        ("0", "1e-30", "right"),
        ("0.25", "25%", "right"),
        ("1e-20", "2e-20", "right"),
        ("5", "5 m", "unreadable"),
        ("5", "1/0", "unreadable"),
        ("5", "ln(-1)", "unreadable"),
        ("5", "[5]", "unreadable"),
        ("5", "2x", "unreadable"),
        ("5", "five", "unreadable"),
        ("5", "1e400", "unreadable"),
        ("5", "9^9^9^9", "unreadable"),
    ],
)
def test_numbers(make_question, value, typed, outcome):
    verdict = grade(make_question(NumberAnswer(value=value)), Variant(), typed)
    assert verdict.outcome == outcome
    assert verdict.costs_attempt == (outcome in ("right", "wrong"))


def test_tolerances_are_the_authors(make_question):
    exact = make_question(NumberAnswer(value="2/3", tolerance=0, relative=0))
    assert grade(exact, Variant(), "2/3").outcome == "right"
    assert grade(exact, Variant(), "0.6667").outcome == "wrong"
    loose = make_question(NumberAnswer(value="10", tolerance=0.5))
    assert grade(loose, Variant(), "10.4").outcome == "right"
    assert grade(loose, Variant(), "10.6").outcome == "wrong"


def test_a_unit_may_be_typed(make_question):
    question = make_question(NumberAnswer(value="5", unit="m/s"))
    assert grade(question, Variant(), "5 m/s").outcome == "right"
    assert grade(question, Variant(), "5").outcome == "right"
    assert grade(question, Variant(), "5 km").outcome == "unreadable"
    share = make_question(NumberAnswer(value="25", unit="%"))
    assert grade(share, Variant(), "25%").outcome == "right"


def test_the_number_follows_the_variant(make_question):
    question = make_question(NumberAnswer(value="2*a*p"), vary={"a": (1, 2, 3), "p": (-3, 4)})
    for seed in range(20):
        variant = draw(question, seed)
        right = 2 * variant.values["a"] * variant.values["p"]
        assert grade(question, variant, str(right)).outcome == "right"
        assert grade(question, variant, str(right + 1)).outcome == "wrong"
