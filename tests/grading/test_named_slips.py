"""Slips that show in numbers, in one number of the question taken wrongly, or in one part of the key gone wrong."""

import pytest

from vctutor.course.model import ExpressionAnswer, NumberAnswer, OneChoice, Option, VectorAnswer
from vctutor.grading import grade
from vctutor.grading.attempts import begin, pick, solve, submit, why_right, write
from vctutor.grading.diagnosis.mutations import MOST, MUTATIONS, mutations
from vctutor.grading.diagnosis.numbers import NUMBER_SLIPS
from vctutor.grading.variants import Variant, draw
from vctutor.maths.expression import parse

NUMBERS = [
    ("0.25", "25", "percent"),
    ("4", "1/4", "reciprocal"),
    ("8", "1/8", "reciprocal"),
    ("0.5", "0.05", "decimal-point"),
    ("124", "142", "digits-exchanged"),
    ("12.5", "15.2", "digits-exchanged"),
    ("12.5", "52.1", None),  # no neighbours
    ("12.5", "21.5", "digits-exchanged"),
    ("pi/6", "30", "degrees"),
    ("7", "14", "double"),
    ("7", "3.5", "half"),
    ("7", "-7", "sign"),
    ("12.25", "12.26", None),
    ("12.25", "12.3", "rounded too far"),
]


@pytest.mark.parametrize(("key", "typed", "slip"), NUMBERS)
def test_slips_between_two_numbers(make_question, key, typed, slip):
    verdict = grade(make_question(NumberAnswer(value=key)), Variant(), typed)
    assert (verdict.outcome, verdict.diagnosis) == ("wrong", slip)


@pytest.mark.parametrize(
    ("key", "typed", "slip", "said"),
    [
        ("a*p^n", "2*(-3)^4", "off-by-one", "with 4 in place of 3"),
        ("a*p + 1", "2*3+1", "number-sign", "3 in place of −3"),
        ("a - n*p", "3-2*(-3)", "exchanged", "2 and 3 are exchanged"),
        ("a*(n + 7)", "2*3+7", "brackets", ""),
        ("n^2 + 11", "3*2+11", "power-as-product", ""),
        ("n^2 - a*p + 40", "9 - 6 + 40", "number-sign", ""),
        ("(a + 5)/(n + 8)", "11/7", "reciprocal", ""),
    ],
)
def test_slips_with_the_numbers_of_the_question(make_question, key, typed, slip, said):
    question = make_question(NumberAnswer(value=key), vary={"a": (2,), "p": (-3,), "n": (3,)})
    verdict = grade(question, draw(question, 0), typed)
    assert (verdict.outcome, verdict.diagnosis) == ("wrong", slip)
    assert said in verdict.feedback


@pytest.mark.parametrize(
    ("key", "typed", "slip"),
    [
        ("x^2 + 3*x*y - y", "x^2 - 3xy - y", "term-sign"),
        ("x^2 + 3*x*y - y", "x^2 - y", "term-missing"),
        ("x^2 + 3*x*y - y", "3xy", "one-term"),
        ("(x + y)*(x - 2)", "x*x - 2 + y", None),
        ("2*(x + y)", "2x + y", "brackets"),
        ("(x + y)^2", "x^2 + y^2", "brackets"),
        ("x^3*y", "x^2*y", "exponent"),
        ("x*y*sin(x)", "x*sin(x)", "factor-missing"),
        ("x/(x + y)", "(x+y)/x", "turned"),
    ],
)
def test_slips_in_one_part_of_an_expression(make_question, key, typed, slip):
    question = make_question(ExpressionAnswer(value=key, variables={"x": "", "y": ""}))
    verdict = grade(question, Variant(), typed)
    assert (verdict.outcome, verdict.diagnosis) == ("wrong", slip)


def test_entries_one_step_off(make_question):
    question = make_question(VectorAnswer(value=("4", "2", "1")))
    assert grade(question, Variant(), "2, 1, 0.5").diagnosis == "shifted"
    assert grade(question, Variant(), "8, 4, 2").diagnosis == "shifted"
    assert grade(question, Variant(), "8, 2, 1").diagnosis != "shifted"


def test_mutations_are_few_and_named():
    large = parse("+".join(f"x^{n}*(y+{n})" for n in range(2, 20)))
    found = list(mutations(large))
    assert len(found) == MOST
    assert {name for name, __ in found} <= set(MUTATIONS)
    assert not set(MUTATIONS) & set(NUMBER_SLIPS)


def test_a_decimal_is_right_where_it_is_a_rounding_with_digits_enough(make_question):
    third = make_question(NumberAnswer(value="1/3"))
    rounded = {
        "0.333": "right",
        "0.3333333": "right",
        "0.334": "wrong",
        "0.33": "wrong",
        "33.3%": "wrong",
    }
    for typed, outcome in rounded.items():
        assert grade(third, Variant(), typed).outcome == outcome, typed
    five = make_question(NumberAnswer(value="1/3", digits=5))
    assert grade(five, Variant(), "0.3333").outcome == "wrong"
    assert not grade(five, Variant(), "0.3333").costs_attempt
    assert grade(five, Variant(), "0.33333").outcome == "right"
    close = make_question(NumberAnswer(value="1/3", tolerance=0.001))
    assert grade(close, Variant(), "0.3343").outcome == "right"
    assert grade(close, Variant(), "0.3344").outcome == "wrong"


def test_the_reason_of_a_right_answer_is_the_first_sentence_of_the_solution(make_question):
    question = make_question(
        NumberAnswer(value="2*a"),
        vary={"a": (3,)},
        solution="It is $2 \\cdot {a} = 6.0$. So there.",
    )
    attempt = submit(write(begin(question), "6"))
    assert attempt.verdict.feedback == "It is $2 \\cdot {3} = 6.0$."
    assert submit(write(solve(begin(question)), "6")).verdict.feedback == ""  # it was read already
    assert why_right(make_question(NumberAnswer(value="1")), Variant()) == ""
    options = (Option(text="a", right=True), Option(text="b", say="No."))
    chosen = make_question(OneChoice(options=options, shuffle=False), solution="Because.")
    assert submit(pick(begin(chosen), 0)).verdict.feedback == "Because."


@pytest.mark.parametrize(
    "typed",
    [
        "f'(x) = 2x",
        "∂f/∂x = 2x",
        "\\frac{\\partial f}{\\partial x} = 2x",
        "dy/dx = 2x",
        "x + x = 2x",
        "f_x = \\frac{4x}{2}",
        "２ｘ",
        "$2x$.",
        "2X",
        "½ * 4x",
        "200% x",
    ],
)
def test_what_is_read_as_the_answer(make_question, typed):
    from vctutor.course.model import About

    about = About(function=("x^2 + y",), by=("x",))
    question = make_question(
        ExpressionAnswer(value="2*x", variables={"x": "", "y": ""}), about=about
    )
    assert grade(question, Variant(), typed).right


@pytest.mark.parametrize("typed", ["∂f/∂y = 2x", "x/2 = 2x", "not = 2x", "-f' = 2x", "f_y = 2x"])
def test_what_stands_left_must_be_what_is_asked_for(make_question, typed):
    from vctutor.course.model import About

    about = About(function=("x^2 + y",), by=("x",))
    question = make_question(
        ExpressionAnswer(value="2*x", variables={"x": "", "y": ""}), about=about
    )
    assert grade(question, Variant(), typed).outcome == "unreadable"


@pytest.mark.parametrize(
    "typed",
    [
        "fx, fy = 2, 4",
        "(x, y) = (2, 4)",
        "2*(1, 2)",
        "-(-2, -4)",
        "\\begin{pmatrix}2\\\\4\\end{pmatrix}",
    ],
)
def test_vectors_that_are_read(make_question, typed):
    question = make_question(VectorAnswer(value=("2", "4"), variables={"x": "", "y": ""}))
    assert grade(question, Variant(), typed).right


@pytest.mark.parametrize("typed", ["fy, fx = 2, 4", "(y, x) = (2, 4)", "-∇f = [2, 4]"])
def test_names_in_another_order_are_asked_back(make_question, typed):
    question = make_question(VectorAnswer(value=("2", "4"), variables={"x": "", "y": ""}))
    assert grade(question, Variant(), typed).outcome == "unreadable"
