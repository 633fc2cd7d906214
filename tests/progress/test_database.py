from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from vctutor.progress import database
from vctutor.progress.archive import Archive
from vctutor.progress.events import Event
from vctutor.progress.notices import Notice
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


def test_a_row_that_is_no_event_is_damage(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection, connection:
        connection.execute(
            "INSERT INTO event (id, session, time, kind, item, payload) VALUES ('x', '', '', '', '', '{')"
        )
    with (
        closing(database.connect(made, write=False)) as connection,
        pytest.raises(database.DamagedError),
    ):
        database.read_all(connection)


def test_a_directory_name_of_any_kind(tmp_path: Path) -> None:
    path = tmp_path / "50% of #1?" / "progress.db"
    path.parent.mkdir()
    database.create(path)
    with closing(database.connect(path, write=True)) as connection:
        assert database.version_of(connection) == 1
