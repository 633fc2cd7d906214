import subprocess
import sys

import pytest

from vctutor.course.model import ManyChoices, OneChoice
from vctutor.grading import grade
from vctutor.grading.variants import Variant, draw, option_order


@pytest.fixture
def one(make_question, options):
    return make_question(OneChoice(options=options("north", "*south", "east")))


@pytest.fixture
def many(make_question, options):
    return make_question(ManyChoices(options=options("*red", "green", "*blue", "grey")))


def test_the_right_option(one):
    assert grade(one, Variant(), (1,)).outcome == "right"
    assert grade(one, Variant(), "south").outcome == "right"
    assert grade(one, Variant(), "b").outcome == "right"
    assert grade(one, Variant(), "2").outcome == "right"


def test_letters_follow_the_order_shown(one):
    for seed in range(1, 20):
        variant = draw(one, seed)
        letter = "abc"[option_order(one, variant).index(1)]
        assert grade(one, variant, letter).outcome == "right"


def test_a_wrong_option_is_told_what_its_author_says(one):
    verdict = grade(one, Variant(), (0,))
    assert (verdict.outcome, verdict.feedback) == ("wrong", "about north")
    assert verdict.costs_attempt


@pytest.mark.parametrize("answer", ["z", "7", "", "northwest passage", (9,), (0, 1)])
def test_what_names_no_single_option_costs_nothing(one, answer):
    verdict = grade(one, Variant(), answer)
    assert verdict.outcome == "unreadable"
    assert not verdict.costs_attempt


def test_many_wants_them_all_and_no_other(many):
    assert grade(many, Variant(), (2, 0)).outcome == "right"
    short = grade(many, Variant(), (0,))
    assert (short.outcome, short.entries) == ("wrong", (True, True, False, True))
    assert "one more" in short.feedback
    over = grade(many, Variant(), (0, 1, 2))
    assert (over.outcome, over.feedback) == ("wrong", "about green")
    assert grade(many, Variant(), ()).outcome == "unreadable"


def test_a_choice_never_loads_numpy():
    code = (
        "import sys\n"
        "from vctutor.course.model import *\n"
        "from vctutor.grading import grade\n"
        "from vctutor.grading.variants import draw, substitute\n"
        "from vctutor.grading.credit import credit\n"
        "options = (Option(text='a', right=True), Option(text='{=2*a}'))\n"
        "question = Question(id='q', ask='?', answer=OneChoice(options=options), \n"
        "                    vary={'a': (1, 2)}, at=Position('f', 1, 1))\n"
        "grade(question, draw(question, 3), (0,)); substitute('{=2*a}', draw(question, 3))\n"
        "assert 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
