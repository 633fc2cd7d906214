"""How plain text is written: for the eye on lines of some width, or for the ear; and prose and formulas in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from shlex import quote
from textwrap import wrap

from vctutor.settings import TEXT_WIDTH
from vctutor.styled_text import plain
from vctutor.typesetting import spoken, typeset
from vctutor.typesetting.prose import ListItem, Piece, lay_prose, parse_prose
from vctutor.typesetting.symbols import to_ascii

INDENT = 4


@dataclass(frozen=True)
class TextOptions:
    """How plain text is written.

    Attributes:
        cells: the widest a line gets; what can't be broken, such as a command or a listing, may be wider.
        ascii: use ASCII characters alone.
        aloud: write what a voice should read: every formula in words, tables by rows, nothing set in.
        course: the directory that was given for the course; empty where the commands advised need none.
    """

    cells: int = TEXT_WIDTH
    ascii: bool = False
    aloud: bool = False
    course: str = ""

    def command(self, words: str) -> str:
        """Return a command about the course as it is to be typed: ``vctutor quiz 4 --course mine``."""
        return (
            f"vctutor {words} --course {quote(self.course)}" if self.course else f"vctutor {words}"
        )

    def margin(self, cells: int) -> str:
        """Return what stands before a line that is set in; nothing for the ear."""
        return "" if self.aloud else " " * cells


def prose(text: str, manner: TextOptions, indent: int = 0) -> list[str]:
    """Return light markdown as plain lines: paragraphs parted by an empty line, addresses of links below."""
    room = max(20, manner.cells - len(manner.margin(indent)))
    if manner.aloud:
        lines = _told(text, room)
    else:
        lines = [plain(line).rstrip() for line in lay_prose(text, room, ascii=manner.ascii)]
    lines += _addresses(text)
    if manner.ascii:
        lines = [to_ascii(line) for line in lines]
    margin = manner.margin(indent)
    return [margin + line if line else "" for line in lines]


def formula(
    latex: str, manner: TextOptions, say: str | None = None, indent: int = INDENT
) -> list[str]:
    """Return a formula: on one line where it fits, or in words, the author's where there are any."""
    if manner.aloud:
        words = say.strip() if say else spoken(latex.strip())
        return wrapped(words, manner)
    room = max(20, manner.cells - indent)
    lines = typeset(latex.strip(), form="inline", width=room, ascii=manner.ascii)
    return [" " * indent + plain(line).rstrip() for line in lines]


def wrapped(text: str, manner: TextOptions, indent: int = 0) -> list[str]:
    """Return plain words on lines of the manner's width."""
    shown = to_ascii(text) if manner.ascii else text
    room = max(20, manner.cells - len(manner.margin(indent)))
    lines = wrap(shown, room, break_long_words=False, break_on_hyphens=False)
    return [manner.margin(indent) + line for line in lines]


def phrase(text: str, manner: TextOptions) -> str:
    """Return prose on one line, its formulas inline or in words."""
    return " ".join(" ".join(prose(text, TextOptions(10_000, manner.ascii, manner.aloud))).split())


def sentence(text: str) -> str:
    """Return a text with a full stop at its end, unless it ends with a mark of its own."""
    return text if text[-1:] in ".!?:" else f"{text}."


def _told(text: str, room: int) -> list[str]:
    """Return prose in words. A bullet is not read: each item begins a line."""
    lines: list[str] = []
    before = False
    for block in parse_prose(text):
        item = isinstance(block, ListItem)
        if lines and not (item and before):
            lines.append("")
        before = item
        lead = f"{block.marker} " if isinstance(block, ListItem) and block.marker != "-" else ""
        words = " ".join((lead + "".join(_word(piece) for piece in block.pieces)).split())
        lines += wrap(words, room, break_long_words=False, break_on_hyphens=False)
    return lines


def _word(piece: Piece) -> str:
    if piece.kind == "formula":
        return spoken(piece.source)
    return re.sub(r"−(?=\d)", "minus ", piece.text)


def _addresses(text: str) -> list[str]:
    links = [
        piece
        for block in parse_prose(text)
        for piece in block.pieces
        if piece.kind == "link" and "://" in piece.source
    ]
    return [f"{piece.text}: {piece.source}" for piece in links]
