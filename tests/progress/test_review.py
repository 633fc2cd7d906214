from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.progress import review
from vctutor.progress.events import Event, answer_payload
from vctutor.progress.projection import Progress, Review, fold

Make = Callable[..., Event]


def answered(make: Make, item: str, credit: float) -> Event:
    outcome = "right" if credit else "wrong"
    return make("answer", item, **answer_payload("1", outcome=outcome, credit=credit))


def test_nothing_answered_nothing_due(clock: Any) -> None:
    assert len(review.due(review.cards(Progress()), clock())) == 0
    assert review.session(Progress(), clock()) == ()


def test_wrong_today_is_due_tomorrow_even_earlier_in_the_day(make_event: Make, clock: Any) -> None:
    progress = fold(Progress(), [answered(make_event, "a/q", 0.0)])
    assert len(review.due(review.cards(progress), clock())) == 0
    clock.turn(hours=-8, days=1)
    assert review.session(progress, clock()) == ("a/q",)


def test_right_comes_back_later_than_wrong_and_ever_later(make_event: Make, clock: Any) -> None:
    progress = fold(
        Progress(), [answered(make_event, "a/right", 1.0), answered(make_event, "a/wrong", 0.0)]
    )
    right, wrong = review.cards(progress)
    assert right.due > wrong.due
    gaps = []
    for _ in range(4):
        (card,) = (one for one in review.cards(progress) if one.question == "a/right")
        gaps.append((card.due - card.last.date()).days)
        clock.now = datetime.combine(card.due, datetime.min.time(), tzinfo=timezone.utc)
        progress = progress.with_event(answered(make_event, "a/right", 1.0))
    assert gaps == sorted(gaps) and len(set(gaps)) == 4


def test_help_brings_it_back_sooner(make_event: Make) -> None:
    progress = fold(
        Progress(), [answered(make_event, "a/alone", 1.0), answered(make_event, "a/helped", 0.5)]
    )
    alone, helped = review.cards(progress)
    assert helped.stability < alone.stability


def test_answered_in_review_it_is_not_due_again(make_event: Make, clock: Any) -> None:
    progress = fold(Progress(), [answered(make_event, "a/q", 0.0)])
    clock.turn(days=1)
    progress = progress.with_event(answered(make_event, "a/q", 1.0))
    assert len(review.due(review.cards(progress), clock())) == 0


def test_first_intervals_are_those_of_the_published_weights(make_event: Make) -> None:
    """FSRS-6's first weights are the stabilities in days after again, hard and good."""
    events = [
        answered(make_event, "a/again", 0.0),
        answered(make_event, "a/hard", 0.5),
        answered(make_event, "a/good", 1.0),
    ]
    stability = {card.question: card.stability for card in review.cards(fold(Progress(), events))}
    assert stability == pytest.approx({"a/again": 0.212, "a/hard": 1.2931, "a/good": 2.3065})


def test_recall_is_ninety_percent_when_days_equal_the_stability() -> None:
    last = datetime(2026, 3, 2, tzinfo=timezone.utc)
    card = review.Card("a/q", date(2026, 3, 12), 10.0, last)
    assert card.recall(date(2026, 3, 2)) == 1.0
    assert card.recall(date(2026, 3, 12)) == pytest.approx(0.9)


def test_a_session_mixes_chapters_and_is_short(make_event: Make, clock: Any) -> None:
    events = [answered(make_event, f"{chapter}/q{n}", 0.0) for chapter in "abc" for n in range(6)]
    progress = fold(Progress(), events)
    clock.turn(days=3)
    asked = review.session(progress, clock(), limit=9)
    assert len(asked) == 9
    assert len(review.due(review.cards(progress), clock())) == 18
    mixed = review.mixed(["a/1", "a/2", "a/3", "b/1", "b/2", "c/1"])
    assert mixed == ("a/1", "b/1", "c/1", "a/2", "b/2", "a/3")
    assert review.due_by_chapter(progress, clock()) == {"a": 6, "b": 6, "c": 6}


def test_a_clock_once_wrong_does_not_hide_a_question(make_event: Make, clock: Any) -> None:
    clock.turn(days=30_000)
    progress = fold(Progress(), [answered(make_event, "a/q", 1.0)])
    clock.turn(days=-30_000)
    assert review.session(progress, clock()) == ("a/q",)


def test_everything_once_before_the_examination(make_event: Make, clock: Any) -> None:
    progress = fold(Progress(), [answered(make_event, f"a/q{n}", n / 10) for n in range(10)])
    clock.turn(days=1)
    exam = clock().date() + timedelta(days=4)
    plan = review.exam_plan(progress, clock(), exam, ["a/q0", "a/new", "b/new"])
    assert sorted(plan) == [clock().date() + timedelta(days=n) for n in range(4)]
    asked = [question for day in plan.values() for question in day]
    assert sorted(asked) == sorted({*progress.questions, "a/new", "b/new"})
    assert {len(day) for day in plan.values()} == {3}
    assert asked[-1] in ("a/new", "b/new")


def test_what_was_answered_since_the_plan_began_is_not_packed_again(
    make_event: Make, clock: Any
) -> None:
    progress = fold(Progress(), [answered(make_event, f"a/q{n}", 1.0) for n in range(4)])
    clock.turn(days=1)
    exam = clock().date() + timedelta(days=3)
    progress = progress.with_event(make_event("exam", exam.isoformat()))
    progress = progress.with_event(answered(make_event, "a/q0", 1.0))
    clock.turn(days=1)
    asked = [q for day in review.exam_plan(progress, clock(), exam).values() for q in day]
    assert sorted(asked) == ["a/q1", "a/q2", "a/q3"]


def test_an_examination_today_or_past_leaves_today(make_event: Make, clock: Any) -> None:
    progress = fold(Progress(), [answered(make_event, "a/q", 1.0)])
    clock.turn(days=1)
    for exam in (clock().date(), clock().date() - timedelta(days=9)):
        assert review.exam_plan(progress, clock(), exam) == {clock().date(): ("a/q",)}


reviews = st.lists(
    st.builds(
        Review,
        st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(timezone.utc)),
        st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.time.date(),
)


@given(reviews)
def test_a_plan_depends_on_nothing_but_the_history(history: list[Review]) -> None:
    review.schedule.cache_clear()
    first = review.schedule(tuple(history))
    review.schedule.cache_clear()
    assert review.schedule(tuple(reversed(history))) == first
    last = max(one.time for one in history).date()
    assert 1 <= (first[0] - last).days <= 365
    assert first[1] > 0
