"""Events, immutable records of what a reader did, and their encoding as lines of JSON.

An event's *kind* says what happened and its *item* to what: a chapter's id, or ``chapter/place``. The payload is a JSON
object; :func:`answer_payload` and :func:`draft_payload` are the only builders of theirs.

====================  ==================  ===========================================================
kind                  item                payload
====================  ==================  ===========================================================
``position``          chapter             ``place``, ``line_offset``
``read``              chapter/place
``answer``            chapter/question    see :func:`answer_payload`
``draft``             chapter/question    see :func:`draft_payload`: work not submitted yet; an answer replaces it
``prediction``        chapter/place       ``answer``, ``right``
``note``              chapter/place       ``note`` (its id; the event's where missing), ``text`` (empty removes it),
                                          ``line_offset``, ``quote``
``bookmark``          chapter/place       ``on``, ``title``, ``line_offset``
``function``          simulation or ""    ``function``
``simulation``        chapter/place       ``values``: parameter -> value
``review``            ""                  ``asked``, ``right``: a finished review session
``exam``              ISO date            preparing for an examination on that day begins
``name``              ""                  ``name``: how the reader wants to be called on the certificate
====================  ==================  ===========================================================

The items of a course that has an id begin with it: see `vctutor.progress.items`.

Other kinds are kept and ignored, so that an older program loses nothing that a newer one recorded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from vctutor.errors import StoreError
from vctutor.i18n import _
from vctutor.progress.payloads import MAX_NAME, MAX_NUMBER, MAX_SMALL, check_payload

MAX_PAYLOAD = 256 * 1024  # bytes of JSON
MAX_SHOWN = 16 * 1024  # characters kept of an answer and of what was said to it

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KIND = re.compile(r"[a-z][a-z-]{0,31}")


class Event(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing the reader did.

    Attributes:
        id: a UUID in its usual form; importing the same event twice adds it once.
        session: the run of the program that recorded it.
        time: when, with the reader's offset from UTC, so that its day is the reader's day.
        kind: what happened.
        item: what it happened to.
        payload: the rest, JSON values only.
        seq: its sequence number in the store, from 1; only it defines the order. 0 before the commit.
    """

    id: str
    session: str
    time: datetime
    kind: str
    item: str
    payload: dict[str, Any]
    seq: int = 0


class Unusable(Struct, frozen=True):
    """A row of the record that is no valid event: kept, counted, never shown or folded."""

    seq: int
    reason: str


_decode_line = msgspec.json.Decoder(Event).decode
_decode_payload = msgspec.json.Decoder(dict[str, Any]).decode


def draft_payload(
    answer: str | Sequence[int],
    *,
    seed: int = 0,
    attempt: int = 0,
    hints: int = 0,
    solution: bool = False,
) -> dict[str, Any]:
    """Return the payload of a ``draft`` event.

    Args:
        answer: as typed, or the indexes of the options chosen or of the steps as ordered.
        seed: of the variant asked; 0 is the first variant, which every reader sees.
        attempt: how many wrong answers cost an attempt so far.
        hints: how many hints were shown.
        solution: whether the worked solution was shown.
    """
    return {
        "answer": answer[:MAX_SHOWN] if isinstance(answer, str) else list(answer),
        # One attempt, or variant, after those of a hostile record at the bounds.
        "seed": min(seed, MAX_NUMBER),
        "attempt": min(attempt, MAX_SMALL),
        "hints": hints,
        "solution": solution,
    }


def answer_payload(
    answer: str | Sequence[int],
    *,
    outcome: str,
    credit: float = 0.0,
    attempt: int = 1,
    diagnosis: str | None = None,
    feedback: str = "",
    costs_attempt: bool = True,
    **card: Any,
) -> dict[str, Any]:
    """Return the payload of an ``answer`` event. In a review session its recorder adds ``review``: true.

    Args:
        answer: as for :func:`draft_payload`.
        outcome: ``right``, ``wrong``, ``undecided`` or ``unreadable``.
        credit: what the answer earned, from 0 to 1.
        attempt: the number of the attempt, from 1; answers that cost none do not advance it.
        diagnosis: the name of the recognised slip, or None.
        feedback: the prose shown with the verdict; the notebook repeats it.
        costs_attempt: whether a wrong answer uses up an attempt.
        card: ``seed``, ``hints`` and ``solution`` as for :func:`draft_payload`.
    """
    return {
        **draft_payload(answer, attempt=attempt, **card),
        "outcome": outcome,
        "credit": credit,
        "diagnosis": diagnosis,
        "costs_attempt": costs_attempt,
        "feedback": feedback[:MAX_SHOWN],
    }


def _clean(value: Any) -> Any:
    """Return the value with lone surrogates, which no file can hold, as question marks."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(one) for one in value]
    return value


def encode_payload(payload: dict[str, Any]) -> str:
    """Return a payload as JSON.

    Raises:
        TypeError: it holds something JSON has no form for.
        StoreError: it is larger than ``MAX_PAYLOAD``.
    """
    try:
        text = msgspec.json.encode(payload)
    except UnicodeEncodeError:
        text = msgspec.json.encode(_clean(payload))
    if len(text) > MAX_PAYLOAD:
        raise StoreError(
            _("this is too long to keep"),
            _("at most {most} KiB are kept of one entry").format(most=MAX_PAYLOAD // 1024),
        )
    return text.decode()


def decode_payload(text: str) -> dict[str, Any]:
    """Return the payload that JSON text holds.

    Raises:
        msgspec.MsgspecError: it is no JSON object.
    """
    return _decode_payload(text)


def clean_text(text: str) -> str:
    """Return the text with lone surrogates replaced, as files and the database need it."""
    return str(_clean(text))


def check(event: Event) -> None:
    """Check everything about an event but its sequence number.

    The same rules hold for what is recorded, imported, spilled and read from the database, so that an exported file can
    always be imported.

    Raises:
        ValueError: a field does not conform; its text says which and why.
    """
    if not _ID.fullmatch(event.id):
        raise ValueError(_("the id is no UUID in small letters"))
    if not _KIND.fullmatch(event.kind):
        raise ValueError(_("the kind is not a word in small letters"))
    if len(event.session) > MAX_NAME:
        raise ValueError(_("the session is too long"))
    offset = event.time.utcoffset()
    if offset is None or offset.total_seconds() % 60 or not 1970 <= event.time.year <= 9000:
        raise ValueError(_("the time has no offset from UTC, or is no time of a computer's"))
    check_payload(event.kind, event.item, event.payload)


def to_line(event: Event) -> bytes:
    """Return the event as one line of JSON, without the sequence number, which each store assigns itself."""
    return msgspec.json.encode(replace(event, seq=0))


def from_line(line: bytes) -> Event:
    """Return the event that a line of JSON holds; the line is untrusted and fully checked.

    Raises:
        ValueError: it is no event, with what is wrong with it.
    """
    if len(line) > 2 * MAX_PAYLOAD:
        raise ValueError(_("the line is too long"))
    try:
        read = _decode_line(line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(str(error) or type(error).__name__) from None
    if read.seq:
        raise ValueError(_("an event in a file has no sequence number"))
    check(read)
    return read
