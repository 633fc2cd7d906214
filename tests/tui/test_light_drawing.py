"""What is drawn without Textual's detours looks as it would with them, and only what changed is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.segment import Segment
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from vctutor.tui.textual_compat.scroll_bar import SlimBar
from vctutor.tui.textual_compat.terminal_diff import compositor_of
from vctutor.tui.widgets.bars import KeyBar, TopBar
from vctutor.tui.widgets.chapter_tree import ChapterTree
from vctutor.tui.widgets.reader import Reader


def looks(strips: list[Strip], width: int) -> list[str]:
    """Return rows as what they show, without what a click does."""
    return [
        "".join(
            f"{s.text}{s.style.color}{s.style.bgcolor}{s.style.bold}{s.style.italic}{s.style.reverse}"
            for s in Segment.simplify(strip.crop(0, width))
            if s.style
        )
        for strip in strips
    ]


@pytest.mark.parametrize("theme", ["vctutor-dark", "vctutor-light", "vctutor-mono"])
async def test_text_and_scroll_bar_look_as_textual_draws_them(
    opened: Callable[..., Any], theme: str
) -> None:
    async with opened(place="4", size=(120, 36)) as pilot:
        app = pilot.app
        app.theme = theme
        await pilot.pause()
        reader = app.screen.query_one(Reader)
        for key in ("tab", "j", "space", "G", "k", "tab"):
            await pilot.press(key)
            await pilot.pause()
            width, rows = reader.size.width, reader.outer_size.region
            ours = looks(reader.render_lines(rows), width)
            assert ours == looks(Widget.render_lines(reader, rows), width)
            bar = reader.vertical_scrollbar
            assert isinstance(bar, SlimBar)
            rows = bar.outer_size.region
            assert looks(bar.render_lines(rows), 1) == looks(ScrollBar.render_lines(bar, rows), 1)


async def test_a_part_of_the_text_can_be_drawn(opened: Callable[..., Any]) -> None:
    async with opened(place="4", size=(120, 36)) as pilot:
        reader = pilot.app.screen.query_one(Reader)
        part = reader.outer_size.region.shrink((3, 5, 4, 6))
        assert looks(reader.render_lines(part), part.width) == looks(
            Widget.render_lines(reader, part), part.width
        )


async def test_only_what_changed_is_drawn(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(place="4", size=(120, 36)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        drawn: set[type[Widget]] = set()
        for kind in (Reader, ChapterTree, KeyBar, TopBar):
            usual = kind.render_lines

            def watched(
                self: Widget, crop: Any, usual: Any = usual, kind: type[Widget] = kind
            ) -> Any:
                drawn.add(kind)
                return usual(self, crop)

            monkeypatch.setattr(kind, "render_lines", watched)
        compositor = compositor_of(pilot.app.screen)
        bar, reader = (pilot.app.screen.query_one(kind) for kind in (TopBar, Reader))
        bar.refresh()
        reader.refresh()
        compositor.update_widgets({bar, reader})
        compositor.render_partial_update()
        assert drawn == {TopBar, Reader}


async def test_what_is_drawn_in_part_first_is_whole_afterwards(
    opened: Callable[..., Any], text: Callable[[Any], str]
) -> None:
    async with opened(place="4", size=(120, 36)) as pilot:
        whole = text(pilot)
        screen = pilot.app.screen
        bar = screen.query_one(TopBar)
        compositor_of(screen).reflow(
            screen, screen.size
        )  # nothing is reckoned of the new arrangement
        bar.refresh()
        compositor_of(screen).update_widgets({bar})
        compositor_of(screen).render_partial_update()
        assert text(pilot) == whole
