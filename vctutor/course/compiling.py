"""Compiling a course, as is done when a wheel is built. What a compiled file is: `vctutor.course.compiled`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import MsgspecError
from msgspec.msgpack import decode, encode

from vctutor.course.compiled import SUFFIX, compiled
from vctutor.course.files import COURSE_FILE, read_bytes
from vctutor.course.loader import parse_chapter, parse_course
from vctutor.course.model import Chapter, Course
from vctutor.errors import CourseError
from vctutor.i18n import _

SHOWN_PROBLEMS = 20


def compile_course(directory: Path, target: Path) -> tuple[Path, ...]:
    """Write the compiled form of every file of a course to a directory, and return the files written.

    Args:
        directory: the course.
        target: where to write; it is made where it is not there.

    Raises:
        CourseError: a file can't be opened, has a mistake, or would not open as what it is. Nothing is written then.
        OSError: ``target`` can't be written to.
    """
    read = tuple(_read(directory))
    problems = [problem for _file, _source, model in read for problem in model.problems]
    if problems:
        message = "; ".join(str(problem) for problem in problems[:SHOWN_PROBLEMS])
        raise CourseError(_("a course with mistakes can't be compiled"), message)
    contents = {file: _compiled(file, source, model) for file, source, model in read}
    return tuple(_written(target / (file + SUFFIX), data) for file, data in contents.items())


def _read(directory: Path) -> Iterator[tuple[str, bytes, Course | Chapter]]:
    """Yield the name, the content and the model of each file."""
    source = read_bytes(directory, COURSE_FILE)
    course = parse_course(source).course
    yield COURSE_FILE, source, course
    for entry in course.chapters:
        source = read_bytes(directory, entry.file)
        yield entry.file, source, parse_chapter(source, entry).chapter


def _compiled(file: str, source: bytes, model: Course | Chapter) -> bytes:
    """Return the content of a compiled file, having made sure that it opens as the model that was read."""
    data = encode(model)
    try:
        same = encode(decode(data, type=type(model))) == data
    except MsgspecError as error:
        raise CourseError(_("{file} can't be compiled").format(file=file), str(error)) from None
    if (
        not same
    ):  # as where a field that is declared a float holds 2, or a block more than its kind does
        raise CourseError(_("{file} would not stay what it is").format(file=file))
    return compiled(model, source)


def _written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
