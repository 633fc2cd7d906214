from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from vctutor.progress import database
from vctutor.progress.archive import Archive
from vctutor.progress.events import Event
from vctutor.progress.notices import Notice
from vctutor.progress.projection import Progress, fold
from vctutor.progress.schema import MIGRATIONS

Make = Callable[..., Event]
MORE = (*MIGRATIONS, ("ALTER TABLE event ADD COLUMN place TEXT", "CREATE TABLE t (x)"))
BROKEN = (*MIGRATIONS, ("CREATE TABLE t (x)", "CREATE TABLE t (x)"))


@pytest.fixture
def made(tmp_path: Path, make_event: Make) -> Path:
    path = tmp_path / "progress.db"
    database.create(path)
    with closing(database.connect(path, write=True)) as connection:
        database.append(connection, [make_event("read", f"a/{n}") for n in range(3)])
    return path


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }


def test_a_failed_transaction_leaves_nothing(made: Path, make_event: Make) -> None:
    with closing(database.connect(made, write=True)) as connection:
        with pytest.raises(TypeError):
            database.append(
                connection, [make_event("read", "a/new"), make_event("read", "a/new", bad=object())]
            )
        assert len(database.read_all(connection)) == 3


def test_a_transaction_holds_the_write_lock_from_its_start(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    with (
        closing(database.connect(made, write=True)) as one,
        closing(database.connect(made, write=True)) as other,
        database.writing(one),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_migration_after_a_backup(made: Path, clock: Callable[[], object]) -> None:
    told: list[Notice] = []
    archive = Archive(made.parent, session="s", clock=clock, notify=told.append, migrations=MORE)  # type: ignore[arg-type]
    archive.open()
    archive.close()
    assert (archive.state, told) == ("writable", [])
    assert len(archive.progress.read) == 3
    assert "t" in tables(made)
    backup = made.parent / "backups/before-version-2-of-1.db"
    assert "t" not in tables(backup)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (3,)


def test_a_migration_that_fails_changes_nothing(made: Path, clock: Callable[[], object]) -> None:
    told: list[Notice] = []
    archive = Archive(made.parent, session="s", clock=clock, notify=told.append, migrations=BROKEN)  # type: ignore[arg-type]
    archive.open()
    archive.close()
    assert archive.state == "unavailable"
    assert [notice.code for notice in told] == ["unavailable"]
    assert "t" not in tables(made)
    with closing(database.connect(made, write=False)) as connection:
        assert database.version_of(connection) == 1
        assert len(database.read_all(connection)) == 3


def test_making_a_store_where_one_is_changes_nothing(made: Path) -> None:
    before = made.read_bytes()
    database.create(made)
    assert made.read_bytes() == before
    assert [path.name for path in made.parent.iterdir() if path.name.startswith(".")] == []


def test_a_row_that_is_no_event_is_set_aside_and_counted(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection, connection:
        connection.execute(
            "INSERT INTO event (id, session, time, kind, item, payload) VALUES ('x', '', '', '', '', '{')"
        )
    with closing(database.connect(made, write=False)) as connection:
        assert [event.item for event in database.read_all(connection)] == ["a/0", "a/1", "a/2"]
        (row,) = database.unusable(connection)
        assert row.seq == 4
        progress, folded = database.load(connection)
        assert (progress.seq, progress.set_aside, folded) == (4, 1, 4)


def test_a_directory_name_of_any_kind(tmp_path: Path) -> None:
    path = tmp_path / "50% of #1?" / "progress.db"
    path.parent.mkdir()
    database.create(path)
    with closing(database.connect(path, write=True)) as connection:
        assert database.version_of(connection) == 1


def test_an_older_snapshot_never_replaces_a_newer_one(made: Path) -> None:
    with closing(database.connect(made, write=True)) as connection:
        for seq in (3, 2):
            database.save_snapshot(connection, Progress(seq=seq, name=f"at {seq}"))
        assert database.load(connection) == (Progress(seq=3, name="at 3"), 0)


def test_a_start_reads_what_is_newer_than_the_snapshot_by_the_key(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM event WHERE seq > 2 ORDER BY seq"
        ).fetchall()
    assert ["SEARCH event USING INTEGER PRIMARY KEY" in row[3] for row in plan] == [True]


@given(st.lists(st.integers(1, 9), max_size=12), st.lists(st.integers(1, 9), max_size=12))
def test_bringing_events_in_twice_or_in_parts_is_bringing_them_in_once(
    first: list[int], second: list[int]
) -> None:
    def events(numbers: list[int]) -> list[Event]:
        time = datetime(2026, 3, 2, tzinfo=timezone.utc)
        return [
            Event(str(UUID(int=n)), "s", time, "position", f"chapter-{n}", {"place": "p"})
            for n in numbers
        ]

    def stored(*parts: list[int]) -> tuple[list[str], Progress]:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            database.migrate(connection)
            new = [database.append(connection, events(part)) for part in parts]
            kept = database.read_all(connection)
            assert sum(new) == len(kept)
            # Numbers may have gaps where a known event was brought in again.
            return [event.item for event in kept], replace(fold(Progress(), kept), seq=0)

    once = stored(list(dict.fromkeys(first + second)))
    assert stored(first, second) == once
    assert stored(first, second, first, second) == once
