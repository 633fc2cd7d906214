"""From pieces of prose to lines: words are wrapped, formulas stay whole, and what can be acted on is marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from vctutor.styled_text import Line, Span, merge
from vctutor.styled_text import cells as cell_len
from vctutor.styled_text import width as width_of
from vctutor.typesetting import inline, spoken
from vctutor.typesetting.prose.reading import ListItem, Paragraph, Piece, parse_prose
from vctutor.typesetting.symbols import MATH, to_ascii
from vctutor.typesetting.wrapping import cut, phrases


class Mark(Struct, frozen=True):
    """Something in laid-out prose that a reader can act on.

    A formula, term or link that runs over several lines has a mark on each.

    Attributes:
        kind: ``formula``, ``term`` or ``link``.
        source: the formula's LaTeX, the term's name in the glossary or the link's address.
        line: index of the line.
        start: first cell in the line.
        end: the cell after the last.
        piece: running number of the formula, term or link in the text: equal for all lines of one.
    """

    kind: Literal["formula", "term", "link"]
    source: str
    line: int
    start: int
    end: int
    piece: int


class _Bit(Struct, frozen=True):
    """Part of a word: a span, and the number of the piece it belongs to if that can be acted on."""

    span: Span
    piece: int = -1


_Word = list[_Bit]
_MARKED = ("formula", "term", "link")


def lay_prose(text: str, width: int, *, ascii: bool = False, base_role: str = "") -> list[Line]:
    """Return a text as lines no wider than ``width``, paragraphs parted by an empty line.

    Args:
        text: light markdown.
        width: cells a line may take; less than 1 counts as 1.
        ascii: use ASCII characters alone.
        base_role: the role of plain text; kinds of piece add theirs to it.
    """
    return lay_prose_marked(text, width, ascii=ascii, base_role=base_role)[0]


def lay_prose_marked(
    text: str, width: int, *, ascii: bool = False, base_role: str = ""
) -> tuple[list[Line], list[Mark]]:
    """Return what ``lay_prose`` does, and the formulas, terms and links in it with their places."""
    lines, marks = _laid(text, max(width, 1), ascii, base_role)
    return list(lines), list(marks)


@lru_cache(maxsize=64)
def _laid(
    text: str, width: int, ascii: bool, base_role: str
) -> tuple[tuple[Line, ...], tuple[Mark, ...]]:
    layout = _Layout(width, ascii, base_role)
    for block in parse_prose(text):
        layout.add(block)
    return tuple(layout.lines), tuple(layout.marks)


class _Layout:
    """Lines being filled."""

    def __init__(self, width: int, ascii: bool, base_role: str) -> None:
        self.width = width
        self.ascii = ascii
        self.base_role = base_role
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self._pieces: list[Piece] = []
        self._after_item = False

    def add(self, block: Paragraph | ListItem) -> None:
        """Lay out one paragraph or list item."""
        item = isinstance(block, ListItem) and block.marker != ""
        if self.lines and not (item and self._after_item):
            self.lines.append(())
        self._after_item = isinstance(block, ListItem)
        first, rest = self._margins(block)
        self._fill(self._words(block.pieces, self.width - cell_len(rest)), first, rest)

    def _margins(self, block: Paragraph | ListItem) -> tuple[str, str]:
        """Return what stands before the first line and before the others."""
        if isinstance(block, Paragraph):
            bar = ("| " if self.ascii else "│ ") if block.quote and self.width > 4 else ""
            return bar, bar
        bullet = block.marker or " "
        if bullet == "-" and not self.ascii:
            bullet = "•–"[block.level % 2]
        lead = "  " * block.level + bullet + " "
        if cell_len(lead) > self.width // 2:
            return "", ""
        return lead, " " * cell_len(lead)

    # --- words -----------------------------------------------------------------------------------------------

    def _words(self, pieces: Sequence[Piece], room: int) -> list[_Word]:
        """Return the words of pieces: bits between spaces, with every formula that fits in ``room`` in one word."""
        words: list[_Word] = [[]]
        for piece in pieces:
            number = -1
            if piece.kind in _MARKED:
                number = len(self._pieces)
                self._pieces.append(piece)
            if piece.kind == "formula":
                for at, phrase in enumerate(self._formula(piece, room)):
                    if at:
                        words.append([])
                    words[-1].extend(_Bit(span, number) for span in phrase)
                continue
            role = self._role(piece)
            shown = to_ascii(piece.text) if self.ascii else piece.text
            for at, part in enumerate(shown.split(" ")):
                if at and words[-1]:
                    words.append([])
                if part:
                    words[-1].append(_Bit(Span(part, role), number))
        return [word for word in words if word]

    def _formula(self, piece: Piece, room: int) -> list[Line]:
        """Return a formula's one-line form: whole if it fits in ``room``, else in the parts it is best broken into."""
        line = inline(piece.source, ascii=self.ascii)
        extra = " ".join(["bold"] * piece.strong + ["italic"] * piece.emphasis)
        if extra:
            line = tuple(Span(span.text, f"{span.role} {extra}") for span in line)
        return [line] if width_of(line) <= room else phrases(line, room)

    def _role(self, piece: Piece) -> str:
        own = {"code": ["code"], "term": ["term"], "link": ["link"]}.get(piece.kind, [])
        styles = ["strong"] * piece.strong + ["emphasis"] * piece.emphasis
        return " ".join(filter(None, [self.base_role, *own, *styles]))

    # --- filling ---------------------------------------------------------------------------------------------

    def _fill(self, words: list[_Word], first: str, rest: str) -> None:
        line: _Word = [_Bit(Span(first, self._margin_role()))] if first else []
        used = empty = cell_len(first)
        for word in words:
            size = _size(word)
            gap = int(used > empty)
            if used + gap + size > self.width:
                parts = (
                    [word]
                    if size <= self.width - cell_len(rest)
                    else self._split(word, self.width - cell_len(rest))
                )
            else:
                parts = [word]
            for number, part in enumerate(parts):
                size = _size(part)
                gap = int(used > empty)
                if used > empty and (number or used + gap + size > self.width):
                    self._end(line)
                    line = [_Bit(Span(rest))] if rest else []
                    used = empty = cell_len(rest)
                    gap = 0
                if gap:
                    line.append(self._space(line[-1], part[0]))
                line.extend(part)
                used += gap + size
        if line:
            self._end(line)

    def _margin_role(self) -> str:
        return f"{self.base_role} muted".strip()

    def _space(self, left: _Bit, right: _Bit) -> _Bit:
        """Return the space between two words, which belongs to the piece that has words on both sides of it."""
        if left.piece == right.piece and left.piece >= 0:
            return _Bit(Span(" ", left.span.role), left.piece)
        return _Bit(
            Span(" ", left.span.role if left.span.role == right.span.role else self.base_role)
        )

    def _split(self, word: _Word, room: int) -> list[_Word]:
        """Return a word that is wider than a line in parts that are not: at its spaces if it has any, else anywhere."""
        parts: list[_Word] = [[]]
        used = 0
        for piece in _at_spaces(word):
            size = _size(piece)
            gap = int(used > 0 and piece[0].span.text.startswith(" "))
            bare = _strip(piece)
            if used and used + size > room:
                parts.append([])
                used, gap = 0, 0
            kept = piece if gap or used else bare
            size = _size(kept)
            if size <= room:
                parts[-1].extend(kept)
                used += size
                continue
            for chopped in self._chop(kept, room):
                if parts[-1]:
                    parts.append([])
                parts[-1].extend(chopped)
                used = _size(chopped)
        return [part for part in parts if part]

    def _chop(self, word: _Word, room: int) -> list[_Word]:
        """Return a word cut wherever a line is full."""
        pieces = [
            [_Bit(span, bit.piece) for span in part]
            for bit in word
            for part in cut((bit.span,), max(room, 1))
        ]
        joined: list[_Word] = [[]]
        for piece in pieces:
            if joined[-1] and _size(joined[-1]) + _size(piece) > room:
                joined.append([])
            joined[-1].extend(piece)
        return joined

    def _end(self, line: _Word) -> None:
        """Finish a line: merge its spans and note what can be acted on in it."""
        number = len(self.lines)
        at = 0
        for bit in line:
            end = at + cell_len(bit.span.text)
            if bit.piece >= 0 and end > at:
                last = self.marks[-1] if self.marks else None
                if last is not None and (last.line, last.piece, last.end) == (
                    number,
                    bit.piece,
                    at,
                ):
                    self.marks[-1] = Mark(
                        last.kind, last.source, number, last.start, end, bit.piece
                    )
                else:
                    piece = self._pieces[bit.piece]
                    self.marks.append(Mark(piece.kind, piece.source, number, at, end, bit.piece))  # type: ignore[arg-type]
            at = end
        self.lines.append(merge(bit.span for bit in line))


def _size(word: _Word) -> int:
    return sum(cell_len(bit.span.text) for bit in word)


def _at_spaces(word: _Word) -> list[_Word]:
    """Return a word cut before each of its spaces, which only formulas have."""
    parts: list[_Word] = [[]]
    for bit in word:
        for at, text in enumerate(bit.span.text.split(" ")):
            if at:
                parts.append([])
                text = " " + text
            if text:
                parts[-1].append(_Bit(Span(text, bit.span.role), bit.piece))
    return [part for part in parts if part]


def _strip(word: _Word) -> _Word:
    """Return a word without the space it starts with."""
    head = word[0]
    text = head.span.text.lstrip(" ")
    return ([_Bit(Span(text, head.span.role), head.piece)] if text else []) + word[1:]


# --- one line ------------------------------------------------------------------------------------------------


def plain_prose(text: str, *, ascii: bool = False, spoken: bool = False) -> str:
    """Return a text on one line without markup, with its formulas in the inline or the spoken form."""
    paragraphs = []
    for block in parse_prose(text):
        numbered = isinstance(block, ListItem) and block.marker not in ("-", "")
        lead = f"{block.marker} " if numbered and isinstance(block, ListItem) else ""
        paragraphs.append(lead + "".join(_plain(piece, ascii, spoken) for piece in block.pieces))
    return " ".join(" ".join(paragraphs).split())


def _plain(piece: Piece, ascii: bool, aloud: bool) -> str:
    if piece.kind == "formula":
        if aloud:
            return spoken(piece.source)
        return "".join(span.text for span in inline(piece.source, ascii=ascii))
    return to_ascii(piece.text) if ascii else piece.text


__all__ = ["MATH", "Mark", "lay_prose", "lay_prose_marked", "plain_prose"]
