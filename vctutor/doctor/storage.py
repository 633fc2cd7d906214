"""The data directory: file system, permissions, space, database, backups."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from vctutor.doctor.findings import Finding
from vctutor.i18n import N_, _, plural
from vctutor.progress.header import read_header

if TYPE_CHECKING:
    from vctutor.progress.events import Unusable

DATABASE = "progress.db"
NETWORK = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "9p",
        "fuse.sshfs",
        "lustre",
        "gpfs",
        "ceph",
        "glusterfs",
    ]
)
LITTLE = 50 * 1024 * 1024  # bytes
SHOWN_ROWS = 5


def look_at_store(directory: Path) -> Iterator[Finding]:
    """Yield the findings about the data directory. Nothing in it is created or opened for writing."""
    yield Finding(N_("data directory"), str(directory), str(directory))
    there = next(path for path in (directory, *directory.parents) if path.exists())
    kind = file_system(there)
    network = kind in NETWORK
    yield Finding(
        N_("file system"),
        kind,
        _("{kind}, a network drive").format(kind=kind) if network else kind or _("not known"),
        _(
            "Works, and answers slower; the record is made for it. VCTUTOR_DATA_DIR moves it to a "
            "local disk."
        )
        if network
        else "",
    )
    yield _rights(directory, there)
    free = shutil.disk_usage(there).free
    yield Finding(
        N_("free space"),
        free,
        f"{free // (1 << 20):,} MiB",
        _("Make room: what can't be stored is kept aside, and lost with the disk.")
        if free < LITTLE
        else "",
        ok=free >= LITTLE,
    )
    yield _database(directory / DATABASE)
    yield _backup(directory / "backups")
    yield _aside(directory / "spill")


def file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """Return the type of the file system of a path, such as ``ext4`` or ``nfs4``; None if it is unknown."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    real = os.path.realpath(path)
    best: tuple[int, str | None] = (-1, None)
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best[0]:
            best = (len(point), fields[2])
    return best[1]


def _rights(directory: Path, there: Path) -> Finding:
    if not os.access(there, os.W_OK | os.X_OK):
        message = _("{path} can't be written").format(path=there)
        # Without a home directory the nearest existing parent is /, which must not be made writable.
        advice = (
            _("Make {path} writable, or set VCTUTOR_DATA_DIR to a directory that is.")
            if there != Path(there.anchor)
            else _(
                "There is no home directory: set HOME, or VCTUTOR_DATA_DIR to a directory of yours."
            )
        )
        return Finding(N_("permissions"), False, message, advice.format(path=there), ok=False)
    if not directory.exists():
        return Finding(
            N_("permissions"), True, _("it is made, for you alone, when there is something to keep")
        )
    mode = stat.S_IMODE(directory.stat().st_mode)
    open_to_others = bool(mode & 0o077) and not mode & stat.S_ISVTX
    return Finding(
        N_("permissions"),
        not open_to_others,
        (
            _("{mode:04o}, open to others") if open_to_others else _("{mode:04o}, yours alone")
        ).format(mode=mode),
        _("The next start of the tutor closes it.") if open_to_others else "",
    )


def _database(path: Path) -> Finding:
    try:
        header = read_header(path)
    except FileNotFoundError:
        return Finding(N_("record"), None, _("nothing kept yet"))
    except OSError as error:
        why = (error.strerror or _("error")).lower()
        message = _("can't be read: {why}").format(why=why)
        return Finding(N_("record"), None, message, _("See to its permissions."), ok=False)
    if header.damage is not None:
        advice = _("The next start keeps it aside and restores the newest good backup.")
        return Finding(N_("record"), False, header.damage, advice, ok=False)
    size = path.stat().st_size
    number, bad = _unusable(path)
    if number:
        names = "; ".join(
            _("{seq}: {reason}").format(seq=row.seq, reason=row.reason) for row in bad
        )
        message = plural(
            "{n} entry is not valid: {names}", "{n} entries are not valid: {names}", number
        )
        advice = _(
            "They are kept and left out. They came with an imported file or another database."
        )
        return Finding(N_("record"), False, message.format(n=number, names=names), advice, ok=False)
    message = _("looks whole, {size:,} KiB, version {version}")
    return Finding(N_("record"), True, message.format(size=size // 1024, version=header.version))


def _unusable(path: Path) -> tuple[int, list[Unusable]]:
    """Return how many rows of a store are no valid events, and the first of them; none where it can't be read."""
    from contextlib import closing

    from vctutor.progress import database

    try:
        with closing(database.connect(path, write=False)) as connection:
            # The fold knows how many there are without reading all that is in the snapshot.
            number = database.load(connection)[0].set_aside
            rows = database.unusable(connection) if number else ()
            return number, list(islice(rows, SHOWN_ROWS))
    except database.Error:
        return 0, []


def _backup(directory: Path) -> Finding:
    found = []
    for path in sorted(directory.glob("????-??-??.db")) if directory.is_dir() else ():
        try:
            found.append(date.fromisoformat(path.stem))
        except ValueError:
            continue
    if not found:
        return Finding(
            N_("last backup"),
            None,
            _("none yet"),
            _("One is made daily, a moment after the first answer."),
        )
    message = _("{day}, {n} kept").format(day=max(found), n=len(found))
    return Finding(N_("last backup"), max(found).isoformat(), message)


def _aside(directory: Path) -> Finding:
    waiting = len(list(directory.glob("*.jsonl"))) if directory.is_dir() else 0
    return Finding(
        N_("kept aside"),
        waiting,
        plural("{n} file waits to be stored", "{n} files wait to be stored", waiting).format(
            n=waiting
        )
        if waiting
        else _("nothing"),
        _("The next start of the tutor stores them.") if waiting else "",
    )
