"""Anything that can be typed or pasted ends in a verdict, without an exception and with bounded work."""

import random
import string

import pytest

from tests.grading.handed import read_table
from vctutor.course.model import (
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    Prediction,
    ShapeAnswer,
    TextAnswer,
    VectorAnswer,
)
from vctutor.grading import grade
from vctutor.grading.comparison import measured
from vctutor.grading.prediction import judge_typed
from vctutor.grading.preview import read_answer
from vctutor.grading.variants import Variant

KINDS = [
    ExpressionAnswer(value="18*x + 6", variables={"x": "-3..3"}),
    ExpressionAnswer(value="x*sigma(w*x + b)", variables={"x": "", "w": "", "b": ""}),
    ExpressionAnswer(value="max(x, 0)^n", variables={"x": "", "n": "0..9 whole"}),
    NumberAnswer(value="-12"),
    VectorAnswer(value=("6*x", "4*y"), variables={"x": "", "y": ""}),
    MatrixAnswer(value=(("1", "x"), ("y", "2")), variables={"x": "", "y": ""}),
    ShapeAnswer(value=("2", "3")),
    TextAnswer(accepted=("tape",)),
]
CHARACTERS = (
    string.printable
    + "½²³√∛πθσ∂∇×·÷−–—≤≥≈∞ｘ１（），𝑥⁻¹₂⟨⟩‖°%αβ′ℯ⁄"
    + "\u200b\u202e\x00\ud800\\{}$`"
)
PIECES = (
    *(
        "sin(",
        "exp(",
        "relu(",
        "abs(",
        "max(",
        "min(",
        "ln(",
        "cos(",
        "tanh(",
        "sigma(",
        "sqrt(",
        "sign(",
    ),
    *(
        "x",
        "(",
        ")",
        "[",
        ";",
        ",",
        "|",
        "^",
        "^n",
        "/",
        "1/",
        "-",
        "=",
        "1e9*",
        "1e-9",
        "\\frac{",
        "\\sqrt{",
        "}",
    ),
)
COUNT = 500  # for each kind; 20,000 were tried once


def fuzzed(rng, answers):
    which = rng.random()
    if which < 0.5:
        typed = list(rng.choice(answers))
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(typed) + 1)
            typed[at : at + rng.randint(0, 2)] = rng.choice(CHARACTERS) * rng.randint(0, 2)
        return "".join(typed)
    if which < 0.6:
        return "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(0, 60)))
    if which < 0.9:
        typed = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 25)))
        return typed + ")" * max(0, typed.count("(") - typed.count(")"))
    return rng.choice(answers) + rng.choice("+*-^/ ") + rng.choice(answers)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("answer", KINDS, ids=lambda answer: type(answer).__name__)
def test_every_text_gets_a_verdict(make_question, answer):
    question = make_question(answer)
    rng = random.Random(repr(answer))
    answers = [row.answer for row in read_table()]
    for _ in range(COUNT):
        typed = fuzzed(rng, answers)
        verdict = grade(question, Variant(), typed)
        assert verdict.outcome in ("right", "wrong", "undecided", "unreadable")
        assert verdict.costs_attempt <= (verdict.outcome in ("right", "wrong"))
        if verdict.caret:
            assert 0 <= verdict.caret.position <= len(typed)
        read_answer(question, Variant(), typed)


def test_every_prediction_gets_an_answer():
    rng = random.Random("prediction")
    answers = [row.answer for row in read_table()]
    for prediction in (Prediction(ask="?", answer=("2",)), Prediction(ask="?", answer=("2", "3"))):
        for _ in range(COUNT):
            assert judge_typed(prediction, fuzzed(rng, answers)).right in (True, False, None)


@pytest.mark.parametrize(
    "typed",
    [
        "relu(" * 30 + "x" + ")" * 30,
        "max(x," * 30 + "1" + ")" * 30,
        "+".join(f"relu(x-{n})" for n in range(25)),
        "(x+w+b)^64",
        "(x+w+b+1)^12*(x-w)^12*(b+2)^9",
        "exp(exp(exp(exp(x))))",
        "1/(x-" * 30 + "1" + ")" * 30,
        "*".join(["(x^2+w)"] * 30),
        "sin(1e300*x)",
        "x^x^x^x",
    ],
)
def test_the_work_for_one_verdict_is_bounded(make_question, monkeypatch, typed):
    """Counted in nodes that are evaluated, at whatever number of points, which doesn't depend on the machine."""
    counted = 0
    evaluate = measured._measure

    def counting(node, points):
        nonlocal counted
        counted += 1
        return evaluate(node, points)

    monkeypatch.setattr(measured, "_measure", counting)
    grade(make_question(KINDS[1]), Variant(), typed)
    assert counted < 150_000
