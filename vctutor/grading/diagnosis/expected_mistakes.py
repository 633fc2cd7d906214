"""The wrong answers an author expected: reading them, matching an answer with one, and what to say to it."""

from __future__ import annotations

from collections.abc import Callable

from vctutor.course.model import MatrixAnswer, NumberAnswer, Question
from vctutor.errors import CourseError
from vctutor.grading.answer_syntax import Entry, LayoutError, take_apart
from vctutor.grading.comparison.entries import same_entry, within
from vctutor.grading.comparison.equivalence import Ground
from vctutor.grading.reading import Key, Read, UnreadKey, key_entry
from vctutor.grading.variants import Variant, substitute
from vctutor.i18n import _
from vctutor.maths.evaluation import evaluate
from vctutor.maths.tree import Expression

Same = Callable[[Expression, Expression, str], bool]


def sameness(question: Question, key: Key) -> Same:
    """Return how an expected entry is compared with a given one: as generously as the key itself."""
    if isinstance(question.answer, NumberAnswer):
        answer, ground = question.answer, Ground(parameters=key.ground.parameters)
        values = dict(ground.parameters)

        def near(expected: Expression, given: Expression, text: str) -> bool:
            target = evaluate(expected, values)
            return within(answer, target, float(ground.measure(given).value[0]), text)

        return near

    def equal(expected: Expression, given: Expression, text: str) -> bool:
        return same_entry(expected, given, text, key.ground)

    return equal


def author_says(question: Question, variant: Variant, key: Key, read: Read) -> str | None:
    """Return what the author says to this answer, where it is one of the wrong answers expected, or None."""
    same = sameness(question, key)
    for expected in question.wrong:
        rows = expected_rows(expected.value, question, variant, key)
        if isinstance(question.answer, MatrixAnswer) and (len(rows), len(rows[0])) != read.shape:
            continue
        flat = tuple(entry for row in rows for entry in row)
        if len(flat) == len(read.entries) and all(map(same, flat, read.entries, read.texts)):
            return substitute(expected.say, variant)
    return None


def expected_rows(
    value: str, question: Question, variant: Variant, key: Key
) -> tuple[tuple[Expression, ...], ...]:
    """Return an author's wrong answer, entry by entry.

    Raises:
        UnreadKey: it can't be read; its position counts in the answer with the parameters put in.
        CourseError: it has other variables than the question.
    """
    known = [*key.variables, *(name for name, __ in key.ground.parameters)]
    try:
        layout = take_apart(wrong_value(value, variant))
    except LayoutError as error:
        message = _("'{value}' can't be read: {message}")
        raise UnreadKey(
            message.format(value=value, message=error.caret.message), None, error.caret.position
        ) from None
    rows = tuple(tuple(_read_entry(entry, known) for entry in row) for row in layout.rows)
    foreign = {n for row in rows for e in row for n in e.free_symbols} - set(known)
    if foreign:
        raise CourseError(
            _("'{value}' has '{foreign}', which the question doesn't").format(
                value=value, foreign=min(foreign)
            )
        )
    return rows


def _read_entry(entry: Entry, known: list[str]) -> Expression:
    try:
        return key_entry(entry.text, known)
    except UnreadKey as error:
        error.position += entry.position
        raise


def expected_wrong_text(
    question: Question, variant: Variant, matches: Callable[[str], bool]
) -> str | None:
    """Return what the author says to the first expected wrong answer that matches, or None.

    Args:
        question: with its expected wrong answers.
        variant: put into their values and into what is said.
        matches: whether a value, typed as a reader would type it, is what the reader gave.
    """
    for expected in question.wrong:
        if matches(wrong_value(expected.value, variant)):
            return substitute(expected.say, variant)
    return None


def wrong_value(text: str, variant: Variant) -> str:
    """Return an expected wrong answer with the variant's ``{a}`` put in, as a reader types it."""
    return substitute(text, variant).replace("−", "-")
