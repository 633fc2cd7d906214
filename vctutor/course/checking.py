"""Finding every mistake of a course.

What a formula, a simulation or an answer means is for other packages to say: they are handed in as `Checkers`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from vctutor.course.characters import near_word
from vctutor.course.fields import PlacedText
from vctutor.course.files import COURSE_FILE
from vctutor.course.loader import (
    ParsedFile,
    ReadChapter,
    ReadCourse,
    load_chapter,
    load_course,
)
from vctutor.course.model import ChapterEntry, Course, Position, Problem, Question, SimulationRef
from vctutor.course.references import Targets, reference_problems
from vctutor.course.slips import slips_in
from vctutor.errors import CourseError
from vctutor.i18n import _

FieldPath: TypeAlias = tuple[str | int, ...]

# What the opening page fills in.
COUNTED = ("chapters", "questions", "simulations")
_COUNT = re.compile(r"(?<![\\\w^_}])\{([a-z]+)\}")

_GLUED_DASH = re.compile(r"\n *(-)(?=[^\W\d])")
_MOST_FILES = 1000  # among which the one that was meant is sought


class TextMistake(NamedTuple):
    """A mistake in a text: the offset of the character it starts at, what it is, and the nearest right name."""

    offset: int
    message: str
    suggestion: str | None = None


class FieldMistake(NamedTuple):
    """A mistake in a field of a question or simulation.

    Attributes:
        path: leads there from the block by the names the author wrote, such as ``("question", "wrong", 0, "value")``.
        message: what is wrong.
        suggestion: the nearest right name.
        offset: the character of the field's text that is meant.
        key: whether the key is wrong and not its value.
    """

    path: FieldPath
    message: str
    suggestion: str | None = None
    offset: int = 0
    key: bool = False


def _no_text_mistakes(text: str) -> Iterable[TextMistake]:
    return ()


@dataclass(frozen=True)
class Checkers:
    """What knows about formulas, simulations and answers.

    Attributes:
        prose: the mistakes of light markdown, its formulas included.
        latex: the mistakes of a formula.
        simulation: the mistakes of a simulation's name and parameters.
        question: the mistakes of a question's answer key.
    """

    prose: Callable[[str], Iterable[TextMistake]] = _no_text_mistakes
    latex: Callable[[str], Iterable[TextMistake]] = _no_text_mistakes
    simulation: Callable[[SimulationRef], Iterable[FieldMistake]] = lambda ref: ()
    question: Callable[[Question], Iterable[FieldMistake]] = lambda question: ()


class Report(NamedTuple):
    """What checking a course found: its title, every problem, by file and place, and how much there is."""

    title: str
    problems: tuple[Problem, ...]
    chapters: int
    questions: int
    simulations: int


# The ids of the questions of another course's chapter, by the chapter's id; None where it has none of this id.
Elsewhere: TypeAlias = Callable[[str], frozenset[str] | None]


def check_course(
    directory: Path, checkers: Checkers, elsewhere: Elsewhere = lambda chapter: None
) -> Report:
    """Check every file of a course.

    Args:
        directory: the course.
        checkers: what knows about formulas, simulations and answers.
        elsewhere: the questions of the course with which one without an id would share a reader's record.

    Raises:
        CourseError: there is no ``course.yaml`` that can be opened.
    """
    read = load_course(directory)
    problems: list[Problem] = []
    chapters: list[ReadChapter] = []
    opened: set[str] = set()
    for entry in read.course.chapters:
        if entry.file in opened:  # reported in the list
            continue
        opened.add(entry.file)
        try:
            chapters.append(load_chapter(directory, entry))
        except CourseError as error:
            problems.append(
                _unopened(read, _other_file(directory, entry, read.course), entry, error)
            )
    problems += _counts(read)
    problems += [] if read.course.id else _shared(read, chapters, elsewhere)
    targets = Targets.of(chapters, read.course.chapters, read.parsed.whole)
    problems += _texts(read.parsed, checkers, targets, None)
    for chapter in chapters:
        problems += _texts(chapter.parsed, checkers, targets, chapter.chapter.number)
        problems += _blocks(chapter, checkers)
    return Report(
        title=read.course.title,
        problems=_ordered(problems, [COURSE_FILE, *(entry.file for entry in read.course.chapters)]),
        chapters=len(read.course.chapters),
        questions=sum(len(chapter.chapter.questions) for chapter in chapters),
        simulations=sum(len(chapter.chapter.simulations) for chapter in chapters),
    )


def _counts(read: ReadCourse) -> Iterable[Problem]:
    """Yield what stands in braces in a text of the pages around the chapters and looks like a slip for a number."""
    for text in read.parsed.texts:
        if text.kind == "prose":
            for match in _COUNT.finditer(text.text):
                near = near_word(match[1], COUNTED)
                if near and near != match[1]:
                    message = _("{match} stands for no number").format(match=match[0])
                    yield Problem(text.position(match.start()), message, f"{{{near}}}")


def _shared(
    read: ReadCourse, chapters: Iterable[ReadChapter], elsewhere: Elsewhere
) -> Iterable[Problem]:
    """Yield each chapter whose id is that of another one elsewhere: most of its questions are not asked there."""
    for chapter in (one.chapter for one in chapters):
        there = elsewhere(chapter.id)
        own = frozenset(question.id for question in chapter.questions)
        if there is not None and own and 2 * len(own & there) < len(own):
            message = _(
                "the course that comes along has a chapter '{id}', too, with other questions, and the "
                "progress in both is kept together; give this course an 'id' beside its title"
            )
            yield Problem(_place_of(read, chapter.id), message.format(id=chapter.id))


def _place_of(read: ReadCourse, name: str) -> Position:
    """Return where a name stands in the list of chapters."""
    for text in read.parsed.texts:
        if text.kind == "plain" and text.text == name:
            return text.position(0)
    return Position(COURSE_FILE, 1, 1)


def _unopened(
    read: ReadCourse, meant: str | None, entry: ChapterEntry, error: CourseError
) -> Problem:
    return Problem(_place_of(read, entry.file), str(error), meant)


def _other_file(directory: Path, entry: ChapterEntry, course: Course) -> str | None:
    """Return the file of the directory that may have been meant: one that no chapter has."""
    taken = {COURSE_FILE, *(chapter.file for chapter in course.chapters)}
    files = islice((path.name for path in directory.glob("*.y*ml")), _MOST_FILES)
    return near_word(entry.file, sorted(file for file in files if file not in taken))


def _ordered(problems: list[Problem], files: list[str]) -> tuple[Problem, ...]:
    order = {file: index for index, file in reversed(list(enumerate(files)))}
    unique = {(p.at, p.message): p for p in problems}
    return tuple(
        sorted(
            unique.values(),
            key=lambda p: (order.get(p.at.file, 0), p.at.line, p.at.column, p.message),
        )
    )


def _texts(
    parsed: ParsedFile, checkers: Checkers, targets: Targets, number: int | None
) -> list[Problem]:
    """Return the problems of a file: those of its structure, and those of its texts."""
    problems = list(parsed.problems)
    for text in parsed.texts:
        slips = list(slips_in(text.text)) if text.kind == "prose" else []
        problems += [Problem(text.position(slip.start), slip.message) for slip in slips]
        problems += [
            Problem(text.position(m.offset), m.message, m.suggestion)
            for m in _text(text, checkers)
            if not any(slip.start <= m.offset < slip.end for slip in slips)
        ]
        if text.kind == "prose":
            problems += reference_problems(text, targets, number)
            problems += _glued_dash(text)
    return problems


def _glued_dash(text: PlacedText) -> Iterable[Problem]:
    """Yield the first line of a plain text that would be an item of a list if a space stood after its dash."""
    if text.node.style == "":
        source = text.source.text
        begun = max(source.rfind("\n", 0, text.node.start), 0)
        found = _GLUED_DASH.search(source, begun, text.node.end)
        if found is not None:
            message = _("the '-' of a list needs a space after it")
            yield Problem(text.source.position(found.start(1)), message)


def _text(text: PlacedText, checkers: Checkers) -> Iterable[TextMistake]:
    if text.kind == "prose":
        return checkers.prose(text.text)
    return checkers.latex(text.text) if text.kind == "latex" else ()


def _blocks(read: ReadChapter, checkers: Checkers) -> list[Problem]:
    problems: list[Problem] = []
    for block in read.chapter.body:
        found: Iterable[FieldMistake] = ()
        if isinstance(block, Question):
            found = checkers.question(block)
        elif isinstance(block, SimulationRef):
            found = checkers.simulation(block)
        problems += [
            Problem(
                read.parsed.position(block.place, m.path, m.offset, m.key), m.message, m.suggestion
            )
            for m in found
        ]
    return problems
