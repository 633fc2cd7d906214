"""How vectors and matrices are typed: brackets, commas, semicolons, and where each entry stands.

Taken apart here, and not by the parser of expressions, because an entry with a mistake must be
shown in its place, and because the orientation of a vector lies in how it was typed: ``[a; b]``,
``[[a], [b]]`` and ``[a, b]^T`` are columns.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from vctutor.grading.verdict import Caret
from vctutor.i18n import _

_OPEN, _CLOSE = "([{⟨", ")]}⟩"
_TRANSPOSED = re.compile(r"\s*(?:\^\s*\{?\s*\\?(?:top|T|t|⊤)\s*\}?|\.T|ᵀ|⊤|')\s*$")

# What may stand before an equals sign: f'(x), dL/dw, ∂f/∂x, J_f, x_1; nothing that starts with a number.
_PREFIX = re.compile(r"^\s*(?:(?:[^\W\d]|[∂∇])[\w'′(),/∂∇ ^]*)?=(?!=)\s*|^\s*[≈~]\s*")

Orientation = Literal["row", "column", "flat", "matrix"]


class Entry(NamedTuple):
    """The text of one entry and how many characters stand before it."""

    text: str
    position: int


class Layout(NamedTuple):
    """Typed entries in rows.

    Attributes:
        rows: the entries, row by row.
        orientation: ``flat`` for a plain list, which may be meant either way; ``column`` and
            ``row`` where brackets or a transpose say so; ``matrix`` for two rows and two columns or
            more.
    """

    rows: tuple[tuple[Entry, ...], ...]
    orientation: Orientation

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns, of the longest row."""
        return len(self.rows), max(map(len, self.rows))


class LayoutError(Exception):
    """The brackets can't be read; ``caret`` shows where."""

    def __init__(self, caret: Caret) -> None:
        """Keep where the mistake is."""
        super().__init__(caret.message)
        self.caret = caret


def take_apart(text: str) -> Layout:
    """Return the entries of a typed list, vector or matrix.

    Raises:
        LayoutError: a bracket is missing or too many, or an entry is empty.
    """
    found = _PREFIX.match(text)
    start = found.end() if found else 0
    whole = Entry(_angled(_multiplied(text[start:])), start)
    body, transposed = _transpose(whole)
    _check_brackets(body)
    rows = _rows(body)
    _check_entries(rows)
    if transposed:
        rows = _flipped(rows)
    return Layout(tuple(map(tuple, rows)), _orientation(body, rows, transposed))


_BRACKETED = re.compile(r"[(\[][^()\[\]]*[,;][^()\[\]]*[)\]]")


def _multiplied(text: str) -> str:
    """Return ``2*(3, 2)`` and ``-(3/5; 4/5)`` with the square brackets and commas that the parser reads a vector by."""
    found = _BRACKETED.search(text)
    before = text[: found.start()].rstrip() if found else ""
    if not found or not before or before[-1] not in "*·⋅×-−–+)0123456789" or "[" in before:
        return text
    inner = found[0][1:-1].replace(";", ",")
    return f"{text[: found.start()]}[{inner}]{text[found.end() :]}"


def _angled(text: str) -> str:
    """Return ``<6, 4>``, as some books write a vector, with the brackets that are meant."""
    bare = text.strip()
    if bare[:1] != "<" or bare[-1:] != ">":
        return text
    start, stop = text.index("<"), text.rindex(">")
    return f"{text[:start]}⟨{text[start + 1 : stop]}⟩{text[stop + 1 :]}"


def _transpose(whole: Entry) -> tuple[Entry, bool]:
    found = _TRANSPOSED.search(whole.text)
    if found and whole.text[: found.start()].rstrip().endswith(tuple(_CLOSE)):
        return Entry(whole.text[: found.start()], whole.position), True
    return whole, False


def _rows(body: Entry) -> list[list[Entry]]:
    inner = _peel(body)
    by_semicolon = split(inner, ";\n")
    if len(by_semicolon) > 1:
        return [split(_peel(row), ",") for row in by_semicolon]
    parts = split(inner, ",")
    if all(_bracketed(part) for part in parts) and not (len(parts) == 1 and inner == body):
        return [split(_peel(part), ",") for part in parts]
    return [parts]


def _orientation(body: Entry, rows: list[list[Entry]], transposed: bool) -> Orientation:
    if len(rows) > 1:
        return "column" if max(map(len, rows)) == 1 else "matrix"
    nested = _bracketed(_strip(_peel(body)))
    return "row" if transposed or nested else "flat"


def _flipped(rows: list[list[Entry]]) -> list[list[Entry]]:
    if len({len(row) for row in rows}) > 1:
        return rows
    return [list(column) for column in zip(*rows, strict=True)]


def _peel(entry: Entry) -> Entry:
    """Return what stands between the outermost brackets, or the entry itself where there are none."""
    bare = _strip(entry)
    if not _bracketed(bare):
        return bare
    return Entry(bare.text[1:-1], bare.position + 1)


def _bracketed(entry: Entry) -> bool:
    text = entry.text.strip()
    if len(text) < 2 or text[0] not in _OPEN or text[-1] not in _CLOSE:
        return False
    depth = 0
    for index, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0:
            return index == len(text) - 1
    return False


def _strip(entry: Entry) -> Entry:
    start = len(entry.text) - len(entry.text.lstrip())
    return Entry(entry.text.strip(), entry.position + start)


def split(entry: Entry, separators: str) -> list[Entry]:
    """Return the parts between separators outside brackets; one dangling separator is forgiven."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(entry.text):
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0 and character in separators:
            parts.append(_strip(Entry(entry.text[start:index], entry.position + start)))
            start = index + 1
    last = _strip(Entry(entry.text[start:], entry.position + start))
    return [*parts, last] if last.text or not parts else parts


def _check_brackets(body: Entry) -> None:
    opened: list[int] = []
    for index, character in enumerate(body.text):
        if character in _OPEN:
            opened.append(index)
        elif character in _CLOSE:
            place = body.position + index
            if not opened:
                raise LayoutError(
                    Caret(
                        place,
                        1,
                        _("nothing was opened that '{character}' closes").format(
                            character=character
                        ),
                    )
                )
            wanted = _CLOSE[_OPEN.index(body.text[opened[-1]])]
            if wanted != character:
                message = _("'{body}' is closed by '{wanted}'").format(
                    body=body.text[opened[-1]], wanted=wanted
                )
                raise LayoutError(Caret(place, 1, message, wanted))
            opened.pop()
    if opened:
        mark = body.text[opened[-1]]
        wanted = _CLOSE[_OPEN.index(mark)]
        raise LayoutError(
            Caret(
                body.position + opened[-1],
                1,
                _("this '{mark}' is never closed").format(mark=mark),
                f"{body.text}{wanted}",
            )
        )


def _check_entries(rows: list[list[Entry]]) -> None:
    for row in rows:
        for entry in row:
            if not entry.text:
                raise LayoutError(Caret(entry.position, 0, _("an entry is missing here")))
