"""Differentiating a function of one's own: as it is typed, at a point, and what is said where it can't be read."""

from __future__ import annotations

import threading

import pytest

from vctutor.tui.pages import differentiate
from vctutor.tui.pages.differentiate import DifferentiateScreen


def fields(pilot):
    screen = pilot.app.screen
    assert isinstance(screen, DifferentiateScreen)
    return screen.query_one("#function"), screen.query_one("#point")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_function_its_derivatives_and_a_point(opened, text, quiet, snapshot, size):
    async with opened("4", size=size) as pilot:
        await pilot.press("D")
        await quiet(pilot)
        function, point = fields(pilot)
        assert function.has_focus
        assert "2xy" in text(pilot)
        function.value = "sin(x) * y"
        point.value = "x=0, y=2"
        await quiet(pilot)
        shown = text(pilot)
        assert "cos" in shown
        snapshot(pilot, f"differentiate-{size[0]}")

        function.value = "sin(x) * "
        await quiet(pilot)
        assert "^" in text(pilot)
        snapshot(pilot, f"differentiate-wrong-{size[0]}")
        function.value = ""
        await quiet(pilot)
        assert "Type a function" in text(pilot)


async def test_the_last_function_is_there_again(opened, text, quiet):
    async with opened("4") as pilot:
        await pilot.press("D")
        await quiet(pilot)
        fields(pilot)[0].value = "t^4"
        await quiet(pilot)
        await pilot.press("escape")
        await quiet(pilot)
        assert pilot.app.record.progress.functions == ("t^4",)
        await pilot.press("D")
        await quiet(pilot)
        assert fields(pilot)[0].value == "t^4"
        assert "4t³" in text(pilot)


async def test_the_field_follows_while_a_derivative_is_worked_out(opened, text, quiet, monkeypatch):
    started, go_on = threading.Event(), threading.Event()
    asked = []
    real = differentiate.differentiated

    def slow(what, glyphs):
        asked.append(what.function)
        if what.function == "x^3":
            started.set()
            go_on.wait(60)
        return real(what, glyphs)

    monkeypatch.setattr(differentiate, "differentiated", slow)
    async with opened("4") as pilot:
        await pilot.press("D")
        await quiet(pilot)
        function, __ = fields(pilot)
        function.value = "x^3"
        await pilot.pause()
        assert started.wait(60)
        await pilot.press("end")
        for char in "+7*x^5":
            await pilot.press(
                {"+": "plus", "*": "asterisk", "^": "circumflex_accent"}.get(char, char)
            )
        assert function.value == "x^3+7*x^5"
        assert "35x⁴" not in text(pilot)
        go_on.set()
        await quiet(pilot)
        assert "35x⁴" in text(pilot)
        assert asked[-2:] == ["x^3", "x^3+7*x^5"]


async def test_leaving_while_a_derivative_is_worked_out(opened, quiet, monkeypatch):
    started, go_on = threading.Event(), threading.Event()
    real = differentiate.differentiated

    def slow(what, glyphs):
        started.set()
        go_on.wait(60)
        return real(what, glyphs)

    monkeypatch.setattr(differentiate, "differentiated", slow)
    async with opened("4") as pilot:
        await pilot.press("D")
        await pilot.pause()
        assert started.wait(60)
        await pilot.press("escape")
        await pilot.pause()
        go_on.set()
        await quiet(pilot)
        assert pilot.app.screen.state.location.chapter.number == 4
