"""A clock to turn, events to make, and stores that are closed whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from vctutor.progress.events import Event
from vctutor.progress.store import Store

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_event(clock: Clock) -> Callable[..., Event]:
    count = 0

    def make(kind: str = "read", item: str = "the-gradient/collecting", **payload: Any) -> Event:
        nonlocal count
        count += 1
        return Event(str(UUID(int=count)), "test", clock(), kind, item, payload)

    return make


@pytest.fixture
def open_store(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Store]]:
    stores: list[Store] = []

    def open_(directory: Path | None = None, **options: Any) -> Store:
        given = {"clock": clock, "idle": 3600.0, "retry": 3600.0, **options}
        store = Store.open(directory or tmp_path / "data", **given)
        stores.append(store)
        return store

    yield open_
    for store in stores:
        store.close()
