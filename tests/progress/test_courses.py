"""Several courses in one record: each sees its own, and nothing that was recorded before is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.progress import database
from vctutor.progress.courses import view
from vctutor.progress.events import Event
from vctutor.progress.items import bare, course_of, item_in_record, own_events
from vctutor.progress.projection import Place, Progress, fold

SECONDS = 30.0
Make = Callable[..., Event]

ITEMS = {
    "position": "vectors",
    "read": "vectors/length",
    "answer": "vectors/q",
    "prediction": "vectors/sim",
    "note": "vectors/length",
    "bookmark": "vectors/length",
    "simulation": "vectors/sim",
    "exam": "2026-12-01",
}
PAYLOAD: dict[str, Any] = {
    "place": "length", "outcome": "right", "credit": 1.0, "right": True, "text": "mine",
    "title": "T", "values": {"x": 1},
}  # fmt: skip


def everything(make: Make, course: str = "") -> list[Event]:
    return [
        make(kind, item_in_record(course, kind, item), **PAYLOAD) for kind, item in ITEMS.items()
    ]


def test_an_item_names_its_course_and_goes_back() -> None:
    item = item_in_record("algebra", "answer", "vectors/q")
    assert (course_of(item), bare(item)) == ("algebra", "vectors/q")
    assert item_in_record("", "answer", "vectors/q") == "vectors/q"
    assert item_in_record("algebra", "name", "") == ""
    assert (course_of("vectors/q"), bare("vectors/q")) == ("", "vectors/q")


@pytest.mark.parametrize("course", ["", "algebra"])
def test_a_course_sees_all_of_its_own_and_nothing_of_another(make_event: Make, course: str) -> None:
    other = "" if course else "algebra"
    own = everything(make_event, course)
    foreign = everything(make_event, other)
    whole = fold(Progress(course=None), [*foreign, *own])
    seen = view(whole, course)
    alone = fold(Progress(), [event for event in own_events(own, course)])
    for name in ("at", "positions", "recent", "read", "questions", "predictions", "notes",
                 "bookmarks", "simulations", "exams"):  # fmt: skip
        assert getattr(seen, name) == getattr(alone, name), name
        assert getattr(seen, name), name
    assert view(fold(Progress(course=None), foreign), course).questions == {}


def test_the_readers_own_is_in_every_course(make_event: Make) -> None:
    events = [
        make_event("name", "", name="Ada"),
        make_event("function", "descent-line", function="x^2"),
        make_event("review", ""),
        *everything(make_event, "algebra"),
    ]
    seen = view(fold(Progress(course=None), events), "")
    assert (seen.name, seen.functions, seen.reviews) == ("Ada", ("x^2",), 1)
    assert sum(seen.days.values()) == len(events)
    assert seen.questions == {}


def test_the_reader_is_where_they_left_this_course(make_event: Make) -> None:
    events = [
        make_event("position", "derivatives", place="a"),
        make_event("position", "taylor", place="b"),
        make_event("position", "derivatives", place="c"),
        *(make_event("position", f"algebra:ch{n}", place="x") for n in range(40)),
    ]
    whole = fold(Progress(course=None), events)
    assert view(whole, "").at == Place("derivatives", "c")
    assert view(whole, "algebra").at == Place("ch39", "x")


COURSES = st.sampled_from(["", "algebra", "chance"])


@given(
    st.lists(st.tuples(COURSES, st.sampled_from(sorted(ITEMS)), st.integers(0, 3)), max_size=30),
    COURSES,
    st.integers(0, 30),
)
def test_folding_on_in_a_view_is_the_view_of_all(given, course, cut) -> None:
    from datetime import datetime, timezone
    from uuid import UUID

    time = datetime(2026, 3, 2, tzinfo=timezone.utc)
    events = [
        Event(str(UUID(int=n)), "s", time, kind, item_in_record(of, kind, f"{ITEMS[kind]}{which}"), PAYLOAD, n + 1)
        for n, (of, kind, which) in enumerate(given)
    ]  # fmt: skip
    all_at_once = view(fold(Progress(course=None), events), course)
    step = fold(view(fold(Progress(course=None), events[:cut]), course), events[cut:])
    assert step == all_at_once


def test_a_store_keeps_courses_apart_and_what_was_recorded_before(
    open_store: Callable[..., Any], tmp_path: Any
) -> None:
    before = open_store()
    before.record("answer", "vectors/q", {"outcome": "right", "credit": 1.0}).result(SECONDS)
    before.close()
    other = open_store(course="algebra")
    assert other.progress().result(SECONDS).questions == {}
    other.record("answer", "vectors/q", {"outcome": "wrong"}).result(SECONDS)
    seen = other.progress().result(SECONDS)
    assert seen.question("vectors", "q").outcome == "wrong"
    items = [event.item for event in other.events().result(SECONDS)]
    assert items == ["vectors/q", "algebra:vectors/q"]
    other.close()
    again = open_store()
    assert again.progress().result(SECONDS).question("vectors", "q").credit == 1.0


def test_another_session_in_another_course_changes_nothing_here(
    open_store: Callable[..., Any],
) -> None:
    here, there = open_store(session="here"), open_store(session="there", course="algebra")
    progress = here.progress().result(SECONDS)
    there.record("answer", "vectors/q", {"outcome": "right", "credit": 1.0}).result(SECONDS)
    for event in here.refresh().result(SECONDS):
        progress = progress.with_event(event)
    assert progress.questions == {}


def test_the_stored_fold_is_of_all_courses(open_store: Callable[..., Any], tmp_path: Any) -> None:
    store = open_store(course="algebra")
    for number in range(200):
        store.record("read", f"vectors/p{number}")
    store.progress().result(SECONDS)
    store.close()
    again = open_store(course="chance")
    assert again.progress().result(SECONDS).read == frozenset()
    again.close()
    connection = database.connect(tmp_path / "data" / "progress.db", write=False)
    try:
        whole, __ = database.load(connection)
    finally:
        connection.close()
    assert whole.course is None
    assert len(view(whole, "algebra").read) == 200
