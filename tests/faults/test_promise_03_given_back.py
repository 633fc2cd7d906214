"""Promise 3: the terminal is given back whatever ends the program, and the exit code is 128 + the signal."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

Start = Callable[..., Any]
SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT]

BLOCKED = {
    "asleep": "time.sleep(3600)",
    "computing": "[None for _ in iter(int, 1)]",
    "waiting for the disk": "os.read(os.pipe()[0], 1)",
    "waiting for a lock": "[(lock.acquire(), lock.acquire()) for lock in [threading.Lock()]]",
}


def assert_given_back(terminal: Any) -> None:
    assert terminal.settings_equal()
    assert terminal.modes_left() == set()
    assert b"\x1b[?1049h" in terminal.raw  # it had been taken


@pytest.mark.parametrize("number", SIGNALS, ids=[one.name for one in SIGNALS])
def test_a_signal_ends_it_in_order(
    tutor: Start, within: Callable[[float], float], number: signal.Signals
) -> None:
    terminal = tutor().ready()
    assert not terminal.settings_equal()
    started = time.monotonic()
    terminal.process.send_signal(number)
    assert terminal.ended() == 128 + number
    assert time.monotonic() - started < within(0.5)
    assert_given_back(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_while_it_starts(tutor: Start, number: signal.Signals) -> None:
    terminal = tutor()
    terminal.wait_raw(b"\x1b[?1049h")
    terminal.process.send_signal(number)
    assert terminal.ended() == 128 + number
    assert_given_back(terminal)


def test_signals_that_were_ignored_when_it_started_end_it_too(tutor: Start) -> None:
    terminal = tutor(ignored=(signal.SIGINT, signal.SIGTERM)).ready()
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.ended() == 128 + signal.SIGINT
    assert_given_back(terminal)


@pytest.mark.parametrize("how", BLOCKED)
def test_a_blocked_handler(
    tutor: Start, within: Callable[[float], float], kept: Callable[[], Any], how: str
) -> None:
    terminal = tutor(
        before=f"""
        import os, threading, time
        from vctutor.tui.course.screen import CourseScreen
        CourseScreen.open_keys = lambda self: (os.write(1, b"BLOCKED"), {BLOCKED[how]})
        """
    ).ready()
    terminal.send("3")
    terminal.wait_for("chapter 3 of 9")
    terminal.wait_for("saved")
    terminal.send("?")
    terminal.wait_raw(b"BLOCKED")
    started = time.monotonic()
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert time.monotonic() - started < within(3.0)
    assert_given_back(terminal)
    assert kept().at.chapter == "many-variables"


def test_a_worker_that_does_not_end_holds_up_nothing(
    tutor: Start, within: Callable[[float], float]
) -> None:
    terminal = tutor(
        before="""
        import os, time
        from vctutor.tui.course.screen import CourseScreen
        CourseScreen.open_keys = lambda self: self.run_worker(
            lambda: (os.write(1, b"BLOCKED"), time.sleep(3600)), thread=True)
        """
    ).ready()
    terminal.send("?")
    terminal.wait_raw(b"BLOCKED")
    started = time.monotonic()
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert time.monotonic() - started < within(3.0)
    assert_given_back(terminal)


def test_quitting(tutor: Start, within: Callable[[float], float]) -> None:
    terminal = tutor().ready()
    started = time.monotonic()
    terminal.send("q")
    assert terminal.ended() == 0
    assert time.monotonic() - started < within(0.5)
    assert_given_back(terminal)


def stopped(process: Any) -> bool:
    with open(f"/proc/{process.pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] == "T"


def wait_until(happened: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_continued_without_having_stopped_it_draws_anew(tutor: Start) -> None:
    terminal = tutor().ready()
    shown = terminal.screen()
    for _ in range(3):
        before = len(terminal.raw)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_raw(b"Chapters", since=before)
    terminal.send("q")
    assert terminal.ended() == 0
    assert "Chapters" in shown
    assert_given_back(terminal)


def test_stopped_from_outside_and_continued_it_is_as_before(tutor: Start) -> None:
    terminal = tutor().ready()
    os.kill(terminal.process.pid, signal.SIGSTOP)
    wait_until(lambda: stopped(terminal.process), 10)
    before = len(terminal.raw)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait_raw(b"Chapters", since=before)
    terminal.send("q")
    assert terminal.ended() == 0
    assert_given_back(terminal)


# Runs the program as a shell runs a job: in a group of its own, brought back by any key once it has stopped.
SHELL = """
    import os, signal, sys
    child = os.fork()
    if child:
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        while True:
            _, status = os.waitpid(child, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                os._exit(os.waitstatus_to_exitcode(status))
            os.tcsetpgrp(0, os.getpgrp())
            os.write(1, b"STOPPED")
            os.read(0, 1)
            os.tcsetpgrp(0, child)
            os.kill(-child, signal.SIGCONT)
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
"""


def test_ctrl_z_stops_it_with_the_terminal_given_back_and_fg_brings_it_back(tutor: Start) -> None:
    terminal = tutor(before=SHELL).ready()
    for _ in range(2):
        before = len(terminal.raw)
        terminal.send("\x1a")
        terminal.wait_raw(b"STOPPED", since=before)
        assert_given_back(terminal)
        before = len(terminal.raw)
        terminal.send("\n")
        terminal.wait_raw(b"Chapters", since=before)
        terminal.ready()
    terminal.send("q")
    assert terminal.ended() == 0
    assert_given_back(terminal)


def test_ctrl_z_where_nobody_could_continue_it_goes_on(tutor: Start) -> None:
    terminal = tutor().ready()  # leads its session: its group is an orphan
    before = len(terminal.raw)
    terminal.send("\x1a")
    terminal.wait_raw(b"Chapters", since=before)
    terminal.send("q")
    assert terminal.ended() == 0
    assert_given_back(terminal)
