"""Each slip is recognised on many questions over many seeds, and never in a right answer."""

import pytest

from vctutor.course.model import (
    About,
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    ShapeAnswer,
    VectorAnswer,
)
from vctutor.grading import grade
from vctutor.grading.diagnosis.diagnose import SLIPS
from vctutor.grading.variants import draw

SEEDS = range(25)
AB = {"a": (2, 3, 4, 5), "b": (3, 5, 7)}


CHAINS = [
    ("(a*x + b)^3", "3*a*(a*x + b)^2", "3(a*x + b)^2"),
    ("exp(a*x)", "a*exp(a*x)", "exp(a*x)"),
    ("sin(b*x + a)", "b*cos(b*x + a)", "cos(b*x + a)"),
    ("ln(x^2 + a)", "2*x/(x^2 + a)", "1/(x^2 + a)"),
    ("sigma(b*x)", "b*sigma(b*x)*(1 - sigma(b*x))", "sigma(b*x)*(1 - sigma(b*x))"),
    ("(x^2 + a)^b", "2*b*x*(x^2 + a)^(b-1)", "b*(x^2+a)^(b-1)"),
    ("sqrt(x^2 + a)", "x/sqrt(x^2 + a)", "1/(2*sqrt(x^2 + a))"),
]
INSIDE = [
    ("(a*x^2 + b)^3", "6*a*x*(a*x^2 + b)^2", "3*(2*a*x)^2"),
    ("sin(a*x^2)", "2*a*x*cos(a*x^2)", "cos(2*a*x)"),
    ("exp(x^2)", "2*x*exp(x^2)", "exp(2*x)"),
    ("ln(x^2 + b)", "2*x/(x^2 + b)", "1/(2*x)"),
    ("(x^3 + a)^2", "6*x^2*(x^3 + a)", "2*(3*x^2)"),
]
PRODUCTS = [
    ("x^2*exp(x)", "(x^2 + 2*x)*exp(x)", "2*x*exp(x)"),
    ("a*x*sin(x)", "a*sin(x) + a*x*cos(x)", "a*cos(x)"),
    ("(x + a)*(x^2 + b)", "x^2 + b + 2*x*(x + a)", "2*x"),
    ("x^3*ln(x)", "3*x^2*ln(x) + x^2", "3*x^2/x"),
    ("exp(x)*cos(x)", "exp(x)*(cos(x) - sin(x))", "-exp(x)*sin(x)"),
]
QUOTIENTS = [
    ("x^2/(x + a)", "(x^2 + 2*a*x)/(x + a)^2", "2*x"),
    ("sin(x)/x", "(x*cos(x) - sin(x))/x^2", "cos(x)"),
    ("exp(x)/(x^2 + b)", "exp(x)*(x^2 + b - 2*x)/(x^2 + b)^2", "exp(x)/(2*x)"),
    ("ln(x)/x^2", "(1 - 2*ln(x))/x^3", "(1/x)/(2*x)"),
    ("(x + a)/(x^2 + 1)", "(1 - 2*a*x - x^2)/(x^2 + 1)^2", "1/(2*x)"),
]
OTHERS = [
    ("a*x^2*y + b*y", "2*a*x*y", "a*x^2 + b"),
    ("x*y^2 + x^3", "y^2 + 3*x^2", "2*x*y"),
    ("exp(a*x + y)*y", "a*y*exp(a*x + y)", "(1 + y)*exp(a*x + y)"),
    ("x^2 + b*y^2", "2*x", "2*b*y"),
    ("sin(x*y)", "y*cos(x*y)", "x*cos(x*y)"),
]
POWERS = [
    ("a*x^3", "3*a*x^2", "a*x^4/4"),
    ("x^2 + b*x", "2*x + b", "x^3/3 + b*x^2/2"),
    ("a*x^4 + b", "4*a*x^3", "a*x^5/5 + b*x + 7"),
    ("b*x^5", "5*b*x^4", "b*x^6/6"),
    ("cos(a*x)", "-a*sin(a*x)", "sin(a*x)/a"),
]
CASES = {
    "inner": CHAINS,
    "inner inside": INSIDE,
    "product": PRODUCTS,
    "quotient": QUOTIENTS,
    "other variable": OTHERS,
    "integrated": POWERS,
    "not differentiated": [(f, right, f) for f, right, _ in [*CHAINS[2:], *POWERS]],
    "constant kept": [
        ("a*x^2 + b", "2*a*x", "2*a*x + b"),
        ("sin(x) + a", "cos(x)", "cos(x) + a"),
        ("a*x + b", "a", "a + b"),
        ("cos(x) - b", "-sin(x)", "-sin(x) - b"),
        ("x^3 + 5 + b*x", "3*x^2 + b", "3*x^2 + 5 + b"),
    ],
    "power kept": [
        ("a*x^3", "3*a*x^2", "3*a*x^3"),
        ("x^4 + b*x", "4*x^3 + b", "4*x^4 + b"),
        ("x^b", "b*x^(b-1)", "b*x^b"),
        ("a*x^5 + x^2", "5*a*x^4 + 2*x", "5*a*x^5 + 2*x^2"),
        ("2*x^3 - a*x^2", "6*x^2 - 2*a*x", "6*x^3 - 2*a*x^2"),
    ],
    "power factor": [
        ("a*x^3", "3*a*x^2", "a*x^2"),
        ("x^4 + b*x", "4*x^3 + b", "x^3 + b"),
        ("x^b", "b*x^(b-1)", "x^(b-1)"),
        ("a*x^5 + x^2", "5*a*x^4 + 2*x", "a*x^4 + x"),
        ("2*x^3 - a*x^2", "6*x^2 - 2*a*x", "2*x^2 - a*x"),
    ],
    "sign": [(f, right, f"-({right})") for f, right, _ in [*INSIDE, *PRODUCTS]],
    "factor": [(f, right, f"7*({right})/3") for f, right, _ in [*INSIDE, *PRODUCTS]],
    "constant": [(f, right, f"{right} + 1/3") for f, right, _ in [*INSIDE, *PRODUCTS]],
    "rounded": [
        ("a*x^2/3", "2*a*x/3", "0.667*a*x"),
        ("x^3/7", "3*x^2/7", "0.4286*x^2"),
        ("b*x/3", "b/3", "0.3333*b"),
        ("sqrt(2)*x^2", "2*sqrt(2)*x", "2.8284*x"),
        ("pi*x^2", "2*pi*x", "6.28*x"),
    ],
}
FLAT = [(slip, *case) for slip, cases in CASES.items() for case in cases]


def typed(text, variant):
    """The answer a reader would type: the parameters replaced by their values."""
    from vctutor.maths.expression import parse, substitute, to_text

    return to_text(substitute(parse(text, ["x", "y", "a", "b"]), dict(variant.values)))


@pytest.mark.parametrize(("slip", "function", "right", "wrong"), FLAT)
def test_a_slip_is_named(make_question, slip, function, right, wrong):
    names = ["x", "y"] if slip == "other variable" else ["x"]
    question = make_question(
        ExpressionAnswer(value=right, variables=dict.fromkeys(names, "")),
        about=About(function=(function,), by=("x",)),
        vary=AB,
    )
    for seed in SEEDS:
        variant = draw(question, seed)
        verdict = grade(question, variant, typed(wrong, variant))
        assert (verdict.outcome, verdict.diagnosis) == ("wrong", slip), (
            dict(variant.values),
            verdict,
        )
        assert verdict.feedback
        good = grade(question, variant, typed(right, variant))
        assert (good.outcome, good.diagnosis) == ("right", None)


def test_every_slip_is_tested_on_five_questions_or_more():
    elsewhere = {"rounded too far", "transposed", "entry order", "swapped", "form", "once"}
    assert set(SLIPS) == set(CASES) | elsewhere
    assert min(map(len, CASES.values())) >= 5


JACOBIANS = [
    (("a*x^2 + y", "x*y"), [["2*a*x", "1"], ["y", "x"]]),
    (("b*x*y", "x + y^2"), [["b*y", "b*x"], ["1", "2*y"]]),
    (("sin(x) + y", "a*x"), [["cos(x)", "1"], ["a", "0"]]),
    (("exp(x)*y", "y^a"), [["exp(x)*y", "exp(x)"], ["0", "a*y^(a-1)"]]),
    (("x^2 + a*y", "x - y"), [["2*x", "a"], ["1", "-1"]]),
]


@pytest.mark.parametrize(("functions", "rows"), JACOBIANS)
def test_a_transposed_jacobian(make_question, functions, rows):
    question = make_question(
        MatrixAnswer(value=tuple(map(tuple, rows)), variables={"x": "", "y": ""}),
        about=About(function=functions, by=("x", "y")),
        vary=AB,
    )
    for seed in SEEDS:
        variant = draw(question, seed)
        cells = [[typed(cell, variant) for cell in row] for row in rows]
        good = f"[{'; '.join(', '.join(row) for row in cells)}]"
        turned = f"[{'; '.join(', '.join(row) for row in zip(*cells, strict=True))}]"
        assert grade(question, variant, good).outcome == "right"
        verdict = grade(question, variant, turned)
        assert (verdict.outcome, verdict.diagnosis) == ("wrong", "transposed")
        assert verdict.costs_attempt


def test_a_jacobian_transposed_into_another_shape_costs_nothing(make_question):
    question = make_question(MatrixAnswer(value=(("1", "2", "3"), ("4", "5", "6"))))
    verdict = grade(question, draw(question, 0), "[[1, 4], [2, 5], [3, 6]]")
    assert (verdict.outcome, verdict.diagnosis, verdict.costs_attempt) == (
        "wrong",
        "transposed",
        False,
    )
    other = grade(question, draw(question, 0), "[[1, 4], [2, 5], [3, 7]]")
    assert (other.outcome, other.costs_attempt) == ("unreadable", False)
    assert "2 × 3" in other.feedback


def test_what_the_author_says_to_a_transposed_jacobian(make_question):
    from vctutor.course.model import WrongAnswer

    question = make_question(
        MatrixAnswer(value=(("1", "2", "3"), ("4", "5", "6"))),
        wrong=(WrongAnswer(value="[[1, 4], [2, 5], [3, 6]]", say="Outputs are rows."),),
    )
    verdict = grade(question, draw(question, 0), "[[1, 4], [2, 5], [3, 6]]")
    assert (verdict.diagnosis, verdict.feedback) == ("transposed", "Outputs are rows.")


@pytest.mark.parametrize(
    ("row", "typed_answer", "outcome"),
    [
        (True, "[1, 2, 3]", "right"),
        (True, "[[1, 2, 3]]", "right"),
        (True, "[1; 2; 3]", "wrong"),
        (False, "[1; 2; 3]", "right"),
        (False, "[1, 2, 3]^T", "right"),
        (False, "[1, 2, 3]", "wrong"),
        (None, "[1; 2; 3]", "right"),
        (None, "1, 2, 3", "right"),
    ],
)
def test_a_transposed_gradient(make_question, row, typed_answer, outcome):
    question = make_question(VectorAnswer(value=("1", "2", "3"), row=row))
    verdict = grade(question, draw(question, 0), typed_answer)
    assert verdict.outcome == outcome
    assert verdict.diagnosis == (None if outcome == "right" else "transposed")


GRADIENTS = [
    ("a*x^2 + b*x*y", ["2*a*x + b*y", "b*x"]),
    ("a*x^2*y + y", ["2*a*x*y", "a*x^2 + 1"]),
    ("exp(a*x) + b*y^2", ["a*exp(a*x)", "2*b*y"]),
    ("sin(x)*y^b", ["cos(x)*y^b", "b*sin(x)*y^(b-1)"]),
    ("(x + a*y)^3", ["3*(x + a*y)^2", "3*a*(x + a*y)^2"]),
]


@pytest.mark.parametrize(("function", "entries"), GRADIENTS)
def test_slips_in_a_gradient(make_question, function, entries):
    question = make_question(
        VectorAnswer(value=tuple(entries), variables={"x": "", "y": ""}),
        about=About(function=(function,), by=("x", "y")),
        vary=AB,
    )
    for seed in SEEDS:
        variant = draw(question, seed)
        first, second = (typed(entry, variant) for entry in entries)
        cases = {
            f"[{first}, {second}]": ("right", None),
            f"[{second}, {first}]": ("wrong", "entry order"),
            f"[-({first}), -({second})]": ("wrong", "sign"),
            f"[{first}, -({second})]": ("wrong", "sign"),
            f"[5*({first}), 5*({second})]": ("wrong", "factor"),
        }
        for answer, expected in cases.items():
            verdict = grade(question, variant, answer)
            assert (verdict.outcome, verdict.diagnosis) == expected, (answer, verdict)
    assert grade(question, variant, f"[{first}, -({second})]").entries == (True, False)
    assert "entry 2" in grade(question, variant, f"[{first}, -({second})]").feedback


@pytest.mark.parametrize(("n", "m"), [(2, 3), (4, 2), (1, 5), (3, 7), (6, 2)])
def test_swapped_sizes(make_question, n, m):
    question = make_question(ShapeAnswer(value=(str(n), str(m))))
    variant = draw(question, 0)
    assert grade(question, variant, f"{n} x {m}").outcome == "right"
    verdict = grade(question, variant, f"{m} x {n}")
    assert (verdict.outcome, verdict.diagnosis) == ("wrong", "swapped")


@pytest.mark.parametrize(
    ("form", "right", "missed"),
    [
        ("factored", "6*x*(x + 1)", "6x^2 + 6x"),
        ("factored", "(x - 1)*(x - 2)", "x^2 - 3x + 2"),
        ("expanded", "x^2 + 2*x + 1", "(x+1)^2"),
        ("simplified", "3*x", "x + 2x"),
        ("number", "12", "3*4"),
    ],
)
def test_right_but_not_in_the_form_asked(make_question, form, right, missed):
    question = make_question(ExpressionAnswer(value=right, variables={"x": ""}, form=form))
    variant = draw(question, 0)
    assert grade(question, variant, right).outcome == "right"
    verdict = grade(question, variant, missed)
    assert (verdict.outcome, verdict.diagnosis, verdict.costs_attempt) == ("wrong", "form", False)
    assert "value is right" in verdict.feedback


def test_second_derivatives(make_question):
    question = make_question(
        ExpressionAnswer(value="6*a*x", variables={"x": ""}),
        about=About(function=("a*x^3",), by=("x",)),
        vary=AB,
    )
    for seed in SEEDS:
        variant = draw(question, seed)
        assert grade(question, variant, typed("3*a*x^2", variant)).diagnosis == "once"


def test_slips_at_a_point(make_question):
    question = make_question(
        NumberAnswer(value="2*a*p"),
        about=About(function=("a*x^2",), by=("x",), at={"x": "p"}),
        vary={"a": (2, 3, 5), "p": (4, 5, 7)},
    )
    for seed in SEEDS:
        variant = draw(question, seed)
        a, p = variant.values["a"], variant.values["p"]
        expected = {
            a * p**2: "not differentiated",
            -2 * a * p: "sign",
            a * p: "power factor",
            2 * a * p**2: "power kept",
        }
        for answer, slip in expected.items():
            assert grade(question, variant, str(answer)).diagnosis == slip
        # A number is no antiderivative, although one has this value here.
        assert grade(question, variant, f"{a}*{p}^3/3").diagnosis != "integrated"


def test_the_author_comes_first(make_question):
    from vctutor.course.model import WrongAnswer

    question = make_question(
        NumberAnswer(value="2*a"),
        about=About(function=("a*x^2",), by=("x",), at={"x": "1"}),
        vary={"a": (2, 3)},
        wrong=(
            WrongAnswer(value="a", say="You gave {a}."),
            WrongAnswer(value="a + 17", say="Where does the 17 come from?"),
        ),
    )
    for seed in SEEDS:
        variant = draw(question, seed)
        a = variant.values["a"]
        verdict = grade(question, variant, str(a))
        # The function itself at 1: a slip that is known by name, in the author's words.
        assert (verdict.diagnosis, verdict.feedback) == ("not differentiated", f"You gave {a}.")
        only_the_author = grade(question, variant, f"{a} + 17")
        assert only_the_author.diagnosis == "author"
        assert "17" in only_the_author.feedback


@pytest.mark.parametrize("value", ["2/3", "8/7", "sqrt(2)", "pi", "1/6"])
def test_a_number_rounded_too_far_costs_nothing(make_question, value):
    from vctutor.grading.arithmetic import compute

    number = float(compute(value, {}))
    for question, form in (
        (make_question(NumberAnswer(value=value)), "{}"),
        (make_question(VectorAnswer(value=(value, "1"))), "[{}, 1]"),
    ):
        variant = draw(question, 0)
        places = 1 if number > 1 else 2
        verdict = grade(question, variant, form.format(f"{number:.{places}f}"))
        assert (verdict.outcome, verdict.diagnosis) == ("wrong", "rounded too far")
        assert not verdict.costs_attempt
        assert grade(question, variant, form.format(f"{number:.4f}")).outcome == "right"
        assert grade(question, variant, form.format(f"{number + 0.02:.4f}")).outcome == "wrong"


def test_a_digit_off_is_no_rounding(make_question):
    question = make_question(NumberAnswer(value="0.25"))
    assert grade(question, draw(question, 0), "0.24").diagnosis is None
    assert grade(question, draw(question, 0), "0.24").costs_attempt


def test_a_rule_that_the_function_does_not_use_is_no_candidate(make_question):
    from vctutor.grading.diagnosis.candidates import candidates
    from vctutor.grading.reading import read_key

    question = make_question(
        ExpressionAnswer(value="2*a*x", variables={"x": ""}),
        about=About(function=("a*x^2",), by=("x",)),
        vary=AB,
    )
    variant = draw(question, 0)
    found = {
        candidate.slip for candidate in candidates(question, variant, read_key(question, variant))
    }
    assert found == {"not differentiated", "integrated", "power kept", "power factor"}
