"""The setting for motion: without it nothing moves by itself, and the key that would start it says so."""

from __future__ import annotations

import pytest

from vctutor.settings import Settings
from vctutor.styled_text import plain


async def enter(pilot, quiet):
    await quiet(pilot)
    panel = pilot.app.screen.panel
    panel.session.predicted.add(panel.item)
    await pilot.press("s")
    await quiet(pilot)
    return panel


def words(panel) -> str:
    return " ".join(" ".join(plain(line) for line in panel.lines).split())


@pytest.mark.parametrize("ascii", [False, True])
async def test_without_motion_nothing_runs_and_the_key_says_so(opened, quiet, ascii):
    settings = Settings(theme="vctutor-dark", motion=False)
    async with opened("0", settings=settings, ascii=ascii) as pilot:
        panel = await enter(pilot, quiet)
        before = panel.view.state
        await pilot.press("r")
        assert not panel.view.running
        assert "Motion is off in the settings" in words(panel)
        panel.tick()
        assert panel.view.state == before
        await pilot.press("space")
        assert panel.view.state.step == 1
        assert "Motion is off" not in words(panel)


async def test_a_run_stops_when_motion_is_turned_off(opened, quiet):
    async with opened("0") as pilot:
        panel = await enter(pilot, quiet)
        await pilot.press("r")
        assert panel.view.running
        await pilot.press("comma", "down", "down", "down", "down", "right", "escape")
        await quiet(pilot)
        assert pilot.app.settings.motion is False
        panel.tick()
        step = panel.view.state.step
        panel.tick()
        assert not panel.view.running
        assert panel.view.state.step == step


async def test_with_motion_a_run_moves_by_itself(opened, quiet):
    async with opened("0") as pilot:
        panel = await enter(pilot, quiet)
        await pilot.press("r")
        first = panel.view.state.step
        panel.tick()
        assert panel.view.state.step == first + 1
        await pilot.press("r")
        assert not panel.view.running
