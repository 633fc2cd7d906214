"""One thread that waits for keys and for signals, without any time-out while there is nothing to wait for."""

from __future__ import annotations

import os
import select
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from vctutor.tui.terminal.signals import Signals

ENOUGH = 1.0  # seconds that whoever stops the listening waits for the thread


class Listener(Protocol):
    """Who takes what is typed. Called in the watching thread."""

    def typed(self, data: bytes) -> None:
        """Take bytes that were typed."""

    def tick(self) -> None:
        """Decide what a sequence that was begun means, now that nothing followed."""

    def deadline(self) -> float | None:
        """Return when to be ticked, by the monotonic clock; None where nothing is begun."""

    def ready(self) -> bool:
        """Return whether more can be taken. Who was not ready wakes the watch later."""


class Watch(threading.Thread):
    """Tells of signals from the start, and of keys while there is somebody to listen."""

    def __init__(
        self,
        tty: int,
        signals: Signals,
        signalled: Callable[[int], None],
        gone: Callable[[str], None],
    ) -> None:
        """Read keys from ``tty``. ``signalled`` is told each signal, ``gone`` why the terminal is no more."""
        super().__init__(name="vctutor-input", daemon=True)
        self._tty = tty
        self._signals = signals
        self._signalled = signalled
        self._gone = gone
        self._listener: Listener | None = None
        self._closed = False
        self._seen = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)

    def listen(self, listener: Listener | None) -> None:
        """Give keys to ``listener`` from now on; None leaves them unread. No key is given to another after this."""
        self._seen.clear()
        self._listener = listener
        self.wake()
        if listener is None and threading.current_thread() is not self and self.is_alive():
            self._seen.wait(ENOUGH)

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self.wake()
        self.join(ENOUGH)

    def wake(self) -> None:
        """Look again who listens, and whether more can be taken. Any thread may call it."""
        with suppress(BlockingIOError):  # it is being woken already
            os.write(self._wake_write, b"!")

    def run(self) -> None:
        """Wait, and tell."""
        while not self._closed:
            listener = self._listener
            self._seen.set()
            sources = [self._wake_read, self._signals.descriptor]
            deadline = None
            if listener is not None and listener.ready():
                sources.append(self._tty)
                deadline = listener.deadline()
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select(sources, [], [], left)
            if self._wake_read in ready:
                os.read(self._wake_read, 4096)
            if self._signals.descriptor in ready:
                for number in self._signals.read():
                    self._signalled(number)
            if listener is not None and listener is self._listener and self._tty in sources:
                self._read(listener, self._tty in ready)

    def _read(self, listener: Listener, ready: bool) -> None:
        if ready:
            try:
                data = os.read(self._tty, 4096)
            except BlockingIOError:
                return
            except OSError as error:
                return self._lost(f"the terminal is gone ({error.strerror})")
            if not data and not _alive(self._tty):
                return self._lost("the terminal is gone")
            if data:
                listener.typed(data)
        listener.tick()

    def _lost(self, why: str) -> None:
        self._listener = None  # it would be ready to be read for ever
        self._gone(why)


def _alive(tty: int) -> bool:
    """Return whether a terminal that gave an end of file is there still: somebody may have typed one."""
    try:
        termios.tcgetattr(tty)
    except termios.error:
        return False
    return True
