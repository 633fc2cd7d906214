"""Where the reader is, worked out from a page and the lines in the window, without a terminal."""

from __future__ import annotations

from itertools import accumulate, chain, pairwise

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import AnyBlock, Chapter, Position, Prose, Section, SimulationRef
from vctutor.errors import CourseError
from vctutor.page.chapter_layout import TOP
from vctutor.page.model import Page, Placed
from vctutor.paths import shipped_course
from vctutor.progress.records import Place
from vctutor.tui.model.navigation import (
    OPENING,
    History,
    Spot,
    Visit,
    ended,
    part_at,
    sections,
    simulation_at,
    start,
)

AT = Position("", 0, 0)
BODY: tuple[AnyBlock, ...] = (
    Prose(at=AT, place="lead", text="lead"),
    Section(at=AT, place="slopes", title="Slopes"),
    SimulationRef(at=AT, place="line", name="descent-line"),
    Section(at=AT, place="signs", title="Signs"),
    SimulationRef(at=AT, place="map", name="descent-map"),
)
CHAPTER = Chapter(id="one", number=1, title="One", goals=(), body=BODY)
HEIGHT = 10  # lines of each block


@pytest.fixture
def page() -> Page:
    """A page with ten lines a block: top at 0, lead at 10, slopes at 20, line at 30, signs at 40, map at 50."""
    places = [TOP, *(block.place for block in BODY)]
    starts = accumulate(chain([0], [HEIGHT] * (len(places) - 1)))
    blocks = tuple(Placed(place, line, HEIGHT) for place, line in zip(places, starts, strict=True))
    return Page(40, ((),) * (HEIGHT * len(places)), (), blocks)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.open(shipped_course())


def test_the_parts_of_a_chapter_are_its_top_and_its_sections() -> None:
    assert sections(CHAPTER) == [TOP, "slopes", "signs"]
    assert sections(None) == [TOP]


@pytest.mark.parametrize(
    ("line", "part"),
    [(0, TOP), (19, TOP), (20, "slopes"), (39, "slopes"), (40, "signs"), (59, "signs")],
)
def test_the_part_of_a_line(page: Page, line: int, part: str) -> None:
    assert part_at(CHAPTER, page, line) == part


@pytest.mark.parametrize(
    ("bottom", "read"),
    [(19, []), (20, [TOP]), (39, [TOP]), (40, [TOP, "slopes"]), (59, [TOP, "slopes"])],
)
def test_a_part_has_ended_where_the_next_begins(page: Page, bottom: int, read: list[str]) -> None:
    assert list(ended(CHAPTER, page, bottom)) == read


def test_the_last_part_has_ended_where_the_page_ends(page: Page) -> None:
    assert list(ended(CHAPTER, page, len(page.lines))) == sections(CHAPTER)


@pytest.mark.parametrize(
    ("bottom", "place"), [(5, "line"), (31, "line"), (50, "line"), (51, "map"), (60, "map")]
)
def test_the_simulation_of_a_passage_is_the_last_above_the_bottom(
    page: Page, bottom: int, place: str
) -> None:
    found = simulation_at(CHAPTER, page, bottom)
    assert found is not None
    assert found.place == place


def test_without_a_chapter_or_a_simulation_there_is_none(page: Page) -> None:
    assert simulation_at(None, page, 60) is None
    bare = Chapter(id="two", number=2, title="Two", goals=(), body=BODY[:2])
    assert simulation_at(bare, page, 60) is None


VISITS = [Visit(number, Spot(TOP, number)) for number in range(4)]


def test_going_back_and_forward_comes_by_everything_that_was_left() -> None:
    history = History()
    for here in VISITS[:-1]:
        history = history.left(here)
    for here, before in pairwise(reversed(VISITS)):
        found = history.back(here)
        assert found is not None
        visit, history = found
        assert visit == before
    assert history.back(VISITS[0]) is None
    for here, after in pairwise(VISITS):
        found = history.forward(here)
        assert found is not None
        visit, history = found
        assert visit == after
    assert history.forward(VISITS[-1]) is None


def test_going_elsewhere_forgets_what_was_ahead() -> None:
    found = History().left(VISITS[0]).back(VISITS[1])
    assert found is not None
    assert found[1].left(VISITS[0]).forward(VISITS[2]) is None


def test_what_is_not_come_back_to_leaves_the_past_alone() -> None:
    assert History().left(VISITS[0]).left(None).past == (VISITS[0],)


def test_it_begins_at_the_place_asked_for(catalog: Catalog) -> None:
    at = Place("taylor-series", "top", 3)
    assert start(catalog, "the-gradient", at) == (4, Spot(TOP))
    place = sections(catalog.chapter(4))[1]
    assert start(catalog, f"4#{place}", None) == (4, Spot(place))
    with pytest.raises(CourseError):
        start(catalog, "no such chapter", None)


def test_it_begins_where_the_reader_left(catalog: Catalog) -> None:
    assert start(catalog, None, Place("taylor-series", "x", 3)) == (2, Spot("x", 3))
    assert start(catalog, None, Place("finishing", "scores", 1)) == (10, Spot("scores", 1))


def test_it_begins_at_the_beginning(catalog: Catalog) -> None:
    assert start(catalog, None, None) == (OPENING, Spot(TOP))
    assert start(catalog, None, Place("a chapter that is gone", "x", 3)) == (OPENING, Spot(TOP))
