"""The store's tables, as migrations: number n takes a database of version n to version n + 1.

The list only grows. Version 0 is an empty database, so making a new store is migrating an empty one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Migration: TypeAlias = Sequence[str]

FIRST: Migration = (
    """
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        session TEXT NOT NULL,
        time TEXT NOT NULL,
        kind TEXT NOT NULL,
        item TEXT NOT NULL,
        payload TEXT NOT NULL
    )
    """,
    """
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    """
    CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    # A cache, one row: the fold of every event up to seq. It can be dropped at any time.
    """
    CREATE TABLE snapshot (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        body BLOB NOT NULL
    )
    """,
)

MIGRATIONS: tuple[Migration, ...] = (FIRST,)
