"""The registry of spoken forms by kind of node, the marks around optional words, and predicates all of speech uses.

A spoken form can be taken apart again: what has no short form of its own ends with a word, such as "end root". Such a
word may be dropped at the end of a formula only where its beginning ("the quantity") is never left unclosed elsewhere.
"""

from __future__ import annotations

import re
from functools import singledispatch

from vctutor.typesetting import tree
from vctutor.typesetting.shapes import split_primes
from vctutor.typesetting.symbols import unstyled
from vctutor.typesetting.tree import Atom, MathList, Node, Script, items_of

# Around words that brief speech leaves out, and around those that the end of a formula makes unnecessary.
_BRIEF, _FINAL, _END = "\x01", "\x02", "\x03"
_OPTIONAL = re.compile(f"[{_BRIEF}{_FINAL}][^{_END}]*{_END}")
_LAST = re.compile(f"[,\\s]*{_FINAL}[^{_END}]*{_END}[,\\s]*$")


@singledispatch
def say(node: object) -> str:
    """Return the spoken form of a node, to be passed to ``tidy``; empty for kinds without a registered form."""
    return ""


def finished(text: str, brief: bool) -> str:
    """Return a whole formula's words without the marks; ``brief`` leaves out the words that only close or qualify."""
    if brief:
        return tidy(_OPTIONAL.sub("", text).replace("multiplied by", "times"))
    while _LAST.search(text):
        text = _LAST.sub("", text)
    return tidy(re.sub(f"[{_BRIEF}{_FINAL}{_END}]", "", text))


def tidy(text: str) -> str:
    """Return words with single spaces, and stops only where they part something."""
    text = re.sub(r"\s+([,;:.])", r"\1", re.sub(r"\s+", " ", text).strip())
    return re.sub(r"[,;:\s]+$", "", re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text))


def optional(word: str) -> str:
    """Return a word that brief speech leaves out."""
    return f"{_BRIEF}{word}{_END}"


def end(what: str) -> str:
    """Return the words that close a construct whose short form begins alike."""
    return f", {_BRIEF}end {what}{_END},"


def end_unless_last(what: str) -> str:
    """Return the words that close a construct that has no short form; the end of the formula closes it too."""
    return f", {_FINAL}end {what}{_END},"


def group(node: Node) -> str:
    """Return a node's words as one unit, for a base of several symbols."""
    return f"the group {say(node)}{end('group')}"


def sign_of(node: Node) -> str:
    """Return the symbol a node shows, below its scripts; empty for what is none."""
    base = node.base if isinstance(node, Script) else node
    return base.text if isinstance(base, Atom) else ""


def is_letter(node: Node) -> bool:
    """Return whether a node is a letter, with scripts or without."""
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Atom) and base.kind == "letter"


def is_sign(node: Node) -> bool:
    """Return whether a node is an operator, a relation, a comma or a closing bracket."""
    return isinstance(node, Atom) and node.cls in ("rel", "bin", "punct", "close")


def is_word(node: Node) -> bool:
    """Return whether a node is a letter, a number or a name, with a mark or without."""
    if isinstance(node, tree.Accent):
        return isinstance(node.base, Atom) and not node.under
    return isinstance(node, Atom) and not is_sign(node) and node.cls != "op"


def is_term(node: Node) -> bool:
    """Return whether a node needs no closing word: a letter or number, with primes and a simple index."""
    if isinstance(node, Script):
        primed = node.sup is None or split_primes(node.sup)[1] is None
        return primed and is_word(node.base) and (node.sub is None or is_index(node.sub))
    return is_word(node)


def is_index(node: Node) -> bool:
    """Return whether an index is one symbol or letters and numbers side by side."""
    return (
        all(isinstance(item, Atom) and is_word(item) for item in items_of(node))
        and node != tree.EMPTY
    )


def is_flat(node: Node) -> bool:
    """Return whether a bound is terms and signs side by side, so that the word after it ends it."""
    return all(is_term(item) or is_sign(item) for item in items_of(node))


def listed(items: tuple[Node, ...]) -> Node:
    """Return items as one node."""
    return items[0] if len(items) == 1 else MathList(items)


def is_top(sup: Node) -> bool:
    """Return whether a superscript is the sign of a transpose, as opposed to the letter T."""
    return isinstance(sup, Atom) and sup.text == "⊤"


def plain_letter(node: Node) -> str:
    """Return the letter an atom shows, without its style; empty for any other node."""
    return unstyled(node.text) if isinstance(node, Atom) else ""
