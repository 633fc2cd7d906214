"""How a formula is read aloud: for screen readers, and for those who don't know a sign yet."""

from __future__ import annotations

from vctutor.typesetting.speech import parts, rows, scripts
from vctutor.typesetting.speech.core import finished, say
from vctutor.typesetting.tree import Node

# Importing these modules registers their functions with the single dispatch of ``say``.
HANDLERS = (parts, scripts, rows)


def speak(node: Node, *, brief: bool = False) -> str:
    """Return a formula in words; ``brief`` leaves out those that only close a part or name a style."""
    return finished(say(node), brief)
