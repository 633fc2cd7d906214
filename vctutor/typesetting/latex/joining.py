"""Symbols that MathML takes apart and that are one: an ellipsis, ``:=``, a number with its thousands set apart."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.typesetting.tree import Atom, Node

_DOT = Atom(".", "ord", "operator")
_COLON = Atom(":", "punct", "operator")
_LASTS = frozenset(".=")


def join(items: Sequence[Node]) -> list[Node]:
    r"""Return items with the full stops of ``\ldots``, the two signs of ``:=`` and the parts of 1{,}000 made one."""
    joined: list[Node] = []
    for item in items:
        joined.append(item)
        if not isinstance(item, Atom) or (item.kind != "number" and item.text not in _LASTS):
            continue
        if item.text == "." and joined[-3:] == [_DOT, _DOT, _DOT]:
            joined[-3:] = [Atom("…", "inner", "operator")]
        elif item.text == "=" and joined[-2:-1] == [_COLON]:
            joined[-2:] = [Atom(":=", "rel", "operator")]
        elif item.kind == "number" and len(item.text) >= 3:
            number = _thousands(joined[-3:])
            if number is not None:
                joined[-3:] = [number]
    return joined


def _thousands(items: Sequence[Node]) -> Atom | None:
    """Return three items as one number if a ``{,}``, which takes the space away, stands between two numbers."""
    if len(items) != 3:
        return None
    texts = [
        item.text if isinstance(item, Atom) and item.kind == "number" else "" for item in items
    ]
    left, comma, right = texts
    if comma == "," and left.replace(",", "").isdecimal() and right[:3].isdecimal():
        return Atom("".join(texts), "ord", "number")
    return None
