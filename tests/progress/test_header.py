from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from vctutor.progress import database
from vctutor.progress.header import parse_header, read_header


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "progress.db"
    database.create(path)
    return path


def test_a_sound_store(made: Path) -> None:
    assert read_header(made) == (1, None)


def test_its_version_is_read_without_sqlite(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("PRAGMA user_version = 7")
    assert read_header(made).version == 7


@pytest.mark.parametrize(
    ("keep", "damage"),
    [(0, "empty"), (50, "cut off"), (100, "cut off"), (4096, "cut off"), (-1, "cut off")],
)
def test_a_cut_file_is_noticed(made: Path, keep: int, damage: str) -> None:
    data = made.read_bytes()
    made.write_bytes(data[:keep])
    found = read_header(made).damage
    assert found is not None and damage in found


def test_a_hot_journal_may_still_mend_the_size(made: Path) -> None:
    made.write_bytes(made.read_bytes()[:-1])
    (made.parent / "progress.db-journal").write_bytes(b"x")
    assert read_header(made).damage is None


def test_other_files_are_told(made: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE t (x)")
    assert "another program" in str(read_header(tmp_path / "other.db").damage)
    made.write_bytes(b"\x00" * 4096)
    assert "not a database" in str(read_header(made).damage)


def test_an_impossible_page_size() -> None:
    head = bytearray(b"SQLite format 3\x00" + b"\x00" * 84)
    head[16:18] = b"\x03\x01"
    assert "page size" in str(parse_header(bytes(head), 4096, hot=False).damage)
