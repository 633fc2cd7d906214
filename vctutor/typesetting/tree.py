"""The tree of a formula: what LaTeX becomes before it is laid out, in whatever form.

Letters keep their style in the character itself: a bold x is ``𝐱`` (U+1D431) all the way through layout, where it
takes one cell like any other letter, and becomes a plain x with the role ``math bold`` at the very end.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, Union

from msgspec import Struct

Class = Literal["ord", "op", "fn", "bin", "rel", "open", "close", "punct", "inner"]
"""TeX's classes of symbols, with ``fn`` for named functions (sin, max), which space like ``op``."""

Node: TypeAlias = Union[
    "Atom",
    "Space",
    "MathList",
    "Fraction",
    "Script",
    "Limits",
    "Root",
    "Fenced",
    "Array",
    "Accent",
    "Brace",
    "Box",
    "Phantom",
]


class Atom(Struct, frozen=True):
    r"""A symbol, a number, a name or a piece of ``\text``.

    Attributes:
        text: what it shows.
        cls: its class, which decides the space around it.
        kind: ``letter``, ``number``, ``name``, ``text`` or ``operator``.
    """

    text: str
    cls: Class = "ord"
    kind: Literal["letter", "number", "name", "text", "operator"] = "letter"


class Space(Struct, frozen=True):
    """An explicit space. ``em`` below zero pulls its neighbours together."""

    em: float


class MathList(Struct, frozen=True):
    """Nodes side by side: a math list in TeX's terms."""

    items: tuple[Node, ...]


class Fraction(Struct, frozen=True):
    """One thing over another. Without ``bar`` it is the inside of a binomial."""

    numerator: Node
    denominator: Node
    bar: bool = True


class Script(Struct, frozen=True):
    """A base with a subscript, a superscript or both."""

    base: Node
    sub: Node | None
    sup: Node | None


class Limits(Struct, frozen=True):
    """A base with something below it, above it or both: a sum, a limit, a labelled arrow."""

    base: Node
    under: Node | None
    over: Node | None


class Root(Struct, frozen=True):
    """A square root, or another one when ``index`` is given."""

    body: Node
    index: Node | None = None


class Fenced(Struct, frozen=True):
    """Something between brackets; an empty bracket is not drawn."""

    opening: str
    body: Node
    closing: str


class Array(Struct, frozen=True):
    """A table of cells: ``aligned``, ``cases``, ``bmatrix``, ``array``.

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


class Accent(Struct, frozen=True):
    """A mark over (or under) its base: hat, bar, dot, ddot, vec, tilde, check, overline, underline, ..."""

    base: Node
    mark: str
    under: bool = False


class Brace(Struct, frozen=True):
    """A horizontal brace over or under its base, with a label or without one."""

    base: Node
    label: Node | None
    under: bool


class Box(Struct, frozen=True):
    """A framed or struck-out thing; ``style`` is ``box`` or ``strike``."""

    base: Node
    style: str


class Phantom(Struct, frozen=True):
    """Blank space of the size of something that is not shown."""

    base: Node


EMPTY = MathList(())


def items_of(node: Node) -> tuple[Node, ...]:
    """Return the items of a list, or the node itself as the only item."""
    return node.items if isinstance(node, MathList) else (node,)
