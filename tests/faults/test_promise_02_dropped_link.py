"""Promise 2: a dropped link ends the program within 3 seconds, with position and answers kept."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

HANG_UP = 128 + signal.SIGHUP
LIMIT = 3.0


ANSWER = "12 + 12*(x - 2)"


def learn(terminal: Any) -> None:
    """Answer the first question of chapter 2, go to chapter 3, and read on."""
    terminal.ready().send("2")
    terminal.wait_for("chapter 2 of 9")
    terminal.send("a")
    terminal.wait_for("enter answer  esc leave")
    terminal.send(f"{ANSWER}\r")
    terminal.wait_for("Right")
    terminal.send("\x1b")
    terminal.ready().send("3")
    terminal.wait_for("chapter 3 of 9")
    terminal.send("\x1b[6~")


def assert_kept(progress: Any) -> None:
    assert progress.question("taylor-series", "tangent-line").solved
    assert progress.at.chapter == "many-variables"
    assert progress.at.place  # the page down was a moment ago, and is kept all the same


@pytest.mark.parametrize(
    "controlling", [True, False], ids=["controlling", "no controlling terminal"]
)
@pytest.mark.parametrize("ignored", [(), (signal.SIGHUP,)], ids=["", "hang-up ignored"])
def test_a_closed_terminal(
    tutor: Callable[..., Any],
    kept: Callable[[], Any],
    within: Callable[[float], float],
    controlling: bool,
    ignored: tuple[int, ...],
) -> None:
    terminal = tutor(controlling=controlling, ignored=ignored)
    learn(terminal)
    started = time.monotonic()
    terminal.hang_up()
    code = terminal.ended()
    assert time.monotonic() - started < within(LIMIT)
    assert code == HANG_UP
    assert_kept(kept())


def test_output_that_nobody_takes(
    tutor: Callable[..., Any], kept: Callable[[], Any], within: Callable[[float], float]
) -> None:
    terminal = tutor(
        before="""
        from vctutor.tui.course.screen import CourseScreen
        CourseScreen.open_keys = lambda self: self.app.terminal.writer.write(b"much " * 100_000)
        """
    )
    learn(terminal)
    terminal.stop_reading()
    terminal.send("?")  # more than the line holds
    started = time.monotonic()
    code = terminal.ended()
    assert time.monotonic() - started < within(LIMIT)
    assert code == HANG_UP
    assert terminal.settings_equal()
    terminal.read_on()
    terminal.wait_raw(b"\x1b[?1049l")
    assert terminal.modes_left() == set()
    assert_kept(kept())


def test_a_link_that_drops_while_a_handler_is_blocked(
    tutor: Callable[..., Any], kept: Callable[[], Any], within: Callable[[float], float]
) -> None:
    terminal = tutor(
        before="""
        import os, time
        from vctutor.tui.course.screen import CourseScreen
        CourseScreen.open_keys = lambda self: (os.write(1, b"BLOCKED"), time.sleep(3600))
        """
    )
    learn(terminal)
    terminal.send("?")
    terminal.wait_raw(b"BLOCKED")
    started = time.monotonic()
    terminal.hang_up()
    assert terminal.ended() == HANG_UP
    assert time.monotonic() - started < within(LIMIT)
    assert_kept(kept())
