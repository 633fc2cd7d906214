"""Reviewing: what was answered wrong is due the next day, is asked in a new variant, and is then done with."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)


def on(days):
    return lambda: MONDAY + timedelta(days=days)


async def answer(pilot, quiet, typed):
    pilot.app.screen.answer_field.field.value = typed
    await pilot.press("enter")
    await quiet(pilot)


def slope(pilot):
    """The right answer to the gradient of a x^2 + b y^2 at (p, q), in the variant on show."""
    v = pilot.app.screen.state.cards.current.variant.values
    return f"[{2 * v['a'] * v['p']}, {2 * v['b'] * v['q']}]"


async def wrong_twice(opened, quiet):
    """Answer two questions of chapter 4 wrong, on Monday."""
    async with opened("4", clock=on(0)) as pilot:
        for question, typed in (("gradient-at-a-point", "[3, 32]"), ("check", "[3, 4]")):
            pilot.app.screen.enter_card(question)
            await pilot.pause()
            await answer(pilot, quiet, typed)


async def test_what_was_wrong_comes_back_the_next_day_in_a_new_variant(opened, text, quiet):
    async with opened("4", clock=on(0)) as pilot:
        pilot.app.screen.enter_card("gradient-at-a-point")
        await pilot.pause()
        await answer(pilot, quiet, "[3, 32]")
        assert "Not yet" in text(pilot)
        assert "Review:" not in text(pilot)
        before = pilot.app.screen.state.cards.current.variant
        await pilot.press("escape", "escape", "r")
        assert "Nothing is due for review today" in text(pilot)

    async with opened("0", clock=on(1)) as pilot:
        assert "Review: 1 due" in text(pilot)
        await pilot.press("r")
        await pilot.pause()
        card = pilot.app.screen.state.cards.current
        assert card.question.id == "gradient-at-a-point"
        assert card.variant.seed > 0
        assert card.variant.values != before.values
        await answer(pilot, quiet, slope(pilot))
        shown = " ".join(text(pilot).split())
        assert "The review is done: 1 of 1 question right. The next one comes back" in shown
        assert "Review: 1 due" not in shown
        progress = pilot.app.record.progress
        assert progress.reviews == 1
        state = progress.question("the-gradient", "gradient-at-a-point")
        assert state.last["review"] is True
        assert state.outcome == "right"

    async with opened("0", clock=on(2)) as pilot:
        assert "Review:" not in text(pilot)
        await pilot.press("r")
        assert "Nothing is due for review today" in text(pilot)
        assert not pilot.app.screen.state.location.reviewing


async def test_leaving_a_review_in_the_middle_loses_nothing(opened, text, quiet):
    await wrong_twice(opened, quiet)
    async with opened("2", clock=on(1)) as pilot:
        await pilot.press("space")
        place = pilot.app.screen.reader.spot().place
        await pilot.press("r")
        await pilot.pause()
        while pilot.app.screen.state.cards.current.question.id != "gradient-at-a-point":
            await pilot.press("escape", "a")
            await pilot.pause()
        await answer(pilot, quiet, slope(pilot))
        assert "The review is done" not in text(pilot)
        await pilot.press("escape", "left_square_bracket")
        await quiet(pilot)
        assert pilot.app.screen.state.location.where == 2
        assert pilot.app.screen.reader.spot().place == place
        assert "Review: 1 due" in text(pilot)
        assert pilot.app.record.progress.reviews == 0

    async with opened("0", clock=on(1)) as pilot:
        assert pilot.app.record.progress.question("the-gradient", "gradient-at-a-point").credit == 1
        await pilot.press("r")
        assert pilot.app.screen.state.cards.places == ("the-gradient/check",)
        assert pilot.app.screen.state.location.chapter.id == "review"


async def test_a_worked_solution_ends_a_question_without_a_right_answer(opened, text, quiet):
    await wrong_twice(opened, quiet)
    async with opened("0", clock=on(1)) as pilot:
        await pilot.press("r", "escape", "w")
        await pilot.press("a")
        await pilot.pause()
        assert pilot.app.record.progress.reviews == 0
        await pilot.press("escape", "w")
        await quiet(pilot)
        shown = " ".join(text(pilot).split())
        assert "The review is done: 0 of 2 questions right. 2 more are due today." in shown
        assert pilot.app.record.progress.reviews == 1
        await pilot.press("v")
        await pilot.press("escape", "w")
        await quiet(pilot)
        assert pilot.app.record.progress.reviews == 1


async def test_answers_outside_a_review_are_no_review(opened, quiet):
    await wrong_twice(opened, quiet)
    async with opened("4", clock=on(0)) as pilot:
        last = pilot.app.record.progress.question("the-gradient", "check").last
        assert "review" not in last


async def test_the_first_question_is_in_sight_in_the_smallest_window(opened, quiet):
    await wrong_twice(opened, quiet)
    async with opened("2", size=(40, 12), clock=on(1)) as pilot:
        await pilot.press("r")
        await quiet(pilot)
        screen = pilot.app.screen
        assert screen.questions.in_sight
        assert screen.answer_field.field is not None
        assert screen.reader.region.contains_region(screen.answer_field.field.region)
