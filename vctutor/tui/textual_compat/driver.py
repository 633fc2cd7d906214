"""The driver of Textual over our guard: keys from its watch, pictures to its writer."""

from __future__ import annotations

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
    from vctutor.tui.app import TutorApp


MOST_PENDING = 32  # messages; while more wait to be handled, nothing more is read
LOOK_AGAIN = 0.02  # seconds until the pending messages are counted again
MOST_PATIENCE = 2.0  # seconds without reading, after which one chunk is read all the same: quitting must be possible
LARGEST = 1000, 500  # columns and rows; whatever a terminal claims, no more cells are kept


class GuardedDriver(Driver):
    """Reads and draws on the terminal that the application's guard holds.

    Unlike Textual's own it draws on standard output, wakes for nothing but keys and signals, and leaves the turning
    off of modes to the guard, which also does it when the application can't.
    """

    def __init__(
        self,
        app: TutorApp,
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Join the application and its guard; called by Textual, in the running loop."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert app.guard is not None, "the application was given no guard"
        self._tutor = app
        self._held: list[str] = []
        self._guard: TerminalOwner = app.guard
        self._new_input()
        self._guard.on_end = self._end
        self._guard.on_signal = self._signal
        if self._guard.code is not None:
            self._end(self._guard.code)

    @property
    def can_suspend(self) -> bool:
        """Whether the reader may stop the program and get a shell: not in a kiosk."""
        return not self._tutor.options.kiosk

    # --- output -------------------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Draw; what the terminal's encoding does not have becomes a question mark."""
        if (
            data == SYNC_START or self._held
        ):  # a picture goes out whole, so that the writing thread wakes once
            self._held.append(data)
            if data != SYNC_END:
                return
            data = "".join(self._held)
            self._held.clear()
        self._guard.writer.write(data.encode(self._guard.encoding, "replace"))

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._guard.take(mouse=self._mouse)
        self._guard.watch.listen(self)
        self._tell_size()

    def disable_input(self) -> None:
        """Give no more keys to the application."""
        self._guard.watch.listen(None)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self.disable_input()
        self._guard.give_back()

    def close(self) -> None:
        """Do nothing: the guard outlives the application."""

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: addresses are shown, see ``screens/link.py``."""

    # --- input, in the watching thread --------------------------------------------------------------------

    def _new_input(self) -> None:
        self._input = InputStream()
        self._keys = KeyReader()
        self._decode = codecs.getincrementaldecoder(self._guard.encoding)("replace").decode
        self._silent_since = 0.0
        self._busy_since: float | None = (
            None  # since when nothing is read, for too much waits to be handled
        )

    def typed(self, data: bytes) -> None:
        """Turn what was typed into events, and read on once they are handled."""
        self._silent_since = time.monotonic()
        self._deliver(self._input.feed(self._decode(data)))
        self._busy_since = time.monotonic()
        self._in_loop(self._read_on)

    def tick(self) -> None:
        """Decide what a sequence that was begun means when nothing follows it."""
        deadline = self.deadline()
        if deadline is not None and time.monotonic() >= deadline:
            self._deliver(self._input.timeout())

    def deadline(self) -> float | None:
        """Return when a sequence that was begun counts as ended."""
        delay = self._input.delay
        return None if delay is None else self._silent_since + delay

    def ready(self) -> bool:
        """Return whether more can be taken; until then what is typed waits in the kernel."""
        return self._busy_since is None

    def _deliver(self, items: Iterable[Item]) -> None:
        for item in items:
            for event in self._keys.events(item):
                self.process_message(event)

    def _read_on(self) -> None:
        """Have more read, unless too much still waits to be handled. Called in the loop."""
        since = self._busy_since
        if since is None:
            return
        if self._tutor.pending_input() > MOST_PENDING and time.monotonic() < since + MOST_PATIENCE:
            self._loop.call_later(LOOK_AGAIN, self._in_loop, self._read_on)
            return
        self._busy_since = None
        self._guard.watch.wake()

    # --- signals, in the watching thread --------------------------------------------------------------------

    def _signal(self, number: int) -> None:
        act = {
            signal.SIGWINCH: self._tell_size,
            signal.SIGCONT: self._continued,
            signal.SIGTSTP: self._stop,
        }.get(cast("Any", number))
        if act is not None:
            self._in_loop(act)

    def _end(self, code: int) -> None:
        self._in_loop(lambda: self._tutor.end(code))

    def _in_loop(self, act: Callable[[], None]) -> None:
        def run() -> None:
            with self._app._context():  # the watching thread has none
                act()

        with suppress(RuntimeError):  # the loop is over, and so is the program
            self._loop.call_soon_threadsafe(run)

    # --- signals, in the loop -----------------------------------------------------------------------------

    def _tell_size(self) -> None:
        size = Size(*self._terminal_size())
        self.send_message(events.Resize(size, size))

    def _terminal_size(self) -> tuple[int, int]:
        try:
            width, height = os.get_terminal_size(self._guard.output_fd)
        except OSError:
            width, height = 0, 0
        if not (width and height):
            width, height = shutil.get_terminal_size()
        return min(width, LARGEST[0]), min(height, LARGEST[1])

    def _stop(self) -> None:
        """Stop, with the terminal given back; go on here once continued."""
        if not (self._auto_restart and self.can_suspend):
            return
        self.suspend_application_mode()
        stop_here()
        self.resume_application_mode()
        self.send_message(self.SignalResume())
        self._tutor.redraw()

    def _continued(self) -> None:
        """Draw anew: whoever had the terminal meanwhile may have changed it."""
        if self._guard.taken:
            self._guard.take(mouse=self._mouse)
            self._tutor.redraw()
