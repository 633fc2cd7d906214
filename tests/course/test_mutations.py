"""Chapters with slips of the finger: nothing raises, and every problem has its place in the file."""

from __future__ import annotations

import random

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.checking import Checkers, check_course
from vctutor.course.loader import parse_chapter
from vctutor.course.references import Targets, reference_problems
from vctutor.paths import shipped_course

PIECES = [
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "- ",
    "|",
    "\n",
    "\n  ",
    "  ",
    "*",
    "&",
    "\t",
    "$",
]
PIECES += [
    "\\",
    "{+a}",
    "[[x]]",
    "](",
    "#",
    " #",
    "<<: ",
    "---\n",
    "\x1b",
    "\u202e",
    "🙂",
    "!x ",
    "%",
]


def flush(text: str) -> list[str]:
    """Return the lines that start at the left margin."""
    return [line for line in text.split("\n") if line[:1].strip()]


@pytest.mark.parametrize("number", range(10))
def test_a_slip_anywhere(number):
    course = shipped_course()
    entry = Catalog.open(course).course.chapters[number]
    whole = (course / entry.file).read_text(encoding="utf-8")
    blocks = len(parse_chapter(whole.encode(), entry).chapter.body)
    chance = random.Random(number)
    for _ in range(12):
        at = chance.randrange(len(whole))
        text = whole[:at] + chance.choice(PIECES) + whole[at + chance.choice([0, 0, 1, 3]) :]
        read = parse_chapter(text.encode(), entry)
        lines = text.split("\n")
        found = list(read.parsed.problems)
        for one in read.parsed.texts:
            assert one.position(0).line <= len(lines)
            if one.kind == "prose":
                found += reference_problems(one, Targets.of([read]), number)
        for problem in found:
            assert 1 <= problem.at.line <= len(lines)
            assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1
        start = text.find("\nbody:")
        if at > start + 7 and flush(text) == flush(whole):
            # a slip within one block leaves nearly all the others
            assert len(read.chapter.body) >= blocks - 2
            broken = [b for b in read.chapter.body if type(b).__name__ == "BrokenBlock"]
            assert len(broken) <= 3


def test_the_shipped_course_has_no_mistake_of_structure():
    report = check_course(shipped_course(), Checkers())
    assert [str(problem) for problem in report.problems] == []
