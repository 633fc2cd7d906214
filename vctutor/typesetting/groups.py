"""Bracket groups: matching brackets, so that a pair stretches, stays together and is spoken as one."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.typesetting import tree
from vctutor.typesetting.symbols import UPRIGHT
from vctutor.typesetting.tree import Atom, MathList, Node, Script, Space

_DEEPEST = 24  # brackets within brackets beyond this stay single symbols


def gather(items: Sequence[Node]) -> tuple[Node, ...]:
    """Return the items with every matched pair of brackets and what it holds made one ``Fenced``.

    A power that stands on the closing bracket becomes a power of the group. Brackets that match nothing stay as
    they are. ``|`` and ``‖`` open where no value stands before them or a partner follows, and close otherwise.
    """
    if len(items) < 2:
        return tuple(items)
    stack: list[tuple[str, list[Node]]] = []  # open brackets, each with what stood before it
    now: list[Node] = []
    for at, item in enumerate(items):
        mark = _bracket(item)
        if mark is None:
            now.append(item)
        elif _closes(mark, item, stack, now):
            opening, before = stack.pop()
            now = [*before, _close(opening, now, item)]
        elif _opens(mark, item, now, items[at + 1 :]) and len(stack) < _DEEPEST:
            stack.append((mark, now))
            now = []
        elif mark in UPRIGHT and isinstance(item, Atom) and _value_before(now):
            now.append(Atom(mark, "rel", "operator"))  # a bar by itself: given, such that
        elif mark == "|" and isinstance(item, Script) and _value_before(now):
            evaluated = next(
                at for at in reversed(range(len(now))) if not isinstance(now[at], Space)
            )
            now[evaluated:] = [Script(tree.Fenced("", now[evaluated], mark), item.sub, item.sup)]
        else:
            now.append(item)
    for opening, before in reversed(stack):  # never closed: single symbols after all
        cls: tree.Class = "ord" if opening in UPRIGHT else "open"
        now = [*before, Atom(opening, cls, "operator"), *now]
    return tuple(now)


def _bracket(item: Node) -> str | None:
    """Return the bracket an item is, or carries a script on."""
    base = item.base if isinstance(item, Script) else item
    if isinstance(base, Atom) and base.kind == "operator":
        if base.cls in ("open", "close"):
            return base.text
        if base.text in UPRIGHT and base.cls != "rel":
            return base.text
    return None


def _opens(mark: str, item: Node, now: list[Node], rest: Sequence[Node]) -> bool:
    if not isinstance(item, Atom):
        return False
    if mark in UPRIGHT:
        return not _value_before(now) or _comes_again(mark, rest)
    return item.cls == "open"


def _comes_again(mark: str, rest: Sequence[Node]) -> bool:
    """Return whether the same bar stands further on at the same level of brackets."""
    depth = 0
    for item in rest:
        found = _bracket(item)
        base = item.base if isinstance(item, Script) else item
        if found == mark and depth == 0:
            return True
        if found is not None and isinstance(base, Atom) and base.cls in ("open", "close"):
            depth += 1 if base.cls == "open" else -1
        if depth < 0:
            return False
    return False


def _closes(mark: str, item: Node, stack: list[tuple[str, list[Node]]], now: list[Node]) -> bool:
    if not stack:
        return False
    if mark in UPRIGHT:
        return stack[-1][0] == mark and _value_before(now)
    base = item.base if isinstance(item, Script) else item
    return isinstance(base, Atom) and base.cls == "close" and stack[-1][0] not in UPRIGHT


def _value_before(now: list[Node]) -> bool:
    """Return whether a value stands right before, so that an upright bar would close."""
    before = next((item for item in reversed(now) if not isinstance(item, Space)), None)
    if before is None:
        return False
    return not (
        isinstance(before, Atom) and before.cls in ("bin", "rel", "op", "open", "punct", "fn")
    )


def _close(opening: str, inside: list[Node], item: Node) -> Node:
    body = inside[0] if len(inside) == 1 else MathList(tuple(inside))
    if isinstance(item, Script):
        assert isinstance(item.base, Atom)
        return Script(tree.Fenced(opening, body, item.base.text), item.sub, item.sup)
    assert isinstance(item, Atom)
    return tree.Fenced(opening, body, item.text)
