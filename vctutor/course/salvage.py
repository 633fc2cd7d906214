"""Recover the readable parts of a malformed YAML file, so that one broken block does not cost the chapter.

A file is cut at its top-level keys, and a list there at the lines where an item starts; each piece is read by
itself, so that an unclosed quote ends with its block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vctutor.course.advice import SyntaxMistake
from vctutor.course.nodes import BrokenNode, MappingNode, Node, SequenceNode
from vctutor.course.yaml_reader import YamlReader
from vctutor.i18n import _

_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ ]*:(?=[ \n])", re.MULTILINE)
_ITEM = re.compile(r"^( *)-(?=[ \n])", re.MULTILINE)
MAX_PIECES = 2000


def read_tree(reader: YamlReader, known: Sequence[str]) -> Node | None:
    """Return the file's tree, with a `BrokenNode` for each piece that can't be read; None if nothing can.

    Every mistake found on the way is in ``reader.problems``.

    Args:
        reader: of the file; nothing is read yet.
        known: the keys at which the file is cut. A line that starts with another word belongs to what stands before:
            it is more likely a text that lost its indentation.
    """
    try:
        return reader.read()
    except SyntaxMistake as mistake:
        reader.problems.clear()
        if mistake.fatal:
            reader.problem(mistake.index, mistake.message)
            return None
        first = mistake
    text = reader.source.text
    starts = [match.start() for match in _KEY.finditer(text) if match[1] in known]
    if starts and _says_something(text[: starts[0]]):
        starts.insert(0, 0)
    if not starts or len(starts) > MAX_PIECES:
        reader.problem(first.index, first.message)
        return None
    root = MappingNode(False, starts[0])
    root.end = len(text)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        _section(reader, root, start, end)
    if not reader.problems:  # the pieces are right one by one: what is wrong lies between them
        reader.problem(first.index, first.message)
    return root


def _says_something(text: str) -> bool:
    """Return whether there is more in a text than blank lines and comments."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n"))


def _section(reader: YamlReader, root: MappingNode, start: int, end: int) -> None:
    try:
        piece = _piece(reader, start, end)
    except SyntaxMistake as mistake:
        items: Node | None = _items(reader, start, end)
        if items is None:
            reader.problem(mistake.index, mistake.message)
            items = BrokenNode(start, end)
        key = reader.read_key(start, max(start, reader.source.text.find(":", start)))
        root.keys.setdefault(key.text, key)
        root.entries.setdefault(key.text, items)
        return
    if isinstance(piece, MappingNode):
        for name, value in piece.entries.items():
            if name in root.entries:
                line = reader.source.position(root.keys[name].start).line
                reader.problem(
                    piece.keys[name].start,
                    _("'{name}' is given twice; the first is in line {line}").format(
                        name=name, line=line
                    ),
                )
                continue
            root.keys[name] = piece.keys[name]
            root.entries[name] = value


def _items(reader: YamlReader, start: int, end: int) -> SequenceNode | None:
    """Return the items of a block list under a key, each read by itself; None if there is no such list."""
    spans = list(_spans(reader.source.text, start, end))
    if not spans or len(spans) > MAX_PIECES:
        return None
    items = SequenceNode(False, spans[0][0])
    items.end = end
    for first, last in spans:
        if reader.full:  # what follows is not looked at any more
            items.items.append(BrokenNode(first + len(_indent(reader, first)), last))
            continue
        try:
            piece = _piece(reader, first, last)
            items.items += piece.items if isinstance(piece, SequenceNode) else [piece]
        except SyntaxMistake as mistake:
            reader.problem(mistake.index, mistake.message)
            items.items.append(BrokenNode(first + len(_indent(reader, first)), last))
    return items


def _piece(reader: YamlReader, start: int, end: int) -> Node:
    """Read a piece; its own problems are dropped if it turns out to be unreadable."""
    before = len(reader.problems)
    try:
        return reader.read(start, end)
    except SyntaxMistake:
        del reader.problems[before:]
        raise


def _indent(reader: YamlReader, index: int) -> str:
    match = _ITEM.match(reader.source.text, index)
    return match[1] if match else ""


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the items whose dash stands as far left as the first one's."""
    body = text.find("\n", start) + 1
    first = _ITEM.search(text, body, end)
    if first is None:
        return
    starts = [match.start() for match in _ITEM.finditer(text, body, end) if match[1] == first[1]]
    yield from zip(starts, [*starts[1:], end], strict=True)
