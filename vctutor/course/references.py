"""Glossary terms and links between chapters: found in a text, and looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vctutor.course.characters import near_word, quoted
from vctutor.course.fields import PlacedText
from vctutor.course.loader import ReadChapter
from vctutor.course.model import ChapterEntry, Problem
from vctutor.course.slips import masked
from vctutor.i18n import _

_TERM = re.compile(r"\[\[(?:([^\[\]|\n]*)\|)?([^\[\]|]+)\]\]")
_LINK = re.compile(r"(?<![\[!])\[([^\[\]]+)\]\(([^()\s]*)\)")
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+\Z")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_WEB = re.compile(r"(?:www\.|[\w-]+\.(?:org|com|net|edu|io|de)(?:/|\Z))")


class Reference(NamedTuple):
    """A term or link in a text: what it names, and the offset of that name."""

    target: str
    offset: int


def terms_in(text: str) -> Iterator[Reference]:
    """Yield the glossary terms that a text of light markdown names."""
    for match in _TERM.finditer(masked(text)):
        yield Reference(" ".join(match[2].split()), match.start(2))


def links_in(text: str) -> Iterator[Reference]:
    """Yield the links of a text of light markdown."""
    for match in _LINK.finditer(masked(text)):
        yield Reference(match[2], match.start(2))


class Targets(NamedTuple):
    """What terms and links may name.

    Attributes:
        terms: every term of the course, folded to small letters.
        places: chapter number -> its places.
        chapters: chapter id -> its number.
        broken: the chapters whose places are unknown because part of their file is unreadable.
        whole: whether all chapters and terms are known: only then can one be said to be missing.
    """

    terms: dict[str, str]
    places: dict[int, tuple[str, ...]]
    chapters: dict[str, int]
    broken: frozenset[int] = frozenset()
    whole: bool = True

    @classmethod
    def of(
        cls,
        chapters: Iterable[ReadChapter],
        entries: Iterable[ChapterEntry] = (),
        whole: bool = True,
    ) -> Targets:
        """Return the targets that chapters offer.

        Args:
            chapters: those that could be opened.
            entries: the list of chapters, those that can't be opened among them.
            whole: whether that list could be read.
        """
        chapters, entries = list(chapters), list(entries)
        read = [chapter.chapter for chapter in chapters]
        closed = {entry.number for entry in entries} - {chapter.number for chapter in read}
        torn = {chapter.chapter.number for chapter in chapters if not chapter.parsed.whole}
        return cls(
            broken=frozenset(closed | torn),
            whole=whole and not closed and not torn,
            terms={term.term.casefold(): term.term for chapter in read for term in chapter.terms},
            places={
                **{entry.number: () for entry in entries},
                **{
                    chapter.number: tuple(block.place for block in chapter.body) for chapter in read
                },
            },
            chapters={
                **{entry.id: entry.number for entry in entries},
                **{chapter.id: chapter.number for chapter in read},
            },
        )


def reference_problems(text: PlacedText, targets: Targets, number: int | None) -> list[Problem]:
    """Return the terms and links of a text that lead nowhere.

    Args:
        text: the text.
        targets: what they may name.
        number: the chapter the text stands in, for links such as ``#vanishing``; None outside chapters.
    """
    problems: list[Problem] = []
    if "[" not in text.text:
        return problems
    for term in terms_in(text.text):
        if term.target.casefold() not in targets.terms:
            near = near_word(term.target.casefold(), list(targets.terms))
            if not near and not targets.whole:
                continue  # it may be explained where nothing can be read
            message = _("{target} is in no chapter's terms").format(target=quoted(term.target))
            problems.append(
                Problem(text.position(term.offset), message, targets.terms[near] if near else None)
            )
    for link in links_in(text.text):
        wrong = _link_problem(link.target, targets, number)
        if wrong is not None:
            problems.append(Problem(text.position(link.offset), *wrong))
    return problems


def _link_problem(
    target: str, targets: Targets, number: int | None
) -> tuple[str, str | None] | None:
    if _ADDRESS.match(target):
        return None
    if _SCHEME.match(target):
        return (
            _("a link leads to https:// or to a place such as 5#vanishing, not to {target}").format(
                target=quoted(target)
            ),
            None,
        )
    name, __, place = target.partition("#")
    chapter = number if not name and number is not None else _chapter(name, targets)
    if chapter is None:
        near = near_word(name, list(targets.chapters))
        if _WEB.match(target):
            near = f"https://{target}"
        elif not near and not targets.whole:
            return None
        return _("the link {target} names no chapter").format(target=quoted(target)), near
    places = targets.places.get(chapter)
    if not place or places is None or place in places or chapter in targets.broken:
        return None
    return _("chapter {chapter} has no place {place}").format(
        chapter=chapter, place=quoted(place)
    ), near_word(place, list(places))


def _chapter(name: str, targets: Targets) -> int | None:
    if name.isascii() and name.isdigit() and len(name) < 9:
        return int(name) if int(name) in targets.places else None
    return targets.chapters.get(name)
