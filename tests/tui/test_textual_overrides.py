"""Every private method of Textual that `textual_compat` overrides is still called by Textual."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from vctutor.tui.app import TutorApp
from vctutor.tui.course.screen import CourseScreen
from vctutor.tui.textual_compat.private_names import PRIVATE_NAMES
from vctutor.tui.widgets.reader import Reader


class BrokenError(Exception):
    pass


async def nothing(pilot: Pilot[None]) -> None:
    """Open and close the application: what is overridden is called anyway."""


async def change_theme(pilot: Pilot[None]) -> None:
    pilot.app.theme = "vctutor-light"


async def hover(pilot: Pilot[None]) -> None:
    """Move the mouse over a widget whose pointer is another than the one before."""
    pilot.app.screen.query_one(Reader).styles.pointer = "text"
    await pilot.hover("Reader")


async def fail(pilot: Pilot[None]) -> None:
    def broken() -> None:
        raise BrokenError

    pilot.app.call_later(broken)


# What makes Textual call each, once the application has started.
OCCASIONS: dict[str, Callable[[Pilot[None]], Awaitable[None]]] = {
    "_display": nothing,
    "_set_pointer_shape": hover,
    "_refresh_layout": nothing,
    "_size_updated": nothing,
    "_handle_exception": fail,
    "_print_error_renderables": nothing,
    "_watch_theme": change_theme,
}


def overriding(name: str) -> type:
    """Return our class that overrides a private method of Textual's."""
    for whole in (TutorApp, CourseScreen, Reader):
        for one in whole.__mro__:
            if one.__module__.startswith("vctutor.") and name in vars(one):
                return one
    raise AssertionError(f"nothing overrides {name}")


def test_every_declared_override_is_tried() -> None:
    assert {one.name for one in PRIVATE_NAMES if one.override} == set(OCCASIONS)


@pytest.mark.parametrize("name", OCCASIONS)
async def test_textual_calls(
    opened: Callable[..., Any],
    quiet: Callable[..., Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    calls = []
    owner = overriding(name)
    method = vars(owner)[name]
    monkeypatch.setattr(
        owner, name, lambda *given, **named: (calls.append(name), method(*given, **named))[1]
    )
    try:
        async with opened("1") as pilot:
            before = len(calls)
            await OCCASIONS[name](pilot)
            await quiet(pilot)
            if OCCASIONS[name] is not nothing:
                calls = calls[before:]
    except BrokenError:
        pass  # the pilot raises what ended the application
    assert calls, f"Textual does not call {name} of {owner.__name__} any more"
