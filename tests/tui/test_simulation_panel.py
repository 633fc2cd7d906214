"""Playing: stepping, running, parameters by key and by mouse, predictions, the reader's own function."""

from __future__ import annotations

import pytest

from vctutor.charts.ascii import spelled
from vctutor.styled_text import plain


def panel_of(pilot):
    return pilot.app.screen.panel


def state_of(pilot):
    return panel_of(pilot).view.state


async def begin(pilot, quiet, predict=False):
    await quiet(pilot)
    panel = panel_of(pilot)
    if not predict:
        panel.session.predicted.add(panel.item)
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
        button = next(t for t in panel.targets if t.value == "step")
        region = panel.content_region
        await pilot.click(offset=(region.x + button.start + 1, region.y + button.line))
        assert state_of(pilot).step == 1


async def chapters(pilot, quiet):
    """Go to the simulation of each chapter in turn, in one session; yield the panel."""
    for number in range(10):
        pilot.app.screen.visit(number)
        pilot.app.screen.reader.focus()
        await begin(pilot, quiet)
        assert panel_of(pilot).has_focus
        yield panel_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_parameter_of_every_simulation_by_key(opened, quiet, size):
    async with opened("0", size=size) as pilot:
        async for panel in chapters(pilot, quiet):
            for place, parameter in enumerate(panel.view.simulation.parameters):
                assert panel.view.cursor == place
                before = panel.view.state.values[parameter.name]
                await pilot.press("right")
                if panel.view.state.values[parameter.name] == before:
                    await pilot.press("left")  # it stood at its end
                after = panel.view.state.values[parameter.name]
                assert after != before or (parameter.kind == "function" and not parameter.choices)
                assert parameter.text(after) in panel_text(panel), "the row shows the new value"
                await pilot.press("down")
            assert panel.view.cursor == 0, "the cursor goes round"


def panel_text(panel):
    return "\n".join(plain(line) for line in panel.lines)


async def test_every_slider_of_every_simulation_by_mouse(opened, quiet):
    async with opened("0") as pilot:
        async for panel in chapters(pilot, quiet):
            region = panel.content_region
            sliders = [target for target in panel.targets if target.value.startswith("slide ")]
            ranged = [
                place
                for place, one in enumerate(panel.view.simulation.parameters)
                if one.fraction(panel.view.state.values[one.name]) is not None
            ]
            assert [int(one.value.split()[1]) for one in sliders] == ranged
            for place in ranged:
                parameter = panel.view.simulation.parameters[place]
                for end in ("maximum", "minimum"):
                    head = f"slide {place} "
                    slider = next(t for t in panel.targets if t.value.startswith(head))
                    cell = slider.end - 1 if end == "maximum" else slider.start
                    await pilot.click(offset=(region.x + cell, region.y + slider.line))
                    assert panel.view.cursor == place
                    assert panel.view.state.values[parameter.name] == getattr(parameter, end)


async def test_every_button_of_every_simulation_by_mouse_and_by_key(opened, quiet):
    async with opened("0") as pilot:
        async for panel in chapters(pilot, quiet):
            simulation, region = panel.view.simulation, panel.content_region

            async def press(name, panel=panel, region=region):
                button = next(t for t in panel.targets if t.value == name)
                await pilot.click(offset=(region.x + button.start + 1, region.y + button.line))

            for number, action in enumerate(simulation.actions, 1):
                expected = simulation.act(panel.view.state, action.name)
                await press(f"action {number}")
                assert panel.view.state == expected, action.name
                expected = simulation.act(expected, action.name)
                await pilot.press(str(number))
                assert panel.view.state == expected, action.name
            await press("reset")
            first = panel.view.state
            await press("step")
            assert panel.view.state == simulation.step(first)
            await press("reset")
            if simulation.moves:
                await press("run")
                assert panel.view.running
                await press("run")
                assert not panel.view.running


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
        panel.session.change("alpha", 0.5)
        await pilot.press("r")
        assert panel.view.running
        for _ in range(panel.view.simulation.default_steps + 40):
            panel.tick()
            if not panel.view.running:
                break
        assert not panel.view.running
        panel.tick()
        assert not panel.view.running


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


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("look", ["", "-mono", "-ascii"])
async def test_looks(opened, quiet, snapshot, size, look):
    theme = "vctutor-mono" if look == "-mono" else "vctutor-dark"
    different = []
    async with opened("0", size=size, theme=theme, ascii=look == "-ascii") as pilot:
        number = 0
        async for panel in chapters(pilot, quiet):
            if panel.view.simulation.moves:
                await pilot.press("space", "space", "space")
            await quiet(pilot)
            try:
                snapshot(pilot, f"simulation-{number}-{size[0]}{look}")
            except AssertionError as error:
                different.append(str(error).partition("\n")[0])
            number += 1
    assert number == 10
    assert not different


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("ascii", [False, True])
async def test_no_word_of_a_panel_is_cut(opened, quiet, size, ascii):
    async with opened("0", size=size, ascii=ascii) as pilot:
        async for panel in chapters(pilot, quiet):
            for place, parameter in enumerate(panel.view.simulation.parameters):
                panel.session.set(cursor=place)
                panel.redraw()
                label = spelled(parameter.label) if ascii else parameter.label
                row = next(
                    line
                    for line in panel_text(panel).split("\n")
                    if line[2:].startswith(label + " ")
                )
                if " e " in row or " e types" in row:
                    hint = " e " + row.rpartition(" e ")[2].strip()
                    assert hint in HINTS, row
            sentence = panel.view.simulation.sentence(panel.view.state)
            told = spelled(sentence) if ascii else sentence
            assert told.split()[-1] in panel_text(panel).split()
            for one in panel.view.simulation.readouts(panel.view.state):
                text = spelled(one.text()) if ascii else one.text()
                assert text in panel_text(panel), one.name


HINTS = {
    " e types it",
    " e types your own",
    " e your own",
    *(f" e {words}{arrows}{more}" for arrows in ("← →", "<- ->")
      for words, more in (("types your own, ", " others"), ("your own, ", ""), ("", ""))),
}  # fmt: skip


async def test_the_bar_tells_the_way_back_and_nothing_that_can_not_be_done(opened, text, quiet):
    async with opened("0", size=(80, 24)) as pilot:
        await begin(pilot, quiet)
        bar = text(pilot).splitlines()[-1]
        assert "esc back" in bar
        assert "r run" in bar
        await pilot.press("escape", "1")
        await begin(pilot, quiet)
        bar = text(pilot).splitlines()[-1]
        assert "esc back" in bar
        assert "r run" not in bar
