"""The tree of a formula: what LaTeX becomes before it is laid out, in whatever form.

Letters keep their style in the character itself: a bold x is ``𝐱`` (U+1D431) all the way through layout, where it
takes one cell like any other letter, and becomes a plain x with the role ``math bold`` at the very end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, Union

Class = Literal["ord", "op", "fn", "bin", "rel", "open", "close", "punct", "inner"]
"""TeX's classes of symbols, with ``fn`` for named functions (sin, max), which space like ``op``."""

Node: TypeAlias = Union[
    "Atom",
    "Space",
    "Row",
    "Fraction",
    "Script",
    "Limits",
    "Root",
    "Fenced",
    "Table",
    "Accent",
    "Brace",
    "Box",
    "Phantom",
]


@dataclass(frozen=True, slots=True)
class Atom:
    r"""A symbol, a number, a name or a piece of ``\text``.

    Attributes:
        text: what it shows.
        cls: its class, which decides the space around it.
        kind: ``letter``, ``number``, ``name``, ``text`` or ``operator``.
    """

    text: str
    cls: Class = "ord"
    kind: Literal["letter", "number", "name", "text", "operator"] = "letter"


@dataclass(frozen=True, slots=True)
class Space:
    """An explicit space. ``em`` below zero pulls its neighbours together."""

    em: float


@dataclass(frozen=True, slots=True)
class Row:
    """Things side by side."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another. Without ``bar`` it is the inside of a binomial."""

    numerator: Node
    denominator: Node
    bar: bool = True


@dataclass(frozen=True, slots=True)
class Script:
    """A base with a subscript, a superscript or both."""

    base: Node
    sub: Node | None
    sup: Node | None


@dataclass(frozen=True, slots=True)
class Limits:
    """A base with something below it, above it or both: a sum, a limit, a labelled arrow."""

    base: Node
    under: Node | None
    over: Node | None


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or another one when ``index`` is given."""

    body: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Fenced:
    """Something between brackets; an empty bracket is not drawn."""

    opening: str
    body: Node
    closing: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells.

    Attributes:
        rows: as many cells in each row as there are columns.
        align: ``l``, ``c`` or ``r`` for each column.
        aligned: whether columns come in pairs that meet at a relation (``aligned``), rather than apart.
        rules: the columns with a line on their right.
        lines: the rows with a line above them.
    """

    rows: tuple[tuple[Node, ...], ...]
    align: tuple[str, ...]
    aligned: bool = False
    rules: frozenset[int] = frozenset()
    lines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over (or under) its base: hat, bar, dot, ddot, vec, tilde, check, overline, underline, ..."""

    base: Node
    mark: str
    under: bool = False


@dataclass(frozen=True, slots=True)
class Brace:
    """A horizontal brace over or under its base, with a label or without one."""

    base: Node
    label: Node | None
    under: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A framed or struck-out thing; ``style`` is ``box`` or ``strike``."""

    base: Node
    style: str


@dataclass(frozen=True, slots=True)
class Phantom:
    """Room for something that is not shown."""

    base: Node


EMPTY = Row(())


def items_of(node: Node) -> tuple[Node, ...]:
    """Return what stands side by side in ``node``: its items for a row, otherwise itself."""
    return node.items if isinstance(node, Row) else (node,)
