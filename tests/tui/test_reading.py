"""Reading: opening, moving, going from chapter to chapter, coming back."""

from __future__ import annotations

import pytest

from vctutor.tui.course import position


async def test_the_first_start_shows_the_opening_page(opened, text):
    async with opened() as pilot:
        shown = text(pilot)
        assert "welcome" in shown
        assert "10 chapters, with 10 simulations" in " ".join(shown.split())


async def test_next_goes_from_the_opening_page_to_chapter_0(opened, text):
    async with opened() as pilot:
        await pilot.press("n")
        assert pilot.app.screen.state.location.where == 0
        assert "chapter 0 of 9" in text(pilot)


async def test_previous_from_chapter_0_is_the_opening_page(opened, text):
    async with opened("0") as pilot:
        await pilot.press("p")
        assert "welcome" in text(pilot)
        await pilot.press("p")
        assert pilot.app.screen.state.location.where == -1


async def test_a_digit_opens_that_chapter(opened):
    async with opened("3") as pilot:
        # Each from another, and never from the one before.
        for digit in (0, 2, 4, 6, 8, 1, 3, 5, 7, 9):
            await pilot.press(str(digit))
            assert pilot.app.screen.state.location.chapter.number == digit


async def test_after_the_last_chapter_comes_the_finishing_page(opened, text):
    async with opened("9") as pilot:
        await pilot.press("n")
        assert "the end" in text(pilot)
        await pilot.press("n")
        assert pilot.app.screen.state.location.where == 10


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["down"], 1),
        (["j", "j", "k"], 1),
        (["space"], 32),
        (["pagedown", "pageup"], 0),
        (["space", "b"], 0),
        (["down", "down", "up"], 1),
        (["G", "g"], 0),
        (["end", "home"], 0),
    ],
)
async def test_moving_in_the_text(opened, keys, line):
    async with opened("4") as pilot:
        await pilot.press(*keys)
        assert pilot.app.screen.reader.scroll_offset.y == line


async def test_the_end_key_shows_the_last_line(opened, text, quiet, monkeypatch):
    # After a second without scrolling the simulation of the passage gets its room, and the text is laid out again.
    monkeypatch.setattr(position, "SETTLE_DELAY", 3600.0)
    async with opened("4") as pilot:
        await pilot.press("G")
        await quiet(pilot)  # the rest of the page may take longer to lay out than a key waits
        assert "n goes on to 5" in text(pilot)
        assert "100 %" in text(pilot)


async def test_the_reader_comes_back_to_the_same_line(opened, quiet):
    async with opened("4", size=(120, 36)) as pilot:
        await pilot.press("space", "space", "j")
        before = pilot.app.screen.reader.spot()
        await pilot.press("q")
        await quiet(pilot)
    async with opened(size=(120, 36)) as pilot:
        assert pilot.app.screen.state.location.chapter.id == "the-gradient"
        assert pilot.app.screen.reader.spot() == before


async def test_another_width_keeps_the_passage(opened, quiet):
    async with opened("4", size=(120, 36)) as pilot:
        await pilot.press("space", "space")
        before = pilot.app.screen.reader.spot()
        await pilot.resize_terminal(80, 24)
        await quiet(pilot)
        assert pilot.app.screen.reader.spot().place == before.place


async def test_back_and_forward_are_those_of_a_browser(opened):
    async with opened("1") as pilot:
        await pilot.press("5", "space")
        spot = pilot.app.screen.reader.spot()
        await pilot.press("7", "left_square_bracket")
        assert pilot.app.screen.state.location.where == 5
        assert pilot.app.screen.reader.spot() == spot
        await pilot.press("left_square_bracket")
        assert pilot.app.screen.state.location.where == 1
        await pilot.press("right_square_bracket", "right_square_bracket")
        assert pilot.app.screen.state.location.where == 7


async def test_a_place_can_be_opened_by_name(opened, text):
    async with opened("5#vanishing") as pilot:
        assert pilot.app.screen.state.location.chapter.number == 5
        assert pilot.app.screen.reader.spot().place == "vanishing"


async def test_the_list_opens_a_chapter_by_key(opened):
    async with opened("0") as pilot:
        await pilot.press("c", "down", "down", "enter")
        assert pilot.app.screen.state.location.chapter.number == 2
        assert pilot.app.screen.reader.has_focus


async def test_the_list_opens_a_chapter_by_mouse(opened):
    async with opened("0") as pilot:
        await pilot.click(offset=(6, 7))
        assert pilot.app.screen.state.location.chapter.number == 5


async def test_the_list_is_a_drawer_where_it_is_narrow(opened, text):
    async with opened("0", size=(80, 24)) as pilot:
        assert "Backpropagation" not in text(pilot)
        await pilot.press("c")
        assert "Backpropagation" in text(pilot)
        await pilot.press("escape")
        assert "Backpropagation" not in text(pilot)
        await pilot.press("c", "down", "enter")
        assert pilot.app.screen.state.location.chapter.number == 1


async def test_sections_seen_to_their_end_count_as_read(opened, quiet):
    async with opened("0") as pilot:
        assert pilot.app.record.progress.places_read("why-calculus") == {"top"}
        await pilot.press("space")
        assert "by-hand" not in pilot.app.record.progress.places_read("why-calculus")
        await pilot.press(*["space"] * 30)
        await quiet(pilot)
        read = pilot.app.record.progress.places_read("why-calculus")
        assert {"top", "update-rule", "by-hand"} <= read


async def test_tab_goes_to_a_formula_and_enter_shows_it_large(opened, text):
    async with opened("4") as pilot:
        await pilot.press("tab")
        while pilot.app.screen.reader.current.kind != "formula":
            await pilot.press("tab")
        latex = pilot.app.screen.reader.current.value
        await pilot.press("enter")
        assert "Said" in text(pilot)
        assert "LaTeX" in text(pilot)
        assert latex.split("\n")[0] in text(pilot)
        await pilot.press("escape")
        assert pilot.app.screen.reader.has_focus


async def test_a_term_tells_what_it_means(opened, text):
    async with opened("0") as pilot:
        reader = pilot.app.screen.reader
        term = next(target for target in reader.page.targets if target.kind == "term")
        reader.choose(term)
        await pilot.press("enter")
        meaning = pilot.app.screen_stack[0].pages.meaning(term.value)
        assert meaning.split()[0] in text(pilot)


async def test_keys_page_lists_every_command(opened):
    from vctutor.styled_text import plain
    from vctutor.tui.commands import COMMANDS

    async with opened("0") as pilot:
        await pilot.press("question_mark")
        page = pilot.app.screen.query_one("Reader").page
        shown = " ".join(" ".join(plain(line) for line in page.lines).split())
        for command in COMMANDS:
            assert command.help in shown


async def test_every_command_is_carried_out_in_its_place(opened):
    from vctutor.tui.commands import COMMANDS_OF

    async with opened("0") as pilot:
        screen = pilot.app.screen
        tables = {
            "text": screen.reader.command_table,
            "simulation": screen.panel.command_table,
            "course": screen.command_table,
        }
        for home, table in tables.items():
            expected = {command.id for command in COMMANDS_OF[home]}
            if home == "course":
                expected |= {command.id for command in COMMANDS_OF["found"]}
            assert set(table) == expected
        assert set(screen.questions.commands) == {command.id for command in COMMANDS_OF["card"]}


async def test_a_derivation_is_shown_a_step_at_a_time_on_request(opened, text):
    async with opened("4") as pilot:
        reader = pilot.app.screen.reader
        target = next(target for target in reader.page.targets if target.kind == "derivation")
        whole = target.height
        assert "enter: one step at a time" not in text(pilot)
        reader.choose(target)
        await pilot.pause()
        lines = text(pilot).split("\n")
        row = target.line - reader.scroll_offset.y + reader.region.y - 1
        assert "enter: one step at a time" in lines[row]
        await pilot.press("enter")
        await pilot.pause()
        assert "enter: one step at a time" not in text(pilot)
        assert "enter: the next step" in text(pilot)
        assert reader.current.height < whole
        heights = []
        while target.place in pilot.app.screen.state.revealed:
            heights.append(reader.current.height)
            await pilot.press("enter")
        assert heights == sorted(heights)
        assert reader.current.height == whole


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize("theme", ["vctutor-dark", "vctutor-light"])
async def test_looks(opened, snapshot, size, theme):
    async with opened("4", size=size, theme=theme) as pilot:
        snapshot(pilot, f"chapter-4-{size[0]}-{theme}")


async def test_looks_of_the_opening_page(opened, snapshot):
    async with opened() as pilot:
        snapshot(pilot, "opening-120")


async def test_looks_of_the_finishing_page(opened, snapshot):
    async with opened("9") as pilot:
        await pilot.press("n")
        snapshot(pilot, "finishing-120")


async def test_the_opening_page_is_counted_when_it_is_come_to(opened, text, quiet):
    async with opened("0") as pilot:
        await pilot.press("p")
        await quiet(pilot)
        counts = pilot.app.catalog.counts()
        assert f"{counts.questions} questions" in text(pilot)


async def test_a_chapter_that_was_left_at_once_is_whole_when_one_comes_again(opened, quiet):
    async with opened("6") as pilot:
        await quiet(pilot)
        whole = pilot.app.screen.reader.page
    async with opened("3") as pilot:
        await quiet(pilot)
        screen = pilot.app.screen
        screen.visit(6)
        screen.visit(3)  # before the rest of it was laid out
        await quiet(pilot)
        screen.visit(6)
        await quiet(pilot)
        assert [str(line) for line in screen.reader.page.lines] == [
            str(line) for line in whole.lines
        ]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 12)])
async def test_the_window_of_a_formula_is_no_larger_than_it_needs(opened, quiet, text, size):
    async with opened("4", size=size) as pilot:
        reader = pilot.app.screen.reader
        formula = next(target for target in reader.stops() if target.kind == "formula")
        reader.choose(formula)
        await pilot.press("enter")
        await quiet(pilot)
        sheet = pilot.app.screen.query_one("#sheet").region
        page = pilot.app.screen.query_one("Reader").page
        assert sheet.height == min(len(page.lines) + 2, size[1] * 85 // 100)
        assert sheet.width <= 0.9 * size[0]
        assert abs((size[0] - sheet.width) // 2 - sheet.x) <= 1
        assert abs((size[1] - sheet.height) // 2 - sheet.y) <= 1
        if size[1] == 36:
            assert sheet.height < 18


async def test_the_bar_tells_of_no_key_that_leads_nowhere(opened, text, quiet):
    async with opened(size=(80, 24)) as pilot:
        bar = text(pilot).splitlines()[-1]
        assert "n next" in bar
        assert not any(key in bar for key in ("p previous", "s simulation", "a question"))
        await pilot.press("9")
        await quiet(pilot)
        bar = text(pilot).splitlines()[-1]
        assert all(key in bar for key in ("p previous", "s simulation", "a question"))
        await pilot.press("n")
        await quiet(pilot)
        bar = text(pilot).splitlines()[-1]
        assert "p previous" in bar
        assert not any(key in bar for key in ("n next", "s simulation", "a question"))


async def test_a_chapter_left_for_its_simulation_at_once_is_whole_when_one_comes_back(
    opened, quiet
):
    async with opened("4", size=(80, 24)) as pilot:
        await pilot.press("n")
        await quiet(pilot)
        whole = len(pilot.app.screen.reader.page.lines)
    async with opened("3", size=(80, 24)) as pilot:
        screen = pilot.app.screen
        screen.visit(5)
        await pilot.press("s")  # hides the text before the rest of it is laid out
        await quiet(pilot)
        assert not screen.reader.size.width
        await pilot.press("escape")
        await quiet(pilot)
        assert not screen.page_layout.partial
        assert len(screen.reader.page.lines) == whole
