"""The file that carries progress from one machine to another: JSON lines, a header and one event a line.

The header is ``{"format": "vctutor progress", "version": 1, "events": N, "sha256": "...", "name": "Ada"}``; the sum is
that of every byte after the header's line, and the name is what the reader wants to be called, empty where that is
not known. Reading checks everything before anything is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

import msgspec
from msgspec import Struct

from vctutor.errors import StoreError
from vctutor.i18n import _, plural
from vctutor.progress.events import Event, from_line, to_line
from vctutor.progress.payloads import Name

FORMAT = "vctutor progress"
VERSION = 1
MAX_BYTES = 512 * 1024 * 1024
MAX_HEADER = 4096


class ExportHeader(Struct, frozen=True):
    """The first line of the file."""

    format: str
    version: int
    events: int
    sha256: str
    name: Name = ""


def encode(events: Iterable[Event], name: str = "") -> bytes:
    """Return the file that holds these events, in their order, and says whose they are.

    Raises:
        StoreError: it would be larger than what `read_bounded` reads.
    """
    body = bytearray()
    for event in events:
        body += to_line(event) + b"\n"
    digest = hashlib.sha256(body).hexdigest()
    data = (
        msgspec.json.encode(ExportHeader(FORMAT, VERSION, body.count(b"\n"), digest, name))
        + b"\n"
        + body
    )
    if len(data) > MAX_BYTES:
        raise _too_large(_("the record is too large for a file"))
    return data


def read_bounded(file: BinaryIO) -> bytes:
    """Return all that a file holds.

    Raises:
        StoreError: it holds more than ``MAX_BYTES``.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large(_("the file is too large"))
    return data


def _too_large(message: str) -> StoreError:
    return StoreError(
        message, _("at most {most} MiB are read").format(most=MAX_BYTES // 1024 // 1024)
    )


def name_in(data: bytes) -> str:
    """Return the name of the reader whose record a file is; empty where it does not say.

    Raises:
        StoreError: it is no file of progress.
    """
    return _header(data.partition(b"\n")[0]).name


def decode(data: bytes) -> list[Event]:
    """Return the events that a file holds, in their order, every one of them checked.

    Raises:
        StoreError: it is no such file, a newer program wrote it, or it was changed or cut off on its way.
    """
    first, __, body = data.partition(b"\n")
    header = _header(first)
    if header.version > VERSION:
        raise StoreError(
            _("the file was written by a newer vctutor (format {version})").format(
                version=header.version
            ),
            _("update vctutor"),
        )
    if hashlib.sha256(body).hexdigest() != header.sha256:
        raise StoreError(
            _("the file was changed or cut off after it was written"), _("export it again")
        )
    events = []
    for number, line in enumerate(body.splitlines(), start=2):
        try:
            events.append(from_line(line))
        except ValueError as error:
            raise StoreError(
                _("line {number} of the file is no event").format(number=number), str(error)
            ) from None
    if len(events) != header.events:
        raise StoreError(
            plural(
                "the file says it holds {events} event and holds {found}",
                "the file says it holds {events} events and holds {found}",
                header.events,
            ).format(events=header.events, found=len(events))
        )
    return events


def _header(line: bytes) -> ExportHeader:
    try:
        if len(line) > MAX_HEADER:
            raise ValueError("too long")
        header = msgspec.json.decode(line, type=ExportHeader)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        header = ExportHeader("", 0, 0, "")
    if header.format != FORMAT or header.version < 1:
        raise StoreError(
            _("this is no file of progress"), _("give one that 'vctutor export' wrote")
        )
    return header
