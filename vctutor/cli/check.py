"""``vctutor check``: print every mistake in a course as ``file:line:column: message``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser
from vctutor.i18n import _, plural

if TYPE_CHECKING:
    from vctutor.course.checking import Elsewhere
    from vctutor.course.model import Problem


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "check",
        _(
            "Find every mistake in a course: its structure, formulas, simulations, links, terms "
            "and answers."
        ),
        _("vctutor check\nvctutor check ~/my-course\n\nexit code: 0 no mistakes, 1 mistakes"),
    )
    command.add_argument(
        "directory",
        nargs="?",
        metavar="DIR",
        help=_("the course to check (default: the one that vctutor opens)"),
    )
    command.add_argument("--course", metavar="DIR", help=_("the same, as for the other commands"))
    return command


def run(arguments: Sequence[str]) -> int:
    """Print every mistake, or one line if there is none.

    Raises:
        CourseError: there is no course.
    """
    from vctutor.cli.course_checkers import checkers
    from vctutor.cli.course_choice import course_directory
    from vctutor.course.catalog import require_course
    from vctutor.course.checking import check_course

    options = parser().parse_args(arguments)
    directory = course_directory(options.directory or options.course)
    require_course(directory)
    report = check_course(directory, checkers(), _elsewhere(directory))
    for problem in report.problems:
        print(_line(problem, directory))
    if report.problems:
        return 1
    counts = [
        plural("{n} chapter", "{n} chapters", report.chapters).format(n=report.chapters),
        plural("{n} question", "{n} questions", report.questions).format(n=report.questions),
        plural("{n} simulation", "{n} simulations", report.simulations).format(
            n=report.simulations
        ),
    ]
    message = _("{title} ({counts}): no mistakes")
    print(message.format(title=" ".join(report.title.split()), counts=", ".join(counts)))
    return 0


def _elsewhere(directory: Path) -> Elsewhere:
    """Return a function that lists the questions of a chapter of the shipped course, unless that course is checked."""
    from vctutor.course.catalog import Catalog
    from vctutor.errors import CourseError
    from vctutor.paths import shipped_course

    shipped = shipped_course()
    try:
        catalog = None if directory.resolve() == shipped.resolve() else Catalog.open(shipped)
    except CourseError:
        catalog = None
    entries = {entry.id: entry for entry in catalog.course.chapters} if catalog else {}

    def questions(chapter: str) -> frozenset[str] | None:
        if catalog is None or chapter not in entries:
            return None
        try:
            return frozenset(one.id for one in catalog.chapter(entries[chapter]).questions)
        except CourseError:
            return None

    return questions


def _line(problem: Problem, directory: Path) -> str:
    """Return the problem with its path relative to the current directory, so that an editor can open it."""
    path = directory / problem.at.file
    relative = os.path.relpath(path)
    shown = relative if not relative.startswith("..") else str(path)
    return f"{shown}{str(problem)[len(problem.at.file) :]}"
