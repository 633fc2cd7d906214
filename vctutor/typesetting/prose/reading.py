"""From a text in light markdown to paragraphs and list items, and to the mistakes in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from vctutor.i18n import _
from vctutor.typesetting.latex.commands import COMMANDS
from vctutor.typesetting.latex.parser import problem
from vctutor.typesetting.latex.problems import LatexProblem

Kind = Literal["text", "code", "formula", "term", "link"]

_HIDDEN = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
_ITEM = re.compile(r"( *)(?:([-*])|(\d{1,3})[.)]) +(.*)")
_CODE = re.compile(r"`([^`\n]+)`")
_TERM = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]|\n]+))?\]\]")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")
_QUOTED = re.compile(r">[ >]?[^\n]*(?:\n *>[^\n]*)*\s*\Z")
_DEEPEST = 5
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
    """A run of pieces that is wrapped as one; ``quote`` for one whose lines begin with ``>``."""

    pieces: tuple[Piece, ...]
    quote: bool = False


class ListItem(Struct, frozen=True):
    """A paragraph with a bullet or a number before it.

    Attributes:
        pieces: what it says.
        marker: ``-`` for a bullet, the number with a full stop, or nothing for an item's further paragraph.
        level: how many items it stands inside of.
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
    indents: list[int] = []  # of the items that are open
    for start, chunk in _chunks(text):
        indent, marker, offset, body = _marked(chunk, start)
        pieces = tuple(_pieces(body, offset))
        if marker:
            while indents and indent - indents[-1] < 2:
                indents.pop()
            level = max(len(indents), int(indent >= 2))
            indents.append(indent)
            yield ListItem(pieces, marker, min(level, _DEEPEST))
        elif not pieces:
            continue
        elif indents and indent >= 2:
            yield ListItem(pieces, "", min(len(indents) - 1, _DEEPEST))
        else:
            indents.clear()
            quote = body.startswith(">") and _QUOTED.match(body) is not None
            yield Paragraph(tuple(_pieces(_unquoted(body), offset)) if quote else pieces, quote)


def _unquoted(body: str) -> str:
    """Return a quotation with blanks in place of the marks its lines begin with, so that offsets stay."""
    return re.sub(r"(?m)^( *)>", r"\1 ", body)


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
    """Return indent, marker, offset of the body and the body of a chunk."""
    match = _ITEM.match(chunk)
    if match is None:
        lead = len(chunk) - len(chunk.lstrip())
        return lead, "", start + lead, chunk[lead:].rstrip()
    marker = "-" if match[2] else f"{match[3]}."
    body = chunk[match.start(4) :].rstrip()
    return len(match[1]), marker, start + match.start(4), body


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
        if (
            body.startswith("***", at)
            and strong == emphasis
            and _toggles(body, at, 3, strong, unclosable)
        ):
            yield from flush()
            strong = emphasis = not strong
            at += 3
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
            stars, shown = _unwrapped(_clean(match[1]))
            return Piece(
                "link",
                shown,
                _clean(match[2]),
                offset + match.start(1) + stars,
                strong or stars > 1,
                emphasis or stars % 2 == 1,
            ), match.end()
    return None


def _unwrapped(text: str) -> tuple[int, str]:
    """Return how many stars stand around the whole of a link's text, and the text without them."""
    match = re.fullmatch(r"(\*{1,3})([^*]+)\1", text)
    return (len(match[1]), match[2]) if match else (0, text)


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
    """Return the mistakes in a text.

    These are formulas that can't be parsed, a percent sign that drops the rest of its line, dollar signs that never
    close, LaTeX outside a formula, and markup in the text of a link. Offsets count characters of ``text``.
    """
    found: list[LatexProblem] = []
    for block in parse_prose(text):
        for piece in block.pieces:
            found += _shown_raw(piece)
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


def _shown_raw(piece: Piece) -> Iterator[LatexProblem]:
    """Yield what a piece shows as it is typed, or drops, where its author surely meant something else."""
    if piece.kind == "formula":
        match = re.search(r"(?<!\\)%", piece.text)
        if match:
            message = _("a % hides the rest of its line")
            yield LatexProblem(piece.offset + match.start(), 1, message, "\\%")
    elif piece.kind == "text":
        for match in _LATEX_COMMAND.finditer(piece.text):
            if match[1] in ("begin", "end") or match[1] in COMMANDS:
                message = _("{piece} stands outside a formula").format(piece=match[0])
                yield LatexProblem(
                    piece.offset + match.start(), len(match[0]), message, f"${match[0]}$"
                )
    elif piece.kind == "link":
        match = re.search(r"[$`]|\*\*?[^\s*][^*]*\*", piece.text)
        if match:
            message = _("markup in the text of a link is shown as it is")
            yield LatexProblem(piece.offset + match.start(), len(match[0]), message)


# At least two letters: a single one is more often a path or an escape than a command.
_LATEX_COMMAND = re.compile(r"\\([a-zA-Z]{2,})(?![a-zA-Z\\])")
# A formula that begins with a number, not an amount of money such as $5, $10k or $3 million.
_NUMBER_IN_FORMULA = re.compile(r"\$[\d.,]*\d(?:[\^_\\]|[a-zA-Z](?![a-zA-Z])(?<![kKmMbB]))")


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
                money = after.isdigit() and not _NUMBER_IN_FORMULA.match(chunk, at)
                if (not after and at) or (after and not after.isspace() and not money):
                    yield LatexProblem(
                        start + at, 1, _("a $ without its partner"), _("\\$ for a dollar sign")
                    )
            at += 1
