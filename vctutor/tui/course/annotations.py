"""Notes and bookmarks on passages, the names of places, and pictures in files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import dropwhile, islice, takewhile

from vctutor.course.model import Prose
from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.page.chapter_layout import lay_blocks
from vctutor.page.model import Page, Target
from vctutor.styled_text import Line, plain
from vctutor.tui.course.navigation import Navigation
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.front_matter import NOWHERE
from vctutor.tui.model.navigation import Spot
from vctutor.tui.services import Pages, Session
from vctutor.tui.widgets.reader import Reader
from vctutor.typesetting.prose import literal

QUOTE_LIMIT = 120  # characters of a passage that are kept with a note or a bookmark


class Annotations:
    """Adds, changes and lists what the reader writes on passages.

    Attributes:
        commands: command id -> what carries it out.
    """

    def __init__(
        self,
        state: CourseState,
        reader: Reader,
        navigation: Navigation,
        pages: Pages,
        session: Session,
    ) -> None:
        """Annotate the passages of ``reader``."""
        self._state = state
        self._reader = reader
        self._navigation = navigation
        self._pages = pages
        self._session = session
        self.commands: Mapping[str, Callable[[], object]] = {
            "note.add": self.add_note,
            "bookmark.toggle": self.toggle_bookmark,
            "mine.open": self.open_page,
            "place.copy": self.copy_place,
        }

    def passage(self) -> tuple[str, Spot, str] | None:
        """Return the item, the spot and the first words of the passage being read; None outside a chapter."""
        chapter, reader = self._state.location.chapter, self._reader
        if chapter is None or self._state.location.reviewing:
            return None
        spot = reader.spot()
        if reader.current is not None and reader.current.place:
            spot = Spot(reader.current.place)
        top = reader.line_of(spot)
        below = reader.page.lines[top : top + 12]
        words = " ".join(plain(line) for line in _first_words(below))
        return f"{chapter.id}/{spot.place}", spot, _shortened(_without_boxes(words))

    def add_note(self) -> None:
        """Ask for a note on this passage."""
        from vctutor.tui.pages.prompt import PromptScreen

        passage = self.passage()
        if passage is None:
            self._state.show_message(_("Notes belong to a passage of a chapter."))
            return
        item, spot, quote = passage

        def take(text: str | None) -> None:
            if text and text.strip():
                payload = {"text": text.strip(), "line_offset": spot.offset, "quote": quote}
                self._state.record.add("note", item, payload)
                self._state.show_message(_("Noted. M shows your notes and bookmarks."))

        page = PromptScreen(self._pages.look, _("Note on this passage"), placeholder=quote)
        self._pages.show_page(page, take)

    def toggle_bookmark(self) -> None:
        """Set a bookmark on this passage, or remove it."""
        passage = self.passage()
        if passage is None:
            self._state.show_message(_("Bookmarks belong to a passage of a chapter."))
            return
        item, spot, quote = passage
        record = self._state.record
        on = item not in record.progress.bookmarks
        record.add("bookmark", item, {"on": on, "title": quote, "line_offset": spot.offset})
        self._state.show_message(
            _("Marked. M shows your notes and bookmarks.") if on else _("The mark is gone.")
        )

    def open_page(self) -> None:
        """Show bookmarks and notes; a link goes to its passage."""
        from vctutor.tui.pages.annotations_page import AnnotationsPage

        page = AnnotationsPage(self._pages.look, self._page, self)
        self._pages.show_page(page, self._follow)

    # --- what the page of annotations asks for ----------------------------------------------------------------

    def note_text(self, entry: str) -> str | None:
        """Return the text of a note; None for a bookmark. The entry is its place on the page, such as ``note 3``."""
        kind, __, kept = entry.partition(" ")
        note = self._state.record.progress.notes.get(kept) if kind == "note" else None
        return note.text if note is not None else None

    def rewrite(self, entry: str, text: str) -> None:
        """Change the text of a note."""
        note = self._state.record.progress.notes[entry.partition(" ")[2]]
        payload = {"text": text, "line_offset": note.line_offset, "quote": note.quote}
        self._state.record.add("note", note.item, {"note": note.id, **payload})

    def remove(self, entry: str) -> Callable[[], None]:
        """Remove a note or a bookmark; return what restores it."""
        kind, __, kept = entry.partition(" ")
        progress = self._state.record.progress
        if kind == "note":
            note = progress.notes[kept]
            self._state.record.add("note", note.item, {"note": note.id, "text": ""})
            whole = {"text": note.text, "line_offset": note.line_offset, "quote": note.quote}
            return lambda: self._state.record.add("note", note.item, {"note": note.id, **whole})
        mark = progress.bookmarks[kept]
        self._state.record.add("bookmark", mark.item, {"on": False})
        again = {"on": True, "title": mark.title, "line_offset": mark.line_offset}
        return lambda: self._state.record.add("bookmark", mark.item, again)

    def _follow(self, target: Target | None) -> None:
        if target is None:
            return
        chapter, __, place = target.value.partition("#")
        kind, __, kept = target.place.partition(" ")
        progress = self._state.record.progress
        entry = progress.notes.get(kept) if kind == "note" else progress.bookmarks.get(kept)
        spot = Spot(place, entry.line_offset if entry is not None else 0)
        self._navigation.visit(self._state.catalog.entry(chapter).number, spot)
        self._reader.focus()

    def _page(self, cells: int) -> Page:
        progress = self._state.record.progress
        blocks = [Prose(at=NOWHERE, place="head", text=_("**Bookmarks**"))]
        for mark in progress.bookmarks.values():
            blocks.append(self._entry(f"bookmark {mark.item}", mark.item, mark.title, ""))
        if not progress.bookmarks:
            text = _("*None yet.* `B` marks the passage you read.")
            blocks.append(Prose(at=NOWHERE, place="none", text=text))
        blocks.append(Prose(at=NOWHERE, place="notes", text=_("**Notes**")))
        for note in progress.notes.values():
            blocks.append(self._entry(f"note {note.id}", note.item, note.quote, note.text))
        if not progress.notes:
            text = _("*None yet.* `m` adds one.")
            blocks.append(Prose(at=NOWHERE, place="no notes", text=text))
        return lay_blocks(tuple(blocks), cells, self._pages.look.glyphs)

    def _entry(self, place: str, item: str, quote: str, text: str) -> Prose:
        chapter, __, spot = item.partition("/")
        try:
            entry = self._state.catalog.entry(chapter)
        except VctutorError:
            name, link = _("{chapter} (not in this course)").format(chapter=chapter), ""
        else:
            name, link = f"{entry.number} {entry.title}", f"{chapter}#{spot}"
        head = f"[{literal(name)}]({link})" if link else literal(name)
        said = f"\n\n{literal(text)}" if text else ""
        return Prose(
            at=NOWHERE,
            place=place,
            text=f"{head}: *{literal(quote.strip())}*{said}" if quote.strip() else head + said,
        )

    # --- names of places, and pictures ------------------------------------------------------------------------

    def copy_place(self) -> None:
        """Show and copy the name of this place."""
        chapter, reader = self._state.location.chapter, self._reader
        if chapter is None:
            self._state.show_message(_("This page has no name of its own."))
            return
        place = reader.current.place if reader.current else reader.spot().place
        name = f"{chapter.number}#{place}" if place else str(chapter.number)
        self._pages.copy_text(name)
        self._state.show_message(
            _("This place is {name}, and is copied: vctutor open {name}").format(name=name)
        )

    def save_picture(self, svg: str, name: str) -> None:
        """Ask where to save a picture, and save it; in a kiosk no file is written."""
        from vctutor.tui.pages.prompt import PromptScreen
        from vctutor.tui.pages.save_file import save_new

        if self._session.kiosk:
            self._state.show_message(_("Pictures can't be saved here."))
            return

        def refuse(typed: str) -> str | None:
            if not typed.strip():
                return _("Give the name of a file.")
            try:
                path = save_new(typed.strip(), svg)
            except VctutorError as error:
                return str(error)
            self._state.show_message(_("The picture is in {path}.").format(path=path))
            return None

        title = _("Save the picture as")
        self._pages.show_page(
            PromptScreen(self._pages.look, title, f"{name}.svg", refuse=refuse), lambda __: None
        )


def _shortened(words: str) -> str:
    """Return the beginning of a passage, cut between two words."""
    if len(words) <= QUOTE_LIMIT:
        return words
    return words[: QUOTE_LIMIT + 1].rpartition(" ")[0] or words[:QUOTE_LIMIT]


def _first_words(lines: Sequence[Line]) -> list[Line]:
    """Return the first three lines with words, without a heading above and what is below the next one."""
    begun = dropwhile(lambda line: _blank(line) or _is_heading(line), lines)
    section = takewhile(lambda line: not _is_heading(line), begun)
    return list(islice((line for line in section if not _blank(line)), 3))


def _blank(line: Line) -> bool:
    return not plain(line).strip()


def _is_heading(line: Line) -> bool:
    """Return whether a drawn line is a heading or the rule below one."""
    return any(span.role.endswith("heading") or span.role == "rule" for span in line)


def _without_boxes(text: str) -> str:
    """Return the words of drawn lines, without the bars and boxes around them."""
    return " ".join("".join(" " if char in "┃│╭╮╰╯─❯" else char for char in text).split())
