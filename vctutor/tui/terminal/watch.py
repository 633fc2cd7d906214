"""A thread that waits for keys and signals, without a time-out unless an escape sequence is incomplete."""

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

JOIN_SECONDS = 1.0  # that `listen` and `close` wait for the thread


class Listener(Protocol):
    """Receives what is typed. Called on the watch thread."""

    def typed(self, data: bytes) -> None:
        """Handle bytes that were typed."""

    def tick(self) -> None:
        """Interpret an incomplete escape sequence once its deadline has passed."""

    def deadline(self) -> float | None:
        """Return when to call `tick`, by the monotonic clock; None if no sequence is incomplete."""

    def ready(self) -> bool:
        """Return whether the listener can take keys now. One that could not calls `Watch.wake` when it can."""


class Watch(threading.Thread):
    """Reports signals from the start, and keys while there is a listener."""

    def __init__(
        self,
        tty: int,
        signals: Signals,
        on_signal: Callable[[int], None],
        on_lost: Callable[[str], None],
    ) -> None:
        """Read keys from ``tty``. ``on_signal`` gets each signal, ``on_lost`` the reason why the terminal is gone."""
        super().__init__(name="vctutor-input", daemon=True)
        self._tty = tty
        self._signals = signals
        self._on_signal = on_signal
        self._on_lost = on_lost
        self._listener: Listener | None = None
        self._closed = False
        self._seen = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)

    def listen(self, listener: Listener | None) -> None:
        """Send keys to ``listener``; None leaves them unread. After this returns no other listener gets a key."""
        self._seen.clear()
        self._listener = listener
        self.wake()
        if listener is None and threading.current_thread() is not self and self.is_alive():
            self._seen.wait(JOIN_SECONDS)

    def close(self) -> None:
        """Stop the thread."""
        self._closed = True
        self.wake()
        self.join(JOIN_SECONDS)

    def wake(self) -> None:
        """Check again for a listener and whether it can take keys. Safe to call on any thread."""
        with suppress(BlockingIOError):  # a wake-up is pending already
            os.write(self._wake_write, b"!")

    def run(self) -> None:
        """Wait for keys and signals until closed."""
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
                    self._on_signal(number)
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
        self._listener = None  # `select` would report it as readable forever
        self._on_lost(why)


def _alive(tty: int) -> bool:
    """Return whether a terminal that returned no bytes still exists: ctrl+d reads as end of file too."""
    try:
        termios.tcgetattr(tty)
    except termios.error:
        return False
    return True
