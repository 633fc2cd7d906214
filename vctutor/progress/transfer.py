"""The file that carries progress from one machine to another: JSON lines, a header and one event a line.

The header is ``{"format": "vctutor progress", "version": 1, "events": N, "sha256": "..."}``; the sum is that of every
byte after the header's line. Reading checks everything before anything is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

import msgspec
from msgspec import Struct

from vctutor.errors import StoreError
from vctutor.progress.events import Event, from_line, to_line

FORMAT = "vctutor progress"
VERSION = 1
MAX_BYTES = 256 * 1024 * 1024
MAX_HEADER = 4096


class Header(Struct, frozen=True):
    """The first line of the file."""

    format: str
    version: int
    events: int
    sha256: str


def encode(events: Iterable[Event]) -> bytes:
    """Return the file that holds these events, in their order."""
    lines = [to_line(event) + b"\n" for event in events]
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    header = msgspec.json.encode(Header(FORMAT, VERSION, len(lines), digest))
    return b"".join([header, b"\n", *lines])


def read_bounded(file: BinaryIO) -> bytes:
    """Return all that a file holds.

    Raises:
        StoreError: it holds more than ``MAX_BYTES``.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise StoreError(
            "the file is too large", f"at most {MAX_BYTES // 1024 // 1024} MiB are read"
        )
    return data


def decode(data: bytes) -> list[Event]:
    """Return the events that a file holds, in their order, every one of them checked.

    Raises:
        StoreError: it is no such file, a newer program wrote it, or it was changed or cut off on its way.
    """
    first, _, body = data.partition(b"\n")
    header = _header(first)
    if header.version > VERSION:
        raise StoreError(
            f"the file was written by a newer vctutor (format {header.version})", "update vctutor"
        )
    if hashlib.sha256(body).hexdigest() != header.sha256:
        raise StoreError("the file was changed or cut off after it was written", "export it again")
    events = []
    for number, line in enumerate(body.splitlines(), start=2):
        try:
            events.append(from_line(line))
        except ValueError as error:
            raise StoreError(f"line {number} of the file is no event", str(error)) from None
    if len(events) != header.events:
        raise StoreError(f"the file says it holds {header.events} events and holds {len(events)}")
    return events


def _header(line: bytes) -> Header:
    try:
        if len(line) > MAX_HEADER:
            raise ValueError("too long")
        header = msgspec.json.decode(line, type=Header)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        header = Header("", 0, 0, "")
    if header.format != FORMAT or header.version < 1:
        raise StoreError("this is no file of progress", "give one that 'vctutor export' wrote")
    return header
