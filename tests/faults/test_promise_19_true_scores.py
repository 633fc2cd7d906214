"""Promise 19: what is said of a reader's work is so, for the course as it is now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vctutor.cli.main import main
from vctutor.course.catalog import Catalog
from vctutor.paths import shipped_course
from vctutor.progress.events import answer_payload
from vctutor.progress.store import Store

CHAPTER = "the-gradient"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def record(data: Path, *answers: tuple[str, dict[str, object]]) -> None:
    store = Store.open(data, idle=3600.0)
    for item, payload in answers:
        store.record("answer", item, payload)
    assert store.close()


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert main(["progress", "--json"]) == 0
    chapters = json.loads(capsys.readouterr().out)["chapters"]
    return next(chapter for chapter in chapters if chapter["id"] == CHAPTER)


def test_right_answers_to_questions_that_are_gone_fill_in_for_none(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = answer_payload("1", outcome="right", credit=1.0)
    record(data, *((f"{CHAPTER}/gone-{number}", right) for number in range(30)))
    chapter = told(capsys)
    assert (chapter["answered"], chapter["points"], chapter["share"], chapter["due"]) == (
        0,
        0,
        0,
        0,
    )


def test_a_wrong_answer_is_a_try_and_its_credit_is_still_to_be_had(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = Catalog.open(shipped_course()).chapter(CHAPTER).questions[0]
    record(data, (f"{CHAPTER}/{question.id}", answer_payload("?", outcome="wrong", attempt=1)))
    chapter = told(capsys)
    assert (chapter["answered"], chapter["tried"]) == (0, 1)
    assert 0 < float(str(chapter["left"])) < 1
    assert main(["progress"]) == 0
    assert "1 tried," in capsys.readouterr().out


def test_no_certificate_for_wrong_answers(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = answer_payload("?", outcome="wrong")
    chapters = list(Catalog.open(shipped_course()).chapters())
    record(data, *((f"{one.id}/{name}", wrong) for one in chapters for name in one.question_ids))
    assert main(["certificate", "-", "--name", "Ada"]) == 1
    assert f"{len(chapters[0].questions)} questions to answer" in capsys.readouterr().out


def export(data: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("VCTUTOR_DATA_DIR", str(data))
        assert main(["export", str(to)]) == 0


def test_two_readers_records_are_not_brought_together_unasked(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = answer_payload("1", outcome="right", credit=1.0)
    other = tmp_path / "other"
    record(other, (f"{CHAPTER}/q", right))
    store = Store.open(other, idle=3600.0)
    store.record("name", "", {"name": "Ada"})
    store.close()
    export(other, tmp_path / "hers", monkeypatch)
    record(data, (f"{CHAPTER}/q", right))
    capsys.readouterr()
    assert main(["import", str(tmp_path / "hers")]) == 1
    error = capsys.readouterr().err
    assert "the record of Ada, 2 entries" in error and "--merge" in error

    def answered(reply: str) -> int:
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin.isatty", lambda: True, raising=False)
            patch.setattr("builtins.input", lambda prompt: reply)
            return main(["import", str(tmp_path / "hers")])

    assert answered("n") == 1
    assert "nothing was added" in capsys.readouterr().out
    assert answered("y") == 0
    assert "2 new events" in capsys.readouterr().out
    # From now on they are one, and nobody is asked again.
    record(other, (f"{CHAPTER}/r", right))
    export(other, tmp_path / "more", monkeypatch)
    capsys.readouterr()
    assert main(["import", str(tmp_path / "more")]) == 0
    assert "1 new events, 2 known" in capsys.readouterr().out


def test_merge_asks_nobody(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = answer_payload("1", outcome="right", credit=1.0)
    record(tmp_path / "other", (f"{CHAPTER}/q", right))
    export(tmp_path / "other", tmp_path / "file", monkeypatch)
    record(data, (f"{CHAPTER}/q", right))
    assert main(["import", "--merge", str(tmp_path / "file")]) == 0
    assert "1 new events" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["fifo", "link to a device"])
def test_force_never_replaces_what_is_no_file(data: Path, tmp_path: Path, kind: str) -> None:
    import os

    record(data, (f"{CHAPTER}/q", answer_payload("1", outcome="right", credit=1.0)))
    target = tmp_path / "target"
    os.mkfifo(target) if kind == "fifo" else target.symlink_to("/dev/null")
    for command in ("export", "notebook"):
        assert main([command, "--force", str(target)]) == 1
    assert target.is_fifo() if kind == "fifo" else target.is_symlink()
