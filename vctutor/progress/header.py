"""Checks of a database file's 100-byte header before SQLite opens it.

SQLite opens a file of zero bytes as a new, empty database, so a truncated store would silently lose everything; and a
store of a newer version must be recognised before anything writes to it. Layout: https://www.sqlite.org/fileformat.html#the_database_header
"""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path
from typing import NamedTuple

from vctutor.i18n import _

MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x76637475  # "vctu"
SIZE = 100


class DatabaseHeader(NamedTuple):
    """What a store's header says. ``damage`` is None where nothing is wrong with it."""

    version: int
    damage: str | None


def read_header(path: Path) -> DatabaseHeader:
    """Return the version of the store at ``path`` and what is visibly wrong with the file.

    A hot journal may still mend the size, so it is judged only where there is none.

    Raises:
        OSError: the file can't be read, or is no regular file.
    """
    # Without waiting, since opening a named pipe would block for ever, and only what can hold a database is read.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(_("{path} is no regular file").format(path=path))
        head = file.read(SIZE)
        size = file.seek(0, 2)
    journal = path.with_name(path.name + "-journal")
    hot = journal.exists() and journal.stat().st_size > 0
    return parse_header(head, size, hot=hot)


def parse_header(head: bytes, size: int, *, hot: bool) -> DatabaseHeader:
    """Return what a file's first hundred bytes, its size and the presence of a hot journal tell."""
    if size == 0:
        return DatabaseHeader(0, _("the file is empty"))
    if len(head) < SIZE:
        return DatabaseHeader(0, _("the file is cut off"))
    if not head.startswith(MAGIC):
        return DatabaseHeader(0, _("the file is not a database"))
    (page,) = struct.unpack_from(">H", head, 16)
    page = 65536 if page == 1 else page
    change, pages = struct.unpack_from(">II", head, 24)
    (version,) = struct.unpack_from(">I", head, 60)
    (application,) = struct.unpack_from(">I", head, 68)
    (valid_for,) = struct.unpack_from(">I", head, 92)
    if page < 512 or page & (page - 1):
        return DatabaseHeader(version, _("its page size is impossible"))
    if application != APPLICATION_ID:
        return DatabaseHeader(0, _("the file belongs to another program or its header is damaged"))
    if not hot and valid_for == change and size < pages * page:
        return DatabaseHeader(version, _("the file is cut off"))
    return DatabaseHeader(version, None)
