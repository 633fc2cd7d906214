"""Promise 7 without a screen: where nothing can be kept, the questions are asked all the same, and the loss is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.cli.main import main
from vctutor.paths import data_dir


@pytest.fixture
def nowhere(small_course: Path) -> Path:
    """A data directory that can't be made, whoever asks: a file stands in its place."""
    data_dir().parent.mkdir(parents=True, exist_ok=True)
    data_dir().write_text("in the way")
    return data_dir()


def test_a_quiz_goes_on_and_says_that_nothing_is_kept(
    nowhere: Path, converse: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = converse(["quiz", "0"], "2", "6", "quit")
    assert "Right.\nCredit 100 %. Not saved.\n" in told
    assert "Saved." not in told.replace("Not saved.", "")
    assert "2 of 2 questions right" in told
    assert nowhere.read_text() == "in the way"


def test_what_is_told_of_it_comes_first_and_last(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("2\nquit\n"))
    assert main(["quiz", "0"]) == 0
    first, *__, last = capsys.readouterr().err.splitlines()
    assert first.startswith(f"vctutor: Your progress in {nowhere} can't be opened")
    assert "Reading and answering go on" in first
    assert "is lost" in last and "doctor" in last


def test_a_review_and_a_prediction_go_on(
    nowhere: Path, converse: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Nothing is due" in converse(["review"])
    assert "As you said." in converse(["sim", "0", "--guess", "2.4"])


@pytest.mark.parametrize("command", [["progress"], ["export", "-"], ["notebook", "-"]])
def test_what_is_about_the_record_needs_it(
    nowhere: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert main(command) == 1
    assert "can't be opened" in capsys.readouterr().err


def test_no_thread_can_be_started(
    small_course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(self: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refused)
    assert main(["progress"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "no more threads" in line and "nproc" in line
