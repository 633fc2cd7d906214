"""Spill files: where events wait that could not be committed.

Each process has its own, ``spill/<host>-<pid>.jsonl``, one event a line, forced to the disk. Bringing them back is
idempotent, as every event has its UUID.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from vctutor.progress import files
from vctutor.progress.events import Event, from_line, to_line

DIRECTORY = "spill"  # in the data directory
TAKEN = "taken-"
MAX_BYTES = 64 * 1024 * 1024  # of a spill file that is read back


class Found(NamedTuple):
    """What a spill file held. ``bad`` counts the lines that are no events."""

    path: Path
    events: tuple[Event, ...]
    bad: int


def spill_name(host: str, pid: int) -> str:
    """Return the name of a process's spill file."""
    return f"{re.sub(r'[^A-Za-z0-9.-]', '_', host)[:64] or 'host'}-{pid}.jsonl"


def write(directory: Path, name: str, events: Sequence[Event]) -> None:
    """Add events to the spill file ``name`` and force them to the disk.

    Another session may be taking the file away at this moment to bring it back. It renames first and reads then, so
    if the name still leads to what was written, the events are safe; if not, they are written once more.

    Raises:
        OSError: they can't be written.
    """
    files.make_directory(directory)
    # Each line is also begun with a line end, so that one cut short by a full disk spoils no other.
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


def take(path: Path) -> Found | None:
    """Take a spill file out of its writer's hands and read it; None where another session has it already.

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


def read_lines(path: Path, lines: Sequence[bytes]) -> Found:
    """Return the events that lines hold; blank lines count for nothing."""
    events: list[Event] = []
    bad = 0
    for line in filter(None, lines):
        try:
            events.append(from_line(line))
        except ValueError:
            bad += 1
    return Found(path, tuple(events), bad)


def done(found: Found) -> None:
    """Remove a spill file whose events are committed; one with unreadable lines is kept under another name."""
    if found.bad:
        found.path.rename(found.path.with_suffix(".unreadable"))
    else:
        found.path.unlink(missing_ok=True)
