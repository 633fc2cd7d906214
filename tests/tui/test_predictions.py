"""Predict, then run: every chapter's prediction in its panel, answered right, wrong, badly, or not at all."""

from __future__ import annotations

import pytest

# What is right and what is wrong, typed or as the place of a choice.
ANSWERS = {
    0: ("2.4", "3.6"),
    1: (2, 0),
    2: (2, 0),
    3: ("4, 7", "7, 4"),
    4: ("2.1, 0.8", "3.9, 3.2"),
    5: (2, 0),
    6: ("0.06, 0.02", "0.02, 0.06"),
    7: (2, 1),
    8: ("10", "5"),
    9: ("100, 1", "1, 100"),
}
TYPED = [number for number, pair in ANSWERS.items() if isinstance(pair[0], str)]


def panel_of(pilot):
    return pilot.app.screen.panel


async def ask(pilot, quiet):
    """Go to the panel and take the first step, which asks."""
    await quiet(pilot)
    await pilot.press("s")
    await quiet(pilot)
    await pilot.press("space")
    await quiet(pilot)
    return panel_of(pilot)


async def answer(pilot, quiet, given):
    panel = panel_of(pilot)
    if isinstance(given, int):
        await pilot.press(*["down"] * given, "space")
    else:
        panel.field.value = given
        await pilot.press("enter")
    await quiet(pilot)


def explanation_words(panel):
    """Return what the prediction explains, as far as it is plain words."""
    return [word for word in panel.ref.predict.explain.split() if word.isalpha()]


@pytest.mark.parametrize("chapter", range(10))
@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
async def test_an_answer_is_recorded_and_explained(opened, quiet, text, chapter, right):
    size = (80, 24) if right else (120, 36)
    async with opened(str(chapter), size=size) as pilot:
        panel = await ask(pilot, quiet)
        assert panel.view.asking is not None
        assert panel.view.state.step == 0, "nothing is shown before the answer"
        await answer(pilot, quiet, ANSWERS[chapter][0 if right else 1])
        assert panel.view.asking is None
        assert panel.field is None
        shown = text(pilot)
        assert ("As you said" if right else "Not quite") in shown
        assert explanation_words(panel)[-1] in panel.view.said
        assert all(word in shown for word in explanation_words(panel)), "the explanation is not cut"
        first = panel.view.simulation.start(panel.ref.values)
        for _ in range(panel.ref.predict.after):
            first = panel.view.simulation.step(first)
        assert panel.view.state == first, "it has run as far as was asked"
        made = pilot.app.record.progress.predictions[panel.item]
        assert (made.right, made.made) == (right, 1)


@pytest.mark.parametrize(
    ("chapter", "typed"),
    [*((n, "2 +") for n in TYPED), (0, "1, 2, 3, 4"), (0, "downhill"), (9, ""), (9, "100")],
)
async def test_what_can_not_be_read_costs_nothing(opened, quiet, text, chapter, typed):
    async with opened(str(chapter), size=(80, 24)) as pilot:
        panel = await ask(pilot, quiet)
        await answer(pilot, quiet, typed)
        assert panel.view.asking is not None
        assert panel.field.has_focus
        assert panel.view.said
        assert pilot.app.record.progress.predictions == {}
        await answer(pilot, quiet, ANSWERS[chapter][0])
        assert pilot.app.record.progress.predictions[panel.item].right


@pytest.mark.parametrize("chapter", [0, 5])
async def test_esc_goes_on_without_one_and_it_is_not_asked_again(opened, quiet, text, chapter):
    async with opened(str(chapter), size=(80, 24)) as pilot:
        panel = await ask(pilot, quiet)
        await pilot.press("escape")
        await quiet(pilot)
        assert panel.view.asking is None
        assert panel.has_focus
        await pilot.press("space")
        assert panel.view.state.step == 1
        assert pilot.app.record.progress.predictions == {}
    async with opened(str(chapter), size=(80, 24)) as pilot:
        panel = await ask(pilot, quiet)
        assert panel.view.asking is not None, "who made none is asked in the next session"


@pytest.mark.parametrize("chapter", [0, 7])
async def test_once_made_it_is_not_asked_again(opened, quiet, chapter):
    async with opened(str(chapter), size=(80, 24)) as pilot:
        panel = await ask(pilot, quiet)
        await answer(pilot, quiet, ANSWERS[chapter][1])
        await pilot.press("R", "space")
        assert panel.view.asking is None
        assert panel.view.state.step == 1
    async with opened(str(chapter), size=(80, 24)) as pilot:
        panel = await ask(pilot, quiet)
        assert panel.view.asking is None
        assert panel.view.state.step == 1


async def test_it_waits_while_the_reader_has_other_parameters(opened, quiet):
    async with opened("0", size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("s")
        await quiet(pilot)
        panel = panel_of(pilot)
        await pilot.press("right", "space")
        assert (panel.view.asking, panel.view.state.step) == (None, 1)
        await pilot.press("left", "R", "space")
        assert panel.view.asking is not None


async def test_a_choice_can_be_clicked(opened, quiet):
    async with opened("5") as pilot:
        panel = await ask(pilot, quiet)
        option = next(target for target in panel.targets if target.value == "guess 2")
        region = panel.content_region
        await pilot.click(offset=(region.x + 4, region.y + option.line))
        await quiet(pilot)
        assert pilot.app.record.progress.predictions[panel.item].right


@pytest.mark.parametrize("number", [0, 1])
async def test_the_bottom_line_says_what_the_keys_do_meanwhile(opened, quiet, text, number):
    async with opened(str(number), size=(80, 24)) as pilot:
        panel = await ask(pilot, quiet)
        bottom = text(pilot).split("\n")[-1]
        moves = " ↑ ↓ choose " if panel.ref.predict.choices else ""
        assert bottom.startswith(f"{moves} enter answer  esc go on without ")
        await pilot.press("escape")
        await quiet(pilot)
        run = "r run  " if panel.view.simulation.moves else ""
        assert text(pilot).split("\n")[-1].startswith(f" space step  {run}R reset  esc back ")


FAR = """
goals: [a]
body:
  - simulation: {name: descent-line, theta: 3, alpha: 0.1}
    predict: {ask: Where is the point in the end?, answer: 0, after: 10000}
"""


async def test_one_far_ahead_stops_where_a_run_does(opened, quiet, tmp_path):
    (tmp_path / "course.yaml").write_text(
        "title: T\nchapters:\n  - {id: a, file: a.yaml, title: A}\n"
    )
    (tmp_path / "a.yaml").write_text(FAR)
    async with opened("0", course=tmp_path) as pilot:
        panel = await ask(pilot, quiet)
        await answer(pilot, quiet, "0")
        simulation, state = panel.view.simulation, panel.view.state
        assert simulation.done(state)
        assert 0 < state.step < 1000
        assert abs(state.theta) > 0, "it has not run on to zero"
