"""What is the reader's own: notes, bookmarks, names of places; and the glossary and the keys."""

from __future__ import annotations

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import Section
from vctutor.grading.answer_syntax import take_apart
from vctutor.grading.kinds.shape import read_shape
from vctutor.maths.parsing.parser import parse
from vctutor.paths import shipped_course
from vctutor.styled_text import plain
from vctutor.tui.course.course_pages import TYPED

SIZES = [(80, 24), (120, 36)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_and_a_bookmark_are_listed_followed_and_there_again(
    opened, text, quiet, snapshot, size
):
    async with opened("4#collecting", size=size) as pilot:
        await pilot.press("B")
        assert "Marked." in text(pilot)
        await pilot.press("m")
        await pilot.pause()
        pilot.app.screen.query_one("Field").value = "  a *row* or a $column$?  "
        await pilot.press("enter")
        await quiet(pilot)
        assert [note.text for note in pilot.app.record.progress.notes.values()] == [
            "a *row* or a $column$?"
        ]
    async with opened("0", size=size) as pilot:
        await pilot.press("M")
        await quiet(pilot)
        shown = text(pilot)
        assert "4 The gradient" in shown
        assert "a *row* or a $column$?" in shown
        assert shown.count("*") == 2  # those of the note
        snapshot(pilot, f"mine-{size[0]}")
        await pilot.press("tab", "enter")
        await quiet(pilot)
        course = pilot.app.screen
        assert (course.state.location.where, course.reader.spot().place) == (4, "collecting")
        await pilot.press("B")
        assert "The mark is gone." in text(pilot)
        await pilot.press("M")
        await quiet(pilot)
        assert "None yet" in text(pilot)


async def test_a_note_is_changed_and_taken_away_and_brought_back(opened, text, quiet):
    async with opened("4#collecting", size=(80, 24)) as pilot:
        await pilot.press("m", *"old", "enter", "M")
        await quiet(pilot)
        page = pilot.app.screen
        assert "x takes away" in text(pilot)
        await pilot.press("e")
        assert "choose one with tab first" in text(pilot)
        await pilot.press("tab", "e")
        await quiet(pilot)
        await pilot.press(*["backspace"] * 3, "enter")
        assert "Type something" in text(pilot)
        await pilot.press(*"new", "enter")
        await quiet(pilot)
        assert pilot.app.screen is page
        (note,) = pilot.app.record.progress.notes.values()
        assert (note.text, note.item) == ("new", "the-gradient/collecting")
        assert note.quote and "new" in text(pilot) and "old" not in text(pilot)
        await pilot.press("tab", "x")
        await quiet(pilot)
        assert not pilot.app.record.progress.notes
        assert "u brings it back" in text(pilot)
        await pilot.press("u")
        await quiet(pilot)
        assert list(pilot.app.record.progress.notes.values()) == [note]
    async with opened("4") as pilot:
        assert [kept.text for kept in pilot.app.record.progress.notes.values()] == ["new"]


async def test_a_bookmark_is_taken_away_and_brought_back_on_the_page(opened, text, quiet):
    async with opened("4#collecting", size=(80, 24)) as pilot:
        await pilot.press("B", "M")
        await quiet(pilot)
        (mark,) = pilot.app.record.progress.bookmarks.values()
        await pilot.press("tab", "e")
        assert "a bookmark has no text" in text(pilot)
        await pilot.press("x")
        await quiet(pilot)
        assert not pilot.app.record.progress.bookmarks and "None yet" in text(pilot)
        await pilot.press("u", "u")
        await quiet(pilot)
        (again,) = pilot.app.record.progress.bookmarks.values()
        assert (again.item, again.title, again.line_offset) == (
            mark.item, mark.title, mark.line_offset
        )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_the_glossary_is_read_and_leads_to_the_chapter(opened, text, quiet, snapshot, size):
    async with opened("0", size=size) as pilot:
        await pilot.press("T")
        await quiet(pilot)
        snapshot(pilot, f"glossary-{size[0]}")
        await pilot.press("tab", "enter")
        await quiet(pilot)
        assert pilot.app.screen.state.location.chapter is not None
        assert pilot.app.screen.state.location.chapter.number == first_term_chapter()


def first_term_chapter() -> int:
    chapters = Catalog.open(shipped_course()).chapters()
    return min((term.term.casefold(), one.number) for one in chapters for term in one.terms)[1]


@pytest.mark.parametrize("size", SIZES)
async def test_the_keys_of_the_place_one_is_in_come_first(opened, text, quiet, snapshot, size):
    async with opened("4", size=size) as pilot:
        await pilot.press("question_mark")
        await quiet(pilot)
        assert "Anywhere" in text(pilot)
        assert "On a question" not in text(pilot)
        assert "chapter.next" not in text(pilot)
        snapshot(pilot, f"keys-{size[0]}")
        await pilot.press("escape")
        pilot.app.screen.enter_card("check")
        await pilot.pause()
        await pilot.press("escape", "question_mark")
        await quiet(pilot)
        assert "On a question" in text(pilot)
        assert "In the text" not in text(pilot)
        await pilot.press("escape", "escape", "s")
        await quiet(pilot)
        await pilot.press("question_mark")
        await quiet(pilot)
        assert "In a simulation" in text(pilot)


async def test_on_a_question_the_page_of_keys_tells_how_mathematics_is_typed(opened, text, quiet):
    async with opened("1", size=(80, 50)) as pilot:
        pilot.app.screen.enter_card("power-rule")
        await pilot.pause()
        await pilot.press("escape", "question_mark")
        await quiet(pilot)
        shown = text(pilot)
        assert shown.index("On a question") < shown.index("Typing mathematics")
        assert shown.index("Typing mathematics") < shown.index("Anywhere")
        assert "sin^2 x" in shown


def test_every_sample_of_typed_mathematics_is_read():
    for samples, __ in TYPED:
        if samples == "3 x 2":
            assert read_shape(samples) == (3, 2)
        elif samples.startswith("["):
            take_apart(samples)
            parse(samples)
        else:
            for sample in samples.split(", "):
                parse(sample)


async def test_the_names_of_the_commands_end_the_page_of_keys(opened, text, quiet):
    async with opened("4", size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await quiet(pilot)
        seen = []
        for _ in range(16):
            await pilot.press("space")
            seen.append(text(pilot))
        first = next(
            page for page, shown in enumerate(seen) if "Names of the commands, for keys" in shown
        )
        assert first > 2
        assert "sim.leave" in "".join(seen[first:])


async def test_a_mark_at_the_start_of_a_chapter_is_told_by_its_words(opened, text, quiet):
    async with opened("5", size=(80, 24)) as pilot:
        await pilot.press("B", "M")
        await quiet(pilot)
        assert text(pilot).count("The chain rule") <= 2  # the list's, and the chapter's own heading
        assert "Differentiate a function" in " ".join(text(pilot).split())


async def test_a_note_leads_to_its_line_as_a_mark_does(opened, quiet):
    async with opened("4", size=(80, 24)) as pilot:
        reader = pilot.app.screen.reader
        block = next(block for block in reader.page.blocks if block.height > 9)
        reader.scroll_to(y=block.line + 5, animate=False, immediate=True)
        await pilot.press("m")
        await pilot.pause()
        pilot.app.screen.query_one("Field").value = "here"
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("g", "M")
        await quiet(pilot)
        await pilot.press("tab", "enter")
        await quiet(pilot)
        assert reader.spot().place == block.place
        assert reader.spot().offset == 5


def banner_text(course) -> str:
    return " ".join(" ".join(plain(line) for line in course.query_one("Banner").lines).split())


async def test_every_place_has_a_name_that_is_copied_and_opens_it(opened):
    chapter = Catalog.open(shipped_course()).chapter(4)
    places = [one.place for one in chapter.body if isinstance(one, Section)]
    places += [one.place for one in chapter.questions]
    async with opened("4") as pilot:
        course = pilot.app.screen
        for place in places:
            course.go(f"4#{place}")
            await pilot.press("ctrl+l")
            name = f"4#{course.reader.spot().place}"
            assert pilot.app.clipboard == name
            assert f"vctutor open {name}" in banner_text(course)
            top = course.reader.scroll_offset.y
            block = course.reader.page.find(place)
            last = len(course.reader.page.lines) - course.reader.size.height
            assert block is not None
            assert top == min(block.line, last), place
            course.go(name)
            again = course.reader.page.find(place)
            top = course.reader.scroll_offset.y
            assert top <= again.line < top + course.reader.size.height, place


@pytest.mark.parametrize("place", ["collecting", "gradient-at-a-point"])
async def test_a_place_is_opened_by_its_name_from_outside(opened, place):
    async with opened(f"4#{place}") as pilot:
        assert pilot.app.screen.reader.spot().place == place


async def test_a_quote_ends_where_a_heading_begins(opened, quiet):
    async with opened("4", size=(80, 24)) as pilot:
        course = pilot.app.screen
        page = course.reader.page
        heading = page.find("steepest").line
        last = max(y for y in range(heading) if plain(page.lines[y]).strip())
        course.reader.scroll_to(y=last, animate=False, immediate=True)
        await quiet(pilot)
        __, __, quote = course.annotations.passage()
        below = next(plain(line) for line in page.lines[heading + 2 :] if plain(line).strip())
        assert quote and below.strip()[:20] not in quote
