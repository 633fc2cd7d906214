from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.progress.events import Event, answer_payload
from vctutor.progress.projection import (
    RECENT,
    Place,
    Progress,
    QuestionState,
    fold,
)
from vctutor.progress.records import REVIEW_DAYS

Make = Callable[..., Event]


def answer(
    make: Make, outcome: str, credit: float = 0.0, item: str = "the-gradient/q", **rest: Any
) -> Event:
    return make("answer", item, **answer_payload("1", outcome=outcome, credit=credit, **rest))


def test_nothing_happened() -> None:
    progress = fold(Progress(), [])
    assert progress == Progress()
    assert progress.at is None
    assert progress.score("the-gradient", "abcdefgh").share == 0.0


def test_the_last_position_is_where_the_reader_is(make_event: Make) -> None:
    events = [
        make_event("position", "derivatives", place="slope", line_offset=4),
        make_event("position", "the-gradient", place="collecting", line_offset=7),
        make_event("position", "derivatives", place="limit", line_offset=0),
    ]
    progress = fold(Progress(), events)
    assert progress.at == Place("derivatives", "limit", 0)
    assert progress.positions["the-gradient"] == Place("the-gradient", "collecting", 7)
    assert [one.place for one in progress.recent] == ["slope", "collecting", "limit"]


def test_recent_places_stand_once_and_are_bounded(make_event: Make) -> None:
    events = [make_event("position", "taylor", place=f"p{number % 30}") for number in range(90)]
    recent = fold(Progress(), events).recent
    assert len(recent) == RECENT
    assert recent[-1].place == "p29"
    assert len(set(recent)) == RECENT


def test_first_try_right(make_event: Make) -> None:
    state = fold(Progress(), [answer(make_event, "right", 1.0)]).question("the-gradient", "q")
    assert (state.attempts, state.first_right, state.credit, state.outcome) == (
        1,
        True,
        1.0,
        "right",
    )


def test_a_later_right_answer_is_no_first_try(make_event: Make) -> None:
    events = [answer(make_event, "wrong"), answer(make_event, "right", 0.5, attempt=2, hints=1)]
    state = fold(Progress(), events).question("the-gradient", "q")
    assert (state.attempts, state.first_right, state.credit, state.hints) == (2, False, 0.5, 1)


@pytest.mark.parametrize("outcome", ["undecided", "unreadable"])
def test_what_was_not_judged_costs_nothing(make_event: Make, outcome: str) -> None:
    events = [answer(make_event, outcome, 1.0), answer(make_event, "right", 1.0)]
    state = fold(Progress(), events[:1]).question("the-gradient", "q")
    assert (state.attempts, state.first_right, state.credit, state.reviews) == (0, None, 0.0, ())
    assert fold(Progress(), events).question("the-gradient", "q").first_right is True


def test_a_wrong_answer_later_keeps_the_best_credit(make_event: Make) -> None:
    events = [answer(make_event, "right", 1.0), answer(make_event, "wrong", seed=7)]
    state = fold(Progress(), events).question("the-gradient", "q")
    assert (state.credit, state.outcome, state.seed) == (1.0, "wrong", 7)


def test_a_chapters_score(make_event: Make) -> None:
    events = [
        answer(make_event, "right", 1.0, "the-gradient/a"),
        answer(make_event, "wrong", 0.0, "the-gradient/b"),
        answer(make_event, "right", 0.5, "the-gradient/b"),
        answer(make_event, "undecided", 0.0, "the-gradient/c"),
        answer(make_event, "right", 1.0, "the-gradient-2/a"),
    ]
    score = fold(Progress(), events).score("the-gradient", "abcd")
    assert (score.points, score.questions, score.answered, score.first_right) == (1.5, 4, 2, 1)
    assert score.share == 0.375


def test_questions_a_newer_course_dropped_do_not_lift_the_score(make_event: Make) -> None:
    events = [answer(make_event, "right", 1.0, f"the-gradient/{name}") for name in "abc"]
    score = fold(Progress(), events).score("the-gradient", "ab")
    assert (score.points, score.answered, score.first_right) == (2.0, 2, 2)


def test_of_questions_that_were_dropped_nothing_is_left(make_event: Make) -> None:
    events = [answer(make_event, "right", 1.0, f"the-gradient/{name}") for name in "ab"]
    score = fold(Progress(), events).score("the-gradient", "bcd")
    assert (score.points, score.questions, score.answered) == (1.0, 3, 1)
    assert score.share == pytest.approx(1 / 3)


def test_tried_and_wrong_is_tried_and_not_answered(make_event: Make) -> None:
    events = [
        answer(make_event, "wrong", 0.0, "the-gradient/a"),
        answer(make_event, "right", 0.0, "the-gradient/b", solution=True),
        answer(make_event, "undecided", 0.0, "the-gradient/c"),
        answer(make_event, "right", 1.0, "the-gradient/d"),
        answer(make_event, "wrong", 0.0, "the-gradient/d"),
    ]
    score = fold(Progress(), events).score("the-gradient", "abcd")
    assert (score.answered, score.tried, score.points) == (2, 1, 1.0)


def test_history_is_one_review_a_day_and_the_days_last(make_event: Make, clock: Any) -> None:
    events = [answer(make_event, "wrong"), answer(make_event, "right", 0.5)]
    clock.turn(days=1)
    events.append(answer(make_event, "right", 1.0))
    reviews = fold(Progress(), events).question("the-gradient", "q").reviews
    assert [review.credit for review in reviews] == [0.5, 1.0]


def test_the_day_is_the_readers(clock: Any, make_event: Make) -> None:
    clock.now = datetime(
        2026, 3, 3, 0, 30, tzinfo=timezone(timedelta(hours=9))
    )  # still 2 March in UTC
    assert fold(Progress(), [make_event()]).days == {"2026-03-03": 1}


def test_history_is_bounded(make_event: Make, clock: Any) -> None:
    progress = Progress()
    for _ in range(REVIEW_DAYS + 10):
        clock.turn(days=1)
        progress = progress.with_event(answer(make_event, "right", 1.0))
    assert len(progress.question("the-gradient", "q").reviews) == REVIEW_DAYS


def test_notes_are_edited_and_removed(make_event: Make) -> None:
    first = make_event("note", "the-gradient/collecting", text="steepest", quote="points uphill")
    progress = fold(Progress(), [first])
    (note,) = progress.notes.values()
    assert (note.text, note.quote, note.id) == ("steepest", "points uphill", first.id)
    progress = progress.with_event(
        make_event("note", note.item, note=note.id, text="steepest ascent")
    )
    assert [one.text for one in progress.notes.values()] == ["steepest ascent"]
    assert not progress.with_event(make_event("note", note.item, note=note.id, text="")).notes


def test_bookmarks_are_set_and_taken_away(make_event: Make) -> None:
    progress = fold(
        Progress(), [make_event("bookmark", "taylor/order", on=True, title="Order", line_offset=3)]
    )
    assert progress.bookmarks["taylor/order"].title == "Order"
    assert not progress.with_event(make_event("bookmark", "taylor/order", on=False)).bookmarks


def test_predictions_are_counted(make_event: Make) -> None:
    events = [
        make_event("prediction", "taylor/p", answer="2", right=right)
        for right in (False, True, True)
    ]
    progress = fold(Progress(), events)
    assert progress.predicted() == (2, 3)
    assert progress.predictions["taylor/p"].right is True


def test_the_rest(make_event: Make) -> None:
    events = [
        make_event("function", "descent-line", function="x^2"),
        make_event("function", "descent-line", function="sin(x)"),
        make_event("function", "descent-line", function="x^2"),
        make_event("simulation", "derivatives/tangent", values={"h": 0.5}),
        make_event("review", "", asked=5, right=4),
        make_event("exam", "2026-04-01"),
        make_event("name", "", name="Ada"),
        make_event("a-kind-of-the-future", "x", anything=[1, 2]),
    ]
    progress = fold(Progress(), events)
    assert progress.functions == ("sin(x)", "x^2")
    assert progress.simulations == {"derivatives/tangent": {"h": 0.5}}
    assert (progress.reviews, progress.name) == (1, "Ada")
    assert progress.exams == {"2026-04-01": "2026-03-02"}


def test_folding_leaves_what_it_started_from_alone(make_event: Make) -> None:
    before = fold(Progress(), [answer(make_event, "wrong"), make_event("read", "a/b")])
    copy = fold(Progress(), [])
    fold(
        before,
        [
            answer(make_event, "right", 1.0),
            make_event("read", "a/c"),
            make_event("note", "a/b", text="x"),
        ],
    )
    assert before.question("the-gradient", "q").attempts == 1
    assert before.read == {"a/b"}
    assert copy == Progress()


# --- laws ------------------------------------------------------------------------------------------------------------

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(-2, 2),
    st.text(max_size=3),
    st.just({"h": 1}),
)
payloads = st.dictionaries(
    st.sampled_from(
        [
            "place",
            "line_offset",
            "outcome",
            "credit",
            "seed",
            "hints",
            "text",
            "note",
            "on",
            "values",
            "right",
            "function",
        ]
    ),
    st.one_of(values, st.sampled_from(["right", "wrong", "undecided"])),
    max_size=5,
)
kinds = st.sampled_from(
    [
        "position",
        "read",
        "answer",
        "prediction",
        "note",
        "bookmark",
        "function",
        "simulation",
        "review",
        "exam",
        "name",
        "x",
    ]
)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    day = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    events = []
    for number in range(1, draw(st.integers(0, 25)) + 1):
        time = day + timedelta(hours=draw(st.integers(-30, 60)))
        item = draw(st.sampled_from(["a/p", "a/q", "b/p", ""]))
        events.append(
            Event(str(UUID(int=number)), "s", time, draw(kinds), item, draw(payloads), number)
        )
    return events


@given(histories(), st.integers(0, 25))
def test_folding_in_two_parts_is_folding_once(events: list[Event], cut: int) -> None:
    assert fold(fold(Progress(), events[:cut]), events[cut:]) == fold(Progress(), events)


@given(histories())
def test_one_by_one_is_all_at_once(events: list[Event]) -> None:
    progress = Progress()
    for event in events:
        progress = progress.with_event(event)
    assert progress == fold(Progress(), events)


@given(histories(), st.randoms(use_true_random=False))
def test_scores_and_what_is_read_do_not_depend_on_the_order(
    events: list[Event], random: Any
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    one, other = fold(Progress(), events), fold(Progress(), shuffled)
    assert one.read == other.read
    assert one.days == other.days
    assert one.predicted() == other.predicted()

    def kept(state: QuestionState) -> tuple[int, float, int]:
        return state.attempts, state.credit, state.hints

    assert {item: kept(state) for item, state in one.questions.items()} == {
        item: kept(state) for item, state in other.questions.items()
    }


@given(histories())
def test_credit_never_falls(events: list[Event]) -> None:
    progress, best = Progress(), {}
    for event in events:
        progress = progress.with_event(event)
        for item, state in progress.questions.items():
            assert 0.0 <= best.get(item, 0.0) <= state.credit <= 1.0
            best[item] = state.credit


def test_what_was_begun_is_known_until_it_is_answered(make_event: Make) -> None:
    begun = make_event("draft", "the-gradient/q", answer="[6", seed=2, hints=1)
    other = make_event("draft", "the-gradient/r", answer="x", seed=0)
    progress = fold(Progress(), [begun, other])
    assert progress.drafts["the-gradient/q"] == {"answer": "[6", "seed": 2, "hints": 1}
    assert not progress.questions
    progress = fold(progress, [answer(make_event, "wrong")])
    assert list(progress.drafts) == ["the-gradient/r"]
    again = make_event("draft", "the-gradient/q", answer="[6, ", seed=2)
    assert fold(progress, [again]).drafts["the-gradient/q"]["answer"] == "[6, "
