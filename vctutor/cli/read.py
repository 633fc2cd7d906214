"""``vctutor read``: a chapter as plain text, for a pipe, a printer or a screen reader."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence

WIDEST = 84


def run(arguments: Sequence[str]) -> int:
    """Print a chapter and return the exit code."""
    options = _parser().parse_args(arguments)
    from vctutor.course.catalog import Catalog
    from vctutor.grading.sitting import begin
    from vctutor.lines import plain
    from vctutor.page.card import CardView
    from vctutor.page.glyphs import glyphs
    from vctutor.page.page import ChapterLayout
    from vctutor.paths import course_dir

    catalog = Catalog.open(course_dir(options.course))
    found = catalog.find(options.chapter)
    chapter = catalog.chapter(found.entry)
    only_ascii = options.ascii or "utf" not in (sys.stdout.encoding or "").lower()
    cells = options.width or min(WIDEST, shutil.get_terminal_size((80, 24)).columns)
    views = {
        question.place: CardView(begin(question), number, len(chapter.questions))
        for number, question in enumerate(chapter.questions, 1)
    }
    page = ChapterLayout(chapter, max(20, cells), glyphs(only_ascii)).page(views, {})
    start = page.find(found.place) if found.place else None
    for line in page.lines[start.line if start else 0 :]:
        print(plain(line).rstrip())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vctutor read",
        description="Print a chapter as plain text.",
        epilog="examples: vctutor read 4    vctutor read the-gradient --width 60    vctutor read 5#vanishing",
    )
    parser.add_argument("chapter", help="a chapter's number or name, with #PLACE to begin there")
    parser.add_argument("--course", metavar="DIR", help="another course (or set VCTUTOR_COURSE)")
    parser.add_argument("--width", type=int, metavar="N", help="cells a line may take")
    parser.add_argument("--ascii", action="store_true", help="use ASCII characters only")
    return parser
