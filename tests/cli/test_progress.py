from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vctutor.cli.main import main
from vctutor.progress.events import answer_payload
from vctutor.progress.store import Store

COURSE = """
title: A small course
language: en
chapters:
  - {id: slopes, file: slopes.yaml, title: Slopes of curves}
  - {id: bowls, file: bowls.yaml, title: 碗と谷}
  - {id: missing, file: missing.yaml, title: Missing}
"""
CHAPTER = """
id: %s
title: %s
goals: [One goal.]
body:
  - section: First
    id: first
  - text: Words.
  - section: Second
    id: second
  - question:
      id: one
      ask: What is $1 + 1$?
      answer: {number: '2'}
  - question:
      id: two
      ask: What is $1 + 2$?
      answer: {number: '3'}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    directory = tmp_path / "course"
    directory.mkdir()
    (directory / "course.yaml").write_text(COURSE)
    (directory / "slopes.yaml").write_text(CHAPTER % ("slopes", "Slopes of curves"))
    (directory / "bowls.yaml").write_text(CHAPTER % ("bowls", "碗と谷"))
    return directory


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "data"))

    def events(*given: tuple[str, str, dict[str, Any]]) -> None:
        store = Store.open(tmp_path / "data", idle=3600.0)
        for kind, item, payload in given:
            store.record(kind, item, payload)
        assert store.close()

    return events


@pytest.fixture
def some_work(record: Callable[..., None]) -> None:
    record(
        ("position", "slopes", {"place": "second", "line_offset": 2}),
        ("read", "slopes/first", {}),
        ("read", "slopes/text-1", {}),
        ("answer", "slopes/one", answer_payload("2", outcome="right", credit=1.0)),
        ("answer", "slopes/two", answer_payload("4", outcome="wrong")),
        (
            "answer",
            "slopes/two",
            answer_payload("3", outcome="right", credit=0.75, attempt=2),
        ),
        ("prediction", "slopes/simulation-1", {"right": True}),
    )


def test_nothing_done_yet(
    course: Path, record: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["progress", "--course", str(course)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["chapter", "read", "answered", "score", "due"]
    assert lines[1].split() == ["0", "Slopes", "of", "curves", "0/2", "0/2", "-", "-"]
    assert lines[-1] == "score 0 of 4; 0 days of work"


@pytest.mark.usefixtures("some_work")
def test_the_table(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from vctutor.styled_text import Span, width

    assert main(["progress", "--course", str(course)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["0", "Slopes", "of", "curves", "1/2", "2/2", "88%", "-"]
    assert lines[2].split() == ["1", "碗と谷", "0/2", "0/2", "-", "-"]
    assert lines[3].split() == ["2", "Missing", "0/0", "0/0", "-", "-"]
    assert (
        len({width((Span(line),)) for line in lines[:4]}) == 1
    )  # wide letters keep the columns straight
    assert lines[5:] == ["score 1.75 of 4; one day of work", "predictions: 1 of 1 right"]


@pytest.mark.usefixtures("some_work")
def test_json(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "--course", str(course), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["at"] == {"chapter": "slopes", "place": "second", "line_offset": 2}
    assert told["chapters"][0] == {
        "number": 0,
        "id": "slopes",
        "title": "Slopes of curves",
        "sections": 2,
        "read": 1,
        "questions": 2,
        "answered": 2,
        "tried": 0,
        "left": 0.0,
        "first_right": 1,
        "points": 1.75,
        "share": 0.875,
        "due": 0,
    }
    assert told["predictions"] == {"right": 1, "made": 1}
    assert sum(told["days"].values()) == 7


@pytest.mark.usefixtures("some_work")
def test_the_notebook(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "work.md"
    assert main(["notebook", "--course", str(course), str(file)]) == 0
    text = file.read_text()
    assert text.startswith("# My work: A small course\n")
    assert "### One\n\nWhat is $1 + 1$?\n\n- `2`: **right**\n" in text
    assert main(["notebook", "--course", str(course), str(file)]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["notebook", "--course", str(course), "-"]) == 0
    assert capsys.readouterr().out == text


def test_usage_errors(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["progress", "--jsn"], ["export"], ["import", "a", "b"], ["notebook"]):
        assert main(command) == 2


def test_what_was_tried_and_never_right_is_not_called_answered(
    record: Callable[..., None], course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = answer_payload("4", outcome="wrong", attempt=2)
    gone = answer_payload("4", outcome="right", credit=1.0)
    record(("answer", "slopes/one", wrong), ("answer", "slopes/of-an-older-course", gone))
    assert main(["progress", "--course", str(course)]) == 0
    captured = capsys.readouterr().out
    line = captured.splitlines()[1]
    assert line.split()[4:] == ["0/2", "0/2", "-", "-", "1", "tried,", "50", "%", "to", "be", "had"]
    assert "score 0 of 4" in captured
    assert main(["progress", "--course", str(course), "--json"]) == 0
    chapter = json.loads(capsys.readouterr().out)["chapters"][0]
    assert (chapter["answered"], chapter["tried"], chapter["left"], chapter["share"]) == (
        0,
        1,
        0.5,
        0.0,
    )
