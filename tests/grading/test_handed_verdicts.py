"""The table of verdicts that was handed in: every row is judged, and none may get another verdict than it allows."""

import pytest

from tests.grading.handed import judge, read_table
from vctutor.errors import VctutorError

ROWS = read_table()


def outcome(row):
    try:
        return judge(row)
    except VctutorError:
        return None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.line}:{row.key} | {row.answer}")
def test_row(row):
    verdict = outcome(row)
    found = verdict.outcome if verdict else "badkey"
    assert found in row.outcomes, verdict
    reasons = [one.partition(", ")[2] for one in row.allowed if ", " in one]
    for reason in reasons:  # such as: sign of entry 2
        slip, _, place = reason.partition(" of entry ")
        assert verdict.diagnosis == slip
        assert not place or f"entry {place}:" in verdict.feedback


def test_few_answers_are_left_undecided():
    undecided = [
        row for row in ROWS if (verdict := outcome(row)) and verdict.outcome == "undecided"
    ]
    assert len(undecided) <= 0.005 * len(ROWS), undecided
