"""The application on a terminal, with and without the layer that sends only what changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte
import pytest

from vctutor.course.catalog import Catalog
from vctutor.paths import data_dir, shipped_course
from vctutor.progress.store import Store
from vctutor.tui import app as tutor
from vctutor.tui.app import Options, TutorApp
from vctutor.tui.terminal.cell_buffer import Cells
from vctutor.tui.textual_compat.terminal_diff import CellUpdate, CompositorUpdate, compositor_of


class Terminal:
    """A terminal that can be made larger and smaller."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(100, 30)
        self.stream = pyte.Stream(self.screen)
        self.received = 0

    def feed(self, text: str) -> None:
        self.received += len(text)
        self.stream.feed(text)

    def picture(self) -> list[str]:
        buffer, size = self.screen.buffer, range(self.screen.columns)
        return [str([tuple(buffer[y][x]) for x in size]) for y in range(self.screen.lines)]


class Watched(TutorApp):
    """The tutor, writing on two terminals: on one what changed, on the other everything."""

    CSS_PATH = Path(tutor.__file__).parent / "styles" / "tutor.tcss"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.changed, self.everything = Terminal(), Terminal()
        self.compared = 0

    def shown(self, update: CompositorUpdate, changes: CellUpdate) -> None:
        """Write an update as Textual would, and as what changed."""
        for terminal in (self.changed, self.everything):
            if (terminal.screen.columns, terminal.screen.lines) != self.size:
                terminal.screen.resize(self.size.height, self.size.width)
                terminal.screen.reset()
        self.everything.feed(update.render_segments(self.console))
        self.changed.feed(changes.render_segments(self.console))


def compare(app: Watched) -> None:
    whole = Terminal()
    whole.screen.resize(app.size.height, app.size.width)
    update = compositor_of(app.screen).render_update(full=True)
    assert isinstance(update, CompositorUpdate)
    whole.feed(update.render_segments(app.console))
    assert app.changed.picture() == app.everything.picture()
    assert app.changed.picture() == whole.picture()
    app.compared += 1


KEYS = [
    ("j", "j", "space", "b"),
    ("n", "p", "]"),
    ("s", "escape", "s"),
    ("space", "space", "r", "r", "R"),
    ("escape", "a"),
    ("tab", "tab", "enter"),
    ("escape",),
    ("question_mark", "j", "escape"),
    ("D",),
    ("escape", "T"),
    ("escape", "comma"),
    ("escape", "c", "down", "down", "enter"),
    ("ctrl+t", "G"),
]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_session_looks_the_same(
    size: tuple[int, int], quiet: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(data_dir(), session="test")
    app = Watched(Catalog.open(shipped_course()), store, Options(place="4"))
    create = CellUpdate.__init__

    def create_and_write(self: CellUpdate, update: CompositorUpdate, cells: Cells) -> None:
        # A pilot's driver is headless, and Textual writes nothing to it.
        create(self, update, cells)
        app.shown(update, self)

    monkeypatch.setattr(CellUpdate, "__init__", create_and_write)
    try:
        async with app.run_test(size=size) as pilot:
            await quiet(pilot)
            compare(app)
            for keys in KEYS:
                await pilot.press(*keys)
                await quiet(pilot)
                compare(app)
            await pilot.resize_terminal(size[0] - 23, size[1] + 5)
            await quiet(pilot)
            compare(app)
            app.changed.screen.reset()
            app.redraw()
            await quiet(pilot)
            compare(app)
    finally:
        store.close()
    assert app.changed.received * 2 < app.everything.received
