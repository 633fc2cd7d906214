"""All SQL of the store. Everything here runs on the storage thread and may block.

The journal is truncated, not write-ahead: a write-ahead log does not work over a network file system, where the home
directories of lab machines are. Every write is one ``BEGIN IMMEDIATE`` transaction, since a transaction that reads
first and then wants to write may be refused however long it waits.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from vctutor.i18n import _
from vctutor.progress import files
from vctutor.progress.events import Event, decode_payload, encode_payload
from vctutor.progress.header import APPLICATION_ID
from vctutor.progress.projection import PROJECTION_VERSION, Progress, fold
from vctutor.progress.schema import MIGRATIONS, Migration

BUSY_SECONDS = 5.0
COLUMNS = "seq, id, session, time, kind, item, payload"

Error = sqlite3.Error

_encode_progress = msgspec.msgpack.Encoder().encode
_decode_progress = msgspec.msgpack.Decoder(Progress).decode


class DamagedError(Exception):
    """The database file or a row in it is corrupt."""


def is_damage(error: BaseException) -> bool:
    """Return whether the error means a corrupt file rather than one that can't be used at the moment."""
    if isinstance(error, DamagedError):
        return True
    text = str(error)
    return isinstance(error, sqlite3.DatabaseError) and (
        "malformed" in text or "not a database" in text or "no such table" in text
    )


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open an existing database; ``write`` false never changes it.

    Raises:
        sqlite3.Error: it can't be opened.
    """
    address = f"file:{quote(str(path.absolute()))}?mode={'rw' if write else 'ro'}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        if write:
            connection.execute("PRAGMA journal_mode = TRUNCATE")
            connection.execute("PRAGMA synchronous = FULL")
            # Without it, REPLACE would delete rows without firing the trigger that forbids it.
            connection.execute("PRAGMA recursive_triggers = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the write lock from its start; committed whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the database's schema."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a database to the newest version in one transaction; nothing changes where it fails.

    Raises:
        sqlite3.Error: a migration failed.
    """
    with writing(connection):
        version = version_of(connection)  # under the lock: another session may have migrated it
        for migration in migrations[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {max(version, len(migrations))}")


def create(path: Path) -> None:
    """Make a new, empty store at ``path``, unless another session was faster.

    It is made under another name and gets its own when it is whole: a store of zero bytes is then always damage.

    Raises:
        OSError, sqlite3.Error: it can't be made.
    """
    made = files.unfinished(path)
    os.close(files.create(made))
    try:
        with closing(connect(made, write=True)) as connection:
            migrate(connection)
        made.with_name(made.name + "-journal").unlink(missing_ok=True)
        files.put_in_place(made, path)
    finally:
        made.unlink(missing_ok=True)


def insert(connection: sqlite3.Connection, events: Iterable[Event]) -> int:
    """Insert the events that are not known yet, in their order, and return how many they were.

    Call it inside :func:`writing`.
    """
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO event (id, session, time, kind, item, payload) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                event.id,
                event.session,
                event.time.isoformat(),
                event.kind,
                event.item,
                encode_payload(event.payload),
            )
            for event in events
        ),
    )
    return connection.total_changes - before


def append(connection: sqlite3.Connection, events: Iterable[Event]) -> int:
    """Commit the events that are not known yet in one transaction and return how many they were.

    Raises:
        sqlite3.Error: none was committed.
    """
    with writing(connection):
        return insert(connection, events)


def _event(row: tuple[int, str, str, str, str, str, str]) -> Event:
    seq, name, session, time, kind, item, payload = row
    try:
        return Event(
            name, session, datetime.fromisoformat(time), kind, item, decode_payload(payload), seq
        )
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise DamagedError(
            _("event {seq} can't be read: {error}").format(seq=seq, error=error)
        ) from error


def read(
    connection: sqlite3.Connection,
    after: int = 0,
    kinds: Sequence[str] = (),
    *,
    newest_first: bool = False,
) -> Iterator[Event]:
    """Read the events with numbers above ``after``, of the given kinds or of all where none is given.

    Raises:
        sqlite3.Error: the database can't be read.
        DamagedError: an event in it can't be read.
    """
    where = f" AND kind IN ({','.join('?' * len(kinds))})" if kinds else ""
    order = "DESC" if newest_first else "ASC"
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM event WHERE seq > ?{where} ORDER BY seq {order}", (after, *kinds)
    )
    return map(_event, rows)


def load(connection: sqlite3.Connection) -> tuple[Progress, int]:
    """Return the progress, and how many events were folded on top of the stored snapshot.

    With a snapshot the cost does not grow with the number of events: a few at most are newer than it.
    """
    start = _snapshot(connection)
    events = read_all(connection, start.seq)
    return fold(start, events), len(events)


def read_all(
    connection: sqlite3.Connection, after: int = 0, kinds: Sequence[str] = ()
) -> list[Event]:
    """Return the events with numbers above ``after``, read to the end."""
    return list(read(connection, after, kinds))


def _snapshot(connection: sqlite3.Connection) -> Progress:
    """Return the progress in all courses as it was stored, or before any event."""
    row = connection.execute("SELECT version, seq, body FROM snapshot").fetchone()
    if row is None or row[0] != PROJECTION_VERSION:
        return Progress(course=None)
    try:
        progress = _decode_progress(row[2])
    except (msgspec.MsgspecError, TypeError):
        return Progress(course=None)
    return progress if progress.seq == row[1] else Progress(course=None)


def save_snapshot(connection: sqlite3.Connection, progress: Progress) -> None:
    """Store the fold of all events up to ``progress.seq``, unless a further one is there.

    It stays valid whatever was committed meanwhile, since events are only added, with larger numbers.
    """
    with writing(connection):
        connection.execute(
            "INSERT INTO snapshot (only, version, seq, body) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (only) DO UPDATE SET version = excluded.version, seq = excluded.seq, body = excluded.body"
            " WHERE excluded.seq > seq OR excluded.version > version",
            (PROJECTION_VERSION, progress.seq, _encode_progress(progress)),
        )


def is_sound(connection: sqlite3.Connection) -> bool:
    """Return whether ``PRAGMA quick_check`` finds nothing."""
    try:
        return [row[0] for row in connection.execute("PRAGMA quick_check")] == ["ok"]
    except sqlite3.Error as error:
        if is_damage(error):
            return False
        raise
