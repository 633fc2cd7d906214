"""The colours of listings: Python read by its own tokenizer, which is loaded anyway, the rest by Pygments.

Pygments' table of languages alone costs more memory than a chapter does, and the course's listings are Python.
"""

from __future__ import annotations

import builtins
import io
import token
import tokenize
from collections.abc import Iterable, Iterator
from keyword import iskeyword, kwlist
from typing import Any

from vctutor.styled_text import Line, Span, merge

# Pygments' own hierarchy of tokens, by its text form, longest first.
ROLES = (
    ("Token.Keyword.Constant", "code number"),
    ("Token.Keyword", "code keyword"),
    ("Token.Operator.Word", "code keyword"),
    ("Token.Name.Function", "code function"),
    ("Token.Name.Class", "code function"),
    ("Token.Name.Builtin", "code function"),
    ("Token.Literal.String", "code string"),
    ("Token.Literal.Number", "code number"),
    ("Token.Comment", "code comment"),
    ("Token.Operator", "code operator"),
)

# Token types of Python's tokenizer; the parts of an f-string are tokens of their own from 3.12 on.
_KINDS = {
    token.NUMBER: "code number",
    token.STRING: "code string",
    token.COMMENT: "code comment",
    getattr(token, "FSTRING_START", -1): "code string",
    getattr(token, "FSTRING_MIDDLE", -1): "code string",
    getattr(token, "FSTRING_END", -1): "code string",
}
_CONSTANTS = frozenset(("True", "False", "None"))
_BUILT_IN = frozenset(dir(builtins)) - frozenset(kwlist) | {"self", "cls"}
_PUNCTUATION = frozenset("()[]{},;:")


def highlight(text: str, language: str) -> list[Line]:
    """Return a listing's lines with a role for each kind of token; an unknown language stays plain."""
    lines: list[list[Span]] = [[]]
    for role, value in _tokens(text, language):
        first, *others = value.split("\n")
        lines[-1].append(Span(first, role))
        lines.extend([Span(other, role)] for other in others)
    while len(lines) > 1 and not any(span.text for span in lines[-1]):
        lines.pop()
    return [merge(line) for line in lines]


def _tokens(text: str, language: str) -> Iterable[tuple[str, str]]:
    """Return a listing in pieces, each with its role."""
    if language.lower() in ("python", "py", "python3"):
        try:
            return list(_python(text))
        except (tokenize.TokenError, SyntaxError):
            pass  # a piece of Python that ends early, or what a prompt shows
    return by_pygments(text, language)


def _python(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a Python listing.

    Raises:
        TokenError, SyntaxError: it is no whole Python.
    """
    source = list(io.StringIO(text))
    row, column, before = 1, 0, ""
    for found in tokenize.generate_tokens(iter(source).__next__):
        if found.type in (token.INDENT, token.DEDENT, token.ENDMARKER) or found.start < (
            row,
            column,
        ):
            continue
        yield from _between(source, (row, column), found.start)
        stretch = "".join(_stretch(source, found.start, found.end))
        yield _kind(found.type, stretch, before), stretch
        row, column = found.end
        if found.type in (token.NEWLINE, tokenize.NL):
            row, column = found.start[0] + 1, 0
        before = stretch
    yield from _between(source, (row, column), (len(source) + 1, 0))


def _between(
    source: list[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[tuple[str, str]]:
    """Yield what stands between two tokens: space, and a line's end that a backslash hides."""
    between = "".join(_stretch(source, start, end))
    if between:
        yield "code", between


def _stretch(source: list[str], start: tuple[int, int], end: tuple[int, int]) -> Iterator[str]:
    """Yield the text from one place to another, given as line (from 1) and column."""
    for row in range(start[0], min(end[0], len(source)) + 1):
        line = source[row - 1]
        yield line[start[1] if row == start[0] else 0 : end[1] if row == end[0] else len(line)]


def _kind(kind: int, text: str, before: str) -> str:
    """Return the role of a token; ``before`` is the text of the one before it."""
    if kind == token.NAME:
        return _name(text, before)
    if kind == token.OP:
        return "code" if text in _PUNCTUATION else "code operator"
    return _KINDS.get(kind, "code")


def _name(text: str, before: str) -> str:
    if text in _CONSTANTS:
        return "code number"
    if iskeyword(text):
        return "code keyword"
    if before in ("def", "class") or (text in _BUILT_IN and before != "."):
        return "code function"
    return "code"


def by_pygments(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a listing in any language that Pygments knows, each with its role."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer: Any = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        yield "code", text
        return
    for kind, value in lexer.get_tokens(text):
        yield _role(str(kind)), value


def _role(kind: str) -> str:
    return next((role for prefix, role in ROLES if kind.startswith(prefix)), "code")
