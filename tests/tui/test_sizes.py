"""Sizes that change faster than they are handled."""

from __future__ import annotations

from textual import events
from textual.geometry import Size

from vctutor.tui.textual_compat.terminal_diff import compositor_of


async def test_two_sizes_at_once_do_not_trigger_each_other_indefinitely(opened, quiet, monkeypatch):
    async with opened("4", size=(80, 24)) as pilot:
        screen = pilot.app.screen
        compositor = compositor_of(screen)
        laid_out = []
        reflow = compositor.reflow
        monkeypatch.setattr(
            compositor,
            "reflow",
            lambda parent, size: (laid_out.append(size), reflow(parent, size))[1],
        )
        for columns, rows in ((60, 20), (80, 24), (100, 30), (80, 24)):
            screen.post_message(events.Resize(Size(columns, rows), Size(columns, rows)))
        await quiet(pilot)
        assert set(laid_out) <= {pilot.app.size}
        assert len(laid_out) < 12
