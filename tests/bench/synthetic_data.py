"""Create the data of some benchmarks: a course of many chapters, a store of many events. Run by the measured program.

``synthetic_data.py course DIRECTORY CHAPTERS`` and ``synthetic_data.py store DIRECTORY EVENTS``
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

from vctutor.progress.events import Event
from vctutor.progress.store import Store

CHAPTER = """id: part-{n}
goals: [Read chapter {n}.]
body:
  - section: A slope
    id: slope
  - text: |
      The slope of $f(x) = x^2$ at {n} is $f'({n}) = 2 \\cdot {n}$. Below comes a question about it.
  - question:
      id: slope-here
      ask: What is the slope of $x^2$ at {n}?
      idea: a slope
      answer: {{number: "{slope}"}}
      solution: Twice {n}.
"""


def course(directory: Path, chapters: int) -> None:
    """Write a course with that many chapters."""
    directory.mkdir(parents=True, exist_ok=True)
    rows = [f"  - {{id: part-{n}, file: {n}.yaml, title: Part {n}}}\n" for n in range(chapters)]
    text = "title: A made course\nlanguage: en\nchapters:\n" + "".join(rows)
    (directory / "course.yaml").write_text(text, encoding="utf-8")
    for n in range(chapters):
        (directory / f"{n}.yaml").write_text(CHAPTER.format(n=n, slope=2 * n), encoding="utf-8")


def store(directory: Path, events: int) -> None:
    """Write a store with that many events, about some questions in each of ten chapters."""
    begin = datetime(2026, 1, 1, 8, tzinfo=timezone.utc)
    made = Store.open(directory)
    made.add(
        Event(
            id=str(UUID(int=n + 1)),
            session=str(UUID(int=1)),
            time=begin + timedelta(seconds=20 * n),
            kind="answer" if n % 3 else "read",
            item=f"the-gradient/place-{n % 97}",
            payload={"outcome": "right", "credit": 1.0, "attempt": 1} if n % 3 else {},
        )
        for n in range(events)
    ).result(600)
    made.progress().result(600)
    if not made.close(60):
        raise SystemExit("the store could not be written")


if __name__ == "__main__":
    {"course": course, "store": store}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
