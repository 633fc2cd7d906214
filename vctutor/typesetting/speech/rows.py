"""How what stands side by side is said: functions with their arguments, operators with what they act on, products."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.typesetting import tree
from vctutor.typesetting.shapes import is_derivative, is_transpose, split_primes
from vctutor.typesetting.spacing import classes
from vctutor.typesetting.speech import vocabulary
from vctutor.typesetting.speech.core import (
    TRANSPOSE,
    comma,
    is_letter,
    is_name,
    is_round,
    is_sign,
    say,
    sign_of,
)
from vctutor.typesetting.speech.parts import derivative
from vctutor.typesetting.speech.scripts import below, name_of, scripts
from vctutor.typesetting.symbols import INTEGRALS, unstyled
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


@say.register
def _row(node: MathList) -> str:
    """Return what stands in a row: pieces that belong together are said together."""
    items = node.items
    spoken: list[str] = []
    shown = _parted(items)
    kinds = classes(tuple(shown))
    integral = any(isinstance(item, Script | Atom) and sign_of(item) in INTEGRALS for item in shown)
    at = 0
    while at < len(shown):
        item = shown[at]
        if isinstance(item, Space):
            spoken.append(",")
            at += 1
            continue
        said, used = _together(shown, at)
        cls = kinds[at]
        if integral and _is_d(item) and at + 1 < len(shown) and is_letter(shown[at + 1]):
            spoken.append(f", d {say(shown[at + 1])}")
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
    sign = sign_of(items[at])
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
        shown.append(MathList((item,)) if parted and isinstance(item, Fenced) else item)
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


def _is_d(node: Node) -> bool:
    return isinstance(node, Atom) and unstyled(node.text) == "d"


def _together(items: Sequence[Node], at: int) -> tuple[str, int]:
    """Return the words for the item at ``at`` with what belongs to it, and how many items that took."""
    item, rest = items[at], items[at + 1 :]
    after = rest[0] if rest else None
    if is_letter(item) and isinstance(after, Atom) and after.text == ":" and _has_arrow(rest):
        return f"{say(item)} from", 2
    if (
        isinstance(item, Fraction)
        and is_derivative(item)
        and len(items_of(item.numerator)) == 1
        and after is not None
    ):
        operand, used = _operand(rest)
        return f"{derivative(item, operand)}", 1 + used
    if _is_nabla(item) and after is not None:
        return _nabla(item, rest)
    if _is_arg(item) and after is not None and is_name(after):
        name = after.base if isinstance(after, Script | Limits) else after
        head = f"the arg {name.text if isinstance(name, Atom) else say(name)}"
        return _named(head, after, rest[1:])
    if isinstance(after, Fenced) and is_round(after) and _takes_argument(item, after):
        return _applied(item, after), 2
    if _is_function_or_name(item) and isinstance(after, Script) and is_round(after.base):
        assert isinstance(after.base, Fenced)
        if after.sup is not None and is_transpose(after.sup):
            return f"{TRANSPOSE}{_applied(item, after.base)}", 2
        return f"{_applied(item, after.base)} {scripts(after.base, after.sub, after.sup)}", 2
    if is_name(item) and after is not None and not is_sign(after):
        operand, used = _operand(rest)
        return f"{name_of(item)} {operand}", 1 + used
    return say(item), 1


def _operand(items: Sequence[Node]) -> tuple[str, int]:
    """Return the words for the factor an operator acts on, and how many items it takes."""
    if not items:
        return "", 0
    said, used = _together(items, 0)
    return said, used


def _applied(function: Node, argument: Fenced) -> str:
    inside = say(argument.body)
    if is_name(function):
        return f"{name_of(function)} {inside}{comma(argument.body)}"
    return f"{say(function)} of {inside}{comma(argument.body)}"


def _has_arrow(items: Sequence[Node]) -> bool:
    return any(isinstance(item, Atom) and item.text in ("→", "⟶") for item in items)


def _is_map(items: Sequence[Node], at: int) -> bool:
    """Return whether the arrow at ``at`` leads from a set to a set rather than from a value to its limit."""
    named = any(isinstance(item, Atom) and item.text == ":" for item in items[:at])
    return named or any(
        sign_of(side) in _SETS for side in (*items[max(at - 1, 0) : at], *items[at + 1 : at + 2])
    )


_SETS = frozenset("ℝℂℕℤℚ")


def _is_size(items: Sequence[Node], at: int) -> bool:
    """Return whether the × at ``at`` stands between two sizes, as in m × n."""
    sides = [items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None]
    small = all(isinstance(side, Atom) and side.kind in ("letter", "number") for side in sides)
    return small and len(items) == 3


def _is_nabla(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Atom) and base.text == "∇"


def _is_arg(node: Node) -> bool:
    return isinstance(node, Atom) and node.text == "arg"


def _named(head: str, name: Node, rest: Sequence[Node]) -> tuple[str, int]:
    """Return an operator in two words, such as arg max, with its bound and what it acts on."""
    below = (
        name.under if isinstance(name, Limits) else name.sub if isinstance(name, Script) else None
    )
    over = f" over {say(below)}" if below is not None else ""
    operand, used = _operand(rest)
    return f"{head}{over} of {operand}", 2 + used


def _takes_argument(node: Node, argument: Fenced) -> bool:
    """Return whether brackets hold a function's argument rather than a factor, as far as their looks tell."""
    base = node.base if isinstance(node, Script) else node
    if isinstance(node, Script) and node.sup is not None:
        if split_primes(node.sup)[0]:
            return True
        if not isinstance(node.sup, Fenced) and not is_name(node):
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
    if _is_function(base):
        return True
    return argument.opening == "(" and not any(
        _is_sum_sign(item) for item in items_of(argument.body)
    )


def _stands_alone(function: Node, items: Sequence[Node]) -> bool:
    """Return whether a function's letter stands among other items without brackets of its own."""
    following = [*items[1:], tree.EMPTY]
    pairs = zip(items, following, strict=True)
    return len(items) > 1 and any(item == function and not is_round(after) for item, after in pairs)


def _is_function_or_name(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return is_name(node) or (
        isinstance(base, Atom) and base.kind == "letter" and _is_function(base)
    )


def _is_function(base: Atom) -> bool:
    return unstyled(base.text) in vocabulary.FUNCTIONS


def _is_sum_sign(node: Node) -> bool:
    return isinstance(node, Atom) and node.cls in ("bin", "rel") and node.text not in "|‖"


def _nabla(item: Node, rest: Sequence[Node]) -> tuple[str, int]:
    """Return a gradient, a divergence, a curl or what else nabla makes of what follows."""
    after = rest[0]
    if isinstance(after, Atom) and after.text in ("⋅", "×") and len(rest) > 1:
        operand, used = _operand(rest[1:])
        return f"the {'divergence' if after.text == '⋅' else 'curl'} of {operand}", 2 + used
    if is_sign(after):
        return say(item), 1
    if isinstance(after, Script) and after.sup is not None and is_transpose(after.sup):
        return f"the transpose of the gradient of {say(after.base)}{below(after.sub)}", 2
    operand, used = _operand(rest)
    if operand.startswith(TRANSPOSE):
        gradient, _ = _nabla(item, [Atom(operand.removeprefix(TRANSPOSE), kind="text")])
        return TRANSPOSE + gradient, 1 + used
    if isinstance(item, Script):
        if item.sup is not None:
            return f"{say(item)} of {operand}", 1 + used
        assert item.sub is not None
        return f"the gradient with respect to {say(item.sub)} of {operand}", 1 + used
    return f"the gradient of {operand}", 1 + used
