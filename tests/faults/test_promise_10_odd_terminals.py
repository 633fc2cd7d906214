"""Promise 10: odd terminals are usable, or told in one clear line with exit code 2."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest

Start = Callable[..., Any]

COLOUR = re.compile(
    r"\x1b\[(?:[\d;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8[;:][\d;:]*)(?:;[\d;]*)?m"
)


def one_line(terminal: Any) -> str:
    """Return the one line it ended with, with exit code 2 and nothing done to the terminal."""
    assert terminal.ended() == 2
    assert terminal.settings_equal()
    assert b"\x1b" not in terminal.raw
    (line,) = bytes(terminal.raw).decode().strip().split("\n")
    return line


@pytest.mark.parametrize(
    "term", ["dumb", "unknown", "", None], ids=["dumb", "unknown", "empty", "unset"]
)
def test_a_terminal_that_can_not_be_drawn_on(tutor: Start, term: str | None) -> None:
    line = one_line(tutor(extra={"TERM": term}))
    assert "TERM" in line
    assert "vctutor read" in line


@pytest.mark.parametrize("number", [0, 1], ids=["input", "output"])
@pytest.mark.parametrize("kind", ["closed", "/dev/null", "a pipe", "a file"])
def test_input_or_output_that_is_no_terminal(
    tutor: Start, tmp_path: Any, number: int, kind: str
) -> None:
    out = tmp_path / "out"
    reading, writing = os.pipe()
    descriptor = {
        "closed": -1,
        "/dev/null": os.open("/dev/null", os.O_RDWR),
        "a pipe": reading if number == 0 else writing,
        "a file": os.open(out, os.O_RDWR | os.O_CREAT),
    }[kind]
    terminal = tutor(replaced={number: descriptor})
    assert "needs a terminal" in one_line(terminal)
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize("kind", ["closed", "/dev/null", "a pipe that nobody reads"])
def test_errors_may_go_anywhere(tutor: Start, kind: str) -> None:
    """The course is drawn on standard output, so whatever stands for standard error is left alone."""
    reading, writing = os.pipe()
    os.close(reading)
    descriptor = {
        "closed": -1,
        "/dev/null": os.open("/dev/null", os.O_RDWR),
        "a pipe that nobody reads": writing,
    }[kind]
    terminal = tutor(replaced={2: descriptor}).ready()
    terminal.send("2")
    terminal.wait_for("chapter 2 of 9")
    terminal.send("q")
    assert terminal.ended() == 0
    assert terminal.settings_equal()
    os.close(writing)


@pytest.mark.parametrize("term", ["linux", "vt100", "screen", "xterm", "tmux-256color"])
def test_other_terminals_are_usable(tutor: Start, term: str) -> None:
    terminal = tutor("open", "4", extra={"TERM": term}).ready()
    terminal.wait_for("The gradient")
    terminal.send("n")
    terminal.wait_for("chapter 5 of 9")
    terminal.send("q")
    assert terminal.ended() == 0
    assert terminal.modes_left() == set()
    text = bytes(terminal.raw).decode()
    if term in ("linux", "vt100"):
        assert terminal.everything().isascii()
        assert not re.search(r"\x1b\[[<>]|\x1b\[\?(1000|1003|1004|1006|2004|2026)|\x1b\]", text)
    if term == "vt100":
        assert not COLOUR.search(text)


def test_without_colours_not_one_reaches_the_terminal(tutor: Start) -> None:
    terminal = tutor("open", "4", extra={"NO_COLOR": "1"}, size=(120, 36)).ready()
    for keys in (
        "s",
        "y",
        "\x1b",
        "\x1b",
        "a",
        "\x1b",
        "c",
        "\x1b",
        "/",
        "\x1b",
        ",",
        "\x1b",
        "\x10",
        "\x1b",
        "m",
        "\x1b",
    ):
        terminal.send(keys)
        terminal.settle()
    terminal.send("\x11")
    assert terminal.ended() == 0
    text = bytes(terminal.raw).decode()
    found = COLOUR.search(text)
    assert found is None, repr(text[max(0, found.start() - 80) : found.end() + 80])
    assert "\x1b[7m" in text or ";7m" in text  # what is chosen is told by reversal


def test_an_empty_no_color_is_none(tutor: Start) -> None:
    terminal = tutor("open", "4", extra={"NO_COLOR": ""}).ready()
    terminal.send("q")
    assert terminal.ended() == 0
    assert COLOUR.search(bytes(terminal.raw).decode())


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=["C", "POSIX", "ASCII", "Latin-1"],
)
def test_encodings_without_the_characters(tutor: Start, locale: dict[str, str]) -> None:
    terminal = tutor("open", "4", extra={"LANG": None, **locale}, size=(120, 36)).ready()
    for keys in ("n", "s", "y", "\x1b", "\x1b", "a", "\x1b", "T", "\x1b", "?", "\x1b", ","):
        terminal.send(keys)
        terminal.settle()
    terminal.send("\x1b")
    terminal.settle()
    terminal.send("mgr\u00fcn \u2207\r")
    terminal.settle()
    terminal.send("\x11")
    assert terminal.ended() == 0
    raw = bytes(terminal.raw)
    raw.decode("latin-1" if "latin-1" in locale.values() else "ascii")
    assert raw.count(b"?") < raw.count(b"-")  # drawn in other characters, not in question marks


@pytest.mark.parametrize(
    "size", [(1, 1), (2, 1), (10, 3), (39, 12), (40, 11), (40, 12), (80, 24), (500, 200)]
)
def test_every_size(tutor: Start, size: tuple[int, int]) -> None:
    terminal = tutor("open", "4", size=size)
    terminal.wait_raw(b"\x1b[?25l")
    if size[0] < 40 or size[1] < 12:
        if size[0] >= 10:
            terminal.wait_for("oo small")
        terminal.resize(80, 24)
    terminal.ready()
    terminal.resize(20, 5)
    terminal.wait_for("oo small")
    terminal.send("q")
    assert terminal.ended() == 0
    assert terminal.modes_left() == set()


def test_four_hundred_sizes_in_a_burst(tutor: Start) -> None:
    terminal = tutor("open", "4").ready()
    for number in range(400):
        terminal.resize(1 + number * 37 % 200, 1 + number * 17 % 70)
        terminal.send("j" if number % 3 else "\t")
    terminal.resize(100, 30)
    terminal.ready()
    assert "The gradient" in terminal.screen() or "chapter 4" in terminal.screen()
    terminal.send("q")
    assert terminal.ended() == 0
    assert terminal.settings_equal()
