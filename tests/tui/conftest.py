"""The application in a terminal of any size, with a clock that stands still, and pictures of it to compare."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timezone
from pathlib import Path
from weakref import WeakSet

import pytest
import textual.app
import textual.pilot
from textual.app import App
from textual.pilot import Pilot

from vctutor.course.catalog import Catalog
from vctutor.paths import config_dir, data_dir, shipped_course
from vctutor.progress.store import Store
from vctutor.settings import Settings
from vctutor.tui.app import Options, TutorApp
from vctutor.tui.textual_compat.pending import callbacks_pending, draw_pending
from vctutor.tui.textual_compat.terminal_diff import compositor_of

SNAPSHOTS = Path(__file__).parent / "snapshots"
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)

CourseLocation = AbstractAsyncContextManager[Pilot[None]]
WORK = 1.0  # seconds a key waits for workers; for one that a test holds back only once
ALL_WORK = 60.0  # seconds until a worker is taken to be stuck

held_back: WeakSet[object] = WeakSet()


async def idle(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
    """Wait until nothing can happen any more but by a timer, a worker that is held back, or another key.

    Textual's own wait sleeps until the process uses little time, twice for every key: much longer, and on a busy
    machine it takes a process that is not let run for one that has nothing to do.
    """
    app = textual.app.active_app.get()
    deadline = time.monotonic() + WORK
    while working := [one for one in await at_rest(app) if one not in held_back]:
        if time.monotonic() > deadline:
            held_back.update(working)
        await asyncio.sleep(0.001)


async def at_rest(app: App[None]) -> set[object]:
    """Let all be handled and drawn, and return what is still under way: workers, and what the store was told."""
    await handled()
    while draw_pending(app):
        await handled()
    workers = {worker for worker in app.workers if not worker.is_finished}
    return workers | app.record.tasks  # type: ignore[attr-defined]


async def handled() -> None:
    """Let every task go on until each waits for something from outside the loop."""
    empty = 0
    while empty < 2:  # the second time, what the selector and the timers brought is there too
        await asyncio.sleep(0)
        empty = 0 if callbacks_pending() else empty + 1


@pytest.fixture(autouse=True)
def _idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot wait for the application, not for the machine."""
    monkeypatch.setattr(textual.app, "wait_for_idle", idle)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", idle)


@pytest.fixture
def opened() -> Callable[..., CourseLocation]:
    """Open the tutor: ``async with opened("4", size=(120, 36)) as pilot``. It waits until all is quiet."""

    @asynccontextmanager
    async def open_tutor(
        place: str | None = None,
        *,
        size: tuple[int, int] = (120, 36),
        course: Path | None = None,
        clock: Callable[[], datetime] = lambda: MORNING,
        theme: str = "vctutor-dark",
        settings: Settings | None = None,
        **options: object,
    ) -> AsyncIterator[Pilot[None]]:
        store = Store.open(data_dir(), clock=clock, session="test")
        chosen = settings or Settings(theme=theme)
        asked = Options(place=place, settings=chosen, config=config_dir(), **options)  # type: ignore[arg-type]
        app = TutorApp(Catalog.open(course or shipped_course()), store, asked)
        try:
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                yield pilot
        finally:
            store.close()

    return open_tutor


async def settled(pilot: Pilot[None]) -> None:
    """Wait until workers, the store and the messages they lead to are done."""
    deadline = time.monotonic() + ALL_WORK
    while working := await at_rest(pilot.app):
        assert time.monotonic() < deadline, f"it never ends: {working}"
        await asyncio.sleep(0.001)
    await pilot.pause()


@pytest.fixture
def quiet() -> Callable[[Pilot[None]], object]:
    """Wait until all is quiet: ``await quiet(pilot)``."""
    return settled


@pytest.fixture
def text() -> Callable[[Pilot[None]], str]:
    """Return what is on the screen as text."""

    def read(pilot: Pilot[None]) -> str:
        strips = compositor_of(pilot.app.screen).render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    return read


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[Pilot[None], str], None]:
    """Compare the picture with the one kept under a name; ``--update-golden`` keeps it anew."""

    def compare(pilot: Pilot[None], name: str) -> None:
        picture = re.sub(r"terminal-\d+", "terminal", pilot.app.export_screenshot(simplify=True))
        kept = SNAPSHOTS / f"{name}.svg"
        if request.config.getoption("--update-golden"):
            kept.write_text(picture, encoding="utf-8")
            return
        assert kept.exists(), (
            f"no picture named {name}: look at it, then keep it with --update-golden"
        )
        assert kept.read_text(encoding="utf-8") == picture, f"{name} looks different"

    return compare
