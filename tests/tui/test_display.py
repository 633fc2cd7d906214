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
from vctutor.tui.textual_compat.terminal_diff import CompositorUpdate, compositor_of


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

    def _display(self, screen: Any, renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            for terminal in (self.changed, self.everything):
                if (terminal.screen.columns, terminal.screen.lines) != self.size:
                    terminal.screen.resize(self.size.height, self.size.width)
                    terminal.screen.reset()
            self.everything.feed(renderable.render_segments(self.console))
        super()._display(screen, renderable)


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
    monkeypatch.setattr(
        "vctutor.tui.textual_compat.terminal_diff.CellUpdate.__init__", _writing(app), raising=True
    )
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


def _writing(app: Watched) -> Callable[..., None]:
    """Return what makes a difference and has it written at once, which a pilot's terminal never does."""

    def make(self: Any, update: Any, cells: Any) -> None:
        self._update, self._cells = update, cells
        app.changed.feed(self.render_segments(app.console))

    return make
