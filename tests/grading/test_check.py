import pytest

from vctutor.course.model import (
    About,
    Expectation,
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    OneChoice,
    Option,
    ShapeAnswer,
    VectorAnswer,
    WrongAnswer,
)
from vctutor.grading.checking.check import check_question

AB = {"a": (1, 2, 3), "b": (1, 2, 3)}


@pytest.fixture
def gradient(make_question):
    """A question without mistakes."""

    def make(**fields):
        given = {
            "answer": VectorAnswer(value=("2*a*p", "2*b*q")),
            "about": About(function=("a*x^2 + b*y^2",), by=("x", "y"), at={"x": "p", "y": "q"}),
            "vary": {**AB, "p": (1, 2, 3), "q": (1, 2, 3)},
            "where": ("a != b",),
            "first": {"a": 3, "b": 1, "p": 1, "q": 2},
            "ask": "The gradient of ${a}x^2 {+b}y^2$ at $({p}, {q})$?",
            "solution": "It is $[{=2*a*p}, {=2*b*q}]$.",
            "wrong": (WrongAnswer(value="[2*a*p + 1, 2*b*q]", say="One too many in {a}."),),
            "expect": (
                Expectation(value="[6, 4]", verdict="right"),
                Expectation(value="[7, 4]", verdict="wrong", says="one too many"),
            ),
            **fields,
        }
        return make_question(given.pop("answer"), **given)

    return make


def messages(question):
    found = check_question(question)
    assert len(found) == 1, found
    return found[0]


def test_a_good_question_has_no_mistakes(gradient):
    assert check_question(gradient()) == []


@pytest.mark.parametrize(
    ("fields", "path", "says"),
    [
        ({"answer": VectorAnswer(value=("2*a*", "4"))}, ("answer", "vector", 0), "character"),
        (
            {"answer": VectorAnswer(value=("2*a*p", "2*b*q/(a-3)"))},
            ("answer", "vector", 1),
            "no finite value for a = 3",
        ),
        ({"where": ("a > 5",)}, ("where", 0), "no values"),
        ({"where": ("a > 5",), "first": {}}, ("where", 0), "no values"),
        ({"where": ("a != b", "a > 3")}, ("where", 1), "no values"),
        ({"where": ("q > 0", "a < b")}, ("first",), "the first values don't satisfy: a < b"),
        ({"where": ("c != a",)}, ("where", 0), "'c'"),
        ({"where": ("a = b",)}, ("where", 0), "compared with =="),
        ({"where": ("a >",)}, ("where", 0), "can't be read"),
        ({"first": {"a": 9}}, ("first", "a"), "none of the values"),
        ({"first": {"z": 1}}, ("first", "z"), "not one of the parameters"),
        ({"vary": {**AB, "p": (1, 2), "q": (1, 2), "e": (1, 2)}}, ("vary", "e"), "constant"),
        ({"solution": "It is {=2*c}."}, ("solution",), "in {=2*c}: there is no parameter 'c'"),
        ({"hints": ("ok", "{=1/(a - 2)}")}, ("hints", 1), "a = 2"),
        (
            {"wrong": (WrongAnswer(value="[2*a*p, b*q*2]", say="no"),)},
            ("wrong", 0, "value"),
            "is right",
        ),
        (
            {"wrong": (WrongAnswer(value="[a*p*p, 2*b*q]", say="no"),)},
            ("wrong", 0, "value"),
            "is right for",
        ),
        (
            {"wrong": (WrongAnswer(value="[a*p, 2*b*]", say="no"),)},
            ("wrong", 0, "value"),
            "can't be read",
        ),
        ({"wrong": (WrongAnswer(value="[a*p, z]", say="no"),)}, ("wrong", 0, "value"), "'z'"),
        (
            {"expect": (Expectation(value="[6, 5]", verdict="right"),)},
            ("expect", 0, "value"),
            "is wrong",
        ),
        (
            {"expect": (Expectation(value="[6, 4]", verdict="wrong"),)},
            ("expect", 0, "value"),
            "is right",
        ),
        (
            {"expect": (Expectation(value="[7, 4]", verdict="wrong", says="sign"),)},
            ("expect", 0, "says"),
            "One too many",
        ),
        (
            {"about": About(function=("a*x^3 + b*y^2",), by=("x", "y"), at={"x": "p", "y": "q"})},
            ("about", "function"),
            "not the derivative",
        ),
        (
            {"about": About(function=("a*x^2 +",), by=("x", "y"))},
            ("about", "function"),
            "can't be read",
        ),
    ],
)
def test_each_mistake_is_found_with_its_place(gradient, fields, path, says):
    message, where, __ = messages(gradient(**fields))
    assert where == path
    assert says in message


def test_too_few_valid_points(make_question):
    answer = ExpressionAnswer(value="ln(x - a)", variables={"x": "0..1"})
    message, path, __ = messages(make_question(answer, vary=AB))
    assert path == ("answer", "expression")
    assert "only 0 of" in message


def test_a_domain_that_is_none(make_question):
    answer = ExpressionAnswer(value="x", variables={"x": "2..1"})
    assert messages(make_question(answer)) == (
        "the domain '2..1' is empty",
        ("answer", "variables", "x"),
        0,
    )


def test_a_name_that_is_both_parameter_and_variable(make_question):
    answer = ExpressionAnswer(value="a*x", variables={"x": "", "a": ""})
    message, path, __ = messages(make_question(answer, vary=AB))
    assert path == ("answer", "variables", "a")
    assert "both" in message


def test_options_that_coincide_for_some_seed(make_question):
    options = (
        Option(text="${=a*a}$", right=True),
        Option(text="${=a*b}$", say="no"),
        Option(text="$0.50$", say="no"),
        Option(text=r"$\frac{1}{2}$", say="no"),
    )
    found = check_question(make_question(OneChoice(options=options), vary=AB))
    assert [path for __, path, ___ in found] == [
        ("answer", "choice", 1, "text"),
        ("answer", "choice", 3, "text"),
    ]
    assert "one right and one wrong" in found[0][0]
    assert (
        check_question(make_question(OneChoice(options=options[:2]), vary=AB, where=("a != b",)))
        == []
    )


def test_a_wrong_number_within_the_tolerance(make_question):
    wrong = (WrongAnswer(value="a + 0.0001", say="no"),)
    question = make_question(NumberAnswer(value="a + 0.5", tolerance=1), vary=AB, wrong=wrong)
    assert messages(question)[1] == ("wrong", 0, "value")


def test_shapes(make_question):
    wrong = (WrongAnswer(value="a x b", say="no"),)
    question = make_question(ShapeAnswer(value=("b", "a")), vary=AB, wrong=wrong)
    message, path, __ = messages(question)
    assert path == ("wrong", 0, "value")
    assert "is right for" in message
    assert (
        check_question(
            make_question(ShapeAnswer(value=("b", "a")), vary=AB, wrong=wrong, where=("a != b",))
        )
        == []
    )


UNREAD = [
    (NumberAnswer(value="a^^2"), {}, ("answer", "number"), 2),
    (VectorAnswer(value=("a", "2*(a")), {}, ("answer", "vector", 1), 4),
    (MatrixAnswer(value=(("a", "0"), ("0", "a +"))), {}, ("answer", "matrix", 1, 1), 3),
    (NumberAnswer(value="2*a + 3*z"), {}, ("answer", "number"), 8),
    (VectorAnswer(value=("x", "x*z"), variables={"x": ""}), {}, ("answer", "vector", 1), 2),
    (
        ExpressionAnswer(value="a*x", variables={"x": ""}),
        {"about": About(function=("a*x^^2",), by=("x",))},
        ("about", "function"),
        4,
    ),
    (
        VectorAnswer(value=("a", "b")),
        {"wrong": (WrongAnswer(value="[a, b +]", say="no"),)},
        ("wrong", 0, "value"),
        7,
    ),
    (
        VectorAnswer(value=("a", "b")),
        {"wrong": (WrongAnswer(value="[a, (b]", say="no"),)},
        ("wrong", 0, "value"),
        6,
    ),
    (
        NumberAnswer(value="a"),
        {"expect": (Expectation(value="2 + * 3", verdict="right"),)},
        ("expect", 0, "value"),
        4,
    ),
]


@pytest.mark.parametrize(("answer", "fields", "path", "offset"), UNREAD)
def test_what_cannot_be_read_is_shown_at_its_character(make_question, answer, fields, path, offset):
    question = make_question(answer, vary=AB, **fields)
    assert messages(question)[1:] == (path, offset)


def test_parameters_put_in_as_text_leave_no_place_for_a_mistake(make_question):
    wrong = (WrongAnswer(value="{a} + * 2", say="no"),)
    question = make_question(NumberAnswer(value="a"), vary={"a": (10, 20)}, wrong=wrong)
    assert messages(question)[1:] == (("wrong", 0, "value"), 0)


@pytest.mark.parametrize(
    ("size", "told"),
    [("-1", "is -1 for a = 1"), ("a - 1", "is 0 for a = 1"), ("a/2", "is 0.5 for a = 1")],
)
def test_a_size_that_is_none(make_question, size, told):
    question = make_question(ShapeAnswer(value=("2", size)), vary=AB)
    message, path, __ = messages(question)
    assert path == ("answer", "shape", 1)
    assert told in message


def test_a_parameter_that_is_used_nowhere(make_question):
    question = make_question(
        NumberAnswer(value="2*a"),
        vary={"a": (1, 2), "b": (1, 2), "scale": (1, 2)},
        where=("b != a",),
    )
    message, path, __ = messages(question)
    assert path == ("vary", "scale")
    assert "'scale' is used nowhere" in message


@pytest.mark.parametrize(
    "fields",
    [
        {"ask": "Take {scale}."},
        {"hints": ("It is {=2*scale}.",)},
        {"solution": "It is {+scale}."},
        {"where": ("scale == a",)},
        {"about": About(function=("scale*x",), by=("x",), at={"x": "1"})},
        {"wrong": (WrongAnswer(value="scale + 10", say="no"),)},
    ],
)
def test_a_parameter_used_anywhere_is_used(make_question, fields):
    found = check_question(
        make_question(NumberAnswer(value="2*a"), vary={"a": (1, 2), "scale": (1, 2)}, **fields)
    )
    assert not any("used nowhere" in message for message, *__ in found)
