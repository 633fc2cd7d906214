"""How powers, indexes, bounds and named functions are said."""

from __future__ import annotations

from vctutor.typesetting.shapes import FUNCTIONS, is_minus_one, is_name, split_primes
from vctutor.typesetting.speech import vocabulary
from vctutor.typesetting.speech.core import (
    end,
    end_unless_last,
    group,
    is_flat,
    is_index,
    is_top,
    is_word,
    listed,
    plain_letter,
    say,
)
from vctutor.typesetting.speech.parts import bracketed, inside_of
from vctutor.typesetting.symbols import BIG
from vctutor.typesetting.tree import (
    EMPTY,
    Accent,
    Array,
    Atom,
    Fenced,
    Limits,
    MathList,
    Node,
    Script,
    Space,
    items_of,
)


def name_of(node: Node) -> str:
    """Return a function's name with its bounds and scripts: "sine", "log base 2", "the maximum over i of"."""
    if isinstance(node, Limits):
        return limits(node)
    base = node.base if isinstance(node, Script) else node
    assert isinstance(base, Atom)
    said = say(base)
    if not isinstance(node, Script):
        return said
    index = (
        ""
        if node.sub is None
        else f" base {_index(node.sub)}"
        if base.text == "log"
        else below(node.sub)
    )
    return f"{said}{index} {scripts(base, None, node.sup)}"


@say.register
def limits(node: Limits) -> str:
    """Return a sign or a name with its bounds: "the sum over i of", "the limit as h goes to 0 of"."""
    base = node.base
    if isinstance(base, Atom) and base.cls == "rel":
        sides = [("above", node.over), ("below", node.under)]
        labels = [f"{say(part)} {side}" for side, part in sides if part is not None]
        return f"{'arrow' if base.text in '→⟶' else say(base)} labelled {' '.join(labels)}{end('label')}"
    if isinstance(base, Atom) and base.text in BIG:
        return big(base.text, node.under, node.over)
    name = " ".join(say(item) for item in items_of(base) if not isinstance(item, Space))
    name = name.replace("arg maximum", "arg max").replace("arg minimum", "arg min")
    if not (is_name(base) or (isinstance(base, MathList) and all(map(is_name, base.items)))):
        below_it = "" if node.under is None else f" with {say(node.under)} below{end('below')}"
        above = "" if node.over is None else f" with {say(node.over)} above{end('above')}"
        return f"{name if is_word(base) else group(base)}{above}{below_it}"
    if node.under is None:
        return f"{name} with {say(node.over or MathList(()))} above{end('above')}"
    return f"the {name} {'as' if 'limit' in name else 'over'} {bound(node.under)} of"


def bound(node: Node) -> str:
    """Return a bound in all its lines, closed where the word behind it would not end it."""
    if isinstance(node, Array):
        return " and ".join(bound(cell) for row in node.rows for cell in row)
    return f"{say(node)}{'' if is_flat(node) else end('bound')}"


def big(sign: str, under: Node | None, over: Node | None) -> str:
    """Return a sum, an integral or the like with its bounds, ready for what it acts on."""
    name = vocabulary.big(sign)
    if under is None:
        return f"the {name} of" if over is None else f"the {name} up to {bound(over)} of"
    if over is None:
        return f"the {name} over {bound(under)} of"
    return f"the {name} from {bound(under)} to {bound(over)} of"


@say.register
def _script(node: Script) -> str:
    base = node.base
    if isinstance(base, Atom) and base.text in BIG:
        return big(base.text, node.sub, node.sup)
    if isinstance(base, Fenced):
        return fenced_with_scripts(base, node.sub, node.sup)
    single = isinstance(base, Atom) or (isinstance(base, Accent) and isinstance(base.base, Atom))
    said = say(base) if single else "left" if base == EMPTY else group(base)
    if (
        isinstance(base, Atom)
        and base.text in vocabulary.SETS
        and node.sub is None
        and node.sup is not None
    ):
        size = sizes(node.sup)
        said = vocabulary.letter(base.text)
        if size:
            return f"{said} {size}"
        said = f"blackboard {said}"
    return with_scripts(said, base, node.sub, node.sup)


def with_scripts(said: str, base: Node, sub: Node | None, sup: Node | None) -> str:
    """Return a base, already in words, with its scripts; a transpose comes before it."""
    items = items_of(sup) if sup is not None else ()
    if len(items) == 2 and plain_letter(items[0]) == "−" and is_top(items[1]):
        return f"the inverse transpose of {said}{below(sub)}"
    if len(items) > 1 and is_top(items[-1]):
        return f"the transpose of {with_scripts(said, base, sub, listed(items[:-1]))}"
    if sup is not None and is_top(sup):
        return f"the transpose of {said}{below(sub)}"
    nth = _derivative_order(base, sub, sup)
    return f"the {nth} of {said}" if nth else f"{said} {scripts(base, sub, sup)}"


def sizes(node: Node) -> str:
    """Return a dimension such as n or m × n in words; empty for anything else."""
    items = items_of(node)
    if len(items) == 1:
        return say(node) if is_word(node) else ""
    if not len(items) % 2 or any(plain_letter(item) != "×" for item in items[1::2]):
        return ""
    return " by ".join(map(say, items[::2])) if all(map(is_word, items[::2])) else ""


def scripts(base: Node, sub: Node | None, sup: Node | None) -> str:
    """Return the words for primes, index and power, in this order."""
    index = below(sub)
    if sup is None:
        return index
    primes, rest = split_primes(sup)
    marks = ""
    if primes:
        count = sum({"′": 1, "″": 2, "‴": 3, "⁗": 4}[mark] for mark in primes)
        marks = vocabulary.PRIMES[count] if count < len(vocabulary.PRIMES) else f"{count} primes"
    above = "" if rest is None else _power(rest, base)
    return f"{marks} {index} {above}"


def below(sub: Node | None) -> str:
    """Return the words for an index, empty for none."""
    return "" if sub is None else f" sub {_index(sub)}"


def _index(sub: Node) -> str:
    return f"{say(sub)}{'' if is_index(sub) else end('sub')}"


_MARKS = {
    "∗": "star", "⋆": "star", "*": "star", "†": "dagger", "∘": "degrees", "+": "superscript plus",
    "−": "superscript minus", "2": "squared", "3": "cubed", "T": "transpose",
}  # fmt: skip


def _power(sup: Node, base: Node) -> str:
    """Return a power: squared, to the n, to the power n plus 1; or an index above: superscript l."""
    if isinstance(sup, Atom) and (sup.text in _MARKS or is_word(sup)):
        return _MARKS.get(sup.text) or f"to the {say(sup)}"
    if isinstance(sup, Fenced) and not isinstance(sup.body, Array):
        kind = {"(": "superscript", "[": "bracketed superscript"}.get(sup.opening)
        if kind:
            inside = inside_of(sup)
            return f"{kind} {inside}{'' if is_word(sup.body) else end('superscript')}"
    letter = plain_letter(base)
    named = isinstance(base, Atom) and base.kind == "name"
    if is_minus_one(sup) and (named or letter in FUNCTIONS or letter.isupper()):
        return "inverse"
    items = items_of(sup)
    signed = len(items) == 2 and plain_letter(items[0]) in ("−", "+") and is_word(items[1])
    return f"to the power {say(sup)}{'' if signed else end('power')}"


def _derivative_order(base: Node, sub: Node | None, sup: Node | None) -> str:
    """Return "n-th derivative" for the (n) of a higher derivative; empty for a layer or a sample, such as h^(l)."""
    if not (plain_letter(base) in ("f", "g", "F", "G") and isinstance(sup, Fenced) and sub is None):
        return ""
    order = sup.body
    if (
        sup.opening != "("
        or not is_word(order)
        or plain_letter(order) not in {*"nkmpj", *"0123456789"}
    ):
        return ""
    return f"{vocabulary.ordinal(say(order))} derivative"


def fenced_with_scripts(node: Fenced, sub: Node | None, sup: Node | None) -> str:
    """Return brackets with an index or a power, of which some have names of their own."""
    if not node.opening and node.closing in ("|", "]") and sub is not None:
        body = say(node.body) if len(items_of(node.body)) == 1 else group(node.body)
        top = "" if sup is None else f" and above {say(sup)}"
        return f"{body} evaluated at {say(sub)}{top}{end_unless_last('evaluation')}"
    if node.opening == "[" and node.closing == "]" and sub is not None and sup is not None:
        return f"{bracketed(node, short=False)} evaluated from {bound(sub)} to {bound(sup)}{end('evaluation')}"
    if node.opening == "{" and node.closing == "}" and sub is not None and sup is not None:
        return (
            f"{bracketed(node, short=False)} from {bound(sub)} to {bound(sup)}{end('set bounds')}"
        )
    if isinstance(node.body, Array):
        said = bracketed(node, short=False)
        if is_minus_one(sup) and sub is None:
            return f"the inverse of {said}"
        return with_scripts(said, node, sub, sup)
    if node.opening == "‖" and sub is not None and is_index(sub):
        name = f"the {say(sub)}-norm of {say(node.body)}"
        return (
            f"{name}{end('norm')} {scripts(node, None, sup)}"
            if sup is not None
            else f"{name}{_closing(node)}"
        )
    return with_scripts(bracketed(node, short=False), node, sub, sup)


def _closing(node: Fenced) -> str:
    return "" if is_word(node.body) else end("norm")
