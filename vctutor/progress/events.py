"""What can happen, as frozen events, and their form as lines of JSON.

An event's *kind* says what happened and its *item* to what: a chapter's id, or ``chapter/place``. The payload is a JSON
object; the functions named ``..._payload`` make those of the kinds that have more than a field or two.

====================  ==================  ===========================================================
kind                  item                payload
====================  ==================  ===========================================================
``position``          chapter             ``place``, ``line_offset``
``read``              chapter/place
``answer``            chapter/question    see :func:`answer_payload`
``draft``             chapter/question    what was begun and not answered: ``answer``, ``seed``, ``attempt``,
                                          ``hints``, ``solution``, as in an answer; the answer ends it
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

Other kinds are kept and left alone, so that an older program loses nothing of a newer one's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from vctutor.errors import StoreError
from vctutor.i18n import _

MAX_PAYLOAD = 256 * 1024  # bytes of JSON
MAX_DEPTH = 16
MAX_ITEM = 512  # characters

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KIND = re.compile(r"[a-z][a-z-]{0,31}")


class Event(Struct, frozen=True):
    """Something that happened.

    Attributes:
        id: a UUID in its usual form; the same event brought in twice is one event.
        session: the run of the program that recorded it.
        time: when, with the reader's offset from UTC, so that its day is the reader's day.
        kind: what happened.
        item: what it happened to.
        payload: the rest, JSON values only.
        seq: its number in the store, from 1, which alone gives the order; 0 before it is committed.
    """

    id: str
    session: str
    time: datetime
    kind: str
    item: str
    payload: dict[str, Any]
    seq: int = 0


class _Line(Struct, frozen=True, forbid_unknown_fields=True):
    """An event as a line of JSON; its number is the store's own affair."""

    id: str
    session: str
    time: datetime
    kind: str
    item: str
    payload: dict[str, Any]


_decode_line = msgspec.json.Decoder(_Line).decode
_decode_payload = msgspec.json.Decoder(dict[str, Any]).decode


def answer_payload(
    *,
    answer: str | Sequence[int],
    outcome: str,
    credit: float = 0.0,
    seed: int = 0,
    attempt: int = 1,
    hints: int = 0,
    feedback: str = "",
    solution: bool = False,
    costs_attempt: bool = True,
    review: bool = False,
) -> dict[str, Any]:
    """Return the payload of an ``answer`` event.

    Args:
        answer: as typed, or the indexes of what was chosen or put in order.
        outcome: ``right``, ``wrong``, ``undecided`` or ``unreadable``; the last two cost no attempt.
        credit: what the answer earned, from 0 to 1.
        seed: of the variant asked; 0 for the first, which everyone sees.
        attempt: counts from 1.
        hints: how many hints had been shown.
        feedback: what was said to it, prose; the notebook repeats it.
        solution: whether the worked solution had been shown.
        costs_attempt: whether it counts as a try; only unreadable, undecided and ill-formed ones do not.
        review: whether it was given in a review session.
    """
    return {
        "answer": answer if isinstance(answer, str) else list(answer),
        "outcome": outcome,
        "credit": credit,
        "seed": seed,
        "attempt": attempt,
        "hints": hints,
        "feedback": feedback,
        "solution": solution,
        "costs_attempt": costs_attempt,
        "review": review,
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
    """Return the event as one line of JSON, without its number and without a line end."""
    line = _Line(event.id, event.session, event.time, event.kind, event.item, event.payload)
    return msgspec.json.encode(line)


def from_line(line: bytes) -> Event:
    """Return the event that a line of JSON holds, checked as what a stranger may have written.

    Raises:
        ValueError: it is no event, with what is wrong with it.
    """
    if len(line) > 2 * MAX_PAYLOAD:
        raise ValueError(_("the line is too long"))
    try:
        read = _decode_line(line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(str(error) or type(error).__name__) from None
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
    return Event(read.id, read.session, read.time, read.kind, read.item, read.payload)
