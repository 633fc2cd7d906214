"""The published table of verdicts: every row is tried, and the whole is measured against what it promises."""

from pathlib import Path
from typing import NamedTuple

import pytest

from vctutor.course.model import ExpressionAnswer, MatrixAnswer, Position, Question, VectorAnswer
from vctutor.grading import grade
from vctutor.grading.answer_syntax import take_apart
from vctutor.grading.variants import Variant
from vctutor.maths.expression import ParseError, parse

TABLE = Path(__file__).with_name("verdicts.txt")
# mark -> what the row ought to get, and what it does get
MARKS = {
    "+": ("right", "right"),
    "-": ("wrong", "wrong"),
    "?": ("undecided", "undecided"),
    "!": ("unreadable", "unreadable"),
    "+?": ("right", "undecided"),
    "-?": ("wrong", "undecided"),
    "+-": ("right", "wrong"),
}


class Row(NamedTuple):
    line: int
    key: str
    domains: str
    mark: str
    answer: str


def read_table():
    rows, key, domains = [], "", ""
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        mark, _, rest = line.partition(" ")
        if mark == "=":
            key, _, domains = (part.strip() for part in rest.partition(" | "))
        else:
            rows.append(Row(number, key, domains, mark, rest.strip()))
    return rows


def question_of(row):
    layout = take_apart(row.key)
    texts = tuple(tuple(entry.text for entry in line) for line in layout.rows)
    flat = tuple(text for line in texts for text in line)
    names = set().union(*(parse(text).free_symbols for text in flat))
    for text in (row.answer, *row.answer.strip("[]()").replace(";", ",").split(",")):
        try:
            names |= parse(text).free_symbols
        except ParseError:
            continue
    variables = dict.fromkeys(sorted(names), "")
    variables.update(tuple(p.strip().split(": ")) for p in row.domains.split(",") if p.strip())
    if layout.orientation == "matrix":
        answer = MatrixAnswer(value=texts, variables=variables)
    elif len(flat) > 1:
        answer = VectorAnswer(value=flat, variables=variables)
    else:
        answer = ExpressionAnswer(value=flat[0], variables=variables)
    return Question(
        id=f"table-{row.key}", ask="?", answer=answer, at=Position("verdicts.txt", row.line, 1)
    )


ROWS = read_table()


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.line}:{row.key} {row.mark} {row.answer}"
)
def test_row(row):
    verdict = grade(question_of(row), Variant(), row.answer)
    assert verdict.outcome == MARKS[row.mark][1], verdict
    judged = verdict.outcome in ("right", "wrong") and verdict.diagnosis != "rounded too far"
    assert verdict.costs_attempt == judged
    if verdict.outcome == "right":
        assert verdict.diagnosis is None


def test_the_table_is_large_and_keeps_its_promises():
    ought = [MARKS[row.mark][0] for row in ROWS]
    assert len(ROWS) >= 300
    assert min(ought.count("right"), ought.count("wrong")) >= 150
    refused = sum(row.mark in ("+?", "+-") for row in ROWS)
    assert refused <= 0.01 * ought.count("right")


def test_the_same_answer_always_gets_the_same_verdict():
    for row in ROWS[::5]:
        first = grade(question_of(row), Variant(), row.answer)
        assert first == grade(question_of(row), Variant(), row.answer)
