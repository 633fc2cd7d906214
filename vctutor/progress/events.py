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

MAX_PAYLOAD = 256 * 1024  # bytes of JSON
MAX_DEPTH = 16
MAX_ITEM = 512  # characters

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
        "answer": answer if isinstance(answer, str) else list(answer),
        "seed": seed,
        "attempt": attempt,
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
        "feedback": feedback,
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


def _depth_within(value: Any, left: int) -> bool:
    if left < 0:
        return False
    if isinstance(value, dict):
        return all(_depth_within(one, left - 1) for one in value.values())
    if isinstance(value, list):
        return all(_depth_within(one, left - 1) for one in value)
    return True


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
    if not _ID.fullmatch(read.id):
        raise ValueError(_("the id is no UUID in small letters"))
    if not _KIND.fullmatch(read.kind):
        raise ValueError(_("the kind is not a word in small letters"))
    if len(read.item) > MAX_ITEM or len(read.session) > MAX_ITEM:
        raise ValueError(_("the item or the session is too long"))
    if read.time.tzinfo is None or not 1970 <= read.time.year <= 9000:
        raise ValueError(_("the time has no offset from UTC, or is no time of a computer's"))
    if not _depth_within(read.payload, MAX_DEPTH):
        raise ValueError(_("the payload is nested too deep"))
    return read
