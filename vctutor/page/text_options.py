"""Options of plain text output (width, ASCII, speech), and prose and formulas written with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
    """Options of plain text output.

    Attributes:
        cells: the widest a line gets; what can't be broken, such as a command or a listing, may be wider.
        ascii: use ASCII characters only.
        aloud: write for speech: every formula in words, tables by rows, no indentation.
        brief: with ``aloud``, leave out the words that only close a part of a formula.
        course: the directory that was given for the course; empty where the commands advised need none.
    """

    cells: int = TEXT_WIDTH
    ascii: bool = False
    aloud: bool = False
    course: str = ""
    brief: bool = False

    def command(self, words: str) -> str:
        """Return a command about the course as it is to be typed: ``vctutor quiz 4 --course mine``."""
        return (
            f"vctutor {words} --course {quote(self.course)}" if self.course else f"vctutor {words}"
        )

    def margin(self, cells: int) -> str:
        """Return the indentation of a line; empty for speech."""
        return "" if self.aloud else " " * cells


def prose(text: str, options: TextOptions, indent: int = 0) -> list[str]:
    """Return light markdown as plain lines: paragraphs parted by an empty line, addresses of links below."""
    room = max(20, options.cells - len(options.margin(indent)))
    if options.aloud:
        lines = _told(text, room, options.brief)
    else:
        lines = [plain(line).rstrip() for line in lay_prose(text, room, ascii=options.ascii)]
    lines += _addresses(text)
    if options.ascii:
        lines = [to_ascii(line) for line in lines]
    margin = options.margin(indent)
    return [margin + line if line else "" for line in lines]


def formula(
    latex: str, options: TextOptions, say: str | None = None, indent: int = INDENT
) -> list[str]:
    """Return a formula: on one line where it fits, or in words, the author's where there are any."""
    if options.aloud:
        words = say.strip() if say else spoken(latex.strip(), brief=options.brief)
        return wrapped(words, options)
    room = max(20, options.cells - indent)
    lines = typeset(latex.strip(), form="inline", width=room, ascii=options.ascii)
    return [" " * indent + plain(line).rstrip() for line in lines]


def wrapped(text: str, options: TextOptions, indent: int = 0) -> list[str]:
    """Return plain words wrapped at the width of the options."""
    shown = to_ascii(text) if options.ascii else text
    room = max(20, options.cells - len(options.margin(indent)))
    lines = wrap(shown, room, break_long_words=False, break_on_hyphens=False)
    return [options.margin(indent) + line for line in lines]


def phrase(text: str, options: TextOptions) -> str:
    """Return prose on one line, its formulas inline or in words."""
    return " ".join(" ".join(prose(text, replace(options, cells=10_000))).split())


def sentence(text: str) -> str:
    """Return a text with a full stop at its end, unless it ends with a mark of its own."""
    return text if text[-1:] in ".!?:" else f"{text}."


def _told(text: str, room: int, brief: bool) -> list[str]:
    """Return prose in words. A bullet is not read: each item begins a line."""
    lines: list[str] = []
    before = False
    for block in parse_prose(text):
        item = isinstance(block, ListItem)
        if lines and not (item and before):
            lines.append("")
        before = item
        lead = (
            f"{block.marker} "
            if isinstance(block, ListItem) and block.marker not in ("-", "")
            else ""
        )
        words = " ".join((lead + "".join(_word(piece, brief) for piece in block.pieces)).split())
        lines += wrap(words, room, break_long_words=False, break_on_hyphens=False)
    return lines


def _word(piece: Piece, brief: bool) -> str:
    if piece.kind == "formula":
        return spoken(piece.source, brief=brief)
    return re.sub(r"−(?=\d)", "minus ", piece.text)


def _addresses(text: str) -> list[str]:
    links = [
        piece
        for block in parse_prose(text)
        for piece in block.pieces
        if piece.kind == "link" and "://" in piece.source
    ]
    return [f"{piece.text}: {piece.source}" for piece in links]
