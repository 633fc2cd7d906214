"""The reader's record as the application sees it: what was done, and what the store said of it.

All database work happens on the store's own thread; here its answers come back to the application's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from vctutor.errors import StoreError
from vctutor.i18n import N_
from vctutor.progress.projection import Progress
from vctutor.progress.store import Receipt, Store

# What became of what was done last; to be translated where it is shown.
SAVING, SAVED, KEPT, LOST = N_("saving"), N_("saved"), N_("kept aside"), N_("not saved")


def fate(receipt: Receipt) -> str:
    """Return what became of an event, to be translated: on the disk, in a file beside, or in memory only."""
    return SAVED if receipt.saved else KEPT if receipt.spilled else LOST


class ProgressRecorder:
    """Progress as known now, kept true while events are recorded and other sessions add theirs."""

    def __init__(self, store: Store, changed: Callable[[], None]) -> None:
        """Read and write through ``store``; ``changed`` is called in the loop after the progress changed."""
        self.store = store
        self.progress = Progress(course=store.course)
        self.state = ""
        self._changed = changed
        self._waiting = 0
        self.tasks: set[asyncio.Task[None]] = set()

    def take(self, progress: Progress) -> None:
        """Take over what the store knew at the start."""
        self.progress = progress

    def add(
        self,
        kind: str,
        item: str,
        payload: dict[str, Any] | None = None,
        told: Callable[[Receipt], None] | None = None,
    ) -> None:
        """Record an event; ``told`` is called when it is committed or kept elsewhere."""
        event = self.store.event(kind, item, payload)
        self.progress = self.progress.with_event(event)
        self._waiting += 1
        self.state = SAVING
        task = asyncio.ensure_future(self._follow(self.store.record_event(event), told))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _follow(self, future: Any, told: Callable[[Receipt], None] | None) -> None:
        receipt: Receipt = await asyncio.wrap_future(future)
        self._waiting -= 1
        self.state = SAVING if receipt.saved and self._waiting else fate(receipt)
        if told:
            told(receipt)
        self._changed()

    async def settled(self) -> None:
        """Wait until everything added so far is committed or kept elsewhere."""
        while self.tasks:
            await asyncio.gather(*self.tasks)

    async def look(self) -> None:
        """Take in what other sessions of the same reader did; a store that can't be read has told so already."""
        try:
            events = await asyncio.wrap_future(self.store.refresh())
        except StoreError:
            return
        for event in events:
            self.progress = self.progress.with_event(event)
        if events:
            self._changed()
