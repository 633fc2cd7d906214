"""Backups: one a day, made by SQLite's backup interface; seven days and four weeks of them are kept."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from vctutor.progress import files
from vctutor.progress.database import connect, count, is_sound
from vctutor.progress.header import read_header
from vctutor.progress.schema import MIGRATIONS

DIRECTORY = "backups"  # in the data directory
DAYS = 7
WEEKS = 4


def dates_to_keep(dates: Iterable[date], today: date = date.max) -> set[date]:
    """Return which of the backups' dates to keep: the newest seven, and the last of each of four weeks before.

    Dates after ``today`` were given by a clock that was wrong. Of these the latest one is kept besides, so that they
    neither use up the places of the others nor are lost where they hold most.
    """
    given = set(dates)
    ahead = {max(given)} if given and max(given) > today else set()
    newest_first = sorted((one for one in given if one <= today), reverse=True)
    daily, older = newest_first[:DAYS], newest_first[DAYS:]
    weekly: dict[date, date] = {}
    for day in older:
        weekly.setdefault(day - timedelta(days=day.weekday()), day)
    return {*ahead, *daily, *sorted(weekly.values(), reverse=True)[:WEEKS]}


def dated(directory: Path) -> dict[date, Path]:
    """Return the daily backups by their dates."""
    found = {}
    for path in directory.glob("????-??-??.db"):
        try:
            found[date.fromisoformat(path.stem)] = path
        except ValueError:
            continue
    return found


def copy(connection: sqlite3.Connection, final: Path) -> None:
    """Copy a database to ``final``, which holds the whole copy or what it held before.

    Raises:
        OSError, sqlite3.Error: it can't be copied.
    """
    made = files.unfinished(final)
    os.close(files.create(made))
    try:
        with closing(sqlite3.connect(made)) as target:
            connection.backup(target)
        files.sync_file(made)
        made.replace(final)
        files.sync_directory(final.parent)
    finally:
        made.unlink(missing_ok=True)


def make(connection: sqlite3.Connection, directory: Path, today: date) -> bool:
    """Make today's backup unless there is one, remove those not kept, and return whether it was made.

    Raises:
        OSError, sqlite3.Error: it can't be made.
    """
    final = directory / f"{today.isoformat()}.db"
    if final.exists():
        return False
    files.make_directory(directory)
    copy(connection, final)
    existing = dated(directory)
    for day in existing.keys() - dates_to_keep(existing, today):
        existing[day].unlink(missing_ok=True)
    return True


def sweep(directory: Path, now: datetime) -> None:
    """Remove what killed sessions left unfinished in the store's directory and its backups, a day or more ago.

    Raises:
        OSError: one can't be removed.
    """
    for path in (*directory.glob(".*.part*"), *(directory / DIRECTORY).glob(".*.part*")):
        if path.stat().st_mtime < (now - timedelta(days=1)).timestamp():
            path.unlink(missing_ok=True)


def fullest_good(directory: Path) -> Path | None:
    """Return the sound, readable backup with the most events, of several the last written; None where there is none.

    Names and times of files follow the clock, which may have been wrong; events are only ever added.
    """
    best: tuple[tuple[int, int], Path] | None = None
    try:
        paths = list(directory.glob("*.db"))
    except OSError:
        return None
    for path in paths:
        held = _events_of(path)
        if held is not None and (best is None or held > best[0]):
            best = (held, path)
    return best and best[1]


def _events_of(path: Path) -> tuple[int, int] | None:
    """Return how many events a backup holds and when it was written, in nanoseconds; None where it is no good."""
    try:
        header = read_header(path)
        if header.damage is not None or not 0 < header.version <= len(MIGRATIONS):
            return None
        with closing(connect(path, write=False)) as connection:
            return (count(connection), path.stat().st_mtime_ns) if is_sound(connection) else None
    except (OSError, sqlite3.Error):
        return None
