"""``vctutor import``: read progress from a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser
from vctutor.errors import StoreError
from vctutor.i18n import _

if TYPE_CHECKING:
    from vctutor.progress.events import Event


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "import",
        _(
            "Read back what 'vctutor export' wrote. What is known already changes nothing, so "
            "twice is as good as once; a file with anything wrong in it changes nothing at all. "
            "Before a record that shares nothing with yours is added to it, you are asked."
        ),
        "vctutor import progress.jsonl\nvctutor import - < progress.jsonl\n"
        "vctutor import --merge from-my-other-machine.jsonl",
    )
    command.add_argument(
        "file", metavar="FILE", help=_("the file to read; '-' reads the standard input")
    )
    command.add_argument(
        "--merge",
        action="store_true",
        help=_("add it even if it shares nothing with your record, without asking"),
    )
    return command


def run(arguments: Sequence[str]) -> int:
    """Add a file's events to the store, and say how many were new.

    Returns:
        0, or 1 where the reader did not want another's record added.

    Raises:
        StoreError: the file can't be read or is no record, or another's and there is nobody to ask.
    """
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.progress import transfer

    options = parser().parse_args(arguments)
    data = _read(options.file)
    events = transfer.decode(data)
    with opened_store() as store:
        overlap = wait(store.overlap(events))
        if events and overlap.kept and not overlap.shared and not options.merge:
            message = _foreign(options.file, transfer.name_in(data), events, overlap.kept)
            if not _agreed(message, wait(store.progress()).name):
                print(_("nothing was added"))
                return 1
        added = wait(store.add(events))
    print(_("{new} new events, {known} known already").format(new=added.new, known=added.known))
    return 0


def _foreign(file: str, name: str, events: Sequence[Event], kept: int) -> str:
    """Return the sentence that says whose record a file is, where it shares nothing with the one here."""
    from vctutor.certificate import cleaned

    return _(
        "{file} is the record of {name}, {n} entries from {first} to {last}; it shares none with the "
        "{kept} here"
    ).format(
        file=file if file != "-" else _("the standard input"),
        name=cleaned(name) or _("a reader without a name"),
        n=len(events),
        first=min(event.time.date() for event in events),
        last=max(event.time.date() for event in events),
        kept=kept,
    )


def _agreed(message: str, own_name: str) -> bool:
    """Ask whether another record is added to the reader's own.

    Raises:
        StoreError: there is nobody to ask.
    """
    from vctutor.certificate import cleaned

    if not sys.stdin.isatty():
        raise StoreError(message, _("--merge adds it all the same"))
    whose = cleaned(own_name) or _("yours")
    print(f"{message} ({whose}).")
    try:
        answer = input(_("Two readers' records can't be parted again. Add it? [y/N]") + " ")
    except EOFError:
        return False
    return answer.strip().casefold() in ("y", "yes", _("yes"))


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
