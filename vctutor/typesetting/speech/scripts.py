"""How powers, indexes, bounds and named functions are said."""

from __future__ import annotations

from vctutor.typesetting.shapes import is_transpose, split_primes
from vctutor.typesetting.speech import vocabulary
from vctutor.typesetting.speech.core import is_name, say
from vctutor.typesetting.speech.parts import fenced
from vctutor.typesetting.symbols import BIG, unstyled
from vctutor.typesetting.tree import (
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
    """Return a function's name with its bounds, ready for what it acts on: "sine of", "the limit as h goes to 0 of"."""
    if isinstance(node, Limits):
        return limits(node)
    base = node.base if isinstance(node, Script) else node
    assert isinstance(base, Atom)
    name = say(base)
    article = "the " if name in vocabulary.WITH_ARTICLE else ""
    if isinstance(node, Script):
        index = (
            ""
            if node.sub is None
            else f" base {say(node.sub)}"
            if base.text == "log"
            else f" sub {say(node.sub)}"
        )
        return f"{article}{name}{index} {scripts(base, None, node.sup)} of"
    return f"{article}{name} of"


@say.register
def limits(node: Limits) -> str:
    """Return a sign or a name with its bounds: "the sum over i of", "the limit as h goes to 0 of"."""
    base = node.base
    if isinstance(base, Atom) and base.cls == "rel":
        label = " ".join(say(part) for part in (node.over, node.under) if part is not None)
        return f"{'arrow' if base.text in '→←⇒⇐⟶⟵↦' else say(base)} labelled {label},"
    if isinstance(base, Atom) and base.text in BIG:
        return big(base.text, node.under, node.over)
    name = " ".join(say(item) for item in items_of(base) if not isinstance(item, Space))
    name = name.replace("arg maximum", "arg max").replace("arg minimum", "arg min")
    if node.under is None:
        above = f" with {say(node.over)} above" if node.over is not None else ""
        return f"{name}{above}"
    if "limit" in name:
        return f"the {name} as {say(node.under)} of"
    if is_name(base) or isinstance(base, MathList):
        return f"the {name} over {say(node.under)} of"
    return f"{name} with {say(node.under)} below"


def _bound(node: Node) -> str:
    """Return a bound; the lines of one that has several are all said."""
    if isinstance(node, Array):
        return " and ".join(say(cell) for row in node.rows for cell in row)
    return say(node)


def big(sign: str, under: Node | None, over: Node | None) -> str:
    """Return a sum, an integral or the like with its bounds, ready for what it acts on."""
    name = vocabulary.BIG.get(sign, "sum")
    if under is None:
        return f"the {name} of" if over is None else f"the {name} up to {say(over)} of"
    if over is None:
        return f"the {name} over {_bound(under)} of"
    return f"the {name} from {say(under)} to {say(over)} of"


@say.register
def _script(node: Script) -> str:
    base = node.base
    if isinstance(base, Atom) and base.text in BIG:
        return big(base.text, node.sub, node.sup)
    if isinstance(base, Fenced):
        return fenced_with_scripts(base, node.sub, node.sup)
    if node.sup is not None and is_transpose(node.sup):
        return f"the transpose of {say(base)}{below(node.sub)}"
    if (
        isinstance(node.sup, MathList)
        and len(node.sup.items) > 1
        and is_transpose(node.sup.items[-1])
    ):
        rest = node.sup.items[:-1]
        return f"the transpose of {say(Script(base, node.sub, rest[0] if len(rest) == 1 else MathList(rest)))}"
    said = say(base)
    nth = _derivative_order(node)
    if nth:
        return f"the {nth} of {said}{below(node.sub)}"
    if (
        isinstance(base, Atom)
        and unstyled(base.text) in "ℝℂℕℤℚR"
        and base.text != "R"
        and node.sup is not None
    ):
        return f"{say(base)} {say(node.sup)}"
    return f"{said} {scripts(base, node.sub, node.sup)}"


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
    return "" if sub is None else f" sub {say(sub)}"


def _power(sup: Node, base: Node | None = None) -> str:
    """Return a power: squared, cubed, to the n, to the power n plus 1."""
    said = say(sup)
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
        return f"superscript {say(sup.body)}"
    if said == "minus 1" and isinstance(base, Atom) and unstyled(base.text).isupper():
        return "inverse"
    return f"to the power {said},"


def _derivative_order(node: Script) -> str:
    """Return "n-th derivative" for the (n) of a higher derivative of a function; empty for other scripts."""
    if (
        not isinstance(node.base, Atom)
        or node.base.text not in "fghpFG"
        or not isinstance(node.sup, Fenced)
    ):
        return ""
    order = say(node.sup.body)
    if node.sup.opening != "(":
        return ""
    return (
        f"derivative of order {order}"
        if " " in order
        else f"{vocabulary.ordinal(order)} derivative"
    )


def fenced_with_scripts(node: Fenced, sub: Node | None, sup: Node | None) -> str:
    """Return brackets with an index or a power, of which some have names of their own."""
    if not node.opening and node.closing in ("|", "]") and sub is not None:
        return f"{say(node.body)} evaluated at {say(sub)}"
    if node.opening == "[" and sub is not None and sup is not None:
        return f"{say(node.body)} evaluated from {say(sub)} to {say(sup)}"
    said = fenced(node)
    if node.opening == "‖" and sub is not None:
        return f"the {say(sub)}-norm of {say(node.body)}, {scripts(node, None, sup)}"
    if sup is not None and is_transpose(sup):
        return f"the transpose of {said}{below(sub)}"
    if isinstance(node.body, Array) and sub is None and sup is not None and say(sup) == "minus 1":
        return f"the inverse of {said}"
    if node.opening == "{" and sub is not None and sup is not None:
        return f"{said} from {say(sub)} to {say(sup)}"
    return f"{said} {scripts(node, sub, sup)}"
