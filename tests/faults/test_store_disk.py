"""Promise 7: a full disk, a read-only directory, a locked or hanging store never stop the reading or the answering."""

from __future__ import annotations

import ctypes
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from vctutor.progress import database, spill
from vctutor.progress.projection import Progress
from vctutor.progress.store import Store

Open = Callable[..., Store]
SECONDS = 30.0


def without_override() -> None:
    """Take from a process of root's what lets it ignore permissions; for everyone else nothing is to be done."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            assert prctl(24, capability, 0, 0, 0) == 0, os.strerror(
                ctypes.get_errno()
            )  # PR_CAPBSET_DROP


def items(directory: Path) -> list[str]:
    with closing(sqlite3.connect(directory / "progress.db")) as connection:
        return [item for (item,) in connection.execute("SELECT item FROM event ORDER BY seq")]


FILL = """
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
store = open_store()
first = store.record("read", "a/first").result(SECONDS)
limit({limit})
note = {{"text": "x" * 4000}}
full = [store.record("note", f"a/{{n}}", note).result(SECONDS) for n in range(4)]
progress = store.progress().result(SECONDS)
during = [notice.code for notice in store.notices]
limit(resource.RLIM_INFINITY)
last = store.record("read", "a/last").result(SECONDS)
report(
    first=saved(first), full=[saved(one) for one in full], reasons=[one.reason for one in full], last=saved(last),
    seen=len(progress.notes), during=during, closed=store.close(), after=[notice.code for notice in store.notices],
    waiting=len(list((directory / "spill").glob("*"))),
)
"""


def test_a_full_disk_spills_and_comes_back_by_itself_once(
    in_child: Callable[..., Any], tmp_path: Path
) -> None:
    told = in_child(FILL.format(limit='(directory / "progress.db").stat().st_size'))
    assert told["first"] == "saved"
    assert told["full"] == ["spilled"] * 4
    assert all(told["reasons"])
    assert told["seen"] == 4  # they count while they wait
    assert told["during"] == ["spilling"]
    assert told["last"] == "saved"
    assert told["after"] == ["brought-back"]
    assert (told["closed"], told["waiting"]) == (True, 0)
    assert sorted(items(tmp_path / "data")) == ["a/0", "a/1", "a/2", "a/3", "a/first", "a/last"]


def test_no_room_even_for_a_spill_file_keeps_it_in_memory_and_says_so(
    in_child: Callable[..., Any], tmp_path: Path
) -> None:
    told = in_child(FILL.format(limit="0"))
    assert told["full"] == ["memory"] * 4
    assert told["seen"] == 4
    assert told["during"] == ["memory"]
    assert (told["last"], told["after"], told["closed"]) == ("saved", ["brought-back"], True)
    assert sorted(items(tmp_path / "data")) == ["a/0", "a/1", "a/2", "a/3", "a/first", "a/last"]


def test_what_a_session_spilled_the_next_one_stores(
    in_child: Callable[..., Any], tmp_path: Path
) -> None:
    told = in_child("""
        store = open_store()
        store.progress().result(SECONDS)
        resource.setrlimit(resource.RLIMIT_FSIZE, ((directory / "progress.db").stat().st_size, resource.RLIM_INFINITY))
        receipt = store.record("note", "a/b", {"text": "x" * 9000}).result(SECONDS)
        report(receipt=saved(receipt), closed=store.close())
    """)
    assert told == {"receipt": "spilled", "closed": True}
    for codes in (["brought-back"], []):
        told = in_child("""
            store = open_store()
            progress = store.progress().result(SECONDS)
            report(notes=len(progress.notes), notices=[notice.code for notice in store.notices], closed=store.close())
        """)
        assert told == {"notes": 1, "notices": codes, "closed": True}
    assert list((tmp_path / "data/spill").iterdir()) == []


def namespace() -> tuple[str, ...]:
    """Return the command that runs another where file systems may be mounted; empty where nothing lets us."""
    for options in (("-m",), ("-rm",)):
        command = ("unshare", *options)
        if (
            shutil.which("unshare")
            and not subprocess.run([*command, "true"], capture_output=True).returncode
        ):
            return command
    return ()


@pytest.mark.skipif(
    not namespace(),
    reason="no file system can be mounted here: the file size limit stands in for it",
)
def test_a_disk_that_is_really_full(in_child: Callable[..., Any], tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    script = tmp_path / "mounted"
    script.write_text(f'mount -t tmpfs -o size=72k tmpfs "{data}" && exec "$@"\n')
    told = in_child(
        """
        store = open_store()
        receipts = [store.record("note", f"a/{n}", {"text": "x" * 3000}).result(SECONDS) for n in range(30)]
        filled = [saved(receipt) for receipt in receipts]
        progress = store.progress().result(SECONDS)
        os.system(f'mount -o remount,size=8m "{directory}"')
        last = saved(store.record("read", "a/last").result(SECONDS))
        closed = store.close()
        again = open_store()
        events = again.events().result(SECONDS)
        again.close()
        report(
            filled=filled, seen=len(progress.notes), last=last, closed=closed,
            items=[event.item for event in events], restored=[n.code for n in again.notices],
        )
        """,
        prefix=(*namespace(), "sh", str(script)),
    )
    assert told["filled"][0] == "saved"
    assert told["filled"][-1] == "memory"  # neither the store nor the spill file has room
    assert told["seen"] == 30
    assert (told["last"], told["closed"], told["restored"]) == ("saved", True, [])
    assert sorted(told["items"]) == sorted([*(f"a/{n}" for n in range(30)), "a/last"])


READ_ONLY = """
    store = open_store()
    progress = store.progress().result(SECONDS)
    receipt = store.record("read", "a/new").result(SECONDS)
    after = store.progress().result(SECONDS)
    report(
        read=sorted(progress.read), after=sorted(after.read), receipt=saved(receipt), state=store.state,
        notices=[notice.code for notice in store.notices], closed=store.close(),
    )
"""


@pytest.fixture
def filled(open_store: Open, tmp_path: Path) -> Path:
    """A store with one event, closed."""
    store = open_store()
    assert store.record("read", "a/b").result(SECONDS).saved
    assert store.close()
    return tmp_path / "data"


def test_a_read_only_directory_is_read_and_answers_are_kept_in_memory(
    in_child: Callable[..., Any], filled: Path
) -> None:
    (filled / "progress.db").chmod(0o400)
    filled.chmod(0o500)
    before = (filled / "progress.db").read_bytes()
    told = in_child(READ_ONLY, before_exec=without_override)
    filled.chmod(0o700)
    assert told == {
        "read": ["a/b"],
        "after": ["a/b", "a/new"],
        "receipt": "memory",
        "state": "read-only",
        "notices": ["read-only", "memory"],
        "closed": False,  # what is in memory alone is lost, and close says so
    }
    assert (filled / "progress.db").read_bytes() == before


def test_a_store_file_that_may_not_be_written_spills(
    in_child: Callable[..., Any], filled: Path
) -> None:
    (filled / "progress.db").chmod(0o400)
    told = in_child(READ_ONLY, before_exec=without_override)
    assert (told["read"], told["after"]) == (["a/b"], ["a/b", "a/new"])
    assert (told["receipt"], told["closed"]) == ("spilled", True)
    assert told["notices"] == ["read-only", "spilling"]


@pytest.mark.skipif(
    not namespace(), reason="nothing can be mounted here: permissions stand in for it"
)
def test_a_file_system_mounted_read_only(
    in_child: Callable[..., Any], filled: Path, tmp_path: Path
) -> None:
    script = tmp_path / "mounted"
    script.write_text(
        f'mount --bind "{filled}" "{filled}" && mount -o remount,ro,bind "{filled}" && exec "$@"\n'
    )
    told = in_child(READ_ONLY, prefix=(*namespace(), "sh", str(script)))
    assert (told["read"], told["receipt"], told["state"]) == (["a/b"], "memory", "read-only")


def test_a_directory_that_may_not_be_made(in_child: Callable[..., Any], tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    told = in_child(READ_ONLY, before_exec=without_override)
    tmp_path.chmod(0o700)
    assert (told["read"], told["after"]) == ([], ["a/new"])
    assert (told["receipt"], told["state"], told["notices"]) == (
        "memory",
        "unavailable",
        ["unavailable", "memory"],
    )


def test_a_file_in_the_directorys_place(open_store: Open, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    store = open_store()
    assert store.progress().result(SECONDS) == Progress()
    receipt = store.record("read", "a/b").result(SECONDS)
    assert (receipt.saved, receipt.spilled) == (False, False)
    assert store.progress().result(SECONDS).read == {"a/b"}
    assert [notice.code for notice in store.notices] == ["unavailable", "memory"]
    assert (tmp_path / "data").read_text() == "mine"
    (tmp_path / "data").unlink()  # put right while the program runs: everything is stored after all
    assert store.record("read", "a/c").result(SECONDS).saved
    assert store.close()
    assert items(tmp_path / "data") == ["a/b", "a/c"]


def test_a_lock_that_is_not_given_back_spills_and_comes_back_once(
    open_store: Open, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    store = open_store()
    assert store.progress().result(SECONDS).read == {"a/b"}
    with closing(sqlite3.connect(filled / "progress.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        receipt = store.record("read", "a/c").result(SECONDS)
        assert (receipt.saved, receipt.spilled) == (False, True)
        assert "locked" in receipt.reason
        other.execute("ROLLBACK")
    assert store.record("read", "a/d").result(SECONDS).saved
    assert store.close()
    assert items(filled) == ["a/b", "a/c", "a/d"]
    assert spill.waiting(filled / "spill") == []


def test_a_commit_that_hangs_is_spilled_by_the_watcher(
    open_store: Open, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The storage thread hangs in the commit, as on a bad network file system, until the test lets it go."""
    import threading

    go_on = threading.Event()
    append = database.append

    def hang(*arguments: Any) -> int:
        assert go_on.wait(SECONDS)
        return append(*arguments)

    store = open_store(patience=0.05)
    store.progress().result(SECONDS)
    monkeypatch.setattr(database, "append", hang)
    receipts = [store.record("read", f"a/{n}").result(SECONDS) for n in range(3)]
    assert [(receipt.saved, receipt.spilled) for receipt in receipts] == [(False, True)] * 3
    assert [notice.code for notice in store.notices] == ["spilling"]
    go_on.set()
    assert store.close()
    assert items(filled) == ["a/b", "a/0", "a/1", "a/2"]  # committed in the end, and once
    assert spill.waiting(filled / "spill") == []
    assert [notice.code for notice in store.notices] == ["brought-back"]


def test_closing_a_store_that_hangs_is_bounded_and_keeps_what_was_recorded(
    open_store: Open, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    go_on = threading.Event()
    append = database.append

    def hang(*arguments: Any) -> int:
        assert go_on.wait(SECONDS)
        return append(*arguments)

    store = open_store(patience=3600.0)
    store.progress().result(SECONDS)
    monkeypatch.setattr(database, "append", hang)
    receipt = store.record("read", "a/c")
    assert store.close(timeout=0.05)
    assert receipt.result(SECONDS).spilled
    (path,) = spill.waiting(filled / "spill")
    assert "a/c" in path.read_text()
    go_on.set()


def test_a_locked_store_opens_when_the_lock_is_given_back(
    open_store: Open, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(filled / "progress.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        store = open_store()
        assert store.progress().result(SECONDS) == Progress()
        assert store.state == "unavailable"
        other.execute("ROLLBACK")
    assert store.record("read", "a/c").result(SECONDS).saved
    assert store.progress().result(SECONDS).read == {"a/b", "a/c"}
    assert store.state == "writable"
