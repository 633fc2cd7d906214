"""A thread that writes to the terminal and notices a terminal that accepts no more output."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable

STALL_SECONDS = 1.8  # without a byte accepted, after which the terminal counts as lost
MOST_PENDING = 1 << 18  # bytes; `write` blocks while more are pending
CHUNK = 1 << 14


class Writer(threading.Thread):
    """Writes to a non-blocking descriptor, in order. It sleeps without a time-out while nothing is pending.

    Output that can't be written any more is dropped.
    """

    def __init__(self, descriptor: int, on_lost: Callable[[str], None]) -> None:
        """Write to ``descriptor``; ``on_lost`` gets, once and on the thread, the reason why writing failed."""
        super().__init__(name="vctutor-output", daemon=True)
        self._descriptor = descriptor
        self._on_lost = on_lost
        self._changed = threading.Condition()
        self._pending = bytearray()
        self._busy = False
        self._closed = False
        self.abandoned = False

    def write(self, data: bytes) -> None:
        """Queue bytes. This returns at once, unless more than `MOST_PENDING` are queued."""
        with self._changed:
            if self.abandoned:
                return
            self._pending += data
            self._changed.notify_all()
            if len(self._pending) > MOST_PENDING:
                self._changed.wait_for(
                    lambda: len(self._pending) <= MOST_PENDING or self.abandoned, 2 * STALL_SECONDS
                )

    def drain(self, seconds: float) -> bool:
        """Wait at most ``seconds`` until everything is written, and return whether it is."""
        with self._changed:
            self._changed.wait_for(
                lambda: (not self._pending and not self._busy) or self.abandoned, seconds
            )
            return not self._pending and not self._busy and not self.abandoned

    def abandon(self) -> None:
        """Drop pending output and write nothing more."""
        with self._changed:
            self.abandoned = True
            self._pending.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """Stop the thread once everything is written."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def run(self) -> None:
        """Write until closed or abandoned."""
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._pending or self._closed or self.abandoned)
                if self.abandoned or not self._pending:
                    return
                data = bytes(self._pending)
                self._pending.clear()
                self._busy = True
                self._changed.notify_all()
            why = self._write_all(data)
            if why:
                self.abandon()
                self._on_lost(why)
                return

    def _write_all(self, data: bytes) -> str:
        """Write all of ``data``; return the reason where that fails, else an empty string."""
        view = memoryview(data)
        progressed = time.monotonic()
        while view and not self.abandoned:
            try:
                view = view[os.write(self._descriptor, view[:CHUNK]) :]
                progressed = time.monotonic()
            except BlockingIOError:
                left = progressed + STALL_SECONDS - time.monotonic()
                if left <= 0:
                    return "the terminal takes no output"
                select.select([], [self._descriptor], [], left)
            except OSError as error:
                return f"the terminal can't be written to ({error.strerror})"
        return ""
