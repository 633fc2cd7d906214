"""What a YAML file becomes before it means anything: nodes that know where they stand."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TypeAlias

from vctutor.course.model import Position, Scalar
from vctutor.i18n import _

# How far apart two visible neighbours of a text may stand in the file: a character that a reader has replaced is
# not searched for to the end.
_FURTHEST = 2000


class Source:
    r"""The cleaned text of one course file, for turning indexes into lines and columns.

    Attributes:
        file: the file's name as it is shown to people.
        text: the whole file, with ``\n`` line ends and a newline at its end.
    """

    __slots__ = ("_starts", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        """Take the text of a file; a newline is added at its end where there is none."""
        self.file = file
        self.text = text if text.endswith("\n") else text + "\n"
        lengths = map(len, self.text.split("\n"))
        self._starts = [0, *accumulate(map((1).__add__, lengths))][:-1]

    def position(self, index: int) -> Position:
        """Return the place of the character at ``index``."""
        line = bisect_right(self._starts, index)
        return Position(self.file, line, index - self._starts[line - 1] + 1)

    def start_of(self, line: int) -> int:
        """Return the index at which a line, counted from 1, starts."""
        return self._starts[min(line, len(self._starts)) - 1]

    def lines(self, first: int, last: int) -> str:
        """Return lines ``first`` to ``last``, counted from 1 and both included, without their common indent."""
        from textwrap import dedent

        return dedent(self.text[self.start_of(first) : self.start_of(last + 1)]).rstrip()


class ScalarNode:
    """A single value.

    Attributes:
        text: the characters as YAML reads them.
        value: what they mean: None, a bool, an int, a float, or the text.
        style: ``|``, ``>``, ``'``, ``"`` or, for a plain scalar, the empty string.
        start: index of its first character (quote or ``|`` included) in the source.
        end: index after its last.
    """

    __slots__ = ("end", "start", "style", "text", "value")

    def __init__(self, text: str, value: Scalar | None, style: str, start: int, end: int) -> None:
        """Make a scalar of what was read."""
        self.text = text
        self.value = value
        self.style = style
        self.start = start
        self.end = end


class SequenceNode:
    """A list. ``flow``: whether it is written in brackets."""

    __slots__ = ("end", "flow", "items", "start")

    def __init__(self, flow: bool, start: int) -> None:
        """Start an empty one; what it holds and its end follow."""
        self.items: list[Node] = []
        self.flow = flow
        self.start = start
        self.end = start


class MappingNode:
    """Keys and values, in the order of the file. ``keys`` holds the key's own node for its place."""

    __slots__ = ("end", "entries", "flow", "keys", "start")

    def __init__(self, flow: bool, start: int) -> None:
        """Start an empty one; what it holds and its end follow."""
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, ScalarNode] = {}
        self.flow = flow
        self.start = start
        self.end = start


class BrokenNode:
    """A range of the file that is not YAML; the reader has recorded why."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        """Mark the stretch between two indexes."""
        self.start = start
        self.end = end


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode | BrokenNode


def kind_of(node: Node) -> str:
    """Return what to call a node in a message."""
    if isinstance(node, MappingNode):
        return _("a mapping")
    if isinstance(node, SequenceNode):
        return _("a list")
    if isinstance(node, BrokenNode):
        return _("unreadable")
    if node.value is None:
        return _("nothing")
    if isinstance(node.value, bool):
        return _("true or false")
    return _("a number") if isinstance(node.value, int | float) else _("a text")


def walk(node: Node, path: tuple[str | int, ...]) -> Node:
    """Return the node at ``path`` below ``node``, or the nearest one above it that exists."""
    for step in path:
        below: Node | None = None
        if isinstance(node, MappingNode) and isinstance(step, str):
            below = node.entries.get(step)
        elif (
            isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.items)
        ):
            below = node.items[step]
        if below is None:
            return node
        node = below
    return node


def places_of(source: Source, node: ScalarNode, text: str) -> array[int]:
    """Return the index in the source of each character of a scalar's text, and that of its end.

    Indentation, line folding and quotes change only white space and a few marks, so the text's visible characters
    are found one after another in the source; this serves every style of scalar. White space is where the visible
    character before it ends.

    Args:
        source: the file.
        node: the scalar.
        text: its text, or that text without white space at its ends.
    """
    index = node.start
    if node.style in ("|", ">"):
        index = source.text.find("\n", index) + 1
    elif node.style:
        index += 1
    found = array("i")
    raw, end = source.text, node.end
    for character in text:
        if not character.isspace():
            at = raw.find(character, index, min(end, index + _FURTHEST))
            if at >= 0:
                found.append(at)
                index = at + 1
                continue
        found.append(index)
    found.append(index)
    return found
