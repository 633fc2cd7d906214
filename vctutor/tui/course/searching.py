"""Searching on the course screen: the search is opened, a passage gone to, and then the others by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from vctutor.i18n import _
from vctutor.page.chapter_layout import TOP
from vctutor.tui.commands import BY_ID
from vctutor.tui.model.navigation import Spot
from vctutor.tui.parts import ScreenPart

if TYPE_CHECKING:
    from vctutor.course.search import Hit, Index

Place = tuple[int, str]  # a chapter by its number, and a place in it


class Found(Struct, frozen=True):
    """What a search found.

    Attributes:
        query: what was sought.
        places: where it is, the best first, each place once; never empty.
        at: the one on show, from 0.
    """

    query: str
    places: tuple[Place, ...]
    at: int

    def moved(self, by: int) -> Found:
        """Return the same, with another on show; behind the last comes the first."""
        return Found(self.query, self.places, (self.at + by) % len(self.places))

    def told(self) -> str:
        """Return which of how many is on show."""
        told = _("{query}: {at} of {count}. n goes on, esc ends the search.")
        return told.format(query=self.query, at=self.at + 1, count=len(self.places))


def found(query: str, hits: list[Hit], chosen: Hit) -> Found:
    """Return what was found, with the chosen one on show."""
    places = tuple(dict.fromkeys(map(_place, hits)))
    return Found(query.strip(), places, places.index(_place(chosen)))


def _place(hit: Hit) -> Place:
    return hit.passage.chapter, hit.passage.place or TOP


class Searching(ScreenPart):
    """A part of the course screen: what a reader finds."""

    _index: Index | None = None
    _sought = ""
    _found: Found | None = None

    def can(self, command: str) -> bool:
        """Return whether a command can be done now: those of a search while one is on."""
        return BY_ID[command].home != "found" or self._found is not None

    def command_search_open(self) -> None:
        """Search the whole course."""
        from vctutor.tui.pages.search import SearchScreen

        screen = SearchScreen(self.catalog, self._index, self._sought)

        def go(hit: Hit | None) -> None:
            self._index, self._sought = screen.index, screen.query_text
            if hit is not None:
                self._go_to_found(found(screen.query_text, screen.hits, hit))

        self.app.push_screen(screen, go)

    def _go_to_found(self, found: Found) -> None:
        chapter, place = found.places[found.at]
        self.visit(chapter, Spot(place))
        self._found = found
        self.tell("")
        self.reader.focus()
        self._tell_keys()

    def visit(self, where: int, spot: Spot | None = None) -> None:
        """Open a place, which ends a search."""
        self.end_search()
        super().visit(where, spot)

    def end_search(self) -> None:
        """Let the keys be those of the chapters again."""
        if self._found is not None:
            self._found = None
            self.tell("")
            self._tell_keys()

    def tell(self, text: str, *, lasting: bool = False) -> None:
        """Show one line above the text; with nothing to tell, what is on show of a search."""
        if text or self._found is None:
            super().tell(text, lasting=lasting)
        else:
            super().tell(self._found.told(), lasting=True)

    def command_hit_next(self) -> None:
        """Go to the next passage that was found."""
        if self._found is not None:
            self._go_to_found(self._found.moved(1))

    def command_hit_previous(self) -> None:
        """Go to the passage before."""
        if self._found is not None:
            self._go_to_found(self._found.moved(-1))

    def command_hit_leave(self) -> None:
        """End the search, and stay."""
        self.end_search()
