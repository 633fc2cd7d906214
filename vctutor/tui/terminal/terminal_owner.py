"""The guard: it knows how the terminal was, has it watched, and gives it back whatever ends the program."""

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

SECONDS = 2.0  # that an orderly end may take once a signal or a lost terminal asked for it
HANG_UP = 128 + signal.SIGHUP
LAST_SAVE = 0.5  # seconds that a forced end gives to setting aside what is not stored yet


class TerminalOwner:
    """Holds a terminal from before the application starts until after it is over. Made in the main thread."""

    def __init__(
        self,
        input_fd: int,
        output_fd: int,
        *,
        encoding: str = "utf-8",
        modest: bool = False,
        save: Callable[[float], object] = lambda seconds: None,
    ) -> None:
        """Keep the settings the terminal has now, and begin to watch.

        Args:
            input_fd: the terminal that is read.
            output_fd: the terminal that is written to.
            encoding: of both.
            modest: whether the terminal is an old one, to be asked for little.
            save: stores what is not stored yet, in so many seconds; called in another thread where an end is forced.

        Raises:
            OSError: they are not a terminal.
        """
        try:
            self._before = termios.tcgetattr(input_fd)
        except termios.error as error:
            raise OSError(*error.args) from None
        self.input_fd = input_fd
        self.encoding = encoding
        self.modest = modest
        self._save = save
        self._flags_on: int | None = None
        self.output_fd = self._own_output(output_fd)
        self.code: int | None = None  # what ended the program, where it was not the reader
        self.reason = ""
        self.taken = False  # whether our modes are on
        self._lock = threading.Lock()
        self._giving = False
        self._deadline: threading.Timer | None = None
        self.on_end: Callable[[int], None] | None = None  # both are called in another thread
        self.on_signal: Callable[[int], None] | None = None
        self.writer = self._new_writer()
        self._signals = Signals()
        self.watch = Watch(input_fd, self._signals, self._signalled, self.lost)
        self.watch.start()

    def _own_output(self, shared: int) -> int:
        """Return a descriptor of the terminal that does not block; others who have it open keep theirs as they are."""
        for path in self._paths(shared):
            try:
                return os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            except OSError:
                continue
        own = os.dup(shared)
        if os.get_blocking(own):
            self._flags_on = own
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

    def _new_writer(self) -> Writer:
        writer = Writer(self.output_fd, self.lost)
        writer.start()
        return writer

    # --- taking it and giving it back ---------------------------------------------------------------------

    def take(self, *, mouse: bool = True) -> None:
        """Turn our modes on; where they are on already, once more, for a terminal that may have lost them."""
        entering = modes.entering(modest=self.modest, mouse=mouse)
        if self.taken:
            entering = entering.replace(modes.KITTY_KEYS, "")  # it is on a stack, and popped once
        self.taken, self._giving = True, False
        self.set_raw()
        self.writer.write(entering.encode("ascii"))

    def set_raw(self) -> None:
        """Have every key arrive at once, as it is."""
        with suppress(termios.error):  # the terminal is gone, which the watch notices
            termios.tcsetattr(self.input_fd, termios.TCSANOW, modes.raw(self._before))

    def give_back(self, seconds: float = 1.0) -> None:
        """Turn our modes off, in order behind what is written still; by force where that takes too long."""
        if not self._begin_giving():
            return
        self.writer.write(self._off())
        if not self.writer.drain(seconds):
            self._give_back_by_force()
        self._reset(flush=True)
        self.taken = False

    def force_back(self) -> None:
        """Turn our modes off at once, dropping what is not written yet; also while :meth:`give_back` is at it."""
        if self.taken:
            self._give_back_by_force()
            self._reset(flush=False)
            self.taken = False

    def _begin_giving(self) -> bool:
        with self._lock:
            begun, self._giving = self._giving, True
        return self.taken and not begun

    def _off(self) -> bytes:
        return modes.leaving(modest=self.modest).encode("ascii")

    def _give_back_by_force(self) -> None:
        self.writer.abandon()
        with suppress(termios.error):
            termios.tcflush(self.output_fd, termios.TCOFLUSH)
        with suppress(OSError):  # it is gone, or takes nothing: there is no more to be done
            os.write(self.output_fd, modes.ABANDON.encode("ascii") + self._off())

    def _reset(self, *, flush: bool) -> None:
        """Restore the settings; in the background they are somebody else's by now, and stay as they are."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        try:
            if self._in_background():
                return
            if flush:  # reports of the mouse that were on their way
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
            return False  # not our controlling terminal: nobody else's, either

    # --- the end ------------------------------------------------------------------------------------------

    def _signalled(self, number: int) -> None:
        if number in ENDING:
            self.end(128 + number, signal.Signals(number).name)
        elif self.on_signal is not None:
            self.on_signal(number)

    def lost(self, why: str) -> None:
        """End, since the terminal can't be read or written any more."""
        self.end(HANG_UP, why)

    def end(self, code: int, reason: str) -> None:
        """End the program with an exit code: in order if it can, else by force. The first reason counts."""
        if self.code is None:
            self.code = code
            self.reason = reason
            self.end_within(SECONDS, code)
        if self.on_end is not None:
            self.on_end(self.code)

    def end_within(self, seconds: float, code: int) -> None:
        """See to it that the process is over in ``seconds``, unless it already must be."""
        if self._deadline is None:
            self._deadline = threading.Timer(seconds, self._force_end, (code,))
            self._deadline.daemon = True
            self._deadline.start()

    def _force_end(self, code: int) -> None:
        self.force_back()
        saving = threading.Thread(target=self._save, args=(LAST_SAVE,), daemon=True)
        saving.start()
        saving.join(LAST_SAVE + 0.1)
        os._exit(self.code if self.code is not None else code)

    def close(self) -> None:
        """Give the terminal back and let go of it; whatever forced end is due stays due."""
        self.give_back()
        self.writer.close()
        if self._flags_on is not None:
            os.set_blocking(self._flags_on, True)
