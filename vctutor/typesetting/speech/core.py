"""The registry of spoken forms by kind of node, and predicates on nodes that all of speech uses."""

from __future__ import annotations

import re
from functools import singledispatch

from vctutor.typesetting import tree
from vctutor.typesetting.tree import Atom, Fenced, Limits, Node, Script, items_of


@singledispatch
def say(node: object) -> str:
    """Return the spoken form of a node, to be passed to ``tidy``; empty for kinds without a registered form."""
    return ""


def tidy(text: str) -> str:
    """Return words with single spaces, and stops only where they part something."""
    text = re.sub(r"\s+([,;:.])", r"\1", re.sub(r"\s+", " ", text).strip())
    return re.sub(r"[,;:\s]+$", "", re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text))


TRANSPOSE = "the transpose of "


def sign_of(node: Node) -> str:
    """Return the symbol a node shows, below its scripts; empty for what is none."""
    base = node.base if isinstance(node, Script) else node
    return base.text if isinstance(base, Atom) else ""


def comma(body: Node) -> str:
    """Return the pause that ends an argument of several words."""
    return "," if len(items_of(body)) > 1 else ""


def is_letter(node: Node) -> bool:
    """Return whether a node is a letter, with scripts or without."""
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Atom) and base.kind == "letter"


def is_name(node: Node) -> bool:
    """Return whether a node is the name of a function, with bounds or scripts or without."""
    base = node.base if isinstance(node, Script | Limits) else node
    return isinstance(base, Atom) and base.kind == "name"


def is_round(node: Node) -> bool:
    """Return whether brackets are of the kind that hold arguments."""
    return (
        isinstance(node, Fenced)
        and node.opening in ("(", "[")
        and not isinstance(node.body, tree.Array)
    )


def is_sign(node: Node) -> bool:
    """Return whether a node is an operator, a relation, a comma or a closing bracket."""
    return isinstance(node, Atom) and node.cls in ("rel", "bin", "punct", "close")
