"""A function or a value of the reader's own: read as typed, the caret under what is wrong, drawn when valid."""

from __future__ import annotations

import pytest

SIZES = [(80, 24), (120, 36)]


def panel_of(pilot):
    return pilot.app.screen.panel


def values_of(pilot):
    return panel_of(pilot).view.state.values


async def type_at(pilot, quiet, name):
    """Go to the panel and open the field of a parameter."""
    await quiet(pilot)
    panel = panel_of(pilot)
    panel.session.predicted.add(panel.item)
    await pilot.press("s")
    await quiet(pilot)
    place = [one.name for one in panel.view.simulation.parameters].index(name)
    for _ in range(place):
        await pilot.press("down")
    await pilot.press("e")
    await quiet(pilot)
    return panel.field


async def enter(pilot, quiet, field, text):
    field.value = text
    await quiet(pilot)


def below(pilot, text):
    """Return the line below the field, and the column where the field starts."""
    region = panel_of(pilot).field.region
    return text(pilot).split("\n")[region.y + 1], region.x


@pytest.mark.parametrize("size", SIZES)
async def test_a_function_is_typeset_and_drawn_while_it_is_typed(opened, quiet, text, size):
    async with opened("4", size=size) as pilot:
        field = await type_at(pilot, quiet, "function")
        before = text(pilot)
        await enter(pilot, quiet, field, "x^2/4 + sqrt(y^2 + 1)")
        line, left = below(pilot, text)
        assert line[left:].startswith("x²/4 + √(y² + 1)")
        assert values_of(pilot)["function"] == "x^2/4 + sqrt(y^2 + 1)"
        assert text(pilot).split("\n")[:10] != before.split("\n")[:10], "the chart is drawn anew"
        assert pilot.app.record.progress.simulations == {}, "nothing is taken yet"
        await pilot.press("enter")
        await quiet(pilot)
        assert panel_of(pilot).field is None
        assert values_of(pilot)["function"] == "x^2/4 + sqrt(y^2 + 1)"
        kept = next(iter(pilot.app.record.progress.simulations.values()))
        assert "x^2/4 + sqrt(y^2 + 1)" in str(kept)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("typed", "wrong", "told"),
    [
        ("x^2 + cso(x) + y", 6, "cos"),
        ("  x^2 + z", 8, "z"),
        ("x + ) y", 4, "after the +"),
        ("x^2 +", 5, ""),
    ],
)
async def test_a_caret_stands_under_the_wrong_character(
    opened, quiet, text, size, typed, wrong, told
):
    async with opened("4", size=size) as pilot:
        field = await type_at(pilot, quiet, "function")
        await enter(pilot, quiet, field, typed)
        line, left = below(pilot, text)
        assert line[left + wrong] == "^"
        row = field.region.y + 1
        assert told in "".join(text(pilot).split("\n")[row : row + 3])
        assert text(pilot).split("\n")[field.region.y][left:].startswith(typed)
        assert values_of(pilot)["function"] == "x^2 + 2y^2", "what was drawn last stays"
        await pilot.press("enter")
        assert panel_of(pilot).field is not None, "it can be mended"


async def test_the_caret_follows_a_field_that_scrolls(opened, quiet, text):
    async with opened("4", size=(80, 24)) as pilot:
        field = await type_at(pilot, quiet, "function")
        typed = "x^2 + " * 20 + "cso(y)"
        field.value = ""
        field.insert_text_at_cursor(typed)
        await quiet(pilot)
        await quiet(pilot)
        lines = text(pilot).split("\n")
        assert field.scroll_offset.x > 0
        caret = lines[field.region.y + 1].index("^")
        assert lines[field.region.y][caret : caret + 3] == "cso"


@pytest.mark.parametrize("size", SIZES)
async def test_escape_gives_back_the_value_before(opened, quiet, text, size):
    async with opened("4", size=size) as pilot:
        field = await type_at(pilot, quiet, "function")
        await pilot.press("escape", "space")
        before, seen = panel_of(pilot).view.state, text(pilot)
        await pilot.press("e")
        field = panel_of(pilot).field
        await enter(pilot, quiet, field, "x^4 + y^4")
        assert panel_of(pilot).view.state != before
        await enter(pilot, quiet, field, "x^4 +")
        await pilot.press("escape")
        await quiet(pilot)
        assert panel_of(pilot).view.state == before
        assert panel_of(pilot).has_focus
        assert text(pilot) == seen


async def test_a_value_is_drawn_while_it_is_typed_and_said_as_it_is_read(opened, quiet, text):
    async with opened("0", size=(80, 24)) as pilot:
        field = await type_at(pilot, quiet, "alpha")
        await enter(pilot, quiet, field, "1/4")
        line, left = below(pilot, text)
        assert line[left:].startswith("= 0.25")
        assert values_of(pilot)["alpha"] == 0.25
        await enter(pilot, quiet, field, "7")
        line, left = below(pilot, text)
        assert "at most 1.2" in line
        await pilot.press("escape")
        assert values_of(pilot)["alpha"] == 0.1


async def test_a_click_elsewhere_leaves_the_field_and_a_click_in_it_does_not(opened, quiet):
    async with opened("4") as pilot:
        field = await type_at(pilot, quiet, "function")
        await enter(pilot, quiet, field, "x^4 + y^4")
        await pilot.click(offset=(field.region.x + 2, field.region.y))
        assert panel_of(pilot).field is not None
        region = panel_of(pilot).content_region
        await pilot.click(offset=(region.x + 1, region.y + 1))
        await quiet(pilot)
        assert panel_of(pilot).field is None
        assert values_of(pilot)["function"] == "x^2 + 2y^2"


@pytest.mark.parametrize("size", SIZES)
async def test_the_bottom_line_says_what_the_keys_do_in_the_field(opened, quiet, text, size):
    async with opened("4", size=size) as pilot:
        await type_at(pilot, quiet, "alpha")
        bottom = text(pilot).split("\n")[-1]
        assert bottom.startswith(" enter take it  esc as it was ")
        await pilot.press("escape")
        await quiet(pilot)
        assert text(pilot).split("\n")[-1].startswith(" space step  r run ")


async def test_a_value_that_can_not_be_is_told_under_the_name_on_the_screen(opened, quiet, text):
    async with opened("2", size=(80, 24)) as pilot:
        field = await type_at(pilot, quiet, "probe")
        await enter(pilot, quiet, field, "three")
        line, __ = below(pilot, text)
        assert line.strip().startswith("x can't be 'three'")
