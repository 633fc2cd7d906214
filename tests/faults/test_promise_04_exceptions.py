"""Promise 4: an exception anywhere is one calm message and a private log without values; the exit code is 1."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., Any]
SECRET = "hunter2"

# Where it is raised: lines that make the key ? raise it there. ``secret`` is a local variable where it is raised.
PLACES = {
    "a handler": "CourseScreen.open_keys = lambda self: fail()",
    "a handler that waits": "async def wait(self):\n    fail()\nCourseScreen.open_keys = wait",
    "a worker in a thread": "CourseScreen.open_keys = lambda self: self.run_worker(fail, thread=True)",
    "a worker": "async def work():\n    fail()\nCourseScreen.open_keys = lambda self: self.run_worker(work())",
    "a timer": "CourseScreen.open_keys = lambda self: self.set_timer(0.01, fail)",
    "drawing": "import vctutor.tui.widgets.reader as r\n"
    "CourseScreen.open_keys = lambda self: (setattr(r.Reader, 'render_lines', lambda self, crop: fail()), "
    "self.reader.refresh())",
    "laying out": "import vctutor.tui.course.course_pages as o\no.keys_page = lambda *given: fail()",
    "a task nobody waits for": "import asyncio\nasync def task():\n    fail()\n"
    "CourseScreen.open_keys = lambda self: asyncio.ensure_future(task()) and None",
    "a thread": "import threading\n"
    "CourseScreen.open_keys = lambda self: threading.Thread(target=fail).start()",
}

FAIL = f"""
from vctutor.tui.course.screen import CourseScreen
def fail():
    secret = "{SECRET}"[:]
    raise KeyError("it broke\\x1b]0;here\\x07")
"""


def lines_after_leaving(terminal: Any) -> list[str]:
    """Return what was written once the screen was given back."""
    text = bytes(terminal.raw).rpartition(b"\x1b[?25h")[2].decode()
    return [line for line in text.replace("\r", "").split("\n") if line]


@pytest.mark.parametrize("where", PLACES)
def test_an_exception_in(tutor: Start, kept: Callable[[], Any], tmp_path: Path, where: str) -> None:
    terminal = tutor(before=FAIL + PLACES[where]).ready()
    terminal.send("3")
    terminal.wait_for("chapter 3 of 9")
    terminal.send("?")
    assert terminal.ended() == 1
    assert terminal.settings_equal()
    assert terminal.modes_left() == set()
    log = tmp_path / "data" / "error.log"
    (line,) = lines_after_leaving(terminal)
    assert line.startswith("vctutor: something went wrong inside the program")
    assert "progress is saved" in line
    assert str(log) in line
    text = log.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "in fail" in text
    assert "\x1b" not in text
    assert SECRET not in bytes(terminal.raw).decode()
    assert f'secret = "{SECRET}"' not in text.replace("\\", "")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert kept().at.chapter == "many-variables"


START = {
    "starting the application": "import vctutor.tui.app as a\na.TutorApp.get_default_screen = lambda self: fail()",
    "making the application": "import vctutor.tui.app as a\na.ProgressRecorder = lambda *given: fail()",
    "composing": "CourseScreen.compose = lambda self: fail()",
    "the first picture": "import vctutor.tui.course.page_layout as b\nb.opening = lambda *given: fail()",
}


@pytest.mark.parametrize("where", START)
def test_an_exception_while(tutor: Start, tmp_path: Path, where: str) -> None:
    terminal = tutor(before=FAIL + START[where])
    assert terminal.ended() == 1
    assert terminal.settings_equal()
    assert terminal.modes_left() == set()
    assert "something went wrong" in bytes(terminal.raw).decode()
    assert "in fail" in (tmp_path / "data" / "error.log").read_text(encoding="utf-8")


def test_a_log_that_can_not_be_written_is_told(tutor: Start, tmp_path: Path) -> None:
    (tmp_path / "data" / "error.log").mkdir(parents=True)
    terminal = tutor(before=FAIL + PLACES["a handler"]).ready()
    terminal.send("?")
    assert terminal.ended() == 1
    (line,) = lines_after_leaving(terminal)
    assert "could not be written" in line


def test_what_is_closed_before_it_is_all_there_is_no_exception(tutor: Start) -> None:
    """Keys typed ahead open pages and close them again while a thread still works for them."""
    terminal = tutor(
        before="""
        import threading
        from vctutor.course.search import Index
        make = Index.of
        Index.of = lambda *given: (threading.Event().wait(0.3), make(*given))[1]
        """
    ).ready()
    for keys in ("/", "\x10", "M", "?", "P", "/"):
        terminal.send(f"{keys}\x1b[27u\x1b[27u\x1b[27u")
    terminal.settle()
    terminal.send("/")
    terminal.wait_for("enter goes there")
    terminal.send("\x11")
    assert terminal.ended() == 0
