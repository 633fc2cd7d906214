"""``vctutor list``: the chapters of a course, one a line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vctutor list",
        description="List the chapters of a course, one a line: number and title.",
        epilog="examples:\n  vctutor list\n  vctutor list --course ~/my-course --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--course", metavar="DIR", help="the course to list")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line: number, id, title, file"
    )
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the list of chapters; only ``course.yaml`` is read."""
    from vctutor import paths
    from vctutor.course.catalog import Catalog

    given = _parser().parse_args(arguments)
    entries = Catalog.open(paths.course_dir(given.course)).course.chapters
    if given.json:
        import json

        for entry in entries:
            row = {"number": entry.number, "id": entry.id, "title": entry.title, "file": entry.file}
            print(json.dumps(row, ensure_ascii=False))
        return 0
    width = len(str(len(entries) - 1))
    for entry in entries:
        print(f"{entry.number:>{width}}  {' '.join(entry.title.split())}")
    return 0
