import pytest

from vctutor.course.model import ManyChoices, NumberAnswer, OneChoice, OrderAnswer
from vctutor.errors import CourseError
from vctutor.grading.variants import Variant, draw, first_variant, option_order, substitute

VARY = {"a": (1, 2, 3, 4, 5), "b": (1, 2, 3, 4, 5), "p": (-3, -2, -1, 0, 1, 2, 3)}


def test_first_variant_takes_what_first_says(make_question):
    question = make_question(NumberAnswer(value="a"), vary=VARY, first={"a": 3, "b": 1, "p": 0})
    assert dict(first_variant(question).values) == {"a": 3, "b": 1, "p": 0}
    assert draw(question, 0) == first_variant(question)


def test_first_variant_fills_in_what_satisfies_where(make_question):
    question = make_question(
        NumberAnswer(value="a"), vary=VARY, where=("a != b", "p != -3"), first={"a": 1}
    )
    assert dict(first_variant(question).values) == {"a": 1, "b": 2, "p": -2}


def test_draws_are_repeatable_allowed_and_many(make_question):
    question = make_question(NumberAnswer(value="a"), vary=VARY, where=("a != b", "p != 0"))
    drawn = [draw(question, seed) for seed in range(1, 200)]
    assert drawn == [draw(question, seed) for seed in range(1, 200)]
    assert all(v.values["a"] != v.values["b"] and v.values["p"] != 0 for v in drawn)
    assert len({hash(v.values.__repr__()) for v in drawn}) > 50
    assert all(v.values != first_variant(question).values for v in drawn[:100])


def test_a_seed_keeps_its_variant_for_ever(make_question):
    question = make_question(NumberAnswer(value="a"), vary=VARY)
    assert dict(draw(question, 7).values) == {"a": 3, "b": 5, "p": 1}


def test_no_variant_comes_back_before_all_were_seen(make_question):
    question = make_question(NumberAnswer(value="a"), vary=VARY, where=("a != b",))
    count = 5 * 4 * 7
    drawn = [tuple(draw(question, seed).values.values()) for seed in range(count)]
    assert len(set(drawn)) == count
    assert draw(question, count).values == first_variant(question).values
    assert draw(question, count + 1).values == draw(question, 1).values


def test_a_question_with_one_variant_keeps_it(make_question):
    question = make_question(NumberAnswer(value="a"), vary={"a": (2,)})
    assert {draw(question, seed).values["a"] for seed in range(5)} == {2}


def test_a_narrow_where_is_still_met(make_question):
    wide = {"a": tuple(range(60)), "b": tuple(range(60))}
    question = make_question(
        NumberAnswer(value="a"), vary=wide, where=("a == 3", "b == 4 or b == 5")
    )
    assert {draw(question, seed).values["b"] for seed in range(1, 20)} == {5}


def test_where_that_nothing_satisfies(make_question):
    question = make_question(NumberAnswer(value="a"), vary=VARY, where=("a > 9",))
    with pytest.raises(CourseError, match="a > 9"):
        first_variant(question)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{a} and {b}", "3 and −2"),
        ("$x^{a} {+b}$", "$x^{3} - 2$"),
        ("$f = {a}x {+a}y$", "$f = {3}x + 3y$"),
        (r"$\frac{a}{b}$", r"$\frac{3}{-2}$"),
        ("{=2*a*b} or `{=2*a*b}`", "−12 or `-12`"),
        ("${=a/7}$ and {=a/7}", r"${\frac{3}{7}}$ and 3/7"),
        ("{=a/4}", "0.75"),
        (r"$\mathbb{R}^{n}$ {word} {c}", r"$\mathbb{R}^{n}$ {word} {c}"),
        ("{+=a*b}", "− 6"),
        (r"$\mathbf{a} = \vec{b} = {a}$", r"$\mathbf{a} = \vec{b} = {3}$"),
        (r"$e^{{{a}x}}$", r"$e^{{{3}x}}$"),
        ("nothing", "nothing"),
    ],
)
def test_substitute(text, shown):
    assert substitute(text, Variant(1, {"a": 3, "b": -2})) == shown


def test_substitute_refuses_what_it_cannot_compute():
    with pytest.raises(CourseError):
        substitute("{=2*z}", Variant(1, {"a": 3}))


def test_first_variant_keeps_the_order_of_the_file_unless_the_right_one_leads(
    make_question, options
):
    kept = make_question(OneChoice(options=options("no", "*yes", "never")))
    assert option_order(kept, first_variant(kept)) == (0, 1, 2)
    leads = [
        make_question(OneChoice(options=options("*yes", "no", "never")), id=f"q{n}")
        for n in range(40)
    ]
    orders = {option_order(question, first_variant(question)) for question in leads}
    assert len(orders) > 3
    fixed = make_question(OneChoice(options=options("*yes", "no"), shuffle=False))
    assert option_order(fixed, Variant(5)) == (0, 1)
    many = make_question(ManyChoices(options=options("no", "*yes", "*also")))
    assert option_order(many, first_variant(many)) == (0, 1, 2)


def test_steps_are_never_shown_in_the_right_order(make_question):
    for count in (2, 3, 5):
        answer = OrderAnswer(steps=tuple(map(str, range(count))))
        for seed in range(50):
            order = option_order(make_question(answer), Variant(seed))
            assert sorted(order) == list(range(count)) and order != tuple(range(count))
