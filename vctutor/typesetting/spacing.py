"""The space between neighbours, by the class of symbol, as TeX decides it (The TeXbook, chapter 18).

A terminal has one width of space, so the thin, medium and thick ones all become one cell; what remains of TeX's rules
is where a space stands at all, and that a sign at the start of a row is no operator.
"""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.typesetting import tree
from vctutor.typesetting.symbols import BIG
from vctutor.typesetting.tree import Atom, Class, Node, Space

# left class -> the right classes it keeps a space from.
_APART: dict[Class, frozenset[Class]] = {
    "ord": frozenset(("op", "fn", "bin", "rel", "inner")),
    "op": frozenset(("ord", "op", "fn", "bin", "rel", "inner", "open")),
    "fn": frozenset(("ord", "op", "fn", "bin", "rel", "inner")),
    "bin": frozenset(("ord", "op", "fn", "open", "inner", "bin")),
    "rel": frozenset(("ord", "op", "fn", "open", "inner", "bin", "rel")),
    "open": frozenset(),
    "close": frozenset(("op", "fn", "bin", "rel", "inner")),
    "punct": frozenset(("ord", "op", "fn", "bin", "rel", "open", "inner", "punct")),
    "inner": frozenset(("ord", "op", "fn", "bin", "rel", "open", "inner")),
}
# Inside a script only names keep apart from what they stand before.
_APART_IN_SCRIPTS: dict[Class, frozenset[Class]] = {
    "op": frozenset(("ord", "op", "fn", "inner")),
    "fn": frozenset(("ord", "op", "fn", "inner")),
    "ord": frozenset(("op", "fn")),
    "close": frozenset(("op", "fn")),
}
_NONE: frozenset[Class] = frozenset()


def class_of(node: Node) -> tuple[Class, Class]:
    """Return the class a node shows to its left and to its right."""
    if isinstance(node, Atom):
        return node.cls, node.cls
    if isinstance(node, tree.Script):
        return class_of(node.base)
    if isinstance(node, tree.Accent) and class_of(node.base)[0] == "fn":
        return "fn", "fn"  # a marked name of an operator, such as the limit superior
    if isinstance(node, tree.Limits):
        left, right = class_of(node.base)
        return ("op", "op") if "fn" in (left, right) else (left, right)
    if isinstance(node, tree.Fenced):
        return ("open" if node.opening else "inner"), ("close" if node.closing else "inner")
    if isinstance(node, tree.Fraction):
        return "inner", "inner"
    if isinstance(node, tree.MathList) and node.items:
        return class_of(node.items[0])[0], class_of(node.items[-1])[1]
    return "ord", "ord"


def is_big(node: Node) -> bool:
    """Return whether a node is a sum, a product, an integral or the like, with or without bounds."""
    if isinstance(node, tree.Script | tree.Limits):
        node = node.base
    return isinstance(node, Atom) and node.text in BIG


def classes(items: Sequence[Node], after: Class | None = None) -> list[tuple[Class, Class] | None]:
    """Return the classes of items side by side, None for explicit spaces, with signs told from operators.

    Args:
        items: what stands in a row.
        after: the class of what stands before the row; None where nothing does.
    """
    found: list[tuple[Class, Class] | None] = []
    before: int | None = None
    last: Class | None = after
    for at, item in enumerate(items):
        if isinstance(item, Space):
            found.append(None)
            continue
        left, right = class_of(item)
        if left == "bin" and last in (None, "bin", "op", "fn", "rel", "open", "punct"):
            left = right = "ord"
        elif left in ("rel", "close", "punct") and last == "bin" and before is not None:
            found[before] = ("ord", "ord")
        found.append((left, right))
        before, last = at, right
    if last == "bin" and before is not None and len(items) > 1:
        found[before] = ("ord", "ord")
    return found


def gaps(
    items: Sequence[Node], *, script: bool = False, after: Class | None = None, tight: bool = False
) -> list[int]:
    """Return the cells to leave before each item of a row; explicit spaces are counted in and have no width themselves.

    Args:
        items: what stands in a row.
        script: use the narrower spaces of scripts.
        after: the class of what stands before the row; None where nothing does.
        tight: let a sign stand close to a fraction; in two dimensions it would seem part of its bar.
    """
    if len(items) == 1 and after is None:
        return [0]
    apart = _APART_IN_SCRIPTS if script else _APART
    cells = [0] * len(items)
    right: Class | None = after
    asked: float | None = None
    sign = False
    for at, (item, cls) in enumerate(zip(items, classes(items, after), strict=True)):
        if cls is None:
            assert isinstance(item, Space)
            asked = (asked or 0.0) + item.em
            continue
        natural = 0 if right is None else int(cls[0] in apart.get(right, _NONE))
        if sign and (tight or not isinstance(item, tree.Fraction)):
            natural = 0
            asked = asked if asked is not None and asked >= 0.3 else None
        cells[at] = _gap(natural, asked, right, cls[0])
        right, asked = cls[1], None
        sign = isinstance(item, Atom) and item.text in "+−±∓" and cls[1] == "ord"
    return cells


def _gap(natural: int, asked: float | None, left: Class | None, right: Class) -> int:
    """Return the wider of the natural space and the explicit one; a negative one takes the natural away."""
    if asked is None:
        return natural
    if asked < 0:
        return 0
    if asked < 0.3 and (left in (None, "open") or right in ("close", "punct")):
        return natural
    if asked < 0.8:
        return 1
    return max(natural, round(asked * 2) + 1)
