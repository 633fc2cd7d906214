"""How a formula is read aloud: for screen readers, and for those who don't know a sign yet."""

from __future__ import annotations

from vctutor.typesetting.speech import parts, rows, scripts
from vctutor.typesetting.speech.core import say, tidy
from vctutor.typesetting.tree import Node

# Importing these modules registers their functions with the single dispatch of ``say``.
HANDLERS = (parts, scripts, rows)


def speak(node: Node) -> str:
    """Return a formula in words."""
    return tidy(say(node))
