"""Real processes with real faults: the store in children that report in JSON, and the tutor in a pseudo-terminal."""

from __future__ import annotations

import fcntl
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vctutor.progress.store import Store

SECONDS = 60.0

BEFORE = """
import json, os, resource, sys
from pathlib import Path
from vctutor.progress.store import Store
directory = Path(sys.argv[1])
SECONDS = 30
def open_store(**options):
    return Store.open(directory, **{"idle": 3600.0, "retry": 3600.0, **options})
def saved(receipt):
    return "saved" if receipt.saved else "spilled" if receipt.spilled else "memory"
def report(**values):
    print(json.dumps(values))
"""


@pytest.fixture
def in_child(tmp_path: Path) -> Callable[..., Any]:
    """Run lines of Python in a process of their own and return what they report."""

    def run(
        code: str,
        directory: Path | None = None,
        *,
        prefix: tuple[str, ...] = (),
        before_exec: Callable[[], None] | None = None,
    ) -> Any:
        command = [
            *prefix,
            sys.executable,
            "-c",
            BEFORE + textwrap.dedent(code),
            str(directory or tmp_path / "data"),
        ]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env=environment,
            preexec_fn=before_exec,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return json.loads(done.stdout)

    return run


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Open stores that are closed at the end, and that do nothing by themselves."""
    stores: list[Store] = []

    def open_(directory: Path | None = None, **options: Any) -> Store:
        store = Store.open(
            directory or tmp_path / "data", **{"idle": 3600.0, "retry": 3600.0, **options}
        )
        stores.append(store)
        return store

    yield open_
    for store in stores:
        store.close()


# --- the real program in a pseudo-terminal ------------------------------------------------------------------

ROOT = Path(__file__).parents[2]
READY = "n next"  # on the bottom line once the course is shown
ON = re.compile(rb"\x1b\[\?([\d;]+)([hl])")


DEADLINE = (
    60.0  # seconds until what a test waits for is taken to never come; no promise is about them
)
SAMPLE = 0.05  # seconds of processor time that measure how much of a processor one gets


def waiting_factor() -> float:
    """Return how much longer work takes now than on a machine that does nothing else.

    The load average tells of the last minute, and lags behind what has just begun: so some work is timed too.
    """
    wall, used = time.monotonic(), time.thread_time()
    while time.thread_time() - used < SAMPLE:
        pass
    measured = (time.monotonic() - wall) / (time.thread_time() - used)
    return max(1.0, measured, os.getloadavg()[0] / (os.cpu_count() or 1))


class Terminal:
    """A program that believes to be in a terminal, and what it wrote there."""

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        *,
        size: tuple[int, int] = (100, 30),
        controlling: bool = True,
        ignored: tuple[int, ...] = (),
        replaced: dict[int, int] | None = None,
        directory: Path | None = None,
    ) -> None:
        """Start it.

        Args:
            command: its words.
            environment: all its variables.
            size: columns and rows.
            controlling: whether the terminal is the program's controlling one, which hangs up with a signal.
            ignored: signals that are ignored when it starts.
            replaced: 0, 1 or 2 -> the descriptor in its place; -1 closes it.
            directory: where it starts; None is the current one.
        """
        self.master, self.slave = os.openpty()
        self.resize(*size, tell=False)
        self.before = termios.tcgetattr(self.slave)
        self.raw = bytearray()
        self.reading = threading.Event()
        self.reading.set()
        self._more = threading.Condition()
        self._odd = False
        self._stop = os.pipe()

        def in_child() -> None:
            for number in ignored:
                signal.signal(number, signal.SIG_IGN)
            if controlling:
                fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for number, other in (replaced or {}).items():
                if other == -1:
                    os.close(number)
                else:
                    os.dup2(other, number)

        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=environment,
            cwd=directory,
            start_new_session=True,
            preexec_fn=in_child,
            pass_fds=(self.slave, *(fd for fd in (replaced or {}).values() if fd > 2)),
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while True:
            sources = [self._stop[0]] + ([self.master] if self.reading.is_set() else [])
            ready, _, _ = select.select(sources, [], [])
            if self._stop[0] in ready:
                if os.read(self._stop[0], 1) == b"q":
                    return
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:
                data = b""
            with self._more:
                self.raw += data
                self._more.notify_all()
            if not data:
                return

    def stop_reading(self) -> None:
        """Take no more of its output, as a link that has frozen."""
        self.reading.clear()
        os.write(self._stop[1], b"n")

    def read_on(self) -> None:
        """Take its output again."""
        self.reading.set()
        os.write(self._stop[1], b"n")

    def send(self, keys: str | bytes) -> None:
        """Type; an escape by itself as terminals send it that say at once that nothing follows."""
        keys = "\x1b[27u" if keys == "\x1b" else keys
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, rows: int, *, tell: bool = True) -> None:
        """Change the size of the window."""
        self.columns, self.rows = columns, rows
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if tell:
            self.process.send_signal(signal.SIGWINCH)

    def screen(self) -> str:
        """Return what stands on the screen, as text."""
        import pyte

        screen = pyte.Screen(self.columns, self.rows)
        text = bytes(self.raw).decode("utf-8", "replace")
        pyte.Stream(screen).feed(re.sub(r"\x1b\[[<>=][\d;]*u|\x1b\[\?[\d;]+\$p", "", text))
        return "\n".join(screen.display)

    def wait_for(self, wanted: str | Callable[[str], bool], seconds: float = DEADLINE) -> str:
        """Wait until the screen shows a text, or is as wanted, and return it."""
        found = wanted if callable(wanted) else lambda shown: wanted in shown
        deadline = time.monotonic() + seconds
        seen = -1
        while True:
            if len(self.raw) != seen:
                seen = len(self.raw)
                shown = self.screen()
                if found(shown):
                    return shown
            with self._more:
                if len(self.raw) == seen and not self._more.wait(0.2):
                    if self.process.poll() is not None and len(self.raw) == seen:
                        raise AssertionError(f"it ended with {self.process.returncode}:\n{shown}")
                    if time.monotonic() > deadline:
                        raise AssertionError(f"not seen in {seconds} s: {wanted}\n{shown}")

    def wait_raw(self, wanted: bytes, seconds: float = DEADLINE, *, since: int = 0) -> None:
        """Wait until it has written these bytes."""
        deadline = time.monotonic() + seconds
        with self._more:
            while wanted not in self.raw[since:]:
                self._more.wait(0.2)
                assert time.monotonic() < deadline, f"never written: {wanted!r}"

    def ready(self) -> Terminal:
        """Wait until the course is shown and takes keys."""
        self.wait_for(READY)
        return self

    def settle(self) -> None:
        """Wait until what was typed has been dealt with: until the program has drawn for a window of another size."""
        self._odd = not self._odd
        self._drawn_for(self.columns + (1 if self._odd else -1))

    def _drawn_for(self, columns: int) -> None:
        deadline = time.monotonic() + DEADLINE
        before = len(self.raw)
        while True:
            self.resize(columns, self.rows)
            try:
                self.wait_raw(b"vctutor", 1.0, since=before)
                return
            except AssertionError:
                assert self.process.poll() is None, f"it ended with {self.process.returncode}"
                assert time.monotonic() < deadline, "it draws nothing"
                columns += 1  # two changes may have been seen as one, which was none

    def shows(self, wanted: str) -> bool:
        """Wait until the screen shows a text, which is true, or until the program has ended."""
        try:
            self.wait_for(wanted)
        except AssertionError:
            assert self.process.poll() is not None
            return False
        return True

    def everything(self) -> str:
        """Return all that was written, without the sequences."""
        return re.sub(r"\x1b\[[\d;?<>$]*[a-zA-Z]", "", bytes(self.raw).decode("utf-8", "replace"))

    def ended(self, seconds: float = DEADLINE) -> int:
        """Wait for the program to be over, and return its exit code; negative for a signal that killed it."""
        code = self.process.wait(seconds)
        if self.reading.is_set() and self.master >= 0:
            self._drain()
        return code

    def _drain(self) -> None:
        """Take what it wrote last."""
        while True:
            ready, _, _ = select.select([self.master], [], [], 0)
            seen = len(self.raw)
            if not ready and len(self.raw) == seen:
                return

    def hang_up(self) -> None:
        """Cut the line."""
        os.write(self._stop[1], b"q")
        self._thread.join()
        os.close(self.master)
        self.master = -1

    def modes_left(self) -> set[str]:
        """Return the modes that are on after all it wrote, the keyboard protocol's levels among them."""
        on: set[str] = set()
        for modes, turned in ON.findall(bytes(self.raw)):
            for mode in modes.decode().split(";"):
                (on.add if turned == b"h" else on.discard)(mode)
        on -= {"7", "25"}  # these are on from the start
        if bytes(self.raw).rfind(b"\x1b[?25l") > bytes(self.raw).rfind(b"\x1b[?25h"):
            on.add("no cursor")
        if bytes(self.raw).rfind(b"\x1b[?7l") > bytes(self.raw).rfind(b"\x1b[?7h"):
            on.add("no wrap")
        pushed = len(re.findall(rb"\x1b\[>\d*u", self.raw)) - len(
            re.findall(rb"\x1b\[<\d*u", self.raw)
        )
        return on | ({"keyboard"} if pushed > 0 else set())

    def settings_equal(self) -> bool:
        """Return whether the terminal's settings are those it had."""
        return termios.tcgetattr(self.slave) == self.before

    def close(self) -> None:
        """End the program if it still runs, and let go of the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master >= 0:
            os.write(self._stop[1], b"q")
            self._thread.join()
            os.close(self.master)
        for descriptor in (self.slave, *self._stop):
            os.close(descriptor)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a reader of one's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "VCTUTOR_DATA_DIR": str(tmp_path / "data"),
        "VCTUTOR_CONFIG_DIR": str(tmp_path / "config"),
    }


@pytest.fixture
def tutor(environment: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Start the tutor in a terminal: ``tutor("open", "4", before="lines of Python that break something")``."""
    terminals: list[Terminal] = []

    def start(
        *arguments: str,
        before: str = "",
        extra: dict[str, str | None] | None = None,
        command: list[str] | None = None,
        **options: Any,
    ) -> Terminal:
        code = f"import sys\n{textwrap.dedent(before)}\nfrom vctutor.cli.main import main\nsys.exit(main())"
        changed = {**environment, **(extra or {})}
        terminal = Terminal(
            command or [sys.executable, "-c", code, *arguments],
            {name: value for name, value in changed.items() if value is not None},
            **options,
        )
        terminals.append(terminal)
        return terminal

    yield start
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], Any]:
    """Return what the store of the reader holds, as its progress."""

    def read() -> Any:
        store = Store.open(tmp_path / "data", idle=3600.0, retry=3600.0)
        try:
            return store.progress().result(SECONDS)
        finally:
            store.close()

    return read


@pytest.fixture
def within() -> Callable[[float], float]:
    """Return how long something may take here now that takes so long on a machine that does nothing else."""
    return lambda seconds: seconds * waiting_factor()
