"""A review on a pipe: what is due, the day before an examination, and what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from vctutor.cli.main import main
from vctutor.paths import data_dir
from vctutor.progress.events import answer_payload
from vctutor.progress.projection import Progress
from vctutor.progress.store import Store, local_now


@pytest.fixture
def days_ago() -> Callable[..., None]:
    """Return a function that records answers as if some days had passed since."""

    def answer(days: int, *given: tuple[str, str]) -> None:
        then: datetime = local_now() - timedelta(days=days)
        store = Store.open(data_dir(), clock=lambda: then, idle=3600.0)
        for item, outcome in given:
            right = float(outcome == "right")
            payload: dict[str, Any] = answer_payload("?", outcome=outcome, credit=right)
            store.record("answer", item, payload)
        store.progress().result(10)
        store.close()

    return answer


def progress() -> Progress:
    store = Store.open(data_dir(), idle=3600.0)
    try:
        return store.progress().result(10)
    finally:
        store.close()


def test_nothing_was_ever_answered(small_course: Path, converse: Callable[..., str]) -> None:
    told = converse(["review"])
    assert told.startswith("Nothing is due for review today.\n")
    assert "Begin with: vctutor quiz 0" in " ".join(told.split())


def test_nothing_is_due_and_when_the_next_is(
    small_course: Path, converse: Callable[..., str], days_ago: Callable[..., None]
) -> None:
    days_ago(0, ("slopes/pick", "right"))
    told = converse(["review"])
    assert "Nothing is due for review today.\nThe next one comes back" in told
    assert "in " in told or "tomorrow" in told


def test_what_is_due_is_asked_in_a_new_variant(
    small_course: Path, converse: Callable[..., str], days_ago: Callable[..., None]
) -> None:
    days_ago(40, ("slopes/value", "wrong"), ("bowls/gradient", "right"), ("gone/one", "right"))
    told = converse(["review"], "0", "skip", "[2x, 2y]")
    assert told.startswith("2 questions are due for review.\n")
    assert "from chapter 0, Slopes, variant 7" in told
    assert "Question 2 of 2, from chapter 1, Bowls. What" in told
    assert "This time: 1 of 2 questions right" in told
    after = progress()
    assert after.reviews == 1
    assert len(after.questions["bowls/gradient"].reviews) == 2
    assert after.questions["bowls/gradient"].last["review"] is True


def test_a_limit_and_an_early_end(
    small_course: Path, converse: Callable[..., str], days_ago: Callable[..., None]
) -> None:
    days_ago(40, ("slopes/value", "wrong"), ("bowls/gradient", "right"), ("slopes/pick", "right"))
    told = converse(["review", "--limit", "1"])
    assert told.startswith("3 questions are due for review. Here is one.\n")
    assert "Question 1 of 1" in told
    assert progress().reviews == 0  # the input ended before the session did
    assert told.endswith("3 more are due today.\n")


def test_an_examination_is_prepared_day_by_day(
    small_course: Path, converse: Callable[..., str], days_ago: Callable[..., None]
) -> None:
    day = (local_now() + timedelta(days=3)).date().isoformat()
    told = converse(["review", "--exam", day], "1", "2")
    assert told.startswith("The examination is in 3 days. 6 questions are left, 2 for today.\n")
    assert day in progress().exams
    again = converse(["review", "--exam", day])
    assert again.startswith("The examination is in 3 days. 5 questions are left, 2 for today.\n")
    assert list(progress().exams) == [day]


def test_everything_was_asked_before_the_examination(
    small_course: Path, converse: Callable[..., str], days_ago: Callable[..., None]
) -> None:
    day = (local_now() + timedelta(days=1)).date().isoformat()
    converse(["review", "--exam", day])
    items = ["slopes/pick", "slopes/value", "slopes/all", "slopes/steps", "bowls/gradient"]
    days_ago(0, *((item, "right") for item in [*items, "bowls/name"]))
    assert "The examination is tomorrow. Everything was asked once more." in converse(
        ["review", "--exam", day]
    )


def test_for_the_ear(
    small_course: Path, converse: Callable[..., str], days_ago: Callable[..., None]
) -> None:
    days_ago(40, ("bowls/gradient", "wrong"))
    told = " ".join(converse(["review", "--speak"], "[x, y]").split())
    assert "What is the gradient of x squared plus y squared?" in told
    assert "Not yet." in told and "²" not in told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--exam", "soon"], "'soon' is no date"),
        (["--exam", "2001-01-01"], "is not to come"),
        (["--limit", "0"], "from 1 to"),
        (["--limt", "3"], "did you mean '--limit'"),
    ],
)
def test_usage(
    given: list[str], told: str, small_course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", *given]) == 2
    assert told in capsys.readouterr().err
