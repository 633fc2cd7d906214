"""Explanations of libyaml's errors that tell an author what to change."""

from __future__ import annotations

import re
from typing import Any

from vctutor.course.characters import quoted
from vctutor.course.model import Problem
from vctutor.course.nodes import Source
from vctutor.i18n import N_, _

# What a letter after a backslash becomes in a double-quoted text.
ESCAPES = {
    "0": N_("a null character"),
    "a": N_("a bell"),
    "b": N_("a backspace"),
    "e": N_("an escape character"),
    "f": N_("a form feed"),
    "n": N_("a newline"),
    "r": N_("a carriage return"),
    "t": N_("a tab"),
    "\t": N_("a tab"),
    "v": N_("a vertical tab"),
    "N": N_("a next-line character"),
    "_": N_("a hard space"),
    "L": N_("a line separator"),
    "P": N_("a paragraph separator"),
    " ": N_("a space"),
    "/": N_("a slash"),
}

# What authors take for a space, and YAML does not.
ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

# What a line is indented with: spaces, and what authors take for one.
_INDENT = re.compile(f"[ \t{ODD_SPACES}]+")

# Such a one where YAML needs a space: after the dash of a list or the colon of a key.
_ODD_AFTER = re.compile(f" *(?:- +)*(?:-|[^\\s:'\"]+:)(?P<odd>[{ODD_SPACES}])")

_QUOTE = N_("put it in 'single quotes' or under a |")
_COMMA = N_(
    "between [ ] and { } a text that holds a comma, bracket, brace or colon needs 'single quotes'"
)


class SyntaxMistake(Exception):
    """What keeps a stretch of a file from being read at all.

    Attributes:
        index: where, in the source.
        message: what is wrong.
        fatal: whether the rest of the file is given up too.
    """

    def __init__(self, index: int, message: str, fatal: bool = False) -> None:
        """Take the place and the message."""
        super().__init__(message)
        self.index = index
        self.message = message
        self.fatal = fatal

    def problem(self, source: Source) -> Problem:
        """Return the mistake as the problem of a file."""
        return Problem(source.position(self.index), self.message)


def explain(error: Any, source: Source, offset: int) -> SyntaxMistake:
    """Return the mistake behind one of libyaml's errors.

    Args:
        error: a ``yaml.MarkedYAMLError``.
        source: the file.
        offset: the index at which the text that was parsed starts.
    """
    complaint = f"{error.context or ''} {error.problem or ''}"
    here = _index(error.problem_mark, source, offset)
    begun = _index(error.context_mark, source, offset) if error.context_mark else here
    at, message = _explained(complaint, here, begun, source)
    return SyntaxMistake(at, message)


def _index(mark: Any, source: Source, offset: int) -> int:
    """Return a mark's index; its line and column are right where its own index counts bytes."""
    if mark is None:
        return offset
    line = source.position(offset).line + int(mark.line)
    return min(source.start_of(line) + int(mark.column), len(source.text) - 1)


def _explained(message: str, here: int, begun: int, source: Source) -> tuple[int, str]:
    text = source.text
    character = text[here] if here < len(text) else ""
    # A colon too many may come of the line before, which was then no key but the start of a text.
    earlier = text.rfind("\n", 0, max(text.rfind("\n", 0, begun), 0)) + 1
    odd = _odd_indent(text, earlier if "mapping values" in message else begun, here)
    if odd is not None:
        return odd
    if "quoted scalar" in message:
        if "escape" in message or "hex" in message:
            slash = text.rfind("\\", 0, here + 1)
            piece = text[slash : slash + 2]
            return (
                slash,
                _(
                    "{piece} in double quotes is an escape to YAML; use 'single quotes' or a |"
                ).format(piece=quoted(piece)),
            )
        return begun, _("the quote that opens here is never closed")
    if "cannot start any token" in message:
        if character == "\t":
            return here, _("a tab; indent with spaces")
        return here, _("a text can't start with {character}; {quote}").format(
            character=character, quote=_(_QUOTE)
        )
    if "not allowed" in message and character == "-":
        return here, _("a list can't start here; if it is a text, {quote}").format(quote=_(_QUOTE))
    if "mapping values are not allowed" in message:
        return (
            here,
            _(
                "a colon and a space inside a text, or a wrong indentation; if it is a text, "
                "{quote}"
            ).format(quote=_(_QUOTE)),
        )
    if "flow sequence" in message or "flow mapping" in message or "',' or" in message:
        quote = _quote_closed_before(text, begun, here)
        end = len(text[:here].rstrip())
        if (
            "\n" in text[end:here]
        ):  # a line starts here: what is missing is at the end of those before
            return begun, _(
                "the {bracket} that opens here is not closed before line {line}"
            ).format(bracket=text[begun], line=_line(source, here))
        if quote is not None and "\n" in text[quote:end]:
            return (
                quote,
                _(
                    "the quote that opens here closes only in line {line}; is one missing before, or "
                    "is a ' in the text not doubled?"
                ).format(line=_line(source, end - 1)),
            )
        if quote is not None and character not in ",:]}":
            return here, _after_quote()
        return (
            begun,
            _("the {bracket} that opens here goes wrong in line {line}: {comma}").format(
                bracket=text[begun], line=_line(source, here), comma=_(_COMMA)
            ),
        )
    if "alphabetic or numeric" in message:
        return begun, _("a text can't start with {character}; {quote}").format(
            character=text[begun], quote=_(_QUOTE)
        )
    if "block scalar" in message and (
        "comment or line break" in message or "indicators" in message
    ):
        return begun, _("a text can't start with {character}; put it in 'single quotes'").format(
            character=text[begun]
        )
    if "block scalar" in message or "leading" in message:
        return here, _("the lines under | or > must be indented alike, and deeper than their key")
    if "simple key" in message or "':'" in message:
        return (
            begun,
            _(
                "a key without its colon and the space after it, or a line of a text that is not "
                "indented as the lines before"
            ),
        )
    if "'-' indicator" in message or "block collection" in message or "block sequence" in message:
        return (
            here,
            _("expected the next '- ' of the list that starts in line {line}").format(
                line=_line(source, begun)
            ),
        )
    before = text[text.rfind("\n", 0, here) + 1 : here].rstrip()
    if "block mapping" in message and before[-1:] in ("'", '"') and len(before) > 1:
        return here, _after_quote()
    if "block mapping" in message or "expected key" in message or "<block end>" in message:
        above = _shallower_line_above(source, here)
        if above is not None:
            return (
                here,
                _(
                    "this is indented deeper than line {line}, to which nothing can be added; one of "
                    "the two is indented wrongly"
                ).format(line=above),
            )
        return (
            here,
            _(
                "expected a key of the mapping that starts in line {line}; is the indentation "
                "right?"
            ).format(line=_line(source, begun)),
        )
    if "document start" in message:
        return (
            here,
            _(
                "this does not go on with what stands before; is a colon missing above, or an "
                "indentation?"
            ),
        )
    if "node content" in message:
        return here, _("a text can't start with {character} here; {quote}").format(
            character=quoted(character), quote=_(_QUOTE)
        )
    return here, _("this is not YAML: {told}").format(told=quoted(message.strip(), 80))


def _after_quote() -> str:
    return _(
        "this follows a closing quote; for a text with quotes in it, {quote}, with each ' doubled"
    ).format(quote=_(_QUOTE))


def _odd_indent(text: str, begun: int, here: int) -> tuple[int, str] | None:
    """Return the tab or the space that is none in the indentation, or after a key or dash, of a line between two."""
    start = text.rfind("\n", 0, begun) + 1
    while start <= here:
        indent = _INDENT.match(text, start)
        odd = indent[0].strip(" ") if indent else ""
        if indent and odd:
            place = text.index(odd[0], start)
            if odd[0] == "\t":
                return place, _("a tab; indent with spaces")
            return place, odd_space(odd[0])
        after = _ODD_AFTER.match(text, start)
        if after:
            return after.start("odd"), odd_space(after["odd"])
        start = text.find("\n", start) + 1 or len(text)
    return None


def odd_space(character: str) -> str:
    """Return what to say of a character that looks like a space where YAML needs one."""
    message = _("a space that is none of YAML's (U+{code:04X}); type an ordinary one")
    return message.format(code=ord(character))


def _quote_closed_before(text: str, begun: int, here: int) -> int | None:
    """Return where the quoted text opens that ends right before ``here``, in the flow that opens at ``begun``."""
    end = len(text[:here].rstrip())
    at, before = begun, ""
    while at < end:
        mark = text[at]
        if mark in "'\"" and before in ",:[{":
            closed = _closing(text, at, end)
            if closed == end:
                return at
            at, before = closed, mark
            continue
        if not mark.isspace():
            before = mark
        at += 1
    return None


def _closing(text: str, start: int, end: int) -> int:
    """Return the index after the quote that closes the text that ``start`` opens; ``end`` at the furthest."""
    mark, at = text[start], start + 1
    while at < end:
        if text[at] == "\\" and mark == '"':
            at += 2
            continue
        if text[at] == mark:
            if mark == "'" and text[at + 1 : at + 2] == "'" and at + 1 < end:
                at += 2
                continue
            return at + 1
        at += 1
    return end + 1


def _shallower_line_above(source: Source, index: int) -> int | None:
    """Return the line before that of ``index`` if it is complete and less indented; else None."""
    line = source.position(index).line
    here = source.text[source.start_of(line) : index]
    if here.strip():
        return None
    for above in range(line - 1, 0, -1):
        text = source.text[source.start_of(above) : source.start_of(above + 1)].rstrip()
        if text and not text.lstrip().startswith("#"):
            indent = len(text) - len(text.lstrip(" -"))
            return above if indent < len(here) and ": " in text else None
    return None


def _line(source: Source, index: int) -> int:
    return source.position(index).line
