"""Sizes that change faster than they are dealt with."""

from __future__ import annotations

from textual import events
from textual.geometry import Size


async def test_two_sizes_at_once_do_not_call_each_other_for_ever(opened):
    async with opened("4", size=(80, 24)) as pilot:
        screen = pilot.app.screen
        seen = []
        arranged = screen._refresh_layout
        screen._refresh_layout = lambda size=None, scroll=False: (
            seen.append(size),
            arranged(size, scroll),
        )
        for columns, rows in ((60, 20), (80, 24), (100, 30), (80, 24)):
            screen.post_message(events.Resize(Size(columns, rows), Size(columns, rows)))
        for _ in range(20):
            await pilot.pause()
        assert not [size for size in seen if size and size != pilot.app.size]
        assert len(seen) < 12
