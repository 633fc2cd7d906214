"""How long a verdict takes: every row of the table of verdicts and every answer the authors of the course expect.

Run as ``python tests/bench/bench_grading.py``; prints the median, the 95th percentile and the longest, in milliseconds.
The promise is under 1 ms at the median for what values or the normal form decide.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
from pathlib import Path

from vctutor.course.catalog import Catalog
from vctutor.grading import grade, kind
from vctutor.grading.checking.check import check_question
from vctutor.grading.comparison.equivalence import _measured, compare
from vctutor.grading.comparison.points import points
from vctutor.grading.diagnosis.candidates import _candidates
from vctutor.grading.diagnosis.expected_mistakes import wrong_value
from vctutor.grading.variants import Variant, draw
from vctutor.maths.parsing.parser import _parse
from vctutor.paths import shipped_course

TABLE = Path(__file__).parents[1] / "grading" / "test_verdicts.py"


def from_table():
    """Return question, variant and answer of each row of the table."""
    spec = importlib.util.spec_from_file_location("verdict_table", TABLE)
    table = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(table)
    return [(table.question_of(row), Variant(), row.answer) for row in table.read_table()]


def from_course():
    """Return question, variant and answer of each answer the authors expect."""
    questions = [
        q for chapter in Catalog.open(shipped_course()).chapters() for q in chapter.questions
    ]
    typed = [q for q in questions if kind(q) in ("number", "expression", "vector", "matrix")]
    return [
        (question, draw(question, 0), wrong_value(expected.value, draw(question, 0)))
        for question in typed
        for expected in question.expect
    ]


def timed(cases):
    """Return the milliseconds of each verdict, nothing kept from one to the next."""
    times = []
    for question, variant, answer in cases:
        for cached in (_measured, compare, _candidates, points, _parse):
            cached.cache_clear()
        begun = time.perf_counter()
        grade(question, variant, answer)
        times.append(1000 * (time.perf_counter() - begun))
    return times


def report(name, times):
    ordered = sorted(times)
    print(
        f"{name:22} {len(ordered):5} verdicts   median {statistics.median(ordered):6.2f} ms"
        f"   95 % {ordered[int(0.95 * len(ordered))]:6.2f} ms   longest {ordered[-1]:6.2f} ms"
    )


def main():
    table, course = from_table(), from_course()
    timed(table[:5])  # numpy is imported here
    report("table of verdicts", timed(table))
    report("answers of the course", timed(course))
    questions = [
        q for chapter in Catalog.open(shipped_course()).chapters() for q in chapter.questions
    ]
    begun = time.perf_counter()
    for question in questions:
        check_question(question)
    spent = time.perf_counter() - begun
    each = 1000 * spent / len(questions)
    print(f"{'checking keys':22} {len(questions):5} questions  {spent:.2f} s, {each:.1f} ms each")


if __name__ == "__main__":
    main()
