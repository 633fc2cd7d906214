"""Promise 9, in the real program: two windows of one reader at once lose nothing and see each other's answers.

What the store promises of it is in test_store_sessions.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_an_answer_in_one_window_is_seen_in_the_other(
    tutor: Callable[..., Any], kept: Callable[[], Any]
) -> None:
    first = tutor("open", "2").ready()
    second = tutor("open", "1").ready()
    first.send("a")
    first.wait_for("enter answer  esc leave")
    first.send("12 + 12*(x - 2)\r")
    first.wait_for("100 % saved")
    second.send("m")
    second.settle()
    second.send("steeper than it looks\r")
    second.wait_for("Noted")
    second.send("P")
    second.settle()
    second.send("\x1b")
    second.settle()
    second.send("\x1b[I")  # the window has the focus again
    second.wait_for("1/1")  # one of its questions is answered, says the list of chapters
    for terminal in (first, second):
        terminal.send("\x11")
        assert terminal.ended() == 0
    progress = kept()
    assert progress.question("taylor-series", "tangent-line").solved
    assert [note.text for note in progress.notes.values()] == ["steeper than it looks"]
