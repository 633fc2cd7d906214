"""Signals, read from a descriptor. The handlers do nothing, so they can't interrupt the program at a bad moment."""

from __future__ import annotations

import os
import signal
from typing import Any

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
OTHERS = (signal.SIGWINCH, signal.SIGCONT, signal.SIGTSTP)


def _ignore(number: int, frame: Any) -> None:
    """Do nothing. Python writes the number of a signal with a handler to the wakeup descriptor."""


class Signals:
    """Catches signals until closed; `read` returns them. Open and close it on the main thread."""

    def __init__(self) -> None:
        """Start to catch signals, also those that were ignored when the program was started."""
        self.descriptor, self._write_end = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(self._write_end, False)
        self._wakeup_before = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _ignore) for number in (*ENDING, *OTHERS)}

    def read(self) -> list[int]:
        """Return the signals received since the last call, each once, in order of arrival."""
        try:
            return list(dict.fromkeys(os.read(self.descriptor, 4096)))
        except BlockingIOError:
            return []

    def close(self) -> None:
        """Restore the previous handlers."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        os.close(self.descriptor)
        os.close(self._write_end)


def stop_here() -> None:
    """Stop the process as ctrl+z does, and return when it is continued. Main thread only.

    In an orphaned process group, where no shell could continue it, the system does not stop it.
    """
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        os.kill(os.getpid(), signal.SIGTSTP)
    finally:
        signal.signal(signal.SIGTSTP, before)
