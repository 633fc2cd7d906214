"""Judging what was typed before a simulation shows it: however numbers are put, and without an exception."""

from __future__ import annotations

import pytest

from vctutor.course.model import Prediction
from vctutor.grading.prediction import judge_typed, numbers

POINT = Prediction(ask="Where?", answer=("2.1", "0.8"))


@pytest.mark.parametrize(
    "typed",
    ["2.1, 0.8", "[2.1, 0.8]", "(2.1; 0.8)", "[[2.1], [0.8]]", "[[2.1, 0.8]]", " 21/10 , 4/5 "],
)
def test_a_vector_however_it_is_put(typed):
    assert judge_typed(POINT, typed).right is True


@pytest.mark.parametrize("typed", ["0.8, 2.1", "2.1, 0.9", "0/0, 0.8", "1/0, 0.8"])
def test_other_numbers_are_wrong(typed):
    assert judge_typed(POINT, typed).right is False


@pytest.mark.parametrize(
    "typed", ["", "[", "]", "[]", "[[]]", "2.1", "[[2.1, 0.8], 3]", "((2.1, 0.8), 3)", "x", "1e400, 1", ",", ";;"]
)  # fmt: skip
def test_what_is_no_such_vector_costs_nothing(typed):
    guess = judge_typed(POINT, typed)
    assert guess.right is None
    assert guess.feedback


def test_an_answer_that_cannot_be_read_is_told_and_costs_nothing():
    guess = judge_typed(Prediction(ask="Where?", answer=("2 +",)), "2")
    assert guess.right is None
    assert "vctutor check" in guess.feedback


def test_an_author_may_put_a_vector_as_one_text():
    assert numbers(["[2.1, 0.8]"]) == numbers(["2.1", "0.8"]) == [2.1, 0.8]
    assert judge_typed(Prediction(ask="Where?", answer=("[2.1, 0.8]",)), "2.1, 0.8").right is True
