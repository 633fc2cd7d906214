"""Promise 6: what is typed can't control the terminal, run an action, or end the program."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

Start = Callable[..., Any]

HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e\u200b[@click=app.leave]x[/] [red]\x00\x08\x0e`*$_{{}}"
PASTED = f"\x1b[200~{HOSTILE}\x1b[201~"
OWN = re.compile(
    "\x1b\\]52;c;[A-Za-z0-9+/=]*\x07|\x1b\\[[\\d;]*[HmKJXABCDGd]|\x1b\\[\\?[\\d;]+[hl]|\x1b\\[\\?2026\\$p"
    "|\x1b\\[[<>]\\d*u|\r|\n"
)
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")


def assert_only_drawn(terminal: Any) -> None:
    left = OWN.sub("", bytes(terminal.raw).decode("utf-8"))
    found = FORBIDDEN.search(left)
    assert found is None, left[max(0, found.start() - 60) : found.start() + 60]


def test_pasted_into_every_field(tutor: Start, kept: Callable[[], Any]) -> None:
    terminal = tutor("open", "2", size=(120, 40)).ready()
    typed = f"ab{PASTED}cd"
    # A note, an answer, a search, a command's name, a function, a value of a simulation.
    for keys in ("m", "a", "/", "\x10", "D"):
        terminal.send(keys)
        terminal.settle()
        terminal.send(typed)
        terminal.settle()
        terminal.send("\r")
        terminal.settle()
        for _ in range(2):
            terminal.send("\x1b")
            terminal.settle()
    terminal.send("s")
    terminal.wait_for("step")
    terminal.send("e")
    terminal.settle()
    terminal.send(f"{typed}\r")
    terminal.settle()
    for _ in range(2):
        terminal.send("\x1b")
        terminal.settle()
    for keys in ("M", "P"):
        terminal.send(keys)
        terminal.settle()
        terminal.send("\x1b")
        terminal.settle()
    terminal.send("\x11")
    assert terminal.ended() == 0
    assert_only_drawn(terminal)
    assert any("[@click" in note.text for note in kept().notes.values())


def test_what_was_kept_earlier_is_no_danger_either(
    tutor: Start, open_store: Callable[..., Any], tmp_path: Path
) -> None:
    """Rows as another program might write them: hostile items, and hostile texts of items that are right."""
    texts = {"text": HOSTILE, "quote": HOSTILE, "title": HOSTILE, "on": True, "line_offset": 0}
    rows = [
        (kind, f"taylor-series/{place}", texts)
        for kind in ("note", "bookmark")
        for place in (HOSTILE, "what-one-number-says")
    ]
    rows.append(("function", "differentiate", {"function": HOSTILE}))
    rows.append(("position", "taylor-series", {"place": HOSTILE, "line_offset": 1}))
    open_store().close()
    with closing(sqlite3.connect(tmp_path / "data" / "progress.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO event (id, session, time, kind, item, payload) VALUES (?, 's', ?, ?, ?, ?)",
            [
                (str(UUID(int=n)), "2026-03-02T09:30:00+00:00", kind, item, json.dumps(payload))
                for n, (kind, item, payload) in enumerate(rows, 1)
            ],
        )
    terminal = tutor(size=(120, 40)).ready()
    for keys in ("M", "D", "P"):
        terminal.send(keys)
        terminal.settle()
        terminal.send("\x1b")
        terminal.settle()
    terminal.send("\x11")
    assert terminal.ended() == 0
    assert_only_drawn(terminal)


def test_noise_from_the_line_does_not_end_it(tutor: Start) -> None:
    """Bytes at random, with the beginnings of sequences among them, but without the keys that leave."""
    chance = random.Random(7)
    pieces = [
        b"\x1b[",
        b"\x1b]",
        b"\x1bO",
        b"\x1b[<",
        b"\xff\xfe",
        b"\xc3",
        b"\xe2\x82",
        b"\x1b[200~",
        b"\x1b[?2026;",
    ]
    terminal = tutor("open", "4").ready()
    for _ in range(60):
        noise = chance.choice(pieces) + bytes(chance.choices(range(256), k=30))
        terminal.send(bytes(byte for byte in noise if byte not in b"q\x11\x1a"))
    terminal.send(b"\x1b[201~")
    terminal.settle()
    assert terminal.process.poll() is None
    terminal.send(b"\x11")
    assert terminal.ended() == 0
    assert_only_drawn(terminal)
