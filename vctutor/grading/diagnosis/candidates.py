"""What each slip would answer, computed from what the question differentiates and from the variant shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vctutor.course.model import About, MatrixAnswer, Question
from vctutor.grading.comparison.equivalence import compare
from vctutor.grading.diagnosis.slips import Slip, Unsupported, antiderivative, differentiate
from vctutor.grading.reading import Key, key_entry
from vctutor.grading.variants import Variant
from vctutor.maths.names import canonical
from vctutor.maths.tree import Expression, Number, substitute

Entries = tuple[Expression, ...]


@dataclass(frozen=True)
class Candidate:
    """What a slip gives.

    Attributes:
        slip: its name.
        entries: the answer it leads to, entry by entry as the key has them.
        variable: for ``other variable``, the variable that was taken instead.
    """

    slip: str
    entries: Entries
    variable: str = ""


@dataclass(frozen=True)
class Subject:
    """What a question differentiates, with the variant's parameters put in.

    Attributes:
        functions: one, or the components of a vector-valued function.
        by: the variables it is differentiated by.
        at: the point; empty where the answer is a function.
        grid: whether the answer is a matrix, so that rows are functions and columns variables.
    """

    functions: Entries
    by: tuple[str, ...]
    at: tuple[tuple[str, Expression], ...]
    grid: bool

    def put_in(self, entry: Expression) -> Expression:
        """Return a derivative at the point."""
        return substitute(entry, dict(self.at)) if self.at else entry

    def derivatives(self, slip: Slip = "none") -> Entries:
        """Return the first derivatives, function by function, at the point."""
        return tuple(
            self.put_in(differentiate(function, name, slip))
            for function in self.functions
            for name in self.by
        )

    def second_derivatives(self, slip: Slip = "none") -> Entries:
        """Return the second derivatives by every pair of variables, at the point."""
        return tuple(
            self.put_in(differentiate(differentiate(function, one, slip), other, slip))
            for function in self.functions
            for one in self.by
            for other in self.by
        )


def subject(question: Question, variant: Variant) -> Subject | None:
    """Return what the question differentiates; None where its author doesn't say.

    Raises:
        CourseError: a function or the point can't be read.
    """
    about = question.about
    if about is None:
        return None
    by = tuple(map(canonical, about.by))
    values = {canonical(name): Number(float(value)) for name, value in variant.values.items()}
    known = [*by, *values, *map(canonical, getattr(question.answer, "variables", {}))]
    inside = {name: value for name, value in values.items() if name not in by}
    functions = tuple(substitute(key_entry(text, known), inside) for text in about.function)
    at = tuple(
        (canonical(name), substitute(key_entry(text, known), values))
        for name, text in about.at.items()
    )
    return Subject(functions, by, at, isinstance(question.answer, MatrixAnswer))


@lru_cache(maxsize=128)
def _candidates(about: Subject, key: Key) -> tuple[Candidate, ...]:
    return tuple(_computed(about, key))


def candidates(question: Question, variant: Variant, key: Key) -> tuple[Candidate, ...]:
    """Return what the slips would answer; empty where the key is not a derivative of the subject."""
    about = subject(question, variant)
    return () if about is None else _candidates(about, key)


def _computed(about: Subject, key: Key) -> Iterator[Candidate]:
    try:
        first = about.derivatives()
        if is_key(first, key):
            yield from _of_first_order(about, key)
        elif is_key(about.second_derivatives(), key):
            yield from _of_second_order(about, first, key)
    except Unsupported:
        return


def is_key(entries: Entries, key: Key) -> bool:
    """Return whether derivatives are what the key has, entry by entry."""
    if len(entries) != len(key.entries) or any(not _covered(entry, key) for entry in entries):
        return False
    pairs = zip(key.entries, entries, strict=True)
    return all(compare(one, other, key.ground).equal for one, other in pairs)


def _covered(entry: Expression, key: Key) -> bool:
    return entry.free_symbols <= {*key.variables, *(name for name, _ in key.ground.parameters)}


_RULES: tuple[tuple[str, Slip], ...] = (
    ("inner", "inner"),
    ("inner inside", "inner inside"),
    ("product", "product"),
    ("quotient", "quotient"),
)
_LATER_RULES: tuple[tuple[str, Slip], ...] = (
    ("constant kept", "constant"),
    ("power kept", "power kept"),
    ("power factor", "power factor"),
)


def _of_first_order(about: Subject, key: Key) -> Iterator[Candidate]:
    found = [
        *(Candidate(name, about.derivatives(slip)) for name, slip in _RULES),
        *_by_other_variables(about),
        *_undone(about),
        *(Candidate(name, about.derivatives(slip)) for name, slip in _LATER_RULES),
    ]
    right = about.derivatives()  # a rule the function doesn't use gives this very tree
    yield from (
        one
        for one in found
        if one.entries != right and all(_covered(entry, key) for entry in one.entries)
    )


def _of_second_order(about: Subject, first: Entries, key: Key) -> Iterator[Candidate]:
    if len(first) == len(key.entries) and all(_covered(entry, key) for entry in first):
        yield Candidate("once", first)
    for name, slip in _RULES:
        found = Candidate(name, about.second_derivatives(slip))
        if all(_covered(entry, key) for entry in found.entries):
            yield found


def _by_other_variables(about: Subject) -> Iterator[Candidate]:
    """Yield the derivatives by a variable that was to be held fixed."""
    if len(about.by) != 1:
        return
    names = {name for function in about.functions for name in function.free_symbols}
    for other in sorted(names - set(about.by)):
        entries = tuple(about.put_in(differentiate(f, other)) for f in about.functions)
        yield Candidate("other variable", entries, other)


def _undone(about: Subject) -> Iterator[Candidate]:
    """Yield the function itself and its antiderivative, where one variable is differentiated by."""
    if len(about.by) != 1:
        return
    yield Candidate("not differentiated", tuple(map(about.put_in, about.functions)))
    if about.at:  # a number is no antiderivative
        return
    integrals = [antiderivative(function, about.by[0]) for function in about.functions]
    known = tuple(about.put_in(integral) for integral in integrals if integral is not None)
    if len(known) == len(integrals):
        yield Candidate("integrated", known)


def by_of(about: About | None) -> str:
    """Return the one variable a question differentiates by, or the empty text."""
    return about.by[0] if about and len(about.by) == 1 else ""
