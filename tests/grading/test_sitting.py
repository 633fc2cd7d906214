"""Attempts: trying, helping, and going on where one left."""

from __future__ import annotations

import pytest

from vctutor.course.catalog import Catalog
from vctutor.grading import attempts
from vctutor.paths import shipped_course


@pytest.fixture(scope="module")
def questions():
    chapters = Catalog.open(shipped_course()).chapters()
    return {f"{chapter.id}/{one.id}": one for chapter in chapters for one in chapter.questions}


def right_options(question):
    return [index for index, option in enumerate(question.answer.options) if option.right]


def test_a_right_choice_earns_everything_at_once(questions):
    question = questions["why-calculus/check"]
    attempt = attempts.begin(question)
    (right,) = right_options(question)
    attempt = attempts.submit(attempts.pick(attempt, attempt.order.index(right)))
    assert attempt.done
    assert attempt.credit == 1


def test_help_and_wrong_tries_lower_what_is_earned(questions):
    question = questions["the-gradient/check"]
    attempt = attempts.hint(attempts.begin(question))
    attempt = attempts.submit(attempts.write(attempt, "[1, 1]"))
    assert attempt.wrong_tries == 1
    attempt = attempts.submit(attempts.write(attempt, "[6, 4]"))
    assert attempt.earned == pytest.approx(1 - 0.15 - 0.25)


def test_an_unreadable_answer_costs_nothing(questions):
    attempt = attempts.submit(
        attempts.write(attempts.begin(questions["the-gradient/check"]), "[6, ")
    )
    assert attempt.verdict.outcome == "unreadable"
    assert attempt.wrong_tries == 0


def test_after_a_right_answer_nothing_changes(questions):
    attempt = attempts.submit(
        attempts.write(attempts.begin(questions["the-gradient/check"]), "[6, 4]")
    )
    assert attempts.submit(attempts.write(attempt, "[0, 0]")) == attempt
    assert attempts.hint(attempt) == attempt


def test_another_like_this_is_another_variant(questions):
    question = next(one for one in questions.values() if one.vary)
    first = attempts.begin(question)
    assert attempts.another(first).variant.values != first.variant.values
    assert attempts.another(attempts.another(first)).variant.seed == 2


@pytest.mark.parametrize("answer", ["[6, 4]", "[6, 5]", "[6, "])
def test_a_typed_answer_is_gone_on_from(questions, answer):
    question = questions["the-gradient/check"]
    before = attempts.submit(attempts.write(attempts.hint(attempts.begin(question)), answer))
    after = attempts.resume(question, attempts.record(before))
    assert (after.typed, after.hints, after.wrong_tries, after.earned) == (
        before.typed, before.hints, before.wrong_tries, before.earned,
    )  # fmt: skip
    assert after.verdict.outcome == before.verdict.outcome
    assert after.verdict.feedback == before.verdict.feedback


def test_every_chosen_or_arranged_answer_is_gone_on_from(questions):
    for question in questions.values():
        attempt = attempts.begin(question)
        if not attempt.offers:
            continue
        attempt = attempts.carry(attempt, 1) if attempt.arranges else attempts.pick(attempt, 1)
        before = attempts.submit(attempt)
        after = attempts.resume(question, attempts.record(before))
        assert after.answer() == before.answer()
        assert after.done == before.done


@pytest.mark.parametrize(
    "last",
    [
        {},
        {"answer": 3, "outcome": "right"},
        {"answer": "[1, 2]", "outcome": "great"},
        {"answer": [0, 1], "outcome": "wrong"},
        {"answer": "[1, 2]", "outcome": "wrong", "seed": "x", "hints": -3, "attempt": "many"},
    ],
)
def test_a_strange_record_is_a_fresh_start(questions, last):
    question = questions["the-gradient/check"]
    after = attempts.resume(question, last)
    assert not after.done
    assert after.hints == 0
    assert after.wrong_tries == 0


def test_a_record_of_options_that_are_gone_is_a_fresh_start(questions):
    question = questions["why-calculus/check"]
    assert attempts.resume(
        question, {"answer": [17], "outcome": "right", "credit": 1}
    ) == attempts.begin(question)


def test_what_was_begun_is_taken_up_with_what_it_cost(questions):
    for name, question in questions.items():
        begun = attempts.hint(attempts.begin(question, 2 if question.vary else 0))
        if begun.arranges:
            begun = attempts.carry(begun, 1)
        elif begun.offers:
            begun = attempts.pick(begun, 1)
        else:
            begun = attempts.write(begun, "1 +")
        again = attempts.take_up(question, attempts.unanswered(begun))
        assert attempts.unanswered(again) == attempts.unanswered(begun), name
        assert (again.credit, again.verdict, again.done) == (begun.credit, None, False)


def test_a_wrong_try_still_counts_when_the_next_is_taken_up(questions):
    question = questions["the-gradient/check"]
    tried = attempts.write(
        attempts.submit(attempts.write(attempts.begin(question), "[1, 1]")), "[6"
    )
    again = attempts.take_up(question, attempts.unanswered(tried))
    assert (again.wrong_tries, again.typed) == (1, "[6")


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"answer": [99], "seed": -3, "hints": "many", "attempt": -1, "solution": "yes"},
        {"answer": 7, "hints": 999},
        {"answer": {"a": 1}},
    ],
)
def test_what_no_longer_fits_counts_as_never_done(questions, kept):
    question = questions["the-gradient/check"]
    again = attempts.take_up(question, kept)
    assert again.typed == "" and again.wrong_tries == 0
    assert 0 <= again.hints <= len(question.hints) and not again.solution
