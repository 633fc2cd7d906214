"""``vctutor list``: the chapters of a course, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.cli.arguments import Parser
from vctutor.i18n import _


def parser() -> Parser:
    """Return the parser of the command."""
    made = Parser(
        "list",
        _("List the chapters of a course, one a line: number and title."),
        "vctutor list\nvctutor list --course ~/my-course --json",
    )
    made.add_argument("--course", metavar="DIR", help=_("the course to list"))
    made.add_argument(
        "--json",
        action="store_true",
        help=_("one JSON object a line: number, id, title, file, language"),
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Print the list of chapters; only ``course.yaml`` is read."""
    from vctutor.cli.course_choice import chosen
    from vctutor.course.catalog import Catalog

    given = parser().parse_args(arguments)
    course = Catalog.open(chosen(given.course)).course
    entries = course.chapters
    if given.json:
        import json

        for entry in entries:
            row = {"number": entry.number, "id": entry.id, "title": entry.title, "file": entry.file}
            print(json.dumps({**row, "language": course.language}, ensure_ascii=False))
        return 0
    width = len(str(len(entries) - 1))
    for entry in entries:
        print(f"{entry.number:>{width}}  {' '.join(entry.title.split())}")
    return 0
