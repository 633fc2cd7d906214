"""Work that is due but not done yet: for drivers of the application that must not wait for its timers."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from textual.app import App


def callbacks_pending() -> bool:
    """Return whether the running event loop has callbacks to call before it waits for anything."""
    loop = cast("Any", asyncio.get_running_loop())
    return bool(loop._ready)


def draw_pending(app: App[Any]) -> bool:
    """Handle a resize or draw a frame that a timer would bring, and return whether any was due."""
    if not app.screen_stack:
        return False
    if app._resize_event is not None:
        app._check_resize()
        return True
    screen = app.screen
    due = (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
    if not due or not screen.is_current or app._batch_count:
        return False
    screen._on_timer_update()
    return True
