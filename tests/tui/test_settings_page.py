"""Settings: changed at once, kept in the file; and keys bound anew."""

from __future__ import annotations

import pytest

from vctutor.paths import config_dir
from vctutor.settings import Settings, load
from vctutor.styled_text import plain

SIZES = [(80, 24), (120, 36)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_theme_and_a_width_are_taken_at_once_and_kept(opened, text, quiet, size):
    async with opened("4", size=size) as pilot:
        before = pilot.app.theme
        await pilot.press("comma")
        await quiet(pilot)
        await pilot.press("right")
        theme = pilot.app.theme
        assert theme != before
        await pilot.press("left")
        assert pilot.app.theme == before
        await pilot.press("right", "down", *["left"] * 12)
        await quiet(pilot)
        assert "60" in text(pilot)
        await pilot.press("escape")
        await quiet(pilot)
        assert pilot.app.screen.reader.cells <= 60
    kept, wrong = load(config_dir())
    assert (kept.theme, kept.text_width, wrong) == (theme, 60, ())
    async with opened("4", size=size, settings=kept) as pilot:
        assert pilot.app.theme == theme
        assert pilot.app.screen.reader.widest == 60


@pytest.mark.parametrize("size", SIZES)
async def test_looks_of_the_settings(opened, quiet, snapshot, size):
    async with opened("4", size=size) as pilot:
        await pilot.press("comma")
        await quiet(pilot)
        pilot.app.screen.where = "settings.toml"
        pilot.app.screen.redraw()
        await quiet(pilot)
        snapshot(pilot, f"settings-{size[0]}")


async def test_a_key_is_bound_anew(opened):
    async with opened("4", settings=Settings(keys={"chapter.next": "N"})) as pilot:
        await pilot.press("n")
        assert pilot.app.screen.state.location.where == 4
        await pilot.press("N")
        assert pilot.app.screen.state.location.where == 5


async def test_a_key_that_is_taken_is_told(opened):
    async with opened("4", settings=Settings(keys={"chapter.next": "q"})) as pilot:
        lines = pilot.app.screen.query_one("Banner").lines
        shown = " ".join(" ".join(plain(line) for line in lines).split())
        assert "the key q of chapter.next belongs to app.quit already" in shown
        await pilot.press("n")
        assert pilot.app.screen.state.location.where == 5
