"""Judges of vectors and matrices: shape first, then entry by entry."""

from __future__ import annotations

import re

from vctutor.course.model import MatrixAnswer, Question, VectorAnswer
from vctutor.grading.answer_syntax import LayoutError, take_apart
from vctutor.grading.comparison.entries import compare_entry
from vctutor.grading.comparison.equivalence import compare
from vctutor.grading.diagnosis.diagnose import diagnose
from vctutor.grading.diagnosis.expected_mistakes import author_says
from vctutor.grading.kinds.scalars import domain_note, doubt
from vctutor.grading.reading import Key, Read, Unreadable, read_key, read_rows
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Caret, Verdict, right, undecided, unreadable, wrong
from vctutor.i18n import _, plural

_NO_COMMA = re.compile(r"\]\s*\[")
_VERDICTS = {"equal": True, "different": False, "undecided": None}


def judge_vector(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge a vector; typed as a row or a column where the question doesn't say which."""
    assert isinstance(question.answer, VectorAnswer)
    key = read_key(question, variant)
    try:
        read = read_array(question.answer, key, str(answer))
    except Unreadable as error:
        return unreadable(error.message, caret=error.caret, reading=error.reading)
    try:
        check_vector(question.answer, key, read)
    except Unreadable as error:
        return _misshapen(question, variant, key, read, error.message)
    verdict = _judge_entries(question, variant, key, read)
    if verdict.right and not _oriented(question.answer.row, read):
        wanted = (
            _("The entries are right, but transposed: type them as a row, with commas: `{sample}`.")
            if question.answer.row
            else _(
                "The entries are right, but transposed: type them as a column, with semicolons: "
                "`{sample}`."
            )
        )
        return wrong(
            wanted.format(sample=sample(question.answer, key)),
            diagnosis="transposed",
            reading=read.latex,
            entries=verdict.entries,
            costs_attempt=False,
        )
    return verdict


def judge_matrix(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge a matrix."""
    assert isinstance(question.answer, MatrixAnswer)
    key = read_key(question, variant)
    try:
        read = read_array(question.answer, key, str(answer))
    except Unreadable as error:
        return unreadable(error.message, caret=error.caret, reading=error.reading)
    if read.shape != matrix_shape(key):
        if read.shape == matrix_shape(key)[::-1] and _transposed_is_right(key, read):
            wanted = _("The entries are right, but transposed: {key} is asked for.").format(
                key=by(matrix_shape(key))
            )
            return wrong(
                author_says(question, variant, key, read) or wanted,
                diagnosis="transposed",
                reading=read.latex,
                costs_attempt=False,
            )
        single = read.shape == (1, 1)
        complaint = _shortage(question.answer, key) if single else shape_complaint(key, read)
        return _misshapen(question, variant, key, read, complaint)
    return _judge_entries(question, variant, key, read)


def _misshapen(
    question: Question, variant: Variant, key: Key, read: Read, complaint: str
) -> Verdict:
    """Return the verdict on an answer of another shape: what its author says to it, or what was asked."""
    said = author_says(question, variant, key, read)
    if said is None:
        return unreadable(complaint, reading=read.latex)
    return wrong(said, diagnosis="author", reading=read.latex, costs_attempt=False)


def sample(answer: VectorAnswer | MatrixAnswer, key: Key) -> str:
    """Return how an answer of the shape asked is typed, with letters for its entries: ``[a, b, c]``."""
    letters = [chr(ord("a") + index % 26) for index in range(len(key.entries))]
    if isinstance(answer, VectorAnswer):
        return f"[{('; ' if answer.row is False else ', ').join(letters)}]"
    rows, columns = matrix_shape(key)
    taken = (letters[row * columns : (row + 1) * columns] for row in range(rows))
    return "[" + ", ".join(f"[{', '.join(row)}]" for row in taken) + "]"


def read_array(answer: VectorAnswer | MatrixAnswer, key: Key, text: str) -> Read:
    """Return typed entries in rows, and say what separates them where there are too few.

    Raises:
        Unreadable: they can't be read, as for `read_rows`.
    """
    try:
        return read_rows(text, key.variables, key.by)
    except Unreadable as error:
        raise _too_few(answer, key, text, error) or error from None


def _too_few(
    answer: VectorAnswer | MatrixAnswer, key: Key, text: str, error: Unreadable
) -> Unreadable | None:
    """Return what is wrong with ``[2x 3]``, ``[[a, b][c, d]]`` and ``6i + 4j``, or None where it is not that."""
    try:
        entries = [entry for row in take_apart(text).rows for entry in row]
    except LayoutError:
        return None
    if len(entries) >= len(key.entries):
        return None
    apart = _NO_COMMA.search(text)
    if apart and isinstance(answer, MatrixAnswer):
        said = _("a comma is missing between the rows")
        caret = Caret(apart.end() - 1, 1, said, _NO_COMMA.sub("], [", text))
        return Unreadable(_("A comma is missing between the rows."), caret)
    if error.caret is None:
        return Unreadable(_shortage(answer, key)) if len(entries) == 1 else None
    at = error.caret.position
    if 0 < at < len(text) and text[at - 1].isspace() and text[at].isdigit():
        entry = next(one for one in entries if at < one.position + len(one.text))
        left, right_ = text[entry.position : at].strip(), entry.text[at - entry.position :]
        said = _("a comma is missing between the entries")
        caret = Caret(at, error.caret.length, said, f"{left}, {right_}")
        return Unreadable(_("A comma is missing between the entries."), caret)
    return None


def _shortage(answer: VectorAnswer | MatrixAnswer, key: Key) -> str:
    """Return what to say to a single entry."""
    if isinstance(answer, VectorAnswer):
        said = _("{vector} is asked for; yours has {given}.").format(
            vector=_vector(len(key.entries)), given=1
        )
    else:
        said = _("A {key} matrix is asked for; yours is {shape}.").format(
            key=by(matrix_shape(key)), shape=by((1, 1))
        )
    return said + " " + _("Type it as `{sample}`.").format(sample=sample(answer, key))


def check_vector(answer: VectorAnswer, key: Key, read: Read) -> None:
    """Refuse what is not a vector of the length asked.

    Raises:
        Unreadable: it has another number of entries, or is a matrix.
    """
    wanted, (rows, columns) = len(key.entries), read.shape
    if 1 not in (rows, columns):
        raise Unreadable(
            _("{vector} is asked for; yours is a {shape} matrix.").format(
                vector=_vector(wanted), shape=by(read.shape)
            ),
            reading=read.latex,
        )
    given = rows * columns
    if given == 1 != wanted:
        raise Unreadable(_shortage(answer, key), reading=read.latex)
    if given != wanted:
        raise Unreadable(
            _("{vector} is asked for; yours has {given}.").format(
                vector=_vector(wanted), given=given
            ),
            reading=read.latex,
        )


def _vector(entries: int) -> str:
    """Return how a vector of so many entries begins a sentence."""
    message = plural("A vector with one entry", "A vector with {entries} entries", entries)
    return message.format(entries=entries)


def matrix_shape(key: Key) -> tuple[int, int]:
    """Return the shape of the key."""
    return len(key.rows), len(key.rows[0])


def shape_complaint(key: Key, read: Read) -> str:
    """Return what to say to a matrix of another shape."""
    return _("A {key} matrix is asked for; yours is {shape}.").format(
        key=by(matrix_shape(key)), shape=by(read.shape)
    )


def by(shape: tuple[int, int]) -> str:
    """Return a shape as ``2 × 3``."""
    return f"{shape[0]} × {shape[1]}"


def _oriented(row: bool | None, read: Read) -> bool:
    if row is None or len(read.entries) == 1:
        return True
    return (read.orientation != "column") == row


def _transposed_is_right(key: Key, read: Read) -> bool:
    turned = tuple(zip(*read.rows, strict=True))
    pairs = zip(key.entries, (e for row in turned for e in row), strict=True)
    return all(compare(one, other, key.ground).equal for one, other in pairs)


def _judge_entries(question: Question, variant: Variant, key: Key, read: Read) -> Verdict:
    compared = [
        compare_entry(target, given, text, key.ground)
        for target, given, text in zip(key.entries, read.entries, read.texts, strict=True)
    ]
    entries = tuple(_VERDICTS[one.verdict] for one in compared)
    if all(entries):
        return right(domain_note(compared), reading=read.latex, entries=entries)
    if False not in entries:
        doubtful = next(one for one in compared if one.verdict == "undecided")
        return undecided(doubt(doubtful), reading=read.latex, entries=entries)
    found = diagnose(question, variant, key, read, entries)
    return wrong(
        found.say,
        diagnosis=found.slip,
        reading=read.latex,
        entries=entries,
        costs_attempt=found.costs_attempt,
    )
