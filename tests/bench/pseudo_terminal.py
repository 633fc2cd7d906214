"""A pseudo-terminal that runs a program, answers its queries, and times its output."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyte

COLUMNS, ROWS = 120, 36
QUIET = 0.15  # seconds without output after which a key counts as handled
# Sequences that a terminal ignores and that the emulator library would print.
SWALLOWED = re.compile(
    rb"\x1b\[[<>=][\d;]*[a-zA-Z]|\x1b\[\?[\d;]*\$p|\x1b\].*?(?:\x07|\x1b\\)|\x1bP.*?\x1b\\", re.S
)
ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
}


@dataclass(frozen=True)
class Work:
    """The response to a key: seconds until the last byte, and the number of bytes."""

    seconds: float
    written: int


class Session:
    """One program in a pseudo-terminal of 120x36 with 24-bit colour."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        """Start ``command``."""
        self.started = time.perf_counter()
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.set_blocking(self.descriptor, False)
        self.chunks: list[tuple[float, bytes]] = []
        self.written = 0
        self.ended = False
        self._shown = 0
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)

    # --- reading --------------------------------------------------------------------------------------------

    def read(self, timeout: float) -> bool:
        """Read what the program writes within ``timeout`` seconds; return whether it wrote anything."""
        if self.ended or not select.select([self.descriptor], [], [], max(0.0, timeout))[0]:
            return False
        return self.take()

    def take(self) -> bool:
        """Read what is available."""
        try:
            data = os.read(self.descriptor, 1 << 16)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return False
        self.chunks.append((time.perf_counter(), data))
        self.written += len(data)
        for question, answer in ANSWERS.items():
            for _ in range(data.count(question)):
                os.write(self.descriptor, answer)
        return True

    def text(self) -> str:
        """Return the text on the screen."""
        for _, data in self.chunks[self._shown :]:
            self._stream.feed(SWALLOWED.sub(b"", data))
        self._shown = len(self.chunks)
        return "\n".join(self._screen.display)

    def ready(self, shown: str, timeout: float = 60.0) -> float:
        """Wait until the screen shows a text; return the seconds from the start to the output that completed it."""
        end = time.perf_counter() + timeout
        if self.chunks and shown in self.text():
            return self.chunks[-1][0] - self.started
        while time.perf_counter() < end and not self.ended:
            self.read(end - time.perf_counter())
            while self.read(0.004):
                pass
            if shown in self.text():
                return self.chunks[-1][0] - self.started
        raise AssertionError(f"{shown!r} did not appear:\n{self.text()}")

    def shows(self, shown: str) -> bool:
        """Return whether the screen shows a text now."""
        return shown in self.text()

    def settle(self, quiet: float = QUIET, timeout: float = 10.0) -> None:
        """Wait until nothing has been written for `QUIET` seconds."""
        end = time.perf_counter() + timeout
        while self.read(quiet) and time.perf_counter() < end:
            pass

    # --- acting ---------------------------------------------------------------------------------------------

    def send(self, keys: str) -> None:
        """Type keys."""
        os.write(self.descriptor, keys.encode())

    def key(self, keys: str, patience: float = 3.0) -> Work:
        """Type keys and wait for the end of the output."""
        sent, before = time.perf_counter(), self.written
        self.send(keys)
        self.read(patience)
        while self.read(QUIET):
            pass
        return Work(
            self.chunks[-1][0] - sent if self.written > before else 0.0, self.written - before
        )

    def quit(self, keys: str, patience: float = 10.0) -> float:
        """Type the keys that end the program; return the seconds until it has ended."""
        sent = time.perf_counter()
        self.send(keys)
        while time.perf_counter() < sent + patience:
            self.read(0.002)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                self._close()
                return time.perf_counter() - sent
        self.kill()
        raise AssertionError("it did not end")

    def kill(self) -> None:
        """Kill the program if it still runs."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self._close()

    def _close(self) -> None:
        self.ended = True
        with suppress(OSError):
            os.close(self.descriptor)

    # --- what it costs --------------------------------------------------------------------------------------

    def memory(self) -> float:
        """Return the private memory of the program in MiB."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return (
            sum(
                int(size) for size in re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+)", rollup, re.M)
            )
            / 1024
        )

    def processor(self) -> float:
        """Return the processor time used, in seconds."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wakings(self) -> int:
        """Return the number of voluntary context switches of its threads, that is, how often they woke up."""
        count = 0
        for status in Path(f"/proc/{self.pid}/task").glob("*/status"):
            found = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status.read_text(), re.M)
            count += int(found[1]) if found else 0
        return count
