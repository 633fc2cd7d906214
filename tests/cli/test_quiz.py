"""A quiz on a pipe: as a person would type, with everything counted as in the tutor."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vctutor.cli.line_terminal import LineTerminal, uses_colour
from vctutor.cli.main import main
from vctutor.paths import data_dir
from vctutor.progress.store import Store


def answers() -> list[tuple[str, dict[str, Any]]]:
    store = Store.open(data_dir(), idle=3600.0)
    try:
        return [(event.item, event.payload) for event in store.events(("answer",)).result(10)]
    finally:
        store.close()


def test_right_wrong_hint_and_score(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(["quiz", "0"], "1", "2", "?", "3", "6", "1, 3", "1 2 3", "quit")
    assert "Chapter 0. Slopes. 4 questions." in told
    assert "Question 1 of 4. Which is the slope of x²?\n  1. x\n  2. 2x\n  3. x³\n" in told
    assert "Answer: 1\nNot yet. Half of it is missing.\n" in told
    assert "Answer: 2\nRight.\nCredit 50 %. Saved.\n" in told
    assert "Answer: ?\nHint 1 of 2. Differentiate.\n" in told
    assert "Answer: 3\nNot yet. That is the value.\nRead as: 3\n" in told
    assert "Answer: 6\nRight. It is 6.\nRead as: 6\nCredit 60 %. Saved.\n" in told
    assert "Answer: 1, 3\nRight.\nCredit 100 %. Saved.\n" in told
    assert "This time: 3 of 4 questions right, 1 at the first try without help." in told
    helped = converse(["quiz", "0#value", "--all"], "hint", "6")
    assert "This time: 1 of 1 question right, 0 at the first try without help." in helped
    assert "Chapter 0: 3 of 4 questions answered, score 52 %. 1 tried, 75 % to be had." in told


def test_what_is_recorded_is_what_the_tutor_records(
    small_course: Path, converse: Callable[..., str]
) -> None:
    converse(["quiz", "0"], "a", "b", "hint", "6 +", "6")
    recorded = answers()
    assert [item for item, _ in recorded] == ["slopes/pick"] * 2 + ["slopes/value"] * 2
    kept = [payload for _, payload in recorded]
    assert [one["outcome"] for one in kept] == ["wrong", "right", "unreadable", "right"]
    assert [one["answer"] for one in kept] == [[0], [1], "6 +", "6"]
    assert [one["credit"] for one in kept] == [0.0, 0.5, 0.0, 0.85]
    assert [one["attempt"] for one in kept] == [1, 2, 0, 1]
    assert kept[3]["hints"] == 1 and kept[3]["seed"] == 0 and not kept[3]["solution"]
    chapter = json.loads(converse(["progress", "--json"]))["chapters"][0]
    assert (chapter["answered"], chapter["first_right"], chapter["points"]) == (2, 1, 1.35)


def test_badly_typed_answers_cost_nothing(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(
        ["quiz", "0#value"], "2 * * 3", "five", "9999", "skip", "7", "1, 2", "skip", "2"
    )
    assert "I can't read this; it costs nothing." in told
    assert "    2 * * 3\n        ^" in told
    assert "'7' is none of the options. Choose all that are right" in told
    assert "All 3 steps are needed, each once. Give the right order" in told
    wrong = [payload for _, payload in answers() if payload["outcome"] == "wrong"]
    assert [one["answer"] for one in wrong] == ["9999", [0, 1]]


def test_solution_another_and_back(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(["quiz", "0#value"], "solution", "another", "again", "skip", "back", "quit")
    assert "Worked solution. It is 6.\n" in told
    assert "This one counts nothing now. Type another for another like it" in told
    assert told.count("Question 2 of 4, variant 1. What is the slope of") == 3
    assert "Nothing was answered this time." in told
    assert answers() == []


def test_after_the_solution_a_right_answer_earns_nothing(
    small_course: Path, converse: Callable[..., str]
) -> None:
    told = converse(["quiz", "0#value"], "solution", "6")
    assert "Right.\nRead as: 6\nCredit 0 %. Saved.\n" in told
    assert answers()[0][1]["solution"] is True


def test_what_is_solved_is_left_out(small_course: Path, converse: Callable[..., str]) -> None:
    assert "Question 1 of 2." not in converse(["quiz", "1"], "[2x, 2y]").partition("Right.")[2]
    assert "Chapter 1. Bowls. 1 of 2 questions" in converse(["quiz", "1"], "gradient")
    told = converse(["quiz", "1"])
    assert "All 2 questions are answered right" in told and "--all" in told
    again = converse(["quiz", "1", "--all"], "[2x, 2y]")
    assert "Question 1 of 2." in again and "Right." in again


def test_a_question_is_gone_on_with_as_it_was_left(
    small_course: Path, converse: Callable[..., str]
) -> None:
    converse(["quiz", "0#value"], "hint", "3", "quit")
    told = converse(["quiz", "0#value"], "6", "quit")
    assert "Hint 1 of 2. Differentiate.\n" in told
    assert "The next hint lowers the credit from 60 % to 45 %." in told
    assert "Right. It is 6.\nRead as: 6\nCredit 60 %. Saved.\n" in told
    afresh = converse(["quiz", "0#value", "--all"], "6")
    assert "Hint" not in afresh and "Credit 100 %. Saved.\n" in afresh


def test_a_word_that_is_the_answer_is_an_answer(
    small_course: Path, converse: Callable[..., str]
) -> None:
    told = converse(["quiz", "1"], "skip", "quit")
    assert "Answer: quit\nRight." in told


def test_seeds_choose_variants(small_course: Path, converse: Callable[..., str]) -> None:
    first = converse(["quiz", "0#value", "--seed", "3"])
    assert "Question 2 of 4, variant 3. What is the slope of" in first
    assert converse(["quiz", "0#value", "--seed", "3"]) == first
    assert converse(["quiz", "0#value", "--seed", "4"]) != first


def test_the_end_of_the_input_is_calm(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(["quiz", "0"])
    assert told.endswith("Chapter 0: 0 of 4 questions answered, score 0 %.\n")


def test_for_the_ear(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(["quiz", "0", "--speak"], "3", "2", "2 +", "hint", "hint", "6", "quit")
    flat = " ".join(told.split())
    assert "Question 1 of 4. Which is the slope of x squared? Option 1: x. Option 2: 2 x." in flat
    assert "It is at character" in flat
    assert "Hint 2 of 2. It is 6 x." in flat
    assert "Read as: 6." in flat
    assert not re.search(r"[\\$²\u2500-\u259f\x1b]", told)


def test_help_and_empty_lines(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(["quiz", "0"], "", "help", "solution", "another", "hint", "hint")
    assert told.count("Words that are no answer") == 3
    assert "This question has no worked solution." in told
    assert "There is no other like this one." in told
    assert "There are no more hints." in told


def test_no_command_for_the_cursor_and_colours_only_on_a_terminal(
    small_course: Path, converse: Callable[..., str]
) -> None:
    assert "\x1b" not in converse(["quiz", "0"], "1", "2")


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_when_there_are_colours(environment: dict[str, str], colours: bool) -> None:
    assert uses_colour(Screen(), environment) is colours
    assert uses_colour(io.StringIO(), environment) is False


def test_colours_are_all_that_is_sent_to_a_terminal() -> None:
    screen = Screen()
    talk = LineTerminal(Screen("yes\n"), screen, colours=True)
    talk.write(["Right. Well done.", "Credit 100 %."], "right")
    assert talk.ask("Answer: ") == "yes" and talk.ask("Answer: ") is None
    sent = screen.getvalue()
    assert sent.startswith("\x1b[1;32mRight.\x1b[0m Well done.\nCredit 100 %.\n")
    assert not re.search(r"\x1b(?!\[[0-9;]*m)", sent)


def test_what_is_repeated_does_nothing_to_a_terminal() -> None:
    screen = Screen()
    talk = LineTerminal(io.StringIO("a\x1b[2Jb\udcff\nlast"), screen)
    assert talk.ask("> ") == "a\x1b[2Jb\udcff" and talk.ask("> ") == "last"
    assert screen.getvalue() == "> a [2Jb\n> last\n"


def test_an_output_without_greek() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="")
    LineTerminal(io.StringIO("θ\n"), out).ask("α = ")
    out.seek(0)
    assert out.read() == "? = ?\n"


def test_usage(small_course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quiz", "0", "--seed", "-1"]) == 2
    assert main(["quiz", "0", "--sed", "1"]) == 2
    assert "did you mean '--seed'" in capsys.readouterr().err
    assert main(["quiz", "nothing"]) == 1
