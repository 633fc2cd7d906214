"""What is to be done after the next picture is done, also where a screen came and went before there was one."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

from vctutor.tui.pages.too_small import SmallScreen


@pytest.mark.parametrize("turns", range(4, 10))
async def test_a_chapter_is_laid_out_to_its_end(opened, quiet, turns):
    async with opened("1") as pilot:
        app = pilot.app
        course = app.screen
        app.post_message(events.Key("n", "n"))
        for _ in range(turns):
            await asyncio.sleep(0)
        app.push_screen(
            SmallScreen(app.look)
        )  # as in a window that is made small, and large at once
        await asyncio.sleep(0)
        app.pop_screen()
        await quiet(pilot)
        assert not course.page_layout.partial
