"""Writing to the terminal in a thread of its own, which notices a terminal that takes nothing any more."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable

STALL = 1.8  # seconds in which a terminal that has something to take takes nothing at all
MOST = 1 << 18  # bytes that may wait before whoever writes has to
CHUNK = 1 << 14


class Writer(threading.Thread):
    """Writes what it is given, in order, to a descriptor that does not block.

    At rest it sleeps without a time-out. What can't be written any more is dropped.
    """

    def __init__(self, descriptor: int, gone: Callable[[str], None]) -> None:
        """Write to ``descriptor``; ``gone`` is told once, in the thread, why nothing can be written any more."""
        super().__init__(name="vctutor-output", daemon=True)
        self._descriptor = descriptor
        self._gone = gone
        self._changed = threading.Condition()
        self._waiting = bytearray()
        self._busy = False
        self._closed = False
        self.abandoned = False

    def write(self, data: bytes) -> None:
        """Have bytes written. It returns at once, unless a great many wait already."""
        with self._changed:
            if self.abandoned:
                return
            self._waiting += data
            self._changed.notify_all()
            if len(self._waiting) > MOST:
                self._changed.wait_for(
                    lambda: len(self._waiting) <= MOST or self.abandoned, 2 * STALL
                )

    def drain(self, seconds: float) -> bool:
        """Wait until everything is written, ``seconds`` at most; return whether it is."""
        with self._changed:
            self._changed.wait_for(
                lambda: (not self._waiting and not self._busy) or self.abandoned, seconds
            )
            return not self._waiting and not self._busy and not self.abandoned

    def abandon(self) -> None:
        """Drop what waits, and write nothing more."""
        with self._changed:
            self.abandoned = True
            self._waiting.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread, once everything is written."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def run(self) -> None:
        """Write until closed or abandoned."""
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting or self._closed or self.abandoned)
                if self.abandoned or not self._waiting:
                    return
                data = bytes(self._waiting)
                self._waiting.clear()
                self._busy = True
                self._changed.notify_all()
            why = self._write_all(data)
            if why:
                self.abandon()
                self._gone(why)
                return

    def _write_all(self, data: bytes) -> str:
        """Write all of it; return why that is not possible, or nothing."""
        view = memoryview(data)
        moved = time.monotonic()
        while view and not self.abandoned:
            try:
                view = view[os.write(self._descriptor, view[:CHUNK]) :]
                moved = time.monotonic()
            except BlockingIOError:
                left = moved + STALL - time.monotonic()
                if left <= 0:
                    return "the terminal takes no output"
                select.select([], [self._descriptor], [], left)
            except OSError as error:
                return f"the terminal can't be written to ({error.strerror})"
        return ""
