from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from vctutor.errors import StoreError
from vctutor.progress.events import Event
from vctutor.progress.projection import Place, Progress, fold
from vctutor.progress.store import Added, Store

Open = Callable[..., Store]
Make = Callable[..., Event]
SECONDS = 20.0


def rows(directory: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(directory / "progress.db")) as connection:
        return connection.execute(
            "SELECT seq, id, kind, item, payload FROM event ORDER BY seq"
        ).fetchall()


def test_importing_it_does_not_import_sqlite_and_makes_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, threading\n"
        "import vctutor.progress.store, vctutor.progress.review, vctutor.progress.transfer\n"
        "assert not {'sqlite3', 'fsrs', 'numpy', 'textual'} & set(sys.modules), sorted(sys.modules)\n"
        "assert threading.active_count() == 1\n"
    )
    environment = {**os.environ, "VCTUTOR_DATA_DIR": str(tmp_path / "data")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)
    assert not (tmp_path / "data").exists()


def test_a_new_store_is_empty(open_store: Open) -> None:
    store = open_store()
    assert store.progress().result(SECONDS) == Progress()
    assert store.state == "writable"
    assert store.notices == ()


def test_saved_means_committed(open_store: Open, tmp_path: Path) -> None:
    store = open_store()
    receipt = store.record(
        "answer", "a/q", {"answer": "6", "outcome": "right", "credit": 1.0}
    ).result(SECONDS)
    assert (receipt.saved, receipt.spilled, receipt.reason) == (True, False, "")
    # Another connection sees it while the store is still open.
    assert rows(tmp_path / "data") == [
        (1, receipt.event.id, "answer", "a/q", '{"answer":"6","outcome":"right","credit":1.0}')
    ]


def test_the_next_session_finds_it_all(open_store: Open, tmp_path: Path) -> None:
    store = open_store()
    store.record("position", "the-gradient", {"place": "collecting", "line_offset": 12})
    store.record("read", "the-gradient/collecting")
    assert store.close()
    progress = open_store().progress().result(SECONDS)
    assert progress.at == Place("the-gradient", "collecting", 12)
    assert progress.places_read("the-gradient") == {"collecting"}
    assert progress.seq == 2


def test_closing_commits_what_waits(open_store: Open, tmp_path: Path) -> None:
    store = open_store()
    for number in range(300):
        store.record("read", f"a/{number}")
    assert store.close()
    assert [row[3] for row in rows(tmp_path / "data")] == [f"a/{number}" for number in range(300)]


def test_a_closed_store_takes_nothing(open_store: Open) -> None:
    store = open_store()
    assert store.close()
    assert store.close()
    with pytest.raises(StoreError, match="closed"):
        store.record("read", "a/b")


def test_the_stored_snapshot_is_the_fold_of_all_events(open_store: Open, make_event: Make) -> None:
    store = open_store()
    events = [
        make_event("answer", f"a/q{n % 7}", outcome=("right", "wrong")[n % 2], credit=1.0, seed=n)
        for n in range(400)
    ] + [
        make_event("note", "a/b", text="∇"),
        make_event("simulation", "a/s", values={"h": 0.5, "f": "x^2"}),
    ]
    assert store.add(events).result(SECONDS) == Added(402, 0)
    store.close()
    again = open_store()
    progress = again.progress().result(SECONDS)
    assert progress == fold(Progress(), again.events().result(SECONDS))


def test_a_start_folds_only_what_is_newer_than_the_snapshot(
    open_store: Open, make_event: Make, tmp_path: Path
) -> None:
    store = open_store()
    store.add(make_event("read", f"a/{n}") for n in range(1000)).result(SECONDS)
    store.close()
    with closing(sqlite3.connect(tmp_path / "data/progress.db")) as connection:
        (seq,) = connection.execute("SELECT seq FROM snapshot").fetchone()
    assert seq == 1000


@pytest.mark.parametrize("change", ["version = 999", "body = x'00'", "seq = seq + 1"])
def test_a_snapshot_of_another_program_or_a_broken_one_is_made_anew(
    open_store: Open, make_event: Make, tmp_path: Path, change: str
) -> None:
    store = open_store()
    store.add(make_event("read", f"a/{n}") for n in range(200)).result(SECONDS)
    store.close()
    with closing(sqlite3.connect(tmp_path / "data/progress.db")) as connection, connection:
        connection.execute(f"UPDATE snapshot SET {change}")
    progress = open_store().progress().result(SECONDS)
    assert len(progress.read) == 200
    assert progress.seq == 200


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET item = 'x'",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = 1",
        "UPDATE OR REPLACE event SET id = 'x' WHERE seq = 1",
    ],
)
def test_events_are_never_changed(open_store: Open, tmp_path: Path, statement: str) -> None:
    store = open_store()
    store.record("read", "a/b").result(SECONDS)
    with (
        closing(sqlite3.connect(tmp_path / "data/progress.db")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="events are never"),
    ):
        connection.execute(statement)
    assert len(rows(tmp_path / "data")) == 1


def test_adding_twice_is_as_good_as_once(
    open_store: Open, make_event: Make, tmp_path: Path
) -> None:
    store = open_store()
    events = [make_event("read", f"a/{n}") for n in range(5)]
    assert store.add(events[:3]).result(SECONDS) == Added(3, 0)
    before = rows(tmp_path / "data")[:3]
    assert store.add(events).result(SECONDS) == Added(2, 3)
    assert store.add(events).result(SECONDS) == Added(0, 5)
    assert rows(tmp_path / "data")[:3] == before
    assert len(rows(tmp_path / "data")) == 5


def test_adding_keeps_the_order_given_whatever_the_clock_says(
    open_store: Open, make_event: Make, clock: Any
) -> None:
    later = make_event("position", "b", place="x")
    clock.turn(days=-30)
    earlier = make_event("position", "a", place="x")
    store = open_store()
    store.add([later, earlier]).result(SECONDS)
    assert store.progress().result(SECONDS).at == Place("a", "x")


def test_two_sessions_see_each_other(open_store: Open) -> None:
    one, other = open_store(), open_store()
    for store in (one, other):
        assert store.progress().result(SECONDS) == Progress()
    one.record("read", "a/one").result(SECONDS)
    other.record("read", "a/other").result(SECONDS)
    (seen,) = one.refresh().result(SECONDS)
    assert (seen.item, seen.session) == ("a/other", other.session)
    assert one.refresh().result(SECONDS) == ()
    assert [event.item for event in other.refresh().result(SECONDS)] == ["a/one"]
    assert one.progress().result(SECONDS) == other.progress().result(SECONDS)


def test_events_by_kind(open_store: Open) -> None:
    store = open_store()
    store.record("read", "a/b")
    store.record("note", "a/b", {"text": "∇"})
    assert [event.kind for event in store.events(("note",)).result(SECONDS)] == ["note"]
    assert [event.seq for event in store.events().result(SECONDS)] == [1, 2]


def test_a_note_too_long_is_refused_at_once_and_the_store_goes_on(open_store: Open) -> None:
    store = open_store()
    with pytest.raises(StoreError, match="too long"):
        store.record("note", "a/b", {"text": "x" * 300_000})
    assert store.record("note", "a/b", {"text": "x"}).result(SECONDS).saved


def test_typed_text_of_any_kind_is_kept(open_store: Open) -> None:
    store = open_store()
    text = "'; DROP TABLE event; -- \x1b]0;x\x07 \x00 \u202e \udcff 𝛁"
    store.record("note", "a/'\udc80", {"text": text}).result(SECONDS)
    store.close()
    (note,) = open_store().progress().result(SECONDS).notes.values()
    assert note.text == text.replace("\udcff", "?")
    assert note.item == "a/'?"


def test_a_cancelled_wait_does_no_harm(open_store: Open) -> None:
    store = open_store()
    store.progress().cancel()
    store.record("read", "a/b").cancel()
    assert store.record("read", "a/c").result(SECONDS).saved
    assert store.progress().result(SECONDS).read == {"a/b", "a/c"}


def test_the_journal_and_the_marks_of_the_file(open_store: Open, tmp_path: Path) -> None:
    open_store().progress().result(SECONDS)
    with closing(sqlite3.connect(tmp_path / "data/progress.db")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x76637475,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == (
            "delete",
        )  # and not write-ahead


def test_the_connection_is_as_careful_as_promised(open_store: Open, tmp_path: Path) -> None:
    from vctutor.progress import database

    open_store().progress().result(SECONDS)
    with closing(database.connect(tmp_path / "data/progress.db", write=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (5000,)


def test_a_backup_a_day(open_store: Open, tmp_path: Path, clock: Any) -> None:
    store = open_store()
    backups = tmp_path / "data/backups"
    for _ in range(3):
        store.record("read", f"a/{clock().date()}").result(SECONDS)
        assert store.maintain().result(SECONDS)
        assert store.maintain().result(SECONDS)
        clock.turn(days=1)
    assert sorted(path.name for path in backups.iterdir()) == [
        "2026-03-02.db",
        "2026-03-03.db",
        "2026-03-04.db",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in backups.iterdir()} == {0o600}
    with closing(sqlite3.connect(backups / "2026-03-03.db")) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_the_backup_is_made_by_itself_when_nothing_else_is_to_be_done(
    open_store: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vctutor.progress.archive import Archive

    done = threading.Event()
    maintain = Archive.maintain

    def watched(archive: Archive, interrupted: Callable[[], bool]) -> bool:
        finished = maintain(archive, interrupted)
        done.set()
        return finished

    monkeypatch.setattr(Archive, "maintain", watched)
    store = open_store(idle=0.0)
    store.progress().result(SECONDS)
    assert done.wait(SECONDS)
    assert [path.name for path in (tmp_path / "data/backups").iterdir()] == ["2026-03-02.db"]


def test_notices_reach_the_program(open_store: Open, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    told: list[str] = []
    store = open_store(on_notice=lambda notice: told.append(notice.code))
    assert store.progress().result(SECONDS) == Progress()
    assert told[:1] == ["unavailable"]
    assert store.state == "unavailable"
