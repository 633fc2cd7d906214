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
from typing import TypeAlias
from urllib.parse import quote

import msgspec

from vctutor.i18n import _
from vctutor.progress import files
from vctutor.progress.events import (
    MAX_PAYLOAD,
    Event,
    Unusable,
    check,
    decode_payload,
    encode_payload,
)
from vctutor.progress.header import APPLICATION_ID
from vctutor.progress.projection import PROJECTION_VERSION, Progress, fold, valid
from vctutor.progress.schema import MIGRATIONS, Migration

BUSY_SECONDS = 5.0
COLUMNS = "seq, id, session, time, kind, item, payload"

Marker: TypeAlias = tuple[
    int, str
]  # sequence number and id of an event: proves that a file holds it

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


def _tolerant(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open an existing database; ``write`` false never changes it.

    Raises:
        sqlite3.Error: it can't be opened.
    """
    address = f"file:{quote(str(path.absolute()))}?mode={'rw' if write else 'ro'}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        # A text that is not UTF-8 makes its event unusable; by default it would stop the whole reading.
        connection.text_factory = _tolerant
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


def _event(row: tuple[int, str, str, str, str, str, str]) -> Event | Unusable:
    seq, name, session, time, kind, item, payload = row
    try:
        if not all(isinstance(value, str) for value in row[1:]):
            raise TypeError(_("a column is no text"))
        if len(payload) > MAX_PAYLOAD:
            raise ValueError(_("the payload is too long"))
        made = datetime.fromisoformat(time)
        event = Event(name, session, made, kind, item, decode_payload(payload), seq)
        check(event)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as error:
        return Unusable(seq, str(error))
    return event


def read(
    connection: sqlite3.Connection,
    after: int = 0,
    kinds: Sequence[str] = (),
    *,
    newest_first: bool = False,
) -> Iterator[Event | Unusable]:
    """Read the rows with numbers above ``after``, of the given kinds or of all where none is given.

    Each is checked: it may have been written by another program, or by an earlier version that checked less.

    Raises:
        sqlite3.Error: the database can't be read.
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
    # Folded while they are read: a list of a million events would take a gigabyte.
    progress = fold(start, read(connection, start.seq))
    return progress, progress.seq - start.seq


def read_all(
    connection: sqlite3.Connection, after: int = 0, kinds: Sequence[str] = ()
) -> list[Event]:
    """Return the valid events with numbers above ``after``, read to the end."""
    return [row for row in read(connection, after, kinds) if isinstance(row, Event)]


def unusable(connection: sqlite3.Connection) -> Iterator[Unusable]:
    """Yield what is no valid event among all rows."""
    return (row for row in read(connection) if isinstance(row, Unusable))


def last(connection: sqlite3.Connection) -> Marker | None:
    """Return the number and the id of the last row; None where there is none."""
    row: Marker | None = connection.execute(
        "SELECT seq, id FROM event ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return row


def holds(connection: sqlite3.Connection, marker: Marker) -> bool:
    """Return whether the row of that number has that id: whether it is the file where the marker was taken."""
    row = connection.execute("SELECT id FROM event WHERE seq = ?", marker[:1]).fetchone()
    return row is not None and row[0] == marker[1]


def holds_any(connection: sqlite3.Connection, ids: Iterable[str]) -> bool:
    """Return whether a row has one of these ids."""
    return any(
        connection.execute("SELECT 1 FROM event WHERE id = ?", (one,)).fetchone() for one in ids
    )


def count(connection: sqlite3.Connection) -> int:
    """Return how many rows there are."""
    return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])


def _snapshot(connection: sqlite3.Connection) -> Progress:
    """Return the progress in all courses as it was stored, or before any event.

    A snapshot ahead of the events, as a file put together of two has, would hide what is recorded from now on. What
    it holds is checked like events, for it may come from elsewhere with its file.
    """
    row = connection.execute("SELECT version, seq, body FROM snapshot").fetchone()
    if row is None or row[0] != PROJECTION_VERSION:
        return Progress(course=None)
    try:
        progress = _decode_progress(row[2])
    except (msgspec.MsgspecError, TypeError):
        return Progress(course=None)
    newest = last(connection)
    behind = newest is not None and progress.seq <= newest[0]
    return (
        progress if progress.seq == row[1] and behind and valid(progress) else Progress(course=None)
    )


def save_snapshot(connection: sqlite3.Connection, progress: Progress) -> None:
    """Store the fold of all events up to ``progress.seq``, unless a later valid one is there.

    It stays valid whatever was committed meanwhile, since events are only added, with larger numbers.
    """
    with writing(connection):
        connection.execute(
            "INSERT INTO snapshot (only, version, seq, body) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (only) DO UPDATE SET version = excluded.version, seq = excluded.seq, body = excluded.body"
            " WHERE excluded.seq > seq OR excluded.version > version"
            " OR seq > (SELECT coalesce(max(seq), 0) FROM event)",
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
