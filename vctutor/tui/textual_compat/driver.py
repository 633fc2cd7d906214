"""Textual's driver over a `TerminalOwner`: keys come from its watch thread, updates go to its writer thread."""

from __future__ import annotations

import asyncio
import codecs
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.driver import Driver
from textual.geometry import Size

from vctutor.tui.terminal.input_stream import InputStream, Item
from vctutor.tui.terminal.signals import stop_here
from vctutor.tui.terminal.terminal_owner import TerminalOwner
from vctutor.tui.textual_compat.keys import KeyReader

if TYPE_CHECKING:
    from vctutor.tui.textual_compat.resilient_app import ResilientApp


# Reading stops while more messages than this wait to be handled. What is typed then waits in the kernel: events of a
# flood of keys took hundreds of megabytes.
PENDING_LIMIT = 32
PENDING_POLL = 0.02  # seconds between two counts of the pending messages
LONGEST_PAUSE = 2.0  # seconds without reading, after which one chunk is read all the same: quitting must be possible
LARGEST_SIZE = (
    1000,
    500,
)  # columns and rows; a terminal may claim any number, and each cell takes memory


class TerminalDriver(Driver):
    """Reads and draws on the terminal that the application's `TerminalOwner` holds.

    Unlike Textual's own driver it draws on standard output and wakes for nothing but keys and signals. The owner resets
    the modes, also where the application can't any more.
    """

    def __init__(
        self,
        app: ResilientApp,
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Connect an application and its terminal; called by Textual, in the running loop."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert app.terminal is not None, "the application has no terminal"
        self._tutor = app
        self._terminal: TerminalOwner = app.terminal
        self._with_mouse = mouse
        self._event_loop = asyncio.get_running_loop()
        self._unsent: list[str] = []
        self._new_input()
        self._terminal.on_end = self._end
        self._terminal.on_signal = self._signal
        if self._terminal.code is not None:
            self._end(self._terminal.code)

    @property
    def can_suspend(self) -> bool:
        """Whether the reader may stop the program and get a shell: not in a kiosk."""
        return not self._tutor.kiosk

    # --- output -------------------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Write to the terminal, with question marks for characters that its encoding does not have."""
        if data == SYNC_START or self._unsent:
            # An update goes out in one piece, so that the writer thread wakes once for it.
            self._unsent.append(data)
            if data != SYNC_END:
                return
            data = "".join(self._unsent)
            self._unsent.clear()
        self._terminal.writer.write(data.encode(self._terminal.encoding, "replace"))

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._terminal.take(mouse=self._with_mouse)
        self._terminal.watch.listen(self)
        self._send_size()

    def disable_input(self) -> None:
        """Stop sending keys to the application."""
        self._terminal.watch.listen(None)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self.disable_input()
        self._terminal.give_back()

    def close(self) -> None:
        """Do nothing: the terminal's owner outlives the application."""

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: addresses are shown, see ``pages/link.py``."""

    # --- input, on the watch thread -----------------------------------------------------------------------

    def _new_input(self) -> None:
        self._input = InputStream()
        self._keys = KeyReader()
        self._decode = codecs.getincrementaldecoder(self._terminal.encoding)("replace").decode
        self._last_read = 0.0
        self._paused_since: float | None = None

    def typed(self, data: bytes) -> None:
        """Turn bytes that were typed into events, and read no more until they are handled."""
        self._last_read = self._paused_since = time.monotonic()
        self._emit(self._input.feed(self._decode(data)))
        self._call_in_loop(self._resume_reading)

    def tick(self) -> None:
        """Emit what a sequence means that nothing followed, such as the escape key."""
        deadline = self.deadline()
        if deadline is not None and time.monotonic() >= deadline:
            self._emit(self._input.timeout())

    def deadline(self) -> float | None:
        """Return when an unfinished sequence counts as finished, by the monotonic clock."""
        delay = self._input.delay
        return None if delay is None else self._last_read + delay

    def ready(self) -> bool:
        """Return whether more bytes can be taken."""
        return self._paused_since is None

    def _emit(self, items: Iterable[Item]) -> None:
        for item in items:
            for event in self._keys.events(item):
                self.process_message(event)

    def _resume_reading(self) -> None:
        """Resume reading, on the event loop, as soon as few enough messages are pending."""
        since = self._paused_since
        if since is None:
            return
        if self._tutor.pending_input() > PENDING_LIMIT and time.monotonic() < since + LONGEST_PAUSE:
            self._event_loop.call_later(PENDING_POLL, self._call_in_loop, self._resume_reading)
            return
        self._paused_since = None
        self._terminal.watch.wake()

    # --- signals, on the watch thread ---------------------------------------------------------------------

    def _signal(self, number: int) -> None:
        act = {
            signal.SIGWINCH: self._send_size,
            signal.SIGCONT: self._continued,
            signal.SIGTSTP: self._stop,
        }.get(cast("Any", number))
        if act is not None:
            self._call_in_loop(act)

    def _end(self, code: int) -> None:
        self._call_in_loop(lambda: self._tutor.end(code))

    def _call_in_loop(self, act: Callable[[], None]) -> None:
        def run() -> None:
            with self._tutor._context():  # the watch thread has none to inherit
                act()

        with suppress(RuntimeError):  # the loop is closed, and the program ends anyway
            self._event_loop.call_soon_threadsafe(run)

    # --- signals, in the loop -----------------------------------------------------------------------------

    def _send_size(self) -> None:
        size = Size(*self._terminal_size())
        self.send_message(events.Resize(size, size))

    def _terminal_size(self) -> tuple[int, int]:
        try:
            width, height = os.get_terminal_size(self._terminal.output_fd)
        except OSError:
            width, height = 0, 0
        if not (width and height):
            width, height = shutil.get_terminal_size()
        return min(width, LARGEST_SIZE[0]), min(height, LARGEST_SIZE[1])

    def _stop(self) -> None:
        """Give the terminal back and stop; returns when the program is continued."""
        if not (self._auto_restart and self.can_suspend):
            return
        self.suspend_application_mode()
        stop_here()
        self.resume_application_mode()
        self.send_message(self.SignalResume())
        self._tutor.redraw()

    def _continued(self) -> None:
        """Set the modes and draw again: another program may have had the terminal meanwhile."""
        if self._terminal.taken:
            self._terminal.take(mouse=self._with_mouse)
            self._tutor.redraw()
