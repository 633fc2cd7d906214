"""A chapter as plain text: nothing boxed, and in words for whoever listens."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.cli.main import main

BOXES = re.compile("[\u2500-\u259f\u239b-\u23b9\u2800-\u28ff]")
CHAPTERS = range(10)


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]


def test_a_chapter_in_a_pipe(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(["read", "slopes", "--width", "60"])
    assert not BOXES.search(told)
    lines = told.splitlines()
    assert lines[:2] == ["Chapter 0. Slopes", "================="]
    assert "First" in lines and lines[lines.index("First") + 1] == "-----"
    assert "    d/dx x² = 2x" in lines
    assert "Warning. Mind the sign." in lines and "  Down is −2x." in lines
    assert "the book: https://example.org/book" in lines
    assert "x  slope" in lines and "--------" in lines and "1  2" in lines
    assert "Question 1 of 4. Which is the slope of x²?" in lines
    assert lines[lines.index("  1. x") :][:3] == ["  1. x", "  2. 2x", "  3. x³"]
    assert "    Slope, one variable -> (many variables) -> Gradient" in lines
    assert "Diagram: A box with x in it." in lines
    assert "    y = x²" in lines and "        This is given." in lines
    assert "    print(2 * x)" in lines
    assert "    vctutor sim descent-line --set alpha=0.1 --set theta=3" in lines
    assert lines[-3:] == [
        "vctutor quiz 0  asks its 4 questions",
        "vctutor sim 0   runs its simulation",
        "vctutor read 1  goes on",
    ]


def test_a_chapter_for_the_ear(small_course: Path, converse: Callable[..., str]) -> None:
    told = paragraphs(converse(["read", "slopes", "--speak"]))
    assert "Section: First." in told
    assert any(part.startswith("The slope of x squared is 2 x. It is a slope") for part in told)
    assert "Formula: the slope of x squared is two x." in told
    assert "Warning. Mind the sign. Down is minus 2 x." in told
    assert "Table with 2 rows. Some slopes. Row 1. x: 1; slope: 2. Row 2. x: 2; slope: 4." in told
    assert (
        "Question 1 of 4. Which is the slope of x squared? Option 1: x. Option 2: 2 x. "
        "Option 3: x cubed." in told
    )
    assert "Flow: Slope, one variable; by many variables, to Gradient." in told
    assert any(part.startswith("Derivation in 2 steps: Step by step. Step 1. y") for part in told)
    assert any("Reason: This is given." in part for part in told)
    assert any(
        part.endswith("Predict first: Where is theta after a step? vctutor sim 0") for part in told
    )


@pytest.mark.parametrize("number", CHAPTERS)
def test_no_box_and_no_latex_in_any_chapter(number: int, converse: Callable[..., str]) -> None:
    eye = converse(["read", str(number)])
    ear = converse(["read", str(number), "--speak"])
    plain = converse(["read", str(number), "--ascii"])
    assert not BOXES.search(eye) and not BOXES.search(ear)
    assert "\\" not in ear and "$" not in ear
    assert plain.isascii() and converse(["read", str(number), "--ascii", "--speak"]).isascii()
    assert len(eye.splitlines()) > 100 and len(ear) > 4000
    long = [line for line in eye.splitlines() if len(line) > 84 and "vctutor sim" not in line]
    assert not long


def test_it_begins_at_a_place(small_course: Path, converse: Callable[..., str]) -> None:
    assert converse(["read", "0#second"]).startswith("Second\n------\n")
    assert converse(["read", "0#value"]).startswith("Question 2 of 4. What is the slope of 3x²")


def test_a_pipe_records_nothing_unless_asked(
    small_course: Path, converse: Callable[..., str]
) -> None:
    converse(["read", "0"])
    assert json.loads(converse(["progress", "--json"]))["chapters"][0]["read"] == 0
    converse(["read", "0#second", "--record"])
    assert json.loads(converse(["progress", "--json"]))["chapters"][0]["read"] == 1
    converse(["read", "0#value", "--record"])  # begins within a section, which is not read then
    assert json.loads(converse(["progress", "--json"]))["chapters"][0]["read"] == 1
    converse(["read", "0", "--record"])
    chapter = json.loads(converse(["progress", "--json"]))["chapters"][0]
    assert (chapter["read"], chapter["sections"]) == (2, 2)


def test_mistakes(small_course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "slpes"]) == 1
    assert "did you mean 'slopes'" in capsys.readouterr().err
    assert main(["read", "0", "--width", "3"]) == 2
    assert "at least 20" in capsys.readouterr().err
