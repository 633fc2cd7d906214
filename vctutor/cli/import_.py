"""``vctutor import``: progress read back from a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence

from vctutor.cli.arguments import Parser
from vctutor.errors import StoreError
from vctutor.i18n import _


def parser() -> Parser:
    """Return the parser of the command."""
    made = Parser(
        "import",
        _(
            "Read back what 'vctutor export' wrote. What is known already changes nothing, so "
            "twice is as good as once; a file with anything wrong in it changes nothing at all."
        ),
        "vctutor import progress.jsonl\nvctutor import - < progress.jsonl",
    )
    made.add_argument(
        "file", metavar="FILE", help=_("the file to read; '-' reads the standard input")
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Add a file's events to the store, and say how many were new."""
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.progress import transfer

    given = parser().parse_args(arguments)
    events = transfer.decode(_read(given.file))
    with opened_store() as store:
        added = wait(store.add(events))
    print(_("{new} new events, {known} known already").format(new=added.new, known=added.known))
    return 0


def _read(name: str) -> bytes:
    """Return what a regular file, or the standard input, holds.

    Raises:
        StoreError: it is something else, it can't be read, or it is too large.
    """
    from vctutor.progress import transfer

    if name == "-":
        return transfer.read_bounded(sys.stdin.buffer)
    try:
        # Without waiting: a named pipe would otherwise hold the command for ever.
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StoreError(
                    _("{name} is no regular file").format(name=name),
                    _("give one that 'vctutor export' wrote"),
                )
            return transfer.read_bounded(file)
    except OSError as error:
        raise StoreError(
            _("{name} can't be read").format(name=name), error.strerror or str(error)
        ) from None
