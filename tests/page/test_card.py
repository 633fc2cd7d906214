"""Cards: what they say of each entry, and of what help costs before it is taken."""

from __future__ import annotations

import pytest

from vctutor.course.catalog import Catalog
from vctutor.grading import attempts
from vctutor.grading.attempts import Attempt
from vctutor.page.card import CardView, lay_card
from vctutor.page.glyphs import ASCII, UNICODE
from vctutor.paths import shipped_course
from vctutor.styled_text import plain, width


@pytest.fixture(scope="module")
def ask():
    catalog = Catalog.open(shipped_course())

    def begin(chapter: int, name: str) -> Attempt:
        questions = catalog.chapter(chapter).questions
        return attempts.begin(next(one for one in questions if one.id == name))

    return begin


def drawn(attempt: Attempt, cells: int = 76, glyphs=UNICODE) -> list[str]:
    laid = lay_card(CardView(attempt, active=True), cells, glyphs)
    assert all(width(line) == cells for line in laid.lines)
    return [plain(line) for line in laid.lines]


def answered(attempt: Attempt, typed: str) -> Attempt:
    return attempts.submit(attempts.write(attempt, typed))


def marks(lines: list[str]) -> list[str]:
    start = next((y for y, line in enumerate(lines) if "entries " in line), len(lines))
    found = []
    for line in lines[start:]:
        inside = line.strip("│| ").replace("entries ", "").strip()
        if not inside:
            break
        found.append(" ".join(inside.split()))
    return found


def test_each_entry_of_a_vector_is_marked(ask):
    attempt = answered(ask(4, "check"), "[6, 5]")
    assert marks(drawn(attempt)) == ["1 ✓ 2 ✗"]
    assert marks(drawn(attempt, glyphs=ASCII)) == ["1 right 2 wrong"]


def test_the_marks_stand_below_how_the_answer_was_read(ask):
    lines = drawn(answered(ask(4, "check"), "[6, 5]"))
    read = next(y for y, line in enumerate(lines) if "  read " in line)
    entries = next(y for y, line in enumerate(lines) if "entries " in line)
    verdict = next(y for y, line in enumerate(lines) if "Not yet" in line)
    assert read < entries < verdict


def test_the_entries_of_a_matrix_are_marked_row_by_row(ask):
    attempt = answered(ask(6, "jacobian-of-three-outputs"), "[[2, 3y], [y, x], [1, 5]]")
    assert marks(drawn(attempt)) == ["row 1 ✓ ✗", "row 2 ✓ ✓", "row 3 ✗ ✗"]


def test_a_right_answer_and_one_without_entries_have_no_marks(ask):
    assert not marks(drawn(answered(ask(4, "check"), "[6, 4]")))
    assert not marks(drawn(answered(ask(0, "one-step"), "17")))
    assert not marks(drawn(answered(ask(4, "check"), "[6, 4")))


def test_the_marks_go_when_the_answer_is_edited(ask):
    attempt = attempts.write(answered(ask(4, "check"), "[6, 5]"), "[6, 45]")
    assert not marks(drawn(attempt))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (100, " Worth 100 %, 75 % after a wrong try, 85 % after a hint, 0 % after the solution "),
        (76, " Worth 100 %, 85 % after a hint, 0 % after the solution "),
        (60, " Worth 100 %, 85 % after a hint, 0 % after the solution "),
        (50, " Worth 100 %, 85 % after a hint "),
        (24, " Worth 100 % "),
    ],
)
def test_the_bottom_says_what_help_costs(ask, cells, told):
    bottom = drawn(ask(4, "check"), cells)[-1]
    assert bottom.strip("╰╯─") == told


def test_what_is_told_is_what_happens(ask):
    one = ask(4, "check")
    assert "85 % after a hint" in drawn(one)[-1]
    one = attempts.hint(one)
    assert "Worth 85 %, 70 % after a hint" in drawn(one)[-1]
    while one.hints < len(one.question.hints):
        one = attempts.hint(one)
    assert "after a hint" not in drawn(one)[-1]
    assert "0 % after the solution" in drawn(one)[-1]
    assert "counts nothing" in drawn(attempts.solve(one))[-1]
    assert drawn(answered(one, "[6, 4]"))[-1].strip("╰╯─ ") == f"{round(100 * one.credit)} %"


LONG = " + ".join(f"{n}*x^{n}" for n in range(1, 16))


@pytest.mark.parametrize(
    ("typed", "at"),
    [("18x + * 6", 6), (f"{LONG} + * 6", len(LONG) + 3), (f"* {LONG}", 0), (f"{LONG} * {LONG}", len(LONG) + 1)],
)  # fmt: skip
def test_a_caret_stands_below_what_is_wrong_however_long_the_answer_is(ask, typed, at):
    attempt = attempts.write(ask(1, "check"), typed)
    laid = lay_card(CardView(attempt, active=True, caret=(at, "wrong")), 60, UNICODE)
    lines = [plain(line) for line in laid.lines]
    y = next(y for y, line in enumerate(lines) if set(line) <= set("│ ^") and "^" in line)
    x = lines[y].index("^")
    assert lines[y - 1][x] == "*"
    around = lines[y - 1][max(x - 3, 9) : x + 3].strip(" │")
    assert around in typed
    assert all(width(line) == 60 for line in laid.lines)
