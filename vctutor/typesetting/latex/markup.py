"""Parse the MathML that math-core writes: elements, attributes and text only.

The standard library's XML parser would also do, but costs half a megabyte and a millisecond at startup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A tag with its attributes, or text up to the next one.
_PIECE = re.compile(r'<(/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(/?)>|([^<]+)')
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|\w*);?")
_ENTITIES = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "ApplyFunction": "\u2061",
}


class MarkupError(ValueError):
    """Malformed markup: an unclosed tag or an unknown entity."""


class Element(list["Element"]):
    """An element, as the list of those in it.

    Attributes:
        tag: its name.
        attributes: name -> value.
        text: what stands before the first element in it.
        tail: what stands behind it, before the next one.
    """

    __slots__ = ("attributes", "tag", "tail", "text")

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        """Make an element with nothing in it."""
        super().__init__()
        self.tag = tag
        self.attributes = attributes or {}
        self.text = ""
        self.tail = ""

    def get(self, name: str, otherwise: str = "") -> str:
        """Return the value of an attribute."""
        return self.attributes.get(name, otherwise)

    def texts(self) -> Iterator[str]:
        """Yield all text in it, in order."""
        yield self.text
        for child in self:
            yield from child.texts()
            yield child.tail


def parse(markup: str) -> Element:
    """Return the one element that a piece of markup is.

    Raises:
        MarkupError: it is not one element.
    """
    root = Element("")
    path = [root]
    at = 0
    while at < len(markup):
        piece = _PIECE.match(markup, at)
        if piece is None:
            raise MarkupError(markup[at : at + 20])
        at = piece.end()
        closing, tag, attributes, empty, text = piece.groups()
        if text is not None:
            _add_text(path[-1], _unescaped(text))
        elif closing:
            if path.pop().tag != tag or attributes or empty:
                raise MarkupError(piece[0])
        else:
            made = Element(tag, {k: _unescaped(v) for k, v in _ATTRIBUTE.findall(attributes)})
            path[-1].append(made)
            if not empty:
                path.append(made)
    if len(path) != 1 or len(root) != 1 or root.text or root[0].tail:
        raise MarkupError(markup[:20])
    return root[0]


def _add_text(inside: Element, text: str) -> None:
    if inside:
        inside[-1].tail += text
    else:
        inside.text += text


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    if not entity[0].endswith(";"):
        raise MarkupError(entity[0])
    try:
        if name.startswith("#"):
            return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))
        return _ENTITIES[name]
    except (KeyError, ValueError, OverflowError):
        raise MarkupError(entity[0]) from None
