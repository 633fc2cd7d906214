import json

import pytest

from vctutor.cli.grade import run
from vctutor.cli.main import main
from vctutor.errors import CourseError, UsageError

RIGHT, WRONG, NEITHER = 0, 1, 3


@pytest.mark.parametrize(
    ("key", "answer", "code"),
    [
        ("18x + 6", "6(3x+1)", RIGHT),
        ("18x + 6", "2(3x+1)", WRONG),
        ("x", "-x", WRONG),
        ("-2x", "-x - x", RIGHT),
        ("x", "x +", NEITHER),
        ("sqrt(-1-x^2)", "x", NEITHER),
        ("[2x, 4y]", "2[x, 2y]", RIGHT),
        ("[2x, 4y]", "[2x]", NEITHER),
        ("[[1, 2], [3, 4]]", "1, 2; 3, 4", RIGHT),
        ("[[1, 2], [3, 4]]", "1, 3; 2, 4", WRONG),
        ("x", "x + 0y", RIGHT),
    ],
)
def test_comparing_two_expressions(capsys, key, answer, code):
    assert run(["--expression", key, answer]) == code
    assert run(["--expression", key, answer, "--json"]) == code
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {"right": 0, "wrong": 1, "undecided": 3, "unreadable": 3}[last["outcome"]] == code


def test_json_shows_verdict_reading_and_feedback(capsys):
    assert run(["derivatives/check", "18y + 6", "--json"]) == NEITHER
    record = json.loads(capsys.readouterr().out)
    assert record["outcome"] == "unreadable"
    assert record["costs_attempt"] is False
    assert "$y$" in record["feedback"]
    assert run(["derivatives/check", "6(3x+1)", "--json"]) == RIGHT
    assert json.loads(capsys.readouterr().out)["reading"] == "6(3x + 1)"


def test_a_seed_gives_its_variant(capsys):
    run(["1/slope-at-a-point", "0", "--seed", "3", "--json"])
    record = json.loads(capsys.readouterr().out)
    answer = 2 * record["parameters"]["a"] * record["parameters"]["p"]
    assert record["seed"] == 3
    assert run(["1/slope-at-a-point", str(answer), "--seed=3"]) == RIGHT


def test_text_shows_the_question_the_reading_and_the_verdict(capsys):
    assert run(["the-gradient/check", "[6, -4]"]) == WRONG
    shown = capsys.readouterr().out
    assert "gradient" in shown
    assert "Read as" in shown
    assert "Wrong" in shown
    assert "entry 2" in shown


def test_text_shows_where_it_cannot_be_read(capsys):
    assert run(["derivatives/check", "18x + * 6"]) == NEITHER
    lines = capsys.readouterr().out.splitlines()
    typed = lines.index("    18x + * 6")
    assert lines[typed + 1] == "          ^"


def test_options_are_shown_with_their_letters(capsys):
    codes = {run(["backpropagation/check", letter]) for letter in "abcd"}
    assert codes == {RIGHT, WRONG}
    assert "  a  " in capsys.readouterr().out


def test_what_is_not_there(capsys):
    with pytest.raises(CourseError, match="did you mean 'derivatives/check'"):
        run(["derivatives/chek", "1"])
    with pytest.raises(CourseError):
        run(["nowhere/check", "1"])
    with pytest.raises(UsageError):
        run(["derivatives", "1"])
    with pytest.raises(UsageError):
        run(["--expression", "x +", "x"])
    assert main(["grade"]) == 2
    assert "vctutor" in capsys.readouterr().err
