"""Prefixes of items that keep several courses in one record apart.

The items of a course that has an id begin with it and a colon, ``linear-algebra:vectors/length``; those of a course
without an id, such as the shipped one, have no prefix. Only the record holds prefixes: the progress in one course is
filtered to its own items, with the prefix removed (a *bare* item).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from vctutor.progress.events import Event

MARK = ":"
# What happens in a course. The reader's name, functions and review sessions belong to none.
KINDS = frozenset(
    ("position", "read", "answer", "prediction", "note", "bookmark", "simulation", "exam")
)


def item_in_record(course: str, kind: str, item: str) -> str:
    """Return an item of a course as it is recorded; ``course`` is its id, or empty."""
    return f"{course}{MARK}{item}" if course and kind in KINDS else item


def course_of(item: str) -> str:
    """Return the id of the course that a recorded item belongs to; empty for a course without one."""
    return item.partition(MARK)[0] if MARK in item else ""


def bare(item: str) -> str:
    """Return a recorded item as its course knows it."""
    return item.partition(MARK)[2] if MARK in item else item


def own_events(events: Iterable[Event], course: str) -> Iterator[Event]:
    """Yield the events of a course, their items bare, and those that belong to none."""
    for event in events:
        if event.kind not in KINDS:
            yield event
        elif course_of(event.item) == course:
            yield replace(event, item=bare(event.item)) if course else event
