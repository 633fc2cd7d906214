"""What is the reader's own: notes and bookmarks on passages, and the names of places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import dropwhile, islice, takewhile

from vctutor.course.model import Prose
from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.page.chapter_layout import lay_blocks
from vctutor.page.model import Page, Target
from vctutor.styled_text import Line, plain
from vctutor.tui.model.front_matter import NOWHERE
from vctutor.tui.model.navigation import Spot
from vctutor.tui.parts import ScreenPart
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel
from vctutor.typesetting.prose import literal

QUOTED = 120  # characters of a passage that are kept with a note or a mark


class Mine(ScreenPart):
    """A part of the course screen: notes, bookmarks, and files the reader asks for."""

    def passage(self) -> tuple[str, Spot, str] | None:
        """Return the item, the spot and the first words of the passage being read; None outside a chapter."""
        if self.chapter is None or self.reviewing:
            return None
        reader = self.reader
        spot = reader.spot()
        if reader.current is not None and reader.current.place:
            spot = Spot(reader.current.place)
        top = reader.line_of(spot)
        below = reader.page.lines[top : top + 12]
        words = " ".join(plain(line) for line in _first_words(below))
        return f"{self.chapter.id}/{spot.place}", spot, _shortened(_bare(words))

    def command_note_add(self) -> None:
        """Ask for a note on this passage."""
        from vctutor.tui.pages.prompt import PromptScreen

        passage = self.passage()
        if passage is None:
            self.tell(_("Notes belong to a passage of a chapter."))
            return
        item, spot, quote = passage

        def take(text: str | None) -> None:
            if text and text.strip():
                payload = {"text": text.strip(), "line_offset": spot.offset, "quote": quote}
                self.record.add("note", item, payload)
                self.tell(_("Noted. M shows your notes and bookmarks."))

        self.app.push_screen(PromptScreen(_("Note on this passage"), placeholder=quote), take)

    def command_bookmark_toggle(self) -> None:
        """Mark this passage, or take the mark away."""
        passage = self.passage()
        if passage is None:
            self.tell(_("Bookmarks belong to a passage of a chapter."))
            return
        item, spot, quote = passage
        on = item not in self.record.progress.bookmarks
        self.record.add("bookmark", item, {"on": on, "title": quote, "line_offset": spot.offset})
        self.tell(_("Marked. M shows your notes and bookmarks.") if on else _("The mark is gone."))

    def command_mine_open(self) -> None:
        """Show bookmarks and notes; a link goes to its passage."""
        from vctutor.tui.pages.annotations_page import MinePage

        self.app.push_screen(MinePage(self._mine_page, self), self._follow)

    def note_text(self, entry: str) -> str | None:
        """Return what a note of that page says; None for a bookmark."""
        kind, __, kept = entry.partition(" ")
        note = self.record.progress.notes.get(kept) if kind == "note" else None
        return note.text if note is not None else None

    def rewrite(self, entry: str, text: str) -> None:
        """Have a note of that page say something else."""
        note = self.record.progress.notes[entry.partition(" ")[2]]
        payload = {"text": text, "line_offset": note.line_offset, "quote": note.quote}
        self.record.add("note", note.item, {"note": note.id, **payload})

    def take_away(self, entry: str) -> Callable[[], None]:
        """Take a note or a bookmark of that page away; return what brings it back."""
        kind, __, kept = entry.partition(" ")
        progress = self.record.progress
        if kind == "note":
            note = progress.notes[kept]
            self.record.add("note", note.item, {"note": note.id, "text": ""})
            whole = {"text": note.text, "line_offset": note.line_offset, "quote": note.quote}
            return lambda: self.record.add("note", note.item, {"note": note.id, **whole})
        mark = progress.bookmarks[kept]
        self.record.add("bookmark", mark.item, {"on": False})
        again = {"on": True, "title": mark.title, "line_offset": mark.line_offset}
        return lambda: self.record.add("bookmark", mark.item, again)

    def _follow(self, target: Target | None) -> None:
        if target is None:
            return
        chapter, __, place = target.value.partition("#")
        kind, __, kept = target.place.partition(" ")
        progress = self.record.progress
        entry_of = progress.notes.get(kept) if kind == "note" else progress.bookmarks.get(kept)
        offset = entry_of.line_offset if entry_of is not None else 0
        entry = self.catalog.entry(chapter)
        self.visit(entry.number, Spot(place, offset))
        self.reader.focus()

    def _mine_page(self, cells: int) -> Page:
        progress = self.record.progress
        blocks = [Prose(at=NOWHERE, place="head", text=_("**Bookmarks**"))]
        for mark in progress.bookmarks.values():
            blocks.append(self._entry(f"bookmark {mark.item}", mark.item, mark.title, ""))
        if not progress.bookmarks:
            blocks.append(
                Prose(
                    at=NOWHERE,
                    place="none",
                    text=_("*None yet.* `B` marks the passage you read."),
                )
            )
        blocks.append(Prose(at=NOWHERE, place="notes", text=_("**Notes**")))
        for note in progress.notes.values():
            blocks.append(self._entry(f"note {note.id}", note.item, note.quote, note.text))
        if not progress.notes:
            blocks.append(
                Prose(
                    at=NOWHERE,
                    place="no notes",
                    text=_("*None yet.* `m` adds one."),
                )
            )
        return lay_blocks(tuple(blocks), cells, self.tutor.glyphs)

    def _entry(self, place: str, item: str, quote: str, text: str) -> Prose:
        chapter, __, spot = item.partition("/")
        try:
            entry = self.catalog.entry(chapter)
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

    def command_place_copy(self) -> None:
        """Show and copy the name of this place."""
        if self.chapter is None:
            self.tell(_("This page has no name of its own."))
            return
        place = self.reader.current.place if self.reader.current else self.reader.spot().place
        name = f"{self.chapter.number}#{place}" if place else str(self.chapter.number)
        self.app.copy_to_clipboard(name)
        self.tell(_("This place is {name}, and is copied: vctutor open {name}").format(name=name))

    def on_simulation_panel_saving(self, event: SimulationPanel.Saving) -> None:
        """Ask where to save a picture, and save it; in a kiosk no file is written."""
        from vctutor.tui.files import save_new
        from vctutor.tui.pages.prompt import PromptScreen

        if self.tutor.kiosk:
            self.tell(_("Pictures can't be saved here."))
            return

        def refuse(name: str) -> str | None:
            if not name.strip():
                return _("Give the name of a file.")
            try:
                path = save_new(name.strip(), event.svg)
                self.tell(_("The picture is in {path}.").format(path=path))
            except VctutorError as error:
                return str(error)
            return None

        self.app.push_screen(
            PromptScreen(_("Save the picture as"), f"{event.name}.svg", refuse=refuse)
        )


def _shortened(words: str) -> str:
    """Return the beginning of a passage, cut between two words."""
    if len(words) <= QUOTED:
        return words
    return words[: QUOTED + 1].rpartition(" ")[0] or words[:QUOTED]


def _first_words(lines: Sequence[Line]) -> list[Line]:
    """Return the first three lines with words, without a heading above and what is below the next one."""
    begun = dropwhile(lambda line: _blank(line) or _heads(line), lines)
    section = takewhile(lambda line: not _heads(line), begun)
    return list(islice((line for line in section if not _blank(line)), 3))


def _blank(line: Line) -> bool:
    return not plain(line).strip()


def _heads(line: Line) -> bool:
    """Return whether a drawn line is a heading or the rule below one."""
    return any(span.role.endswith("heading") or span.role == "rule" for span in line)


def _bare(text: str) -> str:
    """Return the words of drawn lines, without the bars and boxes around them."""
    return " ".join("".join(" " if char in "┃│╭╮╰╯─❯" else char for char in text).split())
