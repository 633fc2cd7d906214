"""The schema of events: the type, range and length of every field of every kind's payload.

One check serves all ways in: `vctutor.progress.store` applies it to what is recorded, `vctutor.progress.events` to
lines of files, and `vctutor.progress.database` to rows. Fields may be missing; what is there has to conform. Unknown
fields and unknown kinds, as a newer version records them, have to be JSON of bounded depth with numbers that every
program can read back.
"""

# Without `from __future__ import annotations`: msgspec would compile every annotation when this is imported.

from collections.abc import Mapping
from datetime import date
from functools import cache
from math import isfinite
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from vctutor.i18n import _

MAX_DEPTH = 16
MAX_NUMBER = 2**53  # the largest whole number that JSON readers of all languages keep exactly
MAX_TEXT = 128 * 1024  # characters of a text that a reader wrote or was shown
MAX_NAME = 512  # characters of a name, an item or a title
MAX_SMALL = 10_000  # of attempts and indexes
MAX_CHOICES = 1000  # indexes of an answer, values of a simulation

# msgspec checks the bounds of numbers within 64 bits only; what is larger is found by `_plain`.
Count: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_NUMBER)]
Small: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_SMALL)]
Offset: TypeAlias = Annotated[int, Meta(ge=-10_000_000, le=10_000_000)]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
Name: TypeAlias = Annotated[str, Meta(max_length=MAX_NAME)]
Text: TypeAlias = Annotated[str, Meta(max_length=MAX_TEXT)]
Indexes: TypeAlias = Annotated[list[Small], Meta(max_length=MAX_CHOICES)]
Scalar: TypeAlias = bool | int | float | Text
Scalars: TypeAlias = Annotated[list[Scalar], Meta(max_length=MAX_CHOICES)]


class Payload(Struct, frozen=True):
    """A payload without fields of its own, as of ``read`` and ``exam``."""


class PositionPayload(Payload, frozen=True):
    """Of ``position``."""

    place: Name = ""
    line_offset: Offset = 0


class DraftPayload(Payload, frozen=True):
    """Of ``draft``: see `vctutor.progress.events.draft_payload`."""

    answer: Text | Indexes = ""
    seed: Count = 0
    attempt: Small = 0
    hints: Small = 0
    solution: bool = False


class AnswerPayload(DraftPayload, frozen=True):
    """Of ``answer``: see `vctutor.progress.events.answer_payload`."""

    outcome: Literal["right", "wrong", "undecided", "unreadable", ""] = ""
    credit: Share = 0.0
    diagnosis: Name | None = None
    costs_attempt: bool = True
    feedback: Text = ""
    review: bool = False


class PredictionPayload(Payload, frozen=True):
    """Of ``prediction``: the guess as typed, chosen or read, and whether it came true."""

    answer: Scalar | Scalars | None = None
    right: bool = False


class NotePayload(Payload, frozen=True):
    """Of ``note``: an empty text removes the note."""

    note: Name = ""
    text: Text = ""
    line_offset: Offset = 0
    quote: Text = ""


class BookmarkPayload(Payload, frozen=True):
    """Of ``bookmark``: ``on`` false removes it."""

    on: bool = True
    title: Text = ""
    line_offset: Offset = 0


class FunctionPayload(Payload, frozen=True):
    """Of ``function``: a function that the reader tried, as typed."""

    function: Text = ""


class SimulationPayload(Payload, frozen=True):
    """Of ``simulation``: its parameters and their values."""

    values: Annotated[dict[Name, Scalar | Scalars | None], Meta(max_length=MAX_CHOICES)] = {}


class ReviewPayload(Payload, frozen=True):
    """Of ``review``: how many questions a finished session asked, and how many were answered right."""

    asked: Count = 0
    right: Count = 0


class NamePayload(Payload, frozen=True):
    """Of ``name``."""

    name: Name = ""


KINDS: dict[str, type[Payload]] = {
    "position": PositionPayload,
    "read": Payload,
    "answer": AnswerPayload,
    "draft": DraftPayload,
    "prediction": PredictionPayload,
    "note": NotePayload,
    "bookmark": BookmarkPayload,
    "function": FunctionPayload,
    "simulation": SimulationPayload,
    "review": ReviewPayload,
    "exam": Payload,
    "name": NamePayload,
}


def check_payload(kind: str, item: str, payload: Mapping[str, Any]) -> None:
    """Check an event's item and payload by the schema of its kind.

    Raises:
        ValueError: they do not conform; its text says where and why.
    """
    if len(item) > MAX_NAME or _has_control(item):
        raise ValueError(_("the item is too long, or holds control characters"))
    if kind == "exam":
        date.fromisoformat(item.rpartition(":")[2])
    if not _plain(payload, MAX_DEPTH):
        raise ValueError(_("the payload is nested too deep, or holds a number out of range"))
    if kind in KINDS:
        try:
            msgspec.convert(payload, KINDS[kind])
        except (msgspec.ValidationError, OverflowError) as error:
            raise ValueError(f"{kind}: {error}") from None


@cache
def _controls() -> frozenset[str]:
    return frozenset(map(chr, (*range(32), *range(127, 160))))


def _has_control(text: str) -> bool:
    return not text.isprintable() and not _controls().isdisjoint(text)


def _plain(value: Any, left: int) -> bool:
    """Return whether a value is JSON of at most ``left`` levels whose numbers are finite and within bounds."""
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return -MAX_NUMBER <= value <= MAX_NUMBER
    if isinstance(value, float):
        return isfinite(value)
    if left <= 0:
        return False
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _plain(one, left - 1) for key, one in value.items())
    return isinstance(value, list) and all(_plain(one, left - 1) for one in value)
