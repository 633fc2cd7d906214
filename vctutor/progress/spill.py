"""Spill files hold events that could not be committed until they can.

Each process has its own, ``spill/<host>-<pid>.jsonl``, one event a line, fsynced. Committing them later is idempotent
because every event has a UUID.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from errno import ENOENT
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from vctutor.progress import files
from vctutor.progress.events import Event, from_line, to_line

DIRECTORY = "spill"  # in the data directory
TAKEN = "taken-"
MAX_BYTES = 64 * 1024 * 1024  # of a spill file that is read back


class SpillContents(NamedTuple):
    """What a spill file held. ``bad`` counts the lines that are no events."""

    path: Path
    events: tuple[Event, ...]
    bad: int


def spill_name(host: str, pid: int) -> str:
    """Return the name of a process's spill file."""
    return f"{re.sub(r'[^A-Za-z0-9.-]', '_', host)[:64] or 'host'}-{pid}.jsonl"


def write(directory: Path, name: str, events: Sequence[Event]) -> None:
    """Append events to the spill file ``name`` and fsync it.

    Another session may be taking the file at this moment. It renames first and reads afterwards: if the name still
    refers to the file written here, the events will be read; otherwise they are written again.

    Raises:
        OSError: they can't be written.
    """
    if (
        not directory.parent.is_dir()
    ):  # as of a home that was unmounted: nothing may be written in its place
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(directory.parent))
    files.make_directory(directory)
    # Each line also starts with a newline: one cut short by a full disk then spoils no other.
    data = b"".join(b"\n" + to_line(event) + b"\n" for event in events)
    path = directory / name
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    while True:
        descriptor = os.open(path, flags, files.PRIVATE_FILE)
        try:
            os.fchmod(descriptor, files.PRIVATE_FILE)
            files.write_all(descriptor, data)
            written = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        try:
            named = path.stat()
        except FileNotFoundError:
            continue
        if (named.st_dev, named.st_ino) == (written.st_dev, written.st_ino):
            files.sync_directory(directory)
            return


def waiting(directory: Path) -> list[Path]:
    """Return the spill files, in a fixed order; none where there is no such directory."""
    try:
        return sorted(directory.glob("*.jsonl"))
    except OSError:
        return []


def take(path: Path) -> SpillContents | None:
    """Rename a spill file so that its writer starts a new one, and read it; None if another session took it.

    Raises:
        OSError: it can't be renamed or read.
    """
    taken = path
    if not path.name.startswith(TAKEN):
        taken = path.with_name(f"{TAKEN}{uuid4().hex}.jsonl")
        try:
            path.rename(taken)
        except FileNotFoundError:
            return None
    try:
        with taken.open("rb") as file:
            lines = file.read(MAX_BYTES).split(b"\n")
    except FileNotFoundError:
        return None
    return read_lines(taken, lines)


def read_lines(path: Path, lines: Sequence[bytes]) -> SpillContents:
    """Return the events that lines hold; blank lines count for nothing."""
    events: list[Event] = []
    bad = 0
    for line in filter(None, lines):
        try:
            events.append(from_line(line))
        except ValueError:
            bad += 1
    return SpillContents(path, tuple(events), bad)


def done(found: SpillContents) -> None:
    """Remove a spill file whose events are committed; one with unreadable lines is kept under another name."""
    if found.bad:
        found.path.rename(found.path.with_suffix(".unreadable"))
    else:
        found.path.unlink(missing_ok=True)
