"""The mistakes of mathematical answer keys, computed for all the variants of a question at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vctutor.course.model import MatrixAnswer, NumberAnswer, Question, VectorAnswer
from vctutor.errors import CourseError
from vctutor.grading.checking.mistakes import Mistake, Path, named
from vctutor.grading.comparison.entries import within
from vctutor.grading.comparison.equivalence import ENOUGH, sort_measured
from vctutor.grading.comparison.measured import Measured, measure
from vctutor.grading.comparison.points import interval, points, special_count
from vctutor.grading.diagnosis.candidates import is_key, subject
from vctutor.grading.diagnosis.expected_mistakes import expected_rows, wrong_value
from vctutor.grading.diagnosis.slips import Unsupported
from vctutor.grading.reading import Key, UnreadKey, key_entry, key_labels, read_key
from vctutor.grading.variants import Variant
from vctutor.i18n import _
from vctutor.maths.names import canonical
from vctutor.maths.tree import Expression

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


_DERIVED = 5  # variants for which the key is compared with the derivative


@dataclass(frozen=True)
class Grid:
    """Every variant at every one of its points.

    Attributes:
        variants: one for each row.
        columns: name of a parameter or variable -> its values, row after row.
        per_variant: how many points a row has; the first ``special`` ones are special.
        special: how many of them are special.
    """

    variants: list[Variant]
    columns: dict[str, Array]
    per_variant: int
    special: int

    def measure(self, entry: Expression) -> Measured:
        """Return the values of an expression, one row for each variant."""
        flat = measure(entry, self.columns, len(self.variants) * self.per_variant)
        shape = (len(self.variants), self.per_variant)
        return Measured(flat.value.reshape(shape), flat.error.reshape(shape))


def check_keys(question: Question, variants: list[Variant]) -> list[Mistake]:
    """Return the mistakes of a key, of the domains, of the wrong answers and of what the question is about."""
    found = [*_unreadable(question, variants[0])] or [*_strangers(question, variants[0])]
    if found:
        return found
    try:
        key = read_key(question, variants[0])
        grid = _grid(key, variants, getattr(question.answer, "variables", {}))
        subject(question, variants[0])
    except CourseError as error:
        return [Mistake(str(error), ("answer",))]
    measured = [grid.measure(entry) for entry in key.entries]
    found += _undefined(question, key, grid, measured)
    return found or [
        *_not_a_derivative(question, variants),
        *_wrong_answers(question, key, grid, measured),
    ]


def _unreadable(question: Question, variant: Variant) -> Iterator[Mistake]:
    declared = getattr(question.answer, "variables", {})
    by = question.about.by if question.about else ()
    known = [*declared, *variant.values, *by]
    for text, path in [*_answer_texts(question), *_about_texts(question)]:
        try:
            key_entry(text, known)
        except UnreadKey as error:
            yield Mistake(str(error), path, error.position)
    for name, text in declared.items():
        path = ("answer", "variables", name)
        if canonical(name) in map(canonical, question.vary):
            yield Mistake(_("'{name}' is both a parameter and a variable").format(name=name), path)
        try:
            interval(text, variant.values)
        except CourseError as error:
            yield Mistake(str(error), path)


def _strangers(question: Question, variant: Variant) -> Iterator[Mistake]:
    """Yield each entry of the key with a name in it that the question does not have, at the name."""
    declared = getattr(question.answer, "variables", {})
    if not declared and not isinstance(question.answer, NumberAnswer):
        return  # what occurs is a variable then
    own = {canonical(name) for name in [*declared, *variant.values]}
    known = [*declared, *variant.values, *(question.about.by if question.about else ())]
    for text, path in _answer_texts(question):
        for name in sorted(key_entry(text, known).free_symbols - own):
            message = _("'{unknown}' is neither a variable nor a parameter").format(unknown=name)
            yield Mistake(message, path, max(text.find(name), 0))


def _answer_texts(question: Question) -> Iterator[tuple[str, Path]]:
    tag = str(question.answer.__struct_config__.tag)
    for i, row in enumerate(key_labels(question)):
        for j, text in enumerate(row):
            match question.answer:
                case VectorAnswer():
                    yield text, ("answer", tag, i)
                case MatrixAnswer():
                    yield text, ("answer", tag, i, j)
                case _:
                    yield text, ("answer", tag)


def _about_texts(question: Question) -> Iterator[tuple[str, Path]]:
    if question.about is None:
        return
    functions = question.about.function
    for place, text in enumerate(functions):
        yield text, ("about", "function", *((place,) if len(functions) > 1 else ()))
    for name, text in question.about.at.items():
        yield text, ("about", "at", name)


def _grid(key: Key, variants: list[Variant], declared: dict[str, str]) -> Grid:
    """Return the variants at the points where an answer to each would be compared."""
    import numpy as np

    texts = {canonical(name): text for name, text in declared.items()}
    domains = [
        tuple((n, interval(texts.get(n, ""), variant.values)) for n in key.variables)
        for variant in variants
    ]
    count = key.ground.count()
    rows = [points(domain, key.ground.seed) for domain in domains]
    columns = {name: np.concatenate([row[name][:count] for row in rows]) for name in key.variables}
    for name in variants[0].values:
        values = [float(variant.values[name]) for variant in variants]
        columns[canonical(name)] = np.repeat(np.array(values), count)
    return Grid(variants, columns, count, special_count(domains[0]) if key.variables else 0)


def _undefined(
    question: Question, key: Key, grid: Grid, measured: list[Measured]
) -> Iterator[Mistake]:
    """Yield entries that have no finite value, or one at too few points, for some variant."""
    import numpy as np

    paths = [path for __, path in _answer_texts(question)]
    needed = ENOUGH if key.variables else 1
    for path, entry in zip(paths, measured, strict=True):
        counts = np.isfinite(entry.value[:, grid.special :]).sum(axis=1)
        short = counts < needed
        if short.any():
            at = named(grid.variants[int(short.argmax())])
            total = grid.per_variant - grid.special
            message = (
                _("the answer has only {valid} of {total} points valid{where}")
                if needed > 1
                else _("the answer has no finite value{where}")
            )
            yield Mistake(message.format(valid=int(counts.min()), total=total, where=at), path)


def _not_a_derivative(question: Question, variants: list[Variant]) -> Iterator[Mistake]:
    """Yield that the key is no derivative of what the question is about, where it has as many entries as one."""
    for variant in variants[:_DERIVED]:
        about, key = subject(question, variant), read_key(question, variant)
        if about is None:
            return
        try:
            derivatives = [about.derivatives(), about.second_derivatives()]
        except Unsupported:
            return
        fitting = [entries for entries in derivatives if len(entries) == len(key.entries)]
        if fitting and not any(is_key(entries, key) for entries in fitting):
            yield Mistake(
                _("the answer is not the derivative of 'function'{where}").format(
                    where=named(variant)
                ),
                ("about", "function"),
            )
            return


def _wrong_answers(
    question: Question, key: Key, grid: Grid, measured: list[Measured]
) -> Iterator[Mistake]:
    for place, expected in enumerate(question.wrong):
        path: Path = ("wrong", place, "value")
        try:
            right = _right_for(question, key, grid, measured, expected.value)
        except CourseError as error:
            # Where parameters are put in as text, the position is not that in what the author wrote.
            same = "{" not in expected.value
            offset = error.position if isinstance(error, UnreadKey) and same else 0
            yield Mistake(str(error), path, offset)
            continue
        if right is not None:
            yield Mistake(
                _("this wrong answer is right{where}").format(where=named(grid.variants[right])),
                path,
            )


def _right_for(
    question: Question, key: Key, grid: Grid, measured: list[Measured], value: str
) -> int | None:
    """Return the first variant for which a wrong answer is right, or None."""
    import numpy as np

    if "{" in value:  # parameters are put in as text: each variant has its own tree
        return _right_one_by_one(question, key, grid, value)
    rows = expected_rows(value, question, grid.variants[0], key)
    entries = [entry for row in rows for entry in row]
    if len(entries) != len(key.entries):
        return None
    if isinstance(question.answer, MatrixAnswer) and len(rows) != len(key.rows):
        return None
    equal = np.ones(len(grid.variants), dtype=np.bool_)
    for target, entry in zip(measured, entries, strict=True):
        given = grid.measure(entry)
        if isinstance(question.answer, NumberAnswer):
            pairs = zip(target.value[:, 0], given.value[:, 0], strict=True)
            equal &= np.array([within(question.answer, float(t), float(g)) for t, g in pairs])
        else:
            found = sort_measured(target, given)
            drawn = slice(grid.special, None)
            equal &= ~found.differ[:, drawn].any(axis=1) & found.agree[:, drawn].any(axis=1)
    return int(equal.argmax()) if equal.any() else None


def _right_one_by_one(question: Question, key: Key, grid: Grid, value: str) -> int | None:
    from vctutor.grading import grade

    for place, variant in enumerate(grid.variants):
        expected_rows(value, question, variant, key)
        if grade(question, variant, wrong_value(value, variant)).right:
            return place
    return None
