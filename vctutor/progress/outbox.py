"""The outbox: events recorded and not yet acknowledged, with a watcher thread that spills those pending too long.

The storage thread commits and acknowledges. If it fails or hangs, events go to the spill file; what can't be spilled
either stays in memory. Each event is acknowledged exactly once, by the first thread to do so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

from vctutor.i18n import _
from vctutor.progress import spill
from vctutor.progress.events import Event
from vctutor.progress.notices import Notice, reason


class Receipt(NamedTuple):
    """The result of recording an event.

    Attributes:
        event: the event.
        saved: whether it is committed; only then may anything be called saved.
        spilled: whether it is in the spill file, from which it is committed later without the reader's help.
        reason: why it was not committed; empty where it was.
    """

    event: Event
    saved: bool
    spilled: bool = False
    reason: str = ""


class _Pending(NamedTuple):
    event: Event
    receipt: Future[Receipt]
    deadline: float  # of the monotonic clock


class Outbox:
    """The events not acknowledged yet; writes them to the spill file when needed."""

    def __init__(
        self, directory: Path, name: str, patience: float, notify: Callable[[Notice], None]
    ) -> None:
        """Make an outbox that spills to ``directory/name`` after ``patience`` seconds."""
        self._directory = directory
        self._name = name
        self._patience = patience
        self._notify = notify
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._pending: dict[str, _Pending] = {}
        self._closing = False
        self._aside = 0  # acknowledged as not saved since `take_aside` was last called
        self._watcher: threading.Thread | None = None

    def add(self, event: Event) -> Future[Receipt]:
        """Hold an event until it is acknowledged and return the future of its receipt."""
        receipt: Future[Receipt] = Future()
        with self._lock:
            self._pending[event.id] = _Pending(event, receipt, time.monotonic() + self._patience)
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._watch, name="vctutor-spill", daemon=True
                )
                self._watcher.start()
            self._changed.notify()
        return receipt

    def acknowledge(self, receipt: Receipt) -> None:
        """Complete the event's receipt, unless that was done."""
        with self._lock:
            found = self._pending.pop(receipt.event.id, None)
            self._aside += found is not None and not receipt.saved
            self._changed.notify()
        if found is not None and found.receipt.set_running_or_notify_cancel():
            found.receipt.set_result(receipt)

    def forget(self, event: Event) -> None:
        """Drop an event that was never queued for the storage thread."""
        with self._lock:
            self._pending.pop(event.id, None)

    def spill(self, events: Sequence[Event], why: str) -> bool:
        """Write events to the spill file, acknowledge them as not saved, and return whether they were written."""
        try:
            spill.write(self._directory, self._name, events)
        except OSError as error:
            spilled = False
            self._notify(
                Notice(
                    "memory",
                    _(
                        "Your answers can't be stored ({why}), and not set aside either ({error})."
                    ).format(why=why, error=reason(error)),
                    _(
                        "They are kept while the program runs; free some disk space or check the "
                        "permissions."
                    ),
                )
            )
        else:
            spilled = True
            self._notify(
                Notice(
                    "spilling",
                    _("Your answers can't be stored now ({why}).").format(why=why),
                    _("They are set aside in a file and stored by themselves later."),
                )
            )
        for event in events:
            self.acknowledge(Receipt(event, saved=False, spilled=spilled, reason=why))
        return spilled

    def take_aside(self) -> int:
        """Return how many events were acknowledged as not saved since this was last asked."""
        with self._lock:
            aside, self._aside = self._aside, 0
        return aside

    def waiting(self) -> int:
        """Return how many events are not acknowledged yet."""
        with self._lock:
            return len(self._pending)

    def close(self, timeout: float) -> bool:
        """Spill at once what is not acknowledged, for ``timeout`` seconds at most; return whether nothing is left."""
        with self._lock:
            self._closing = True
            self._changed.notify()
            watcher = self._watcher
        if watcher is not None:
            watcher.join(timeout)
        return self.waiting() == 0

    def _watch(self) -> None:
        while True:
            with self._lock:
                if self._closing and not self._pending:
                    return
                now = time.monotonic()
                late = [
                    one.event
                    for one in self._pending.values()
                    if self._closing or one.deadline <= now
                ]
                if not late:
                    soonest = min((one.deadline for one in self._pending.values()), default=None)
                    self._changed.wait(None if soonest is None else soonest - now)
                    continue
            self.spill(late, _("the disk or another program keeps it waiting"))
