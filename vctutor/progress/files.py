"""Private files: directories 0700, files 0600, whatever the umask; written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from uuid import uuid4

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600


def make_directory(directory: Path) -> None:
    """Make a directory that only its owner can look into, and tighten one of ours that is too open.

    The home directory, directories of other users and sticky ones such as ``/tmp`` are left as they are.

    Raises:
        OSError: it can't be made, or something else stands in its place.
    """
    for step in (*reversed(directory.parents), directory):
        try:
            step.mkdir(PRIVATE_DIRECTORY)
        except OSError:
            if not step.is_dir():
                raise
        else:
            step.chmod(PRIVATE_DIRECTORY)
    found = directory.stat()
    mode = stat.S_IMODE(found.st_mode)
    ours = found.st_uid == os.geteuid() and not mode & stat.S_ISVTX
    if ours and mode & 0o077 and directory != Path.home():
        directory.chmod(mode & PRIVATE_DIRECTORY)  # only ever less: one made read-only stays so


def unfinished(path: Path) -> Path:
    """Return a unique temporary name in the directory of ``path``."""
    return path.with_name(f".{uuid4().hex}.part")


def create(path: Path) -> int:
    """Create a file that did not exist, 0600, and return its descriptor, open for reading and writing.

    Raises:
        FileExistsError: something of that name is there.
        OSError: it can't be created.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    os.fchmod(descriptor, PRIVATE_FILE)
    return descriptor


def tighten(descriptor: int) -> None:
    """Remove the permissions of group and others from an open file; the owner's stay as they are."""
    mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if mode & 0o177:
        os.fchmod(descriptor, mode & PRIVATE_FILE)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte and fsync.

    Raises:
        OSError: not all could be written.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def sync_directory(directory: Path) -> None:
    """Fsync a directory, where the file system supports it."""
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some network file systems refuse it for directories
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Fsync a file."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(made: Path, final: Path) -> bool:
    """Give a finished file its name unless that name is taken, and return whether it got it.

    The finished file's own name is gone afterwards in both cases.
    """
    try:
        os.link(made, final)
    except FileExistsError:
        made.unlink()
        return False
    except OSError:  # a file system without hard links
        if final.exists():
            made.unlink()
            return False
        made.rename(final)
    else:
        made.unlink()
    sync_directory(final.parent)
    return True


def write_whole(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a private file atomically: its name holds all of ``data`` or what it held before.

    Args:
        path: the file.
        data: its content.
        replace: whether a file of that name may be replaced.

    Raises:
        FileExistsError: the name is taken and may not be replaced.
        OSError: it can't be written.
    """
    made = unfinished(path)
    descriptor = create(made)
    try:
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
        if replace:
            made.replace(path)
            sync_directory(path.parent)
        elif not put_in_place(made, path):
            raise FileExistsError(f"{path} exists")
    finally:
        made.unlink(missing_ok=True)
