"""The page of progress: what is read, answered, predicted and due."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_was_done_is_told(opened, text, quiet, snapshot, size):
    async with opened("4", size=size, clock=lambda: MONDAY) as pilot:
        for question, typed in (("check", "[6, 4]"), ("gradient-at-a-point", "[3, 32]")):
            pilot.app.screen.enter_card(question)
            await pilot.pause()
            pilot.app.screen.answer_field.field.value = typed
            await pilot.press("enter")
            await quiet(pilot)
    async with opened("0", size=size, clock=lambda: MONDAY + timedelta(days=1)) as pilot:
        await pilot.press("P")
        await quiet(pilot)
        shown = text(pilot)
        assert "1/20" in shown
        header = next(line for line in shown.splitlines() if "score" in line)
        row = next(line for line in shown.splitlines() if "1/20" in line)
        assert header.index("right") in (row.index("1/20"), row.index("1/20") - 1)
        assert header.index("score") + len("score") == row.index("%") + 1
        assert header.index("read") == min(row.index(char) for char in "━─" if char in row)
        assert "1 due" in shown
        snapshot(pilot, f"progress-{size[0]}")
        await pilot.press("space", "space")
        shown = text(pilot)
        assert "Predictions" in shown
        assert "1 due today, press r" in shown
        assert "2 days so far, 2 in a row" in shown
