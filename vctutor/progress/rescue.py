"""Recovery of a damaged store: set it aside, restore the newest good backup, copy what is still readable."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from vctutor.i18n import _, plural
from vctutor.progress import backups, database, files
from vctutor.progress.events import Event


class Rescue(NamedTuple):
    """What was done.

    Attributes:
        aside: where the damaged file is kept; None where the store was missing altogether.
        backup: the backup that was restored; None where there was none.
        saved: how many events newer than the backup were read from the damaged file.
    """

    aside: Path | None
    backup: Path | None
    saved: int

    def __str__(self) -> str:
        """Return one sentence for the reader."""
        what = (
            _("The record of your progress was damaged and is kept as {name}").format(
                name=self.aside.name
            )
            if self.aside
            else _("The record of your progress was gone")
        )
        source = (
            _("the backup {name} took its place").format(name=self.backup.name)
            if self.backup
            else _("a new one was begun")
        )
        saved = plural(
            ", with {n} event that could still be read",
            ", with {n} events that could still be read",
            self.saved,
        ).format(n=self.saved)
        return f"{what}; {source}{saved if self.saved else ''}."


def _move_aside(path: Path, now: datetime) -> Path:
    """Move a database and its journal to ``<name>.corrupt-<time>`` and return where it is now."""
    stamp = now.strftime("%Y%m%dT%H%M%S")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    journal = path.with_name(path.name + "-journal")
    path.rename(aside)
    with suppress(FileNotFoundError):
        journal.rename(aside.with_name(aside.name + "-journal"))
    files.sync_directory(path.parent)
    return aside


def _readable(connection: sqlite3.Connection, after: int) -> Iterator[Event]:
    """Read what can be read of a damaged database: from the front up to the damage, then from the back."""
    known: dict[int, Event] = {}
    for newest_first in (False, True):
        with suppress(sqlite3.Error, database.DamagedError):
            for event in database.read(connection, after, newest_first=newest_first):
                if isinstance(event, Event):
                    known[event.seq] = event
    yield from (known[seq] for seq in sorted(known))


def _salvage(damaged: Path, target: sqlite3.Connection) -> int:
    """Copy the events that can still be read, and that the target lacks, and return how many they were."""
    try:
        with closing(database.connect(damaged, write=False)) as connection:
            events = list(_readable(connection, 0))
    except sqlite3.Error:
        return 0
    return database.append(target, events)


def rescue(path: Path, backup_directory: Path, now: datetime) -> Rescue:
    """Put a sound store in the place of a damaged or missing one.

    Raises:
        OSError, sqlite3.Error: it can't be done; the damaged file is then where it was, or aside.
    """
    aside = _move_aside(path, now) if path.exists() else None
    backup = backups.fullest_good(backup_directory)
    made = files.unfinished(path)
    os.close(files.create(made))
    try:
        if backup is not None:
            with (
                closing(database.connect(backup, write=False)) as source,
                closing(sqlite3.connect(made)) as target,
            ):
                source.backup(target)
        with closing(database.connect(made, write=True)) as target:
            database.migrate(target)
            saved = _salvage(aside, target) if aside is not None else 0
        made.with_name(made.name + "-journal").unlink(missing_ok=True)
        files.sync_file(made)
        if not files.put_in_place(made, path) and aside is not None:  # another session was faster
            with closing(database.connect(path, write=True)) as target:
                saved = _salvage(aside, target)
    finally:
        made.unlink(missing_ok=True)
    return Rescue(aside, backup, saved)
