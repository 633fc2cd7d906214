"""Promise 15: a session notices that its store was exchanged or is gone, tells it, and puts back what it wrote."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from vctutor.progress import backups
from vctutor.progress.store import Store

Open = Callable[..., Store]
SECONDS = 30.0


def answers(store: Store, first: int, last: int) -> None:
    """Record answers and wait until they are committed and folded."""
    for number in range(first, last):
        payload = {"answer": "1", "outcome": "right", "credit": 1.0}
        assert store.record("answer", f"a/q{number}", payload).result(SECONDS).saved
    store.progress().result(SECONDS)


def names(first: int, last: int) -> set[str]:
    return {f"a/q{number}" for number in range(first, last)}


def codes(store: Store) -> list[str]:
    return [notice.code for notice in store.notices]


def test_an_older_file_copied_over_it_in_place(open_store: Open, tmp_path: Path) -> None:
    path = tmp_path / "data/progress.db"
    before = open_store()
    answers(before, 0, 20)
    before.close()
    older = path.read_bytes()
    store = open_store()
    answers(store, 20, 60)
    path.write_bytes(older)
    answers(store, 60, 61)
    assert set(store.progress().result(SECONDS).questions) == names(0, 61)
    (notice,) = store.notices
    assert notice.code == "exchanged"
    assert "it had 60 entries and has 20" in notice.message
    assert "40 entries of this session were put back" in notice.hint
    store.close()
    progress = open_store().progress().result(SECONDS)
    assert set(progress.questions) == names(0, 61)
    assert progress.seq == 61


def test_an_older_file_copied_over_it_with_nothing_done_after(
    open_store: Open, tmp_path: Path
) -> None:
    path = tmp_path / "data/progress.db"
    open_store().close()
    older = path.read_bytes()
    store = open_store()
    answers(store, 0, 5)
    path.write_bytes(older)
    assert store.close()
    assert codes(store) == ["exchanged"]
    assert set(open_store().progress().result(SECONDS).questions) == names(0, 5)


def test_another_readers_larger_file(open_store: Open, tmp_path: Path) -> None:
    other = open_store(tmp_path / "other")
    answers(other, 100, 140)
    other.close()
    store = open_store()
    answers(store, 0, 3)
    (tmp_path / "other/progress.db").replace(tmp_path / "data/progress.db")
    assert set(store.progress().result(SECONDS).questions) == names(0, 3) | names(100, 140)
    assert codes(store) == ["exchanged"]


def test_the_file_is_removed(open_store: Open, tmp_path: Path) -> None:
    store = open_store()
    answers(store, 0, 4)
    (tmp_path / "data/progress.db").unlink()
    answers(store, 4, 5)
    assert codes(store) == ["exchanged"]
    store.close()
    assert set(open_store().progress().result(SECONDS).questions) == names(0, 5)


def test_the_directory_goes_and_comes_back(open_store: Open, tmp_path: Path) -> None:
    data, away = tmp_path / "data", tmp_path / "away"
    store = open_store()
    answers(store, 0, 3)
    data.rename(away)
    receipt = store.record("read", "a/b").result(SECONDS)
    assert (receipt.saved, receipt.spilled) == (False, False)
    assert not data.exists()
    assert codes(store) == ["gone", "memory"]
    assert str(data) in store.notices[0].message
    away.rename(data)
    assert store.record("read", "a/c").result(SECONDS).saved
    progress = store.progress().result(SECONDS)
    assert (progress.read, set(progress.questions)) == ({"a/b", "a/c"}, names(0, 3))
    assert "exchanged" not in codes(store)


def test_the_directory_stays_away(open_store: Open, tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = open_store()
    answers(store, 0, 3)
    data.rename(tmp_path / "away")
    assert not store.record("read", "a/b").result(SECONDS).saved
    assert store.close()
    progress = open_store().progress().result(SECONDS)
    assert (progress.read, set(progress.questions)) == ({"a/b"}, names(0, 3))


def test_what_can_be_stored_nowhere_at_the_end_is_told(open_store: Open, tmp_path: Path) -> None:
    store = open_store()
    answers(store, 0, 1)
    (tmp_path / "data").rename(tmp_path / "away")
    (tmp_path / "data").write_text("in its place")
    assert not store.close()


def test_a_snapshot_ahead_of_its_events_is_not_believed(open_store: Open, tmp_path: Path) -> None:
    store = open_store()
    answers(store, 0, 40)
    store.close()
    path = tmp_path / "data/progress.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("SELECT seq FROM snapshot").fetchone() == (40,)
        connection.execute("DROP TRIGGER event_is_never_deleted")
        connection.execute("DELETE FROM event WHERE seq > 10")
    store = open_store()
    progress = store.progress().result(SECONDS)
    assert set(progress.questions) == names(0, 10)
    answers(store, 200, 340)
    store.close()
    progress = open_store().progress().result(SECONDS)
    assert set(progress.questions) == names(0, 10) | names(200, 340)


def test_the_backup_with_the_most_events_is_restored_whatever_its_date(
    open_store: Open, tmp_path: Path
) -> None:
    now = [datetime(2026, 3, 2, tzinfo=timezone.utc)]
    store = open_store(clock=lambda: now[0])
    now[0] = datetime(2031, 1, 1, tzinfo=timezone.utc)
    answers(store, 0, 5)
    store.maintain().result(SECONDS)
    now[0] = datetime(2026, 3, 3, tzinfo=timezone.utc)
    answers(store, 5, 30)
    store.maintain().result(SECONDS)
    store.close()
    directory = tmp_path / "data/backups"
    assert {path.name for path in directory.iterdir()} == {"2031-01-01.db", "2026-03-03.db"}
    os.utime(directory / "2031-01-01.db", (2e9, 2e9))
    assert backups.fullest_good(directory) == directory / "2026-03-03.db"
    (tmp_path / "data/progress.db").write_bytes(b"")
    assert set(open_store().progress().result(SECONDS).questions) == names(0, 30)


def test_dates_of_a_wrong_clock_use_up_no_places() -> None:
    ahead = {date(2040, 1, day) for day in range(1, 10)}
    past = {date(2026, 3, day) for day in range(1, 8)}
    assert backups.dates_to_keep(ahead | past, date(2026, 3, 7)) == past | {date(2040, 1, 9)}


@pytest.mark.parametrize("kind", ["fifo", "directory"])
def test_something_else_in_place_of_the_file_is_told_and_never_waited_for(
    open_store: Open, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "data/progress.db"
    path.parent.mkdir()
    os.mkfifo(path) if kind == "fifo" else path.mkdir()
    store = open_store()
    store.progress().result(SECONDS)
    assert codes(store) == ["unavailable"]
    assert ("no regular file" if kind == "fifo" else "Is a directory") in store.notices[0].message
    assert store.record("read", "a/b").result(SECONDS).spilled
