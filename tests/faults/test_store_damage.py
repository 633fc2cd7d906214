"""Promise 8: a damaged store is noticed, kept aside and restored, and the reader told; a newer one is never written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import pytest

from vctutor.progress.store import Store

Open = Callable[..., Store]
SECONDS = 30.0
NOW = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)


def now() -> datetime:
    return NOW


@pytest.fixture
def data(open_store: Open, tmp_path: Path) -> Path:
    """A closed store of 600 events, of which the first 500 are in a backup."""
    store = open_store(clock=now)
    for number in range(500):
        store.record("note", f"a/{number}", {"text": "x" * 300})
    store.maintain().result(SECONDS)
    for number in range(500, 600):
        store.record("note", f"a/{number}", {"text": "x" * 300})
    assert store.close()
    return tmp_path / "data"


def without_backups(data: Path) -> None:
    for path in (data / "backups").iterdir():
        path.unlink()


def aside(data: Path) -> list[Path]:
    return sorted(
        path for path in data.glob("progress.db.corrupt-*") if not path.name.endswith("-journal")
    )


def kept(store: Store) -> list[str]:
    return [event.item for event in store.events().result(SECONDS)]


def all_items(count: int) -> list[str]:
    return [f"a/{number}" for number in range(count)]


def truncate(path: Path, size: int) -> None:
    os.truncate(path, size)


@pytest.mark.parametrize("size", [0, 1, 99, 100, 4096, 40_000])
def test_a_truncated_store_is_restored(open_store: Open, data: Path, size: int) -> None:
    truncate(data / "progress.db", size)
    store = open_store(clock=now)
    progress = store.progress().result(SECONDS)
    assert len(progress.notes) >= 500
    assert kept(store)[:500] == all_items(500)
    (notice,) = store.notices
    assert notice.code == "restored"
    (moved,) = aside(data)
    assert moved.name == "progress.db.corrupt-20260302T090000"
    assert moved.stat().st_size == size
    assert moved.name in notice.message and "2026-03-02.db" in notice.message
    assert store.record("read", "a/b").result(SECONDS).saved
    store.close()
    quiet = open_store(clock=now)
    assert "a/b" in quiet.progress().result(SECONDS).read
    assert quiet.notices == ()


def test_a_header_overwritten(open_store: Open, data: Path) -> None:
    with (data / "progress.db").open("r+b") as file:
        file.write(os.urandom(4096))
    store = open_store(clock=now)
    store.progress().result(SECONDS)
    assert kept(store) == all_items(500)
    assert [notice.code for notice in store.notices] == ["restored"]
    assert len(aside(data)) == 1


def flip(path: Path, data: bytes) -> None:
    """Write the data with every bit of a page of events turned: kind and item stand side by side only there."""
    start = data.index(b"notea/250") // 4096 * 4096
    turned = bytes(byte ^ 0xFF for byte in data[start : start + 4096])
    path.write_bytes(data[:start] + turned + data[start + 4096 :])


def test_a_flipped_page_is_found_by_the_check_and_what_can_be_read_is_saved(
    open_store: Open, data: Path
) -> None:
    path = data / "progress.db"
    flip(path, path.read_bytes())
    store = open_store(clock=now)
    # A start reads the snapshot and never comes near that page.
    assert len(store.progress().result(SECONDS).notes) == 600
    assert store.record("read", "a/now").result(SECONDS).saved
    store.maintain().result(SECONDS)
    assert [notice.code for notice in store.notices] == ["restored"]
    events = kept(store)
    assert sorted(events) == sorted(
        [*all_items(600), "a/now"]
    )  # backup, salvage and this session's, each once
    assert len(aside(data)) == 1
    assert len(store.progress().result(SECONDS).notes) == 600


def test_damage_met_while_the_store_is_open(open_store: Open, data: Path) -> None:
    store = open_store(clock=now)
    store.progress().result(SECONDS)
    truncate(data / "progress.db", 8192)
    assert store.record("read", "a/now").result(SECONDS).saved
    assert {*all_items(500), "a/now"} <= set(kept(store))
    assert [notice.code for notice in store.notices] == ["restored"]


def test_an_emptied_store_that_was_open(open_store: Open, data: Path) -> None:
    store = open_store(clock=now)
    store.progress().result(SECONDS)
    truncate(data / "progress.db", 0)
    assert store.record("read", "a/now").result(SECONDS).saved
    assert {*all_items(500), "a/now"} <= set(kept(store))
    assert "restored" in [notice.code for notice in store.notices]


def test_a_store_that_is_gone_is_restored(open_store: Open, data: Path) -> None:
    (data / "progress.db").unlink()
    store = open_store(clock=now)
    store.progress().result(SECONDS)
    assert kept(store) == all_items(500)
    assert "gone" in store.notices[0].message


def test_without_a_backup_a_new_store_is_begun_and_the_old_one_kept(
    open_store: Open, data: Path
) -> None:
    without_backups(data)
    truncate(data / "progress.db", 0)
    store = open_store(clock=now)
    assert store.progress().result(SECONDS).notes == {}
    assert "a new one was begun" in store.notices[0].message
    assert store.record("read", "a/b").result(SECONDS).saved
    assert len(aside(data)) == 1


def test_a_damaged_backup_is_passed_over(open_store: Open, data: Path) -> None:
    good = data / "backups/2026-03-02.db"
    bad = data / "backups/2026-03-03.db"
    bad.write_bytes(good.read_bytes()[:20_000])
    (data / "backups/2026-03-04.db").write_bytes(b"")
    flip(data / "backups/2026-03-05.db", good.read_bytes())
    truncate(data / "progress.db", 0)
    store = open_store(clock=now)
    store.progress().result(SECONDS)
    assert kept(store) == all_items(500)
    assert "2026-03-02.db" in store.notices[0].message


def test_the_stale_journal_is_moved_away_too(open_store: Open, data: Path) -> None:
    (data / "progress.db").write_bytes(b"")
    (data / "progress.db-journal").write_bytes(b"stale")
    store = open_store(clock=now)
    store.progress().result(SECONDS)
    assert kept(store) == all_items(500)
    (moved,) = aside(data)
    assert moved.with_name(moved.name + "-journal").read_bytes() == b"stale"


def test_damage_twice_in_a_second_keeps_both(open_store: Open, data: Path) -> None:
    for number in range(2):
        truncate(data / "progress.db", number)
        store = open_store(clock=now)
        store.progress().result(SECONDS)
        store.close()
    assert [path.stat().st_size for path in aside(data)] == [0, 1]


def test_another_session_goes_on_in_the_restored_store(open_store: Open, data: Path) -> None:
    other = open_store(clock=now)
    other.progress().result(SECONDS)
    truncate(data / "progress.db", 0)
    one = open_store(clock=now)
    one.progress().result(SECONDS)
    assert other.record("read", "a/other").result(SECONDS).saved
    assert "a/other" in one.progress().result(SECONDS).read
    assert len(aside(data)) == 1


def test_another_session_sees_what_is_done_in_the_restored_store(
    open_store: Open, data: Path
) -> None:
    other = open_store(clock=now)
    other.progress().result(SECONDS)
    truncate(data / "progress.db", 0)
    one = open_store(clock=now)
    assert one.record("read", "a/one").result(SECONDS).saved
    assert "a/one" in other.progress().result(SECONDS).read


def test_a_backup_put_back_by_hand_is_what_an_open_session_reads(
    open_store: Open, data: Path
) -> None:
    store = open_store(clock=now)
    assert len(store.progress().result(SECONDS).notes) == 600
    copy = data / "copy"
    copy.write_bytes((data / "backups/2026-03-02.db").read_bytes())
    copy.replace(data / "progress.db")
    assert len(store.progress().result(SECONDS).notes) == 500
    (notice,) = store.notices
    assert notice.code == "exchanged"
    assert "it had 600 entries and has 500" in notice.message


def make_newer(data: Path) -> bytes:
    with closing(sqlite3.connect(data / "progress.db")) as connection:
        connection.execute("ALTER TABLE event ADD COLUMN something TEXT")
        connection.execute("PRAGMA user_version = 99")
    return (data / "progress.db").read_bytes()


def test_a_store_of_a_newer_version_is_read_and_never_written(open_store: Open, data: Path) -> None:
    before = make_newer(data)
    store = open_store(clock=now)
    assert len(store.progress().result(SECONDS).notes) == 600
    assert store.state == "newer"
    receipt = store.record("read", "a/b").result(SECONDS)
    assert (receipt.saved, receipt.spilled) == (False, True)
    store.maintain().result(SECONDS)
    assert store.progress().result(SECONDS).read == {"a/b"}
    assert len(store.events().result(SECONDS)) == 601  # all of it can be exported
    codes = [notice.code for notice in store.notices]
    assert codes == ["newer", "spilling"]
    assert "export" in store.notices[0].hint
    assert store.close()
    assert (data / "progress.db").read_bytes() == before
    assert aside(data) == []


def test_what_was_spilled_beside_a_newer_store_is_kept_for_the_newer_program(
    open_store: Open, data: Path
) -> None:
    make_newer(data)
    store = open_store(clock=now)
    assert store.record("read", "a/b").result(SECONDS).spilled
    store.close()
    with closing(sqlite3.connect(data / "progress.db")) as connection:
        connection.execute("PRAGMA user_version = 1")
    again = open_store(clock=now)
    assert again.progress().result(SECONDS).read == {"a/b"}


def test_a_newer_store_whose_tables_are_unknown_shows_nothing_and_changes_nothing(
    open_store: Open, data: Path
) -> None:
    with closing(sqlite3.connect(data / "progress.db")) as connection:
        connection.execute("ALTER TABLE event RENAME TO happening")
        connection.execute("PRAGMA user_version = 99")
    before = (data / "progress.db").read_bytes()
    store = open_store(clock=now)
    assert store.progress().result(SECONDS).notes == {}
    assert [notice.code for notice in store.notices] == ["newer"]
    store.close()
    assert (data / "progress.db").read_bytes() == before
    assert aside(data) == []
