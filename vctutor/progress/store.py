"""The store of events as the rest of the program sees it: no call blocks, and no disk fault raises.

All database work runs on one storage thread, because a lock on a broken network file system can hang past every
timeout. SQLite is imported by that thread, which keeps importing this module cheap.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar
from uuid import uuid4

from vctutor.errors import StoreError
from vctutor.i18n import _
from vctutor.progress import spill
from vctutor.progress.courses import view
from vctutor.progress.events import Event, check, clean_text, decode_payload, encode_payload
from vctutor.progress.items import item_in_record
from vctutor.progress.notices import Notice, reason
from vctutor.progress.outbox import Outbox, Receipt
from vctutor.progress.payloads import MAX_NAME
from vctutor.progress.projection import Progress, fold

if TYPE_CHECKING:
    from vctutor.progress.archive import Archive, State

__all__ = ["Added", "Receipt", "Store", "local_now"]

PATIENCE = 3.0  # seconds a commit may take before its event is spilled
RETRY = 10.0  # seconds between attempts to store what could not be stored
IDLE = 2.0  # seconds without work before the check and the backup begin
SPILL_SECONDS = 1.0  # that closing gives to setting aside what could not be committed

T = TypeVar("T")
Job: TypeAlias = "Callable[[Archive], None]"


class Added(NamedTuple):
    """How many of the events handed in were new, and how many were known already."""

    new: int
    known: int


class Overlap(NamedTuple):
    """How a set of events relates to the record: how many entries that holds, and whether any is in both."""

    kept: int
    shared: bool


def local_now() -> datetime:
    """Return the time with the offset of where the reader is."""
    return datetime.now(timezone.utc).astimezone()


class Store:
    """The reader's events. Make one with :meth:`open`, and close it.

    Every method but ``close`` is non-blocking and thread-safe; results arrive in the futures returned. If the disk
    hangs, a future may never complete, so callers wait with a timeout.
    """

    def __init__(
        self,
        directory: Path,
        *,
        course: str,
        clock: Callable[[], datetime],
        session: str,
        on_notice: Callable[[Notice], None] | None,
        patience: float,
        retry: float,
        idle: float,
    ) -> None:
        """Make a store that is not open yet; :meth:`open` does both."""
        self.directory = directory
        self.course = course
        self.session = session
        self._clock = clock
        self._on_notice = on_notice
        self._retry = retry
        self._idle = idle
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._jobs: deque[Event | Job] = deque()
        self._closed = False
        self._notices: list[Notice] = []
        self._state: State = "opening"
        name = spill.spill_name(socket.gethostname(), os.getpid())
        self._outbox = Outbox(directory / spill.DIRECTORY, name, patience, self._notify)
        self._thread = threading.Thread(target=self._run, name="vctutor-storage", daemon=True)
        # Owned by the storage thread: events acknowledged as not saved, and those of them in no spill file either.
        self._unsaved: dict[str, Event] = {}
        self._in_memory: dict[str, Event] = {}
        self._lost = False  # whether committed events are gone with their file

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        course: str = "",
        clock: Callable[[], datetime] = local_now,
        session: str | None = None,
        on_notice: Callable[[Notice], None] | None = None,
        patience: float = PATIENCE,
        retry: float = RETRY,
        idle: float = IDLE,
    ) -> Store:
        """Start opening the store in ``directory``; returns immediately.

        Args:
            directory: where it lives; made when missing.
            course: the id of the course that events are recorded for and progress is filtered by; empty for a course
                without one.
            clock: returns the current time with its offset from UTC.
            session: names this run; a new UUID where None.
            on_notice: called with each new notice, on a thread of the store's.
            patience: seconds a commit may take before its event is spilled.
            retry: seconds between attempts to store what could not be stored.
            idle: seconds without work, after the first answer, before the store is checked and backed up.

        Raises:
            StoreError: the system lets no thread be started.
        """
        store = cls(
            Path(directory),
            course=course,
            clock=clock,
            session=session or str(uuid4()),
            on_notice=on_notice,
            patience=patience,
            retry=retry,
            idle=idle,
        )
        try:
            store._thread.start()
        except RuntimeError as error:
            raise StoreError(
                _("the system lets no more threads be started"),
                _("the limit of processes of this account is reached (nproc, or TasksMax)"),
            ) from error
        return store

    # --- interface --------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the time of the clock that events are given."""
        return self._clock()

    @property
    def state(self) -> State:
        """What can be done with the store: opening, writable, read-only, newer or unavailable."""
        return self._state

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices to show the reader, oldest first."""
        with self._lock:
            return tuple(self._notices)

    def event(self, kind: str, item: str, payload: dict[str, Any] | None = None) -> Event:
        """Return a new event of this session, now; it is not recorded.

        Raises:
            TypeError: the payload is not JSON.
            StoreError: it is too large to keep, or its fields do not conform to the schema of their kind.
        """
        body = decode_payload(encode_payload(payload or {}))  # just as the store will give it back
        event = Event(
            id=str(uuid4()),
            session=self.session,
            time=self._clock(),
            kind=kind,
            item=clean_text(item_in_record(self.course, kind, item))[:MAX_NAME],
            payload=body,
        )
        try:
            check(event)
        except ValueError as error:
            raise StoreError(_("this can't be kept"), str(error)) from None
        return event

    def record(
        self, kind: str, item: str, payload: dict[str, Any] | None = None
    ) -> Future[Receipt]:
        """Record that something happened. The future is done when it is committed, or set aside.

        Raises:
            TypeError: the payload is not JSON.
            StoreError: it is too large to keep, or the store is closed.
        """
        return self.record_event(self.event(kind, item, payload))

    def record_event(self, event: Event) -> Future[Receipt]:
        """Record an event made by :meth:`event`, for callers that also fold it at once with ``with_event``.

        Raises:
            StoreError: the store is closed.
        """
        receipt = self._outbox.add(event)
        try:
            self._put(event)
        except StoreError:
            self._outbox.forget(event)
            raise
        return receipt

    def progress(self) -> Future[Progress]:
        """Return the progress in the course: what any session committed, and what of this one still waits."""

        def look(archive: Archive) -> Progress:
            archive.refresh()
            archive.take_seen()  # they are in what is returned
            return view(fold(archive.progress, self._unsaved.values()), self.course)

        return self._ask(look)

    def refresh(self) -> Future[tuple[Event, ...]]:
        """Return what other sessions committed since the last call of this or of :meth:`progress`, in order."""

        def look(archive: Archive) -> tuple[Event, ...]:
            archive.refresh()
            return tuple(event for event in archive.take_seen() if event.session != self.session)

        return self._ask(look)

    def events(self, kinds: Sequence[str] = ()) -> Future[tuple[Event, ...]]:
        """Return all events of these kinds (of every kind where none is given), of all courses, as they are recorded.

        Those that wait are included.

        The future raises StoreError where they can't be read.
        """

        def read(archive: Archive) -> tuple[Event, ...]:
            waiting = (
                event for event in self._unsaved.values() if not kinds or event.kind in kinds
            )
            return (*archive.events(kinds), *waiting)

        return self._ask(read)

    def add(self, events: Iterable[Event]) -> Future[Added]:
        """Add events in one transaction; those already present change nothing.

        The future raises StoreError where they can't be stored.
        """
        given = tuple(events)

        def commit(archive: Archive) -> Added:
            new = archive.commit(given)
            archive.settle()
            return Added(new, len(given) - new)

        return self._ask(commit)

    def overlap(self, events: Sequence[Event]) -> Future[Overlap]:
        """Return whether any of these events is in the record, and how many entries that has."""
        return self._ask(lambda archive: Overlap(*archive.overlap(event.id for event in events)))

    def maintain(self) -> Future[bool]:
        """Check the store and make today's backup now instead of when the storage thread is idle."""
        return self._ask(lambda archive: archive.maintain(lambda: False))

    def close(self, timeout: float = 3.0) -> bool:
        """Commit pending events and close, within ``timeout`` seconds plus one.

        Returns:
            Whether every recorded event is committed or spilled; what is not committed in time is spilled.
        """
        with self._lock:
            self._closed = True
            self._work.notify()
        self._thread.join(timeout)
        acknowledged = self._outbox.close(SPILL_SECONDS)
        return acknowledged and not self._in_memory and not self._lost

    # --- the storage thread --------------------------------------------------------------------------------

    def _put(self, job: Event | Job) -> None:
        with self._lock:
            if self._closed:
                raise StoreError(_("the store is closed"))
            self._jobs.append(job)
            self._work.notify()

    def _ask(self, work: Callable[[Archive], T]) -> Future[T]:
        """Run ``work`` on the storage thread, after everything recorded so far."""
        answer: Future[T] = Future()

        def job(archive: Archive) -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                answer.set_result(work(archive))
            except (
                Exception
            ) as error:  # reported through the future to the caller, never on this thread
                message = StoreError(
                    _("your progress in {directory} can't be used").format(
                        directory=self.directory
                    ),
                    reason(error),
                )
                message.__cause__ = error
                answer.set_exception(message)

        self._put(job)
        return answer

    def _next(self, timeout: float | None) -> list[Event] | Job | None:
        """Wait for work: consecutive events as one batch, or one job; an empty batch on timeout, None once closed."""
        with self._lock:
            self._work.wait_for(lambda: self._jobs or self._closed, timeout)
            if not self._jobs:
                return None if self._closed else []
            first = self._jobs.popleft()
            if not isinstance(first, Event):
                return first
            batch = [first]
            while self._jobs and isinstance(self._jobs[0], Event):
                batch.append(self._jobs.popleft())  # type: ignore[arg-type]
            return batch

    def _run(self) -> None:
        from vctutor.progress.archive import Archive

        archive = Archive(
            self.directory, session=self.session, clock=self._clock, notify=self._notify
        )
        archive.open()
        self._bring_back(archive)
        maintained: date | None = None
        answered = False
        retry_at = time.monotonic() + self._retry
        while True:
            self._state = archive.state
            today = self._clock().date()
            due = answered and maintained != today
            work = self._next(self._idle if due else self._retry if self._unsaved else None)
            if work is None:
                break
            if callable(work):
                work(archive)
                answered = True
            elif work:
                self._commit(archive, work)
            elif due:
                maintained = today if self._maintain(archive) else None
            if self._unsaved and time.monotonic() >= retry_at:
                self._commit(archive, [])
                retry_at = time.monotonic() + self._retry
        archive.recreate = True  # the last chance to store what is kept in memory
        self._commit(archive, [])
        self._lost = archive.lacks_own()
        archive.close()

    def _commit(self, archive: Archive, batch: list[Event]) -> None:
        """Commit a batch together with what could not be committed before; spill it if that fails."""
        try:
            archive.commit([*self._unsaved.values(), *batch])
        except Exception as error:
            # No fault may end the thread or lose the events.
            self._unsaved.update((event.id, event) for event in batch)
            self._set_aside(
                {**self._in_memory, **{event.id: event for event in batch}}, reason(error)
            )
            return
        self._unsaved.clear()
        self._in_memory.clear()
        for event in batch:
            self._outbox.acknowledge(Receipt(event, saved=True))
        archive.settle()
        if self._outbox.take_aside():
            self._bring_back(archive, aside=True)

    def _set_aside(self, events: dict[str, Event], why: str) -> None:
        if events:
            spilled = self._outbox.spill(tuple(events.values()), why)
            self._in_memory = {} if spilled else events

    def _bring_back(self, archive: Archive, *, aside: bool = False) -> None:
        """Commit spilled events; ``aside`` means that some were just committed from memory."""
        try:
            back = archive.bring_back() > 0 or aside
        except Exception:
            return  # the files stay in place, and a notice was given when they were written
        if back:
            self._notify(
                Notice("brought-back", _("What could not be stored earlier is stored now."))
            )

    def _maintain(self, archive: Archive) -> bool:
        """Check and back up while idle; return whether it need not be retried."""

        def interrupted() -> bool:
            return bool(self._jobs) or self._closed

        self._bring_back(archive)  # other sessions may have left something since
        try:
            return archive.maintain(interrupted)
        except Exception as error:  # maintenance is optional: it must not end the thread
            self._notify(
                Notice(
                    "no-backup",
                    _("Your progress could not be checked and backed up ({error}).").format(
                        error=reason(error)
                    ),
                )
            )
            return True

    def _notify(self, notice: Notice) -> None:
        """Add a notice, unless it repeats the last one of its kind."""
        with self._lock:
            if notice.code == "brought-back":
                self._notices = [
                    one for one in self._notices if one.code not in ("spilling", "memory")
                ]
            elif any(
                one.code == notice.code
                for one in self._notices
                if one.code in ("spilling", "memory")
            ):
                return
            self._notices.append(notice)
        if self._on_notice is not None:
            self._on_notice(notice)
