"""Searching: as one types, by arrows, by mouse, and what is said where nothing is found."""

from __future__ import annotations

import pytest

from vctutor.tui.screens.search import SearchScreen

SIZES = [(80, 24), (120, 36)]


async def sought(pilot, quiet, words):
    await pilot.press("slash")
    await quiet(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    screen.query_one("Field").value = ""
    await pilot.press(*words)
    await quiet(pilot)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_looks_of_searching(opened, quiet, snapshot, size):
    async with opened("0", size=size) as pilot:
        await sought(pilot, quiet, "gradient")
        snapshot(pilot, f"search-{size[0]}")
        pilot.app.screen.query_one("Field").value = "gradeint"
        await quiet(pilot)
        snapshot(pilot, f"search-nothing-{size[0]}")


async def test_what_is_typed_is_found_chosen_and_gone_to(opened, text, quiet):
    async with opened("0") as pilot:
        screen = await sought(pilot, quiet, "jacobian")
        assert screen.query_text == "jacobian"
        first, second = screen.hits[:2]
        assert first.passage.chapter == 6
        await pilot.press("down", "down", "up")
        await pilot.press("enter")
        await quiet(pilot)
        course = pilot.app.screen
        assert course.where == second.passage.chapter
        await pilot.press("left_square_bracket")
        assert course.where == 0

        await pilot.press("slash")
        await quiet(pilot)
        again = pilot.app.screen
        assert again.query_text == "jacobian"
        reader = again.query_one("Reader")
        target = next(t for t in reader.page.targets if t.value == "0")
        x, y = reader.region.x + reader.margin + 2, reader.region.y + target.line
        await pilot.click(offset=(x, y - reader.scroll_offset.y))
        await quiet(pilot)
        assert course.where == first.passage.chapter


async def test_a_misspelt_word_is_told_the_right_one_and_escape_stays(opened, text, quiet):
    async with opened("3") as pilot:
        screen = await sought(pilot, quiet, "gradeint")
        assert not screen.hits or "gradient" in text(pilot)
        screen.query_one("Field").value = "zzzzqqqq"
        await quiet(pilot)
        assert "Nothing is found" in text(pilot)
        await pilot.press("enter")
        assert pilot.app.screen is screen
        await pilot.press("escape")
        assert pilot.app.screen.where == 3
