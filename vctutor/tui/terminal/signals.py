"""Signals, told to a descriptor: the handlers do nothing themselves, so they can't meet the program in a bad moment."""

from __future__ import annotations

import os
import signal
from typing import Any

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
OTHERS = (signal.SIGWINCH, signal.SIGCONT, signal.SIGTSTP)


def _told(number: int, frame: Any) -> None:
    """Let Python write the signal's number to the descriptor."""


class Signals:
    """While open, signals do nothing but appear in what :meth:`read` returns. Opened and closed in the main thread."""

    def __init__(self) -> None:
        """Begin to catch them, also those that whoever started the program had ignored."""
        self.descriptor, self._write_end = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(self._write_end, False)
        self._wakeup_before = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _told) for number in (*ENDING, *OTHERS)}

    def read(self) -> list[int]:
        """Return the signals that came since the last look, each once, in the order they came."""
        try:
            return list(dict.fromkeys(os.read(self.descriptor, 4096)))
        except BlockingIOError:
            return []

    def close(self) -> None:
        """Let the signals do again what they did before."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        os.close(self.descriptor)
        os.close(self._write_end)


def stop_here() -> None:
    """Stop as ctrl+z stops any program, and return when continued.

    Where nobody could continue it, as in a session without a shell's job control, the system lets it go on at once.
    Main thread only.
    """
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        os.kill(os.getpid(), signal.SIGTSTP)
    finally:
        signal.signal(signal.SIGTSTP, before)
