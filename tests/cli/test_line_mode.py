"""A whole chapter without a screen, as a person does it: read, predicted, asked, and counted the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import ManyChoices, OneChoice, OrderAnswer, Question
from vctutor.grading.variants import draw, option_order
from vctutor.paths import shipped_course

pty = pytest.importorskip("pty")
CHAPTER = 4


def typed_right(question: Question) -> str:
    """Return the answer that a person who knows would type to the first variant."""
    answer = question.answer
    order = option_order(question, draw(question, 0))
    if isinstance(answer, OneChoice | ManyChoices):
        right = [i for i, option in enumerate(answer.options) if option.right]
        return ", ".join(str(order.index(index) + 1) for index in right)
    if isinstance(answer, OrderAnswer):
        return " ".join(str(order.index(step) + 1) for step in range(len(answer.steps)))
    return next(one.value for one in question.expect if one.verdict == "right")


def typed_wrong(question: Question) -> str | None:
    return next((one.value for one in question.expect if one.verdict == "wrong"), None)


def test_a_chapter_from_start_to_end(converse: Callable[..., str]) -> None:
    chapter = Catalog.open(shipped_course()).chapter(CHAPTER)
    assert "Question 1 of" in converse(["read", str(CHAPTER), "--record"])
    ref = chapter.simulations[0]
    assert ref.predict is not None
    guess = ", ".join(ref.predict.answer)
    assert "As you said." in converse(["sim", str(CHAPTER), "--guess", guess])

    another = next(q for q in chapter.questions if q.id == "gradient-at-a-point")
    typed = [q for q in chapter.questions if typed_wrong(q) and q is not another]
    first, second, third = typed[:3]
    values = draw(another, 1).values
    other_right = f"[{2 * values['a'] * values['p']}, {2 * values['b'] * values['q']}]"
    lines: list[str] = []
    for question in chapter.questions:
        wrong = typed_wrong(question) or ""
        if question is first:
            lines += [wrong]  # wrong at first
        if question is second:
            lines += ["2 * * 3"]  # badly typed, which costs nothing
        if question is third:
            lines += ["hint", "?"]
        if question is another:
            lines += ["another", other_right]
            continue
        lines.append(typed_right(question))
    told = converse(["quiz", str(CHAPTER)], *lines)
    assert told.count("Right.") == len(chapter.questions)
    assert told.count("Not yet.") == 1 and "I can't read this; it costs nothing." in told

    known = json.loads(converse(["progress", "--json"]))
    row = known["chapters"][CHAPTER]
    count = len(chapter.questions)
    assert (row["read"], row["sections"]) == (row["sections"], row["sections"]) and row["read"] > 3
    assert (row["answered"], row["first_right"]) == (count, count - 1)
    assert row["points"] == pytest.approx(count - 0.25 - 0.30)
    assert known["predictions"] == {"right": 1, "made": 1}
    assert "All" in converse(["quiz", str(CHAPTER)])


def test_the_same_chapter_by_ear(converse: Callable[..., str]) -> None:
    chapter = Catalog.open(shipped_course()).chapter(CHAPTER)
    lines = []
    for question in chapter.questions:
        wrong = typed_wrong(question)
        lines += [one for one in (wrong, "hint", "hint", "solution", "another", "skip") if one]
    told = converse(["quiz", str(CHAPTER), "--speak"], *lines)
    assert told.count("Worked solution.") == len(chapter.questions)
    assert not re.search(r"[\\$\u2500-\u259f\u2190-\u22ff\u0370-\u03ff²³]", told)
    heard = converse(["sim", str(CHAPTER), "--speak", "--steps", "3"])
    assert not re.search(r"[\\$\u2500-\u259f\u2190-\u22ff\u0370-\u03ff²³]", heard)


@pytest.mark.parametrize("number", range(10))
def test_every_prediction_can_be_made(number: int, converse: Callable[..., str]) -> None:
    ref = Catalog.open(shipped_course()).chapter(number).simulations[0]
    assert ref.predict is not None
    right = [str(n) for n, one in enumerate(ref.predict.choices, 1) if one.right]
    guess = right[0] if right else ", ".join(ref.predict.answer)
    assert converse(["sim", str(number), "--guess", guess]).startswith("As you said.")


def test_a_wrong_and_an_unreadable_guess(
    small_course: Path, converse: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = converse(["sim", "slopes#simulation-1", "--guess", "2"])
    assert told.startswith("Not quite. It moves by 0.6.\n\n  0  ")
    assert told.count("\n  1  ") == 1 and "\n  2  " not in told
    converse(["sim", "0", "--guess", "twice"], code=2)
    converse(["sim", "descent-line", "--guess", "2.4"], code=2)
    converse(["sim", "0", "--set", "alpha=0.3", "--guess", "2.4"], code=2)
    converse(["sim", "1"], code=1)
    assert json.loads(converse(["progress", "--json"]))["predictions"] == {"right": 0, "made": 1}
    rows = converse(["sim", "--chapter", "0", "--guess", "2.4", "--json"]).splitlines()
    assert json.loads(rows[0]) == {"prediction": {"answer": "2.4", "right": True}}
    assert json.loads(rows[1])["theta"] == 3


def test_a_chapters_parameters_may_be_changed(
    small_course: Path, converse: Callable[..., str]
) -> None:
    told = converse(["sim", "0", "--set", "alpha=0.25", "--steps", "1"])
    assert "θ = 3 " in told and "θ = 1.5 " in told


# --- on a real terminal ------------------------------------------------------------------------------------


def at_a_terminal(command: list[str], typed: str, **environment: str) -> str:
    """Run a command on a terminal of its own, type into it, and return what it sent there."""
    main, other = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "vctutor", *command],
        stdin=other,
        stdout=other,
        stderr=other,
        env=env,
        close_fds=True,
    )
    os.close(other)
    os.write(main, typed.encode())
    sent = b""
    while True:
        try:
            data = os.read(main, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        sent += data
    os.close(main)
    assert process.wait(30) == 0
    return sent.decode().replace("\r\n", "\n")


def test_reading_on_a_terminal_stops_at_sections_and_counts(
    small_course: Path, converse: Callable[..., str]
) -> None:
    told = at_a_terminal(["read", "0"], "\nq\n")
    assert "First\n─────" in told and "╭─ ? Question 1 of 4" in told
    assert told.count("Enter goes on, q stops:") == 2 and "Second" not in told
    assert "\x1b" not in told
    known = json.loads(converse(["progress", "--json"]))
    assert known["chapters"][0]["read"] == 1
    assert known["at"]["place"] == "first"


def test_a_quiz_on_a_terminal_moves_no_cursor(small_course: Path) -> None:
    told = at_a_terminal(["quiz", "0"], "1\n2\nquit\n")
    assert "\x1b[1;33mNot yet.\x1b[0m" in told and "\x1b[1;32mRight.\x1b[0m" in told
    assert not re.search(r"\x1b(?!\[[0-9;]*m)", told) and "\r" not in told
    plain = at_a_terminal(["quiz", "0", "--all"], "1\n2\nquit\n", NO_COLOR="1")
    assert "Not yet." in plain and "\x1b" not in plain


def test_a_prediction_is_asked_on_a_terminal(
    small_course: Path, converse: Callable[..., str]
) -> None:
    told = at_a_terminal(["sim", "0"], "x\n2.4\n", NO_COLOR="1")
    assert "Predict first. Where is θ after a step?" in told
    assert "can't be read as a guess" in told and "As you said. It moves by 0.6." in told
    assert json.loads(converse(["progress", "--json"]))["predictions"] == {"right": 1, "made": 1}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--speak", "exp(2*x)"], "e to the power 2 x, end power"),
        (["--speak", "full", "exp(2*x)"], "e to the power 2 x, end power"),
        (["--speak", "brief", "exp(2*x)"], "e to the power 2 x"),
        (["exp(2*x)", "--speak=brief"], "e to the power 2 x"),
    ],
)
def test_speech_may_be_brief(options: list[str], said: str, converse: Callable[..., str]) -> None:
    # The expression that is derived may follow --speak, so the word after it is not always its value.
    assert converse(["diff", *options]).splitlines()[0] == f"The function: {said}."


def test_the_settings_say_how_formulas_are_read(
    converse: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.toml").write_text('speech = "brief"\n')
    monkeypatch.setattr("vctutor.paths.config_dir", lambda: tmp_path)
    assert "end power" not in converse(["diff", "exp(2*x)", "--speak"])
    assert "end power" in converse(["diff", "exp(2*x)", "--speak", "full"])


def test_derivatives_by_ear(converse: Callable[..., str]) -> None:
    told = converse(["diff", "x^2*y + 3*y", "--at", "x=2,y=-1", "--steps", "--speak"]).splitlines()
    assert told[0] == "The function: x squared times y plus 3 y."
    assert "Its derivative with respect to x: 2 x y." in told
    assert "At x equals 2 and y equals minus 1 its value is minus 7." in told
    assert "There the derivative with respect to y is 7." in told
    assert any(line.startswith("Step 1. ") for line in told)
    assert told[-1].endswith("agree.")
    rows = converse(["diff", "[x y, x + y^2]", "--at", "x=1,y=2", "--speak"]).splitlines()
    assert "Row 1 of the Jacobian: 2, 1." in rows and "Row 2 of the Jacobian: 1, 4." in rows


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", "∂f/∂x"), ("gb18030", "∂f/∂x"), ("latin-1", "delf/delx"), ("ascii", "delf/delx")],
)
def test_a_formula_is_written_in_what_the_output_can_encode(encoding: str, expected: str) -> None:
    command = [
        sys.executable,
        "-m",
        "vctutor",
        "tex",
        "--form",
        "inline",
        r"\partial f / \partial x",
    ]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert expected in done.stdout.decode(encoding).replace(" ", "")
