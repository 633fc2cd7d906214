"""What was typed or pasted, in the characters that the parser reads: LaTeX, full-width forms, fractions, percents.

Every change keeps where its characters came from, so that a mistake is shown in what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from vctutor.grading.verdict import Caret

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
_DASHES = dict.fromkeys("—―", "-")
_FRACTION = re.compile(rf"([{_SUPERSCRIPTS}]+)⁄([{_SUBSCRIPTS}]+)")
_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)"
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_TIMES = re.compile(rf"(?<![\w.])({_NUMBER})\s*[xX]\s*(?=\d)")
_NORM = re.compile(r"\|\|([^|]+)\|\|")  # of a number, it is the absolute value
_LOGARITHM = re.compile(r"\blog_\{?(2|10)\}?\s*(?=[\w(√])")
_LOGARITHM_LOW = re.compile(r"\blog(₂|₁₀)\s*")
_WRAPPED = re.compile(
    r"\s*(?:\$\$?(.*?)\$\$?|`(.*)`|\\\((.*)\\\)|\\\[(.*)\\\])\s*[.;]?\s*\Z", re.DOTALL
)
# Functions that are one over another, or another of one over the argument.
_RECIPROCALS = {"csch": "sinh", "sech": "cosh", "coth": "tanh"}
_INVERSES = {"arcsec": "arccos", "arccsc": "arcsin", "arccosec": "arcsin"}
_COMPOSED = re.compile(rf"\b({'|'.join((*_RECIPROCALS, *_INVERSES))})(?=\s*\(|\s+\w+\b)")
_OTHER_NAMES = {
    "tg": "tan",
    "ctg": "cot",
    "arctg": "arctan",
    "sh": "sinh",
    "ch": "cosh",
    "th": "tanh",
}
_RENAMED = re.compile(rf"\b({'|'.join(_OTHER_NAMES)})(?=\s*\()")


class Typed(NamedTuple):
    """A text for the parser, and for each of its characters where in the typed text it stood."""

    text: str
    places: tuple[int, ...]

    def caret(self, caret: Caret) -> Caret:
        """Return a caret in the text as one in what was typed."""
        ends = (*self.places, (self.places[-1] + 1) if self.places else 0)
        start = ends[min(caret.position, len(ends) - 1)]
        stop = ends[min(caret.position + caret.length, len(ends) - 1)]
        return Caret(
            start, max(stop - start, min(caret.length, 1)), caret.message, caret.suggestion
        )


def normalize(typed: str, variables: Iterable[str]) -> Typed:
    """Return what was typed in the characters that the parser reads.

    Args:
        typed: the text.
        variables: the names that occur in the question; none of them is taken for something else.
    """
    text = Typed(typed, tuple(range(len(typed))))
    wrapped = _WRAPPED.match(typed)
    if wrapped:
        group = next(i for i in range(1, 5) if wrapped[i] is not None)
        text = _cut(text, wrapped.start(group), wrapped.end(group))
    if "\\" in text.text:
        from vctutor.grading.latex_text import plain_text

        plain = plain_text(text.text)
        if plain is not None:
            text = Typed(plain, (text.places[0],) * len(plain))
    if text.text.isascii() and not _NEEDED.search(text.text):
        return _without_end(text)
    names = set(variables)
    characters = "".join(map(_plain, text.text))
    text = Typed(characters, text.places)
    text = _fractions(text)
    text = _replaced(text, _NORM, lambda found: f"abs({found[1]})")
    text = _replaced(text, _PERCENT, lambda found: f"({found[1]}/100)")
    if not any(name[:1] in ("x", "X") for name in names):
        text = _replaced(text, _TIMES, lambda found: f"{found[1]}*")
    text = _replaced(text, _LOGARITHM, lambda found: f"log{found[1]} ")
    text = _replaced(
        text, _LOGARITHM_LOW, lambda found: f"log{unicodedata.normalize('NFKC', found[1])} "
    )
    text = _replaced(
        text, _RENAMED, lambda found: found[1] if set(found[1]) <= names else _OTHER_NAMES[found[1]]
    )
    text = _composed(text)
    return _without_end(text)


_NEEDED = re.compile(
    r"%|\|\||\d\s*[xX]\s*\d|log_|\b(?:csch|sech|coth|arc\w*sec|arccsc|c?tg|arctg|[sct]h)\b"
)


def _without_end(text: Typed) -> Typed:
    """Return the text without a full stop or semicolon behind it."""
    bare = text.text.rstrip()
    cut = bare.rstrip(".;").rstrip() if bare[-1:] in (".", ";") else bare
    return _cut(text, 0, len(cut)) if cut else text


def _cut(text: Typed, start: int, stop: int) -> Typed:
    return Typed(text.text[start:stop], text.places[start:stop])


def _plain(character: str) -> str:
    """Return the plain form of a full-width or letter-like character."""
    if "！" <= character <= "～" or "\u2100" <= character <= "\u214f":
        plain = unicodedata.normalize("NFKC", character)
        return plain if len(plain) == 1 else character
    return _DASHES.get(character, " " if character == "\u3000" else character)


def _replaced(text: Typed, pattern: re.Pattern[str], make: Callable[[re.Match[str]], str]) -> Typed:
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for found in pattern.finditer(text.text):
        new = make(found)
        parts += [text.text[at : found.start()], new]
        places += [*text.places[at : found.start()], *[text.places[found.start()]] * len(new)]
        at = found.end()
    if not parts:
        return text
    return Typed("".join([*parts, text.text[at:]]), (*places, *text.places[at:]))


_VULGAR = re.compile(
    "["
    + "".join(
        c for c in map(chr, range(0xBC, 0x218A)) if "<fraction>" in unicodedata.decomposition(c)
    )
    + "]"
)


def _fractions(text: Typed) -> Typed:
    """Return ½ as (1/2), and 3½ as (3 + 1/2): digits directly in front make a mixed number."""

    def vulgar(found: re.Match[str]) -> str:
        above, below = unicodedata.normalize("NFKC", found[0]).split("⁄")
        return f"{above}/{below}"

    def built(found: re.Match[str]) -> str:
        return (
            f"{unicodedata.normalize('NFKC', found[1])}/{unicodedata.normalize('NFKC', found[2])}"
        )

    for pattern, make in ((_VULGAR, vulgar), (_FRACTION, built)):
        mixed = re.compile(rf"(?<![\d.])(\d+)({pattern.pattern})")

        def whole(
            found: re.Match[str],
            one: re.Pattern[str] = pattern,
            made: Callable[[re.Match[str]], str] = make,
        ) -> str:
            fraction = one.fullmatch(found[2])
            assert fraction is not None
            return f"({found[1]}+{made(fraction)})"

        text = _replaced(text, mixed, whole)
        text = _replaced(text, pattern, lambda found, made=make: f"({made(found)})")  # type: ignore[misc]
    return text


def _composed(text: Typed) -> Typed:
    """Return csch(u) as (1/sinh(u)) and arcsec(u) as arccos(1/(u))."""
    found = _COMPOSED.search(text.text)
    for __ in range(8):
        if found is None:
            break
        start = found.end() + len(text.text[found.end() :]) - len(text.text[found.end() :].lstrip())
        stop = _closing(text.text, start)
        argument = (
            text.text[start:stop].removeprefix("(").removesuffix(")")
            if text.text[start] == "("
            else text.text[start:stop]
        )
        name = found[1]
        made = (
            f"(1/{_RECIPROCALS[name]}({argument}))"
            if name in _RECIPROCALS
            else f"{_INVERSES[name]}(1/({argument}))"
        )
        places = (text.places[found.start()],) * len(made)
        text = Typed(
            text.text[: found.start()] + made + text.text[stop:],
            (*text.places[: found.start()], *places, *text.places[stop:]),
        )
        found = _COMPOSED.search(text.text)
    return text


def _closing(text: str, start: int) -> int:
    """Return where an argument ends: behind its bracket, or behind the word that it is."""
    if text[start] != "(":
        word = re.compile(r"\w+").match(text, start)
        return word.end() if word else start
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index + 1
    return len(text)
