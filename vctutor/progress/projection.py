"""Progress as a view: a pure fold of events into one frozen value.

``fold(progress, events)`` is the only rule; folding all events at once, one by one, or on from a stored snapshot gives
the same value. Events from the store are valid (see `vctutor.progress.payloads`); a field that is missing, or of
another type in an event made elsewhere, counts as its default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from vctutor.progress.events import Event, Unusable
from vctutor.progress.items import MARK, own_events
from vctutor.progress.payloads import check_payload
from vctutor.progress.records import (
    REVIEW_DAYS,
    Bookmark,
    Note,
    Place,
    PredictionState,
    QuestionState,
    Review,
    Score,
)

__all__ = [
    "Bookmark",
    "Note",
    "Place",
    "PredictionState",
    "Progress",
    "QuestionState",
    "Review",
    "Score",
    "fold",
]

# Raise it when fold or Progress changes: older snapshots are then rebuilt from the events.
PROJECTION_VERSION = 5
RECENT = 20  # positions kept for going back
FUNCTIONS = 50  # functions tried that are kept, newest last

JUDGED = ("right", "wrong")  # outcomes that cost an attempt


class Progress(Struct, frozen=True):
    """Everything the program needs to know of the past. Treat the mappings as frozen too.

    Attributes:
        at: where the reader is; None before the first position.
        positions: chapter -> the last position in it, the latest last.
        recent: the last places visited, newest last, each place once.
        read: the ``chapter/place`` items read.
        questions: ``chapter/question`` -> its state.
        drafts: ``chapter/question`` -> what was begun there and not answered, as it was recorded.
        predictions: ``chapter/place`` -> how predictions went.
        notes: note id -> note, in the order they were first written.
        bookmarks: ``chapter/place`` -> bookmark.
        functions: functions tried, newest last, each once.
        simulations: ``chapter/place`` -> the parameters last used.
        days: ISO date -> how many events that day had.
        reviews: how many review sessions were finished.
        exams: ISO date of an examination -> ISO date on which preparing for it began.
        name: what the reader wants to be called.
        seq: the number of the last committed event folded in.
        set_aside: how many rows of the record were no valid events.
        course: the id of the course whose events count, their items bare; empty for courses that have none, and None
            where those of all courses do, their items as recorded.
        shared: whether a course with an id is among all courses.
    """

    at: Place | None = None
    positions: Mapping[str, Place] = field(default_factory=dict)
    recent: tuple[Place, ...] = ()
    read: frozenset[str] = frozenset()
    questions: Mapping[str, QuestionState] = field(default_factory=dict)
    predictions: Mapping[str, PredictionState] = field(default_factory=dict)
    drafts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    bookmarks: Mapping[str, Bookmark] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    simulations: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    reviews: int = 0
    exams: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    seq: int = 0
    set_aside: int = 0
    course: str | None = ""
    shared: bool = False

    def with_event(self, event: Event) -> Progress:
        """Return the progress after one more event."""
        return fold(self, (event,))

    def question(self, chapter: str, question: str) -> QuestionState:
        """Return a question's state, that of an unanswered one where it never was."""
        return self.questions.get(f"{chapter}/{question}", QuestionState())

    def places_read(self, chapter: str) -> frozenset[str]:
        """Return the places of a chapter that were read."""
        start = f"{chapter}/"
        return frozenset(item[len(start) :] for item in self.read if item.startswith(start))

    def score(self, chapter: str, questions: Iterable[str]) -> Score:
        """Return a chapter's score, given the ids of the questions that it asks.

        Answers to questions that the course no longer has count for nothing.
        """
        states = [self.question(chapter, one) for one in questions]
        return Score(
            points=sum(state.credit for state in states),
            questions=len(states),
            answered=sum(state.right for state in states),
            tried=sum(state.attempts > 0 and not state.right for state in states),
            first_right=sum(state.first_right is True for state in states),
        )

    def predicted(self) -> tuple[int, int]:
        """Return how many predictions were right, and how many were made."""
        states = self.predictions.values()
        return sum(state.hits for state in states), sum(state.made for state in states)


def _text(payload: Mapping[str, Any], key: str) -> str:
    value = payload.get(key)
    return value if isinstance(value, str) else ""


def _whole(payload: Mapping[str, Any], key: str) -> int:
    value = payload.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _share(payload: Mapping[str, Any], key: str) -> float:
    value = payload.get(key)
    return min(max(float(value), 0.0), 1.0) if isinstance(value, (int, float)) else 0.0


class _Draft:
    """Progress being folded: its mappings are copied when they first change, once a fold."""

    def __init__(self, start: Progress) -> None:
        self._start = start
        self._changed: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        return self._changed[name] if name in self._changed else getattr(self._start, name)

    def set(self, name: str, value: Any) -> None:
        self._changed[name] = value

    def mapping(self, name: str) -> dict[str, Any]:
        """Return a mapping that may be changed in place."""
        if name not in self._changed:
            self._changed[name] = dict(getattr(self._start, name))
        changed: dict[str, Any] = self._changed[name]
        return changed

    def finish(self) -> Progress:
        if "read" in self._changed:
            self._changed["read"] = frozenset(self._changed["read"])
        fields = {name: self.get(name) for name in Progress.__struct_fields__}
        return Progress(**fields)


def _position(draft: _Draft, event: Event) -> None:
    place = Place(event.item, _text(event.payload, "place"), _whole(event.payload, "line_offset"))
    draft.set("at", place)
    positions = draft.mapping("positions")
    positions.pop(event.item, None)
    positions[event.item] = place
    before = [
        one
        for one in draft.get("recent")
        if (one.chapter, one.place) != (place.chapter, place.place)
    ]
    draft.set("recent", (*before, place)[-RECENT:])


def _read(draft: _Draft, event: Event) -> None:
    if event.item in draft.get("read"):
        return
    read = draft.get("read")
    if not isinstance(read, set):
        read = set(read)
        draft.set("read", read)
    read.add(event.item)


def _reviewed(before: tuple[Review, ...], time: datetime, credit: float) -> tuple[Review, ...]:
    """Return a question's history with one more judged answer; a day keeps its last."""
    if before and before[-1].time.date() == time.date():
        before = before[:-1]
    return (*before, Review(time, credit))[-REVIEW_DAYS:]


def _answer(draft: _Draft, event: Event) -> None:
    payload = event.payload
    if event.item in draft.get("drafts"):
        del draft.mapping("drafts")[event.item]
    states = draft.mapping("questions")
    state: QuestionState = states.get(event.item, QuestionState())
    outcome = _text(payload, "outcome")
    judged = (
        outcome in JUDGED
        and payload.get("costs_attempt") is not False
        and payload.get("attempt") != 0
    )
    credit = _share(payload, "credit") if outcome == "right" else 0.0
    seed = payload.get("seed")
    states[event.item] = QuestionState(
        attempts=state.attempts + judged,
        outcome=outcome,
        credit=max(state.credit, credit),
        right=state.right or (judged and outcome == "right"),
        first_right=(outcome == "right")
        if judged and state.first_right is None
        else state.first_right,
        answered=event.time,
        seed=seed if isinstance(seed, int) else None,
        hints=max(state.hints, _whole(payload, "hints")),
        reviews=_reviewed(state.reviews, event.time, credit) if judged else state.reviews,
        last=dict(payload),
    )


def _unanswered(draft: _Draft, event: Event) -> None:
    draft.mapping("drafts")[event.item] = dict(event.payload)


def _prediction(draft: _Draft, event: Event) -> None:
    states = draft.mapping("predictions")
    right = event.payload.get("right") is True
    before = states.get(event.item, PredictionState(right=False, made=0, hits=0))
    states[event.item] = PredictionState(
        right=right, made=before.made + 1, hits=before.hits + right
    )


def _note(draft: _Draft, event: Event) -> None:
    notes = draft.mapping("notes")
    name = _text(event.payload, "note") or event.id
    text = _text(event.payload, "text")
    if text:
        notes[name] = Note(
            id=name,
            item=event.item,
            text=text,
            time=event.time,
            line_offset=_whole(event.payload, "line_offset"),
            quote=_text(event.payload, "quote"),
        )
    else:
        notes.pop(name, None)


def _bookmark(draft: _Draft, event: Event) -> None:
    bookmarks = draft.mapping("bookmarks")
    if event.payload.get("on", True) is False:
        bookmarks.pop(event.item, None)
        return
    bookmarks[event.item] = Bookmark(
        item=event.item,
        title=_text(event.payload, "title"),
        time=event.time,
        line_offset=_whole(event.payload, "line_offset"),
    )


def _function(draft: _Draft, event: Event) -> None:
    text = _text(event.payload, "function")
    if text:
        before = [one for one in draft.get("functions") if one != text]
        draft.set("functions", (*before, text)[-FUNCTIONS:])


def _simulation(draft: _Draft, event: Event) -> None:
    values = event.payload.get("values")
    if isinstance(values, dict):
        draft.mapping("simulations")[event.item] = values


def _review(draft: _Draft, event: Event) -> None:
    draft.set("reviews", draft.get("reviews") + 1)


def _exam(draft: _Draft, event: Event) -> None:
    draft.mapping("exams").setdefault(event.item, event.time.date().isoformat())


def _name(draft: _Draft, event: Event) -> None:
    draft.set("name", _text(event.payload, "name"))


_RULES = {
    "position": _position,
    "read": _read,
    "answer": _answer,
    "draft": _unanswered,
    "prediction": _prediction,
    "note": _note,
    "bookmark": _bookmark,
    "function": _function,
    "simulation": _simulation,
    "review": _review,
    "exam": _exam,
    "name": _name,
}


def valid(progress: Progress) -> bool:
    """Return whether the payloads that a stored progress holds conform to their schema, as those of events do."""
    try:
        for item, state in progress.questions.items():
            check_payload("answer", item, state.last)
        for item, draft in progress.drafts.items():
            check_payload("draft", item, draft)
        for item, values in progress.simulations.items():
            check_payload("simulation", item, {"values": values})
        for item in progress.exams:
            check_payload("exam", item, {})
    except ValueError:
        return False
    return True


def fold(progress: Progress, events: Iterable[Event | Unusable]) -> Progress:
    """Return the progress after these events, in this order; of other courses only the days count."""
    draft = _Draft(progress)
    days: dict[str, int] | None = None
    seq, set_aside = progress.seq, progress.set_aside
    course, shared = progress.course, progress.shared
    for event in events:
        if isinstance(event, Unusable):
            seq, set_aside = max(seq, event.seq), set_aside + 1
            continue
        rule = _RULES.get(event.kind)
        if rule is not None and course is None:
            rule(draft, event)
            shared = shared or MARK in event.item
        elif rule is not None:
            for own in own_events((event,), course or ""):
                rule(draft, own)
        if days is None:
            days = draft.mapping("days")
        day = event.time.date().isoformat()
        days[day] = days.get(day, 0) + 1
        seq = max(seq, event.seq)
    draft.set("seq", seq)
    draft.set("set_aside", set_aside)
    draft.set("shared", shared)
    return draft.finish()
