"""What to ask again, and when: spaced repetition by the FSRS scheduler, from the answers given so far.

A question's history is one review a day. The scheduler runs without its random spread and without steps of minutes, so
a plan depends on nothing but the history, and its unit is the day. ``fsrs`` is imported when the first card is made,
as that takes 20 ms. Algorithm: https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from vctutor.i18n import plural
from vctutor.progress.projection import Progress, Review

if TYPE_CHECKING:
    from fsrs import Rating, Scheduler

RETENTION = 0.9  # the share of questions that should still be right when they come back
LONGEST = 365  # days
SESSION = 10  # questions of a session of a few minutes
GOOD_CREDIT = 0.999  # full credit: right at once, without help


class Card(NamedTuple):
    """When a question should come back.

    Attributes:
        question: ``chapter/question``.
        due: the day, in the offset from UTC that the reader had at the last answer.
        stability: days until the chance of a right answer has fallen to 90 %.
        last: when it was last reviewed.
    """

    question: str
    due: date
    stability: float
    last: datetime

    def recall(self, day: date) -> float:
        """Return the chance, from 0 to 1, that it would still be answered right on a day."""
        return _recall(self.stability, max((day - self.last.date()).days, 0))


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )


def _recall(stability: float, days: int) -> float:
    """Return FSRS's forgetting curve: (1 + factor * days / stability) ** decay, 0.9 where days equal the stability."""
    decay = -_scheduler().parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * days / stability) ** decay)


def _rating(credit: float) -> Rating:
    """Return how well a day went: full credit is good, some is hard (hints or a second try), none is again."""
    from fsrs import Rating

    if credit >= GOOD_CREDIT:
        return Rating.Good
    return Rating.Hard if credit > 0 else Rating.Again


@lru_cache(maxsize=4096)
def schedule(reviews: tuple[Review, ...]) -> tuple[date, float]:
    """Return the day a question is due and its stability in days, from its history, which is not empty.

    A clock set back, or a history brought together from two machines, is put in the order of its times.
    """
    from fsrs import Card as FsrsCard

    start = datetime(1970, 1, 1, tzinfo=timezone.utc)
    card: Any = FsrsCard(card_id=1, due=start)
    ordered = sorted(reviews, key=lambda review: review.time)
    for review in ordered:
        card, __ = _scheduler().review_card(
            card, _rating(review.credit), review.time.astimezone(timezone.utc)
        )
    last = ordered[-1].time
    days = max(round((card.due - card.last_review) / timedelta(days=1)), 1)
    return last.date() + timedelta(days=days), float(card.stability)


def cards(progress: Progress) -> tuple[Card, ...]:
    """Return a card for every question that has a judged answer."""
    made = []
    for question, state in progress.questions.items():
        if state.reviews:
            due, stability = schedule(state.reviews)
            made.append(
                Card(question, due, stability, max(review.time for review in state.reviews))
            )
    return tuple(made)


def due(given: Iterable[Card], now: datetime) -> tuple[Card, ...]:
    """Return the cards due on the day of ``now`` or before, those most likely forgotten first.

    A card last reviewed later than ``now``, by a clock that was wrong, is due at once.
    """
    today = now.date()
    ready = [card for card in given if card.due <= today or card.last > now]
    return tuple(sorted(ready, key=lambda card: (card.recall(today), card.question)))


def due_by_chapter(
    progress: Progress, now: datetime, asked: Container[str] | None = None
) -> dict[str, int]:
    """Return how many questions are due in each chapter that has any.

    Args:
        progress: what was answered.
        now: the present.
        asked: the ``chapter/question`` items that the course has now; None counts those it no longer has, too.
    """
    counts: dict[str, int] = {}
    for card in due(cards(progress), now):
        if asked is None or card.question in asked:
            chapter = card.question.partition("/")[0]
            counts[chapter] = counts.get(chapter, 0) + 1
    return counts


def comes_back(given: Sequence[Card], now: datetime) -> str:
    """Return in a sentence when the next cards are due; empty where there are none."""
    if not given:
        return ""
    ready = len(due(given, now))
    if ready:
        message = plural("One more is due today.", "{count} more are due today.", ready)
        return message.format(count=ready)
    first = min(one.due for one in given)
    days = (first - now.date()).days
    count = sum(one.due == first for one in given)
    if days == 1:
        message = plural(
            "The next one comes back tomorrow.", "The next {count} come back tomorrow.", count
        )
    else:
        message = plural(
            "The next one comes back in {days} days, on {day}.",
            "The next {count} come back in {days} days, on {day}.",
            count,
        )
    return message.format(count=count, days=days, day=first)


def mixed(questions: Sequence[str]) -> tuple[str, ...]:
    """Return the questions taken in turn from each chapter, so that neighbours differ in theirs where they can."""
    by_chapter: dict[str, list[str]] = {}
    for question in questions:
        by_chapter.setdefault(question.partition("/")[0], []).append(question)
    queues = list(by_chapter.values())
    order = []
    for turn in range(max(map(len, queues), default=0)):
        order += [queue[turn] for queue in queues if turn < len(queue)]
    return tuple(order)


def session(progress: Progress, now: datetime, *, limit: int = SESSION) -> tuple[str, ...]:
    """Return what to ask now: at most ``limit`` of those due, the most likely forgotten, mixed over chapters."""
    return mixed([card.question for card in due(cards(progress), now)[:limit]])


def exam_plan(
    progress: Progress, now: datetime, exam: date, questions: Iterable[str] = ()
) -> Mapping[date, tuple[str, ...]]:
    """Return what to ask on which day, so that everything is asked once more before an examination.

    The days are from today up to the day before; today alone where the examination is today or past. What is most
    likely forgotten comes first, and never answered questions last; every day gets as many as the others, give or take
    one. What was answered since the plan was begun (an ``exam`` event with the day as its item, today where there is
    none) is done.

    Args:
        progress: what was answered.
        now: the present.
        exam: the day of the examination.
        questions: ``chapter/question`` items to ask even where they were never answered.
    """
    today = now.date()
    known = {card.question: card for card in cards(progress)}
    reviewed = sorted(known.values(), key=lambda card: (card.recall(exam), card.question))
    order = [card.question for card in reviewed] + [
        item for item in dict.fromkeys(questions) if item not in known
    ]
    days = max((exam - today).days, 1)
    begun = date.fromisoformat(progress.exams.get(exam.isoformat(), today.isoformat()))
    left = [
        question
        for question in order
        if question not in known or known[question].last.date() < begun
    ]
    share, extra = divmod(len(left), days)
    plan = {}
    start = 0
    for number in range(days):
        size = share + (number < extra)
        plan[today + timedelta(days=number)] = mixed(left[start : start + size])
        start += size
    return plan
