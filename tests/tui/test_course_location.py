"""What the bars and the foot of the page say of what is open, without a terminal."""

from __future__ import annotations

import pytest

from vctutor.course.catalog import Catalog
from vctutor.paths import shipped_course
from vctutor.tui.model.navigation import OPENING, CourseLocation, shown_commands
from vctutor.tui.model.review import review_chapter


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.open(shipped_course())


def at(catalog: Catalog, where: int) -> CourseLocation:
    entries = catalog.course.chapters
    chapter = catalog.chapter(where) if 0 <= where < len(entries) else None
    return CourseLocation(where, entries, chapter)


def review(catalog: Catalog, told: str = "") -> CourseLocation:
    question = catalog.chapter(4).questions[0]
    return CourseLocation(4, catalog.course.chapters, review_chapter({"item": question}), told)


def led(opened: CourseLocation) -> set[str]:
    moves = ("chapter.previous", "chapter.next", "question.next", "simulation.toggle")
    return {command for command in moves if opened.leads(command)}


def test_where_commands_lead(catalog: Catalog) -> None:
    inside = {"question.next", "simulation.toggle"}
    assert led(at(catalog, OPENING)) == {"chapter.next"}
    assert led(at(catalog, 0)) == {"chapter.previous", "chapter.next", *inside}
    assert led(at(catalog, 9)) == {"chapter.previous", "chapter.next", *inside}
    assert led(at(catalog, 10)) == {"chapter.previous"}
    assert led(review(catalog)) == {"question.next"}
    assert at(catalog, 10).leads("search.open")


def test_from_a_chapter_that_can_not_be_read_the_chapters_are_led_to(catalog: Catalog) -> None:
    broken = CourseLocation(4, catalog.course.chapters)
    assert led(broken) == {"chapter.previous", "chapter.next"}
    assert broken.named() == "chapter 4 of 9"
    assert broken.numbered


@pytest.mark.parametrize(
    ("where", "named", "numbered", "item"),
    [
        (OPENING, "welcome", False, None),
        (0, "chapter 0 of 9", True, "why-calculus"),
        (9, "chapter 9 of 9", True, "automatic-differentiation"),
        (10, "the end", False, "finishing"),
    ],
)
def test_what_it_is_called(
    catalog: Catalog, where: int, named: str, numbered: bool, item: str | None
) -> None:
    opened = at(catalog, where)
    assert (opened.named(), opened.numbered, opened.item()) == (named, numbered, item)


def test_a_review_has_no_number(catalog: Catalog) -> None:
    opened = review(catalog)
    assert (opened.named(), opened.numbered, opened.reviewing) == ("review", False, True)


def test_the_foot_says_where_it_goes_on(catalog: Catalog) -> None:
    assert at(catalog, 3).footer() == ("**n** goes on to 4, *The gradient*.",)
    assert at(catalog, 9).footer() == ("**n** goes on to the last page.",)
    back = "**[** goes back to where you were."
    assert review(catalog).footer() == (back,)
    assert review(catalog, "All right.").footer() == ("All right.", back)


def test_a_search_hides_the_commands_on_its_keys(catalog: Catalog) -> None:
    opened = at(catalog, 4)
    reading = [one.id for one in shown_commands(opened, lambda command: False)]
    assert reading[:2] == ["chapter.next", "chapter.previous"]
    searching = [one.id for one in shown_commands(opened, lambda command: True)]
    assert searching[:3] == ["hit.next", "hit.previous", "hit.leave"]
    assert set(reading) - set(searching) == {"chapter.next"}  # on the same key, n


def test_commands_that_lead_nowhere_are_not_shown(catalog: Catalog) -> None:
    ids = {one.id for one in shown_commands(at(catalog, OPENING), lambda command: False)}
    assert "chapter.next" in ids
    assert not ids & {"chapter.previous", "question.next", "simulation.toggle", "note.add"}
