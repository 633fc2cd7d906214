"""Playing: stepping, running, parameters by key and by mouse, predictions, the reader's own function."""

from __future__ import annotations

import pytest


def panel_of(pilot):
    return pilot.app.screen.panel


def state_of(pilot):
    return panel_of(pilot).view.state


async def begin(pilot, quiet, predict=False):
    await quiet(pilot)
    panel = panel_of(pilot)
    if not predict:
        panel._predicted.add(panel.item)
    await pilot.press("s")
    await quiet(pilot)


async def test_s_goes_to_the_simulation_and_back_to_the_same_line(opened, quiet):
    async with opened("0", size=(80, 24)) as pilot:
        await pilot.press("space")
        before = pilot.app.screen.reader.spot()
        await begin(pilot, quiet)
        assert panel_of(pilot).has_focus
        await pilot.press("escape")
        assert pilot.app.screen.reader.has_focus
        assert pilot.app.screen.reader.spot() == before


async def test_steps_give_the_numbers_of_the_chapter(opened, quiet):
    async with opened("0") as pilot:
        await begin(pilot, quiet)
        seen = [state_of(pilot).theta]
        for _ in range(3):
            await pilot.press("space")
            seen.append(state_of(pilot).theta)
        assert seen == pytest.approx([3, 2.4, 1.92, 1.536])


async def test_the_step_button_can_be_clicked(opened, quiet):
    async with opened("4") as pilot:
        await begin(pilot, quiet)
        panel = panel_of(pilot)
        button = next(t for t in panel._targets if t.value == "step")
        region = panel.content_region
        await pilot.click(offset=(region.x + button.start + 1, region.y + button.line))
        assert state_of(pilot).step == 1


async def test_every_slider_can_be_clicked_and_every_parameter_changed_by_key(opened, quiet):
    async with opened("4") as pilot:
        await begin(pilot, quiet)
        panel = panel_of(pilot)
        region = panel.content_region
        for place, parameter in enumerate(panel.view.simulation.parameters):
            panel._set(cursor=place)
            before = state_of(pilot).values[parameter.name]
            await pilot.press("left")
            if state_of(pilot).values[parameter.name] == before:
                await pilot.press("right")
            if parameter.kind != "function" or parameter.choices:
                assert state_of(pilot).values[parameter.name] != before, parameter.name
            slider = next((t for t in panel._targets if t.value.startswith(f"slide {place} ")), None)
            if slider is not None:
                await pilot.click(offset=(region.x + slider.end - 1, region.y + slider.line))
                assert panel.view.state.values[parameter.name] == parameter.maximum


async def test_shift_changes_ten_times_as_much(opened, quiet):
    async with opened("0") as pilot:
        await begin(pilot, quiet)
        before = state_of(pilot).values["alpha"]
        await pilot.press("right")
        one = state_of(pilot).values["alpha"] - before
        await pilot.press("shift+right")
        ten = state_of(pilot).values["alpha"] - before - one
        assert ten == pytest.approx(10 * one)


async def test_a_value_can_be_typed(opened, quiet, text):
    async with opened("0") as pilot:
        await begin(pilot, quiet)
        await pilot.press("e")
        panel_of(pilot).field.value = "1.05"
        await pilot.press("enter")
        assert state_of(pilot).values["alpha"] == 1.05
        await pilot.press(*["space"] * 12)
        assert "diverge" in text(pilot).lower() or "away" in text(pilot).lower()


async def test_a_value_out_of_range_is_refused_with_the_reason(opened, quiet, text):
    async with opened("0") as pilot:
        await begin(pilot, quiet)
        await pilot.press("e")
        panel_of(pilot).field.value = "7"
        await pilot.press("enter")
        assert state_of(pilot).values["alpha"] == 0.1
        assert "at most 1.2" in " ".join(text(pilot).split())


async def test_reset_begins_again(opened, quiet):
    async with opened("0") as pilot:
        await begin(pilot, quiet)
        await pilot.press("space", "space", "R")
        assert state_of(pilot).step == 0


async def test_a_run_ends_by_itself(opened, quiet):
    async with opened("0") as pilot:
        await begin(pilot, quiet)
        panel = panel_of(pilot)
        panel._change("alpha", 0.5)
        await pilot.press("r")
        assert panel.view.running
        for _ in range(panel.view.simulation.default_steps + 40):
            panel._tick()
            if not panel.view.running:
                break
        assert not panel.view.running
        assert panel._timer is None


async def test_a_prediction_comes_before_the_first_step(opened, quiet, text):
    async with opened("0") as pilot:
        await begin(pilot, quiet, predict=True)
        await pilot.press("space")
        assert "Before you look" in text(pilot)
        panel_of(pilot).field.value = "2.4"
        await pilot.press("enter")
        await quiet(pilot)
        assert "As you said" in text(pilot)
        assert pilot.app.record.progress.predicted() == (1, 1)
        assert state_of(pilot).theta == pytest.approx(2.4)


async def test_the_polynomial_can_be_raised_to_order_7(opened, quiet):
    async with opened("2") as pilot:
        await begin(pilot, quiet)
        panel = panel_of(pilot)
        place = [p.name for p in panel.view.simulation.parameters].index("order")
        while panel.view.cursor != place:
            await pilot.press("down")
        while state_of(pilot).values["order"] < 7:
            await pilot.press("right")
        assert state_of(pilot).values["order"] == 7


async def test_forward_and_backward_give_10_and_5(opened, quiet):
    async with opened("8") as pilot:
        await begin(pilot, quiet)
        panel = panel_of(pilot)
        for number, action in enumerate(panel.view.simulation.actions, 1):
            if action.name in ("forward", "backward"):
                await pilot.press(str(number))
        values = {one.name: one.value for one in panel.view.simulation.readouts(state_of(pilot))}
        assert values["dL/dw"] == 10
        assert values["dL/db"] == 5


async def test_numbers_are_shown_as_text(opened, quiet, text):
    async with opened("0") as pilot:
        await begin(pilot, quiet)
        await pilot.press("y")
        assert "step 0" in text(pilot)


@pytest.mark.parametrize("chapter", range(10))
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_looks(opened, quiet, snapshot, chapter, size):
    async with opened(str(chapter), size=size) as pilot:
        await begin(pilot, quiet)
        if panel_of(pilot).view.simulation.moves:
            await pilot.press("space", "space", "space")
        snapshot(pilot, f"simulation-{chapter}-{size[0]}")
