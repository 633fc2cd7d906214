"""The passages of a chapter that a search can find, and the words in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch
from typing import Literal, NamedTuple

from vctutor.course.model import (
    Block,
    Callout,
    Chapter,
    Code,
    Derivation,
    Diagram,
    Flow,
    Formula,
    ManyChoices,
    OneChoice,
    OrderAnswer,
    Prose,
    Question,
    Section,
    SimulationRef,
    Table,
)

Kind = Literal["chapter", "heading", "term", "formula", "simulation", "question", "text", "code"]

_MARKUP = re.compile(
    r"`([^`]*)`|\$([^$]+)\$|\[\[(?:([^\[\]|]*)\|)?([^\[\]|]+)\]\]|\[([^\[\]]+)\]\([^()\s]*\)|\{[+=]?([^{}]*)\}"
)
_WORD = re.compile(r"[^\W_]+")
_COMMAND = re.compile(r"\\([a-zA-Z]+)")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


class SearchPassage(NamedTuple):
    """A piece of a chapter small enough to be shown as the answer to a search.

    Attributes:
        chapter: the chapter's number.
        place: the block it stands in, for a term the first that speaks of it; ``summary`` for the summary; empty
            for the chapter's own title, its goals, and terms of which nothing speaks.
        kind: what it is.
        text: prose, except that a formula is LaTeX and code is code.
        formulas: whether ``text`` is LaTeX as a whole.
    """

    chapter: int
    place: str
    kind: Kind
    text: str
    formulas: bool = False


def passages(chapter: Chapter) -> Iterator[SearchPassage]:
    """Yield the passages of a chapter. Answers and solutions are not among them: a search gives nothing away."""

    def made(kind: Kind, text: str, place: str = "", formulas: bool = False) -> SearchPassage:
        return SearchPassage(chapter.number, place, kind, text, formulas)

    yield made("chapter", chapter.title)
    introduced = _introduced(chapter)
    for term in chapter.terms:
        place = introduced.get(term.term.casefold(), "")
        yield made("term", f"{term.term}: {term.means}", place)
    for text in chapter.goals:
        yield made("text", text)
    for text in chapter.summary:
        yield made("text", text, "summary")
    for block in chapter.body:
        for kind, text in _of_block(block):
            if text.strip():
                yield made(kind, text.strip(), block.place, kind == "formula")


def _introduced(chapter: Chapter) -> dict[str, str]:
    """Return where each term is spoken of first: in small letters, and the block that links it."""
    places: dict[str, str] = {}
    for block in chapter.body:
        if isinstance(block, Prose | Callout):
            for match in _MARKUP.finditer(block.text):
                if match.group(4):
                    places.setdefault(match.group(4).strip().casefold(), block.place)
    return places


_Piece = tuple[Kind, str]


@singledispatch
def _of_block(block: Block) -> Iterable[_Piece]:
    return ()


@_of_block.register
def _(block: Section) -> Iterable[_Piece]:
    return [("heading", block.title)]


@_of_block.register
def _(block: Prose) -> Iterable[_Piece]:
    return [("text", text) for text in _PARAGRAPH.split(block.text)]


@_of_block.register
def _(block: Formula) -> Iterable[_Piece]:
    return [("formula", block.formula), ("text", block.say or "")]


@_of_block.register
def _(block: Callout) -> Iterable[_Piece]:
    return [
        ("heading", block.title or ""),
        *(("text", text) for text in _PARAGRAPH.split(block.text)),
    ]


@_of_block.register
def _(block: Table) -> Iterable[_Piece]:
    rows = [block.columns, *block.rows]
    return [
        ("text", block.caption or ""),
        *(("text", " · ".join(filter(None, row))) for row in rows),
    ]


@_of_block.register
def _(block: Code) -> Iterable[_Piece]:
    return [("text", block.caption or ""), *(("code", line) for line in block.text.splitlines())]


@_of_block.register
def _(block: Derivation) -> Iterable[_Piece]:
    steps: list[_Piece] = [("heading", block.title or "")]
    for step in block.steps:
        steps += [("formula", step.formula), ("text", step.because or "")]
    return steps


@_of_block.register
def _(block: Flow) -> Iterable[_Piece]:
    boxes = [f"{node.name}: {node.note}" if node.note else node.name for node in block.nodes]
    return [("text", block.caption or ""), *(("text", box) for box in boxes)]


@_of_block.register
def _(block: Diagram) -> Iterable[_Piece]:
    return [("text", block.caption or ""), ("text", block.say)]


@_of_block.register
def _(block: SimulationRef) -> Iterable[_Piece]:
    title = block.title or block.name.replace("-", " ").capitalize()
    return [("simulation", title), ("text", block.caption or "")]


@_of_block.register
def _(block: Question) -> Iterable[_Piece]:
    offered: tuple[str, ...] = ()
    if isinstance(block.answer, OneChoice | ManyChoices):
        offered = tuple(option.text for option in block.answer.options)
    elif isinstance(block.answer, OrderAnswer):
        offered = tuple(sorted(block.answer.steps))
    return [("question", block.ask), *(("question", text) for text in offered)]


# --- words -------------------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters without accents."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(part for part in parts if not unicodedata.combining(part))
    return _WORD.findall(text.casefold())


def words_of(passage: SearchPassage, spoken: Callable[[str], str]) -> list[str]:
    """Return the words a passage is found by; those of its formulas are how they are read aloud.

    Args:
        passage: the passage.
        spoken: says a formula in words.
    """
    if passage.kind == "code":
        return words(passage.text)
    if passage.formulas:
        return _formula_words(passage.text, spoken)
    found: list[str] = []
    end = 0
    for match in _MARKUP.finditer(passage.text):
        found += words(passage.text[end : match.start()])
        code, latex, shown, term, link, _ = match.groups()
        if latex is not None:
            found += _formula_words(latex, spoken)
        else:
            found += words(" ".join(filter(None, (code, shown, term, link))))
        end = match.end()
    return found + words(passage.text[end:])


def _formula_words(latex: str, spoken: Callable[[str], str]) -> list[str]:
    return words(spoken(latex)) + words(" ".join(_COMMAND.findall(latex)))
