"""``vctutor export``: the reader's progress as a file."""

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
    made = Parser(
        "export",
        _(
            "Write everything you did to a file that 'vctutor import' reads back, here or on "
            "another machine."
        ),
        "vctutor export progress.jsonl\nvctutor export - | ssh other vctutor import -",
    )
    made.add_argument(
        "file", metavar="FILE", help=_("where to write; '-' writes to the standard output")
    )
    made.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
    return made


def run(arguments: Sequence[str]) -> int:
    """Write the progress to a file, readable by its owner only."""
    from vctutor.cli.store_session import opened_store, wait
    from vctutor.progress import transfer

    given = parser().parse_args(arguments)
    with opened_store() as store:
        events = wait(store.events())
    data = transfer.encode(events)
    if given.file == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    write_private(Path(given.file), data, force=given.force)
    message = plural("{n} event written to {file}", "{n} events written to {file}", len(events))
    print(message.format(n=len(events), file=given.file))
    return 0


def write_private(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file whole or not at all, readable by its owner only.

    Raises:
        StoreError: it exists and ``force`` is false, or it can't be written.
    """
    from vctutor.progress import files

    if os.path.isdir(path):
        raise StoreError(_("{path} is a directory").format(path=path), _("give the name of a file"))
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
