from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.progress import files, spill
from vctutor.progress.events import Event, to_line

Make = Callable[..., Event]


def test_written_and_taken_back(tmp_path: Path, make_event: Make) -> None:
    events = [make_event("read", f"a/{n}") for n in range(3)]
    spill.write(tmp_path / "spill", "lab-7.jsonl", events[:2])
    spill.write(tmp_path / "spill", "lab-7.jsonl", events[2:])
    (path,) = spill.waiting(tmp_path / "spill")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = spill.take(path)
    assert found is not None
    assert (list(found.events), found.bad) == (events, 0)
    spill.done(found)
    assert spill.waiting(tmp_path / "spill") == []


def test_a_file_left_by_a_session_that_died_while_taking_it(
    tmp_path: Path, make_event: Make
) -> None:
    spill.write(tmp_path, "lab-7.jsonl", [make_event()])
    first = spill.take(tmp_path / "lab-7.jsonl")
    (path,) = spill.waiting(tmp_path)
    again = spill.take(path)
    assert first == again
    assert spill.take(tmp_path / "lab-7.jsonl") is None


def test_a_line_cut_short_spoils_no_other(tmp_path: Path, make_event: Make) -> None:
    first, second = make_event("read", "a/1"), make_event("read", "a/2")
    (tmp_path / "lab-7.jsonl").write_bytes(to_line(first)[:-10])
    spill.write(tmp_path, "lab-7.jsonl", [second])
    found = spill.take(tmp_path / "lab-7.jsonl")
    assert found is not None
    assert (found.events, found.bad) == ((second,), 1)
    spill.done(found)
    (kept,) = tmp_path.iterdir()
    assert kept.suffix == ".unreadable"


@pytest.mark.parametrize("replaced", [False, True])
def test_what_is_written_while_the_file_is_taken_is_written_again(
    tmp_path: Path, make_event: Make, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    """The writer has the file open, another session renames it, and only then the writer writes.

    Another thread of the writer's may have begun a new file of the name meanwhile.
    """
    event, other = make_event("read", "a/1"), make_event("read", "a/2")
    real = files.write_all
    stolen: list[Path] = []

    def write_after_the_theft(descriptor: int, data: bytes) -> None:
        if not stolen:
            stolen.append(tmp_path / "taken-x.jsonl")
            (tmp_path / "lab-7.jsonl").rename(stolen[0])
            if replaced:
                spill.write(tmp_path, "lab-7.jsonl", [other])
        real(descriptor, data)

    monkeypatch.setattr(files, "write_all", write_after_the_theft)
    spill.write(tmp_path, "lab-7.jsonl", [event])
    stolen[0].unlink()  # the other session read it before the write, and removes it
    found = spill.take(tmp_path / "lab-7.jsonl")
    assert found is not None and found.events == ((other, event) if replaced else (event,))


def test_the_name_holds_no_path() -> None:
    assert spill.spill_name("../../etc/passwd", 7) == ".._.._etc_passwd-7.jsonl"
    assert spill.spill_name("", 7) == "host-7.jsonl"


def test_no_directory_is_no_spill(tmp_path: Path) -> None:
    assert spill.waiting(tmp_path / "none") == []
