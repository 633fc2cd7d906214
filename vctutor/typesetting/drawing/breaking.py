"""Breaking a formula that is too wide, in two dimensions: before relations and operators outside brackets."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from vctutor.typesetting import tree
from vctutor.typesetting.drawing.layout import draw_items
from vctutor.typesetting.drawing.picture import Picture, beside
from vctutor.typesetting.spacing import classes
from vctutor.typesetting.tree import Atom, MathList, Node, Space, items_of

_INDENT = 2
_BETWEEN_SENTENCES = 3
_PAIRS_APART = Space(1.5)
_WIDE = 0.9  # em; a wider space parts two statements


def sentences(node: Node) -> list[Node]:
    r"""Return what is broken by itself: rows of an aligned table, and what ``\quad`` sets apart."""
    if isinstance(node, tree.Array) and node.aligned:
        return [
            MathList(tuple(item for cell in row for item in items_of(cell))) for row in node.rows
        ]
    parts: list[list[Node]] = [[]]
    for item in items_of(node):
        if isinstance(item, Space) and item.em >= _WIDE:
            parts.append([])
        else:
            parts[-1].append(item)
    return [MathList(tuple(part)) for part in parts if part]


def _apart(pairs: list[MathList]) -> MathList:
    """Return pairs of columns in one list, spaces between them."""
    items = [item for pair in pairs for item in (_PAIRS_APART, *pair.items)]
    return MathList(tuple(items[1:]))


def broken(node: Node, width: int, ascii: bool) -> tuple[str, ...] | None:
    """Return the rows of a formula broken to ``width`` cells, or None when a part between two breaks is wider."""
    lines: list[Picture] = []
    packs = not isinstance(node, tree.Array)
    for sentence in sentences(node):
        pictures = _lines(_Broken.of(items_of(sentence), ascii), width)
        if pictures is None:
            return None
        if packs and lines and pictures:
            joined = beside((lines[-1], pictures[0]), (0, _BETWEEN_SENTENCES))
            if joined.width <= width and len(pictures) == 1:
                lines[-1] = joined
                continue
        lines.extend(pictures)
    return _joined(lines)


class _Broken(Struct, frozen=True):
    """The pieces of one statement.

    Attributes:
        pictures: one for each item that is shown.
        gaps: cells before each.
        relations: which pieces are relations.
        operators: which pieces a line may begin with, relations among them.
        goes_on: whether the statement begins with a relation, and so goes on with the line above.
    """

    pictures: list[Picture]
    gaps: list[int]
    relations: frozenset[int]
    operators: frozenset[int]
    goes_on: bool

    @staticmethod
    def of(items: tuple[Node, ...], ascii: bool) -> _Broken:
        first = next((item for item in items if not isinstance(item, Space)), None)
        goes_on = isinstance(first, Atom) and first.cls in ("rel", "bin")
        before: tree.Class | None = "ord" if goes_on else None
        pictures, gaps = draw_items(items, ascii, before)
        kinds = [kind for kind in classes(items, before) if kind is not None]
        relations = frozenset(at for at, kind in enumerate(kinds) if kind[0] == "rel" and at)
        others = (
            at
            for at, kind in enumerate(kinds)
            if at and (kind[0] == "bin" or kinds[at - 1][1] == "punct")
        )
        return _Broken(pictures, gaps, relations, relations | frozenset(others), goes_on)

    def size(self, pieces: Sequence[int]) -> int:
        """Return the cells that pieces take side by side, the gap before the first left out."""
        return sum(self.pictures[at].width for at in pieces) + sum(
            self.gaps[at] for at in pieces[1:]
        )

    def line(self, pieces: Sequence[int], indent: int) -> Picture:
        """Return pieces side by side, indented."""
        gaps = [indent, *(self.gaps[at] for at in pieces[1:])]
        return beside([self.pictures[at] for at in pieces], gaps)

    def hang(self, width: int) -> int:
        """Return the indent of later lines: under the first relation if it stands in the left third."""
        if not self.relations:
            return _INDENT
        first = min(self.relations)
        left = self.size(range(first)) + self.gaps[first]
        return left if left <= width // 3 else _INDENT


def _lines(parts: _Broken, width: int) -> list[Picture] | None:
    """Fill lines with what stands between relations; where that is too wide for one, break it at its operators."""
    lines: list[Picture] = []
    line: list[int] = []
    indent = _INDENT if parts.goes_on else 0
    hang = parts.hang(width) if not parts.goes_on else _INDENT
    for segment in _cut(range(len(parts.pictures)), parts.relations):
        if indent + parts.size([*line, *segment]) <= width:
            line += segment
            continue
        if line and hang + parts.size(segment) <= width:
            lines.append(parts.line(line, indent))
            line, indent = segment, hang
            continue
        for part in _cut(segment, parts.operators):
            if line and indent + parts.size([*line, *part]) > width:
                lines.append(parts.line(line, indent))
                deeper = _INDENT if parts.relations and part[0] not in parts.relations else 0
                line, indent = [], hang + deeper
            if indent + parts.size([*line, *part]) > width:
                return None
            line += part
    if line:
        lines.append(parts.line(line, indent))
    return lines


def _cut(pieces: Sequence[int], breaks: frozenset[int]) -> list[list[int]]:
    """Return pieces cut before each of the breaks but the first piece."""
    runs: list[list[int]] = []
    for at in pieces:
        if not runs or at in breaks:
            runs.append([])
        runs[-1].append(at)
    return runs


def _joined(lines: Sequence[Picture]) -> tuple[str, ...]:
    """Return the rows of all lines, with an empty row beside every tall one."""
    rows: list[str] = []
    for at, line in enumerate(lines):
        if at and (line.height > 1 or lines[at - 1].height > 1):
            rows.append("")
        rows.extend(line.rows)
    return tuple(rows)
