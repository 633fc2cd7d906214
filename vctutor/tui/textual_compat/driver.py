"""Textual's driver over a `TerminalOwner`: keys come from its watch thread, updates go to its writer thread."""

from __future__ import annotations

import asyncio
import codecs
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.geometry import Size

from vctutor.tui.terminal.signals import stop_here
from vctutor.tui.terminal.terminal_owner import TerminalOwner

if TYPE_CHECKING:
    from vctutor.tui.textual_compat.resilient_app import ResilientApp


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
        self._new_parser()
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

    def _new_parser(self) -> None:
        self._parser = XTermParser()
        self._decode = codecs.getincrementaldecoder(self._terminal.encoding)("replace").decode

    def typed(self, data: bytes) -> None:
        """Turn bytes that were typed into events."""
        text = self._decode(data)
        if not text:
            return
        try:
            for event in self._parser.feed(text):
                self.process_message(event)
        except (ParseError, ValueError, IndexError, KeyError, StopIteration, RuntimeError):
            self._new_parser()  # line noise must not end the thread

    def tick(self) -> None:
        """Emit the escape key where nothing followed the escape character."""
        for event in self._parser.tick():
            self.process_message(event)

    def deadline(self) -> float | None:
        """Return when an escape character that nothing follows counts as the key, by the monotonic clock."""
        deadline: float | None = self._parser._timeout_time
        return deadline

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
        if width and height:
            return width, height
        return shutil.get_terminal_size()

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
