"""Promises 7 and 8, in the real program: trouble with the store is told in a banner, and reading goes on.

What the store promises of a full, read-only, locked or hanging disk and of damage is in test_store_disk.py and
test_store_damage.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Start = Callable[..., Any]


def read_and_answer(terminal: Any) -> None:
    terminal.send("2")
    terminal.wait_for("chapter 2 of 9")
    terminal.send("a")
    terminal.wait_for("enter answer  esc leave")
    terminal.send("12 + 12*(x - 2)\r")
    terminal.wait_for("Right")
    terminal.send("\x11")


def test_without_a_place_for_the_record(tutor: Start, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands in the directory's place")
    terminal = tutor(size=(120, 40))
    terminal.wait_for(lambda shown: "n next" in shown and "progress" in shown)
    read_and_answer(terminal)
    assert terminal.ended() == 0
    assert terminal.settings_equal()
    assert "is lost" in terminal.everything().splitlines()[-1]
    assert (tmp_path / "data").read_text() == "a file stands in the directory's place"


def test_a_store_that_hangs_does_not_keep_anybody_from_reading(
    tutor: Start, within: Callable[[float], float]
) -> None:
    terminal = tutor(
        before="""
        import threading
        from vctutor.progress.archive import Archive
        Archive.open = lambda self: threading.Event().wait()
        """,
        size=(120, 40),
    )
    terminal.wait_for("does not answer")
    read_and_answer(terminal)
    assert terminal.ended(10.0) == 0
    assert terminal.settings_equal()


def test_an_emptied_store_is_restored_and_the_reader_told(
    tutor: Start, open_store: Callable[..., Any], tmp_path: Path, kept: Callable[[], Any]
) -> None:
    store = open_store()
    store.record("note", "taylor-series/top", {"text": "mine"}).result(30)
    store.maintain().result(30)
    store.close()
    os.truncate(tmp_path / "data" / "progress.db", 0)
    terminal = tutor(size=(120, 40))
    terminal.wait_for(lambda shown: "n next" in shown and "backup" in shown)
    read_and_answer(terminal)
    assert terminal.ended() == 0
    progress = kept()
    assert [note.text for note in progress.notes.values()] == ["mine"]
    assert progress.question("taylor-series", "tangent-line").solved
