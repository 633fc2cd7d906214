"""Judge of shapes such as 2 x 3."""

from __future__ import annotations

import re

from vctutor.course.model import Question, ShapeAnswer
from vctutor.grading.arithmetic import compute
from vctutor.grading.diagnosis.expected_mistakes import expected_wrong_text
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Verdict, right, unreadable, wrong
from vctutor.i18n import _, plural

_SIZES = re.compile(r"\s+x\s+|\s*[×,;]\s*|\s+by\s+")
_SEPARATED = re.compile(r"\s*(?:[x×X*,;]|-?\bby\b-?|\\times)\s*|\s+")


def read_shape(text: str) -> tuple[int, ...] | None:
    """Return a typed shape - ``2 x 3``, ``2×3``, ``(2, 3)``, ``2 by 3`` - or None."""
    inner = text.strip().strip("()[]").strip().rstrip(",")
    words = [word for word in _SEPARATED.split(inner) if word]
    if not words or not all(word.isdecimal() for word in words):
        return None
    return tuple(map(int, words))


def author_shape(text: str, variant: Variant) -> tuple[int, ...]:
    """Return a shape an author wrote, whose sizes may be expressions in the parameters: ``n x k``.

    Raises:
        CourseError: a size can't be read or computed.
    """
    typed = read_shape(text)
    if typed is not None:
        return typed
    inner = text.strip().strip("()[]")
    return tuple(int(compute(size, variant.values)) for size in _SIZES.split(inner) if size)


def right_shape(question: Question, variant: Variant) -> tuple[int, ...]:
    """Return the shape that is right for this variant."""
    assert isinstance(question.answer, ShapeAnswer)
    return tuple(int(compute(entry, variant.values)) for entry in question.answer.value)


def shape_latex(shape: tuple[int, ...]) -> str:
    """Return a shape in LaTeX."""
    return " \\times ".join(map(str, shape))


def judge_shape(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge a shape, size by size."""
    target = right_shape(question, variant)
    given = read_shape(answer) if isinstance(answer, str) else answer
    if given is None:
        return unreadable(_("A shape is typed as rows by columns, in numbers, such as `4 x 7`."))
    reading = shape_latex(given)
    if len(given) != len(target):
        return unreadable(
            plural(
                "A shape of one number is asked for, such as `4`; yours has {given}.",
                "A shape of {sizes} numbers is asked for, such as `4 x 7`; yours has {given}.",
                len(target),
            ).format(sizes=len(target), given=len(given)),
            reading=reading,
        )
    entries = tuple(one == other for one, other in zip(given, target, strict=True))
    if all(entries):
        return right(reading=reading, entries=entries)
    said = expected_wrong_text(question, variant, lambda text: author_shape(text, variant) == given)
    swapped = given == target[::-1]
    if said is not None:  # the author's words, under the slip's name where it has one
        named = "swapped" if swapped else "author"
        return wrong(said, diagnosis=named, reading=reading, entries=entries)
    if swapped:
        said = _("The two sizes are swapped: outputs count the rows, inputs the columns.")
        return wrong(said, diagnosis="swapped", reading=reading, entries=entries)
    if sum(entries) == 1:
        said = (
            _("One size is right; the number of columns is not.")
            if entries[0]
            else _("One size is right; the number of rows is not.")
        )
        return wrong(said, reading=reading, entries=entries)
    return wrong(_("Neither size is right yet."), reading=reading, entries=entries)
