"""What libyaml complains of, said so that an author can put it right."""

from __future__ import annotations

from typing import Any

from vctutor.course.characters import quoted
from vctutor.course.model import Problem
from vctutor.course.nodes import Source

# What a letter after a backslash becomes in a double-quoted text.
ESCAPES = {
    "0": "a null character",
    "a": "a bell",
    "b": "a backspace",
    "e": "an escape character",
    "f": "a form feed",
    "n": "a newline",
    "r": "a carriage return",
    "t": "a tab",
    "\t": "a tab",
    "v": "a vertical tab",
    "N": "a next-line character",
    "_": "a hard space",
    "L": "a line separator",
    "P": "a paragraph separator",
    " ": "a space",
    "/": "a slash",
}

_QUOTE = "put it in 'single quotes' or under a |"
_COMMA = (
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
    told = f"{error.context or ''} {error.problem or ''}"
    here = _index(error.problem_mark, source, offset)
    begun = _index(error.context_mark, source, offset) if error.context_mark else here
    at, message = _explained(told, here, begun, source)
    return SyntaxMistake(at, message)


def _index(mark: Any, source: Source, offset: int) -> int:
    """Return a mark's index; its line and column are right where its own index counts bytes."""
    if mark is None:
        return offset
    line = source.position(offset).line + int(mark.line)
    return min(source.start_of(line) + int(mark.column), len(source.text) - 1)


def _explained(told: str, here: int, begun: int, source: Source) -> tuple[int, str]:
    text = source.text
    character = text[here] if here < len(text) else ""
    if "quoted scalar" in told:
        if "escape" in told or "hex" in told:
            slash = text.rfind("\\", 0, here + 1)
            piece = text[slash : slash + 2]
            return (
                slash,
                f"{quoted(piece)} in double quotes is an escape to YAML; use 'single quotes' or a |",
            )
        return begun, "the quote that opens here is never closed"
    if "cannot start any token" in told:
        if character == "\t":
            return here, "a tab; indent with spaces"
        return here, f"a text can't start with {character}; {_QUOTE}"
    if "not allowed" in told and character == "-":
        return here, f"a list can't start here; if it is a text, {_QUOTE}"
    if "mapping values are not allowed" in told:
        return (
            here,
            f"a colon and a space inside a text, or a wrong indentation; if it is a text, {_QUOTE}",
        )
    if "flow sequence" in told or "flow mapping" in told or "',' or" in told:
        return (
            begun,
            f"the {text[begun]} that opens here goes wrong in line {_line(source, here)}: {_COMMA}",
        )
    if "alphabetic or numeric" in told:
        return begun, f"a text can't start with {text[begun]}; {_QUOTE}"
    if "block scalar" in told and ("comment or line break" in told or "indicators" in told):
        return begun, f"a text can't start with {text[begun]}; put it in 'single quotes'"
    if "block scalar" in told or "leading" in told:
        return here, "the lines under | or > must be indented alike, and deeper than their key"
    if "simple key" in told or "':'" in told:
        return (
            begun,
            "a key without its colon, or a line of a text that is not indented as the lines before",
        )
    if "'-' indicator" in told or "block collection" in told or "block sequence" in told:
        return (
            here,
            f"expected the next '- ' of the list that starts in line {_line(source, begun)}",
        )
    before = text[text.rfind("\n", 0, here) + 1 : here].rstrip()
    if "block mapping" in told and before[-1:] in ("'", '"') and len(before) > 1:
        return (
            here,
            f"this follows a closing quote; for a text with quotes in it, {_QUOTE}, with each ' doubled",
        )
    if "block mapping" in told or "expected key" in told or "<block end>" in told:
        return (
            here,
            f"expected a key of the mapping that starts in line {_line(source, begun)}; is the indentation right?",
        )
    if "document start" in told:
        return (
            here,
            "this does not go on with what stands before; is a colon missing above, or an indentation?",
        )
    if "node content" in told:
        return here, f"a text can't start with {quoted(character)} here; {_QUOTE}"
    return here, f"this is not YAML: {quoted(told.strip(), 80)}"


def _line(source: Source, index: int) -> int:
    return source.position(index).line
