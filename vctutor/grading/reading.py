"""Reading what was typed: a scalar, or entries in rows, in the variables of the question.

Everything that can't be taken as an answer of the kind asked raises `Unreadable`, which says what
was expected and, where one place is to blame, shows it. Such an answer costs no try.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from vctutor.course.model import (
    ExpressionAnswer,
    MatrixAnswer,
    NumberAnswer,
    Question,
    VectorAnswer,
)
from vctutor.errors import CourseError, nearest
from vctutor.grading.answer_syntax import Entry, Layout, LayoutError, Orientation, take_apart
from vctutor.grading.comparison.equivalence import Ground, compare
from vctutor.grading.comparison.points import interval
from vctutor.grading.left_side import differentiated_by, is_name, order_of, sides
from vctutor.grading.typed_text import Typed, normalize
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Caret
from vctutor.i18n import _, plural
from vctutor.maths.names import CALLED, GREEK_WORDS, canonical, segment
from vctutor.maths.parsing.parser import parse
from vctutor.maths.parsing.problems import ParseError
from vctutor.maths.tree import (
    Expression,
    Matrix,
    Negate,
    Product,
    Quotient,
    ShapeError,
    Sum,
    Symbol,
    Vector,
    shape,
)

_SPACED = re.compile(r"[-+−]?[\d./]+(?:\s+[-+−]?[\d./]+)+")

_WORD = re.compile(r"[^\W\d_]{3,}")
# A derivative that was not worked out: f'(x), ∂f, d/dx.
_DERIVED = re.compile(r"['’′∂∇]|d\s*/\s*d")

_LONGEST = 2000

Rows = tuple[tuple[Expression, ...], ...]


class Unreadable(Exception):
    """What was typed is no answer of the kind asked; the message is for the reader."""

    def __init__(
        self, message: str, caret: Caret | None = None, reading: str | None = None
    ) -> None:
        """Keep the message, the place to blame and, where it was readable, the reading (LaTeX)."""
        super().__init__(message)
        self.message = message
        self.caret = caret
        self.reading = reading


@dataclass(frozen=True)
class Read:
    """An answer that was read.

    Attributes:
        rows: the entries, row by row; one entry for a scalar.
        texts: each entry as it was typed, row by row.
        orientation: how a vector was typed.
    """

    rows: Rows
    texts: tuple[str, ...]
    orientation: Orientation

    @property
    def entries(self) -> tuple[Expression, ...]:
        """The entries in one tuple, row by row."""
        return tuple(entry for row in self.rows for entry in row)

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return len(self.rows), len(self.rows[0])

    @property
    def latex(self) -> str:
        """The answer as it was read, LaTeX."""
        from vctutor.maths.latex import reading_latex

        if self.shape == (1, 1) and self.orientation == "flat":
            return reading_latex(self.rows[0][0])
        lines = (" & ".join(reading_latex(entry) for entry in row) for row in self.rows)
        return "\\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"


@dataclass(frozen=True)
class Key:
    """What is right, read for one variant.

    Attributes:
        rows: the right entries; the parameters stand in them as names.
        ground: where they are compared; it knows the parameters' values.
        variables: what an answer may contain.
        by: what the question differentiates by; empty where its author doesn't say.
    """

    rows: Rows
    ground: Ground
    variables: tuple[str, ...]
    by: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Expression, ...]:
        """The entries in one tuple, row by row."""
        return tuple(entry for row in self.rows for entry in row)


def key_labels(question: Question) -> tuple[tuple[str, ...], ...]:
    """Return the texts of the right entries, row by row; a vector is a column here."""
    match question.answer:
        case NumberAnswer(value=value) | ExpressionAnswer(value=value):
            return ((value,),)
        case VectorAnswer(value=entries):
            return tuple((entry,) for entry in entries)
        case MatrixAnswer(value=rows):
            return rows
    raise CourseError(_("the answer of '{id}' is no mathematics").format(id=question.id))


def read_key(question: Question, variant: Variant) -> Key:
    """Return what is right for this variant.

    Raises:
        CourseError: an entry can't be read, with its text and the reason; or a domain can't.
    """
    declared: Mapping[str, str] = getattr(question.answer, "variables", {})
    parameters = tuple(sorted((canonical(n), float(v)) for n, v in variant.values.items()))
    known = [*declared, *(name for name, __ in parameters), *_differentiated(question)]
    rows = tuple(tuple(key_entry(text, known) for text in row) for row in key_labels(question))
    variables = tuple(map(canonical, declared)) or _free(question, rows, dict(parameters))
    domains = {canonical(n): interval(text, variant.values) for n, text in declared.items()}
    ground = Ground(tuple((n, domains.get(n)) for n in variables), question.id, parameters)
    loose = {n for row in rows for entry in row for n in entry.free_symbols}
    unknown = loose - {*variables, *dict(parameters)}
    if unknown:
        raise CourseError(
            _("'{unknown}' is neither a variable nor a parameter").format(unknown=min(unknown))
        )
    return Key(rows, ground, variables, _differentiated(question))


class UnreadKey(CourseError):
    """An author's expression that can't be read; ``position`` is how many characters stand before the mistake."""

    def __init__(self, message: str, hint: str | None, position: int) -> None:
        """Keep the position beside the message."""
        super().__init__(message, hint)
        self.position = position


def key_entry(text: str, known: Iterable[str]) -> Expression:
    """Return an author's expression; where a name is not among the known, letters stand for themselves.

    Raises:
        UnreadKey: it can't be read; the message gives the place, too.
    """
    try:
        return parse(text, known)
    except ParseError:
        pass
    try:
        return parse(text)
    except ParseError as error:
        raise UnreadKey(
            _("'{text}' can't be read at character {position}: {message}").format(
                text=text, position=error.position + 1, message=error.message
            ),
            error.suggestion,
            error.position,
        ) from None


def _differentiated(question: Question) -> tuple[str, ...]:
    return question.about.by if question.about else ()


def _free(question: Question, rows: Rows, parameters: Mapping[str, float]) -> tuple[str, ...]:
    """Return the variables of a question that declares none: those of the key and of its function."""
    if isinstance(question.answer, NumberAnswer):
        return ()
    names = {name for row in rows for entry in row for name in entry.free_symbols}
    if question.about and not question.about.at and names - parameters.keys():
        names |= {canonical(name) for name in question.about.by}
    return tuple(sorted(names - parameters.keys()))


def read_scalar(text: str, variables: Iterable[str], by: tuple[str, ...] = ()) -> Read:
    """Return a typed scalar.

    Args:
        text: what was typed; a name and an equals sign may stand in front.
        variables: the names that may occur.
        by: the variables that the question differentiates by.

    Raises:
        Unreadable: it can't be read, has other variables, is a vector or a matrix, or an equation.
    """
    names = tuple(variables)
    typed = _normalized(text, names)
    try:
        parts = sides(typed.text)
        bare = parts[-1]
        expression = _entry(bare, names, _("A number is asked for here"))
        if _shape(expression):
            raise Unreadable(
                _("One expression is asked for, not a list.")
                if names
                else _("One number is asked for, not a list.")
            )
        _check_left(parts, expression, names, by)
    except Unreadable as error:
        raise _placed(error, typed) from None
    plain = typed.text == text or not typed.places
    shown = bare.text if plain else text[typed.places[min(bare.position, len(typed.places) - 1)] :]
    return Read(((expression,),), (shown.strip(),), "flat")


def _normalized(text: str, names: tuple[str, ...]) -> Typed:
    if len(text) > _LONGEST:
        raise Unreadable(
            _("That is too long to be read: {count} characters, at most {longest}.").format(
                count=len(text), longest=_LONGEST
            )
        )
    return normalize(text, names)


def _placed(error: Unreadable, typed: Typed) -> Unreadable:
    """Return the error with its caret in the text as it was typed."""
    if error.caret is not None:
        error.caret = typed.caret(error.caret)
    return error


def _check_left(
    parts: list[Entry], answer: Expression, names: tuple[str, ...], by: tuple[str, ...]
) -> None:
    """Refuse what stands left of an equals sign, if it is neither what is asked for nor equal to the answer."""
    for place, part in enumerate(parts[:-1]):
        if not part.text.strip():
            continue
        if is_name(part.text):
            other = differentiated_by(part.text, names)
            if (
                len(by) == 1
                and other not in (None, canonical(by[0]))
                and part.text.strip() != other
            ):
                raise Unreadable(
                    _("You typed {name}, and the derivative by {by} is asked for.").format(
                        name=f"`{part.text.strip()}`", by=f"${by[0]}$"
                    )
                )
            continue
        try:
            side = parse(part.text, names)
        except ParseError:
            if place:  # what stands between was only on the way there
                continue
            raise _equation(parts) from None
        ground = Ground(tuple((name, None) for name in names))
        if shape(side) or not compare(side, answer, ground).equal:
            raise _equation(parts)


def _equation(parts: list[Entry]) -> Unreadable:
    caret = Caret(
        parts[0].position, len(parts[0].text), _("what stands left of the = is not asked for")
    )
    return Unreadable(_("That is an equation. Type what is asked for alone."), caret)


def read_rows(text: str, variables: Iterable[str], by: tuple[str, ...] = ()) -> Read:
    """Return typed entries in rows, all of one length.

    Args:
        text: what was typed; a name and an equals sign may stand in front.
        variables: the names that may occur.
        by: the variables that the question differentiates by, in order.

    Raises:
        Unreadable: brackets or an entry can't be read, an entry has other variables, or rows differ
            in length.
    """
    names = tuple(variables)
    typed = _normalized(text, names)
    try:
        return _read_rows(typed.text, names, tuple(map(canonical, by)))
    except Unreadable as error:
        raise _placed(error, typed) from None


def _read_rows(text: str, names: tuple[str, ...], by: tuple[str, ...]) -> Read:
    parts = sides(text)
    body = parts[-1].text if len(parts) <= 2 else text
    start = parts[-1].position if len(parts) <= 2 else 0
    if len(parts) == 2 and parts[0].text.strip() and not is_name(parts[0].text):
        # Names of the entries, which must be in the order asked for; anything else is no name of this.
        order = order_of(parts[0].text, by or names)
        if None in order or order != (by or names)[: len(order)]:
            raise _equation(parts)
    try:
        layout = take_apart(body)
    except LayoutError as error:
        caret = replace(error.caret, position=error.caret.position + start)
        raise Unreadable(_sentence(caret.message), caret) from None
    layout = Layout(
        tuple(tuple(Entry(e.text, e.position + start) for e in row) for row in layout.rows),
        layout.orientation,
    )
    if len({len(row) for row in layout.rows}) > 1:
        counts = _(" and ").join(dict.fromkeys(str(len(row)) for row in layout.rows))
        raise Unreadable(
            _("The rows are not of one length: they have {counts} entries.").format(counts=counts)
        )
    _check_spaces(body, layout)
    _check_names(layout)
    many = _("Numbers are asked for here")
    rows = tuple(tuple(_entry(entry, names, many) for entry in row) for row in layout.rows)
    return _spread(layout, rows)


def _check_spaces(text: str, layout: Layout) -> None:
    """Refuse ``[6 4]``, entries with nothing but a space between them."""
    for row in layout.rows:
        for entry in row:
            if _SPACED.fullmatch(entry.text):
                caret = Caret(
                    entry.position,
                    len(entry.text),
                    _("a comma is missing between the entries"),
                    ", ".join(entry.text.split()),
                )
                raise Unreadable(_("A comma is missing between the entries."), caret)


def _check_names(layout: Layout) -> None:
    """Refuse ``6, y = 4``: which name belongs to which entry is not for the judge to say."""
    for row in layout.rows:
        for entry in row:
            name, equals, __ = entry.text.partition("=")
            if equals:
                caret = Caret(
                    entry.position, len(name) + 1, _("an entry stands here without its name")
                )
                raise Unreadable(
                    _("Type the entries alone, without names and equals signs."), caret
                )


def _spread(layout: Layout, rows: Rows) -> Read:
    """Return the rows, with a lone ``1/5 [3, 4]`` multiplied out."""
    texts = tuple(entry.text for row in layout.rows for entry in row)
    shapes = {_shape(entry) for row in rows for entry in row}
    if shapes == {()}:
        return Read(rows, texts, layout.orientation)
    if layout.shape != (1, 1):
        raise Unreadable(_("An entry is itself a list. A matrix is typed [[a, b], [c, d]]."))
    (size,) = shapes
    if len(size) == 1:
        entries = tuple(_component(rows[0][0], (i,)) for i in range(size[0]))
        return Read((entries,), ("",) * size[0], "flat")
    made = tuple(
        tuple(_component(rows[0][0], (i, j)) for j in range(size[1])) for i in range(size[0])
    )
    return Read(made, ("",) * (size[0] * size[1]), "matrix")


def _component(node: Expression, place: tuple[int, ...]) -> Expression:
    """Return one entry of a sum, multiple or quotient of vectors or matrices."""
    match node:
        case Vector(entries=entries):
            return entries[place[0]]
        case Matrix(rows=rows):
            return rows[place[0]][place[1]]
        case Sum() | Product() | Quotient() | Negate():
            return node.rebuilt(
                tuple(_component(part, place) if shape(part) else part for part in node.parts())
            )
    return node


def _shape(expression: Expression) -> tuple[int, ...]:
    try:
        return shape(expression)
    except ShapeError as error:
        raise Unreadable(_sentence(str(error))) from None


def _entry(entry: Entry, variables: tuple[str, ...], asked: str) -> Expression:
    """Return an entry; ``asked`` says what is asked for where there are no variables."""
    try:
        return parse(entry.text, variables)
    except ParseError as error:
        lowered = _lowered(entry.text, variables)
        if lowered is not None:
            return lowered
        word = _word(entry.text, variables)
        if word:
            raise Unreadable(_about_word(word, variables)) from None
        foreign = _foreign(entry.text, variables)
        if foreign:
            raise Unreadable(_about_names(foreign, variables, asked)) from None
        advice = error.suggestion
        if _DERIVED.search(entry.text):
            advice = _("work the derivative out, and type the result")
        caret = Caret(error.position + entry.position, error.length, error.message, advice)
        raise Unreadable(_sentence(error.message), caret) from None


def _lowered(text: str, variables: tuple[str, ...]) -> Expression | None:
    """Return a text read with its capital letters small, where the question has only the small ones; or None."""
    capitals = {c for c in text if c.isupper()}
    known = {canonical(name)[:1] for name in variables} | {"e"}
    if not capitals or not {c.lower() for c in capitals} <= known or capitals & known:
        return None
    try:
        return parse("".join(c.lower() if c in capitals else c for c in text), variables)
    except ParseError:
        return None


def _foreign(text: str, variables: tuple[str, ...]) -> list[str]:
    """Return the variables of a text that has others than the question, where it can be read at all."""
    try:
        found = parse(text).free_symbols
    except ParseError:
        return []
    return sorted(found - set(variables))


def _word(text: str, variables: tuple[str, ...]) -> str | None:
    """Return a word such as *four*, which is neither a function nor made of the question's variables."""
    for found in _WORD.finditer(text):
        word = found.group()
        if not word.isalpha():  # raised letters are none
            continue
        known = nearest(word.lower(), [*CALLED, *GREEK_WORDS, *variables])
        if (
            not known
            and not set(word) & set(variables)
            and segment(word, None)[-1].kind == "symbol"
        ):
            return word
    return None


def _about_word(word: str, variables: tuple[str, ...]) -> str:
    if not variables:
        return _("'{word}' can't be read as a number. Type it in digits.").format(word=word)
    return _("'{word}' can't be read here.").format(word=word) + " " + _about_variables(variables)


def _about_names(foreign: list[str], variables: tuple[str, ...], asked: str) -> str:
    from vctutor.maths.latex import to_latex

    named = listed([f"${to_latex(Symbol(name))}$" for name in foreign])
    if not variables:
        stands = plural(
            "{asked}, and {named} still stands in yours. Put the values in.",
            "{asked}, and {named} still stand in yours. Put the values in.",
            len(foreign),
        )
        return stands.format(asked=asked, named=named)
    unknown = plural(
        "{named} doesn't occur in this question.",
        "{named} don't occur in this question.",
        len(foreign),
    )
    return unknown.format(named=named) + " " + _about_variables(variables)


def _about_variables(variables: tuple[str, ...]) -> str:
    from vctutor.maths.latex import to_latex

    allowed = listed([f"${to_latex(Symbol(name))}$" for name in variables])
    return plural(
        "The variable is {allowed}.", "The variables are {allowed}.", len(variables)
    ).format(allowed=allowed)


def listed(words: list[str]) -> str:
    """Return words as a sentence lists them: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) == 1:
        return words[0]
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _sentence(message: str) -> str:
    text = message[:1].upper() + message[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."
