"""``vctutor import``: read progress from a file."""

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
    command = Parser(
        "import",
        _(
            "Read back what 'vctutor export' wrote. What is known already changes nothing, so "
            "twice is as good as once; a file with anything wrong in it changes nothing at all."
        ),
        "vctutor import progress.jsonl\nvctutor import - < progress.jsonl",
    )
    command.add_argument(
        "file", metavar="FILE", help=_("the file to read; '-' reads the standard input")
    )
    return command


def run(arguments: Sequence[str]) -> int:
    """Add the events of a file to the store and print how many were new."""
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.progress import transfer

    options = parser().parse_args(arguments)
    events = transfer.decode(_read(options.file))
    with opened_store() as store:
        added = wait(store.add(events))
    print(_("{new} new events, {known} known already").format(new=added.new, known=added.known))
    return 0


def _read(name: str) -> bytes:
    """Return the content of a regular file, or of the standard input.

    Raises:
        StoreError: the file is not a regular one, can't be read, or is too large.
    """
    from vctutor.progress import transfer

    if name == "-":
        return transfer.read_bounded(sys.stdin.buffer)
    try:
        # O_NONBLOCK: opening a named pipe without a writer would block for ever.
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
