import pytest

from vctutor.course.model import NumberAnswer, OneChoice
from vctutor.grading.credit import announce, credit


@pytest.fixture
def typed(make_question):
    return make_question(NumberAnswer(value="1"), hints=("one", "two"))


def test_each_help_lowers_the_credit(typed):
    assert credit(typed) == 1
    assert credit(typed, hints=1) == 0.85
    assert credit(typed, wrong_tries=1, hints=1) == 0.6
    assert credit(typed, wrong_tries=9) == 0.25
    assert credit(typed, solution=True) == 0


def test_trying_every_option_is_worth_nothing(make_question, options):
    question = make_question(OneChoice(options=options("a", "*b", "c", "d")))
    assert credit(question, wrong_tries=1) == pytest.approx(2 / 3, abs=1e-4)
    assert credit(question, wrong_tries=3) == 0


def test_what_is_announced_is_what_happens(typed):
    assert announce(typed, "hint", wrong_tries=1) == (
        "The next hint lowers the credit from 75 % to 60 %."
    )
    assert credit(typed, wrong_tries=1, hints=1) == 0.6
    assert "75 %" in announce(typed, "answer")
    assert announce(typed, "hint", hints=2) == "There are no more hints."
    assert "no credit" in announce(typed, "solution")
