"""Searching: as one types, by arrows, by mouse, and what is said where nothing is found."""

from __future__ import annotations

import pytest

from vctutor.tui.pages.search import SearchScreen

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
        assert course.state.location.where == second.passage.chapter
        await pilot.press("left_square_bracket")
        assert course.state.location.where == 0

        await pilot.press("slash")
        await quiet(pilot)
        again = pilot.app.screen
        assert again.query_text == "jacobian"
        reader = again.query_one("Reader")
        target = next(t for t in reader.page.targets if t.value == "0")
        x, y = reader.region.x + reader.margin + 2, reader.region.y + target.line
        await pilot.click(offset=(x, y - reader.scroll_offset.y))
        await quiet(pilot)
        assert course.state.location.where == first.passage.chapter


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
        assert pilot.app.screen.state.location.where == 3


def last_line(shown):
    return shown.split("\n")[-1]


@pytest.mark.parametrize("size", SIZES)
async def test_n_goes_through_what_was_found_until_escape(opened, quiet, text, size):
    async with opened("0", size=size) as pilot:
        course = pilot.app.screen
        screen = await sought(pilot, quiet, "jacobian")
        places = [(hit.passage.chapter, hit.passage.place) for hit in screen.hits]
        places = list(dict.fromkeys(places))
        await pilot.press("enter")
        await quiet(pilot)
        for at, key in (
            (1, ""),
            (2, "n"),
            (3, "n"),
            (2, "N"),
            (1, "N"),
            (len(places), "N"),
            (1, "n"),
        ):
            if key:
                await pilot.press(key)
                await quiet(pilot)
            chapter, place = places[at - 1]
            assert course.state.location.where == chapter
            assert course.reader.page.find(place or "top") is not None
            assert f"jacobian: {at} of {len(places)}" in text(pilot)
            assert last_line(text(pilot)).startswith(" n next hit  N previous hit  esc end search ")
        await pilot.press("escape")
        await quiet(pilot)
        assert "jacobian: " not in text(pilot)
        assert last_line(text(pilot)).startswith(" n next  p previous ")
        before = course.state.location.where
        await pilot.press("n")
        assert course.state.location.where == before + 1


async def test_going_to_a_chapter_ends_the_search(opened, quiet, text):
    async with opened("0") as pilot:
        await sought(pilot, quiet, "jacobian")
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("2")
        await quiet(pilot)
        assert "jacobian: " not in text(pilot)
        await pilot.press("n")
        assert pilot.app.screen.state.location.where == 3


async def test_what_is_told_meanwhile_gives_way_to_the_search_again(opened, quiet, text):
    async with opened("0") as pilot:
        await sought(pilot, quiet, "jacobian")
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("B")
        await quiet(pilot)
        assert "Marked." in text(pilot)
        await pilot.press("down")
        await quiet(pilot)
        assert "jacobian: 1 of" in text(pilot)
        await pilot.press("n")
        await quiet(pilot)
        assert "jacobian: 2 of" in text(pilot)
