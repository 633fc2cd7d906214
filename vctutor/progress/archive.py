"""The store's files as the storage thread sees them: open, read, commit, mend. It blocks, and one thread uses it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from vctutor.i18n import _, plural
from vctutor.lazy import LazyModule
from vctutor.progress import database, files, spill
from vctutor.progress.events import Event, Unusable
from vctutor.progress.header import read_header
from vctutor.progress.notices import Code, Notice, reason
from vctutor.progress.projection import Progress, fold
from vctutor.progress.schema import MIGRATIONS, Migration

if TYPE_CHECKING:
    from vctutor.progress import backups, rescue
else:  # needed when idle, or for a damaged store: not at every start
    backups, rescue = LazyModule("vctutor.progress.backups"), LazyModule("vctutor.progress.rescue")

DATABASE = "progress.db"
SNAPSHOT_EVERY = 128  # events folded since the last snapshot

State: TypeAlias = Literal["opening", "writable", "read-only", "newer", "unavailable"]


class UnusableError(Exception):
    """Nothing can be read, or nothing committed, now; its text is the reason."""


class Archive:
    """A store's database together with its backups and spill files.

    Attributes:
        state: what can be done with it.
        progress: the fold of every committed event seen so far, of all courses.
    """

    def __init__(
        self,
        directory: Path,
        *,
        session: str,
        clock: Callable[[], datetime],
        notify: Callable[[Notice], None],
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        """Make an archive that is not open yet; ``migrations`` are given by tests only."""
        self.directory = directory
        self.path = directory / DATABASE
        self.state: State = "opening"
        self.progress = Progress(course=None)
        self._session = session
        self._clock = clock
        self._seen: list[Event] = []  # committed by other sessions, not yet returned by `take_seen`
        self._notify = notify
        self._migrations = migrations
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, ...] | None = None  # what `_stamp` returned after the last use
        self._marker: database.Marker | None = (
            None  # the last row seen: proves that nothing was exchanged
        )
        self._own: list[
            Event
        ] = []  # what this session committed, to be put back where that happens
        self._loaded = False
        self._mending = False
        self.recreate = True  # whether a directory that is gone may be made
        self._unsnapped = 0  # events folded since the last snapshot

    # --- opening -------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the store, creating or restoring it where needed. Never raises: see ``state`` and the notices."""
        try:
            try:
                self._open()
            except Exception as error:
                if not self._damaged(error):
                    raise
                self._mend()
        except Exception as error:
            # Reading and answering must go on without a store, whatever the fault.
            self._close()
            self.state = "unavailable"
            self._say(
                "unavailable",
                _("Your progress in {directory} can't be opened ({error}).").format(
                    directory=self.directory, error=reason(error)
                ),
                _(
                    "Reading and answering go on; what happens now is kept apart until it can be "
                    "stored."
                ),
            )

    def _open(self) -> None:
        self._close()
        if not self.path.exists():
            if not self.recreate and not self.directory.is_dir():
                self._say_gone()
                raise UnusableError(_("its directory is gone"))
            files.make_directory(self.directory)
            if backups.fullest_good(self.directory / backups.DIRECTORY) is not None:
                raise database.DamagedError(_("the store is missing"))
            database.create(self.path)
        header = read_header(self.path)
        if header.damage is not None:
            raise database.DamagedError(header.damage)
        if header.version > len(self._migrations):
            self._open_newer(header.version)
            return
        if not self._can_write():
            self._open_read_only()
            return
        self._connect(write=True)
        if header.version < len(self._migrations):
            self._migrate(header.version)
        self.state = "writable"
        self._load()

    def _can_write(self) -> bool:
        """Return whether the file can be written to, which also tightens who may read it."""
        try:
            with suppress(OSError):
                files.make_directory(self.directory)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        with suppress(OSError):
            files.tighten(descriptor)
        os.close(descriptor)
        return True

    def _connect(self, *, write: bool) -> sqlite3.Connection:
        self._connection = database.connect(self.path, write=write)
        self._file = self._stamp()
        return self._connection

    def _stamp(self) -> tuple[int, ...] | None:
        """Return what changes when the database is written to or exchanged; None where it is missing."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    def _open_newer(self, version: int) -> None:
        self.state = "newer"
        self._say(
            "newer",
            _(
                "Your progress was written by a newer vctutor (format {version}); it is read and "
                "never changed here."
            ).format(version=version),
            _("Update vctutor; 'vctutor export FILE' saves what this version can read."),
        )
        # A newer format may hold what this version can't read: then nothing is shown, and nothing is lost.
        try:
            self.progress = fold(Progress(course=None), database.read(self._connect(write=False)))
        except (sqlite3.Error, database.DamagedError):
            self._close()

    def _open_read_only(self) -> None:
        self.state = "read-only"
        self._connect(write=False)
        self._load()
        self._say(
            "read-only",
            _("Your progress in {directory} can be read but not written.").format(
                directory=self.directory
            ),
            _("Check the permissions, or set VCTUTOR_DATA_DIR to a directory of yours."),
        )

    def _migrate(self, version: int) -> None:
        assert self._connection is not None
        backup_directory = self.directory / backups.DIRECTORY
        files.make_directory(backup_directory)
        backups.copy(
            self._connection,
            backup_directory / f"before-version-{len(self._migrations)}-of-{version}.db",
        )
        database.migrate(self._connection, self._migrations)

    def _load(self) -> None:
        assert self._connection is not None
        first = not self._loaded
        exchanged = self._marker is not None and not database.holds(self._connection, self._marker)
        if first or exchanged:
            self.progress, self._unsnapped = database.load(self._connection)
        if first and self.progress.set_aside:
            self._say_set_aside()
        if exchanged:
            self._put_back()
        if not first:
            self._fold_new()
        self._loaded = True
        self._marker = database.last(self._connection)
        self.recreate = False
        if self.state != "read-only":
            self._snapshot(SNAPSHOT_EVERY)

    def _put_back(self) -> None:
        """Commit this session's events to a database that lacks some: an older copy, a new one, another reader's."""
        assert self._connection is not None and self._marker is not None
        before, there, back = self._marker[0], self.progress.seq, 0
        if self.state == "writable":
            back = database.append(self._connection, self._own)
        if self._mending:  # the notice of the rescue says it
            return
        self._say(
            "exchanged",
            _(
                "The record of your progress was exchanged while the program ran: it had {before} "
                "entries and has {there}."
            ).format(before=before, there=there),
            plural(
                "{n} entry of this session was put back.",
                "{n} entries of this session were put back.",
                back,
            ).format(n=back)
            if back
            else "",
        )

    def _say_gone(self) -> None:
        self._say(
            "gone",
            _("The directory {directory} with your progress is gone.").format(
                directory=self.directory
            ),
            _(
                "What you do is kept in memory until it is back, and stored in a new record when the "
                "program ends."
            ),
        )

    def _say_set_aside(self) -> None:
        self._say(
            "set-aside",
            plural(
                "{n} entry of your record is not valid: it is kept and left out.",
                "{n} entries of your record are not valid: they are kept and left out.",
                self.progress.set_aside,
            ).format(n=self.progress.set_aside),
            _("'vctutor doctor' names them."),
        )

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None
        self._file = None

    def lacks_own(self) -> bool:
        """Return whether what this session committed is gone with the file."""
        return bool(self._own) and not self.path.exists()

    def close(self) -> None:
        """Close the database; a snapshot saves the next start from folding what is new."""
        if self._connection is not None and self.state == "writable":
            with suppress(sqlite3.Error):
                self._snapshot(SNAPSHOT_EVERY // 4)
        self._close()

    # --- mending -------------------------------------------------------------------------------------------

    def _damaged(self, error: BaseException) -> bool:
        return self.state != "newer" and database.is_damage(error)

    def _mend(self) -> None:
        """Replace the damaged store by a sound one, open it, and notify the reader."""
        self._close()
        done = rescue.rescue(self.path, self.directory / backups.DIRECTORY, self._clock())
        self._mending = True
        try:
            self._open()
        finally:
            self._mending = False
        self._say("restored", str(done))

    # --- reading -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Fold in the events committed since the last look, by any session.

        Raises:
            OSError, sqlite3.Error, DamagedError: the database can't be read now.
        """
        if self._connection is None:
            return
        try:
            self._follow()
            self._fold_new()
        except Exception as error:
            if not self._damaged(error):
                raise
            self._mend()

    def _fold_new(self) -> None:
        assert self._connection is not None
        rows = list(database.read(self._connection, self.progress.seq))
        if rows:
            self.progress = fold(self.progress, rows)
            self._unsnapped += len(rows)
            self._see(rows)
            self._marker = database.last(self._connection)

    def _see(self, rows: Iterable[Event | Unusable]) -> None:
        self._seen += (
            row for row in rows if isinstance(row, Event) and row.session != self._session
        )

    def take_seen(self) -> tuple[Event, ...]:
        """Return what other sessions committed since this was last asked."""
        seen, self._seen = tuple(self._seen), []
        return seen

    def events(self, kinds: Sequence[str]) -> list[Event]:
        """Return all committed events of these kinds, of every kind where none is given.

        Raises:
            UnusableError, OSError, sqlite3.Error, DamagedError: the database can't be read.
        """
        if self._connection is not None:
            self._follow()
        if self._connection is None:
            raise UnusableError(_("it can't be read"))
        return database.read_all(self._connection, 0, kinds)

    def overlap(self, ids: Iterable[str]) -> tuple[int, bool]:
        """Return how many rows there are, and whether one of them has one of these ids.

        Raises:
            UnusableError, OSError, sqlite3.Error: the database can't be read.
        """
        if self._connection is not None:
            self._follow()
        if self._connection is None:
            raise UnusableError(_("it can't be read"))
        return database.count(self._connection), database.holds_any(self._connection, ids)

    def _follow(self) -> None:
        """Reopen the database if its file was written to by others, exchanged or removed.

        Another session's commit is the usual reason. But a connection kept open over a file that was copied over would
        mix old pages with new ones, and would not see that what was committed is gone.
        """
        if self._stamp() != self._file:
            try:
                self._open()
            except UnusableError:
                self.state = "unavailable"
                raise

    # --- writing -------------------------------------------------------------------------------------------

    def commit(self, events: Sequence[Event]) -> int:
        """Commit events, all or none, and return how many were not known yet.

        Raises:
            UnusableError: the store can't be written to.
            OSError, sqlite3.Error: this commit failed.
        """
        if self.state in ("unavailable", "read-only"):
            self._reopen()
        if self.state != "writable":
            raise UnusableError(
                {"newer": _("the store is of a newer version")}.get(
                    self.state, _("it can't be written")
                )
            )
        try:
            return self._commit(events)
        except Exception as error:
            if not self._damaged(error):
                raise
            self._mend()
            return self._commit(events)

    def _reopen(self) -> None:
        """Retry opening a store that was unusable, without repeating its notices."""
        before, notify = self.state, self._notify
        self._notify = lambda notice: (
            notify(notice) if notice.code in ("restored", "exchanged") else None
        )
        try:
            self.state = "opening"
            self.open()
        finally:
            self._notify = notify
            if self.state == "opening":
                self.state = before

    def _commit(self, events: Sequence[Event]) -> int:
        self._follow()
        if self._connection is None or self.state != "writable":
            raise UnusableError(_("it can't be written"))
        new = database.append(self._connection, events)
        self._own += (event for event in events if event.session == self._session)
        self._marker = database.last(self._connection)
        self._file = self._stamp()
        return new

    def settle(self) -> None:
        """Fold the new events and store a snapshot at times, after the commit was acknowledged."""
        with suppress(OSError, sqlite3.Error, database.DamagedError, UnusableError):
            self.refresh()
            self._snapshot(SNAPSHOT_EVERY)

    def _snapshot(self, least: int) -> None:
        if self._connection is not None and self._unsnapped >= least:
            with suppress(sqlite3.OperationalError):  # only a cache: the next attempt will do
                database.save_snapshot(self._connection, self.progress)
                self._unsnapped = 0
                self._file = self._stamp()

    # --- spilled events ------------------------------------------------------------------------------------

    def bring_back(self) -> int:
        """Commit what waits in spill files, remove those, and return how many events were new.

        Raises:
            UnusableError, OSError, sqlite3.Error: it can't be done now; the files are still there.
        """
        new = 0
        for path in spill.waiting(self.directory / spill.DIRECTORY):
            found = spill.take(path)
            if found is None:
                continue
            new += self.commit(found.events)
            spill.done(found)
            if found.bad:
                self._say(
                    "unreadable",
                    plural(
                        "{n} line of a spill file could not be read; it is kept beside it.",
                        "{n} lines of a spill file could not be read; they are kept beside it.",
                        found.bad,
                    ).format(n=found.bad),
                )
        return new

    # --- upkeep --------------------------------------------------------------------------------------------

    def maintain(self, interrupted: Callable[[], bool]) -> bool:
        """Check the whole database, then make the daily backup; return False where it was interrupted.

        Args:
            interrupted: asked every few thousand steps; true stops the check, so that a commit need not wait for it.

        Raises:
            OSError, sqlite3.Error: it can't be read.
        """
        if self._connection is None or self.state == "newer":
            return True
        self._follow()
        self._connection.set_progress_handler(interrupted, 20_000)
        try:
            sound = database.is_sound(self._connection)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                return False
            raise
        finally:
            self._connection.set_progress_handler(None, 0)
        if not sound:
            self._mend()
        if self.state == "writable":
            self._backup()
        return True

    def _backup(self) -> None:
        assert self._connection is not None
        try:
            backups.sweep(self.directory, self._clock())
            backups.make(self._connection, self.directory / backups.DIRECTORY, self._clock().date())
        except (OSError, sqlite3.Error) as error:
            self._say(
                "no-backup",
                _("Today's backup could not be made ({error}).").format(error=reason(error)),
                _("Free some disk space."),
            )

    def _say(self, code: Code, message: str, hint: str = "") -> None:
        self._notify(Notice(code, message, hint))
