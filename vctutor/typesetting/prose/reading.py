"""From a text in light markdown to paragraphs and list items, and to the mistakes in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from vctutor.i18n import _
from vctutor.typesetting.latex.parser import problem
from vctutor.typesetting.latex.problems import LatexProblem

Kind = Literal["text", "code", "formula", "term", "link"]

_HIDDEN = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
_ITEM = re.compile(r"( *)(?:([-*])|(\d{1,3})[.)]) +(.*)")
_CODE = re.compile(r"`([^`\n]+)`")
_TERM = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]|\n]+))?\]\]")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")
_ESCAPED = frozenset("\\$*`[]_-")


class Piece(Struct, frozen=True):
    """A run of prose of one kind.

    Attributes:
        kind: ``text``, ``code``, ``formula``, ``term`` or ``link``.
        text: what is shown; for a formula its LaTeX.
        source: a formula's LaTeX, a term's name in the glossary or a link's address; else empty.
        offset: where its content starts in the text given, in characters.
        strong: whether it stands between ``**``.
        emphasis: whether it stands between ``*``.
    """

    kind: Kind
    text: str
    source: str = ""
    offset: int = 0
    strong: bool = False
    emphasis: bool = False


class Paragraph(Struct, frozen=True):
    """A run of pieces that is wrapped as one."""

    pieces: tuple[Piece, ...]


class ListItem(Struct, frozen=True):
    """A paragraph with a bullet or a number before it.

    Attributes:
        pieces: what it says.
        marker: ``-`` for a bullet, else the number with a full stop.
        level: 0, or 1 for an item inside another.
    """

    pieces: tuple[Piece, ...]
    marker: str
    level: int = 0


Blocks = tuple[Paragraph | ListItem, ...]


@lru_cache(maxsize=32)
def literal(text: str) -> str:
    """Return prose that shows ``text`` as it is: nothing in it is taken for markup."""
    return "".join(f"\\{char}" if char in "\\*`$[]" else char for char in text)


def parse_prose(text: str) -> Blocks:
    """Return the paragraphs and list items of a text; never raises. Line ends within a paragraph are spaces."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Paragraph | ListItem]:
    for start, chunk in _chunks(text):
        level, marker, offset, body = _marked(chunk, start)
        pieces = tuple(_pieces(body, offset))
        if marker:
            yield ListItem(pieces, marker, level)
        elif pieces:
            yield Paragraph(pieces)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of every paragraph and list item."""
    start = 0
    lines: list[str] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if not line.strip():
            if lines:
                yield start, "".join(lines)
                lines = []
        elif _ITEM.match(line) and _may_start_item(line, lines):
            if lines:
                yield start, "".join(lines)
            start, lines = at, [line]
        else:
            if not lines:
                start = at
            lines.append(line)
        at += len(line)
    if lines:
        yield start, "".join(lines)


def _may_start_item(line: str, before: list[str]) -> bool:
    """Return whether a line that looks like an item is one: a number in mid-sentence is none unless a list runs."""
    match = _ITEM.match(line)
    assert match is not None
    if not before or _ITEM.match(before[0]):
        return True
    return match[3] is None or match[3] == "1"


def _marked(chunk: str, start: int) -> tuple[int, str, int, str]:
    """Return level, marker, offset of the body and the body of a chunk."""
    match = _ITEM.match(chunk)
    if match is None:
        lead = len(chunk) - len(chunk.lstrip())
        return 0, "", start + lead, chunk[lead:].rstrip()
    marker = "-" if match[2] else f"{match[3]}."
    body = chunk[match.start(4) :].rstrip()
    return int(len(match[1]) >= 2), marker, start + match.start(4), body


# --- inline --------------------------------------------------------------------------------------------------


def _pieces(body: str, offset: int) -> Iterator[Piece]:
    """Yield the pieces of a paragraph's text, which starts at ``offset`` of the whole."""
    strong = emphasis = False
    plain: list[str] = []
    since = 0
    # Once no stars of a kind can close, none further on can: not searching again keeps this linear.
    unclosable: set[int] = set()

    def flush() -> Iterator[Piece]:
        text = _clean("".join(plain))
        plain.clear()
        if text:
            yield Piece("text", text, "", offset + since, strong, emphasis)

    at = 0
    while at < len(body):
        found = _special(body, at, offset, strong, emphasis)
        if found is not None:
            yield from flush()
            piece, at = found
            yield piece
            since = at
            continue
        if body.startswith("**", at) and _toggles(body, at, 2, strong, unclosable):
            yield from flush()
            strong = not strong
            at += 2
            since = at
            continue
        if body[at] == "*" and _toggles(body, at, 1, emphasis, unclosable):
            yield from flush()
            emphasis = not emphasis
            at += 1
            since = at
            continue
        if body[at] == "\\" and at + 1 < len(body) and body[at + 1] in _ESCAPED:
            at += 1
        if not plain:
            since = at
        plain.append(body[at])
        at += 1
    yield from flush()


def _special(
    body: str, at: int, offset: int, strong: bool, emphasis: bool
) -> tuple[Piece, int] | None:
    """Return the code, formula, term or link that starts at ``at``, and where it ends."""
    character = body[at]
    if character == "`":
        match = _CODE.match(body, at)
        if match:
            return Piece(
                "code", _clean(match[1]), "", offset + match.start(1), strong, emphasis
            ), match.end()
    elif character == "$":
        end = formula_end(body, at)
        if end is not None:
            latex = body[at + 1 : end]
            return Piece("formula", latex, latex, offset + at + 1, strong, emphasis), end + 1
    elif character == "[":
        match = _TERM.match(body, at)
        if match:
            term = _clean(match[2] or match[1]).strip()
            return Piece(
                "term", _clean(match[1]), term, offset + match.start(1), strong, emphasis
            ), match.end()
        match = _LINK.match(body, at)
        if match:
            shown, address = _clean(match[1]), _clean(match[2])
            return Piece(
                "link", shown, address, offset + match.start(1), strong, emphasis
            ), match.end()
    return None


def _clean(text: str) -> str:
    text = text.replace("\t", " ")
    if not text.replace("\n", " ").isprintable():
        text = re.sub(_HIDDEN, "", text)
    return text.replace("\n", " ")


def formula_end(text: str, start: int) -> int | None:
    """Return where the formula that opens at the dollar sign at ``start`` has its closing one, or None.

    The opening sign has something other than a space right after it. The next dollar sign outside braces must be the
    closing one: no space before it and no digit after it. A backslash hides the character after it.
    """
    if start + 1 >= len(text) or text[start + 1].isspace() or text[start + 1] == "$":
        return None
    end = next_dollars(text).get(start)
    if end is None or text[end - 1].isspace() or text[end + 1 : end + 2].isdigit():
        return None
    return end


@lru_cache(maxsize=8)
def next_dollars(text: str) -> dict[int, int]:
    """Return for each dollar sign the next one that is not deeper in braces; found in one pass over the text.

    A search from every sign of its own would take the square of the text's length where braces stay open.
    """
    depth = 0
    signs: list[tuple[int, int]] = []  # index and depth
    at = 0
    while at < len(text):
        character = text[at]
        if character == "$":
            signs.append((at, depth))
        depth += (character == "{") - (character == "}")
        at += 2 if character == "\\" else 1
    following: dict[int, int] = {}
    waiting: list[
        tuple[int, int]
    ] = []  # signs to the right, of which none hides a shallower one behind it
    for at, level in reversed(signs):
        while waiting and waiting[-1][1] > level:
            waiting.pop()
        if waiting:
            following[at] = waiting[-1][0]
        waiting.append((at, level))
    return following


def _toggles(body: str, at: int, count: int, open_now: bool, unclosable: set[int]) -> bool:
    """Return whether the stars at ``at`` open or close emphasis: they hug a word, and a partner exists.

    Counts of stars for which no partner was found are added to ``unclosable``.
    """
    before = body[at - 1] if at else " "
    after = body[at + count] if at + count < len(body) else " "
    if open_now:
        return not before.isspace()
    if after.isspace() or after == "*" or (before.isalnum() and after.isalnum() and count == 1):
        return False
    if count not in unclosable and closing_stars(body, at + count, "*" * count):
        return True
    unclosable.add(count)
    return False


def closing_stars(body: str, at: int, stars: str) -> bool:
    """Return whether stars that can close stand later in the paragraph, outside code and formulas."""
    while at < len(body):
        if body[at] == "\\":
            at += 2
            continue
        if body[at] == "`":
            match = _CODE.match(body, at)
            at = match.end() if match else at + 1
            continue
        if body[at] == "$":
            end = formula_end(body, at)
            at = end + 1 if end is not None else at + 1
            continue
        if body.startswith(stars, at) and not body[at - 1].isspace():
            return True
        at += 1
    return False


# --- mistakes ------------------------------------------------------------------------------------------------


def problems(text: str) -> list[LatexProblem]:
    """Return the mistakes in a text: formulas that can't be read, and dollar signs that open one and never close it.

    Offsets count characters of ``text``.
    """
    found = []
    for block in parse_prose(text):
        for piece in block.pieces:
            if piece.kind == "formula":
                wrong = problem(piece.source)
                if wrong is not None:
                    found.append(
                        LatexProblem(
                            piece.offset + wrong.offset,
                            wrong.length,
                            wrong.message,
                            wrong.suggestion,
                        )
                    )
    found.extend(_unclosed(text))
    return sorted(found, key=lambda wrong: wrong.offset)


def _unclosed(text: str) -> Iterator[LatexProblem]:
    """Yield the dollar signs that seem to open a formula that never closes; money is left in peace."""
    for start, chunk in _chunks(text):
        at = 0
        while at < len(chunk):
            if chunk[at] == "\\":
                at += 2
                continue
            if chunk[at] == "`":
                match = _CODE.match(chunk, at)
                at = match.end() if match else at + 1
                continue
            if chunk[at] == "$":
                end = formula_end(chunk, at)
                if end is not None:
                    at = end + 1
                    continue
                after = chunk[at + 1 : at + 2]
                if (not after and at) or (after and not after.isspace() and not after.isdigit()):
                    yield LatexProblem(
                        start + at, 1, _("a $ without its partner"), _("\\$ for a dollar sign")
                    )
            at += 1
