"""How symbols, fractions, roots, accents, brackets and tables are said."""

from __future__ import annotations

from msgspec import Struct

from vctutor.typesetting import tree
from vctutor.typesetting.shapes import is_derivative, pairs_of
from vctutor.typesetting.speech import vocabulary
from vctutor.typesetting.speech.core import (
    end,
    end_unless_last,
    group,
    is_flat,
    is_term,
    listed,
    optional,
    say,
    tidy,
)
from vctutor.typesetting.symbols import BIG, unstyled
from vctutor.typesetting.tree import Atom, Fenced, Fraction, MathList, Node, Script, Space, items_of


@say.register
def _atom(node: Atom) -> str:
    if node.text == ",":
        return "comma"  # in a script MathML marks it like the comma of a number
    if node.kind in ("text", "number") and not vocabulary.style_of_letter(node.text):
        return unstyled(node.text)
    if node.cls == "rel":
        return vocabulary.relation(node.text)
    if node.text in BIG:
        return f"the {vocabulary.big(node.text)} of"
    if node.kind == "name":
        return vocabulary.NAMES.get(unstyled(node.text), unstyled(node.text))
    if node.text in vocabulary.SETS:
        return vocabulary.SETS[node.text]
    if node.text in vocabulary.OPERATORS_BY_LETTER:
        return f"the {vocabulary.OPERATORS_BY_LETTER[node.text]}"
    style, said = vocabulary.style_of_letter(node.text), vocabulary.letter(node.text)
    if not style:
        return said
    return f"{optional(style) if style == 'bold' else style} {said}"


# --- fractions -------------------------------------------------------------------------------------------------


@say.register
def _fraction(node: Fraction) -> str:
    if not node.bar:
        return f"{_grouped(node.numerator)} atop {_grouped(node.denominator)}"
    derived = leibniz(node)
    if derived:
        return derivative(derived, "")
    above, below = tidy(say(node.numerator)), tidy(say(node.denominator))
    known = vocabulary.FRACTIONS.get((above, below))
    if known:
        return known
    if is_term(node.numerator) and is_term(node.denominator):
        return f"{above} over {below}"
    # Beside a short fraction inside it, a mere "over" could belong to either.
    over = "all over" if _has_short_fraction(node) else "over"
    return f"the fraction {above}, {over} {below}{end('of fraction')}"


def _grouped(node: Node) -> str:
    return say(node) if is_term(node) else group(node)


def _has_short_fraction(node: Fraction) -> bool:
    return any(
        isinstance(item, Fraction) and is_term(item.numerator) and is_term(item.denominator)
        for side in (node.numerator, node.denominator)
        for item in _openly(side)
    )


def _openly(node: Node) -> list[Node]:
    """Return what stands in a node, whatever it is, down to its atoms."""
    found: list[Node] = [node]
    for value in (getattr(node, name) for name in getattr(node, "__struct_fields__", ())):
        parts = value if isinstance(value, tuple) else (value,)
        for part in parts:
            for inner in part if isinstance(part, tuple) else (part,):
                if isinstance(inner, Struct):
                    found += _openly(inner)  # type: ignore[arg-type]
    return found


class Leibniz(Struct, frozen=True):
    """A derivative in Leibniz's notation.

    Attributes:
        order: how often is derived, in words; empty for once.
        partial: whether it is a partial derivative.
        body: what is derived, None where that follows the fraction.
        variables: what it is derived by.
    """

    order: str
    partial: bool
    body: Node | None
    variables: tuple[Node, ...]


def leibniz(node: Node) -> Leibniz | None:
    """Return a fraction as a derivative, or None for other nodes and where the orders above and below differ."""
    if not isinstance(node, Fraction) or not is_derivative(node):
        return None
    head, *rest = items_of(node.numerator)
    below = [item for item in items_of(node.denominator) if not isinstance(item, Space)]
    order = say(head.sup) if isinstance(head, Script) and head.sup is not None else ""
    sign = head.base if isinstance(head, Script) else head
    if any(isinstance(item, Script) for item in below[::2]):
        return None
    powers = [_times_derived(variable) for variable in below[1::2]]
    counted = sum(map(int, powers)) if all(power.isdecimal() for power in powers) else powers[0]
    if (order or "1") != str(counted) or (len(powers) > 1 and not isinstance(counted, int)):
        return None
    variables = tuple(
        variable
        for item, power in zip(below[1::2], powers, strict=True)
        for variable in [item if power == "1" else _without_power(item)]
        * (int(power) if len(powers) > 1 else 1)
    )
    partial = isinstance(sign, Atom) and sign.text == "∂"
    return Leibniz(order, partial, listed(tuple(rest)) if rest else None, variables)


def _times_derived(variable: Node) -> str:
    """Return how often is derived by a variable; a superscript in brackets is an index of it."""
    if not isinstance(variable, Script) or variable.sup is None or isinstance(variable.sup, Fenced):
        return "1"
    return say(variable.sup)


def derivative(node: Leibniz, operand: str) -> str:
    """Return a derivative in words; ``operand`` is what follows one without a body."""
    nth = f"{vocabulary.ordinal(node.order)} " if node.order else ""
    of = tidy(say(node.body)) if node.body is not None else ""
    partial = "partial " if node.partial else ""
    by = " and ".join(map(say, node.variables))
    return f"the {nth}{partial}derivative{f' of {of}' if of else ''} with respect to {by}" + (
        f" of {operand}" if not of and operand else ""
    )


def _without_power(node: Node) -> Node:
    if not isinstance(node, Script):
        return node
    return node.base if node.sub is None else Script(node.base, node.sub, None)


# --- roots, accents ----------------------------------------------------------------------------------------------


@say.register
def _root(node: tree.Root) -> str:
    index = "2" if node.index is None else say(node.index)
    name = {"2": "square", "3": "cube"}.get(index)
    if name is None:
        name = (
            vocabulary.ordinal(index)
            if is_term(node.index or tree.EMPTY)
            else f"{index}{end('index')}"
        )
    elif node.index == Atom("2", "ord", "number"):
        name = "second"  # the author wrote the 2
    return f"the {name} root of {say(node.body)}{'' if is_term(node.body) else end('root')}"


@say.register
def _accent(node: tree.Accent) -> str:
    mark = vocabulary.ACCENTS[node.mark]
    if node.under:
        return f"{mark} under {say(node.base)}{end(mark)}"
    if not isinstance(node.base, Atom):
        return f"{mark} over {say(node.base)}{end(mark)}"
    return f"vector {say(node.base)}" if node.mark == "vec" else f"{say(node.base)} {mark}"


# --- brackets ----------------------------------------------------------------------------------------------------

_MEASURES = {
    ("|", "|"): "absolute value", ("‖", "‖"): "norm", ("⌊", "⌋"): "floor", ("⌈", "⌉"): "ceiling",
    ("⟨", "⟩"): "inner product",
}  # fmt: skip


def inside_of(node: Fenced) -> str:
    """Return the words for what stands in brackets, where a bar means "given", in a set "such that"."""
    bar = "such that" if node.opening == "{" else "given"
    items = tuple(
        Atom(bar, "rel", "text")
        if isinstance(item, Atom) and item.text == "|" and item.cls == "rel"
        else item
        for item in items_of(node.body)
    )
    return say(MathList(items))


def has_comma(node: Fenced) -> bool:
    """Return whether brackets hold a list."""
    return any(isinstance(item, Atom) and item.text == "," for item in items_of(node.body))


@say.register
def fenced(node: Fenced) -> str:
    """Return what stands in brackets, by their kind: a norm, a set, a point, a quantity."""
    return bracketed(node, short=True)


def bracketed(node: Fenced, *, short: bool) -> str:
    """Return brackets in words; ``short`` leaves out the closing word of a measure of one term, such as |x|."""
    body = node.body
    marks = node.opening, node.closing
    if isinstance(body, tree.Array):
        return _bracketed_table(node, body)
    inside = inside_of(node)
    if marks in _MEASURES:
        name = _MEASURES[marks]
        return f"the {name} of {inside}{'' if short and is_term(body) else end(name)}"
    if marks == ("(", ")") and isinstance(body, Fraction) and not body.bar:
        above, below = say(body.numerator), say(body.denominator)
        if is_term(body.numerator) and is_term(body.denominator) and short:
            return f"{above} choose {below}"
        return f"the binomial {above}, choose {below}{end('binomial')}"
    interval = interval_in(node) if marks in (("[", ")"), ("(", "]")) else ""
    if interval:
        return interval
    if marks == ("{", "}"):
        return f"the set of {inside}{end_unless_last('set')}"
    if marks == ("(", ")"):
        name = "point" if has_comma(node) else "quantity"
        return f"the {name} {inside}{end_unless_last(name)}"
    if marks == ("[", "]"):
        name = "vector" if has_comma(node) else "bracket"
        return f"the {name} {inside}{end_unless_last(name)}"
    opening, closing = (vocabulary.BRACKETS.get(mark, "no bracket") for mark in marks)
    return f"left {opening} {inside}, right {closing},"


def interval_in(node: Fenced) -> str:
    """Return an interval in words, as ClearSpeak does; empty for brackets that hold no two bounds."""
    items = items_of(node.body)
    commas = [at for at, item in enumerate(items) if isinstance(item, Atom) and item.text == ","]
    if len(commas) != 1 or node.opening not in ("(", "[") or node.closing not in (")", "]"):
        return ""
    sides = (items[: commas[0]], items[commas[0] + 1 :])
    low, high = (
        f"{say(MathList(side))}{'' if is_flat(MathList(side)) else end('bound')}" for side in sides
    )
    ends = {
        "[]": f"including {low} and {high}",
        "()": f"not including {low} or {high}",
        "[)": f"including {low} but not {high}",
        "(]": f"including {high} but not {low}",
    }
    return f"the interval from {low} to {high}, {ends[node.opening + node.closing]}{end_unless_last('interval')}"


def _bracketed_table(node: Fenced, body: tree.Array) -> str:
    if node.opening == "{" and not node.closing:
        rows = [" ".join(say(cell) for cell in row) for row in body.rows]
        cases = "; ".join(_with_if(row, said) for row, said in zip(body.rows, rows, strict=True))
        return f"by cases: {cases}{end_unless_last('cases')}"
    if node.opening == "|":
        return f"the determinant of {_matrix(body)}"
    if node.opening == "‖":
        return f"the norm of {_matrix(body)}"
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
        return f"the column vector {', '.join(say(row[0]) for row in node.rows)}{end_unless_last('vector')}"
    if rows == 1:
        return f"the row vector {', '.join(map(say, node.rows[0]))}{end_unless_last('vector')}"
    said = "; ".join(f"row {at}: {', '.join(map(say, row))}" for at, row in enumerate(node.rows, 1))
    dotted = any(
        isinstance(cell, Atom) and cell.text in "⋯⋮⋱…" for row in node.rows for cell in row
    )
    size = "" if dotted else f"{rows} by {columns} "
    return f"the {size}matrix with {said}{end_unless_last('matrix')}"


@say.register
def _table(node: tree.Array) -> str:
    if node.aligned:
        rows = [", ".join(say(pair) for pair in pairs_of(node, row)) for row in node.rows]
    elif len(node.align) == 1:
        rows = [say(row[0]) for row in node.rows]
    else:
        return _matrix(node)
    return "; ".join(row for row in rows if row)


@say.register
def _brace(node: tree.Brace) -> str:
    side = "under" if node.under else "over"
    label = "" if node.label is None else f" labelled {say(node.label)}{end('label')}"
    return f"{side}brace {say(node.base)}{end('brace')}{label}"


@say.register
def _box(node: tree.Box) -> str:
    name = "boxed" if node.style == "box" else "crossed out"
    return f"{name} {say(node.base)}{end('box' if node.style == 'box' else name)}"
