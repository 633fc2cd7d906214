"""Promise 11: directories 0700 and files 0600, whatever the umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EVERY_FILE = """
    os.umask(int("{umask}", 8))
    import sqlite3
    from vctutor.progress import database
    from vctutor.cli.export import write_private
    database.BUSY_SECONDS = 0.05
    for _ in range(2):
        store = open_store()
        for number in range(40):
            store.record("note", "a/b", {{"text": "x" * 500}})
        store.maintain().result(SECONDS)
        connection = sqlite3.connect(directory / "progress.db", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO event (id, session, time, kind, item, payload) VALUES ('', '', '', '', '', '')")
        journal = oct((directory / "progress.db-journal").stat().st_mode & 0o777)
        assert saved(store.record("read", "a/b").result(SECONDS)) == "spilled"
        connection.execute("ROLLBACK")
        connection.close()
        write_private(directory / "export.jsonl", b"", force=True)
        store.close()
        os.truncate(directory / "progress.db", 0)
    report(journal=journal)
"""


@pytest.mark.parametrize("umask", ["000", "022", "077", "277"])
def test_files_and_directories_are_private(
    in_child: Callable[..., Any], tmp_path: Path, umask: str
) -> None:
    data = tmp_path / "share" / "data"
    assert in_child(EVERY_FILE.format(umask=umask), data) == {"journal": "0o600"}
    found = {
        path: stat.S_IMODE(path.stat().st_mode) for path in (data.parent, *data.parent.rglob("*"))
    }
    names = {path.name for path in found}
    assert {"data", "progress.db", "backups", "spill", "export.jsonl"} <= names
    assert any(name.startswith("progress.db.corrupt-") for name in names)
    assert {
        path: oct(mode)
        for path, mode in found.items()
        if mode != (0o700 if path.is_dir() else 0o600)
    } == {}


def test_a_directory_and_a_file_left_open_to_others_are_closed(
    in_child: Callable[..., Any], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    in_child("store = open_store(); store.close(); report()")
    data.chmod(0o755)
    (data / "progress.db").chmod(0o644)
    in_child("store = open_store(); store.close(); report()")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "progress.db").stat().st_mode) == 0o600


def test_a_shared_directory_such_as_tmp_keeps_its_rights(
    in_child: Callable[..., Any], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o1777)
    in_child("store = open_store(); store.close(); report()")
    assert stat.S_IMODE(data.stat().st_mode) == 0o1777
    assert stat.S_IMODE((data / "progress.db").stat().st_mode) == 0o600
    assert os.listdir(data)
