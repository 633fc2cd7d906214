"""The reader's progress as the application knows it: what was done, and what became of it in the store.

All database work happens on the store's own thread; its results are awaited in the application's event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from vctutor.errors import StoreError
from vctutor.i18n import N_
from vctutor.progress.projection import Progress
from vctutor.progress.store import Receipt, Store

# What became of the last event; to be translated where it is shown.
SAVING, SAVED, KEPT, LOST = N_("saving"), N_("saved"), N_("kept aside"), N_("not saved")


def fate(receipt: Receipt) -> str:
    """Return what became of an event, to be translated: on the disk, in a file beside, or in memory only."""
    return SAVED if receipt.saved else KEPT if receipt.spilled else LOST


class ProgressRecorder:
    """The progress as known now, kept up to date while events are recorded and other sessions add theirs.

    Attributes:
        store: where events are kept.
        progress: what the events so far amount to; an event counts as soon as it is added.
        state: what became of the last event; empty before the first.
        tasks: one for each event that is not committed or kept elsewhere yet.
        on_change: called in the event loop after the store reported something or another session's events were read.
    """

    def __init__(self, store: Store) -> None:
        """Read and write through ``store``."""
        self.store = store
        self.progress = Progress(course=store.course)
        self.state = ""
        self.on_change: Callable[[], object] = lambda: None
        self._waiting = 0
        self.tasks: set[asyncio.Task[None]] = set()
        self._answers: list[tuple[str, str]] = []

    async def load(self, patience: float) -> bool:
        """Load what the store knows; return False where that takes more than ``patience`` seconds."""
        future = asyncio.wrap_future(self.store.progress())
        try:
            self.progress = await asyncio.wait_for(future, patience)
        except asyncio.TimeoutError:
            return False
        return True

    def add(self, kind: str, item: str, payload: dict[str, Any] | None = None) -> None:
        """Record an event."""
        event = self.store.event(kind, item, payload)
        self.progress = self.progress.with_event(event)
        self._waiting += 1
        self.state = SAVING
        answered = item if kind == "answer" else ""
        task = asyncio.ensure_future(self._follow(self.store.record_event(event), answered))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _follow(self, future: Any, answered: str) -> None:
        receipt: Receipt = await asyncio.wrap_future(future)
        self._waiting -= 1
        self.state = SAVING if receipt.saved and self._waiting else fate(receipt)
        if answered:
            self._answers.append((answered, fate(receipt)))
        self.on_change()

    def take_answers(self) -> list[tuple[str, str]]:
        """Return the items of the answers whose fate was reported since the last call, each with its fate."""
        answers, self._answers = self._answers, []
        return answers

    async def settled(self) -> None:
        """Wait until everything added so far is committed or kept elsewhere."""
        while self.tasks:
            await asyncio.gather(*self.tasks)

    async def look(self) -> None:
        """Read what other sessions of the same reader recorded; a store that can't be read has reported it already."""
        try:
            events = await asyncio.wrap_future(self.store.refresh())
        except StoreError:
            return
        for event in events:
            self.progress = self.progress.with_event(event)
        if events:
            self.on_change()
