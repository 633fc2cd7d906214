"""The id of a course keeps the progress in it apart from that in other courses."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.cli.main import main
from vctutor.paths import data_dir, shipped_course
from vctutor.progress.store import Store


@pytest.fixture
def two(small_course: Path, tmp_path: Path) -> Path:
    """A copy of the small course that has an id of its own, and so the same chapters and questions."""
    other = tmp_path / "other"
    shutil.copytree(small_course, other)
    listed = other / "course.yaml"
    listed.write_text("id: other\n" + listed.read_text(encoding="utf-8"), encoding="utf-8")
    return other


def answered(told: str) -> list[int]:
    return [chapter["answered"] for chapter in json.loads(told)["chapters"]]


def test_what_is_answered_in_one_is_not_answered_in_the_other(
    two: Path, converse: Callable[..., str]
) -> None:
    converse(["quiz", "0"], "2", "6", "quit")
    assert answered(converse(["progress", "--json"])) == [2, 0]
    there = ["--course", str(two)]
    assert answered(converse([*there, "progress", "--json"])) == [0, 0]
    assert "Question 1 of 4" in converse([*there, "quiz", "0"], "2", "quit")
    assert answered(converse([*there, "progress", "--json"])) == [1, 0]
    assert answered(converse(["progress", "--json"])) == [2, 0]


def test_the_notebook_holds_its_own_course_only(
    two: Path, converse: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    converse(["quiz", "0"], "1", "2", "quit")
    converse(["--course", str(two), "quiz", "0"], "2", "6", "quit")
    here = converse(["notebook", "-"])
    there = converse(["--course", str(two), "notebook", "-"])
    assert "Half of it is missing" in here
    assert "Half of it is missing" not in there
    assert "### Value" in there
    assert "not in this course" not in here + there


def test_predictions_reading_and_places_are_kept_apart(
    two: Path, converse: Callable[..., str]
) -> None:
    converse(["--course", str(two), "sim", "0", "--guess", "2.4", "--json"])
    converse(["--course", str(two), "read", "0", "--record"])
    store = Store.open(data_dir(), idle=3600.0)
    try:
        here = store.progress().result(10)
        items = {event.item for event in store.events().result(10)}
    finally:
        store.close()
    assert (here.predictions, here.read, here.at) == ({}, frozenset(), None)
    assert {"other:slopes/simulation-1", "other:slopes/first"} <= items


def test_what_was_recorded_is_exported_whole_and_comes_back(
    two: Path, converse: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converse(["quiz", "0"], "2", "quit")
    converse(["--course", str(two), "quiz", "0"], "2", "6", "quit")
    saved = tmp_path / "saved"
    assert main(["export", str(saved)]) == 0
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "another"))
    assert main(["import", str(saved)]) == 0
    assert answered(converse(["progress", "--json"])) == [1, 0]
    assert answered(converse(["--course", str(two), "progress", "--json"])) == [2, 0]


BAD = [
    ("Two Words", "did you mean two-words?"),
    ("a:b", "did you mean a-b?"),
    ("12", "is a number"),
]


@pytest.mark.parametrize(("name", "told"), BAD)
def test_an_id_that_cannot_be(
    small_course: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    listed = small_course / "course.yaml"
    listed.write_text(f"id: '{name}'\n" + listed.read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["check", str(small_course)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert "course.yaml:1:5: " in line
    assert told in line


# --- chapters with the ids of those that come along --------------------------------------------------------------


@pytest.fixture
def gradients(tmp_path: Path) -> Callable[..., Path]:
    """A course whose chapter has the id of one that comes along, and questions with these ids."""

    def make(*questions: str, head: str = "") -> Path:
        row = "{id: the-gradient, file: a.yaml, title: A}"
        (tmp_path / "course.yaml").write_text(f"{head}title: T\nchapters:\n  - {row}\n")
        asked = "".join(
            f"  - question: {{id: {name}, ask: x, answer: {{number: 1}}}}\n" for name in questions
        )
        (tmp_path / "a.yaml").write_text(f"goals: [a]\nbody:\n  - text: x\n{asked}")
        return tmp_path

    return make


def test_another_chapter_under_the_same_id_is_told(gradients, capsys) -> None:
    assert main(["check", str(gradients("mine", "yours", "check"))]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert re.search(
        r"course\.yaml:3:10: the course that comes along has a chapter 'the-gradient'", line
    )
    assert "'id'" in line


def test_with_an_id_or_the_same_questions_nothing_is_told(gradients, capsys) -> None:
    assert main(["check", str(gradients("mine", "yours", head="id: mine\n"))]) == 0
    assert main(["check", str(gradients("check", "mine"))]) == 0
    assert main(["check", str(gradients())]) == 0
    assert main(["check", str(shipped_course())]) == 0


# --- the commands that are advised --------------------------------------------------------------------------------


def test_what_is_advised_is_about_the_course_that_was_given(
    two: Path, converse: Callable[..., str]
) -> None:
    there = ["--course", str(two)]
    read = converse([*there, "read", "0"])
    for command in ("quiz 0", "sim 0", "read 1"):
        assert f"vctutor {command} --course {two}" in read
    assert f"Its simulation: vctutor sim 0 --course {two}\n" in converse([*there, "quiz", "0"])
    assert f"vctutor quiz 0 --course {two}" in " ".join(converse([*there, "review"]).split())
    assert "--course" not in converse(["read", "0"]) + converse(["quiz", "0"])


def test_after_the_last_chapter_nothing_goes_on(
    small_course: Path, converse: Callable[..., str]
) -> None:
    assert "vctutor read 1  goes on" in converse(["read", "0"])
    assert "goes on" not in converse(["read", "1"])
