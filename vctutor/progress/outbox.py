"""Events on their way: recorded and not yet acknowledged, with a watcher that spills those that wait too long.

The storage thread commits and acknowledges. Where it can't, or where it hangs, events go to the spill file, and what
can't be spilled either stays in memory. Every event is acknowledged exactly once, by whoever is first.
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
    """What became of an event.

    Attributes:
        event: the event.
        saved: whether it is committed; only then may anything be called saved.
        spilled: whether it is safe in the spill file, to be brought back by itself.
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
    """The events that are not acknowledged yet, and the way to the spill file."""

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
        self._aside = 0  # acknowledged as not saved, and not taken note of yet
        self._watcher: threading.Thread | None = None

    def add(self, event: Event) -> Future[Receipt]:
        """Take charge of an event until it is acknowledged."""
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
        """Tell whoever recorded the event, unless that was done."""
        with self._lock:
            found = self._pending.pop(receipt.event.id, None)
            self._aside += found is not None and not receipt.saved
            self._changed.notify()
        if found is not None and found.receipt.set_running_or_notify_cancel():
            found.receipt.set_result(receipt)

    def forget(self, event: Event) -> None:
        """Let go of an event that was never sent on its way."""
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
