"""Promise 11, in the real program: nothing leaves the machine, no other program runs, and every file is private.

What the store promises of it is in test_store_private.py.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

WATCH = """
import os, sys
os.umask(0)
LOG = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
def watch(event, given):
    outward = ("socket", "subprocess", "urllib", "http", "ftplib", "smtplib", "webbrowser")
    programs = ("os.exec", "os.fork", "os.posix_spawn", "os.system", "os.spawn")
    if event.split(".")[0] in outward or event in programs:
        os.write(LOG, (event + "\\n").encode())
sys.addaudithook(watch)
"""


def test_an_hour_of_learning_in_short(tutor: Callable[..., Any], tmp_path: Path) -> None:
    log = tmp_path / "log"
    terminal = tutor("open", "2", before=WATCH.format(log=str(log)), size=(120, 40)).ready()
    for keys in ("m", "a note\r", "B", "P", "\x1b", ",", "\x1b", "\x14", "T", "\x1b", "a"):
        terminal.send(keys)
        terminal.settle()
    terminal.wait_for("enter answer  esc leave")
    terminal.send("12 + 12*(x - 2)\r")
    terminal.wait_for("Right")
    for keys in ("\x1b", "s", " "):
        terminal.send(keys)
        terminal.settle()
    terminal.send("\x11")
    assert terminal.ended() == 0
    done = set(log.read_text().split())
    # Sockets are made for the loop to wake itself, and the name of the machine is asked of the system for spill files.
    assert done <= {"socket.__new__", "socket.gethostname"}
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").rglob("*")}
    assert found
    assert {path: mode for path, mode in found.items() if mode & 0o077} == {}
