from __future__ import annotations

from pathlib import Path

from vctutor.progress.store import Store
from vctutor.tui.progress_recorder import ProgressRecorder


async def test_what_is_counted_at_once_is_what_is_stored(tmp_path: Path) -> None:
    """A note goes by its event's id: one taken back in the session that wrote it must be gone in the store too."""
    store = Store.open(tmp_path / "data", idle=3600.0)
    record = ProgressRecorder(store)
    record.add("note", "a/b", {"text": "steepest"})
    (note,) = record.progress.notes.values()
    record.add("note", "a/c", {"text": "kept"})
    record.add("note", note.item, {"note": note.id, "text": ""})
    await record.settled()
    stored = store.progress().result(30)
    assert stored.notes == record.progress.notes
    assert [one.text for one in stored.notes.values()] == ["kept"]
    store.close()


async def test_what_is_done_in_a_course_with_an_id_counts_there_at_once(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "data", course="algebra", idle=3600.0)
    try:
        record = ProgressRecorder(store)
        record.add("answer", "vectors/q", {"outcome": "right", "credit": 1.0})
        assert record.progress.question("vectors", "q").credit == 1.0
        await record.settled()
        assert store.progress().result(10).question("vectors", "q").credit == 1.0
    finally:
        store.close()
