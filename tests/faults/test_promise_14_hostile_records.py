"""Promise 14: no event, wherever it came from, makes the record unusable or stops a start, a page or a command."""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.cli.main import main
from vctutor.course.catalog import Catalog
from vctutor.grading import attempts
from vctutor.paths import shipped_course
from vctutor.progress import transfer
from vctutor.progress.events import Event, answer_payload, check, from_line, to_line
from vctutor.progress.payloads import KINDS
from vctutor.progress.projection import Progress, fold
from vctutor.progress.store import Store

TIME = "2026-03-02T09:00:00+01:00"
HUGE = 10**401
ODD: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2**31, 2**63, 2**64, HUGE, 0.5, 1e308, "", "right", "x" * 200_000,
    "\x1b]0;x\x07", "[[" * 3000, "$x^{" * 3000, "**a" * 3000, "\u202e", [], [0], [0, "a"], [[1]], [2**70], [9] * 2000,
    {}, {"a": {"b": [1]}}, {"h": HUGE}, {"h": [[]]}, {"f": "sin("},
)  # fmt: skip
FIELDS = (
    "answer", "attempt", "asked", "costs_attempt", "credit", "diagnosis", "feedback", "function", "hints",
    "line_offset", "name", "note", "on", "outcome", "place", "quote", "review", "right", "seed", "solution",
    "text", "title", "values",
    "of-the-future",
)  # fmt: skip

# What was committed by earlier versions and stopped them.
REFUSED = (
    ("answer", "the-gradient/q", {"outcome": "right", "credit": HUGE}),
    ("answer", "the-gradient/q", {"answer": [[1]], "outcome": "wrong"}),
    ("answer", "the-gradient/q", {"answer": [0, "a"], "outcome": "wrong"}),
    ("answer", "the-gradient/q", {"seed": 2**64}),
    ("answer", "the-gradient/q", {"of-the-future": HUGE}),
    ("a-kind-of-the-future", "x", {"n": [{"m": -HUGE}]}),
    ("exam", "the day after tomorrow", {}),
    ("read", "a\x1b[31m/b", {}),
    ("simulation", "the-gradient/simulation-1", {"values": {"h": {"deep": 1}}}),
    ("note", "the-gradient/text-1", {"text": ["a"]}),
)


def line_of(number: int, kind: str, item: str, payload: dict[str, Any]) -> bytes:
    event = {"id": str(UUID(int=number)), "session": "s", "time": TIME}
    return json.dumps({**event, "kind": kind, "item": item, "payload": payload}).encode() + b"\n"


def file_of(*lines: bytes) -> bytes:
    """Return an export whose header is right, whatever its lines are."""
    body = b"".join(lines)
    header = {"format": "vctutor progress", "version": 1, "events": len(lines)}
    return (
        json.dumps({**header, "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n" + body
    )


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def forge(data: Path, rows: list[tuple[str, str, dict[str, Any]]]) -> None:
    """Write rows into a store as no version of the program would."""
    Store.open(data, idle=3600.0).close()
    with closing(sqlite3.connect(data / "progress.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO event (id, session, time, kind, item, payload) VALUES (?, 's', ?, ?, ?, ?)",
            [
                (str(UUID(int=10**6 + n)), TIME, kind, item, json.dumps(payload))
                for n, (kind, item, payload) in enumerate(rows)
            ],
        )


@pytest.mark.parametrize(("kind", "item", "payload"), REFUSED)
def test_a_file_with_such_an_event_is_refused_and_nothing_changes(
    data: Path, tmp_path: Path, kind: str, item: str, payload: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "file"
    file.write_bytes(file_of(line_of(1, "read", "a/b", {}), line_of(2, kind, item, payload)))
    assert main(["import", str(file)]) == 1
    assert "line 3" in capsys.readouterr().err
    file.write_bytes(file_of(line_of(1, "read", "a/b", {})))
    assert main(["import", str(file)]) == 0
    assert capsys.readouterr().out.startswith("1 new events, 0 known")


def test_a_record_that_holds_such_events_is_usable_and_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = answer_payload("6", outcome="right", credit=1.0)
    forge(data, [*REFUSED, ("answer", "the-gradient/q", good)])
    every_command_works(data, tmp_path, monkeypatch, capsys, set_aside=len(REFUSED))
    capsys.readouterr()
    main(["doctor"])
    told = capsys.readouterr().out
    assert f"{len(REFUSED)} entries are not valid: 1: " in " ".join(told.split())
    main(["progress"])
    assert f"{len(REFUSED)} entries of your record are not valid" in capsys.readouterr().err


@pytest.mark.parametrize("column", ["id", "session", "time", "kind", "item", "payload"])
@pytest.mark.parametrize(
    "value", ["NULL", "x'ff00'", "7", "''", "CAST(x'c328' AS TEXT)", "zeroblob(300000)"]
)
def test_a_row_of_any_other_form(data: Path, tmp_path: Path, column: str, value: str) -> None:
    forge(data, [("read", "a/b", {}), ("read", "a/c", {})])
    with closing(sqlite3.connect(data / "progress.db")) as connection, connection:
        connection.execute("DROP TRIGGER event_is_never_changed")
        try:
            connection.execute(f"UPDATE event SET {column} = {value} WHERE seq = 1")
        except sqlite3.IntegrityError:
            return  # the table itself refuses it
    assert main(["export", str(tmp_path / "file")]) == 0
    assert "a/c" in transfer_items(tmp_path / "file")
    store = Store.open(data, idle=3600.0)
    progress = store.progress().result(30)
    assert "a/c" in progress.read
    assert progress.set_aside == (
        0 if "a/b" in transfer_items(tmp_path / "file") else progress.set_aside
    )
    store.close()


def transfer_items(path: Path) -> list[str]:
    return [event.item for event in transfer.decode(path.read_bytes())]


def every_command_works(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    set_aside: int | None = None,
) -> None:
    """Run every command that reads the record; export it, bring it in elsewhere, and export it again."""
    for command in (["progress"], ["progress", "--json"], ["notebook", "-"]):
        assert main(command) == 0, command
    main(["certificate", "-"])
    main(["doctor"])
    first, second = tmp_path / "first", tmp_path / "second"
    assert main(["export", str(first)]) == 0
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "elsewhere"))
        assert main(["import", str(first)]) == 0
        assert ", 0 known" in capsys.readouterr().out
        assert main(["export", str(second)]) == 0
    assert second.read_bytes().partition(b"\n")[2] == first.read_bytes().partition(b"\n")[2]
    store = Store.open(data, idle=3600.0)
    progress = store.progress().result(30)
    store.close()
    assert set_aside is None or progress.set_aside == set_aside
    with closing(sqlite3.connect(data / "progress.db")) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM event").fetchone()
    assert rows - progress.set_aside == len(first.read_bytes().splitlines()) - 1


def some_rows(seed: int, number: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Return rows of every kind, most of them about the shipped course, with fields of all sorts of values."""
    rng = random.Random(seed)
    catalog = Catalog.open(shipped_course())
    items = [
        f"{chapter.id}/{block.place}" for chapter in catalog.chapters() for block in chapter.body
    ]
    rows = []
    for __ in range(number):
        kind = rng.choice((*KINDS, "of-the-future"))
        item = rng.choice(
            (rng.choice(items), rng.choice(items).partition("/")[0], "2026-04-01", "", "x" * 600)
        )
        fields = rng.sample(FIELDS, rng.randint(0, 5))
        rows.append((kind, item, {field: rng.choice(ODD) for field in fields}))
    return rows


def test_a_thousand_forged_events(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = some_rows(int(os.environ.get("VCTUTOR_TEST_SEED", "14")), 1000)
    forge(data, rows)
    every_command_works(data, tmp_path, monkeypatch, capsys)


def test_valid_answers_of_every_sort_are_taken_up_at_every_question() -> None:
    rng = random.Random(5)
    typed = ("", "x" * 400, "[1,", "\x00\x1b[31m", "$\\frac{1}", "1e309", "9" * 4000, "[[1]]")
    chosen: tuple[list[int], ...] = ([0], [0, 0], [1, 0, 2], [9999], list(range(50)), [])
    for chapter in Catalog.open(shipped_course()).chapters():
        for question in chapter.questions:
            for __ in range(6):
                payload = answer_payload(
                    rng.choice((*typed, *chosen)),
                    outcome=rng.choice(("right", "wrong", "undecided", "unreadable", "")),
                    credit=rng.random(),
                    attempt=rng.choice((0, 1, 10_000)),
                    seed=rng.choice((0, 1, 2**53)),
                    hints=rng.choice((0, 10_000)),
                    solution=rng.random() < 0.5,
                )
                check(event_of("answer", f"{chapter.id}/{question.id}", payload))
                for again in (attempts.resume, attempts.take_up):
                    attempt = again(question, payload)
                    kept = (
                        attempts.record(attempt)
                        if attempt.verdict
                        else attempts.unanswered(attempt)
                    )
                    kind = "answer" if attempt.verdict else "draft"
                    check(event_of(kind, f"{chapter.id}/{question.id}", kept))
                    assert 0 <= attempt.credit <= 1


def event_of(kind: str, item: str, payload: dict[str, Any]) -> Event:
    return Event(
        str(UUID(int=1)), "s", datetime(2026, 3, 2, tzinfo=timezone.utc), kind, item, payload
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(ODD[:14]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(
    st.sampled_from((*KINDS, "of-the-future")),
    st.text(max_size=20),
    st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=6),
)
def test_any_event_is_refused_or_goes_the_whole_way(
    kind: str, item: str, payload: dict[str, Any]
) -> None:
    event = event_of(kind, item, payload)
    try:
        check(event)
    except ValueError:
        with pytest.raises(ValueError):
            from_line(line_of(1, kind, item, payload))
        return
    back = from_line(to_line(event))
    assert (back.kind, back.item) == (kind, item)
    progress = fold(Progress(), [back])
    assert progress.set_aside == 0
    assert transfer.decode(transfer.encode([back])) == [back]


@given(st.data())
def test_a_mutated_line_is_refused_or_is_an_event(data: st.DataObject) -> None:
    line = bytearray(line_of(1, "answer", "a/q", answer_payload("6", outcome="right", credit=1.0)))
    for __ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(line) - 1))
        line[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        event = from_line(bytes(line).rstrip(b"\n"))
    except ValueError:
        return
    fold(Progress(), [event])
    assert from_line(to_line(event)) == event
