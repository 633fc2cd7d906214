"""``vctutor certificate``: write an SVG certificate once every chapter is read and every question answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from vctutor.cli.arguments import Parser, add_course
from vctutor.errors import UsageError
from vctutor.i18n import N_, _, plural

if TYPE_CHECKING:
    from datetime import date

    from vctutor.certificate import Achievement
    from vctutor.course.catalog import Catalog
    from vctutor.progress.projection import Progress
    from vctutor.progress.store import Store

_EXAMPLES = N_("""\
vctutor certificate certificate.svg --name 'Ada Lovelace'
vctutor certificate ada.svg --force

exit code: 0 written, 1 something is left to do, which it tells
""")


class Missing(NamedTuple):
    """What remains to be done in a chapter."""

    number: int
    title: str
    parts: int
    questions: int

    def __str__(self) -> str:
        """Return it as one line."""
        left = []
        if self.parts:
            message = plural("one part to read", "{count} parts to read", self.parts)
            left.append(message.format(count=self.parts))
        if self.questions:
            message = plural(
                "one question to answer", "{count} questions to answer", self.questions
            )
            left.append(message.format(count=self.questions))
        return f"{self.number:>2}  {self.title}: {', '.join(left)}"


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "certificate",
        _("Write a certificate as SVG, when every chapter is read and every question answered."),
        _(_EXAMPLES),
    )
    add = command.add_argument
    add("file", metavar="FILE", help=_("where to write; '-' is the standard output"))
    add("--name", help=_("the name to write on it, which is remembered"))
    add("--force", action="store_true", help=_("replace the file if it exists"))
    add_course(command)
    return command


def run(arguments: Sequence[str]) -> int:
    """Write the certificate; if something is missing, print it and return 1.

    Raises:
        UsageError: the name is missing or too long.
        StoreError: the file exists or can't be written.
    """
    from vctutor.certificate import certificate_svg
    from vctutor.cli.course_choice import open_catalog
    from vctutor.cli.export import write_output
    from vctutor.cli.store_session import opened_store, wait

    options = parser().parse_args(arguments)
    catalog = open_catalog(options.course)
    with opened_store(catalog.course.id) as store:
        progress = wait(store.progress())
        left = missing(catalog, progress)
        if left:
            print(_("Not yet. What is left:"))
            print("\n".join(f"  {chapter}" for chapter in left))
            return 1
        name = _name(store, progress, options.name)
        svg = certificate_svg(_achievement(catalog, progress, name, store.now().date()))
    if write_output(options.file, svg.encode(), force=options.force):
        message = _("the certificate of {name} is written to {file}")
        print(message.format(name=name, file=options.file))
    return 0


def missing(catalog: Catalog, progress: Progress) -> list[Missing]:
    """Return what remains to be read and answered, by chapter.

    Raises:
        CourseError: a chapter of the course can't be read, so the course can't be finished.
    """
    from vctutor.course.model import Section
    from vctutor.page.chapter_layout import TOP

    found = []
    for entry in catalog.course.chapters:
        chapter = catalog.chapter(entry)
        parts = {TOP, *(block.place for block in chapter.body if isinstance(block, Section))}
        unread = len(parts - progress.places_read(chapter.id))
        unanswered = sum(
            not progress.question(chapter.id, one.id).right for one in chapter.questions
        )
        if unread or unanswered:
            title = " ".join(chapter.title.split())
            found.append(Missing(chapter.number, title, unread, unanswered))
    return found


def _name(store: Store, progress: Progress, given: str | None) -> str:
    """Return the name to write: the one given, which is recorded, or the one recorded last."""
    from vctutor.certificate import LONGEST_NAME, cleaned
    from vctutor.cli.store_session import wait

    name = cleaned(given if given is not None else progress.name)
    if not name:
        raise UsageError(_("whose certificate is it?"), _("add --name 'Ada Lovelace'"))
    if len(name) > LONGEST_NAME:
        raise UsageError(
            _("a name of {count} letters has no room").format(count=len(name)),
            _("give at most {most}").format(most=LONGEST_NAME),
        )
    if name != progress.name:
        wait(store.record("name", "", {"name": name}))
    return name


def _achievement(catalog: Catalog, progress: Progress, name: str, today: date) -> Achievement:
    from vctutor.certificate import Achievement

    chapters = list(catalog.chapters())
    scores = [progress.score(chapter.id, chapter.question_ids) for chapter in chapters]
    questions = sum(score.questions for score in scores)
    points = sum(score.points for score in scores)
    return Achievement(
        name=name,
        course=" ".join(catalog.course.title.split()),
        chapters=len(chapters),
        questions=questions,
        score=points / questions if questions else 1.0,
        day=today,
    )
