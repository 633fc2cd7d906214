"""How symbols, fractions, roots, accents, brackets and tables are said."""

from __future__ import annotations

from vctutor.typesetting import tree
from vctutor.typesetting.shapes import is_derivative
from vctutor.typesetting.speech import vocabulary
from vctutor.typesetting.speech.core import comma, is_sign, say, tidy
from vctutor.typesetting.symbols import BIG, unstyled
from vctutor.typesetting.tree import Atom, Fenced, Fraction, MathList, Node, Script, Space, items_of


@say.register
def _atom(node: Atom) -> str:
    if node.kind in ("text", "number"):
        return unstyled(node.text)
    if node.cls == "rel":
        return vocabulary.RELATIONS.get(node.text, vocabulary.letter(node.text))
    if node.text in BIG:
        return f"the {vocabulary.BIG.get(node.text, 'sum')} of"
    if node.kind == "name":
        return vocabulary.NAMES.get(unstyled(node.text), unstyled(node.text))
    return vocabulary.letter(node.text)


@say.register
def _fraction(node: Fraction) -> str:
    if not node.bar:
        return f"{say(node.numerator)} choose {say(node.denominator)}"
    if is_derivative(node):
        return derivative(node, "")
    above, below = tidy(say(node.numerator)), tidy(say(node.denominator))
    known = vocabulary.FRACTIONS.get((above, below))
    if known:
        return known
    if _is_short(node.numerator) and _is_short(node.denominator):
        return f"{above} over {below}"
    return f"the fraction {above}, over {below}, end of fraction,"


def _is_short(node: Node) -> bool:
    """Return whether a numerator or denominator is said in one breath."""
    items = items_of(node)
    return len(items) <= 3 and not any(
        is_sign(item) or isinstance(item, Fraction | tree.Root) for item in items
    )


def derivative(node: Fraction, operand: str) -> str:
    """Return a derivative in Leibniz's notation in words."""
    head, *rest = items_of(node.numerator)
    below = [item for item in items_of(node.denominator) if not isinstance(item, Space)]
    order = say(head.sup) if isinstance(head, Script) and head.sup is not None else ""
    sign = head.base if isinstance(head, Script) else head
    partial = "partial " if isinstance(sign, Atom) and sign.text == "∂" else ""
    variables = [say(_without_power(item) if order else item) for item in below[1::2]]
    nth = f"{vocabulary.ordinal(order)} " if order else ""
    of = tidy(say(MathList(tuple(rest)))) if rest else operand
    return (
        f"the {nth}{partial}derivative{f' of {of}' if rest else ''} with respect to {' and '.join(variables)}"
        + (f" of {of}" if not rest and of else "")
    )


def _without_power(node: Node) -> Node:
    if not isinstance(node, Script):
        return node
    return node.base if node.sub is None else Script(node.base, node.sub, None)


@say.register
def _root(node: tree.Root) -> str:
    index = "2" if node.index is None else say(node.index)
    name = {"2": "square", "3": "cube"}.get(index) or vocabulary.ordinal(index)
    return f"the {name} root of {say(node.body)}{comma(node.body)}"


@say.register
def _accent(node: tree.Accent) -> str:
    said = say(node.base)
    if node.under:
        return f"{said} underlined"
    mark = vocabulary.ACCENTS.get(node.mark, node.mark)
    if mark == "vector":
        return f"vector {said}"
    return f"{said} {mark}" if isinstance(node.base, Atom) else f"the quantity {said}, {mark}"


@say.register
def fenced(node: Fenced) -> str:
    """Return what stands in brackets, by their kind: a norm, a set, a point, a quantity."""
    body = node.body
    if isinstance(body, tree.Array):
        return _bracketed_table(node, body)
    inside = say(body)
    pause = comma(body)
    items = items_of(body)
    listed = any(
        isinstance(item, Atom) and item.cls == "punct" and item.text == "," for item in items
    )
    if node.opening == "|":
        return f"the absolute value of {inside}{pause}"
    if node.opening == "‖":
        return f"the norm of {inside}{pause}"
    if node.opening == "⌊":
        return f"the floor of {inside}{pause}"
    if node.opening == "⌈":
        return f"the ceiling of {inside}{pause}"
    if node.opening == "⟨":
        return f"the inner product of {inside}{pause}"
    if node.opening == "{":
        return f"the set of {inside.replace(' given ', ' such that ')}{pause}"
    if listed:
        return f"{'the vector' if node.opening == '[' else 'the point'} {inside}{pause}"
    if isinstance(body, Fraction) and not body.bar:
        return inside
    return f"the quantity {inside}," if len(items) > 1 else inside


def _bracketed_table(node: Fenced, body: tree.Array) -> str:
    if node.opening == "{" and not node.closing:
        rows = [" ".join(say(cell) for cell in row) for row in body.rows]
        return f"by cases: {'; '.join(_with_if(row, said) for row, said in zip(body.rows, rows, strict=True))}"
    if node.opening == "|":
        return f"the determinant of {_matrix(body)}"
    return _matrix(body)


def _with_if(row: tuple[Node, ...], said: str) -> str:
    """Return a case with the "if" that is only implied where its condition is a formula."""
    if len(row) < 2 or row[1] == tree.EMPTY:
        return said
    first = items_of(row[1])[0]
    if isinstance(first, Atom) and first.kind == "text":
        return said
    return f"{say(row[0])} if {say(row[1])}"


def _matrix(node: tree.Array) -> str:
    rows, columns = len(node.rows), len(node.align)
    if columns == 1 and rows > 1:
        return f"the column vector {', '.join(say(row[0]) for row in node.rows)},"
    if rows == 1:
        return f"the row vector {', '.join(map(say, node.rows[0]))},"
    said = "; ".join(f"row {at}: {', '.join(map(say, row))}" for at, row in enumerate(node.rows, 1))
    dotted = any(
        isinstance(cell, Atom) and cell.text in "⋯⋮⋱…" for row in node.rows for cell in row
    )
    size = "" if dotted else f"{rows} by {columns} "
    return f"the {size}matrix with {said};"


@say.register
def _table(node: tree.Array) -> str:
    if not node.aligned:
        return _matrix(node)
    rows = [MathList(tuple(item for cell in row for item in items_of(cell))) for row in node.rows]
    return "; ".join(say(row) for row in rows if row.items)


@say.register
def _brace(node: tree.Brace) -> str:
    label = "" if node.label is None else f", labelled {say(node.label)},"
    return say(node.base) + label


@say.register
def _box(node: tree.Box) -> str:
    return ("" if node.style == "box" else "crossed out ") + say(node.base)
