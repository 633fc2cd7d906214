"""``vctutor list``: print the chapters of a course, one on each line."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.cli.arguments import Parser, add_course
from vctutor.i18n import _


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "list",
        _("List the chapters of a course, one a line: number and title."),
        "vctutor list\nvctutor list --course ~/my-course --json",
    )
    add_course(command)
    command.add_argument(
        "--json",
        action="store_true",
        help=_("one JSON object a line: number, id, title, file, language"),
    )
    return command


def run(arguments: Sequence[str]) -> int:
    """Print the chapters. Only ``course.yaml`` is read."""
    from vctutor.cli.course_choice import open_catalog

    options = parser().parse_args(arguments)
    course = open_catalog(options.course).course
    entries = course.chapters
    if options.json:
        import json

        for entry in entries:
            row = {"number": entry.number, "id": entry.id, "title": entry.title, "file": entry.file}
            print(json.dumps({**row, "language": course.language}, ensure_ascii=False))
        return 0
    width = len(str(len(entries) - 1))
    for entry in entries:
        print(f"{entry.number:>{width}}  {' '.join(entry.title.split())}")
    return 0
