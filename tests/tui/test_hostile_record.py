"""Promise 14, on the screen: valid events with whatever values stop no chapter, page or simulation."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any
from uuid import UUID

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import Question, SimulationRef
from vctutor.paths import data_dir, shipped_course
from vctutor.progress.events import Event, answer_payload, check
from vctutor.progress.payloads import MAX_NAME
from vctutor.progress.store import Store

TEXTS = (
    "", "x", "right", "1/0", "x^2 + sin(", "\x1b]0;x\x07\u202e", "[[" * 2000, "$x^{" * 2000, "**a" * 2000, "`" * 2001,
    "a" * 4000, "$\\frac{" * 500, "[x](y)", "\n" * 500, "\u0301" * 300,
)  # fmt: skip
SCALARS = (*TEXTS, 0, -1, 2**53, 0.5, 1e308, True, None)
PAGES = ("P", "M", "r", "D", "T", "question_mark", "comma")


def odd_events(seed: int) -> list[Event]:
    """Return events about every question, simulation and passage of the shipped course, with odd but valid values."""
    rng = random.Random(seed)
    events: list[Event] = []

    def add(kind: str, item: str, payload: dict[str, Any]) -> None:
        time = datetime(rng.choice((1970, 2026, 8999)), 3, 2, tzinfo=timezone.utc)
        event = Event(str(UUID(int=len(events) + 1)), "s", time, kind, item, payload)
        check(event)
        events.append(event)

    for chapter in Catalog.open(shipped_course()).chapters():
        for block in chapter.body:
            item = f"{chapter.id}/{block.place}"
            offset = rng.choice((-10_000_000, 0, 7, 10_000_000))
            if isinstance(block, Question):
                given = rng.choice((*TEXTS, [0], [0, 0], [9999], [], list(range(30))))
                payload = answer_payload(
                    given,
                    outcome=rng.choice(("right", "wrong", "undecided", "unreadable", "")),
                    credit=rng.random(),
                    attempt=rng.choice((0, 1, 10_000)),
                    feedback=rng.choice(TEXTS),
                    seed=rng.choice((0, 1, 2**53)),
                    hints=rng.choice((0, 10_000)),
                    solution=rng.random() < 0.5,
                )
                add(rng.choice(("answer", "draft")), item, payload)
            elif isinstance(block, SimulationRef):
                names = (*block.values, *block.ranges, "nothing", "f")
                values = {name: rng.choice(SCALARS) for name in names}
                add("simulation", item, {"values": values})
                add("prediction", item, {"answer": rng.choice(SCALARS), "right": True})
            elif rng.random() < 0.1:
                quote = rng.choice(TEXTS)
                add(
                    "note", item, {"text": rng.choice(TEXTS), "line_offset": offset, "quote": quote}
                )
                add("bookmark", item, {"title": quote, "line_offset": offset})
        add(
            "position",
            chapter.id,
            {"place": rng.choice(("nowhere", "", block.place)), "line_offset": offset},
        )
    for text in TEXTS:
        add("function", "differentiate", {"function": text})
        add(
            "read",
            f"nowhere/{text[:9]}".replace("\x1b", "").replace("\x07", "").replace("\n", ""),
            {},
        )
    add("name", "", {"name": "x" * MAX_NAME})
    return events


@pytest.mark.parametrize("seed", range(1))
async def test_every_chapter_page_and_simulation_opens(
    opened: Callable[..., Any], seed: int
) -> None:
    store = Store.open(data_dir(), idle=3600.0)
    store.add(odd_events(seed)).result(30)
    store.close()
    async with opened() as pilot:
        for page in PAGES:
            await pilot.press(page)
            await pilot.press("escape", "escape")
    for number in range(10):
        async with opened(str(number), size=(90, 30)) as pilot:
            await pilot.press(
                "s", "right", "e", "escape", "escape", "a", "h", "enter", "escape", "G"
            )
            assert pilot.app.return_code in (None, 0)
