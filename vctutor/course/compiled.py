"""The compiled form of a course: the frozen model as MessagePack, which opens without YAML and the loader.

A wheel holds one such file for each file of the shipped course. It is believed only where it was made, by this
version, from exactly the YAML that is there now: edits of an installed chapter take effect, and a damaged or missing
compiled file costs a few milliseconds only.
"""

# Without `from __future__ import annotations`, for the reason that is given in the model.

from pathlib import Path
from typing import TypeVar
from zlib import crc32  # hashlib would load OpenSSL

from msgspec import MsgspecError, Struct
from msgspec.msgpack import decode, encode

from vctutor import __version__
from vctutor.course.files import COURSE_FILE, MAX_BYTES, read_bytes
from vctutor.course.model import Chapter, ChapterEntry, Course
from vctutor.errors import CourseError

FORMAT = 1
SUFFIX = ".msgpack"
LIMIT = 4 * MAX_BYTES  # the model repeats what YAML says by its layout

_Model = TypeVar("_Model", Course, Chapter)


class Compiled(Struct, frozen=True, array_like=True):
    """What a compiled file holds.

    Attributes:
        format: of this file and of the model; `FORMAT`.
        version: of the program that made it.
        length: of the YAML it was made of, in bytes.
        checksum: CRC-32 of that YAML.
        model_checksum: CRC-32 of ``model``, so that damage does not become part of a text.
        model: the `Course` or `Chapter`, as MessagePack.
    """

    format: int
    version: str
    length: int
    checksum: int
    model_checksum: int
    model: bytes


def compiled(model: Course | Chapter, source: bytes) -> bytes:
    """Return the content of the compiled file of a model that was read from the YAML ``source``."""
    data = encode(model)
    return encode(Compiled(FORMAT, __version__, len(source), crc32(source), crc32(data), data))


def compiled_list(directory: Path, place: Path) -> Course | None:
    """Return the course of ``directory`` as it was compiled to ``place``; None where that can't be believed.

    Raises:
        CourseError: it could, but there is no ``course.yaml`` that can be opened.
    """
    return _model(directory, place, COURSE_FILE, Course)


def compiled_chapter(directory: Path, place: Path, entry: ChapterEntry) -> Chapter | None:
    """Return a chapter as it was compiled to ``place``; None where that, or its entry, is not what it was.

    Raises:
        CourseError: it is, but the chapter's own file can't be opened.
    """
    chapter = _model(directory, place, entry.file, Chapter)
    if chapter is None:
        return None
    same = (chapter.id, chapter.number, chapter.title) == (entry.id, entry.number, entry.title)
    return chapter if same else None


def is_compiled(directory: Path, place: Path, file: str) -> bool:
    """Return whether the compiled form of a file is there and made of what stands in it now."""
    try:
        return _content(directory, place, file) is not None
    except CourseError:
        return False


def _model(directory: Path, place: Path, file: str, kind: type[_Model]) -> _Model | None:
    content = _content(directory, place, file)
    if content is None:
        return None
    try:
        return decode(content, type=kind)
    except MsgspecError:
        return None


def _content(directory: Path, place: Path, file: str) -> bytes | None:
    """Return the model of a compiled file, undecoded, if it is whole and of this version and this YAML."""
    try:
        made = decode(read_bytes(place, file + SUFFIX, LIMIT), type=Compiled)
    except (CourseError, MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    ours = (made.format, made.version) == (FORMAT, __version__)
    if not ours or crc32(made.model) != made.model_checksum:
        return None
    source = read_bytes(directory, file)
    return made.model if (len(source), crc32(source)) == (made.length, made.checksum) else None
