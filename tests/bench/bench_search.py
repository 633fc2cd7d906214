"""How long a search over a course of a thousand chapters takes; run as a program.

The chapters are drawn from a fixed seed, of 60 passages with 18 words each, and their words follow Zipf's law as
those of a language do.
"""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Iterator

from vctutor.course.model import Chapter, Formula, Position, Prose, Section
from vctutor.course.search import Index

CHAPTERS = 1000
AT = Position("c.yaml", 1, 1)
QUERIES = ["g", "gr", "gradient", "the", "the a", "t a", "vanishing gradient", "word7 word9"]
QUERIES += ["w", "wo", "word", "word1 word2 word3", "gradient of f", "zzz", "a b c d e f g h"]


def vocabulary() -> list[str]:
    course = [
        "the",
        "a",
        "of",
        "is",
        "gradient",
        "f",
        "slope",
        "derivative",
        "vanishing",
        "chain",
        "rule",
        "loss",
        "tape",
        "to",
        "and",
        "we",
    ]
    return course + [f"word{number}" for number in range(8000)]


def course() -> Iterator[Chapter]:
    chance = random.Random(1)
    known = vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(known))))
    for number in range(CHAPTERS):
        body: list[Section | Prose | Formula] = []
        for place in range(60):
            drawn = chance.choices(known, cum_weights=weights, k=18)
            if place % 10 == 0:
                body.append(Section(at=AT, place=f"s{place}", title=" ".join(drawn[:4])))
            elif place % 10 == 5:
                body.append(Formula(at=AT, place=f"f{place}", formula=r"\nabla f = " + drawn[0]))
            else:
                body.append(Prose(at=AT, place=f"p{place}", text=" ".join(drawn)))
        yield Chapter(
            number=number, id=f"c{number}", title=" ".join(drawn[:3]), goals=(), body=tuple(body)
        )


def main() -> None:
    """Print the time to build the index and the median and worst time of each query."""
    started = time.perf_counter()
    index = Index.of(course(), lambda latex: latex.replace("\\nabla f", "the gradient of f"))
    print(
        f"{CHAPTERS} chapters, {len(index)} passages, built in {time.perf_counter() - started:.1f} s"
    )
    for query in QUERIES:
        times = []
        for _ in range(15):
            started = time.perf_counter()
            hits = index.search(query)
            times.append((time.perf_counter() - started) * 1000)
        print(
            f"{query!r:22} {len(hits):3} hits  median {statistics.median(times):6.2f} ms  worst {max(times):6.2f} ms"
        )


if __name__ == "__main__":
    main()
