"""Predicates on formulas: whether a node reads as one unit, is a derivative, is multiplied by its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from vctutor.typesetting import tree
from vctutor.typesetting.spacing import class_of, classes, is_big
from vctutor.typesetting.symbols import BINARY, PRIMES, RELATIONS, style_of, unstyled
from vctutor.typesetting.tree import (
    Atom,
    Fenced,
    Fraction,
    Limits,
    MathList,
    Node,
    Script,
    Space,
    items_of,
)

_LONGEST_WORD_IN_SCRIPT = 3  # longer names read badly in the small letters


def split_primes(node: Node) -> tuple[str, Node | None]:
    """Return the primes a superscript starts with, and what is left of it."""
    items = items_of(node)
    count = 0
    primes = 0
    for item in items:
        if not (isinstance(item, Atom) and item.text in PRIMES):
            break
        count += 1
        primes += PRIMES[item.text]
    rest = items[count:]
    if not primes:
        return "", node
    marks = ("", "′", "″", "‴", "⁗")[primes] if primes <= 4 else "′" * primes
    return marks, None if not rest else rest[0] if len(rest) == 1 else MathList(rest)


def is_differential(node: Node, most: int = 9) -> bool:
    """Return whether a node is what a derivative is taken by, at ``most`` so many times: dx, ∂x, dx², ∂x ∂y."""
    items = [item for item in items_of(node) if not isinstance(item, Space)]
    if len(items) < 2 or len(items) % 2 or len(items) > 2 * most:
        return False
    pairs = zip(items[::2], items[1::2], strict=True)
    return all(_is_d(sign) and is_symbol(variable) for sign, variable in pairs)


def _is_d(node: Node) -> bool:
    if isinstance(node, Script) and node.sub is None:
        node = node.base
    return isinstance(node, Atom) and node.text in ("d", "∂")


def is_derivative(node: Node) -> bool:
    """Return whether a fraction is a derivative in Leibniz's notation: df/dx, ∂²f/∂x∂y, d/dx."""
    if not isinstance(node, Fraction) or not is_differential(node.denominator):
        return False
    top = items_of(node.numerator)
    return bool(top) and _is_d(top[0])


def is_symbol(node: Node) -> bool:
    """Return whether a node is one symbol, with accents and scripts or without."""
    if isinstance(node, Script):
        node = node.base
    return isinstance(node, Atom | tree.Accent) and not (
        isinstance(node, Atom) and node.kind == "operator"
    )


def is_function(node: Node | None) -> bool:
    """Return whether a node is a letter or a name, so that a small circle above it composes functions."""
    return node is None or (isinstance(node, Atom) and node.kind in ("letter", "name"))


# Letters that stand for functions when a bracket follows.
FUNCTIONS = frozenset("fghFGLPpqQuvsσφψΦΨℒOE")


def is_name(node: Node) -> bool:
    """Return whether a node is the name of a function, with bounds or scripts or without."""
    base = node.base if isinstance(node, Script | Limits) else node
    return isinstance(base, Atom) and base.kind == "name"


def is_function_letter(node: Node) -> bool:
    """Return whether a node is a name or a letter that commonly stands for a function, or carries a prime."""
    base = node.base if isinstance(node, Script) else node
    primed = isinstance(node, Script) and node.sup is not None and bool(split_primes(node.sup)[0])
    return (
        is_name(node)
        or primed
        or (isinstance(base, Atom) and (base.kind == "text" or unstyled(base.text) in FUNCTIONS))
    )


def is_round(node: Node) -> bool:
    """Return whether brackets are of the kind that hold arguments."""
    return (
        isinstance(node, Fenced)
        and node.opening in ("(", "[")
        and not isinstance(node.body, tree.Array)
    )


def takes_argument(node: Node, argument: Fenced) -> bool:
    """Return whether brackets hold a function's argument rather than a factor, as far as their looks tell."""
    base = node.base if isinstance(node, Script) else node
    if isinstance(node, Script) and node.sup is not None:
        primes, rest = split_primes(node.sup)
        if primes:
            return True
        if not (isinstance(rest, Fenced) or is_name(node) or _marks_function(base, rest)):
            return False
    if isinstance(base, tree.Accent):
        base = base.base
    if not isinstance(base, Atom) or base.kind not in ("name", "text", "letter"):
        return False
    if base.kind != "letter":
        return True
    inside = items_of(argument.body)
    if _stands_alone(node, inside):  # σ(1 − σ) is a product
        return False
    if unstyled(base.text) in FUNCTIONS:
        return True
    return argument.opening == "(" and not any(map(_is_sum_sign, inside))


def _marks_function(base: Node, sup: Node | None) -> bool:
    """Return whether a superscript is one that functions carry: f*(x), f⁻¹(x), f²(x), V^π(s)."""
    if isinstance(sup, Atom) and sup.text in "∗*⋆π†":
        return True
    letter = isinstance(base, Atom) and unstyled(base.text) in "fghFGσφψ"
    number = isinstance(sup, Atom) and sup.kind == "number"
    return letter and (number or is_minus_one(sup))


def is_minus_one(node: Node | None) -> bool:
    """Return whether a superscript is −1."""
    texts = [item.text for item in items_of(node) if isinstance(item, Atom)] if node else []
    return texts == ["−", "1"]


def _stands_alone(function: Node, items: Sequence[Node]) -> bool:
    """Return whether a function's letter stands among other items without brackets of its own."""
    following = [*items[1:], tree.EMPTY]
    pairs = zip(items, following, strict=True)
    return len(items) > 1 and any(item == function and not is_round(after) for item, after in pairs)


def _is_sum_sign(node: Node) -> bool:
    return isinstance(node, Atom) and node.cls in ("bin", "rel") and node.text not in "|‖"


def product_sign(items: Sequence[Node], at: int) -> str:
    """Return the ASCII form of a product sign by what it multiplies; empty for any other item.

    ``x`` stands between the letters or numbers of a size, ``cross`` and ``.`` after nabla, ``*`` in other products:
    in ``2 x x`` the sign would read as a letter.
    """
    sign = items[at]
    if not (isinstance(sign, Atom) and sign.text in "×⋅") or not 0 < at < len(items) - 1:
        return ""
    left, right = items[at - 1], items[at + 1]
    if isinstance(left, Atom) and unstyled(left.text) == "∇":
        return "cross" if sign.text == "×" else "."
    if sign.text == "⋅":
        return "*"
    # Between two whole numbers it is a size as often as a product, and x reads as either.
    if are_sizes(left, right) or all(
        isinstance(node, Atom) and node.text.isdecimal() for node in (left, right)
    ):
        return "x"
    return "cross" if is_vector(left) and is_vector(right) else "*"


def is_size(node: Node) -> bool:
    """Return whether a node is a letter that commonly counts rows or columns."""
    base = node.base if isinstance(node, Script) and node.sup is None else node
    return isinstance(base, Atom) and base.text in SIZES


SIZES = frozenset("mnpqdkMNDKCHW")


def are_sizes(left: Node, right: Node) -> bool:
    """Return whether two nodes count rows and columns: two such letters, or one and a whole number."""
    sides = [
        is_size(node) or (isinstance(node, Atom) and node.text.isdecimal())
        for node in (left, right)
    ]
    return all(sides) and (is_size(left) or is_size(right))


def is_vector(node: Node) -> bool:
    """Return whether a node is a bold letter or one with an arrow."""
    if isinstance(node, Script):
        node = node.base
    if isinstance(node, tree.Accent):
        return node.mark in ("vec", "rarrow")
    return isinstance(node, Atom) and bool(node.text) and style_of(node.text[0]) == "bold"


def pairs_of(array: tree.Array, row: Sequence[Node]) -> list[MathList]:
    """Return the columns of a row of ``aligned`` joined in pairs that meet at a relation, empty ones left out."""
    pairs: list[list[Node]] = []
    for align, cell in zip(array.align, row, strict=True):
        if align != "l" or not pairs:
            pairs.append([])
        pairs[-1].extend(items_of(cell))
    return [MathList(tuple(pair)) for pair in pairs if pair]


def is_single(node: Node) -> bool:
    """Return whether a node reads as one thing, whatever stands beside it."""
    if isinstance(node, MathList):
        items = [item for item in node.items if not isinstance(item, Space)]
        if items and isinstance(items[-1], Atom) and items[-1].text == "!":
            return len(items) == 2 and is_single(items[0])
        # A function of something in brackets: f(x), sin(x), f′(x). A product such as n(n + 1) is not single.
        return (
            len(items) == 2
            and isinstance(items[1], Fenced)
            and items[1].opening == "("
            and is_function_letter(items[0])
            and takes_argument(items[0], items[1])
        )
    if isinstance(node, Fraction):
        return False
    return not isinstance(node, tree.Brace | tree.Array)


def is_product(node: Node) -> bool:
    """Return whether a node may stand before a slash without brackets: a single thing or a plain product."""
    if isinstance(node, MathList):
        kinds = classes(node.items)
        for at, (item, cls) in enumerate(zip(node.items, kinds, strict=True)):
            if cls is None:
                continue
            sign = isinstance(item, Atom) and item.cls == "bin" and at > 0
            if cls[0] in ("rel", "bin", "punct", "op") or sign or isinstance(item, Fraction):
                return False
            if isinstance(item, Atom) and item.text == "/":
                return False
            after = neighbour(node.items, kinds, at, 1)
            if cls[1] == "fn" and after is not None and not isinstance(after, Fenced):
                return False
        return True
    return not isinstance(node, Fraction | tree.Array | tree.Brace)


def is_factor(
    items: tuple[Node, ...], at: int, kinds: list[tuple[tree.Class, tree.Class] | None]
) -> bool:
    """Return whether a fraction is multiplied, or divided, by a neighbour that its slash would swallow."""
    before = neighbour(items, kinds, at, -1)
    after = neighbour(items, kinds, at, 1)
    if is_derivative(items[at]):
        top = items_of(items[at].numerator)  # type: ignore[union-attr]
        alone = len(top) == 1  # the operator d/dx acts on what follows
        return (
            not alone and after is not None and class_of(after)[0] == "open" and not is_big(after)
        )
    for beside, side in ((before, 1), (after, 0)):
        if beside is None:
            continue
        cls = class_of(beside)[side]
        if isinstance(beside, Atom) and beside.text == "/":
            return True
        if isinstance(beside, Atom) and (
            beside.kind == "text" or beside.text in RELATIONS | BINARY
        ):
            continue
        if cls in ("ord", "inner") and not (isinstance(beside, Atom) and beside.text in "….!"):
            return True
        if (cls == "close" and side == 1) or (cls == "open" and side == 0):
            return True
        if cls == "fn" or (cls == "op" and side == 0):
            return True
    return False


def neighbour(
    items: tuple[Node, ...], kinds: list[tuple[tree.Class, tree.Class] | None], at: int, step: int
) -> Node | None:
    """Return the next item on one side, unless a wide space parts them."""
    at += step
    while 0 <= at < len(items):
        item = items[at]
        if isinstance(item, Space):
            if item.em >= 0.9:
                return None
        elif kinds[at] is not None:
            return item
        at += step
    return None


def is_power(node: Node) -> bool:
    """Return whether a node has a superscript."""
    return isinstance(node, Script) and node.sup is not None


def is_column(node: Node) -> TypeGuard[Fenced]:
    """Return whether a node is a column in brackets: a matrix of several rows with one entry each."""
    return (
        isinstance(node, Fenced)
        and (node.opening, node.closing) in (("[", "]"), ("(", ")"))
        and isinstance(node.body, tree.Array)
        and not node.body.aligned
        and len(node.body.rows) > 1
        and all(len(row) == 1 for row in node.body.rows)
    )


def is_dots(node: Node) -> bool:
    """Return whether a node stands for entries of a matrix left out, in whatever direction."""
    return isinstance(node, Atom) and node.text in ("⋮", "⋱", "⋯", "…")


def nests(node: Node) -> bool:
    """Return whether a script has a script of its own, which small letters can't show."""
    return any(
        isinstance(item, Script | Limits | Fraction | tree.Root | tree.Accent)
        for item in _walk(node)
    )


def _walk(node: Node) -> list[Node]:
    found = [node]
    if isinstance(node, MathList):
        for item in node.items:
            found += _walk(item)
    elif isinstance(node, Fenced):
        found += _walk(node.body)
    return found


def is_short(node: Node) -> bool:
    """Return whether no name in a script is too long for small letters."""
    return not any(
        isinstance(item, Atom)
        and item.kind in ("name", "text")
        and len(item.text) > _LONGEST_WORD_IN_SCRIPT
        for item in _walk(node)
    )


def is_transpose(sup: Node) -> bool:
    """Return whether a superscript says that a matrix is transposed."""
    return isinstance(sup, Atom) and unstyled(sup.text) in ("⊤", "T") and sup.kind == "letter"
