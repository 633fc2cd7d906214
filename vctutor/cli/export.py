"""``vctutor export``: write the reader's progress to a file. Also how every command writes a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from vctutor.cli.arguments import Parser
from vctutor.errors import StoreError
from vctutor.i18n import _, plural


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "export",
        _(
            "Write everything you did to a file that 'vctutor import' reads back, here or on "
            "another machine."
        ),
        "vctutor export progress.jsonl\nvctutor export - | ssh other vctutor import -",
    )
    command.add_argument(
        "file", metavar="FILE", help=_("where to write; '-' writes to the standard output")
    )
    command.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
    return command


def run(arguments: Sequence[str]) -> int:
    """Write the progress to a file that only its owner can read."""
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.progress import transfer

    options = parser().parse_args(arguments)
    with opened_store() as store:
        events = wait(store.events())
        name = wait(store.progress()).name
    data = transfer.encode(events, name)
    if write_output(options.file, data, force=options.force):
        message = plural("{n} event written to {file}", "{n} events written to {file}", len(events))
        print(message.format(n=len(events), file=options.file))
    return 0


def write_output(name: str, data: bytes, *, force: bool) -> bool:
    """Write to the named file, or to the standard output if the name is ``-``; return whether a file was written.

    Raises:
        StoreError: as `write_private`.
    """
    if name == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return False
    write_private(Path(name), data, force=force)
    return True


def write_private(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file atomically, so that only its owner can read it.

    Raises:
        StoreError: the file exists and ``force`` is false, it is no regular file, or it can't be written.
    """
    from vctutor.progress import files

    if os.path.isdir(path):
        raise StoreError(_("{path} is a directory").format(path=path), _("give the name of a file"))
    # To replace a device or a named pipe, such as /dev/null, would break it for all other programs.
    if os.path.exists(path) and not os.path.isfile(path):
        raise StoreError(
            _("{path} is no regular file").format(path=path),
            _("give the name of a file, or '-' and redirect it"),
        )
    try:
        files.write_whole(path, data, replace=force)
    except FileExistsError:
        raise StoreError(
            _("{path} exists").format(path=path), _("give another name, or --force to replace it")
        ) from None
    except OSError as error:
        raise StoreError(
            _("{path} can't be written").format(path=path), error.strerror or str(error)
        ) from None
