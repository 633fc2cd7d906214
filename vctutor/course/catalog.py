"""The chapters of a course: their list at once, each chapter's text when it is asked for.

Opening reads ``course.yaml`` and no other file, so that a course of a thousand chapters opens as fast as one of ten.
Of the shipped course a wheel holds a compiled form, which needs no YAML and no loader; see `vctutor.course.compiled`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vctutor.errors import CourseError, nearest
from vctutor.i18n import _, suggest_language
from vctutor.paths import compiled_course, shipped_course

if TYPE_CHECKING:
    from vctutor.course.loader import ReadChapter
    from vctutor.course.model import Chapter, ChapterEntry, Course


class CourseSize(NamedTuple):
    """How much there is in a course."""

    chapters: int
    questions: int
    simulations: int


class CoursePlace(NamedTuple):
    """A chapter, and a place in it where one was named."""

    entry: ChapterEntry
    place: str | None


def require_course(directory: Path) -> None:
    """Make sure that there is a course to read.

    Raises:
        CourseError: there is none; the hint says what to give instead.
    """
    if not directory.is_dir():
        raise CourseError(
            _("there is no directory {directory!r}").format(directory=str(directory)),
            _("give one that holds a course.yaml"),
        )
    if not os.path.lexists(directory / "course.yaml"):
        other = next((path.name for path in directory.glob("[Cc]ourse.y*ml")), None)
        advice = (
            _("rename {other} to course.yaml").format(other=other)
            if other
            else _("give the directory that holds a course.yaml, or leave --course out")
        )
        raise CourseError(
            _("there is no course in {directory!r}").format(directory=str(directory)), advice
        )


def check_command(directory: Path) -> str:
    """Return the command that checks the course of a directory."""
    if directory == shipped_course():
        return "vctutor check"
    from shlex import quote

    return f"vctutor check {quote(str(directory))}"


def _course(directory: Path) -> Course:
    """Return the course as it was compiled, or where it was not, or its file was changed since, read from YAML."""
    place = compiled_course(directory)
    if place is not None:
        from vctutor.course.compiled import compiled_list

        course = compiled_list(directory, place)
        if course is not None:
            return course
    from vctutor.course.loader import load_course

    return load_course(directory).course


class Catalog:
    """An open course.

    Attributes:
        directory: where its files are.
        course: its name, its list of chapters, and its opening and finishing pages.
    """

    def __init__(self, directory: Path, course: Course) -> None:
        """Take a course that was read; `open` reads it."""
        self.directory = directory
        self.course = course
        self._by_id = {entry.id: entry for entry in course.chapters}
        self._chapters: dict[str, Chapter] = {}

    @classmethod
    def open(cls, directory: Path) -> Catalog:
        """Read the list of chapters of the course in ``directory``.

        Its language is that of the interface from then on, unless the reader asked for one.

        Raises:
            CourseError: there is no course, or its list of chapters can't be read.
        """
        require_course(directory)
        course = _course(directory)
        if not course.chapters:
            message = (
                str(course.problems[0])
                if course.problems
                else _("{course_file} lists no chapters").format(course_file="course.yaml")
            )
            raise CourseError(
                _("the course in {directory!r} can't be read").format(directory=str(directory)),
                _("{told}; '{command}' shows every mistake").format(
                    told=message, command=check_command(directory)
                ),
            )
        suggest_language(course.language)
        return cls(directory, course)

    def entry(self, which: ChapterEntry | int | str) -> ChapterEntry:
        """Return the entry of a chapter, given itself, its number, its id, or a part of its title.

        Raises:
            CourseError: there is no such chapter, or several; the hint names the nearest.
        """
        if not isinstance(which, int | str):
            return which
        name = str(which).strip()
        digits = name.removeprefix("-")
        if digits.isascii() and digits.isdigit():
            return self._by_number(name)
        return self._by_name(name)

    def _by_number(self, name: str) -> ChapterEntry:
        entries = self.course.chapters
        if len(name) < 9 and 0 <= int(name) < len(entries):
            return entries[int(name)]
        raise CourseError(
            _("there is no chapter {name}").format(name=name[:20]),
            _("the chapters are numbered 0 to {count}").format(count=len(entries) - 1),
        )

    def _by_name(self, name: str) -> ChapterEntry:
        from vctutor.course.characters import quoted

        entries = self.course.chapters
        sought = name.casefold()
        if sought in self._by_id:
            return self._by_id[sought]
        for entry in entries:
            if sought in (entry.title.casefold(), entry.file.casefold()):
                return entry
        alike = [e for e in entries if sought and (sought in e.title.casefold() or sought in e.id)]
        if len(alike) == 1:
            return alike[0]
        if alike:
            several = ", ".join(f"{entry.id} ({entry.number})" for entry in alike[:5])
            raise CourseError(
                _("{name} could be {several}").format(name=quoted(name), several=several),
                _("say which, by its number or name"),
            )
        names = {
            known.casefold(): entry.id for entry in entries for known in (entry.id, entry.title)
        }
        near = nearest(sought, list(names))
        hint = (
            _("did you mean {name!r}?").format(name=names[near])
            if near
            else _("'vctutor list' shows the chapters")
        )
        raise CourseError(_("there is no chapter {name}").format(name=quoted(name)), hint)

    def find(self, text: str) -> CoursePlace:
        """Return what ``5``, ``the-gradient``, ``gradient`` or ``5#vanishing`` names.

        A chapter's file is read only where a place in it is named.

        Raises:
            CourseError: there is no such chapter or place; the hint names the nearest.
        """
        name, mark, place = text.partition("#")
        entry = self.entry(name)
        return CoursePlace(
            entry, self._place(entry, place.strip()) if mark and place.strip() else None
        )

    def _place(self, entry: ChapterEntry, place: str) -> str:
        from vctutor.course.characters import quoted

        places = [block.place for block in self.chapter(entry).body]
        if place in places:
            return place
        near = nearest(place, places)
        hint = (
            _("did you mean '{number}#{near}'?").format(number=entry.number, near=near)
            if near
            else _("'vctutor read {number}' prints it").format(number=entry.number)
        )
        raise CourseError(
            _("chapter {number} has no place {place}").format(
                number=entry.number, place=quoted(place)
            ),
            hint,
        )

    def chapter(self, which: ChapterEntry | int | str) -> Chapter:
        """Return a chapter, read the first time it is asked for.

        Raises:
            CourseError: there is no such chapter, or its file can't be opened.
        """
        entry = self.entry(which)
        known = self._chapters.get(entry.id)
        if known is None:
            known = self._chapters[entry.id] = self._compiled(entry) or self._as_read(entry)
        return known

    def _compiled(self, entry: ChapterEntry) -> Chapter | None:
        place = compiled_course(self.directory)
        if place is None:
            return None
        from vctutor.course.compiled import compiled_chapter

        return compiled_chapter(self.directory, place, entry)

    def _as_read(self, entry: ChapterEntry) -> Chapter:
        # Only the model is kept: the positions of all texts, which parsing also yields, are many times as large.
        return self.read(entry).chapter

    @property
    def quick(self) -> bool:
        """Whether a chapter is read in less time than a picture takes: the course was compiled."""
        return compiled_course(self.directory) is not None

    def known(self, entry: ChapterEntry) -> Chapter | None:
        """Return a chapter that was read already; None where its file has not been opened yet."""
        return self._chapters.get(entry.id)

    def read(self, which: ChapterEntry | int | str) -> ReadChapter:
        """Return a chapter with everything that parsing its file yields; the file is read at every call.

        Raises:
            CourseError: there is no such chapter, or its file can't be opened.
        """
        from vctutor.course.loader import load_chapter

        return load_chapter(self.directory, self.entry(which))

    def chapters(self) -> Iterator[Chapter]:
        """Yield every chapter that can be opened, in order; the others are passed over."""
        for entry in self.course.chapters:
            try:
                yield self.chapter(entry)
            except CourseError:
                continue

    def counts(self) -> CourseSize:
        """Return how many chapters, questions and simulations there are; this reads every chapter."""
        questions = simulations = 0
        for chapter in self.chapters():
            questions += len(chapter.questions)
            simulations += len(chapter.simulations)
        return CourseSize(len(self.course.chapters), questions, simulations)
