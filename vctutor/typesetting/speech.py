"""How a formula is read aloud: for screen readers, and for those who don't know a sign yet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vctutor.typesetting import tree, words
from vctutor.typesetting.linear import is_derivative, split_primes
from vctutor.typesetting.spacing import classes
from vctutor.typesetting.symbols import BIG, INTEGRALS, unstyled
from vctutor.typesetting.tree import (
    Atom,
    Fenced,
    Fraction,
    Limits,
    Node,
    Row,
    Script,
    Space,
    items_of,
)

_SPACES = re.compile(r"\s+")
_BEFORE_STOP = re.compile(r"\s+([,;:.])")
_STOPS = re.compile(r"([,;:])(?:\s*[,;:])+")
_END_STOP = re.compile(r"[,;:\s]+$")


def speak(node: Node) -> str:
    """Return a formula in words."""
    text = _SPACES.sub(" ", _say(node)).strip()
    text = _BEFORE_STOP.sub(r"\1", text)
    return _END_STOP.sub("", _STOPS.sub(r"\1", text))


def _say(node: Node) -> str:
    if isinstance(node, Atom):
        return _atom(node)
    if isinstance(node, Row):
        return _row(node.items)
    if isinstance(node, Script):
        return _script(node)
    if isinstance(node, Fraction):
        return _fraction(node)
    if isinstance(node, Fenced):
        return _fenced(node)
    if isinstance(node, Limits):
        return _limits(node)
    if isinstance(node, tree.Root):
        return _root(node)
    if isinstance(node, tree.Accent):
        return _accent(node)
    if isinstance(node, tree.Brace):
        return _say(node.base) + (
            f", labelled {_say(node.label)}," if node.label is not None else ""
        )
    if isinstance(node, tree.Table):
        return _table(node)
    if isinstance(node, tree.Box):
        return ("crossed out " if node.style != "box" else "") + _say(node.base)
    return ""


# --- symbols -------------------------------------------------------------------------------------------------


def _atom(node: Atom) -> str:
    if node.kind in ("text", "number"):
        return unstyled(node.text)
    if node.cls == "rel":
        return words.RELATIONS.get(node.text, words.letter(node.text))
    if node.text in BIG:
        return f"the {words.BIG.get(node.text, 'sum')} of"
    if node.kind == "name":
        return words.NAMES.get(unstyled(node.text), unstyled(node.text))
    return words.letter(node.text)


# --- rows ----------------------------------------------------------------------------------------------------


def _row(items: Sequence[Node]) -> str:
    """Return what stands in a row: pieces that belong together are said together."""
    spoken: list[str] = []
    shown = _parted(items)
    kinds = classes(tuple(shown))
    integral = any(isinstance(item, Script | Atom) and _sign(item) in INTEGRALS for item in shown)
    at = 0
    while at < len(shown):
        item = shown[at]
        if isinstance(item, Space):
            spoken.append(",")
            at += 1
            continue
        said, used = _together(shown, at)
        cls = kinds[at]
        if integral and _is_d(item) and at + 1 < len(shown) and _is_letter(shown[at + 1]):
            spoken.append(f", d {_say(shown[at + 1])}")
            at += 2
            continue
        if used == 1 and isinstance(item, Atom):
            said = _by_place(shown, at, said)
        if (
            at
            and " " in spoken[-1] + said
            and _is_factor(item, cls, 0)
            and _is_factor(shown[at - 1], kinds[at - 1], 1)
        ):
            said = f"times {said}"
        spoken.append(said)
        at += used
    return " ".join(spoken)


def _by_place(items: Sequence[Node], at: int, said: str) -> str:
    """Return the words for a sign that is read differently by what stands beside it."""
    sign = _sign(items[at])
    if sign in ("→", "⟶"):
        return "to" if _is_map(items, at) else "goes to"
    if sign == "×":
        return "by" if _is_size(items, at) else "times"
    return said


def _parted(items: Sequence[Node]) -> list[Node]:
    """Return the items without thin spaces; brackets after one are no argument of what stands before it."""
    shown: list[Node] = []
    parted = False
    for item in items:
        if isinstance(item, Space) and item.em < 0.9:
            parted = item.em > 0
            continue
        shown.append(Row((item,)) if parted and isinstance(item, Fenced) else item)
        parted = False
    return shown


_NO_FACTORS = frozenset("−+±∓¬∀∃!/%…⋯.:$")


_ACTING = frozenset("∂∇")  # multiplied from the left, but acting on what follows


def _is_factor(node: Node, cls: tuple[tree.Class, tree.Class] | None, side: int) -> bool:
    """Return whether a node, by its class on one side, is multiplied with its neighbour there."""
    if cls is None or (
        isinstance(node, Atom)
        and (node.kind == "text" or node.text in _NO_FACTORS | (_ACTING if side else frozenset()))
    ):
        return False
    if isinstance(node, Fraction):
        return True
    return cls[side] in (("ord", "open", "fn", "op"), ("ord", "close"))[side]


def _sign(node: Node) -> str:
    base = node.base if isinstance(node, Script) else node
    return base.text if isinstance(base, Atom) else ""


def _is_d(node: Node) -> bool:
    return isinstance(node, Atom) and unstyled(node.text) == "d"


def _together(items: Sequence[Node], at: int) -> tuple[str, int]:
    """Return the words for the item at ``at`` with what belongs to it, and how many items that took."""
    item, rest = items[at], items[at + 1 :]
    after = rest[0] if rest else None
    if _is_letter(item) and isinstance(after, Atom) and after.text == ":" and _has_arrow(rest):
        return f"{_say(item)} from", 2
    if (
        isinstance(item, Fraction)
        and is_derivative(item)
        and len(items_of(item.numerator)) == 1
        and after is not None
    ):
        operand, used = _operand(rest)
        return f"{_derivative(item, operand)}", 1 + used
    if _is_nabla(item) and after is not None:
        return _nabla(item, rest)
    if _is_arg(item) and after is not None and _is_name(after):
        name = after.base if isinstance(after, Script | Limits) else after
        head = f"the arg {name.text if isinstance(name, Atom) else _say(name)}"
        return _named(head, after, rest[1:])
    if isinstance(after, Fenced) and _is_round(after) and _takes_argument(item, after):
        return _applied(item, after), 2
    if _is_function_or_name(item) and isinstance(after, Script) and _is_round(after.base):
        assert isinstance(after.base, Fenced)
        if after.sup is not None and _is_transpose(after.sup):
            return f"{_TRANSPOSE}{_applied(item, after.base)}", 2
        return f"{_applied(item, after.base)} {_scripts(after.base, after.sub, after.sup)}", 2
    if _is_name(item) and after is not None and not _is_sign(after):
        operand, used = _operand(rest)
        return f"{_name(item)} {operand}", 1 + used
    return _say(item), 1


def _operand(items: Sequence[Node]) -> tuple[str, int]:
    """Return the words for the factor an operator acts on, and how many items it takes."""
    if not items:
        return "", 0
    said, used = _together(items, 0)
    return said, used


def _applied(function: Node, argument: Fenced) -> str:
    inside = _say(argument.body)
    if _is_name(function):
        return f"{_name(function)} {inside}{_comma(argument.body)}"
    return f"{_say(function)} of {inside}{_comma(argument.body)}"


def _comma(body: Node) -> str:
    """Return the pause that ends an argument of several words."""
    return "," if len(items_of(body)) > 1 else ""


def _is_letter(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Atom) and base.kind == "letter"


def _has_arrow(items: Sequence[Node]) -> bool:
    return any(isinstance(item, Atom) and item.text in ("→", "⟶") for item in items)


def _is_map(items: Sequence[Node], at: int) -> bool:
    """Return whether the arrow at ``at`` leads from a set to a set rather than from a value to its limit."""
    named = any(isinstance(item, Atom) and item.text == ":" for item in items[:at])
    return named or any(_sign(side) in _SETS for side in (*items[max(at - 1, 0) : at], *items[at + 1 : at + 2]))


_SETS = frozenset("ℝℂℕℤℚ")


def _is_size(items: Sequence[Node], at: int) -> bool:
    """Return whether the × at ``at`` stands between two sizes, as in m × n."""
    sides = [items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None]
    small = all(isinstance(side, Atom) and side.kind in ("letter", "number") for side in sides)
    return small and len(items) == 3


def _is_sign(node: Node) -> bool:
    return isinstance(node, Atom) and node.cls in ("rel", "bin", "punct", "close")


def _is_nabla(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Atom) and base.text == "∇"


def _is_name(node: Node) -> bool:
    base = node.base if isinstance(node, Script | Limits) else node
    return isinstance(base, Atom) and base.kind == "name"


def _is_arg(node: Node) -> bool:
    return isinstance(node, Atom) and node.text == "arg"


def _named(head: str, name: Node, rest: Sequence[Node]) -> tuple[str, int]:
    """Return an operator in two words, such as arg max, with its bound and what it acts on."""
    below = (
        name.under if isinstance(name, Limits) else name.sub if isinstance(name, Script) else None
    )
    over = f" over {_say(below)}" if below is not None else ""
    operand, used = _operand(rest)
    return f"{head}{over} of {operand}", 2 + used


def _takes_argument(node: Node, argument: Fenced) -> bool:
    """Return whether brackets hold a function's argument rather than a factor, as far as their looks tell."""
    base = node.base if isinstance(node, Script) else node
    if isinstance(node, Script) and node.sup is not None:
        if split_primes(node.sup)[0]:
            return True
        if not isinstance(node.sup, Fenced) and not _is_name(node):
            return False
    if not isinstance(base, Atom) or base.kind not in ("name", "text", "letter"):
        return False
    if base.kind != "letter":
        return True
    inside = items_of(argument.body)
    if _stands_alone(node, inside):  # σ(1 − σ) is a product
        return False
    if _is_function(base):
        return True
    return argument.opening == "(" and not any(
        _is_sum_sign(item) for item in items_of(argument.body)
    )


def _is_round(node: Node) -> bool:
    """Return whether brackets are of the kind that hold arguments."""
    return (
        isinstance(node, Fenced)
        and node.opening in ("(", "[")
        and not isinstance(node.body, tree.Table)
    )


def _stands_alone(function: Node, items: Sequence[Node]) -> bool:
    """Return whether a function's letter stands among other items without brackets of its own."""
    following = [*items[1:], tree.EMPTY]
    pairs = zip(items, following, strict=True)
    return len(items) > 1 and any(item == function and not _is_round(after) for item, after in pairs)


def _is_function_or_name(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return _is_name(node) or (
        isinstance(base, Atom) and base.kind == "letter" and _is_function(base)
    )


def _is_function(base: Atom) -> bool:
    return unstyled(base.text) in words.FUNCTIONS


def _is_sum_sign(node: Node) -> bool:
    return isinstance(node, Atom) and node.cls in ("bin", "rel") and node.text not in "|‖"


_TRANSPOSE = "the transpose of "


def _nabla(item: Node, rest: Sequence[Node]) -> tuple[str, int]:
    """Return a gradient, a divergence, a curl or what else nabla makes of what follows."""
    after = rest[0]
    if isinstance(after, Atom) and after.text in ("⋅", "×") and len(rest) > 1:
        operand, used = _operand(rest[1:])
        return f"the {'divergence' if after.text == '⋅' else 'curl'} of {operand}", 2 + used
    if _is_sign(after):
        return _say(item), 1
    if isinstance(after, Script) and after.sup is not None and _is_transpose(after.sup):
        return f"the transpose of the gradient of {_say(after.base)}{_below(after.sub)}", 2
    operand, used = _operand(rest)
    if operand.startswith(_TRANSPOSE):
        gradient, _ = _nabla(item, [Atom(operand.removeprefix(_TRANSPOSE), kind="text")])
        return _TRANSPOSE + gradient, 1 + used
    if isinstance(item, Script):
        if item.sup is not None:
            return f"{_say(item)} of {operand}", 1 + used
        assert item.sub is not None
        return f"the gradient with respect to {_say(item.sub)} of {operand}", 1 + used
    return f"the gradient of {operand}", 1 + used


# --- names: functions, limits --------------------------------------------------------------------------------


def _name(node: Node) -> str:
    """Return a function's name with its bounds, ready for what it acts on: "sine of", "the limit as h goes to 0 of"."""
    if isinstance(node, Limits):
        return _limits(node)
    base = node.base if isinstance(node, Script) else node
    assert isinstance(base, Atom)
    name = _atom(base)
    article = "the " if name in words.WITH_ARTICLE else ""
    if isinstance(node, Script):
        below = (
            ""
            if node.sub is None
            else f" base {_say(node.sub)}"
            if base.text == "log"
            else f" sub {_say(node.sub)}"
        )
        return f"{article}{name}{below} {_scripts(base, None, node.sup)} of"
    return f"{article}{name} of"


def _limits(node: Limits) -> str:
    base = node.base
    if isinstance(base, Atom) and base.cls == "rel":
        label = " ".join(_say(part) for part in (node.over, node.under) if part is not None)
        return f"{'arrow' if base.text in '→←⇒⇐⟶⟵↦' else _say(base)} labelled {label},"
    if isinstance(base, Atom) and base.text in BIG:
        return _big(base.text, node.under, node.over)
    name = " ".join(_say(item) for item in items_of(base) if not isinstance(item, Space))
    name = name.replace("arg maximum", "arg max").replace("arg minimum", "arg min")
    if node.under is None:
        above = f" with {_say(node.over)} above" if node.over is not None else ""
        return f"{name}{above}"
    if "limit" in name:
        return f"the {name} as {_say(node.under)} of"
    if _is_name(base) or isinstance(base, Row):
        return f"the {name} over {_say(node.under)} of"
    return f"{name} with {_say(node.under)} below"


def _big(sign: str, under: Node | None, over: Node | None) -> str:
    name = words.BIG.get(sign, "sum")
    if under is None:
        return f"the {name} of" if over is None else f"the {name} up to {_say(over)} of"
    if over is None:
        return f"the {name} over {_say(under)} of"
    return f"the {name} from {_say(under)} to {_say(over)} of"


# --- scripts -------------------------------------------------------------------------------------------------


def _script(node: Script) -> str:
    base = node.base
    if isinstance(base, Atom) and base.text in BIG:
        return _big(base.text, node.sub, node.sup)
    if isinstance(base, Fenced):
        return _fenced_with_scripts(base, node.sub, node.sup)
    if node.sup is not None and _is_transpose(node.sup):
        return f"the transpose of {_say(base)}{_below(node.sub)}"
    if isinstance(node.sup, Row) and len(node.sup.items) > 1 and _is_transpose(node.sup.items[-1]):
        rest = node.sup.items[:-1]
        return f"the transpose of {_say(Script(base, node.sub, rest[0] if len(rest) == 1 else Row(rest)))}"
    said = _say(base)
    nth = _derivative_order(node)
    if nth:
        return f"the {nth} of {said}{_below(node.sub)}"
    if (
        isinstance(base, Atom)
        and unstyled(base.text) in "ℝℂℕℤℚR"
        and base.text != "R"
        and node.sup is not None
    ):
        return f"{_say(base)} {_say(node.sup)}"
    return f"{said} {_scripts(base, node.sub, node.sup)}"


def _scripts(base: Node, sub: Node | None, sup: Node | None) -> str:
    below = _below(sub)
    if sup is None:
        return below
    primes, rest = split_primes(sup)
    marks = ""
    if primes:
        count = sum({"′": 1, "″": 2, "‴": 3, "⁗": 4}[mark] for mark in primes)
        marks = words.PRIMES[count] if count < len(words.PRIMES) else f"{count} primes"
    above = "" if rest is None else _power(rest, base)
    return f"{marks} {below} {above}"


def _below(sub: Node | None) -> str:
    return "" if sub is None else f" sub {_say(sub)}"


def _power(sup: Node, base: Node | None = None) -> str:
    """Return a power: squared, cubed, to the n, to the power n plus 1."""
    said = _say(sup)
    if isinstance(sup, Atom):
        star = {
            "∗": "star",
            "⋆": "star",
            "*": "star",
            "†": "dagger",
            "∘": "degrees",
            "+": "plus",
            "−": "minus",
        }
        return (
            star.get(sup.text) or {"2": "squared", "3": "cubed"}.get(sup.text) or f"to the {said}"
        )
    if isinstance(sup, Fenced):
        return f"superscript {_say(sup.body)}"
    if said == "minus 1" and isinstance(base, Atom) and unstyled(base.text).isupper():
        return "inverse"
    return f"to the power {said},"


def _is_transpose(sup: Node) -> bool:
    return isinstance(sup, Atom) and unstyled(sup.text) in ("⊤", "T") and sup.kind == "letter"


def _derivative_order(node: Script) -> str:
    """Return "n-th derivative" for the (n) of a higher derivative of a function; empty for other scripts."""
    if (
        not isinstance(node.base, Atom)
        or node.base.text not in "fghpFG"
        or not isinstance(node.sup, Fenced)
    ):
        return ""
    order = _say(node.sup.body)
    if node.sup.opening != "(":
        return ""
    return f"derivative of order {order}" if " " in order else f"{words.ordinal(order)} derivative"


# --- fractions, roots, accents -------------------------------------------------------------------------------


def _fraction(node: Fraction) -> str:
    if not node.bar:
        return f"{_say(node.numerator)} choose {_say(node.denominator)}"
    if is_derivative(node):
        return _derivative(node, "")
    above, below = speak(node.numerator), speak(node.denominator)
    known = words.FRACTIONS.get((above, below))
    if known:
        return known
    if _is_short(node.numerator) and _is_short(node.denominator):
        return f"{above} over {below}"
    return f"the fraction {above}, over {below}, end of fraction,"


def _is_short(node: Node) -> bool:
    """Return whether a numerator or denominator is said in one breath."""
    items = items_of(node)
    return len(items) <= 3 and not any(
        _is_sign(item) or isinstance(item, Fraction | tree.Root) for item in items
    )


def _derivative(node: Fraction, operand: str) -> str:
    """Return a derivative in Leibniz's notation in words."""
    head, *rest = items_of(node.numerator)
    below = [item for item in items_of(node.denominator) if not isinstance(item, Space)]
    order = _say(head.sup) if isinstance(head, Script) and head.sup is not None else ""
    sign = head.base if isinstance(head, Script) else head
    partial = "partial " if isinstance(sign, Atom) and sign.text == "∂" else ""
    variables = [_say(_without_power(item) if order else item) for item in below[1::2]]
    nth = f"{words.ordinal(order)} " if order else ""
    of = speak(Row(tuple(rest))) if rest else operand
    return (
        f"the {nth}{partial}derivative{f' of {of}' if rest else ''} with respect to {' and '.join(variables)}"
        + (f" of {of}" if not rest and of else "")
    )


def _without_power(node: Node) -> Node:
    if not isinstance(node, Script):
        return node
    return node.base if node.sub is None else Script(node.base, node.sub, None)


def _root(node: tree.Root) -> str:
    index = "2" if node.index is None else _say(node.index)
    name = {"2": "square", "3": "cube"}.get(index) or words.ordinal(index)
    return f"the {name} root of {_say(node.body)}{_comma(node.body)}"


def _accent(node: tree.Accent) -> str:
    said = _say(node.base)
    if node.under:
        return f"{said} underlined"
    mark = words.ACCENTS.get(node.mark, node.mark)
    if mark == "vector":
        return f"vector {said}"
    return f"{said} {mark}" if isinstance(node.base, Atom) else f"the quantity {said}, {mark}"


# --- brackets, tables ----------------------------------------------------------------------------------------


def _fenced(node: Fenced) -> str:
    body = node.body
    if isinstance(body, tree.Table):
        return _bracketed_table(node, body)
    inside = _say(body)
    pause = _comma(body)
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


def _fenced_with_scripts(node: Fenced, sub: Node | None, sup: Node | None) -> str:
    if not node.opening and node.closing in ("|", "]") and sub is not None:
        return f"{_say(node.body)} evaluated at {_say(sub)}"
    if node.opening == "[" and sub is not None and sup is not None:
        return f"{_say(node.body)} evaluated from {_say(sub)} to {_say(sup)}"
    said = _fenced(node)
    if node.opening == "‖" and sub is not None:
        return f"the {_say(sub)}-norm of {_say(node.body)}, {_scripts(node, None, sup)}"
    if sup is not None and _is_transpose(sup):
        return f"the transpose of {said}{_below(sub)}"
    if node.opening == "{" and sub is not None and sup is not None:
        return f"{said} from {_say(sub)} to {_say(sup)}"
    return f"{said} {_scripts(node, sub, sup)}"


def _bracketed_table(node: Fenced, body: tree.Table) -> str:
    if node.opening == "{" and not node.closing:
        rows = [" ".join(_say(cell) for cell in row) for row in body.rows]
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
    return f"{_say(row[0])} if {_say(row[1])}"


def _matrix(node: tree.Table) -> str:
    rows, columns = len(node.rows), len(node.align)
    if columns == 1 and rows > 1:
        return f"the column vector {', '.join(_say(row[0]) for row in node.rows)},"
    if rows == 1:
        return f"the row vector {', '.join(map(_say, node.rows[0]))},"
    said = "; ".join(
        f"row {at}: {', '.join(map(_say, row))}" for at, row in enumerate(node.rows, 1)
    )
    dotted = any(
        isinstance(cell, Atom) and cell.text in "⋯⋮⋱…" for row in node.rows for cell in row
    )
    size = "" if dotted else f"{rows} by {columns} "
    return f"the {size}matrix with {said};"


def _table(node: tree.Table) -> str:
    if not node.aligned:
        return _matrix(node)
    rows = [Row(tuple(item for cell in row for item in items_of(cell))) for row in node.rows]
    return "; ".join(_say(row) for row in rows if row.items)
