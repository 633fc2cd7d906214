"""How a formula is read aloud."""

from __future__ import annotations

from vctutor.typesetting.linear import linear
from vctutor.typesetting.tree import Node


def speak(node: Node) -> str:
    """Return a formula in words."""
    return linear(node)
