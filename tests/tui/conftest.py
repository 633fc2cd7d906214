"""The application in a terminal of any size, with a clock that stands still, and pictures of it to compare."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timezone
from pathlib import Path

import pytest
from textual.pilot import Pilot

from vctutor.course.catalog import Catalog
from vctutor.paths import config_dir, data_dir, shipped_course
from vctutor.progress.store import Store
from vctutor.settings import Settings
from vctutor.tui.app import Options, TutorApp

SNAPSHOTS = Path(__file__).parent / "snapshots"
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)

Opened = AbstractAsyncContextManager[Pilot[None]]


@pytest.fixture
def opened() -> Callable[..., Opened]:
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
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.app.record.settled()  # type: ignore[attr-defined]
        await pilot.pause()


@pytest.fixture
def quiet() -> Callable[[Pilot[None]], object]:
    """Wait until all is quiet: ``await quiet(pilot)``."""
    return settled


@pytest.fixture
def text() -> Callable[[Pilot[None]], str]:
    """Return what is on the screen as text."""

    def read(pilot: Pilot[None]) -> str:
        strips = pilot.app.screen._compositor.render_strips()
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
