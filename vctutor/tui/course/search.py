"""Searching the course: a passage is found and gone to, and then the others by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from vctutor.i18n import _
from vctutor.page.chapter_layout import TOP
from vctutor.tui.commands import BY_ID
from vctutor.tui.course.navigation import Navigation
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.navigation import Spot
from vctutor.tui.services import Pages
from vctutor.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from vctutor.course.search import Hit, Index

Place = tuple[int, str]  # a chapter by its number, and a place in it


class SearchResult(Struct, frozen=True):
    """What a search found.

    Attributes:
        query: what was searched for.
        places: where it is, the best first, each place once; never empty.
        at: the one on show, from 0.
    """

    query: str
    places: tuple[Place, ...]
    at: int

    def moved(self, by: int) -> SearchResult:
        """Return the same result with another place on show; behind the last comes the first."""
        return SearchResult(self.query, self.places, (self.at + by) % len(self.places))

    def text(self) -> str:
        """Return which of how many places is on show."""
        text = _("{query}: {at} of {count}. n goes on, esc ends the search.")
        return text.format(query=self.query, at=self.at + 1, count=len(self.places))


def search_result(query: str, hits: list[Hit], chosen: Hit) -> SearchResult:
    """Return what was found, with the chosen hit on show."""
    places = tuple(dict.fromkeys(map(_place, hits)))
    return SearchResult(query.strip(), places, places.index(_place(chosen)))


def _place(hit: Hit) -> Place:
    return hit.passage.chapter, hit.passage.place or TOP


class Search:
    """Goes through what was found.

    Attributes:
        commands: command id -> what carries it out.
        result: what the search that is on found; None while none is on.
    """

    def __init__(
        self, state: CourseState, reader: Reader, navigation: Navigation, pages: Pages
    ) -> None:
        """Search the catalog of ``state``."""
        self.result: SearchResult | None = None
        self._state = state
        self._reader = reader
        self._navigation = navigation
        self._pages = pages
        self._index: Index | None = None
        self._query = ""
        self.commands: Mapping[str, Callable[[], object]] = {
            "search.open": self.open,
            "hit.next": lambda: self.go_on(1),
            "hit.previous": lambda: self.go_on(-1),
            "hit.leave": self.end,
        }

    def can(self, command: str) -> bool:
        """Return whether a command of the course can be done now: those of a search while one is on."""
        return BY_ID[command].home != "found" or self.result is not None

    def open(self) -> None:
        """Search the whole course."""
        from vctutor.tui.pages.search import SearchScreen

        page = SearchScreen(self._pages.look, self._state.catalog, self._index, self._query)

        def go(hit: Hit | None) -> None:
            self._index, self._query = page.index, page.query_text
            if hit is not None:
                self._go_to(search_result(page.query_text, page.hits, hit))

        self._pages.show_page(page, go)

    def _go_to(self, result: SearchResult) -> None:
        chapter, place = result.places[result.at]
        self._navigation.visit(chapter, Spot(place))
        self.result = result
        self._state.changes.visited = False  # any other visit ends the search
        self._state.show_message("")
        self._reader.focus()

    def go_on(self, by: int) -> None:
        """Go to the next place that was found (1), or to the one before (-1)."""
        if self.result is not None:
            self._go_to(self.result.moved(by))

    def end(self) -> None:
        """End the search, and stay: the keys are those of the chapters again."""
        if self.result is not None:
            self.result = None
            self._state.show_message("")
