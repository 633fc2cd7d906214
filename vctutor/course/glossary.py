"""The words that a course explains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vctutor.course.model import Chapter


class GlossaryEntry(NamedTuple):
    """A term, what it means (prose), and the number of the chapter that says so."""

    term: str
    means: str
    chapter: int


class Glossary:
    """All terms of a course, in the order of the alphabet.

    A term that several chapters explain has an entry for each, the earliest chapter's first.
    """

    def __init__(self, entries: Iterable[GlossaryEntry]) -> None:
        """Take the entries, in any order."""
        self.entries = tuple(
            sorted(entries, key=lambda entry: (_folded(entry.term), entry.chapter))
        )
        self._by_term: dict[str, list[GlossaryEntry]] = {}
        for entry in self.entries:
            self._by_term.setdefault(_folded(entry.term), []).append(entry)

    @classmethod
    def of(cls, chapters: Iterable[Chapter]) -> Glossary:
        """Gather the terms of chapters."""
        return cls(
            GlossaryEntry(term.term, term.means, chapter.number)
            for chapter in chapters
            for term in chapter.terms
        )

    def find(self, term: str, chapter: int | None = None) -> GlossaryEntry | None:
        """Return what a term means, or None where no chapter says.

        Args:
            term: the term, in whatever case.
            chapter: where it is read: of several entries the last one up to there is taken, since a later
                chapter may say it in words not yet known; None takes the first.
        """
        entries = self._by_term.get(_folded(term), [])
        if not entries:
            return None
        known = [entry for entry in entries if chapter is not None and entry.chapter <= chapter]
        return known[-1] if known else entries[0]


def _folded(term: str) -> str:
    return " ".join(term.casefold().split())
