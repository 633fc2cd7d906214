"""Owns the terminal: keeps its settings, starts its threads, and restores it whatever ends the program."""

from __future__ import annotations

import os
import signal
import termios
import threading
from collections.abc import Callable
from contextlib import suppress

from vctutor.tui.terminal import modes
from vctutor.tui.terminal.signals import ENDING, Signals
from vctutor.tui.terminal.watch import Watch
from vctutor.tui.terminal.writer import Writer

ORDERLY_SECONDS = (
    2.0  # that an orderly exit may take after a signal, or after the terminal was lost
)
HANG_UP = 128 + signal.SIGHUP
LAST_SAVE_SECONDS = 0.5  # for storing pending progress before a forced exit


class TerminalOwner:
    """Owns a terminal from before the application starts until after it ends. Create it on the main thread."""

    def __init__(
        self,
        input_fd: int,
        output_fd: int,
        *,
        encoding: str = "utf-8",
        modest: bool = False,
        save: Callable[[float], object] = lambda seconds: None,
    ) -> None:
        """Remember the current settings and start the watch and writer threads.

        Args:
            input_fd: the terminal that is read.
            output_fd: the terminal that is written to.
            encoding: of both.
            modest: whether it is an old terminal, for which few modes are turned on.
            save: stores pending progress within so many seconds; called on another thread before a forced exit.

        Raises:
            OSError: the input is not a terminal.
        """
        try:
            self._before = termios.tcgetattr(input_fd)
        except termios.error as error:
            raise OSError(*error.args) from None
        self.input_fd = input_fd
        self.encoding = encoding
        self.modest = modest
        self._save = save
        self._made_nonblocking: int | None = (
            None  # a shared descriptor whose flag has to be restored
        )
        self.output_fd = self._open_output(output_fd)
        self.code: int | None = (
            None  # the exit code, where a signal or a lost terminal ends the program
        )
        self.reason = ""
        self.taken = False  # whether the modes are on
        self._lock = threading.Lock()
        self._giving_back = False
        self._deadline: threading.Timer | None = None
        self.on_end: Callable[[int], None] | None = (
            None  # both are called on the watch or the writer thread
        )
        self.on_signal: Callable[[int], None] | None = None
        self.writer = self._start_writer()
        self._signals = Signals()
        self.watch = Watch(input_fd, self._signals, self._on_signal, self.lost)
        self.watch.start()

    def _open_output(self, shared: int) -> int:
        """Return a non-blocking descriptor of its own: other processes share the flags of ``shared``."""
        for path in self._paths(shared):
            try:
                return os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            except OSError:
                continue
        own = os.dup(shared)
        if os.get_blocking(own):
            self._made_nonblocking = own
            os.set_blocking(own, False)
        return own

    @staticmethod
    def _paths(descriptor: int) -> list[str]:
        paths = []
        with suppress(OSError):
            os.tcgetpgrp(descriptor)  # it is the controlling terminal
            paths.append("/dev/tty")
        with suppress(OSError):
            paths.append(os.ttyname(descriptor))
        return paths

    def _start_writer(self) -> Writer:
        writer = Writer(self.output_fd, self.lost)
        writer.start()
        return writer

    # --- taking it over and giving it back ---------------------------------------------------------------------

    def take(self, *, mouse: bool = True) -> None:
        """Turn the modes on; if they are on already, send them again, since another program may have reset them."""
        entering = modes.entering(modest=self.modest, mouse=mouse)
        if self.taken:
            entering = entering.replace(
                modes.KITTY_KEYS, ""
            )  # the terminal keeps these on a stack, and `give_back` pops once
        self.taken, self._giving_back = True, False
        self.set_raw()
        self.writer.write(entering.encode("ascii"))

    def set_raw(self) -> None:
        """Switch the terminal to raw mode."""
        with suppress(termios.error):  # the terminal is gone, which the watch thread notices
            termios.tcsetattr(self.input_fd, termios.TCSANOW, modes.raw(self._before))

    def give_back(self, seconds: float = 1.0) -> None:
        """Turn the modes off after pending output, or at once where that output takes longer than ``seconds``."""
        if not self._start_giving_back():
            return
        self.writer.write(self._leaving())
        if not self.writer.drain(seconds):
            self._give_back_by_force()
        self._reset(flush=True)
        self.taken = False

    def force_back(self) -> None:
        """Turn the modes off at once and drop pending output; safe while another thread is in `give_back`."""
        if self.taken:
            self._give_back_by_force()
            self._reset(flush=False)
            self.taken = False

    def _start_giving_back(self) -> bool:
        with self._lock:
            begun, self._giving_back = self._giving_back, True
        return self.taken and not begun

    def _leaving(self) -> bytes:
        return modes.leaving(modest=self.modest).encode("ascii")

    def _give_back_by_force(self) -> None:
        self.writer.abandon()
        with suppress(termios.error):
            termios.tcflush(self.output_fd, termios.TCOFLUSH)
        with suppress(
            OSError
        ):  # the terminal is gone or accepts nothing, and nothing more can be done
            os.write(self.output_fd, modes.ABANDON.encode("ascii") + self._leaving())

    def _reset(self, *, flush: bool) -> None:
        """Restore the settings, unless this process is in the background: they are then the foreground program's."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        try:
            if self._in_background():
                return
            if flush:  # discard mouse reports that arrived meanwhile
                termios.tcflush(self.input_fd, termios.TCIFLUSH)
            termios.tcsetattr(self.input_fd, termios.TCSANOW, self._before)
        except termios.error:
            pass
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTTOU})

    def _in_background(self) -> bool:
        try:
            return os.tcgetpgrp(self.input_fd) != os.getpgrp()
        except OSError:
            return False  # not a controlling terminal, so no other process group has it

    # --- exit ------------------------------------------------------------------------------------------

    def _on_signal(self, number: int) -> None:
        if number in ENDING:
            self.end(128 + number, signal.Signals(number).name)
        elif self.on_signal is not None:
            self.on_signal(number)

    def lost(self, why: str) -> None:
        """Exit because the terminal can't be read or written any more."""
        self.end(HANG_UP, why)

    def end(self, code: int, reason: str) -> None:
        """Exit with a code: in order if possible, else by force. Only the first call sets code and reason."""
        if self.code is None:
            self.code = code
            self.reason = reason
            self.end_within(ORDERLY_SECONDS, code)
        if self.on_end is not None:
            self.on_end(self.code)

    def end_within(self, seconds: float, code: int) -> None:
        """Force the process to exit in ``seconds``, unless an earlier call has set a deadline."""
        if self._deadline is None:
            self._deadline = threading.Timer(seconds, self._force_exit, (code,))
            self._deadline.daemon = True
            self._deadline.start()

    def _force_exit(self, code: int) -> None:
        self.force_back()
        saving = threading.Thread(target=self._save, args=(LAST_SAVE_SECONDS,), daemon=True)
        saving.start()
        saving.join(LAST_SAVE_SECONDS + 0.1)
        os._exit(self.code if self.code is not None else code)

    def close(self) -> None:
        """Give the terminal back and release it. A deadline for a forced exit stays in force."""
        self.give_back()
        self.writer.close()
        if self._made_nonblocking is not None:
            os.set_blocking(self._made_nonblocking, True)
