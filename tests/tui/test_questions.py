"""Answering: choosing, typing, hints, solutions, other variants, and what is kept of it."""

from __future__ import annotations

import pytest

from vctutor.grading.variants import draw

KEYS = {
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    ",": "comma",
    " ": "space",
}


def card_of(pilot):
    return pilot.app.screen.state.cards.current


async def go_to(pilot, question):
    pilot.app.screen.enter_card(question)
    await pilot.pause()


async def test_a_goes_to_the_first_unanswered_question(opened, text):
    async with opened("0") as pilot:
        await pilot.press("a")
        assert (
            pilot.app.screen.state.cards.active
            == pilot.app.screen.state.location.chapter.questions[0].id
        )
        await pilot.press("a")
        assert (
            pilot.app.screen.state.cards.active
            == pilot.app.screen.state.location.chapter.questions[1].id
        )


async def test_a_goes_to_the_next_question_from_where_the_reader_is(opened):
    async with opened("0#try-it") as pilot:
        await pilot.press("a")
        assert pilot.app.screen.state.cards.active == "rank-the-rates"


async def test_a_card_out_of_sight_takes_no_keys(opened, text):
    async with opened("0") as pilot:
        await pilot.press("a")
        attempt = card_of(pilot)
        assert attempt.offers
        await pilot.press("G")
        assert "a question" in text(pilot).splitlines()[-1]
        await pilot.press("2")
        assert pilot.app.screen.state.location.where == 2
        await pilot.press("0")
        assert not pilot.app.screen.state.cards.attempt(attempt.question.place).picked


async def test_a_card_takes_the_keys_again_where_it_comes_back_into_sight(opened, text):
    async with opened("0") as pilot:
        await pilot.press("a")
        top = pilot.app.screen.reader.scroll_offset.y
        await pilot.press("G")
        pilot.app.screen.reader.scroll_to(y=top, animate=False, immediate=True)
        await pilot.pause()
        assert "esc leave" in text(pilot).splitlines()[-1]
        await pilot.press("2")
        assert card_of(pilot).picked
        assert pilot.app.screen.state.location.where == 0


async def test_a_counts_from_where_the_reader_is_when_the_card_is_out_of_sight(opened):
    async with opened("0") as pilot:
        await pilot.press("a", "a", "a", "escape", "g", "a")
        assert (
            pilot.app.screen.state.cards.active
            == pilot.app.screen.state.location.chapter.questions[0].id
        )


async def test_a_goes_on_from_a_card_that_was_left(opened):
    async with opened("0") as pilot:
        questions = pilot.app.screen.state.location.chapter.questions
        await pilot.press("a", "escape", "a")
        assert pilot.app.screen.state.cards.active == questions[1].id
        await pilot.press("escape", "escape", "a")
        assert pilot.app.screen.state.cards.active == questions[2].id


async def test_a_wrong_choice_is_explained_and_a_right_one_is_saved(opened, text, quiet):
    async with opened("0") as pilot:
        await go_to(pilot, "check")
        attempt = card_of(pilot)
        options = attempt.question.answer.options
        wrong = next(s for s, index in enumerate(attempt.order) if not options[index].right)
        right = next(s for s, index in enumerate(attempt.order) if options[index].right)
        await pilot.press(str(wrong + 1), "enter")
        assert "Not yet" in text(pilot)
        assert card_of(pilot).wrong_tries == 1
        await pilot.press(str(right + 1), "enter")
        await quiet(pilot)
        assert card_of(pilot).done
        assert "saved" in text(pilot)
        state = pilot.app.record.progress.question("why-calculus", "check")
        assert state.outcome == "right"
        assert 0 < state.credit < 1


async def test_arrows_and_space_choose(opened):
    async with opened("0") as pilot:
        await go_to(pilot, "check")
        await pilot.press("down", "down", "up", "space")
        assert card_of(pilot).cursor == 1
        assert card_of(pilot).picked == {card_of(pilot).order[1]}


async def test_a_click_chooses(opened):
    async with opened("0") as pilot:
        await go_to(pilot, "check")
        reader = pilot.app.screen.reader
        place = card_of(pilot).question.place
        option = [t for t in reader.page.targets if t.kind == "option" and t.place == place][2]
        x = reader.region.x + reader.margin + option.start + 5
        y = reader.region.y + option.line - reader.scroll_offset.y
        await pilot.click(offset=(x, y))
        assert card_of(pilot).cursor == 2
        assert card_of(pilot).picked


async def test_a_typed_answer_is_read_while_typing_and_judged(opened, text, quiet):
    async with opened("4") as pilot:
        await go_to(pilot, "check")
        field = pilot.app.screen.answer_field.field
        field.value = "[6, 4"
        await pilot.pause()
        assert pilot.app.screen.state.cards.caret is not None
        field.value = "[6, 4]"
        await pilot.pause()
        assert pilot.app.screen.state.cards.reading
        await pilot.press("enter")
        await quiet(pilot)
        assert card_of(pilot).done
        assert pilot.app.record.progress.question("the-gradient", "check").credit == 1


async def test_a_badly_typed_answer_costs_nothing(opened, text):
    async with opened("4") as pilot:
        await go_to(pilot, "check")
        pilot.app.screen.answer_field.field.value = "[6, 4"
        await pilot.press("enter")
        assert card_of(pilot).wrong_tries == 0
        assert "costs nothing" in text(pilot)


async def test_escape_leaves_the_field_and_then_the_card(opened):
    async with opened("4") as pilot:
        await go_to(pilot, "check")
        pilot.app.screen.answer_field.field.value = "[6, 1]"
        await pilot.press("escape")
        assert pilot.app.screen.answer_field.field is None
        assert card_of(pilot).typed == "[6, 1]"
        await pilot.press("escape")
        assert pilot.app.screen.state.cards.active is None


async def test_from_a_field_one_goes_straight_to_the_field_of_another_card(opened):
    async with opened("4") as pilot:
        await go_to(pilot, "gradient-at-a-point")
        pilot.app.screen.answer_field.field.value = "[1, 2]"
        await go_to(pilot, "check")
        assert pilot.app.screen.answer_field.field.value == ""
        await pilot.press("6")
        assert card_of(pilot).question.id == "check"
        assert card_of(pilot).typed == "6"


async def test_in_a_field_only_the_keys_that_are_no_letters_are_told(opened, text):
    async with opened("0", size=(80, 24)) as pilot:
        await go_to(pilot, "one-step")
        assert text(pilot).splitlines()[-1].startswith(" enter answer  esc leave  ")
        await pilot.press("escape")
        await pilot.pause()
        assert text(pilot).splitlines()[-1].startswith(" enter answer  h hint")


async def test_hints_and_solution_lower_the_credit(opened, text):
    async with opened("4") as pilot:
        await go_to(pilot, "check")
        await pilot.press("escape", "h")
        assert card_of(pilot).hints == 1
        assert "Hint 1" in text(pilot)
        assert card_of(pilot).credit < 1
        await pilot.press("w")
        assert card_of(pilot).credit == 0
        assert "Worked solution" in text(pilot)


async def test_another_like_this_draws_other_numbers(opened):
    async with opened("4") as pilot:
        name = next(q.id for q in pilot.app.screen.state.location.chapter.questions if q.vary)
        await go_to(pilot, name)
        first = card_of(pilot).variant
        await pilot.press("escape", "v")
        assert card_of(pilot).variant.values != first.values


async def test_another_like_this_can_be_typed_at_once(opened):
    async with opened("2") as pilot:
        await go_to(pilot, "tangent-line")
        await pilot.press("escape", "v", "1", "6", "x")
        assert pilot.app.screen.state.location.where == 2
        assert card_of(pilot).typed == "16x"


async def test_a_digit_on_a_card_that_asks_for_typing_begins_the_answer(opened):
    async with opened("2") as pilot:
        await go_to(pilot, "tangent-line")
        await pilot.press("1", "escape", "2")
        assert pilot.app.screen.state.location.where == 2
        assert card_of(pilot).typed == "12"
        assert pilot.app.screen.answer_field.field.has_focus


@pytest.mark.parametrize("key", ["0", "minus", "full_stop", "left_square_bracket"])
async def test_so_does_what_else_an_answer_begins_with(opened, key):
    async with opened("4") as pilot:
        await pilot.press("2", "4")
        await go_to(pilot, "check")
        await pilot.press("escape", key, "1")
        assert pilot.app.screen.state.location.where == 4
        assert len(card_of(pilot).typed) == 2
        assert pilot.app.screen.answer_field.field.has_focus


async def test_a_digit_goes_to_a_chapter_where_the_card_is_answered(opened, quiet):
    async with opened("4") as pilot:
        await go_to(pilot, "check")
        pilot.app.screen.answer_field.field.value = "[6, 4]"
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("2")
        assert pilot.app.screen.state.location.where == 2


async def test_a_key_that_can_do_no_more_is_told_no_more(opened, text):
    async with opened("0", size=(80, 24)) as pilot:
        await go_to(pilot, "one-step")
        await pilot.press("escape", "h")
        assert "h hint" in text(pilot).splitlines()[-1]
        await pilot.press("h")
        assert "h hint" not in text(pilot).splitlines()[-1]
        await pilot.press("w")
        assert "w solution" not in text(pilot).splitlines()[-1]


async def ask_for(pilot, number):
    await pilot.press("V")
    await pilot.pause()
    pilot.app.screen.query_one("Field").value = number
    await pilot.press("enter")
    await pilot.pause()


async def test_a_variant_is_asked_for_by_its_number_and_kept_while_retrying(opened, text, quiet):
    async with opened("4") as pilot:
        await go_to(pilot, "gradient-at-a-point")
        await pilot.press("escape")
        await ask_for(pilot, "seven")
        assert "Give a whole number" in text(pilot)
        pilot.app.screen.query_one("Field").value = "7"
        await pilot.press("enter")
        await pilot.pause()
        question = card_of(pilot).question
        assert card_of(pilot).variant == draw(question, 7)
        assert "variant 7" in text(pilot)
        pilot.app.screen.answer_field.field.value = "[1000, 1000]"
        await pilot.press("enter")
        await quiet(pilot)
        assert card_of(pilot).wrong_tries == 1
        assert card_of(pilot).variant == draw(question, 7)
        values = card_of(pilot).variant.values
        right = [2 * values["a"] * values["p"], 2 * values["b"] * values["q"]]
        pilot.app.screen.answer_field.field.value = str(right)
        await pilot.press("enter")
        await quiet(pilot)
        assert card_of(pilot).done
        assert pilot.app.record.progress.question("the-gradient", question.id).seed == 7


async def test_no_number_is_asked_for_where_there_are_no_variants(opened):
    async with opened("4") as pilot:
        await go_to(pilot, "check")
        await pilot.press("escape", "V")
        await pilot.pause()
        assert pilot.app.screen.state.cards.active == "check"


async def test_after_a_wrong_answer_the_text_stays_to_be_edited(opened, text, quiet):
    async with opened("4", size=(80, 24)) as pilot:
        await go_to(pilot, "check")
        await pilot.press(*(KEYS.get(char, char) for char in "[6, 5]"), "enter")
        await quiet(pilot)
        assert "1 ✓  2 ✗" in text(pilot)
        assert pilot.app.screen.answer_field.field.value == "[6, 5]"
        assert pilot.app.screen.answer_field.field.has_focus
        await pilot.press("left", "backspace", "4", "enter")
        await quiet(pilot)
        assert card_of(pilot).done
        assert card_of(pilot).earned == 0.75


@pytest.mark.parametrize("chapter", ["3", "8"])
async def test_where_there_is_little_room_every_field_is_in_sight(opened, chapter, quiet):
    async with opened(chapter, size=(80, 24)) as pilot:
        screen = pilot.app.screen
        for question in screen.state.location.chapter.questions:
            await go_to(pilot, question.id)
            if card_of(pilot).offers:
                continue
            assert screen.answer_field.field is not None, question.id
            screen.answer_field.field.value = "[999, 998]"
            await pilot.press("enter")
            await quiet(pilot)
            assert screen.answer_field.field is not None, question.id
            assert screen.answer_field.field.has_focus
            assert screen.reader.region.contains_region(screen.answer_field.field.region)


@pytest.mark.parametrize("size", [(80, 12), (40, 12), (50, 16), (132, 40)])
async def test_a_card_stays_in_sight_in_a_window_of_another_size(opened, size, quiet):
    async with opened("1", size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await go_to(pilot, "difference-quotient")
        await pilot.press("6", "x")
        await pilot.resize_terminal(*size)
        await quiet(pilot)
        assert screen.questions.in_sight
        assert card_of(pilot).typed == "6x"
        assert screen.answer_field.field is not None
        assert screen.reader.region.contains_region(screen.answer_field.field.region)


async def test_an_answer_is_there_the_next_day(opened, quiet, text):
    async with opened("4") as pilot:
        await go_to(pilot, "check")
        pilot.app.screen.answer_field.field.value = "[6, 4]"
        await pilot.press("enter")
        await quiet(pilot)
    async with opened("4") as pilot:
        assert "1/" in text(pilot)
        await go_to(pilot, "check")
        assert "answered, 100 %" in text(pilot) or card_of(pilot).done


async def test_an_order_is_arranged_with_shift_and_arrows(opened):
    async with opened("8") as pilot:
        question = next(
            q
            for q in pilot.app.screen.state.location.chapter.questions
            if type(q.answer).__name__ == "OrderAnswer"
        )
        await go_to(pilot, question.id)
        before = card_of(pilot).order
        await pilot.press("J")
        assert card_of(pilot).order == (before[1], before[0], *before[2:])
        await pilot.press("K")
        assert card_of(pilot).order == before


async def test_the_keys_of_an_order_are_told_and_those_of_options_are_not(opened, text):
    async with opened("0", size=(80, 24)) as pilot:
        await go_to(pilot, "rank-the-rates")
        assert "K move up  J move down  enter answer" in text(pilot)
        assert "space choose" not in text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_looks_of_a_card(opened, snapshot, size, quiet):
    async with opened("4", size=size) as pilot:
        await go_to(pilot, "check")
        pilot.app.screen.answer_field.field.value = "[6, 5]"
        await pilot.press("enter")
        await quiet(pilot)
        snapshot(pilot, f"card-wrong-{size[0]}")


async def test_half_an_answer_and_a_hint_are_there_tomorrow(opened, text, quiet):
    async with opened("4#check", size=(100, 30)) as pilot:
        pilot.app.screen.enter_card("check")
        await quiet(pilot)
        await pilot.press(*"[6", "escape", "h")
        await quiet(pilot)
        assert "85 %" in text(pilot)
        await pilot.press("q")
    async with opened("4#check", size=(100, 30)) as pilot:
        await quiet(pilot)
        attempt = pilot.app.screen.state.cards.attempt("check")
        assert (attempt.typed, attempt.hints) == ("[6", 1)
        assert "[6" in text(pilot)
        pilot.app.screen.enter_card("check")
        await quiet(pilot)
        await pilot.press(*", 4]", "enter")
        await quiet(pilot)
        assert "Right" in text(pilot)
        assert not pilot.app.record.progress.drafts
        assert pilot.app.record.progress.question("the-gradient", "check").credit == 0.85
