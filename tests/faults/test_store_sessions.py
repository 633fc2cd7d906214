"""Promise 9: several sessions of one reader at once lose nothing, and each sees the others' answers."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from vctutor.progress.store import Store

Open = Callable[..., Store]
SECONDS = 60.0
WRITERS = 8
EACH = 100

WRITER = """
import sys
from pathlib import Path
from vctutor.progress.store import Store
store = Store.open(Path(sys.argv[1]), idle=3600.0)
for start in range(0, 100, 5):
    waiting = [store.record("read", f"{sys.argv[2]}/{number}") for number in range(start, start + 5)]
    for receipt in (future.result(60) for future in waiting):
        assert receipt.saved or receipt.spilled, receipt
assert store.close()
"""


def test_eight_writers_lose_nothing(open_store: Open, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", WRITER, str(tmp_path / "data")]
    writers = [
        subprocess.Popen([*command, str(number)], env=environment, stderr=subprocess.PIPE)
        for number in range(WRITERS)
    ]
    errors = [writer.communicate(timeout=SECONDS)[1] for writer in writers]
    assert errors == [b""] * WRITERS
    store = open_store()
    events = store.events().result(SECONDS)
    assert sorted(event.item for event in events) == sorted(
        f"{w}/{n}" for w in range(WRITERS) for n in range(EACH)
    )
    assert len({event.session for event in events}) == WRITERS
    # Each writer's own events stand in the order in which it recorded them.
    for writer in range(WRITERS):
        own = [
            int(event.item.split("/")[1]) for event in events if event.item.startswith(f"{writer}/")
        ]
        assert [number // 5 for number in own] == sorted(number // 5 for number in own)
    store.close()
    with closing(sqlite3.connect(tmp_path / "data/progress.db")) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def test_two_sessions_count_the_same_in_the_end(open_store: Open) -> None:
    one, other = open_store(), open_store()
    for number in range(150):
        for store in (one, other):
            store.record("answer", f"a/q{number % 9}", {"outcome": "right", "credit": 0.5})
    for store in (one, other):
        store.progress().result(SECONDS)
    mine, its = one.progress().result(SECONDS), other.progress().result(SECONDS)
    assert mine == its
    assert sum(state.attempts for state in mine.questions.values()) == 300


def test_incremental_looks_give_the_same_progress(open_store: Open) -> None:
    one, other = open_store(), open_store()
    progress = one.progress().result(SECONDS)
    other.progress().result(SECONDS)
    for number in range(5):
        other.record("read", f"a/{number}").result(SECONDS)
        for event in one.refresh().result(SECONDS):
            progress = progress.with_event(event)
        assert progress == one.progress().result(SECONDS)


def test_a_session_that_begins_brings_back_what_another_left(
    open_store: Open, tmp_path: Path
) -> None:
    from vctutor.progress import spill

    one = open_store()
    event = one.event("read", "a/left")
    one.progress().result(SECONDS)
    spill.write(tmp_path / "data/spill", "elsewhere-1.jsonl", [event])
    two = open_store()
    assert two.progress().result(SECONDS).read == {"a/left"}
    assert one.progress().result(SECONDS).read == {"a/left"}
    assert [notice.code for notice in two.notices] == ["brought-back"]
