"""How what stands side by side is said: functions with their arguments, operators with what they act on, products."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.typesetting import tree
from vctutor.typesetting.shapes import are_sizes, is_name, is_round, is_vector, takes_argument
from vctutor.typesetting.spacing import classes
from vctutor.typesetting.speech import vocabulary
from vctutor.typesetting.speech.core import (
    end,
    end_unless_last,
    is_letter,
    is_sign,
    is_term,
    is_top,
    is_word,
    plain_letter,
    say,
    sign_of,
)
from vctutor.typesetting.speech.parts import (
    bracketed,
    derivative,
    has_comma,
    inside_of,
    interval_in,
    leibniz,
)
from vctutor.typesetting.speech.scripts import below, bound, name_of, scripts, with_scripts
from vctutor.typesetting.symbols import INTEGRALS
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
    spoken: list[str] = []
    shown = _parted(node.items)
    kinds = classes(tuple(shown))
    integral = any(isinstance(item, Script | Atom) and sign_of(item) in INTEGRALS for item in shown)
    at = 0
    while at < len(shown):
        item = shown[at]
        if isinstance(item, Space):
            spoken.append(",")
            at += 1
            continue
        if (
            integral
            and plain_letter(item) == "d"
            and at + 1 < len(shown)
            and is_letter(shown[at + 1])
        ):
            spoken.append(f", d {say(shown[at + 1])}")
            at += 2
            continue
        said, used = _together(shown, at)
        if used == 1 and isinstance(item, Atom):
            said = _by_place(shown, at, said)
        if (
            at
            and (" " in spoken[-1] + said or plain_letter(shown[at - 1]) in _SET_LETTERS)
            and _is_factor(item, kinds[at], 0)
            and _is_factor(shown[at - 1], kinds[at - 1], 1)
        ):
            # Of two numbers side by side nobody knows that they are multiplied.
            both = _is_number(item) and _is_number(shown[at - 1])
            said = f"{'beside' if both else 'times'} {said}"
        spoken.append(said)
        at += used
    return " ".join(spoken)


def _by_place(items: Sequence[Node], at: int, said: str) -> str:
    """Return the words for a sign that is read differently by what stands beside it."""
    sign = sign_of(items[at])
    if sign in ("→", "⟶"):
        return "to" if _is_map(items, at) else "goes to"
    if sign in ("×", "⋅") and 0 < at < len(items) - 1:
        left, right = items[at - 1], items[at + 1]
        if is_vector(left) and is_vector(right):
            return "cross" if sign == "×" else "dot"
        if sign == "×" and are_sizes(left, right):
            return "by"
        if (
            sign == "×"
            and not (_is_number(left) and _is_number(right))
            and (" " in say(left) + say(right) or plain_letter(left) in _SET_LETTERS)
        ):
            return "times sign"  # a mere "times" is said between factors without a sign
    return said


def _parted(items: Sequence[Node]) -> list[Node]:
    """Return the items without thin spaces; brackets after one are no argument of what stands before it."""
    shown: list[Node] = []
    parted = False
    for item in items:
        if isinstance(item, tree.Phantom):
            continue
        if isinstance(item, Space) and item.em < 0.9:
            parted = item.em > 0
            continue
        shown.append(MathList((item,)) if parted and isinstance(item, Fenced) else item)
        parted = False
    return shown


def _is_number(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Atom) and base.kind == "number"


# Without a word between, "R n" would be the space of that dimension.
_SET_LETTERS = frozenset("RCNQZ")
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
    if plain_letter(node) == "mod" or (isinstance(node, Script) and node.base == tree.EMPTY):
        return False
    return cls[side] in (("ord", "open", "fn", "op"), ("ord", "close"))[side]


def _together(items: Sequence[Node], at: int) -> tuple[str, int]:
    """Return the words for the item at ``at`` with what belongs to it, and how many items that took."""
    item, rest = items[at], items[at + 1 :]
    after = rest[0] if rest else None
    if after is None:
        return say(item), 1
    if plain_letter(item) == "mod":
        return "modulo", 1
    if is_letter(item) and isinstance(after, Atom) and after.text == ":" and _has_arrow(rest):
        return f"{say(item)} from", 2
    derived = leibniz(item)
    if derived is not None:
        if derived.body is None:
            operand, used = _operand(rest)
            return derivative(derived, operand), 1 + used
        if isinstance(after, Fenced) and is_round(after):
            return f"{derivative(derived, '')} at {_argument(after)}", 2
    if _is_nabla(item):
        return _nabla(item, rest)
    if plain_letter(item) == "arg" and is_name(after):
        return _arg(after, rest[1:])
    base = after.base if isinstance(after, Script) else after
    if plain_letter(item) in ("∈", "∉") and isinstance(base, Fenced):
        interval = interval_in(base)
        if interval and isinstance(after, Script):
            interval = with_scripts(interval, base, after.sub, after.sup)
        if interval:
            return f"{say(item)} {interval}", 2
    if _operator(item):
        return _operated(item, rest)
    if isinstance(base, Fenced) and is_round(base):
        if is_name(item) and not isinstance(item, Limits):
            if _has_article(item):
                return f"the {name_of(item)} of {_argument(after)}", 2
            apart = isinstance(item, Script) and item.sub is not None
            return f"{name_of(item)} of {say(after) if apart else _argument(after)}", 2
        if not is_name(item) and takes_argument(item, base):
            if isinstance(after, Script) and not _function_like(item):
                return say(item), 1
            return f"{say(item)} of {_argument(after)}", 2
        if _is_sum_of_functions(item) and is_term(base.body):
            return f"{say(item)} of {_argument(after)}", 2
    if is_name(item) and not is_sign(after):
        operand, used = _operand(rest)
        of = " of" if isinstance(item, Script) and item.sub is not None else ""
        return f"{name_of(item)}{of} {operand}", 1 + used
    return say(item), 1


def _operand(items: Sequence[Node]) -> tuple[str, int]:
    """Return the words for the factor an operator acts on, and how many items it takes."""
    return _together(items, 0) if items else ("", 0)


def _argument(node: Node) -> str:
    """Return a function's argument: as it is if it is one term or a condition, else with its brackets in words."""
    if not isinstance(node, Fenced) or node.opening != "(" or not _closes_alike(node):
        return say(node)
    items = items_of(node.body)
    conditional = (
        len(items) == 3
        and plain_letter(items[1]) == "|"
        and is_term(items[0])
        and is_term(items[2])
    )
    if is_term(node.body) or conditional:
        return inside_of(node)
    if has_comma(node):
        return f"the arguments {inside_of(node)}{end_unless_last('arguments')}"
    return bracketed(node, short=True)


def _closes_alike(node: Fenced) -> bool:
    return (node.opening, node.closing) in (("(", ")"), ("[", "]"))


def _function_like(node: Node) -> bool:
    """Return whether a function is so by its letter, so that a power of its argument's brackets is no product."""
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Atom) and (base.kind != "letter" or plain_letter(base) in _CERTAIN)


_CERTAIN = frozenset("fghFGLuvsσφψΦΨℒOE")


def _is_sum_of_functions(node: Node) -> bool:
    """Return whether brackets hold functions and signs alone, as in (f + g)(x)."""
    if not (isinstance(node, Fenced) and is_round(node)):
        return False
    items = items_of(node.body)
    return len(items) > 1 and all(
        plain_letter(item) in ("+", "−", "∘", "⋅", *_CERTAIN) for item in items
    )


def _has_article(node: Node) -> bool:
    return say(node.base if isinstance(node, Script) else node) in vocabulary.WITH_ARTICLE


# --- operators with a letter or a sign of their own ----------------------------------------------------------------


def _operator(node: Node) -> str:
    """Return the name of an operator that a letter stands for, such as an expectation; empty for other nodes."""
    base = node.base if isinstance(node, Script) else node
    return vocabulary.OPERATORS_BY_LETTER.get(base.text, "") if isinstance(base, Atom) else ""


def _operated(item: Node, rest: Sequence[Node]) -> tuple[str, int]:
    name = _operator(item)
    if isinstance(item, Script):
        over = "" if item.sub is None else f" over {bound(item.sub)}"
        name += f"{over} {scripts(item.base, None, item.sup)}"
    after = rest[0]
    base = after.base if isinstance(after, Script) else after
    if isinstance(base, Fenced) and is_round(base):
        natural = "(" if sign_of(item) == "ℙ" else "["
        if base.opening != natural or not _closes_alike(base):
            return f"the {name} of {say(after)}", 2
        inside = f"the {name} of {inside_of(base)}"
        if isinstance(after, Script):
            said = f"{inside}{end(_operator(item))}"
            return with_scripts(said, base, after.sub, after.sup), 2
        return f"{inside}{'' if is_term(base.body) else end(_operator(item))}", 2
    if is_sign(after):
        return say(item), 1
    operand, used = _operand(rest)
    return f"{name} {operand}", 1 + used


def _has_arrow(items: Sequence[Node]) -> bool:
    return any(isinstance(item, Atom) and item.text in ("→", "⟶") for item in items)


def _is_map(items: Sequence[Node], at: int) -> bool:
    """Return whether the arrow at ``at`` leads from a set to a set rather than from a value to its limit."""
    named = any(isinstance(item, Atom) and item.text == ":" for item in items[:at])
    return named or any(
        sign_of(side) in vocabulary.SETS
        for side in (*items[max(at - 1, 0) : at], *items[at + 1 : at + 2])
    )


def _is_nabla(node: Node) -> bool:
    return sign_of(node) == "∇"


def _arg(name: Node, rest: Sequence[Node]) -> tuple[str, int]:
    """Return arg max or arg min with its bound and what it acts on."""
    base = name.base if isinstance(name, Script | Limits) else name
    under = (
        name.under if isinstance(name, Limits) else name.sub if isinstance(name, Script) else None
    )
    head = f"the arg {base.text if isinstance(base, Atom) else say(base)}"
    over = f" over {bound(under)}" if under is not None else ""
    operand, used = _operand(rest)
    return f"{head}{over} of {operand}", 2 + used


def _nabla(item: Node, rest: Sequence[Node]) -> tuple[str, int]:
    """Return a gradient, a divergence, a curl or what else nabla makes of what follows."""
    after = rest[0]
    if plain_letter(after) in ("⋅", "×") and len(rest) > 1 and not isinstance(item, Script):
        operand, used = _operand(rest[1:])
        return (
            f"the {'divergence' if plain_letter(after) == '⋅' else 'curl'} of {operand}",
            2 + used,
        )
    if is_sign(after):
        return say(item), 1
    if (
        isinstance(after, Script)
        and after.sup is not None
        and is_top(after.sup)
        and is_word(after.base)
    ):
        return f"the transpose of the gradient of {say(after.base)}{below(after.sub)}", 2
    operand, used = _operand(rest)
    if isinstance(item, Script):
        if item.sup is not None:
            return f"{say(item)} of {operand}", 1 + used
        assert item.sub is not None
        return f"the gradient with respect to {bound(item.sub)} of {operand}", 1 + used
    return f"the gradient of {operand}", 1 + used
