"""Keys that come at any moment while a field is being opened: all of them are in it, in the order they were typed."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

OPENED = {
    "an answer": ("1", "a"),
    "the search": ("1", "slash"),
    "a note": ("1", "m"),
    "a function to differentiate": ("1", "D"),
}


async def type_slowly(app, keys, turns):
    """Type keys, and let the program go on for so many turns of its loop between them."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(turns):
            await asyncio.sleep(0)


def field(app):
    return next((one for one in app.screen.query("Field") if one.has_focus), None)


@pytest.mark.parametrize("place, opens", OPENED.values(), ids=OPENED)
async def test_whatever_the_pace(opened, quiet, place, opens):
    async with opened(place) as pilot:
        app = pilot.app
        for turns in [*range(16), 20, 30, 50]:
            app.screen.go(place)
            await quiet(pilot)
            await type_slowly(app, [opens, *"8642"], turns)
            await quiet(pilot)
            assert field(app) is not None, turns
            assert field(app).value == "8642", turns
            field(app).value = ""
            await quiet(pilot)
            await pilot.press("escape")
            await quiet(pilot)
            await pilot.press("escape")
            await quiet(pilot)
            assert app.screen is app.screen_stack[0]


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 13, 21, 34])
async def test_a_value_of_a_simulation_that_is_being_loaded(opened, quiet, turns):
    async with opened("1") as pilot:
        panel = pilot.app.screen.panel
        await type_slowly(pilot.app, ["s", "e", *"3579"], turns)
        await quiet(pilot)
        await quiet(pilot)
        assert panel.field is not None
        assert panel.field.value.endswith("3579")


async def test_a_simulation_left_before_it_was_loaded_takes_keys_when_it_is_reached_again(
    opened, quiet
):
    async with opened("1") as pilot:
        panel = pilot.app.screen.panel
        panel.request_simulation()
        pilot.app.screen.go("2")  # as with a click on the list, which waits for no key
        await quiet(pilot)
        pilot.app.screen.go("1")
        await quiet(pilot)
        await type_slowly(pilot.app, ["s", "e", *"3579"], 1)
        await quiet(pilot)
        assert panel.view is not None
        assert panel.field is not None
        assert panel.field.value.endswith("3579")


LEAVES = {
    "the search": ("slash", "escape"),
    "a note": ("m", "escape"),
    "a note that is kept": ("m", "enter"),
    "the palette": ("ctrl+p", "escape"),
    "an answer": ("a", "escape"),
}


@pytest.mark.parametrize("opens, leaves", LEAVES.values(), ids=LEAVES)
async def test_keys_behind_the_one_that_leaves_a_field_are_not_lost(opened, quiet, opens, leaves):
    async with opened("1") as pilot:
        app = pilot.app
        for turns in [*range(8), 12, 30]:
            app.screen.go("1")
            await quiet(pilot)
            await type_slowly(app, [opens, "x", leaves, leaves, "slash", *"ab"], turns)
            await quiet(pilot)
            assert field(app) is not None, turns
            assert field(app).value == "ab", turns
            await pilot.press("escape")
            await quiet(pilot)
            assert app.screen is app.screen_stack[0]


@pytest.mark.parametrize("opens, leaves", LEAVES.values(), ids=LEAVES)
async def test_a_key_right_behind_the_one_that_leaves_a_field_goes_to_what_is_below(
    opened, quiet, opens, leaves
):
    """It used to be typed into the field, whose parents had not closed it yet."""
    async with opened("1") as pilot:
        app = pilot.app
        for turns in range(12):
            await type_slowly(app, [opens, "x"], 40)
            await quiet(pilot)
            await type_slowly(app, [leaves, "slash", *"ab"], turns)
            await quiet(pilot)
            assert field(app) is not None, turns
            assert field(app).value == "ab", turns
            field(app).value = ""
            await pilot.press("escape")
            await quiet(pilot)
            assert app.screen is app.screen_stack[0]


@pytest.mark.parametrize("turns", range(6))
async def test_keys_do_not_wait_for_a_field_that_is_removed_before_it_is_ready(
    opened, quiet, turns
):
    async with opened("1") as pilot:
        app = pilot.app
        await pilot.press("slash")
        await quiet(pilot)
        searching = field(app)
        await type_slowly(
            app, ["end"], turns
        )  # the field would report when it has moved its cursor
        app.screen.dismiss(None)
        await type_slowly(app, "mab", turns)
        await quiet(pilot)
        assert field(app) is not searching
        assert field(app).value == "ab"
