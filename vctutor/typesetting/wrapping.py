"""Breaking lines of spans at a width, between words where it can be done and inside them where not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vctutor.styled_text import Line, Span, merge
from vctutor.styled_text import cells as cell_len

Word = tuple[Span, ...]


def wrap(words: Iterable[Word], width: int, *, indent: int = 0) -> list[Line]:
    """Return words set with single spaces on lines at most ``width`` wide; the later lines are indented.

    A word that is wider than a line is cut. The space between two words takes the role they share.
    """
    width = max(width, 1)
    indent = indent if indent < width else 0
    lines: list[list[Span]] = [[]]
    used = 0
    for part in (part for word in words for part in _at_most(word, width - indent)):
        size = _cells(part)
        if used and used + 1 + size > width:
            lines.append([Span(" " * indent)] if indent else [])
            used = 0
        if used:
            lines[-1].append(Span(" ", _shared(lines[-1][-1], part[0])))
            used += 1
        elif len(lines) > 1:
            used = indent
        lines[-1].extend(part)
        used += size
    return [merge(line) for line in lines if line]


def _at_most(word: Word, width: int) -> list[Word]:
    """Return a word as it is if it fits in ``width``, else cut into parts that do."""
    size = _cells(word)
    if not size:
        return []
    return [word] if size <= width else cut(word, width)


def _shared(left: Span, right: Span) -> str:
    return left.role if left.role == right.role else ""


def cut(word: Sequence[Span], width: int) -> list[Word]:
    """Return a word cut into pieces at most ``width`` wide; what is wider than that alone becomes ``?``."""
    pieces: list[list[Span]] = [[]]
    used = 0
    for span in word:
        for character in span.text:
            size = cell_len(character)
            if size > width:
                character, size = "?", 1
            if used + size > width:
                pieces.append([])
                used = 0
            pieces[-1].append(Span(character, span.role))
            used += size
    return [merge(piece) for piece in pieces]


def words_of(line: Line) -> list[Word]:
    """Return a line's words: what stands between its spaces, which may be several spans."""
    words: list[list[Span]] = [[]]
    for span in line:
        for at, part in enumerate(span.text.split(" ")):
            if at:
                words.append([])
            if part:
                words[-1].append(Span(part, span.role))
    return [tuple(word) for word in words if word]


_OPENING, _CLOSING = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")
_WRITTEN_SIGNS = """
= ≈ ≠ < > ≤ ≥ ≪ ≫ ∈ ∼ → ← ↦ ⇒ ⟺ := + − ± ⋅ × ∘ ⊙ - * -> <- ~= <= >= != x o / |
"""
_SIGNS = frozenset(_WRITTEN_SIGNS.split())


def phrases(line: Line, width: int) -> list[Word]:
    """Return a formula's words, signs joined to what follows them and brackets kept whole where ``width`` allows."""
    phrased: list[Word] = []
    for group in _by_brackets(words_of(line)):
        whole = _joined(group)
        if _cells(whole) <= width:
            phrased.append(whole)
        else:
            phrased.extend(part for word in group for part in _factors(word, width))
    glued: list[Word] = []
    for word in phrased:
        if glued and _is_sign(glued[-1]):
            both = _joined([glued[-1], word])
            if _cells(both) <= width:
                glued[-1] = both
                continue
        glued.append(word)
    return glued


_BETWEEN_FACTORS = re.compile(r"(?<=[)\]])(?=[0-9A-Za-zΑ-Ωα-ω(√∛∜∂∇∑∏∫\[|‖])")


def _factors(word: Word, width: int) -> list[Word]:
    """Return a word that is wider than a line in parts: after closing brackets that something is multiplied with."""
    text = "".join(span.text for span in word)
    if _cells(word) <= width:
        return [word]
    ends = {match.start() for match in _BETWEEN_FACTORS.finditer(text)}
    parts: list[list[Span]] = [[]]
    at = 0
    for span in word:
        for character in span.text:
            if at in ends:
                parts.append([])
            parts[-1].append(Span(character, span.role))
            at += 1
    return [merge(part) for part in parts if part]


def _by_brackets(words: Sequence[Word]) -> list[list[Word]]:
    """Return words in groups: those that stand in one pair of brackets together."""
    groups: list[list[Word]] = []
    depth = 0
    for word in words:
        text = "".join(span.text for span in word)
        if depth > 0:
            groups[-1].append(word)
        else:
            groups.append([word])
        depth += sum((character in _OPENING) - (character in _CLOSING) for character in text)
    return groups


def _joined(words: Sequence[Word]) -> Word:
    spans: list[Span] = []
    for at, word in enumerate(words):
        if at:
            spans.append(Span(" ", _shared(spans[-1], word[0])))
        spans.extend(word)
    return merge(spans)


def _cells(word: Word) -> int:
    return sum(cell_len(span.text) for span in word)


def _is_sign(word: Word) -> bool:
    return len(word) == 1 and word[0].text in _SIGNS
