"""Reading a file of a course, when the course may come from anyone.

Only regular files below the course's directory are opened: no symbolic link, no pipe or device, no ``..``; and
nothing longer than the limit is read. Where the system has ``openat`` each part of a name is opened from the one
before, so that nothing can be exchanged between the look and the opening.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from vctutor.course.characters import forbidden, quoted
from vctutor.errors import CourseError
from vctutor.i18n import _

COURSE_FILE = "course.yaml"
MAX_BYTES = 1 << 20

OPENAT = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_FLAGS |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def read_bytes(directory: Path, name: str, limit: int = MAX_BYTES) -> bytes:
    """Return the content of the file ``name`` of a course.

    Args:
        directory: the course's directory; it may itself be reached by a link.
        name: the file's name below it, parts separated by ``/``.
        limit: the most bytes to read.

    Raises:
        CourseError: the name leads elsewhere, or it is no regular file, or too large, or can't be read.
    """
    parts = _parts(name)
    try:
        descriptor = _open_at(directory, parts) if OPENAT else _open_plain(directory, parts)
    except FileNotFoundError:
        raise CourseError(
            _("there is no file {name} in the course").format(name=quoted(name))
        ) from None
    except OSError as error:
        raise CourseError(
            _("the file {name} can't be opened").format(name=quoted(name)),
            _reason(directory, parts, error),
        ) from None
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise CourseError(_("{name} is not a regular file").format(name=quoted(name)))
        if about.st_size > limit:
            raise CourseError(
                _("the file {name} has {st_size:,} bytes").format(
                    name=quoted(name), st_size=about.st_size
                ),
                _("at most {limit:,} are read").format(limit=limit),
            )
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise CourseError(
            _("the file {name} can't be read").format(name=quoted(name)), error.strerror
        ) from None
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise CourseError(
            _("the file {name} grew while it was read").format(name=quoted(name)),
            _("at most {limit:,} bytes are read").format(limit=limit),
        )
    return data


def _parts(name: str) -> list[str]:
    parts = name.split("/")
    odd = (
        not name
        or "\\" in name
        or ":" in name
        or bool(forbidden(name))
        or "\n" in name
        or len(name) > 255
    )
    if odd or any(part in ("", ".", "..") for part in parts):
        raise CourseError(
            _("{name} is no name of a file in the course").format(name=quoted(name)),
            _("give a name such as 'limits.yaml'"),
        )
    return parts


def _open_at(directory: Path, parts: list[str]) -> int:
    folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(parts[-1], _FLAGS, dir_fd=folder)
    finally:
        os.close(folder)


def _open_plain(directory: Path, parts: list[str]) -> int:
    path = directory
    for part in parts:
        path = path / part
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", None):
            raise OSError(_("a link"))
    if not stat.S_ISREG(about.st_mode):
        raise OSError(_("not a regular file"))
    return os.open(path, _FLAGS)


def _reason(directory: Path, parts: list[str], error: OSError) -> str:
    """Return why a file could not be opened; a link's own message ('too many levels') would mislead."""
    path = directory
    for part in parts:
        path = path / part
        if path.is_symlink():
            return _("it is a symbolic link, which is not followed")
    return error.strerror or str(error)
