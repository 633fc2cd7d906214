"""Exceptions inside the program: logged to a private file for a developer, reported to the reader in one line."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from vctutor import __version__
from vctutor.i18n import _
from vctutor.progress.files import make_directory, tighten, write_whole

FILE = "error.log"
LARGEST = 256 * 1024  # bytes of the file
LONGEST = 32 * 1024  # characters of one report


class Failures:
    """The failures of one run."""

    def __init__(self, directory: Path, clock: Callable[[], datetime]) -> None:
        """Log to a file in ``directory``, which is created with the first report."""
        self.path = directory / FILE
        self._clock = clock
        self.count = 0
        self.fatal = False  # whether one of them ended the program
        self.logged = False

    def report(self, error: BaseException, *, fatal: bool = True) -> None:
        """Log the traceback of ``error``, without the values of any variable. Never raises an Exception.

        Args:
            error: what happened.
            fatal: whether the program ends because of it.
        """
        self.count += 1
        self.fatal = self.fatal or fatal
        if self.count > 20:
            return  # one fault may raise the same exception without end
        try:
            self._append(entry(error, self._clock()).encode("utf-8", "backslashreplace"))
        except Exception:
            return  # there is nowhere to report it
        self.logged = True

    def _append(self, data: bytes) -> None:
        make_directory(self.path.parent)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):  # not every system has each
            flags |= getattr(os, name, 0)
        descriptor = os.open(self.path, flags, 0o600)
        try:
            tighten(descriptor)
            size = os.fstat(descriptor).st_size
            if size + len(data) > LARGEST:
                os.lseek(descriptor, max(0, size - LARGEST // 2), os.SEEK_SET)
                kept = os.read(descriptor, LARGEST // 2)
                write_whole(self.path, kept[-LARGEST // 2 :] + data, replace=True)
            else:
                os.write(descriptor, data)
        finally:
            os.close(descriptor)

    def message(self, saved: bool) -> str:
        """Return the line for the reader; ``saved`` says whether everything done is in the store."""
        kept = (
            _("Your progress is saved.") if saved else _("The last thing you did may not be saved.")
        )
        where = (
            _("What happened is in {path}, for whoever mends it.").format(path=self.path)
            if self.logged
            else _("What happened could not be written down.")
        )
        cause = _("something went wrong inside the program, so it had to end.")
        return f"vctutor: {cause} {kept} {where}"


def entry(error: BaseException, time: datetime) -> str:
    """Return a report: when, which versions, and the calls that led to the error, without values."""
    versions = f"vctutor {__version__}, Python {platform.python_version()}, {platform.system()}"
    head = f"--- {time.isoformat(timespec='seconds')} {versions}"
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]}\n[...]\n{text[-LONGEST // 2 :]}"
    return f"{head}\n{''.join(map(_shown, text))}\n"


def _shown(char: str) -> str:
    return char if char.isprintable() or char in "\n " else f"\\x{ord(char):02x}"
