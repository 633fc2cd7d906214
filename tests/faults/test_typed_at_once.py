"""Keys that arrive in one piece, as over a slow line, are done in the order in which they were typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Start = Callable[..., Any]

FIELDS = {"an answer": "a", "a note": "m", "a search": "/", "a function": "D", "a command": "\x10"}
EDITS = {
    "backspace": ("7x\x7f8y\x7f6", "786"),
    "left": ("76\x1b[D8", "786"),
    "home": ("86\x1b[H7", "786"),
    "all before": ("x+y\x15786", "786"),
}


@pytest.mark.parametrize("key", FIELDS.values(), ids=FIELDS.keys())
@pytest.mark.parametrize("typed, wanted", EDITS.values(), ids=EDITS.keys())
def test_an_edit_comes_before_what_is_typed_behind_it(
    tutor: Start, key: str, typed: str, wanted: str
) -> None:
    terminal = tutor("open", "1", size=(120, 40)).ready()
    terminal.send(key + typed)
    terminal.wait_for(lambda shown: "chapter 1 of" in shown and wanted in shown)


def test_an_answer_is_judged_as_it_was_typed_up_to_enter(tutor: Start) -> None:
    terminal = tutor("open", "4", size=(120, 50)).ready()
    terminal.send("a[6x + 4y, 5\x7f4x]\r")
    terminal.wait_for("Right")
